/* uuid: RFC 9562, section 5.7. */
#include "base/uuid.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { RANDOM_OCTETS = 10 }; /* of an id */

void random_bytes(void *out, unsigned n) {
    /* up to 256 octets come whole once the pool is initialised, getrandom(2) */
    if (getrandom(out, n, 0) != (ssize_t)n)
        abort();
}

/* Asking the kernel costs more than all the rest of an id: a thread asks for some at a time, and
 * wipes what it has used. (After a fork both would have the same; firstline does not fork.) */
static void random_of_id(unsigned char out[RANDOM_OCTETS]) {
    static _Thread_local unsigned char block[16 * RANDOM_OCTETS];
    static _Thread_local unsigned left;
    if (left == 0) {
        random_bytes(block, sizeof block);
        left = sizeof block;
    }
    left -= RANDOM_OCTETS;
    memcpy(out, block + left, RANDOM_OCTETS);
    explicit_bzero(block + left, RANDOM_OCTETS);
}

static bool is_dash(unsigned i) { return i == 8 || i == 13 || i == 18 || i == 23; }

void uuid_make(int64_t wall_us, struct uuid *out) {
    unsigned char b[UUID_OCTETS];
    uint64_t ms = (uint64_t)(wall_us / 1000);
    random_of_id(b + 6);
    for (int i = 0; i < 6; i++)
        b[i] = (unsigned char)(ms >> (8 * (5 - i)));
    b[6] = (unsigned char)(0x70 | (b[6] & 0x0F));
    b[8] = (unsigned char)(0x80 | (b[8] & 0x3F));
    uuid_from_octets(b, out);
}

void uuid_from_octets(const unsigned char in[UUID_OCTETS], struct uuid *out) {
    char *p = out->text;
    for (unsigned i = 0; i < UUID_OCTETS; i++) {
        ascii_hex(in[i], p);
        p += 2;
        if (is_dash((unsigned)(p - out->text)))
            *p++ = '-';
    }
    *p = '\0';
}

void uuid_octets(const struct uuid *u, unsigned char out[UUID_OCTETS]) {
    const char *p = u->text;
    for (unsigned i = 0; i < UUID_OCTETS; i++) {
        if (*p == '-')
            p++;
        out[i] =
            (unsigned char)((unsigned)ascii_hex_value(p[0]) << 4 | (unsigned)ascii_hex_value(p[1]));
        p += 2;
    }
}

bool uuid_parse(struct slice s, struct uuid *out) {
    struct uuid u;
    if (s.len != UUID_TEXT)
        return false;
    for (unsigned i = 0; i < UUID_TEXT; i++) {
        u.text[i] = ascii_lower(s.ptr[i]);
        if (is_dash(i) ? s.ptr[i] != '-' : ascii_hex_value(s.ptr[i]) == -1)
            return false;
    }
    u.text[UUID_TEXT] = '\0';
    *out = u;
    return true;
}

unsigned uuid_version(const struct uuid *u) {
    int variant = ascii_hex_value(u->text[19]);
    return variant >= 8 && variant <= 11 ? (unsigned)ascii_hex_value(u->text[14]) : 0;
}

int64_t uuid_made_us(const struct uuid *u) {
    unsigned char b[UUID_OCTETS];
    int64_t ms = 0;
    uuid_octets(u, b);
    for (int i = 0; i < 6; i++)
        ms = ms << 8 | b[i];
    return ms * 1000;
}

struct slice uuid_slice(const struct uuid *u) {
    return (struct slice){u->text, UUID_TEXT};
}
