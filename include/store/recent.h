/* recent: what was delivered lately, kept for the case that the server which took it turns out to
 * have forgotten: a standby that was behind took over, a backup was restored, a machine was put
 * back. Then it is handed in again (store/drainer), which is harmless where nothing was lost.
 *
 * It lies in files of the spool's folder recent, which are appended to and never synced: they
 * outlive this process, not a power cut. A file's name tells how many records and octets it has and
 * the history that took them: a text that the server gives (intake.history in sql/216_hello.sql)
 * and that is only compared. What has another history than the server of now is unconfirmed.
 *
 * What is kept has a bound in age and one in octets, and gives way when the spool needs the disk.
 * Where the age that was promised cannot be had the log and recent_look say so. Any thread may
 * call; the names are of one thread, which has the spool's lock (spool_lock). */
#ifndef STORE_RECENT_H
#define STORE_RECENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bounds.h"
#include "base/errcode.h"
#include "base/slice.h"
#include "base/uuid.h"
#include "store/history.h"
#include "store/spool.h"

struct recent; /* opaque: the file that grows, what the server said last, what is kept */

/* Start-up only; spool outlives it. minutes is at least 1; octets_max at least 1 MiB. */
struct recent *recent_new(struct spool *spool, int minutes, long long octets_max);
/* Start-up only: nothing is to be remembered any more, so what earlier runs kept is removed. */
void recent_forget(struct spool *spool);

void recent_free(struct recent *r); /* NULL is fine; the files stay */

/* Keeps 1 to BATCH_RECORDS_MAX records that a server has committed which had these histories before
 * and after. If they differ it is unknown which of two servers did, and the records are unconfirmed
 * whichever is the one of now. Before anybody is thanked, so that no receipt is ever without.
 * Failing is no reason not to thank: it is told by recent_look. A disk that is slow, or at which
 * another hangs, is let alone for a while. */
void recent_keep(struct recent *r, const struct history_name *before,
                 const struct history_name *after, const struct spool_record *records,
                 size_t count);

/* The server that was seen last has another history than this: who was greeted with it had better
 * connect anew. */
bool recent_is_other(struct recent *r, const struct history_name *history);

/* The receipts to ask a server of that history for (intake.look): the last of each of the last two
 * batches that it took, the newest commit of this process among them; and the newest of the last
 * look at which nothing was missing, however much came since: that may be of after the loss. How
 * many. */
#define RECENT_RECEIPTS_MAX 3
size_t recent_receipts(struct recent *r, const struct history_name *history,
                       struct uuid out[RECENT_RECEIPTS_MAX]);

/* The server that is written to now, which was asked for the receipts of its history. If it has
 * forgotten, all that was kept so far is unconfirmed from now on, for this process and those after
 * it. true: it is another than before, or has forgotten, and the log was told. */
bool recent_see(struct recent *r, const struct history_look *look);

/* The names of the oldest unconfirmed files, at most RECENT_LIST_MAX, which live until the next
 * call. Also drops what is too old or too much, and takes stock. Another process's file that may
 * still grow is passed by. */
const struct spool_name *recent_unconfirmed(struct recent *r, size_t *count);

/* Of an unconfirmed file. One that ends in the midst of a record is no wonder. */
MUST_CHECK enum errcode recent_read(struct recent *r, const struct spool_name *name,
                                    struct slice *out); /* free(out->ptr) */

/* All of it that is readable, so many records, is known to a server of that history. */
void recent_confirmed(struct recent *r, const struct spool_name *name,
                      const struct history_name *history, size_t records);

/* The same, and some of them it did not have: they are as young as if it had been given them for
 * the first time. */
void recent_restored(struct recent *r, const struct spool_name *name,
                     const struct history_name *history, size_t records);

/* The server could not be looked at: until the next recent_see age alone drops nothing. */
void recent_blind(struct recent *r);

struct recent_state {
    long long records, octets, unconfirmed; /* records that may have to be handed in
                                             * again; all, if no server could be looked at */
    long long oldest_us;                    /* wall time of the oldest file; 0: there is none */
    bool whole;                             /* nothing is missing of the time that was promised */
};
void recent_look(struct recent *r, struct recent_state *out);

#endif
