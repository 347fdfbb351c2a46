/* crc32c: eight octets at a time by the processor's own instruction, where it has one; the rest, or
 * all, by a table of one octet's remainders. */
#include "store/crc32c.h"

#include <pthread.h>
#include <string.h>

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

#ifdef __x86_64__
__attribute__((target("sse4.2"))) static uint32_t add_words(uint32_t crc, const unsigned char *p,
                                                            size_t words) {
    uint64_t sum = crc, word;
    for (size_t i = 0; i < words; i++) {
        memcpy(&word, p + i * sizeof word, sizeof word);
        sum = __builtin_ia32_crc32di(sum, word);
    }
    return (uint32_t)sum;
}

static size_t words_in(size_t n) { return __builtin_cpu_supports("sse4.2") ? n / 8 : 0; }
#else
static uint32_t add_words(uint32_t crc, const unsigned char *p, size_t words) {
    (void)p;
    (void)words;
    return crc;
}

static size_t words_in(size_t n) {
    (void)n;
    return 0;
}
#endif

uint32_t crc32c(uint32_t crc, const void *data, size_t n) {
    const unsigned char *p = data;
    size_t words = words_in(n);
    pthread_once(&table_made, make_table);
    crc = add_words(~crc, p, words);
    for (size_t i = words * 8; i < n; i++)
        crc = crc >> 8 ^ table[(crc ^ p[i]) & 255];
    return ~crc;
}
