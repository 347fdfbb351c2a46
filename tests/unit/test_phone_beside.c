/* phone: what stands beside a number is not swallowed by it, and a code that was typed is not lost
 * to what stands behind it. Where two readings remain, none is chosen. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (64 * 1024)
#include "arena_fixture.h"

#include "phone_text.h"

#define BOTH IVAN ", " MOSCOW

/* A code behind which something invisible or unknown stands. */
static void test_code_cut_off(void **state) {
    (void)state;
    static const struct phone_case cases[] = {
        {"+1\u200E 912 345-6789", "+19123456789 US"},
        {"+1\uFE0E 912 345-6789", "+19123456789 US"},
        {"+1\u200B 912 345-6789", "+19123456789 US"},
        {"+1\u2069 912 345-6789", "+19123456789 US"},
        {"+\u200B1 912 345-6789", "+19123456789 US"},
        {"+49\u200B 151 2345 6789", "+4915123456789 DE"},
        {"+49\u00AD151\u200D23456789", "+4915123456789 DE"},
        {"+1\u2028912 345-6789", "ambiguous"},
        {"+1\n912 345-6789", "ambiguous"},
        {"+1, 912 345-67-89", "ambiguous"},
        {"+1: 8 912 345-67-89", "ambiguous"},
        {"+1 (моб.) 912 345-67-89", "ambiguous"},
        {"+1★912 345-67-89", "ambiguous"},
        {"+1x 912 345-67-89", "ambiguous"},
        {"+1, 7 912 345-67-89", "ambiguous"},
        {"+49 (Germany), 380441234567", "ambiguous"},
        {"+★1 912 345-6789", "+19123456789 US"},
        {"+код 1 912 345-6789", "+19123456789 US"},
        {"+★912 345-67-89", "+9123456789 IN?"}, /* India's 91 */
        {"001, 912 345-67-89", "ambiguous"},
        {"00 1 (США) 912 345-67-89", "ambiguous"},
        {"00 375 912 345-67-89", "ambiguous"},
        {"8-10-1, 912 345-67-89", "ambiguous"},
        {"8 10 999 912 345-67-89", "ambiguous"},
        {"+999 912 345-67-89", "ambiguous"},
        /* a piece of a code */
        {"+9→965 551 234 56", "ambiguous"}, /* Kuwait, or Kyrgyzstan's 996 */
        {"+4 тел. 49 30 1234567", "ambiguous"},
        {"+7+4951234567", "ambiguous"}, /* Germany has 49 51234567 */
        {"+4 +91 512 345 67 89", "ambiguous"},
        /* the code that was typed is the number's */
        {"+7, 912 345-67-89", IVAN},
        {"+7 (моб.) 912 345-67-89", IVAN},
        {"+1, +7 912 345-67-89", IVAN},
        {"+1, 00 7 912 345-67-89", IVAN},
        /* no code */
        {"8-10, 912 345-67-89", IVAN},
        {"8.10.2026, 912 345-67-89", IVAN},
        {"00-24, 912 345-67-89", IVAN},
        {"8 912 345-67-89, +1", IVAN},
        /* a number that may go on, where numbers have no one length */
        {"+49 151 2345:6789", "ambiguous"},
        {"+49 15123и456789", "ambiguous"},
        {"+49 30 1234567,12", "ambiguous"},
        {"+49 30 1234567, 12", "+49301234567 DE!"},
        {"+49 30 1234567, ab 18 Uhr", "+49301234567 DE"},
        {"+7 912 345-67-89:12", IVAN},
    };
    check_phones(cases, COUNT(cases), "RU", false);
}

static void test_beside(void **state) {
    (void)state;
    static const struct phone_case cases[] = {
        {"8 912 345-67-89 9-18", IVAN},
        {"8 912 345-67-89 7-19", IVAN},
        {"+7 912 345-67-89 10-19", IVAN},
        {"8 912 345-67-89 1234", IVAN},
        {"8 912 345-67-89 (123)", IVAN},
        {"8 912 345-67-89(123)", IVAN},
        {"912 345-67-89 9-18", IVAN},
        {"офис 305 8 495 123-45-67", MOSCOW},
        {"офис 305 8 495 123 45 67", MOSCOW},
        {"офис 345 8 495 123 45 67", MOSCOW}, /* 345 is Tyumen's code */
        {"офис 305, 495 123-45-67", MOSCOW},
        {"24/7 8 912 345-67-89", IVAN},
        {"8 912 345-67-89 24/7", IVAN},
        {"8 912 345-67-89 9:00-18:00", IVAN},
        {"с 9:00 до 18:00 8 912 345-67-89", IVAN},
        {"с 9 до 18 8 912 345-67-89", IVAN},
        {"8 912 345-67-89 с 9 до 18", IVAN},
        {"00-24 8 912 345-67-89", IVAN},
        {"1) 8 912 345-67-89 2) 8 495 123-45-67", BOTH},
        {"1. 8 912 345-67-89 2. 8 495 123-45-67", BOTH},
        {"1) +7 912 345-67-89 2) +7 495 123-45-67", BOTH},
        {"8 912 345 67 89 8 495 123 45 67 9-18", BOTH},
        {"8 495 123 45 67 2026", MOSCOW},
        {"8 495 123 45 67 24.11.2026", MOSCOW},
        {"8 912 345-67-89, 2026-11-24 10-19", IVAN},
        {"101000 Москва, 8 495 123-45-67", MOSCOW},
        {"8 495 123-45-67 101000", MOSCOW},
        {"8 912 345-67-89 ИНН 7712345678", IVAN},
        {"8 912 345-67-89, заказ № 9123456789", IVAN},
        {"8 912 345-67-89, паспорт 4510 123456", IVAN},
        {"ИНН: 7712345678", ""},
        {"Заказ звонка: 8 912 345-67-89", IVAN},
        {"8 912 345-67-89 / 90", IVAN},
        {"8 912 345 67 89 8 912 987 65 4", IVAN},
        {"+375 29 123-45-67 9-18", "+375291234567 BY"},
        {"+44 20 7946 0958 12", "+442079460958 GB"},
        {"+49 30 1234567 9:00-18:00", "+49301234567 DE"},
        {"8 912 345-67 24/7", ""}, /* and no hour completes a number */
        {"8 912 345-67 1234", ""},
    };
    check_phones(cases, COUNT(cases), "RU", false);
    static const struct phone_case german[] = {
        {"030 1234567 030 7654321", "+49301234567 DE, +49307654321 DE"},
        {"030 1234567 (Büro) ab 18 Uhr", "+49301234567 DE"},
        {"030/1234567-12", "+4930123456712 DE"},
        {"030 1234567 9-18", "ambiguous"},
        {"15162345678", "+4915162345678 DE!"}, /* New York, with a +1 forgotten */
    };
    check_phones(german, COUNT(german), "DE", false);
}

static void test_two_readings(void **state) {
    (void)state;
    static const struct phone_case cases[] = {
        {"+49 30 1234567 9-18", "ambiguous"}, /* as a whole it is Berlin's, too */
        {"+49 30 1234567 (123)", "ambiguous"},
        {"8 912 345-67-89-9-18", "ambiguous"}, /* 345 678-99-18 is Tyumen */
        {"9 912 345-67-89", "ambiguous"},
        {"305 495 123-45-67", "ambiguous"},
        {"1) 912 345-67-89", "ambiguous"},
        {"1. 912 345-67-89", "ambiguous"},
        {"1 912 345 67 89", "+19123456789 US!"},
        {"1-912-345-67-89", "+19123456789 US"},
        {"912 345 67 89 12", "ambiguous"}, /* India */
        {"495 123 45 67 8", "ambiguous"},  /* Germany */
        {"+8 495 123-45-67", "ambiguous"}, /* Vietnam */
        {"+8 (812) 345-67-89", "+78123456789 RU"},
        {"+84951234567", "+84951234567 VN"},
        {"84951234567", MOSCOW},
        {"84 95 123 45 67", "ambiguous"},
        /* a digit is missing: 842 323-45-67 is Ulyanovsk */
        {"8 (423) 234-56-7", "ambiguous"},
        {"8-423-234-567", "ambiguous"},
        {"7 (712) 345-67-8", "ambiguous"}, /* Kazakhstan has 771 234-56-78 */
        {"8423234567", "+78423234567 RU"},
        {"842 323-45-67", "+78423234567 RU"},
        /* eleven digits of China and of Brazil, or a + forgotten */
        {"150 1234 5678", "+15012345678 US!"},
        {"15012345678", "+15012345678 US!"},
        {"51 91234-5678", "+51912345678 PE!"},
        {"1 501 234-5678", "+15012345678 US"},
        {"12025550143", "+12025550143 US"},
        {"+1 305 8 495 123 45 67", "ambiguous"},
        {"+7 912 345 67 8 8 495 123 45 67", "ambiguous"},
        {"+7 375 29 123 45 67", ""},
        {"8-10 8 912 345-67-89", "ambiguous"},
        {"8 912 3345 67 89", ""}, /* a digit doubled */
        {"8 473 1234 45 67", ""}, /* 847 312-34-45 is Kazan */
        {"8 912 345 67 891", ""},
        {"+810 49 30 1234567", "+49301234567 DE!"},
        {"89123456789, 380441234567", IVAN ", +380441234567 UA!"},
        {"495 345-67-89 495 345-67-80", "+74953456789 RU, +74953456780 RU"},
        {"912 345 67 89 8 912 345 67 80", IVAN ", +79123456780 RU"},
    };
    check_phones(cases, COUNT(cases), "RU", false);
}

static void test_says_more(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool more;
    } cases[] = {
        {"8 912 345-67-89", false},
        {"+7 (912) 345-67-89.", false},
        {"8 912 345-67-89, звонить после 18, спросить Марину", true},
        {"8 912 345-67-89 9-18", true},
        {"8 912 345-67-89 (123)", true},
        {"Марина 8 912 345-67-89", true},
        {"8 912 345-67-89 доб. 77", false},
        {"8 912 345-67-89 доб-77", false},
        {"8 912 345-67-89,,77#", false},
        {"8 912 345-67-89 доб. 77 Марина", true},
        {"8 912 345-67-89 доб.", true},
        {"8 912 345-67-89, 8 495 123-45-67", false},
        {"8 912 345-67-89 или 8 495 123-45-67", true},
        {"8 912 345-67-89, +7 912 345-67-89", false},
        {"8 912 345-67-81, 8 912 345-67-82, 8 912 345-67-83", false},
        {"8 912 345-67-81, 8 912 345-67-82, 8 912 345-67-83, 8 912 345-67-84", true},
        {"\u260E 8 912 345-67-89 \U0001F44D", false},
        {"https://wa.me/79123456789", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena_reset(arena);
        struct phone_list list = parse_phones(phone_seen(slice_from(cases[i].text)), "RU", false);
        if (list.count == 0 || list.says_more != cases[i].more)
            fail_msg("\"%s\": %d", cases[i].text, list.says_more);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_code_cut_off),
        cmocka_unit_test(test_beside),
        cmocka_unit_test(test_two_readings),
        cmocka_unit_test(test_says_more),
    };
    return cmocka_run_group_tests(tests, phone_setup, arena_teardown);
}
