/* recent_file: the file of recent that grows. Any thread may call. A disk that hangs holds up the
 * one that works on it, and no other that appends for longer than RECENT_SLOW_MS. */
#ifndef STORE_RECENT_FILE_H
#define STORE_RECENT_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "store/recent_name.h"
#include "store/spool.h"

struct recent_file; /* opaque */

/* spool outlives it. There is no file before the first append. */
struct recent_file *recent_file_new(struct spool *spool);

void recent_file_free(struct recent_file *f); /* the file gets its lasting name, and stays */

/* Appends 1 to BATCH_RECORDS_MAX records. A file has one label, grows for RECENT_GROWS_MS, and
 * holds what one transaction may: it is handed in again as a whole; what does not fit begins
 * another. false: they may be missing, and the log was told. A disk that took longer than
 * RECENT_SLOW_MS is let alone until it has answered, and for RECENT_REST_MS after. */
bool recent_file_append(struct recent_file *f, const struct recent_label *label,
                        const struct spool_record *records, size_t count);

/* Ends the file and begins an empty one. Waits for the disk. */
void recent_file_begin(struct recent_file *f, const struct recent_label *label);

/* Ends the file if it is old enough, or its label is another than this; NULL: any will do. true:
 * one grows, *out is what it is called and what it has. Waits for the disk. */
bool recent_file_look(struct recent_file *f, const struct recent_label *label,
                      struct recent_name *out);

/* Gives a file of recent another name. One that is gone is no wonder; else the log tells. */
void recent_file_rename(const struct spool_dir *dir, const struct spool_name *name,
                        const struct recent_name *fresh);

#endif
