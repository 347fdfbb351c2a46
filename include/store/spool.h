/* spool: where leads wait, on disk, while the database is away. One file a batch, durable before
 * anybody is thanked; nothing in it is deleted that was not delivered. Any thread may call. */
#ifndef STORE_SPOOL_H
#define STORE_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/errcode.h"
#include "store/spool_dir.h"
#include "store/spool_file.h"

struct spool; /* opaque: the folders, what the disk has to keep free, what waits */

/* Makes what is missing of dir and its folders. Start-up only. Below the free space of
 * floor_bytes, or of 5 % of the disk if that is less, nothing more is written. ERR_IO: it cannot be
 * used, the log says why. */
MUST_CHECK enum errcode spool_open(const char *dir, long long floor_bytes, struct spool **out);
void spool_close(struct spool *s); /* NULL is fine */

/* Keeps 1 to BATCH_RECORDS_MAX records, together.
 *   OK               synced: they will be delivered, whatever happens to this process
 *   ERR_UNAVAILABLE  the disk is nearly full or fails: not kept, say so to whoever waits */
MUST_CHECK enum errcode spool_write(struct spool *s, const struct spool_record *records,
                                    size_t count);

/* Keeps a record that the database refuses, in bad, with the reason, until an operator sends it
 * again. The same results; reason is one line. */
MUST_CHECK enum errcode spool_keep_refused(struct spool *s, const struct spool_record *record,
                                           const char *reason);

/* ---- for what is kept beside it (store/recent) ---- */

/* Its folders; the spool's, as long as it lives. */
const struct spool_dir *spool_folders(const struct spool *s);

/* Whether so much more can be written and the floor be kept. */
bool spool_has_room(const struct spool *s, long long bytes);

/* ---- for the one who delivers ---- */

/* One process delivers. false: another does. Asking again is cheap. */
MUST_CHECK bool spool_lock(struct spool *s);

/* The names of the oldest files, at most SPOOL_LIST_MAX. They live until the next call. Also takes
 * stock for spool_look. */
const struct spool_name *spool_list(struct spool *s, size_t *count);

MUST_CHECK enum errcode spool_read(struct spool *s, const struct spool_name *name,
                                   struct slice *out, bool *more); /* free(out->ptr) */

/* All of it was delivered; name is one of the last spool_list. */
void spool_delivered(struct spool *s, const struct spool_name *name, size_t records);

/* A damaged file goes to bad, after what is readable of its content was written again.
 * After ERR_UNAVAILABLE the file is where it was. */
MUST_CHECK enum errcode spool_set_aside(struct spool *s, const struct spool_name *name,
                                        struct slice content, const char *damage);

struct spool_state {
    long long files, records; /* that wait */
    long long oldest_us;      /* wall time of the oldest; 0: nothing waits */
    long long bad;            /* files set aside */
    long long room_bytes;     /* that may still be written before the floor; not below 0 */
    bool writable;            /* the last write went well, and there is room for the next */
};
void spool_look(struct spool *s, struct spool_state *out);

#endif
