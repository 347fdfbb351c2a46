/* spool_file: encoding in one go, reading record by record. A flipped bit in a length must not hide
 * the records behind it: after damage the reader looks for the next mark that stands before a
 * record which passes its checksums. */
#include "store/spool_file.h"

#include <assert.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/bounds.h"
#include "store/crc32c.h"

#define MAGIC "FLSPOOL\n"
#define MAGIC_BYTES 8
#define HEADER_BYTES (MAGIC_BYTES + 12)
#define MARK_BYTES 4
#define HASH_BYTES 32
#define HEAD_BYTES (MARK_BYTES + 4 + UUID_TEXT + HASH_BYTES) /* of a record, before its payload */
#define OVERHEAD_BYTES (HEAD_BYTES + 4)
#define TRAILER_BYTES (MARK_BYTES + 8)

static const char record_mark[MARK_BYTES + 1] = "\xff"
                                                "R\xfe\n";
static const char trailer_mark[MARK_BYTES + 1] = "\xff"
                                                 "E\xfe\n";

static char *put_number(char *p, uint32_t n) {
    for (int i = 0; i < 4; i++)
        *p++ = (char)(n >> 8 * i & 255);
    return p;
}

static uint32_t get_number(const char *p) {
    uint32_t n = 0;
    for (int i = 0; i < 4; i++)
        n |= (uint32_t)(unsigned char)p[i] << 8 * i;
    return n;
}

static char *put(char *p, const void *bytes, size_t n) {
    memcpy(p, bytes, n);
    return p + n;
}

static void hash(struct slice s, unsigned char out[HASH_BYTES]) {
    int good = EVP_Digest(s.ptr, s.len, out, NULL, EVP_sha256(), NULL);
    assert(good == 1); /* fails for want of memory only; a record without its hash must not be */
}

size_t spool_file_bytes(const struct spool_record *records, size_t count) {
    size_t n = HEADER_BYTES + TRAILER_BYTES + count * OVERHEAD_BYTES;
    for (size_t i = 0; i < count; i++)
        n += records[i].payload.len;
    return n;
}

static char *put_record(char *p, const struct spool_record *r, bool hashed) {
    unsigned char digest[HASH_BYTES] = {0};
    char *start = p;
    assert(r->payload.len > 0 && r->payload.len <= RECORD_BYTES_MAX);
    if (hashed)
        hash(r->payload, digest);
    p = put(p, record_mark, MARK_BYTES);
    p = put_number(p, (uint32_t)r->payload.len);
    p = put(p, r->id.text, UUID_TEXT);
    p = put(p, digest, HASH_BYTES);
    p = put(p, r->payload.ptr, r->payload.len);
    return put_number(p, crc32c(0, start, (size_t)(p - start)));
}

static char *put_header(char *out, size_t count) {
    char *p = put(out, MAGIC, MAGIC_BYTES);
    p = put_number(p, SPOOL_FILE_VERSION);
    p = put_number(p, (uint32_t)count);
    return put_number(p, crc32c(0, out, (size_t)(p - out)));
}

size_t spool_file_grow(const struct spool_record *records, size_t count, bool begins, char *out) {
    char *p = begins ? put_header(out, 0) : out;
    for (size_t i = 0; i < count; i++)
        p = put_record(p, &records[i], false);
    return (size_t)(p - out);
}

void spool_file_encode(const struct spool_record *records, size_t count, char *out) {
    char *p = put_header(out, count);
    for (size_t i = 0; i < count; i++)
        p = put_record(p, &records[i], true);
    p = put(p, trailer_mark, MARK_BYTES);
    p = put_number(p, (uint32_t)count);
    put_number(p, crc32c(0, out, (size_t)(p - out)));
}

static void damaged(struct spool_reader *r, const char *what) {
    if (r->damage == NULL)
        r->damage = what;
}

void spool_reader_init(struct spool_reader *r, struct slice file) {
    const char *p = file.ptr;
    *r = (struct spool_reader){.file = file};
    if (file.len < HEADER_BYTES || memcmp(p, MAGIC, MAGIC_BYTES) != 0 ||
        get_number(p + HEADER_BYTES - 4) != crc32c(0, p, HEADER_BYTES - 4)) {
        damaged(r, "broken header");
        return;
    }
    if (get_number(p + MAGIC_BYTES) != SPOOL_FILE_VERSION) {
        damaged(r, "unknown version");
        return;
    }
    r->promised = get_number(p + MAGIC_BYTES + 4);
    r->at = HEADER_BYTES;
}

/* In a file that grows, or may have been one: its header is broken. */
static bool is_unhashed(const struct spool_reader *r, const char *digest) {
    static const char zeros[HASH_BYTES];
    return r->promised == 0 && memcmp(digest, zeros, HASH_BYTES) == 0;
}

/* The record at the reader's place, if one stands there whole; 0 or its octets. */
static size_t record_at(const struct spool_reader *r, struct spool_record *out) {
    const char *p = r->file.ptr + r->at;
    size_t left = r->file.len - r->at;
    unsigned char digest[HASH_BYTES];
    struct uuid id;
    if (left < OVERHEAD_BYTES || memcmp(p, record_mark, MARK_BYTES) != 0)
        return 0;
    size_t bytes = get_number(p + MARK_BYTES);
    if (bytes == 0 || bytes > RECORD_BYTES_MAX || bytes > left - OVERHEAD_BYTES)
        return 0;
    if (get_number(p + HEAD_BYTES + bytes) != crc32c(0, p, HEAD_BYTES + bytes))
        return 0;
    if (!uuid_parse((struct slice){p + MARK_BYTES + 4, UUID_TEXT}, &id))
        return 0;
    struct slice payload = {p + HEAD_BYTES, bytes};
    if (!is_unhashed(r, p + MARK_BYTES + 4 + UUID_TEXT)) {
        hash(payload, digest);
        if (memcmp(digest, p + MARK_BYTES + 4 + UUID_TEXT, HASH_BYTES) != 0)
            return 0;
    }
    *out = (struct spool_record){id, payload};
    return OVERHEAD_BYTES + bytes;
}

/* Whether the whole trailer, and nothing else, is what is left. */
static bool ends_here(const struct spool_reader *r) {
    const char *p = r->file.ptr + r->at;
    if (r->file.len - r->at != TRAILER_BYTES || memcmp(p, trailer_mark, MARK_BYTES) != 0)
        return false;
    return get_number(p + MARK_BYTES) == r->promised && r->found == r->promised &&
           get_number(p + MARK_BYTES + 4) == crc32c(0, r->file.ptr, r->at + MARK_BYTES + 4);
}

/* To the next mark behind the reader's place, or to the end. */
static void step_over(struct spool_reader *r) {
    size_t from = r->at < r->file.len ? r->at + 1 : r->at;
    const char *next = r->file.len == from ? NULL
                                           : memmem(r->file.ptr + from, r->file.len - from,
                                                    record_mark, MARK_BYTES);
    r->at = next == NULL ? r->file.len : (size_t)(next - r->file.ptr);
}

bool spool_reader_next(struct spool_reader *r, struct spool_record *out) {
    while (!r->done) {
        size_t bytes = record_at(r, out);
        if (bytes > 0) {
            r->at += bytes;
            r->found++;
            return true;
        }
        r->done = r->at >= r->file.len || (r->damage == NULL && ends_here(r));
        if (r->at >= r->file.len)
            damaged(r, "cut off");
        if (r->done)
            break;
        damaged(r, "broken record or trailer");
        step_over(r);
    }
    return false;
}

const char *spool_reader_damage(const struct spool_reader *r) { return r->damage; }

size_t spool_file_check(struct slice file, const char **damage) {
    struct spool_reader r;
    struct spool_record record;
    size_t count = 0;
    spool_reader_init(&r, file);
    while (spool_reader_next(&r, &record))
        count++;
    *damage = spool_reader_damage(&r);
    return count;
}
