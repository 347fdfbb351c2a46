/* fuzz_typed: what people's keyboards, phones and clipboards do to a text does not change what it
 * says. A valid submission gets invisible characters, other blanks, dashes, forms of digits and
 * letters, and compositions; then each answer is the same value as before, or a fault, and never
 * another value; and without a fault the same rule decides, and the fingerprint is the same.
 *
 * The first octet chooses the submission, each further one what is done to its next character. */
#include <assert.h>
#include <string.h>
#include <unicode/unorm2.h>

#include "base/bounds.h"
#define FUZZ_ARENA_BYTES (ARENA_BYTES_MAX)
#include "fuzz_arena.h"

#include "../unit/lead_form.h"

#include "base/utf8.h"
#include "form/pattern.h"
#include "lead/canonical.h"
#include "lead/classify.h"

#define INVISIBLE_MAX 4         /* before one character */
#define CHARACTER_OCTETS_MAX 32 /* of one and what is put before it */

static const char *const seeds[][10] = {
    {"phone", "8 (912) 345-67-89", "weight_kg", "2 000,5 кг", "ready_on", "24.11.2026", "comment",
     "в Хабаровск - срочно", NULL},
    {"phone", "+1 212 555-01-23", "email", "Андрей@почта.рф", "weight_kg", "2 т", "comment",
     "южно - сахалинск", NULL},
    {"phone", "+49 151 23456789", "email", "ivan.petrov@example.com", "weight_kg", "1 234,5",
     "ready_on", "2026-11-24", NULL},
    {"phone", "+375 29 123-45-67 доб. 12", "weight_kg", "19999", "truck", "ref", "comment",
     "12 мест, Йошкар-Ола", NULL},
    {"phone", "8 495 123-45-67, 8 912 345 67 89", "ready_on", "1.12.26", "urgent", "on", "code",
     "abc7", NULL},
    {"email", "\"Иван\" <ivan@example.com>", "weight_kg", "0.5", "extras", "a", "comment", "село",
     NULL},
    {"phone", "8 912 345-67-89 9-18", "email", "a-b_c@xn--80a1acny.xn--p1ai", "weight_kg",
     "20.000 кг", "ready_on", "01/12/2026", NULL},
    {"phone", "офис 305 8 495 123-45-67", "weight_kg", "-3", "fixed_on", "20.11.2026", "comment",
     "ул. Ленина, д. 5", NULL},
};
#define SEED_COUNT (sizeof seeds / sizeof *seeds)

static const uint32_t invisible[] = {0x00AD, 0x034F, 0x061C, 0x115F,  0x180E,  0x200B,
                                     0x200C, 0x200D, 0x200E, 0x200F,  0x202A,  0x202E,
                                     0x2060, 0x2064, 0x2069, 0x3164,  0xFE00,  0xFE0E,
                                     0xFE0F, 0xFEFF, 0xFFA0, 0xE0001, 0xE0100, 0x20E3};
static const uint32_t blanks[] = {0x09,   0xA0,   0x1680, 0x2000, 0x2003, 0x2007,
                                  0x2009, 0x202F, 0x205F, 0x2800, 0x3000, 0x20};
static const uint32_t dashes[] = {0x2010, 0x2011, 0x2012, 0x2013, 0x2014,
                                  0x2015, 0x2212, 0xFE63, 0xFF0D, 0x2043};
static const uint32_t zeros[] = {0x0660, 0x06F0, 0x0966, 0x09E6, 0xFF10, 0x1D7CE, 0x1D7F6, 0x0E50};
#define OF(list, n) (list)[(n) % (sizeof(list) / sizeof *(list))]

static struct matcher *matcher;
static struct pattern_list patterns;
static struct condition conditions[2];
static struct rule rules[] = {{.name = NAME("far"),
                               .category = &test_other,
                               .conditions = &conditions[0],
                               .condition_count = 1},
                              {.name = NAME("near"),
                               .category = &test_other,
                               .conditions = &conditions[1],
                               .condition_count = 1}};

static void set_pattern(struct condition *c, const char *pattern) {
    struct pattern_error error;
    *c = (struct condition){ON_FIELD(matches), .field = T_COMMENT};
    c->code = pattern_compile(&patterns, slice_from(pattern), false, &error);
    assert(c->code != NULL);
}

static int prepare(void) {
    matcher = matcher_new();
    phone_start();
    set_pattern(&conditions[0], "(?i)\\bхабаровск\\b|южно -|йошкар-");
    set_pattern(&conditions[1], "(?i)^село$|, д\\. 5$|\\b12 мест");
    test_form.rules = rules;
    test_form.rule_count = 2;
    return 0;
}

/* The character in its decomposed form, if it has one; its octets. */
static size_t put_decomposed(uint32_t c, char *out) {
    UErrorCode status = U_ZERO_ERROR;
    UChar units[8];
    int32_t n =
        unorm2_getDecomposition(unorm2_getNFDInstance(&status), (UChar32)c, units, 8, &status);
    size_t len = 0;
    if (n <= 0 || U_FAILURE(status))
        return utf8_encode(c, out);
    for (int32_t i = 0; i < n; i++) /* of the alphabets used here none is beyond the BMP */
        len += utf8_encode(units[i], out + len);
    return len;
}

static size_t put_invisible(size_t which, char *out) {
    size_t n = 0;
    for (size_t i = 0; i <= which % INVISIBLE_MAX; i++)
        n += utf8_encode(OF(invisible, which + i), out + n);
    return n;
}

/* What stands for c in the text that is sent. */
static size_t put(uint32_t c, uint8_t how, char *out) {
    size_t which = how >> 3, n = how & 1 ? put_invisible(which, out) : 0;
    if (!(how & 2))
        return n + utf8_encode(c, out + n);
    if (c == ' ')
        return n + utf8_encode(OF(blanks, which), out + n);
    if (c == '-')
        return n + utf8_encode(OF(dashes, which), out + n);
    if (c >= '0' && c <= '9')
        return n + utf8_encode(OF(zeros, which) + c - '0', out + n);
    if (c > ' ' && c < 0x7F && (how & 4))
        return n + utf8_encode(c + 0xFEE0, out + n);
    return n + put_decomposed(c, out + n);
}

static uint8_t next(const uint8_t **data, size_t *size) {
    if (*size == 0)
        return 0;
    --*size;
    return *(*data)++;
}

static struct slice mutate(struct slice text, const uint8_t **data, size_t *size) {
    char *p = arena_alloc(arena, CHARACTER_OCTETS_MAX * (text.len + 1));
    size_t n = 0;
    assert(p != NULL);
    for (size_t i = 0; i < text.len;) {
        uint32_t c = 0;
        i += utf8_decode(slice_sub(text, i, UTF8_OCTETS_MAX), &c);
        n += put(c, next(data, size), p + n);
    }
    uint8_t last = next(data, size);
    if (last & 1)
        n += put_invisible(last >> 3, p + n);
    return (struct slice){p, n};
}

struct outcome {
    struct submission s;
    struct classification class;
    char fingerprint[FINGERPRINT_BYTES];
};

static void judge(struct test_pairs *p, struct outcome *out) {
    struct contact_list contacts;
    struct touch touch = {0};
    struct submission_input in = TEST_INPUT(LANGUAGE_RU, &p->list, matcher);
    assert(submission_parse(arena, &in, &out->s) == OK);
    const struct classify_input asked = {
        .matcher = matcher, .submission = &out->s, .touch = &touch, .today = in.today};
    classify(&asked, &out->class);
    contacts_collect(&out->s, &contacts);
    assert(canonical_fingerprint(arena, &out->s, &contacts, out->fingerprint) == OK);
}

static void compare(const struct outcome *plain, const struct outcome *typed) {
    bool all = true;
    for (size_t i = 0; i < test_form.field_count; i++) {
        const struct answer *a = &plain->s.answers[i], *b = &typed->s.answers[i];
        struct slice left, right;
        all = all && a->state == b->state;
        if (a->state != ANSWER_VALID || b->state != ANSWER_VALID)
            continue;
        assert(canonical_text(arena, &test_fields[i], a, &left) == OK);
        assert(canonical_text(arena, &test_fields[i], b, &right) == OK);
        assert(slice_eq(left, right));
    }
    if (!all)
        return;
    assert(plain->class.rule == typed->class.rule);
    assert(strcmp(plain->fingerprint, typed->fingerprint) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct test_pairs plain, typed;
    static struct outcome before, after;
    if (size == 0 || size > PAIR_VALUE_MAX)
        return 0;
    arena_reset(arena);
    memset(&plain, 0, sizeof plain);
    memset(&typed, 0, sizeof typed);
    const char *const *seed = seeds[data[0] % SEED_COUNT];
    test_add(&plain, "name", "Ива");
    test_add(&typed, "name", "Ива");
    test_add(&plain, "consent", "on");
    test_add(&typed, "consent", "on");
    data++;
    size--;
    for (; *seed != NULL; seed += 2) {
        test_add(&plain, seed[0], seed[1]);
        test_add(&typed, seed[0], "");
        typed.items[typed.list.count - 1].value = mutate(slice_from(seed[1]), &data, &size);
    }
    judge(&plain, &before);
    judge(&typed, &after);
    compare(&before, &after);
    return 0;
}
