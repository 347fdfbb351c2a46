/* plain: every code point there is, and octets that are none. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/plain.h"
#include "base/utf8.h"

static const struct {
    uint32_t from, to;
} refused[] = {{0x0001, 0x001F}, {0x007F, 0x009F}, {0x061C, 0x061C}, {0x200E, 0x200F},
               {0x2028, 0x2029}, {0x202A, 0x202E}, {0x2066, 0x2069}};

static bool is_refused(uint32_t c) {
    bool found = c == 0;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        found |= c >= refused[i].from && c <= refused[i].to;
    return found;
}

static void each_character(void **state) {
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char text[UTF8_OCTETS_MAX], out[UTF8_OCTETS_MAX];
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        size_t n = utf8_encode(c, text), len = plain_copy((struct slice){text, n}, out);
        if (is_refused(c)) {
            assert_int_equal(len, 1);
            assert_int_equal(out[0], '?');
        } else {
            assert_int_equal(len, n);
            assert_memory_equal(out, text, n);
        }
    }
}

static void in_its_place(void **state) {
    static const struct {
        const char *text, *plain;
    } cases[] = {
        {"", ""},
        {"Ян 😀", "Ян 😀"},
        {"a\x1b[2Jb\r\nc", "a?[2Jb??c"},
        {"a\xC2\x9B"
         "2Jb",
         "a?2Jb"},
        {"\xE2\x80\xAE"
         "evil\xE2\x80\xA9",
         "?evil?"},
        {"cut \xD0", "cut ?"},
        {"\x9B\xFF\xED\xA0\x80.", "?????."},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[64];
        snprintf(text, sizeof text, "%s", cases[i].text);
        plain_string(text);
        assert_string_equal(text, cases[i].plain);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_character),
        cmocka_unit_test(in_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
