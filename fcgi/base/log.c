/* log: one write(2) a line, so that lines of threads do not mix. */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/plain.h"

#define LINE_MAX_BYTES 2048
#define GATE_MS 1000

static const char *const level_names[LOG__MAX] = {"debug", "info", "warn", "error"};
/* sd-daemon(3); the journal takes them off again. */
static const char *const journal_prefixes[LOG__MAX] = {"<7>", "<6>", "<4>", "<3>"};
static _Atomic int lowest_level = LOG_INFO;
static bool for_journal;

/* A child inherits the variable also where its standard error is something else. */
void log_begin(void) {
    const char *stream = getenv("JOURNAL_STREAM");
    char ours[64];
    struct stat st;
    for_journal = false;
    if (stream == NULL || fstat(STDERR_FILENO, &st) == -1)
        return;
    snprintf(ours, sizeof ours, "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
    for_journal = strcmp(stream, ours) == 0;
}

void log_level_set(enum log_level lowest) { lowest_level = (int)lowest; }

static void write_line(enum log_level level, const char *event, unsigned repeats,
                       const char *format, va_list args) __attribute__((format(printf, 4, 0)));

static void write_line(enum log_level level, const char *event, unsigned repeats,
                       const char *format, va_list args) {
    char line[LINE_MAX_BYTES];
    char now[CLOCK_ISO_BYTES];
    clock_iso(clock_wall_us(), now);
    int head = snprintf(line, sizeof line, "%s%s %s %s", for_journal ? journal_prefixes[level] : "",
                        now, level_names[level], event);
    size_t len = (size_t)head;
    if (format[0] != '\0') {
        line[len++] = ' ';
        int n = vsnprintf(line + len, sizeof line - len - 32, format, args);
        if (n > 0)
            len += (size_t)n < sizeof line - len - 32 ? (size_t)n : sizeof line - len - 33;
    }
    if (repeats > 0)
        len += (size_t)snprintf(line + len, 31, " repeats=%u", repeats);
    len = plain_copy((struct slice){line, len}, line);
    line[len++] = '\n';
    /* a log that cannot be written must not stop the intake */
    ssize_t ignored = write(STDERR_FILENO, line, len);
    (void)ignored;
}

void log_line(enum log_level level, const char *event, const char *format, ...) {
    if ((int)level < lowest_level)
        return;
    va_list args;
    va_start(args, format);
    write_line(level, event, 0, format, args);
    va_end(args);
}

void log_limited(struct log_gate *gate, enum log_level level, const char *event, const char *format,
                 ...) {
    if ((int)level < lowest_level)
        return;
    long long now = clock_ms();
    long long next = atomic_load(&gate->next_ms);
    if (now < next || !atomic_compare_exchange_strong(&gate->next_ms, &next, now + GATE_MS)) {
        atomic_fetch_add(&gate->left_out, 1);
        return;
    }
    va_list args;
    va_start(args, format);
    write_line(level, event, atomic_exchange(&gate->left_out, 0), format, args);
    va_end(args);
}
