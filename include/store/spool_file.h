/* spool_file: the format of a file of the spool: one batch of records, each under a checksum of its
 * own and all under one, so that damage is seen and what is whole can still be read. Pure: octets
 * in, octets out. Numbers are 32 bits, the lowest octet first.
 *
 *   header    "FLSPOOL\n"  version  count  CRC32C of these
 *   record    mark  length of the payload  UUID (36 characters)  SHA-256 of the payload  payload
 *             CRC32C of these                                                       count times
 *   trailer   mark  count  CRC32C of the whole file before it
 *
 * A mark holds octets that UTF-8 does not have, so no payload can be taken for one. */
#ifndef STORE_SPOOL_FILE_H
#define STORE_SPOOL_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/errcode.h"
#include "base/slice.h"
#include "base/uuid.h"

#define SPOOL_FILE_VERSION 1

struct spool_record {
    struct uuid id;
    struct slice payload; /* the record's JSON, 1 to RECORD_BYTES_MAX octets; not owned */
};

/* Octets that spool_file_encode writes to out. */
size_t spool_file_bytes(const struct spool_record *records, size_t count);
void spool_file_encode(const struct spool_record *records, size_t count, char *out);

/* A file that grows: a header that promises no record, if begins, and the records, with zeros in
 * the place of their SHA-256: it is for minutes, and costs each lead. There is no trailer, so a
 * reader that has read all of it finds it cut off. The octets written to out, which has room for
 * spool_file_bytes. */
size_t spool_file_grow(const struct spool_record *records, size_t count, bool begins, char *out);

/* Reads any octets. Every record that is returned has passed both of its checksums, or the one that
 * it has of a file that grew; damage between records is stepped over. */
struct spool_reader {
    struct slice file;
    size_t at;
    uint32_t promised, found;
    const char *damage; /* NULL: none so far; else what was met first */
    bool done;
};

void spool_reader_init(struct spool_reader *r, struct slice file);

/* The next readable record; its payload points into the file. false: there is none. */
MUST_CHECK bool spool_reader_next(struct spool_reader *r, struct spool_record *out);

/* After spool_reader_next has said false. NULL: the file is whole, octet by octet. */
const char *spool_reader_damage(const struct spool_reader *r);

/* Reads to the end. The number of readable records; *damage as above. */
size_t spool_file_check(struct slice file, const char **damage);

#endif
