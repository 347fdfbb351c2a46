/* phone: the spellings that people use, and the identity that must come of them. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (64 * 1024)
#include "arena_fixture.h"

#include "lead/phone.h"

/* "e164[;ext=n] country[?]" of each number, joined by ", "; ? is possible but not valid. */
static const char *describe(struct slice text, const char *region) {
    static char out[512];
    struct phone_list list;
    size_t n = 0;
    arena_reset(arena);
    assert_int_equal(phone_parse(arena, text, slice_from(region), &list), OK);
    out[0] = '\0';
    for (size_t i = 0; i < list.count; i++) {
        const struct phone *p = &list.items[i];
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%.*s", i == 0 ? "" : ", ",
                              SLICE_ARG(p->e164));
        if (p->extension.ptr != NULL)
            n += (size_t)snprintf(out + n, sizeof out - n, ";ext=%.*s", SLICE_ARG(p->extension));
        if (p->country.ptr != NULL)
            n += (size_t)snprintf(out + n, sizeof out - n, " %.*s", SLICE_ARG(p->country));
        if (p->verdict != PHONE_VALID)
            n += (size_t)snprintf(out + n, sizeof out - n, "?");
    }
    return out;
}

struct phone_case {
    const char *text, *numbers;
};

static void check(const struct phone_case *cases, size_t count, const char *region) {
    for (size_t i = 0; i < count; i++) {
        const char *got = describe(slice_from(cases[i].text), region);
        if (strcmp(got, cases[i].numbers) != 0)
            fail_msg("\"%s\": \"%s\", not \"%s\"", cases[i].text, got, cases[i].numbers);
    }
}

#define IVAN "+79123456789 RU"

static void test_one_number(void **state) {
    (void)state;
    static const struct phone_case cases[] = {
        {"8 (912) 345-67-89", IVAN},
        {"+7 912 345 67 89", IVAN},
        {"+7(912)345-67-89", IVAN},
        {"8-912-345-67-89", IVAN},
        {"8.912.345.67.89", IVAN},
        {"8—912—345—67—89", IVAN},
        {"8\xC2\xA0"
         "912\xC2\xA0"
         "345\xC2\xA0"
         "67\xC2\xA0"
         "89",
         IVAN},
        {"89123456789", IVAN},
        {"79123456789", IVAN},
        {"9123456789", IVAN},
        {"(912) 345-67-89", IVAN},
        {"+8 912 345 67 89", IVAN},
        {"++79123456789", IVAN},
        {"+ 7 912 345 67 89", IVAN},
        {"+7 8 912 345 67 89", IVAN},
        {"８９１２３４５６７８９", IVAN},
        {"＋７（９１２）３４５－６７－８９", IVAN},
        {"\xE2\x80\xAA+7 912 345-67-89\xE2\x80\xAC", IVAN}, /* pasted from an address book */
        {"тел. 8 912 345 67 89 (Иван)", IVAN},
        {"8 912 345 67 89, звонить после 18:00", IVAN},
        {"tel:+7-912-345-67-89", IVAN},
        {"8 (4212) 30-40-50", "+74212304050 RU"},
        {"8 800 555 35 35", "+78005553535 RU"},
        {"+7 701 123 45 67", "+77011234567 KZ"},
        {"8 701 123 45 67", "+77011234567 KZ"},
        {"8 912 345 67 8", "+78912345678 RU?"}, /* a digit was forgotten: kept, marked */
        {"+7 000 000 00 00", "+70000000000?"},
    };
    check(cases, COUNT(cases), "RU");
}

static void test_foreign(void **state) {
    (void)state;
    static const struct phone_case cases[] = {
        {"+49 30 1234567", "+49301234567 DE"},
        {"+81 2356 7012 3456 785", "+81235670123456785 JP?"},
        {"+81 2356 7012 3456 7850", ""}, /* 18 digits: the library takes them, no exchange does */
        {"00 49 30 1234567", "+49301234567 DE"},
        {"0049301234567", "+49301234567 DE"},
        {"8 10 49 30 1234567", "+49301234567 DE"},
        {"8~10 49 30 1234567", "+49301234567 DE"},
        {"+49 30/1234567", "+49301234567 DE"},
        {"+1 415 555 2671", "+14155552671 US"},
        {"+1 (415) 555-2671 x5", "+14155552671;ext=5 US"},
        {"+380 44 123 4567", "+380441234567 UA"},
        {"380 44 123 4567", "+380441234567 UA"},
        {"+375 29 123-45-67", "+375291234567 BY"},
        {"375291234567", "+375291234567 BY"},
        {"+800 1234 5678", "+80012345678 001"},
        {"+999 123 456 789", ""},
    };
    check(cases, COUNT(cases), "RU");
    static const struct phone_case german[] = {{"030 1234567", "+49301234567 DE"},
                                               {"030/1234567", "+49301234567 DE"},
                                               {"+7 912 345 67 89", IVAN}};
    check(german, COUNT(german), "DE");
    static const struct phone_case nowhere[] = {{"89123456789", ""}, {"+79123456789", IVAN}};
    check(nowhere, COUNT(nowhere), "");
    check(nowhere, COUNT(nowhere), "RUS");
}

#define IVAN_12 "+79123456789;ext=12 RU"

static void test_extensions(void **state) {
    (void)state;
    static const struct phone_case cases[] = {
        {"89123456789 доб. 12", IVAN_12},
        {"89123456789 доб 12", IVAN_12},
        {"89123456789доб.12", IVAN_12},
        {"89123456789, доб. 12", IVAN_12},
        {"89123456789 (доб. 12)", IVAN_12},
        {"89123456789 ДОБ. 12", IVAN_12},
        {"89123456789 добавочный 12", IVAN_12},
        {"89123456789 вн. 12", IVAN_12},
        {"89123456789 внутр. 12", IVAN_12},
        {"89123456789 внутренний: 12", IVAN_12},
        {"89123456789 ext. 12", IVAN_12},
        {"89123456789;ext=12", IVAN_12},
        {"89123456789 Extension 12", IVAN_12},
        {"89123456789 x12", IVAN_12},
        {"89123456789 х12", IVAN_12}, /* Cyrillic */
        {"89123456789 #12", IVAN_12},
        {"89123456789 доб. 1234567", "+79123456789;ext=1234567 RU"},
        {"89123456789 доб. 12345678", IVAN},
        {"89123456789 доб.", IVAN},
        {"89123456789 добрый день 12", IVAN},
        {"89123456789 Иван 12 лет", IVAN},
        {"89123456789 доб. 12, 89129876543 доб. 7", IVAN_12 ", +79129876543;ext=7 RU"},
    };
    check(cases, COUNT(cases), "RU");
}

#define TWO IVAN ", +79129876543 RU"

static void test_several(void **state) {
    (void)state;
    static const struct phone_case cases[] = {
        {"89123456789, 89129876543", TWO},
        {"89123456789; 89129876543", TWO},
        {"8 912 345-67-89 / 8 912 987-65-43", TWO},
        {"89123456789/89129876543", TWO},
        {"89123456789 или 89129876543", TWO},
        {"89123456789 и 89129876543", TWO},
        {"89123456789\n89129876543", TWO},
        {"+79123456789+79129876543", TWO},
        {"8 912 345 67 89 8 912 987 65 43", TWO},
        {"89123456789 9129876543", TWO},
        {"8912345678989129876543", ""}, /* where one ends is a guess */
        {"89123456789, +7 912 345 67 89", IVAN},
        {"8 (4212) 30-40-50, 30-40-51", "+74212304050 RU"},
        {"8 (4212) 30-40-50/51", "+74212304050 RU"},
        {"89123456781, 89123456782, 89123456783, 89123456784",
         "+79123456781 RU, +79123456782 RU, +79123456783 RU"},
    };
    check(cases, COUNT(cases), "RU");
}

static void test_none(void **state) {
    (void)state;
    static const struct phone_case cases[] = {
        {"", ""},
        {"не звоните", ""},
        {"-", ""},
        {"+", ""},
        {"112", ""},
        {"12345", ""},
        {"345-67-89", ""}, /* whose town? */
        {"8 999", ""},
        {"1234567890123456", ""},
        {"+7", ""},
        {"////", ""},
        {"2026-11-24", ""},
        {"\xFF\xFE", ""},
        {"8 912 345 67 899", ""},
        {"8 912 \xFF 345 67 89", ""},
    };
    check(cases, COUNT(cases), "RU");
}

/* At most PHONE_TEXT_MAX characters from the first digit to the last. */
static void test_piece_bound(void **state) {
    (void)state;
    char text[PHONE_TEXT_MAX + 2];
    memset(text, '-', sizeof text);
    memcpy(text, "8912345678", 10);
    text[PHONE_TEXT_MAX - 1] = '9';
    assert_string_equal(describe((struct slice){text, PHONE_TEXT_MAX}, "RU"), IVAN);
    text[PHONE_TEXT_MAX - 1] = '-';
    text[PHONE_TEXT_MAX] = '9';
    assert_string_equal(describe((struct slice){text, PHONE_TEXT_MAX + 1}, "RU"), "");
}

/* Runs of digits past PHONE_TRIES_MAX are not looked at. */
static void test_tries_bound(void **state) {
    (void)state;
    char text[512] = "";
    for (int i = 0; i < PHONE_TRIES_MAX - 1; i++)
        strcat(text, "12345,");
    strcat(text, "89123456789");
    assert_string_equal(describe(slice_from(text), "RU"), IVAN);
    memmove(text + 6, text, strlen(text) + 1);
    memcpy(text, "54321,", 6);
    assert_string_equal(describe(slice_from(text), "RU"), "");
}

static void test_hostile_length(void **state) {
    (void)state;
    static char text[PAIR_VALUE_MAX];
    static const char *const units[] = {"1", "1/", "1 ", "+1", "12345/", "12345 ", "(", "x1", "/"};
    for (size_t u = 0; u < COUNT(units); u++) {
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = units[u][i % strlen(units[u])];
        assert_string_equal(describe((struct slice){text, sizeof text}, "RU"), "");
    }
}

static void test_small_arena(void **state) {
    (void)state;
    enum errcode e = ERR_TOO_LARGE;
    for (size_t bytes = 16; e != OK; bytes += 16) {
        struct arena *small = arena_new(bytes);
        struct phone_list list;
        e = phone_parse(small, SLICE_LIT("89123456789 доб. 1, 89129876543"), SLICE_LIT("RU"),
                        &list);
        assert_true(e == OK ? list.count == 2 : e == ERR_TOO_LARGE);
        arena_free(small);
    }
}

static int setup(void **state) {
    phone_start();
    return arena_setup(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_number),  cmocka_unit_test(test_foreign),
        cmocka_unit_test(test_extensions),  cmocka_unit_test(test_several),
        cmocka_unit_test(test_none),        cmocka_unit_test(test_piece_bound),
        cmocka_unit_test(test_tries_bound), cmocka_unit_test(test_hostile_length),
        cmocka_unit_test(test_small_arena),
    };
    return cmocka_run_group_tests(tests, setup, arena_teardown);
}
