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

/* Reads every node and every record of the sealed file in a child with limits on processor time
 * and memory. true: it came to the end in good order. Forks: before threads, or, for a reload, with
 * threads that do not; of what a forked child may not do, it only allocates memory, which glibc
 * allows. Waits for the child, GEO_WALK_CPU_S of processor time at most. */
bool geo_file_walk(int fd);

#endif
