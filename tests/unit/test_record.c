/* record: one whole object as written, letter by letter, since SQL and the spool live by it; then
 * its parts, its repair of broken text, its bounds, and what the fingerprint depends on. */
#include "unit.h"

#include "lead_fixture.h"

#include <jansson.h>

#include "lead_form.h"

#include "lead/canonical.h"
#include "lead/record.h"

static struct category red = {NAME("high-margin"), NAME("red"), 10, RU_EN("", "")};
static struct touch no_touch;
static struct classification no_class = {.category = &test_other};

/* Parses p and fills the input that most cases share. */
static struct record_input input(const struct test_pairs *p, struct submission *s) {
    struct submission_input in = TEST_INPUT(LANGUAGE_RU, &p->list, matcher);
    assert_int_equal(submission_parse(arena, &in, s), OK);
    struct record_input r = {.received_us = NOON_US + 678901,
                             .submission = s,
                             .touch = &no_touch,
                             .classification = &no_class,
                             .rule_set = "0123456789ab"};
    assert_true(uuid_parse(SLICE_LIT("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"), &r.id));
    assert_true(uuid_parse(SLICE_LIT("017f22e2-79b0-7cc3-98c4-dc0c0c073990"), &r.spare_id));
    return r;
}

static json_t *encode(const struct record_input *in) {
    struct record r;
    json_error_t error;
    const char *key;
    json_t *value;
    char word[64], told[1024];
    snprintf(told, sizeof told, ",%s,", record_keys);
    assert_int_equal(record_encode(arena, in, &r), OK);
    assert_string_equal(r.id.text, in->id.text);
    json_t *j = json_loadb(r.json.ptr, r.json.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (j == NULL)
        fail_msg("%s at %d", error.text, error.position);
    assert_int_equal(json_integer_value(json_object_get(j, "keys")), json_object_size(j));
    json_object_foreach(j, key, value) { /* and the handshake asks for each */
        snprintf(word, sizeof word, ",%s,", key);
        if (strstr(told, word) == NULL)
            fail_msg("%s is not told", key);
    }
    return j;
}

static char *dump(json_t *j, const char *key) {
    return json_dumps(json_object_get(j, key), JSON_ENCODE_ANY | JSON_COMPACT);
}

static void assert_part(const struct record_input *in, const char *key, const char *want) {
    json_t *j = encode(in);
    char *got = dump(j, key);
    assert_string_equal(got == NULL ? "(none)" : got, want);
    free(got);
    json_decref(j);
}

static void test_whole(void **state) {
    (void)state;
    static struct slice words[] = {NAME("RU")};
    static struct condition conditions[] = {
        {ON_FIELD(matches), .field = T_COMMENT},
        {ON_FIELD(range), .field = T_WEIGHT, .has_min = true},
        {.kind = &condition_country, .words = words, .word_count = 1},
        {.kind = &condition_matches, .subject = &condition_utm, .utm = UTM_SOURCE},
        {.kind = &condition_phone_country, .words = words, .word_count = 1},
        {ON_FIELD(matches), .field = T_NAME, .negated = true},
        {ON_FIELD(within_days), .field = T_READY, .days = 7},
        {.kind = &condition_hour, .negated = true},
    };
    const struct rule rule = {.name = NAME("far \"city\"")};
    const struct place place = {.country = NAME("RU"),
                                .region = NAME("Khabarovsk Krai"),
                                .region_ru = NAME("x"),
                                .region_code = NAME("RU-KHA"),
                                .city = NAME("Khabarovsk"),
                                .city_ru = NAME("y"),
                                .time_zone = NAME("Asia/Vladivostok"),
                                .database = NAME("GeoLite2-City"),
                                .built = NAME("2026-11-01")};
    const struct touch touch = {.landing = NAME("https://example.com/?utm_source=ya"),
                                .utm = {[UTM_SOURCE] = NAME("ya")},
                                .click_ids = {{.name = NAME("yclid"), .value = NAME("1")},
                                              {.name = NAME("gclid"), .value = NAME("2")}},
                                .click_id_count = 2,
                                .seen = true};
    const struct classification class = {
        .category = &red,
        .rule = &rule,
        .evidence = {{&conditions[0], NAME("comment"), NAME("Хабаровск"), 0, 3, 21, true, false},
                     {&conditions[1], NAME("weight_kg"), NAME("2 т"), 2000, 0, 0, false, true},
                     {&conditions[2], NAME("country"), NAME("RU"), 0, 0, 0, false, false},
                     {&conditions[3], NAME("source"), NAME("ya"), 0, 0, 2, true, false},
                     {&conditions[4], NAME("phone_country"), NAME("RU"), 0, 0, 0, false, false},
                     {.condition = &conditions[5], .what = NAME("name")},
                     {&conditions[6], NAME("ready_on"), NAME("2026-11-24"), 0, 0, 0, false, false},
                     {.condition = &conditions[7], .matched = NAME("Saturday 23:05")}},
        .evidence_count = 8,
        .marks = {1 << MARK_PATTERN_LIMIT}};
    struct test_pairs p = {0};
    test_add(&p, "_submission", "secret");
    test_add(&p, "name", " Иван ");
    test_add(&p, "phone", "8 (912) 345-67-89 доб. 12, +49 30 1234567");
    test_add(&p, "email", "Ivan@Пример.рф");
    test_add(&p, "weight_kg", "2 т");
    test_add(&p, "ready_on", "24.11.2026");
    test_add(&p, "extras", "b");
    test_add(&p, "extras", "a");
    test_add(&p, "urgent", "0");
    test_add(&p, "consent", "on");
    test_add(&p, "x y", "\"\\\n\x01");
    test_add(&p, "plan", "план.pdf");
    p.items[p.list.count - 1].kind = PAIR_FILE;
    p.items[p.list.count - 1].file_bytes = 10;
    struct submission s;
    struct record_input in = input(&p, &s);
    struct record r;
    in.keyed = true;
    in.place = &place;
    in.touch = &touch;
    in.classification = &class;
    in.address = SLICE_LIT("203.0.113.7");
    in.user_agent = SLICE_LIT("M\xFF");
    marks_add(&s.marks, MARK_TOO_FAST);
    assert_int_equal(record_encode(arena, &in, &r), OK);
    struct contact_list contacts;
    char fingerprint[FINGERPRINT_BYTES], want[4096];
    contacts_collect(&s, &contacts);
    assert_int_equal(canonical_fingerprint(arena, &s, &contacts, fingerprint), OK);
    snprintf(
        want, sizeof want,
        "{\"id\":\"017f22e2-79b0-7cc3-98c4-dc0c0c07398f\","
        "\"spare_id\":\"017f22e2-79b0-7cc3-98c4-dc0c0c073990\",\"keyed\":true,"
        "\"fingerprint\":\"%s\",\"form\":\"cargo\",\"language\":\"ru\","
        "\"received_at\":\"2026-11-22T12:00:00.678901Z\","
        "\"contacts\":[{\"kind\":\"phone\",\"value\":\"+79123456789\",\"field\":\"phone\","
        "\"extension\":\"12\"},{\"kind\":\"phone\",\"value\":\"+49301234567\",\"field\":\"phone\"},"
        "{\"kind\":\"email\",\"value\":\"ivan@xn--e1afmkfd.xn--p1ai\",\"field\":\"email\"}],"
        "\"answers\":{\"name\":\"Иван\",\"phone\":\"+79123456789;ext=12, +49301234567\","
        "\"email\":\"ivan@xn--e1afmkfd.xn--p1ai\",\"weight_kg\":2000,\"ready_on\":\"2026-11-24\","
        "\"extras\":[\"b\",\"a\"],\"urgent\":false,\"consent\":true},"
        "\"raw\":[[\"name\",\" Иван \"],"
        "[\"phone\",\"8 (912) 345-67-89 доб. 12, +49 30 1234567\"],"
        "[\"email\",\"Ivan@Пример.рф\"],[\"weight_kg\",\"2 т\"],[\"ready_on\",\"24.11.2026\"],"
        "[\"extras\",\"b\"],[\"extras\",\"a\"],[\"urgent\",\"0\"],[\"consent\",\"on\"],"
        "[\"x y\",\"\\\"\\\\\\n\\u0001\"],[\"plan\",\"(file план.pdf, 10 bytes, not kept)\"]],"
        "\"typed\":{\"weight_kg\":{\"kind\":\"number\",\"text\":\"2 т\"}},"
        "\"address\":\"203.0.113.7\",\"user_agent\":\"M\xEF\xBF\xBD\","
        "\"place\":{\"country\":\"RU\",\"region\":\"Khabarovsk Krai\",\"city\":\"Khabarovsk\","
        "\"database\":\"GeoLite2-City\",\"built\":\"2026-11-01\"},"
        "\"touch\":{\"landing\":\"https://example.com/?utm_source=ya\",\"referrer\":null,"
        "\"referrer_host\":null,\"utm_source\":\"ya\",\"utm_medium\":null,\"utm_campaign\":null,"
        "\"utm_term\":null,\"utm_content\":null,\"clicks\":{\"yclid\":\"1\",\"gclid\":\"2\"},"
        "\"seen\":true},"
        "\"category\":\"high-margin\",\"colour\":\"red\",\"rank\":10,"
        "\"rule\":\"far \\\"city\\\"\",\"rule_set\":\"0123456789ab\","
        "\"evidence\":[{\"field\":\"comment\",\"matched\":\"Хабаровск\",\"start\":3,\"end\":21},"
        "{\"field\":\"weight_kg\",\"value\":2000},{\"place\":\"RU\"},"
        "{\"utm\":\"source\",\"matched\":\"ya\",\"start\":0,\"end\":2},{\"phone_country\":\"RU\"},"
        "{\"field\":\"name\",\"value\":null,\"not\":true},"
        "{\"field\":\"ready_on\",\"value\":\"2026-11-24\"},"
        "{\"received\":\"Saturday 23:05\",\"not\":true}],"
        "\"why\":\"comment has \\\"Хабаровск\\\"; weight_kg is 2000; the visitor's country is RU; "
        "utm_source has \\\"ya\\\"; the phone's country is RU; name does not match; "
        "ready_on is 2026-11-24; the time of arrival is Saturday 23:05\","
        "\"marks\":[\"too_fast\",\"file_not_kept\",\"pattern_limit\",\"text_repaired\"],\"keys\":"
        "24}",
        fingerprint);
    char *got = strndup(r.json.ptr, r.json.len);
    assert_string_equal(got, want);
    free(got);
}

static void test_least(void **state) {
    (void)state;
    struct test_pairs p;
    struct submission s;
    test_fill(&p);
    struct record_input in = input(&p, &s);
    assert_part(&in, "keyed", "false");
    assert_part(&in, "place", "(none)");
    assert_part(&in, "address", "(none)");
    assert_part(&in, "user_agent", "(none)");
    assert_part(&in, "rule", "(none)");
    assert_part(&in, "evidence", "[]");
    assert_part(&in, "why", "(none)");
    assert_part(&in, "marks", "[]");
    assert_part(&in, "keys", "18");
    assert_part(&in, "category", "\"other\"");
    assert_part(&in, "touch",
                "{\"landing\":null,\"referrer\":null,\"referrer_host\":null,\"utm_source\":null,"
                "\"utm_medium\":null,\"utm_campaign\":null,\"utm_term\":null,\"utm_content\":null,"
                "\"clicks\":{},\"seen\":false}");
    const struct place empty = {.country = NAME("RU"), .built = NAME("2026-11-01")};
    in.place = &empty;
    assert_part(&in, "place",
                "{\"country\":\"RU\",\"region\":null,\"city\":null,\"database\":null,"
                "\"built\":\"2026-11-01\"}");
}

/* What only touch.js knows. */
static void test_journey(void **state) {
    (void)state;
    struct test_pairs p;
    struct submission s;
    test_fill(&p);
    struct record_input in = input(&p, &s);
    struct touch touch = {.landing = NAME("https://b.example/"),
                          .first_landing = NAME("https://a.example/"),
                          .first_at_us = NOON_US,
                          .at_us = NOON_US + 1000000,
                          .touches = 2,
                          .ym_uid = NAME("17"),
                          .seen = true};
    in.touch = &touch;
#define UTMS                                                                                       \
    "\"utm_source\":null,\"utm_medium\":null,\"utm_campaign\":null,\"utm_term\":null,"             \
    "\"utm_content\":null,"
    assert_part(&in, "touch",
                "{\"landing\":\"https://b.example/\",\"referrer\":null,\"referrer_host\":null," UTMS
                "\"clicks\":{\"ym_uid\":\"17\"},\"first\":{\"landing\":\"https://a.example/\","
                "\"referrer\":null,\"at\":\"2026-11-22T12:00:00.000000Z\"},\"touches\":2,\"at\":"
                "\"2026-11-22T12:00:01.000000Z\",\"seen\":true}");
    touch.click_ids[0] = (struct pair){.name = NAME("yclid"), .value = NAME("9")};
    touch.click_id_count = 1;
    touch.first_landing = SLICE_NONE;
    touch.at_us = touch.first_at_us = 0;
    touch.touches = 0;
    assert_part(&in, "touch",
                "{\"landing\":\"https://b.example/\",\"referrer\":null,\"referrer_host\":null," UTMS
                "\"clicks\":{\"yclid\":\"9\",\"ym_uid\":\"17\"},\"seen\":true}");
}

static void test_repair(void **state) {
    (void)state;
    static const struct {
        struct slice sent;
        const char *raw, *marks;
    } cases[] = {
        {NAME("ok"), "[\"drift\",\"ok\"]", "[]"},
        {NAME("a\xFF"), "[\"drift\",\"a\xEF\xBF\xBD\"]", "[\"text_repaired\"]"},
        {NAME("a\0b"),
         "[\"drift\",\"a\xEF\xBF\xBD"
         "b\"]",
         "[\"text_repaired\"]"},
        {NAME(""), "[\"drift\",\"\"]", "[]"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct test_pairs p;
        struct submission s;
        char want[256];
        test_fill(&p);
        p.list.count = 0;
        test_add(&p, "drift", "");
        p.items[0].value = cases[i].sent;
        struct record_input in = input(&p, &s);
        snprintf(want, sizeof want, "[%s]", cases[i].raw);
        assert_part(&in, "raw", want);
        assert_part(&in, "marks", cases[i].marks);
    }
}

static void test_contacts(void **state) {
    (void)state;
    struct test_pairs p;
    struct submission s;
    test_fill(&p);
    test_set(&p, "phone", "89123456789 доб. 1, 89123456789 доб. 2, +7 000 000 00 00");
    struct record_input in = input(&p, &s);
    assert_part(&in, "contacts",
                "[{\"kind\":\"phone\",\"value\":\"+79123456789\",\"field\":\"phone\","
                "\"extension\":\"1\"},"
                "{\"kind\":\"phone\",\"value\":\"+70000000000\",\"field\":\"phone\"}]");
    assert_part(&in, "marks", "[\"phone_unverified\"]");
}

/* What people must see as it was typed: also where nothing could be stored of it. */
static void test_typed(void **state) {
    (void)state;
    struct test_pairs p;
    struct submission s;
    test_fill(&p);
    struct record_input in = input(&p, &s);
    assert_part(&in, "typed", "(none)");
    test_add(&p, "email", " ivan@\x01\"");
    test_add(&p, "weight_kg", "2 т");
    test_add(&p, "ready_on", "24.11.2026");
    in = input(&p, &s);
    assert_part(&in, "typed",
                "{\"email\":{\"kind\":\"email\",\"text\":\"ivan@\\\"\"},"
                "\"weight_kg\":{\"kind\":\"number\",\"text\":\"2 т\"}}");
    s.answers[T_PHONE].value.says_more = true;
    s.answers[T_READY].value.says_more = true;
    assert_part(&in, "typed",
                "{\"phone\":{\"kind\":\"phone\",\"text\":\"8 (912) 345-67-89\"},"
                "\"email\":{\"kind\":\"email\",\"text\":\"ivan@\\\"\"},"
                "\"weight_kg\":{\"kind\":\"number\",\"text\":\"2 т\"},"
                "\"ready_on\":{\"kind\":\"date\",\"text\":\"24.11.2026\"}}");
}

static void test_name_fields(void **state) {
    (void)state;
    struct test_pairs p;
    struct submission s;
    test_fill(&p);
    struct record_input in = input(&p, &s);
    assert_part(&in, "name_fields", "(none)");
    test_fields[T_NAME].is_name = test_fields[T_COMMENT].is_name = true;
    assert_part(&in, "name_fields", "[\"name\",\"comment\"]");
    test_fields[T_NAME].is_name = test_fields[T_COMMENT].is_name = false;
}

/* count unknown fields of control characters, which take six octets each. */
static enum errcode encode_drift(size_t count, size_t bytes, struct record *r) {
    static char text[BODY_BYTES_MAX];
    static struct test_pairs p;
    struct submission s;
    memset(text, 1, sizeof text);
    arena_reset(arena);
    test_fill(&p);
    for (size_t i = 0; i < count; i++) {
        test_add(&p, "drift", "");
        p.items[p.list.count - 1].value = (struct slice){text, bytes};
    }
    struct record_input in = input(&p, &s);
    in.user_agent = (struct slice){text, PARAM_BYTES_MAX};
    return record_encode(arena, &in, r);
}

/* The worst that a body can hold is written, of each field as much as is kept. */
static void test_worst_bodies(void **state) {
    (void)state;
    static const size_t counts[] = {1, 2, BODY_BYTES_MAX / PAIR_VALUE_MAX, PAIRS_MAX - 3};
    for (size_t i = 0; i < COUNT(counts); i++) {
        struct record r;
        size_t bytes = BODY_BYTES_MAX / counts[i];
        size_t kept = bytes > PAIR_VALUE_MAX ? PAIR_VALUE_MAX : bytes;
        assert_int_equal(encode_drift(counts[i], bytes, &r), OK);
        assert_true(r.json.len > counts[i] * kept * 6);
        assert_true(r.json.len < counts[i] * (kept * 6 + 16) + PARAM_BYTES_MAX * 6 + 4096);
        assert_non_null(arena_alloc(arena, ARENA_BYTES_MAX / 2)); /* as much is left */
    }
}

static void test_too_large(void **state) {
    (void)state;
    struct record r;
    size_t fits = (RECORD_BYTES_MAX - PARAM_BYTES_MAX * 6) / (PAIR_VALUE_MAX * 6);
    assert_int_equal(encode_drift(fits, PAIR_VALUE_MAX, &r), OK);
    assert_int_equal(encode_drift(fits + 1, PAIR_VALUE_MAX, &r), ERR_TOO_LARGE);
}

static void test_unkept(void **state) {
    (void)state;
    static const char letters[] = "яяяя";
    static char text[PAIR_VALUE_MAX + 2];
    struct test_pairs p;
    struct submission s;
    test_fill(&p);
    p.list.count = 0;
    test_add(&p, "name", "");
    test_add(&p, "_website", "x");
    test_add(&p, "_ga", "GA1.2");
    p.items[0].kind = PAIR_UNREAD;
    p.items[0].file_bytes = 12;
    struct record_input in = input(&p, &s);
    assert_part(&in, "raw", "[[\"name\",\"(part, 12 bytes, not read)\"],[\"_ga\",\"GA1.2\"]]");
    for (size_t i = 0; i < sizeof text; i++) /* ends within a letter at PAIR_VALUE_MAX */
        text[i] = i == 0 ? 'x' : letters[(i - 1) % (sizeof letters - 1)];
    p.items[0] = (struct pair){.name = SLICE_LIT("d"), .value = {text, sizeof text}};
    p.list.count = 1;
    in = input(&p, &s);
    json_t *j = encode(&in);
    json_t *raw = json_array_get(json_array_get(json_object_get(j, "raw"), 0), 1);
    assert_int_equal(json_string_length(raw), PAIR_VALUE_MAX - 1);
    assert_memory_equal(json_string_value(raw), text, PAIR_VALUE_MAX - 1);
    json_decref(j);
    assert_part(&in, "marks", "[\"field_cut\"]");
}

/* A whole body of ordinary text fits into the arena of a request twice over. */
static void test_full_body(void **state) {
    (void)state;
    static char text[4000];
    memset(text, 'a', sizeof text);
    struct test_pairs p;
    struct submission s;
    struct record r;
    test_fill(&p);
    for (size_t sum = sizeof text; sum < BODY_BYTES_MAX; sum += sizeof text) {
        test_add(&p, sum == sizeof text ? "comment" : "drift", "");
        p.items[p.list.count - 1].value = (struct slice){text, sizeof text};
    }
    arena_reset(arena);
    struct record_input in = input(&p, &s);
    assert_int_equal(record_encode(arena, &in, &r), OK);
    assert_non_null(arena_alloc(arena, ARENA_BYTES_MAX / 2)); /* as much is left */
}

static void fingerprint_of(const char *const *pairs, char out[FINGERPRINT_BYTES]) {
    struct test_pairs p;
    struct submission s;
    struct contact_list contacts;
    test_fill(&p);
    for (; *pairs != NULL; pairs += 2)
        test_set(&p, pairs[0], pairs[1]);
    struct submission_input in = TEST_INPUT(LANGUAGE_RU, &p.list, matcher);
    assert_int_equal(submission_parse(arena, &in, &s), OK);
    contacts_collect(&s, &contacts);
    assert_int_equal(canonical_fingerprint(arena, &s, &contacts, out), OK);
}

static void test_fingerprint(void **state) {
    (void)state;
    static const struct {
        const char *const pairs[7];
        bool same;
    } cases[] = {
        {{"name", " Иван\xC2\xA0", NULL}, true},  {{"phone", "+79123456789", NULL}, true},
        {{"consent", "да", NULL}, true},          {{"_submission", "x", "drift", "y", NULL}, true},
        {{"comment", "  ", NULL}, true},          {{"name", "иван", NULL}, false},
        {{"phone", "+79123456780", NULL}, false}, {{"phone", "+79123456789 доб. 1", NULL}, false},
        {{"comment", "x", NULL}, false},          {{"urgent", "0", NULL}, false},
        {{"name", "Ив\u200Bан", NULL}, true},     {{"email", "x", NULL}, false},
    };
    static const char *const plain[] = {NULL};
    char base[FINGERPRINT_BYTES], got[FINGERPRINT_BYTES];
    fingerprint_of(plain, base);
    assert_int_equal(strspn(base, "0123456789abcdef"), 64);
    for (size_t i = 0; i < COUNT(cases); i++) {
        fingerprint_of(cases[i].pairs, got);
        if ((strcmp(base, got) == 0) != cases[i].same)
            fail_msg("case %zu", i);
    }
    /* what moves over a border between two values is another payload */
    static const char *const left[] = {"name", "ab", "comment", "c", NULL};
    static const char *const right[] = {"name", "abcommentc", NULL};
    test_fields[T_NAME].length_max = 50;
    fingerprint_of(left, base);
    fingerprint_of(right, got);
    test_fields[T_NAME].length_max = 5;
    assert_string_not_equal(base, got);
    static const char *const kilograms[] = {"weight_kg", "2000", NULL};
    static const char *const tonnes[] = {"weight_kg", "2 т", NULL};
    fingerprint_of(kilograms, base);
    fingerprint_of(tonnes, got);
    assert_string_equal(base, got);
    test_form.name = SLICE_LIT("other");
    fingerprint_of(tonnes, got);
    test_form.name = SLICE_LIT("cargo");
    assert_string_not_equal(base, got);
    static const char *const one[] = {"phone", "89123456789, 89129876543", NULL};
    static const char *const two[] = {"phone", "89129876543, 89123456789", NULL};
    fingerprint_of(one, base);
    fingerprint_of(two, got);
    assert_string_not_equal(base, got); /* the answer is in another order, if not the contacts */
}

static void test_small_arena(void **state) {
    (void)state;
    struct test_pairs p;
    struct submission s;
    test_fill(&p);
    test_add(&p, "drift", "\xFF");
    struct record_input in = input(&p, &s);
    enum errcode e = ERR_TOO_LARGE;
    for (size_t bytes = 64; e != OK; bytes += 64) {
        struct arena *small = arena_new(bytes);
        struct record r;
        e = record_encode(small, &in, &r);
        assert_true(e == OK || e == ERR_TOO_LARGE);
        arena_free(small);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_typed),       cmocka_unit_test(test_name_fields),
        cmocka_unit_test(test_whole),       cmocka_unit_test(test_least),
        cmocka_unit_test(test_journey),     cmocka_unit_test(test_repair),
        cmocka_unit_test(test_contacts),    cmocka_unit_test(test_worst_bodies),
        cmocka_unit_test(test_too_large),   cmocka_unit_test(test_unkept),
        cmocka_unit_test(test_full_body),   cmocka_unit_test(test_fingerprint),
        cmocka_unit_test(test_small_arena),
    };
    return cmocka_run_group_tests(tests, lead_setup, lead_teardown);
}
