/* ledger: every POST to a form's address, and what became of it: the whole is counted when one was
 * read, one part when it is answered, in the quarter of an hour in which it came. The database is
 * told of both (store/teller), and marketing.balance shows that nothing is missing between them.
 *
 * The numbers lie in a file that is mapped (store/ledger_file), so that a process which is killed
 * loses none: what it had read and not answered, the next one finds and counts as unanswered. A
 * process has a file of its own, and takes over those that nobody holds any more.
 *
 * While a request is being answered it is in no number that leaves the process: received is what
 * was read less what is being answered at that moment, and the row is whole at any time. What is
 * being answered is counted apart, not worked out from the parts: so a request that was read and
 * never counted as answered shows as a difference. One lock, held for a few instructions. Any
 * thread. */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bounds.h"
#include "base/uuid.h"

/* The numbers are those of the file: a new one is added behind the last. */
enum ledger_part {
    LEDGER_STORED = 0, /* thanked for, and new to the database */
    LEDGER_DOUBLE,     /* the same submission again, same receipt */
    LEDGER_SPOOLED,    /* thanked for from the disk, or new or double, which is unknown */
    LEDGER_INVALID,    /* 422: sent back with what is wrong */
    LEDGER_REFUSED,    /* any other answer 4xx */
    LEDGER_NOT_SENT,   /* the visitor has only changed the language of the page */
    LEDGER_BUSY,       /* 503: asked to send it again later */
    LEDGER_UNANSWERED, /* the process was killed before it had answered */
    LEDGER_PART__MAX
};

const char *ledger_part_name(enum ledger_part part); /* as the column of marketing.balance */

struct ledger; /* opaque: this process's numbers, and those that it has taken over */

/* Start-up only. dir is made if it is missing; "" or one that cannot be used (the log says why):
 * the numbers are kept in memory alone. */
struct ledger *ledger_open(const char *dir);
void ledger_close(struct ledger *l); /* NULL is fine; the files stay */

/* Of one thread, zero at first: the request that it answers. */
struct ledger_post {
    bool open;
    size_t slot;
};

/* l is NULL: nothing is counted. */
void ledger_begin(struct ledger *l, struct ledger_post *p, int64_t now_us);
void ledger_end(struct ledger *l, struct ledger_post *p, enum ledger_part part);

/* ---- for the one who tells the database ---- */

struct ledger_row {
    int64_t start_s; /* of the quarter of an hour, Unix time */
    uint64_t received, parts[LEDGER_PART__MAX];
};

/* Numbers since the beginning, of one file. */
struct ledger_batch {
    size_t book;      /* which of the files */
    struct uuid name; /* its name */
    size_t count;
    struct ledger_row rows[LEDGER_ROWS_MAX];
};

/* What the database has not been told as it stands now; false: nothing. */
bool ledger_untold(struct ledger *l, struct ledger_batch *out);

/* It has this batch. */
void ledger_told(struct ledger *l, const struct ledger_batch *batch);

/* It may have forgotten: all is to be told once more. */
void ledger_tell_again(struct ledger *l);

/* Removes what was taken over and is told, when it is LEDGER_KEEP_S old. */
void ledger_tidy(struct ledger *l, int64_t now_us);

#endif
