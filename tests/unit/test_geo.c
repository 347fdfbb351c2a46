/* geo: both layouts, addresses of every kind, and files that are no database, broken or evil. The
 * databases are made by tests/fixtures/make-geo.pl. */
#include "unit.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/bounds.h"
#include "base/log.h"
#include "lead/geo.h"
#include "lead/geo_file.h"

#define FIXTURES "tests/fixtures/geo/"

static struct arena *arena;
static char directory[] = "/tmp/firstline-geo-XXXXXX";

static void assert_slice(struct slice got, const char *want) {
    if (want == NULL ? got.ptr != NULL : !slice_eq_lit(got, want))
        fail_msg("\"%.*s\", not \"%s\"", SLICE_ARG(got), want == NULL ? "(unset)" : want);
}

/* The files in that order, all of them good. */
static struct geo *open_all(const char *const *paths, size_t count) {
    struct geo *g = geo_new();
    for (size_t i = 0; i < count; i++)
        assert_int_equal(geo_add(g, paths[i]), OK);
    assert_int_equal(geo_count(g), count);
    return g;
}

static struct geo *open_one(const char *path) { return open_all(&path, 1); }

struct place_case {
    const char *address, *country, *region, *city, *region_ru, *city_ru, *time_zone;
};

static void check(const struct geo *g, const struct place_case *c, bool has_russian) {
    struct place p;
    arena_reset(arena);
    enum errcode e = geo_find(g, arena, slice_from(c->address), &p);
    if (c->country == NULL) {
        assert_int_equal(e, ERR_NOT_FOUND);
        return;
    }
    if (e != OK)
        fail_msg("%s: %s", c->address, errcode_name(e));
    assert_slice(p.country, c->country);
    assert_slice(p.region, c->region);
    assert_slice(p.city, c->city);
    assert_slice(p.region_ru, has_russian ? c->region_ru : NULL);
    assert_slice(p.city_ru, has_russian ? c->city_ru : NULL);
    assert_slice(p.time_zone, c->time_zone);
    assert_slice(p.built, "2026-11-01");
}

#define KHABAROVSK                                                                                 \
    "RU", "Khabarovsk Krai", "Khabarovsk", "Хабаровский край", "Хабаровск", "Asia/Vladivostok"

static void test_layouts(void **state) {
    (void)state;
    static const struct place_case cases[] = {
        {"203.0.113.7", KHABAROVSK},
        {"203.0.113.127", KHABAROVSK},
        {"203.0.113.128", "US", "California", "San Jose", "Калифорния", "Сан-Хосе",
         "America/Los_Angeles"},
        {"203.0.113.192", "RU", "Sakha", NULL, "Республика Саха (Якутия)", NULL, NULL},
        {"203.0.113.224", "RU", NULL, NULL, NULL, NULL, NULL},
        {"203.0.113.240", NULL, NULL, NULL, NULL, NULL, NULL},
        {"8.8.8.8", NULL, NULL, NULL, NULL, NULL, NULL},
        {"::ffff:203.0.113.7", KHABAROVSK},
        {"::FFFF:203.0.113.7", KHABAROVSK},
        {"2001:db8:1::1", KHABAROVSK},
        {"2001:DB8:1:0:0:0:0:1", KHABAROVSK},
        {"2001:db8:9::1", NULL, NULL, NULL, NULL, NULL, NULL},
        {"", NULL, NULL, NULL, NULL, NULL, NULL},
        {"unix:", NULL, NULL, NULL, NULL, NULL, NULL},
        {"203.0.113", NULL, NULL, NULL, NULL, NULL, NULL},
        {"203.0.113.7 ", NULL, NULL, NULL, NULL, NULL, NULL},
        {"203.0.113.7:80", NULL, NULL, NULL, NULL, NULL, NULL},
        {"::ffff:999.0.113.7", NULL, NULL, NULL, NULL, NULL, NULL},
        {"2001:db8:1::1:2:3:4:5:6:7:8:9:a:b:c:d:e:f:1:2:3", NULL, NULL, NULL, NULL, NULL, NULL},
    };
    static const char *const files[] = {FIXTURES "nested.mmdb", FIXTURES "flat.mmdb"};
    static const char *const types[] = {"GeoLite2-City", "dbip-city"};
    for (size_t f = 0; f < COUNT(files); f++) {
        struct geo *g = open_one(files[f]);
        struct place p;
        for (size_t i = 0; i < COUNT(cases); i++)
            check(g, &cases[i], f == 0);
        assert_int_equal(geo_find(g, arena, (struct slice){"203.0.113.7\0x", 13}, &p),
                         ERR_NOT_FOUND);
        assert_int_equal(geo_find(g, arena, SLICE_LIT("203.0.113.7"), &p), OK);
        assert_slice(p.database, types[f]);
        geo_close(g);
    }
}

#define SPELT "RU", "Khabarovsk", "Khabarovsk", NULL, NULL, "Asia/Vladivostok"

/* Of one kind of address each, in either order. */
static void test_side_by_side(void **state) {
    (void)state;
    static const char *const orders[2][2] = {{FIXTURES "flat-v4.mmdb", FIXTURES "flat-v6.mmdb"},
                                             {FIXTURES "flat-v6.mmdb", FIXTURES "flat-v4.mmdb"}};
    static const struct place_case cases[] = {
        {"203.0.113.7", SPELT},
        {"::ffff:203.0.113.7", SPELT},
        {"2001:db8:1::1", SPELT},
        {"2001:db8:9::1", NULL, NULL, NULL, NULL, NULL, NULL},
        {"8.8.8.8", NULL, NULL, NULL, NULL, NULL, NULL},
    };
    for (size_t o = 0; o < 2; o++) {
        struct geo *g = open_all(orders[o], 2);
        for (size_t i = 0; i < COUNT(cases); i++)
            check(g, &cases[i], false);
        struct place p;
        assert_int_equal(geo_find(g, arena, SLICE_LIT("2001:db8:1::1"), &p), OK);
        assert_slice(p.database, "city ipv6");
        assert_int_equal(p.told_by[PLACE_CITY], 1 - o);
        geo_close(g);
    }
    struct geo *alone = open_one(FIXTURES "flat-v4.mmdb");
    check(alone, &cases[0], false);
    check(alone, &(struct place_case){"2001:db8:1::1", NULL, NULL, NULL, NULL, NULL, NULL}, false);
    geo_close(alone);
}

/* Each part by the first file that knows it, and none from a file that means another country. */
static void test_first_that_knows(void **state) {
    (void)state;
    static const char *const files[] = {FIXTURES "country.mmdb", FIXTURES "flat-v4.mmdb",
                                        FIXTURES "nested.mmdb"};
    struct geo *g = open_all(files, 3);
    struct place p;
    arena_reset(arena);
    assert_int_equal(geo_find(g, arena, SLICE_LIT("203.0.113.7"), &p), OK);
    assert_slice(p.country, "RU");
    assert_slice(p.region, "Khabarovsk");
    assert_slice(p.region_ru, NULL); /* the name of a region is one file's, whole */
    assert_slice(p.region_code, NULL);
    assert_slice(p.city, "Khabarovsk");
    assert_slice(p.database, "city ipv4");
    assert_int_equal(p.told_by[PLACE_COUNTRY], 0);
    assert_int_equal(p.told_by[PLACE_REGION], 1);
    assert_int_equal(p.told_by[PLACE_CITY], 1);
    assert_int_equal(p.told_by[PLACE_ZONE], 1);
    assert_int_equal(geo_find(g, arena, SLICE_LIT("2001:db8:1::1"), &p), OK);
    assert_slice(p.region_ru, "Хабаровский край");
    assert_slice(p.region_code, "RU-KHA");
    assert_slice(p.database, "GeoLite2-City");
    assert_int_equal(p.told_by[PLACE_COUNTRY], 0);
    assert_int_equal(p.told_by[PLACE_REGION], 2);
    check(g, &(struct place_case){"203.0.113.250", "DE", NULL, NULL, NULL, NULL, NULL}, true);
    check(g, &(struct place_case){"198.51.100.200", "RU", NULL, NULL, NULL, NULL, NULL}, true);
    geo_close(g);
}

static void test_bounds_of_files(void **state) {
    (void)state;
    struct geo *g = geo_new();
    for (size_t i = 0; i < GEO_FILES_MAX; i++)
        assert_int_equal(geo_add(g, FIXTURES "country.mmdb"), OK);
    assert_int_equal(geo_add(g, FIXTURES "country.mmdb"), ERR_CONFIG);
    assert_int_equal(geo_count(g), GEO_FILES_MAX);
    geo_close(g);
}

static void test_described(void **state) {
    (void)state;
    struct geo_about about;
    struct geo *g = open_one(FIXTURES "nested.mmdb");
    geo_describe(g, 0, &about);
    assert_slice(about.database, "GeoLite2-City");
    assert_string_equal(about.built, "2026-11-01");
    assert_int_equal(about.built_day, 20758);
    geo_close(g);
}

static void count_place(void *arg, const struct place *p) {
    size_t *counts = arg; /* places, and those in Khabarovsk */
    counts[0]++;
    if (slice_eq_lit(p->region_code, "RU-KHA") && slice_eq_lit(p->city_ru, "Хабаровск"))
        counts[1]++;
}

static void test_each_once(void **state) {
    (void)state;
    size_t counts[2] = {0};
    struct geo *g = open_one(FIXTURES "nested.mmdb");
    assert_int_equal(geo_each(g, 0, arena, count_place, counts), OK);
    assert_int_equal(counts[0], 9);
    assert_int_equal(counts[1], 1);
    geo_close(g);
}

static void test_none(void **state) {
    (void)state;
    struct place p;
    assert_int_equal(geo_find(NULL, arena, SLICE_LIT("203.0.113.7"), &p), ERR_NOT_FOUND);
    geo_close(NULL);
}

static size_t load(const char *path, unsigned char *bytes, size_t max) {
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(bytes, 1, max, f);
    fclose(f);
    return n;
}

static const char *save(const char *name, const void *bytes, size_t n) {
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    return path;
}

static void test_no_database(void **state) {
    (void)state;
    struct geo *g = geo_new();
    char missing[128];
    snprintf(missing, sizeof missing, "%s/missing", directory);
    assert_int_equal(geo_add(g, missing), ERR_CONFIG);
    assert_int_equal(geo_add(g, directory), ERR_CONFIG);
    assert_int_equal(geo_add(g, "/dev/zero"), ERR_CONFIG);
    assert_int_equal(geo_add(g, save("empty", "", 0)), ERR_CONFIG);
    assert_int_equal(geo_add(g, save("text", "no database", 11)), ERR_CONFIG);
    assert_int_equal(geo_count(g), 0);
    geo_close(g);
}

/* The original is cut and overwritten after it was opened; what we have stays whole. */
static void test_replaced_under_us(void **state) {
    (void)state;
    static unsigned char bytes[64 * 1024];
    size_t n = load(FIXTURES "nested.mmdb", bytes, sizeof bytes);
    const char *path = save("copy", bytes, n);
    struct geo *g = open_one(path);
    assert_int_equal(truncate(path, 0), 0);
    check(g, &(struct place_case){"203.0.113.7", KHABAROVSK}, true);
    geo_close(g);
}

static void test_sealed(void **state) {
    (void)state;
    int fd;
    assert_int_equal(geo_file_seal(FIXTURES "nested.mmdb", &fd), OK);
    assert_int_equal(ftruncate(fd, 1), -1);
    assert_int_equal(write(fd, "x", 1), -1);
    assert_int_equal(pwrite(fd, "x", 1, 0), -1);
    assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    close(fd);
}

/* Whatever octet is broken, wherever the file ends: it is refused, or it is opened and looked into
 * without harm. With sanitizers this also checks libmaxminddb's reading in the child. */
static void test_broken(void **state) {
    (void)state;
    static unsigned char bytes[64 * 1024];
    size_t n = load(FIXTURES "nested.mmdb", bytes, sizeof bytes), refused = 0;
    for (size_t i = 0; i < n; i += 61) {
        bytes[i] ^= 0xFF;
        const char *path = save("broken", bytes, i % 2 == 0 ? n : i + 1);
        bytes[i] ^= 0xFF;
        struct geo *g = geo_new();
        if (geo_add(g, path) != OK) {
            refused++;
            geo_close(g);
            continue;
        }
        struct place p;
        enum errcode e = geo_find(g, arena, SLICE_LIT("203.0.113.7"), &p);
        assert_true(e == OK || e == ERR_NOT_FOUND || e == ERR_IO);
        geo_close(g);
        arena_reset(arena);
    }
    assert_true(refused > n / 61 / 2);
}

/* Octets of the search tree and the separator behind it: where the data section begins. */
static size_t data_start(const char *path) {
    MMDB_s db;
    assert_int_equal(MMDB_open(path, MMDB_MODE_MMAP, &db), MMDB_SUCCESS);
    size_t tree = (size_t)db.metadata.node_count * db.metadata.record_size * 2 / 8;
    MMDB_close(&db);
    return tree + 16;
}

/* Levels of arrays of two pointers, both to the next level, and a text "a" at the end: 6 octets a
 * level, and 2 to the power of levels elements to whoever reads it whole. */
static void write_levels(unsigned char *data, size_t levels) {
    for (size_t i = 0; i < levels; i++) {
        size_t next = (i + 1) * 6;
        unsigned char high = (unsigned char)(0x20 | next >> 8), low = (unsigned char)next;
        unsigned char array[6] = {0x02, 0x04, high, low, high, low};
        memcpy(data + i * 6, array, sizeof array);
    }
    memcpy(data + levels * 6,
           "\x41"
           "a",
           2);
}

static enum errcode open_levels(size_t levels) {
    static unsigned char bytes[64 * 1024];
    size_t n = load(FIXTURES "flat.mmdb", bytes, sizeof bytes);
    struct geo *g = geo_new();
    write_levels(bytes + data_start(FIXTURES "flat.mmdb"), levels);
    enum errcode e = geo_add(g, save("bomb", bytes, n));
    geo_close(g);
    return e;
}

static void test_bomb(void **state) {
    (void)state;
    assert_int_equal(open_levels(40), ERR_CONFIG);
}

static int setup(void **state) {
    (void)state;
    arena = arena_new(64 * 1024);
    log_level_set(LOG__MAX); /* refusals are wanted here */
    return mkdtemp(directory) == NULL;
}

static int teardown(void **state) {
    (void)state;
    static const char *const names[] = {"empty", "text", "copy", "broken", "bomb"};
    for (size_t i = 0; i < COUNT(names); i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", directory, names[i]);
        unlink(path);
    }
    arena_free(arena);
    return rmdir(directory);
}

int main(int argc, char **argv) {
    if (geo_walk_asked(argc, argv))
        return geo_walk_main();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layouts),
        cmocka_unit_test(test_side_by_side),
        cmocka_unit_test(test_first_that_knows),
        cmocka_unit_test(test_bounds_of_files),
        cmocka_unit_test(test_described),
        cmocka_unit_test(test_each_once),
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_no_database),
        cmocka_unit_test(test_replaced_under_us),
        cmocka_unit_test(test_sealed),
        cmocka_unit_test(test_broken),
        cmocka_unit_test(test_bomb),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
