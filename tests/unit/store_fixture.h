/* store_fixture: records, and a log that can be looked at; with patience. */
#ifndef UNIT_STORE_FIXTURE_H
#define UNIT_STORE_FIXTURE_H

#include <sys/mman.h>
#include <unistd.h>

#include "patience.h"

#include "base/bounds.h"
#include "base/clock.h"
#include "store/batch.h"
#include "store/spool.h"

#define RECORDS 300

static char record_text[RECORDS][100];
static struct record records[RECORDS];
static struct batch_item items[RECORDS];
static struct batch_item *item_list[RECORDS];

/* Record n is {"id":...,"name":"record-N"}, with more words before the end. */
static void make_record(size_t n, const char *words) {
    uuid_make(1700000000000000 + (int64_t)n * 1000, &records[n].id);
    int length =
        snprintf(record_text[n], sizeof record_text[n], "{\"id\":\"%s\",\"name\":\"record-%zu\"%s}",
                 records[n].id.text, n, words);
    records[n].json = (struct slice){record_text[n], (size_t)length};
    items[n] = (struct batch_item){.record = &records[n], .result = ERR_IO};
    item_list[n] = &items[n];
}

__attribute__((unused)) static void make_records(void) {
    for (size_t n = 0; n < RECORDS; n++)
        make_record(n, "");
}

/* Standard error goes into a file between the two; what a failed test said is shown after it. */
static struct {
    int stderr_was, fd;
    char text[64 * 1024];
} store_log;

/* A sanitizer has its own say, which nobody must miss. */
void __sanitizer_set_report_fd(void *fd) __attribute__((weak));

static void log_catch(void) {
    store_log.stderr_was = dup(STDERR_FILENO);
    if (__sanitizer_set_report_fd != NULL)
        __sanitizer_set_report_fd((void *)(intptr_t)store_log.stderr_was);
    store_log.fd = memfd_create("log", 0);
    dup2(store_log.fd, STDERR_FILENO);
}

static const char *log_said(void) {
    ssize_t n = pread(store_log.fd, store_log.text, sizeof store_log.text - 1, 0);
    store_log.text[n < 0 ? 0 : n] = '\0';
    return store_log.text;
}

static void log_release(void) {
    const char *failure = strstr(log_said(), "\nERROR: ");
    dup2(store_log.stderr_was, STDERR_FILENO);
    close(store_log.stderr_was);
    close(store_log.fd);
    if (failure != NULL)
        fprintf(stderr, "%s", failure);
}

#endif
