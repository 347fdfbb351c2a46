/* crc32c: by a table of one octet's remainders. Only the spool needs it, so plain is fast enough.
 */
#include "store/crc32c.h"

#include <pthread.h>

#define POLYNOMIAL 0x82f63b78u /* 0x1edc6f41 with its bits turned round */

static uint32_t table[256];
static pthread_once_t table_made = PTHREAD_ONCE_INIT;

static void make_table(void) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t r = i;
        for (int bit = 0; bit < 8; bit++)
            r = r >> 1 ^ (r & 1 ? POLYNOMIAL : 0);
        table[i] = r;
    }
}

uint32_t crc32c(uint32_t crc, const void *data, size_t n) {
    const unsigned char *p = data;
    pthread_once(&table_made, make_table);
    crc = ~crc;
    for (size_t i = 0; i < n; i++)
        crc = crc >> 8 ^ table[(crc ^ p[i]) & 255];
    return ~crc;
}
