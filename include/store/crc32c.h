/* crc32c: the checksum of the spool (Castagnoli, as in RFC 3720, appendix B.4). */
#ifndef STORE_CRC32C_H
#define STORE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* Goes on from crc, which is 0 at first: crc32c(crc32c(0, a), b) is that of a and b together. */
uint32_t crc32c(uint32_t crc, const void *data, size_t n);

#endif
