/* ledger_file: the file behind a ledger: quarters of an hour in a ring, each with its whole and its
 * parts. Mapped and shared, so what is written survives the process without a system call; not
 * synced, so not a power cut. A file belongs to the process that has its lock (flock); one that
 * nobody has is what a process left behind. Its size never changes, and its room is reserved. */
#ifndef STORE_LEDGER_FILE_H
#define STORE_LEDGER_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bounds.h"
#include "base/uuid.h"
#include "store/ledger.h"

#define LEDGER_SUFFIX ".ledger"
#define LEDGER_PARTS_ROOM 15 /* for parts to come */

struct ledger_counts {
    uint64_t whole, parts[LEDGER_PARTS_ROOM];
};

struct ledger_slot {
    int64_t start_s; /* Unix time; 0: empty, whatever else it says */
    struct ledger_counts now, told;
};

struct ledger_page {
    char magic[8];
    uint32_t version, slot_count;
    char name[48];
    struct ledger_slot slots[LEDGER_SLOTS];
};

struct ledger_book {
    struct uuid name;
    struct ledger_page *page;
    int fd; /* -1: in memory alone */
    uint64_t in_flight[LEDGER_SLOTS];
    bool again[LEDGER_SLOTS]; /* to be told once more */
};

uint64_t ledger_parts_sum(const struct ledger_counts *c);

/* A new one, locked. false: errno says why. */
bool ledger_file_make(int folder, struct ledger_book *out);

/* Locks one that is there, and counts what it says to have been read and not answered as
 * unanswered, so many. false: it is another's, or it is damaged and was set aside. */
bool ledger_file_take(int folder, const char *file, struct ledger_book *out, uint64_t *unanswered);

void ledger_file_none(struct ledger_book *out); /* in memory; start-up only */

void ledger_file_close(struct ledger_book *b);
void ledger_file_remove(int folder, struct ledger_book *b);

#endif
