/* phone_oracle: what must hold of every number that was found, told without the code that finds it.
 * For unit tests and fuzzers. */
#ifndef UNIT_PHONE_ORACLE_H
#define UNIT_PHONE_ORACLE_H

#include <string.h>

#include "lead/phone.h"

/* Digits of the country code that digits begin with: by ITU E.164, all codes of a zone have as many
 * but for these of two. */
static size_t oracle_code_digits(struct slice digits) {
    static const char two[] =
        "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 "
        "56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";
    if (digits.ptr[0] == '1' || digits.ptr[0] == '7')
        return 1;
    for (size_t i = 0; two[i] != '\0'; i += 3)
        if (memcmp(two + i, digits.ptr, 2) == 0)
            return 2;
    return 3;
}

static bool oracle_is_any(struct slice s, const char *const *words) {
    for (; *words != NULL; words++)
        if (slice_eq_lit(s, *words))
            return true;
    return false;
}

/* `+`, 00, 810 or another prefix for calls abroad; a country's code, once or twice; a prefix of
 * long-distance calls. */
static bool oracle_is_prefix(struct slice head, struct slice code) {
    static const char *const trunks[] = {"", "0", "1", "8", "80", "01", "06", NULL};
    static const char *const twice[] = {"88", "87", "78", "77", "00", NULL};
    static const char *const abroad[] = {"", "00", "810", "011", NULL};
    if (oracle_is_any(head, trunks) || oracle_is_any(head, twice))
        return true;
    for (size_t i = 0; abroad[i] != NULL; i++) {
        if (!slice_starts(head, abroad[i]))
            continue;
        struct slice rest = slice_sub(head, strlen(abroad[i]), head.len);
        for (int codes = 0;
             codes < 2 && rest.len >= code.len && memcmp(rest.ptr, code.ptr, code.len) == 0;
             codes++) {
            rest = slice_sub(rest, code.len, rest.len);
            if (oracle_is_any(rest, trunks))
                return true;
        }
    }
    return false;
}

/* The digits of the octets that were read as the number, less a prefix, are e164's national ones.
 */
static bool oracle_holds(struct slice seen, const struct phone *p) {
    char digits[PHONE_RUN_MAX];
    size_t count = 0;
    if (p->start >= p->end || p->end > seen.len)
        return false;
    for (size_t i = p->start; i < p->end; i++) {
        if (seen.ptr[i] == '%')
            i += 2; /* of a link */
        else if (ascii_is_digit(seen.ptr[i]) && count < sizeof digits)
            digits[count++] = seen.ptr[i];
    }
    struct slice all = slice_sub(p->e164, 1, p->e164.len);
    size_t code = oracle_code_digits(all);
    struct slice national = slice_sub(all, code, all.len);
    return count >= national.len &&
           memcmp(digits + count - national.len, national.ptr, national.len) == 0 &&
           oracle_is_prefix((struct slice){digits, count - national.len}, slice_sub(all, 0, code));
}

#endif
