/* ledger_file: a file gets its name when it is whole and locked, so that whatever has such a name
 * and no lock was left behind. */
#include "store/ledger_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/xalloc.h"

#define MAGIC "1stledg"
#define VERSION 1
#define COUNT_MAX ((uint64_t)1 << 53)
#define TIME_MAX_S 253402300800 /* the year 10000 */
#define FILE_NAME_BYTES (UUID_TEXT + 16)

_Static_assert(LEDGER_PART__MAX <= LEDGER_PARTS_ROOM, "the file has room for every part");

uint64_t ledger_parts_sum(const struct ledger_counts *c) {
    uint64_t sum = 0;
    for (int i = 0; i < LEDGER_PARTS_ROOM; i++)
        sum += c->parts[i];
    return sum;
}

static struct ledger_page *map(int fd) {
    int flags = fd == -1 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;
    void *page = mmap(NULL, sizeof(struct ledger_page), PROT_READ | PROT_WRITE, flags, fd, 0);
    return page == MAP_FAILED ? NULL : page;
}

static void write_head(struct ledger_book *b) {
    struct ledger_page *p = b->page;
    uuid_make(clock_wall_us(), &b->name);
    memcpy(p->magic, MAGIC, sizeof p->magic);
    p->version = VERSION;
    p->slot_count = LEDGER_SLOTS;
    memcpy(p->name, b->name.text, sizeof b->name.text);
}

void ledger_file_none(struct ledger_book *out) {
    *out = (struct ledger_book){.fd = -1, .page = map(-1)};
    if (out->page == NULL)
        xalloc_fail();
    write_head(out);
}

/* Its room is reserved: a write to a page that the disk has no room for would be SIGBUS. */
static bool fill(int fd, struct ledger_book *b) {
    int trouble = posix_fallocate(fd, 0, sizeof(struct ledger_page));
    if (trouble != 0)
        errno = trouble;
    else if (flock(fd, LOCK_EX | LOCK_NB) == 0 && (b->page = map(fd)) != NULL)
        write_head(b);
    return b->page != NULL;
}

bool ledger_file_make(int folder, struct ledger_book *out) {
    char fresh[FILE_NAME_BYTES], name[FILE_NAME_BYTES];
    struct uuid draft;
    struct ledger_book b = {0};
    uuid_make(clock_wall_us(), &draft);
    snprintf(fresh, sizeof fresh, "%s.new", draft.text);
    b.fd = openat(folder, fresh, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = b.fd != -1 && fill(b.fd, &b);
    snprintf(name, sizeof name, "%s" LEDGER_SUFFIX, b.name.text);
    good = good && renameat(folder, fresh, folder, name) == 0;
    int trouble = errno;
    if (good) {
        *out = b;
        return true;
    }
    if (b.fd != -1) {
        unlinkat(folder, fresh, 0);
        ledger_file_close(&b);
    }
    errno = trouble;
    return false;
}

/* ---- what was left behind ------------------------------------------------------------------ */

static bool head_is_good(const struct ledger_page *p, const char *file, struct uuid *name) {
    size_t len = strnlen(p->name, sizeof p->name);
    return memcmp(p->magic, MAGIC, sizeof p->magic) == 0 && p->version == VERSION &&
           p->slot_count == LEDGER_SLOTS && uuid_parse((struct slice){p->name, len}, name) &&
           slice_starts(slice_from(file), name->text);
}

static bool counts_are_good(const struct ledger_counts *c) {
    bool good = c->whole <= COUNT_MAX;
    for (int i = 0; i < LEDGER_PARTS_ROOM; i++)
        good = good && c->parts[i] <= COUNT_MAX;
    return good;
}

static bool slot_is_good(const struct ledger_slot *s) {
    return s->start_s == 0 ||
           (s->start_s > 0 && s->start_s < TIME_MAX_S && s->start_s % LEDGER_SLOT_S == 0 &&
            counts_are_good(&s->now) && counts_are_good(&s->told));
}

static bool is_good(const struct ledger_page *p, const char *file, struct uuid *name) {
    bool good = head_is_good(p, file, name);
    for (size_t i = 0; good && i < LEDGER_SLOTS; i++)
        good = slot_is_good(&p->slots[i]);
    return good;
}

/* What was read is one more than what was answered, for each that was being answered. Less than
 * that can be after a power cut only, where the folder is on a disk. */
static uint64_t settle(struct ledger_slot *s) {
    if (s->start_s == 0) {
        *s = (struct ledger_slot){0};
        return 0;
    }
    uint64_t sum = ledger_parts_sum(&s->now);
    if (s->now.whole < sum)
        s->now.whole = sum;
    for (int i = 0; i < LEDGER_PARTS_ROOM; i++)
        if (s->told.parts[i] > s->now.parts[i] || s->told.whole > s->now.whole)
            s->told = (struct ledger_counts){0};
    uint64_t unanswered = s->now.whole - sum;
    s->now.parts[LEDGER_UNANSWERED] += unanswered;
    return unanswered;
}

/* false: another process has it, or has just removed it. */
static bool lock(int fd) {
    struct stat st;
    return flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &st) == 0 && st.st_nlink > 0;
}

static void set_aside(int folder, const char *file) {
    char aside[FILE_NAME_BYTES + 8];
    snprintf(aside, sizeof aside, "%.*s.bad", (int)FILE_NAME_BYTES, file);
    log_line(LOG_WARN, "ledger_damaged", "file=%s kept=%s", file, aside);
    (void)renameat(folder, file, folder, aside);
}

bool ledger_file_take(int folder, const char *file, struct ledger_book *out, uint64_t *unanswered) {
    struct stat st;
    struct ledger_book b = {.fd = openat(folder, file, O_RDWR | O_NOFOLLOW | O_CLOEXEC)};
    if (b.fd == -1)
        return false;
    if (!lock(b.fd)) {
        close(b.fd);
        return false;
    }
    bool fits = fstat(b.fd, &st) == 0 && st.st_size == sizeof(struct ledger_page);
    if (fits)
        b.page = map(b.fd);
    if (b.page == NULL || !is_good(b.page, file, &b.name)) {
        set_aside(folder, file);
        ledger_file_close(&b);
        return false;
    }
    *unanswered = 0;
    for (size_t i = 0; i < LEDGER_SLOTS; i++) {
        *unanswered += settle(&b.page->slots[i]);
        b.again[i] = b.page->slots[i].start_s != 0;
    }
    *out = b;
    return true;
}

void ledger_file_close(struct ledger_book *b) {
    if (b->page != NULL)
        munmap(b->page, sizeof *b->page);
    if (b->fd != -1)
        close(b->fd);
    *b = (struct ledger_book){.fd = -1};
}

void ledger_file_remove(int folder, struct ledger_book *b) {
    char name[FILE_NAME_BYTES];
    snprintf(name, sizeof name, "%s" LEDGER_SUFFIX, b->name.text);
    unlinkat(folder, name, 0);
    ledger_file_close(b);
}
