/* uuid: receipts. Version 7 of RFC 9562: milliseconds of Unix time first, then random bits, so
 * that receipts sort by age and index pages are filled in order. */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/errcode.h"
#include "base/slice.h"

#define UUID_TEXT 36
#define UUID_OCTETS 16

struct uuid {
    char text[UUID_TEXT + 1]; /* lower case, NUL-terminated */
};

/* Version 7; the random bits are the kernel's. */
void uuid_make(int64_t wall_us, struct uuid *out);

/* Takes the 36-character text form of any version, in any case; false: it is none. */
MUST_CHECK bool uuid_parse(struct slice s, struct uuid *out);

/* 1 to 8; 0: not of RFC 9562's variant. */
unsigned uuid_version(const struct uuid *u);
int64_t uuid_made_us(const struct uuid *u); /* wall time; of version 7 */

/* The same in binary, of a uuid that was made or parsed. */
void uuid_octets(const struct uuid *u, unsigned char out[UUID_OCTETS]);
void uuid_from_octets(const unsigned char in[UUID_OCTETS], struct uuid *out);

struct slice uuid_slice(const struct uuid *u);

/* Unpredictable octets; never fails (the kernel's pool is ready when a daemon starts). */
void random_bytes(void *out, unsigned n);

#endif
