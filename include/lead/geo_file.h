/* geo_file: a geo database taken in safely: sealed against change, and walked whole by a child
 * process before this one opens it. */
#ifndef LEAD_GEO_FILE_H
#define LEAD_GEO_FILE_H

#include <maxminddb.h>
#include <stdbool.h>

#include "base/errcode.h"

/* A memfd with a copy of the file, sealed against writing and cutting; the caller closes it. No
 * regular file, an empty one, more than GEO_FILE_BYTES_MAX, unreadable: ERR_CONFIG, logged. */
MUST_CHECK enum errcode geo_file_seal(const char *path, int *out);

/* Opens a sealed file for libmaxminddb; the value is one of its MMDB_ codes. Needs /proc. */
int geo_file_open(int fd, MMDB_s *out);

/* Shows each record of an open file once, until see says false. false: it did, or the file is
 * broken. */
bool geo_file_each(const MMDB_s *db, bool (*see)(void *arg, MMDB_entry_s *entry), void *arg);

/* Reads every node and every record of the sealed file in a child, with limits on processor time,
 * memory and time by the clock. true: it came to the end in good order. The child is this very
 * program, started anew: its main must begin with geo_walk_asked. */
bool geo_file_walk(int fd);

bool geo_walk_asked(int argc, char **argv);
int geo_walk_main(void); /* the child's exit status */

#endif
