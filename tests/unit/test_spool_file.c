/* spool_file: what was written is read again octet by octet; whatever happens to the octets is
 * seen, and no record is read that was not written. */
#include "unit.h"

#include "base/bounds.h"
#include "store/crc32c.h"
#include "store/spool_file.h"

#define RECORDS 3

static struct spool_record records[RECORDS];
static char file[4096];
static size_t file_bytes;

static int make_file(void **state) {
    static const char *const payloads[RECORDS] = {"{}", "{\"name\":\"Иван\"}",
                                                  "{\"comment\":\"FLSPOOL\\n R E\"}"};
    (void)state;
    for (size_t i = 0; i < RECORDS; i++) {
        uuid_make(1700000000000000 + (int64_t)i, &records[i].id);
        records[i].payload = slice_from(payloads[i]);
    }
    file_bytes = spool_file_bytes(records, RECORDS);
    assert_in_range(file_bytes, 1, sizeof file / 2);
    spool_file_encode(records, RECORDS, file);
    return 0;
}

static bool same_record(const struct spool_record *a, const struct spool_record *b) {
    return slice_eq(a->payload, b->payload) && slice_eq(uuid_slice(&a->id), uuid_slice(&b->id));
}

/* Which of the records are read, as bits; anything else that is read fails. */
static unsigned read_bits(struct slice s, const char **damage) {
    struct spool_reader r;
    struct spool_record found;
    unsigned bits = 0;
    spool_reader_init(&r, s);
    while (spool_reader_next(&r, &found)) {
        size_t i = 0;
        while (i < RECORDS && !same_record(&found, &records[i]))
            i++;
        if (i == RECORDS)
            fail_msg("a record that nobody wrote: %.*s", SLICE_ARG(found.payload));
        bits |= 1u << i;
    }
    *damage = spool_reader_damage(&r);
    return bits;
}

static void crc_is_castagnoli(void **state) {
    (void)state;
    char zeros[32] = {0};
    assert_int_equal(crc32c(0, "123456789", 9), 0xe3069283u);
    assert_int_equal(crc32c(0, zeros, 32), 0x8a9136aau); /* RFC 3720, appendix B.4 */
    assert_int_equal(crc32c(crc32c(0, "1234", 4), "56789", 5), 0xe3069283u);
    assert_int_equal(crc32c(0, "", 0), 0);
}

/* By words and by octets, from wherever they begin. */
static void crc_of_any_length(void **state) {
    unsigned char octets[64];
    (void)state;
    for (size_t i = 0; i < sizeof octets; i++)
        octets[i] = (unsigned char)(i * 167 + 13);
    for (size_t from = 0; from < 9; from++) {
        uint32_t one_by_one = 0;
        for (size_t n = 0; from + n < sizeof octets; n++) {
            assert_int_equal(crc32c(0, octets + from, n), one_by_one);
            assert_int_equal(
                crc32c(crc32c(0, octets + from, n / 2), octets + from + n / 2, n - n / 2),
                one_by_one);
            one_by_one = crc32c(one_by_one, octets + from + n, 1);
        }
    }
}

static void whole_file(void **state) {
    const char *damage;
    (void)state;
    assert_int_equal(read_bits((struct slice){file, file_bytes}, &damage), 7);
    assert_null(damage);
}

static void no_records(void **state) {
    char empty[64];
    const char *damage;
    (void)state;
    size_t n = spool_file_bytes(NULL, 0);
    assert_in_range(n, 1, sizeof empty);
    spool_file_encode(NULL, 0, empty);
    assert_int_equal(spool_file_check((struct slice){empty, n}, &damage), 0);
    assert_null(damage);
}

static void largest_record(void **state) {
    char *payload = malloc(RECORD_BYTES_MAX);
    struct spool_record r = {.payload = {payload, RECORD_BYTES_MAX}};
    const char *damage;
    (void)state;
    memset(payload, 'x', RECORD_BYTES_MAX);
    uuid_make(1700000000000000, &r.id);
    size_t n = spool_file_bytes(&r, 1);
    char *text = malloc(n);
    spool_file_encode(&r, 1, text);
    assert_int_equal(spool_file_check((struct slice){text, n}, &damage), 1);
    assert_null(damage);
    free(text);
    free(payload);
}

static void every_prefix(void **state) {
    (void)state;
    unsigned before = 0;
    for (size_t n = 0; n < file_bytes; n++) {
        const char *damage;
        char *exact = malloc(n + (n == 0)); /* so that a sanitizer sees one octet too far */
        memcpy(exact, file, n);
        unsigned bits = read_bits((struct slice){exact, n}, &damage);
        free(exact);
        assert_non_null(damage);
        assert_int_equal(bits & before, before); /* more octets never hide a record */
        before = bits;
    }
    assert_int_equal(before, 7); /* only the trailer is missing at the end */
}

static void every_bit(void **state) {
    (void)state;
    for (size_t i = 0; i < file_bytes; i++) {
        for (int bit = 0; bit < 8; bit++) {
            const char *damage;
            file[i] = (char)(file[i] ^ 1 << bit);
            unsigned bits = read_bits((struct slice){file, file_bytes}, &damage);
            file[i] = (char)(file[i] ^ 1 << bit);
            if (damage == NULL)
                fail_msg("bit %d of octet %zu: not seen", bit, i);
            if (__builtin_popcount(bits) < RECORDS - 1)
                fail_msg("bit %d of octet %zu: more than one record is gone", bit, i);
        }
    }
}

static void every_octet_zeroed_doubled_or_left_out(void **state) {
    static char other[sizeof file];
    (void)state;
    for (size_t i = 0; i < file_bytes; i++) {
        const char *damage;
        memcpy(other, file, file_bytes);
        other[i] = 0;
        if (file[i] != 0) {
            assert_in_range(
                __builtin_popcount(read_bits((struct slice){other, file_bytes}, &damage)),
                RECORDS - 1, RECORDS);
            assert_non_null(damage);
        }
        memcpy(other, file, i);
        memcpy(other + i, file + i + 1, file_bytes - i - 1);
        assert_true(__builtin_popcount(read_bits((struct slice){other, file_bytes - 1}, &damage)) >=
                    RECORDS - 1);
        assert_non_null(damage);
        memcpy(other, file, i + 1);
        memcpy(other + i + 1, file + i, file_bytes - i);
        assert_true(__builtin_popcount(read_bits((struct slice){other, file_bytes + 1}, &damage)) >=
                    RECORDS - 1);
        assert_non_null(damage);
    }
}

static void more_than_one_file(void **state) {
    static char two[sizeof file * 2];
    const char *damage;
    (void)state;
    memcpy(two, file, file_bytes);
    memcpy(two + file_bytes, file, file_bytes);
    assert_int_equal(read_bits((struct slice){two, 2 * file_bytes}, &damage), 7);
    assert_non_null(damage);
    assert_int_equal(spool_file_check((struct slice){two, 2 * file_bytes}, &damage), 2 * RECORDS);
}

/* A file of a version to come is not read as if it were ours; its checksum is right. */
static void version_to_come(void **state) {
    const char *damage;
    static char other[sizeof file];
    (void)state;
    memcpy(other, file, file_bytes);
    other[8] = SPOOL_FILE_VERSION + 1;
    uint32_t crc = crc32c(0, other, 16);
    for (int i = 0; i < 4; i++)
        other[16 + i] = (char)(crc >> 8 * i & 255);
    (void)read_bits((struct slice){other, file_bytes}, &damage);
    assert_string_equal(damage, "unknown version");
}

/* The checksum of the record is right, but the hash of the payload is another's, or the id is none:
 * not the record it was. */
static void wrong_hash_or_id(void **state) {
    static const size_t places[] = {4 + 4 + UUID_TEXT, 4 + 4};
    static char other[sizeof file];
    const char *damage;
    (void)state;
    for (size_t k = 0; k < COUNT(places); k++) {
        memcpy(other, file, file_bytes);
        char *record = other + 20;
        record[places[k]] ^= 0x50; /* no hexadecimal digit */
        size_t n = 4 + 4 + UUID_TEXT + 32 + records[0].payload.len;
        uint32_t crc = crc32c(0, record, n);
        for (int i = 0; i < 4; i++)
            record[n + (size_t)i] = (char)(crc >> 8 * i & 255);
        assert_int_equal(read_bits((struct slice){other, file_bytes}, &damage), 6);
        assert_non_null(damage);
    }
}

/* Every checksum is right, and a record is missing, or the trailer counts another number. */
static void wrong_count(void **state) {
    static const struct {
        uint32_t header, trailer;
    } cases[] = {{RECORDS + 1, RECORDS + 1}, {RECORDS, RECORDS + 1}, {RECORDS + 1, RECORDS}};
    static char other[sizeof file];
    const char *damage;
    (void)state;
    for (size_t k = 0; k < COUNT(cases); k++) {
        memcpy(other, file, file_bytes);
        other[12] = (char)cases[k].header;
        uint32_t crc = crc32c(0, other, 16);
        for (int i = 0; i < 4; i++)
            other[16 + i] = (char)(crc >> 8 * i & 255);
        other[file_bytes - 8] = (char)cases[k].trailer;
        crc = crc32c(0, other, file_bytes - 4);
        for (size_t i = 0; i < 4; i++)
            other[file_bytes - 4 + i] = (char)(crc >> 8 * i & 255);
        assert_int_equal(read_bits((struct slice){other, file_bytes}, &damage), 7);
        assert_non_null(damage);
    }
}

/* ---- a file that grows ----------------------------------------------------------------------- */

/* The records one by one; the octets, of which from[n] are there before record n. */
static size_t grow(char *out, size_t from[RECORDS + 1]) {
    size_t at = 0;
    for (size_t i = 0; i < RECORDS; i++) {
        from[i] = at;
        size_t octets = spool_file_grow(&records[i], 1, i == 0, out + at);
        assert_true(octets < spool_file_bytes(&records[i], 1));
        at += octets;
    }
    from[RECORDS] = at;
    return at;
}

static void grown_and_read(void **state) {
    static char grown[sizeof file], at_once[sizeof file];
    size_t from[RECORDS + 1];
    const char *damage;
    (void)state;
    size_t n = grow(grown, from);
    assert_int_equal(read_bits((struct slice){grown, n}, &damage), 7);
    assert_string_equal(damage, "cut off"); /* there is no trailer, and nothing else is missing */
    assert_int_equal(spool_file_grow(records, RECORDS, true, at_once), n);
    assert_memory_equal(grown, at_once, n);
}

/* Cut at any octet, every record that is whole is read, and no half. */
static void grown_and_cut(void **state) {
    static char grown[sizeof file];
    size_t from[RECORDS + 1];
    (void)state;
    size_t n = grow(grown, from);
    for (size_t cut = 0; cut <= n; cut++) {
        const char *damage;
        unsigned whole = 0;
        char *exact = malloc(cut + (cut == 0));
        memcpy(exact, grown, cut);
        for (size_t i = 0; i < RECORDS; i++)
            whole |= (unsigned)(from[i + 1] <= cut) << i;
        assert_int_equal(read_bits((struct slice){exact, cut}, &damage), whole);
        assert_non_null(damage);
        free(exact);
    }
}

static void every_bit_of_a_grown_one(void **state) {
    static char grown[sizeof file];
    size_t from[RECORDS + 1];
    (void)state;
    size_t n = grow(grown, from);
    for (size_t i = 0; i < n; i++) {
        for (int bit = 0; bit < 8; bit++) {
            const char *damage;
            grown[i] = (char)(grown[i] ^ 1 << bit);
            unsigned bits = read_bits((struct slice){grown, n}, &damage);
            grown[i] = (char)(grown[i] ^ 1 << bit);
            if (__builtin_popcount(bits) < RECORDS - 1)
                fail_msg("bit %d of octet %zu: more than one record is gone", bit, i);
        }
    }
}

/* A file of the spool whose header is broken is none that grew: its hashes count. */
static void a_broken_header_is_no_excuse(void **state) {
    static char other[sizeof file];
    const char *damage;
    (void)state;
    memcpy(other, file, file_bytes);
    other[0] ^= 1;
    assert_int_equal(read_bits((struct slice){other, file_bytes}, &damage), 7);
    char *record = other + 20;
    size_t n = 4 + 4 + UUID_TEXT + 32 + records[0].payload.len;
    record[4 + 4 + UUID_TEXT] ^= 0x50;
    uint32_t crc = crc32c(0, record, n);
    for (int i = 0; i < 4; i++)
        record[n + (size_t)i] = (char)(crc >> 8 * i & 255);
    assert_int_equal(read_bits((struct slice){other, file_bytes}, &damage), 6);
    assert_string_equal(damage, "broken header");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crc_is_castagnoli),
        cmocka_unit_test(crc_of_any_length),
        cmocka_unit_test(whole_file),
        cmocka_unit_test(no_records),
        cmocka_unit_test(largest_record),
        cmocka_unit_test(every_prefix),
        cmocka_unit_test(every_bit),
        cmocka_unit_test(every_octet_zeroed_doubled_or_left_out),
        cmocka_unit_test(more_than_one_file),
        cmocka_unit_test(version_to_come),
        cmocka_unit_test(wrong_hash_or_id),
        cmocka_unit_test(wrong_count),
        cmocka_unit_test(grown_and_read),
        cmocka_unit_test(grown_and_cut),
        cmocka_unit_test(every_bit_of_a_grown_one),
        cmocka_unit_test(a_broken_header_is_no_excuse),
    };
    return cmocka_run_group_tests_name("spool_file", tests, make_file, NULL);
}
