#include "lead/phone_extension.h"

#include <string.h>

#include "base/reading.h"

#define GAP_MAX 8

/* The longer word before the one it begins with. */
struct word {
    const char *word;
    bool tight; /* its digits follow at once: else it is a letter of something else */
};

static const struct word words[] = {
    {"добавочный номер", false},
    {"добавочный", false},
    {"добав", false},
    {"доб", false},
    {"д.", false},
    {"внутренний номер", false},
    {"внутренний", false},
    {"внутр", false},
    {"вн", false},
    {"extension", false},
    {"extn", false},
    {"ext", false},
    {"xtn", false},
    {"x", false},
    {"х", false},
    {"#", false},
    {"p", true},
    {"w", true},
};

/* Octets of the characters in set at at, at most max of them. */
static size_t skip(struct slice text, size_t at, const char *set, size_t max) {
    size_t n = 0;
    while (n < max && at + n < text.len && strchr(set, text.ptr[at + n]) != NULL &&
           text.ptr[at + n] != '\0')
        n++;
    return n;
}

/* The extension's digits at at, which end there: where they end, else 0. */
static size_t read_digits(struct slice text, size_t at, struct slice *out) {
    size_t n = skip(text, at, "0123456789", PHONE_EXTENSION_MAX + 1), end = at + n;
    if (n == 0 || n > PHONE_EXTENSION_MAX)
        return 0;
    if (skip(text, end, "-./_:", 1) == 1 && end + 1 < text.len && ascii_is_digit(text.ptr[end + 1]))
        return 0;
    *out = slice_sub(text, at, n);
    return end + skip(text, end, "#", 1);
}

/* `.`, `:`, `=`, `№`, blanks between the word and its digits. */
static size_t skip_marks(struct slice text, size_t at) {
    static const char number_sign[] = "№";
    size_t n = skip(text, at, " .:=-#", GAP_MAX);
    if (slice_starts(slice_sub(text, at + n, text.len), number_sign))
        n += sizeof number_sign - 1;
    return n + skip(text, at + n, " .:", GAP_MAX);
}

/* `;77` and `,,77`: what telephones dial after a pause; `;8 912…` is another number. */
static size_t read_pause(struct slice text, size_t at, struct slice *out) {
    size_t commas = skip(text, at, ",", GAP_MAX), semicolons = skip(text, at, ";", 1);
    struct slice digits;
    if (commas < 2 && semicolons == 0)
        return 0;
    size_t end = read_digits(text, at + commas + semicolons, &digits);
    size_t next = end + skip(text, end, " -./_()", GAP_MAX);
    if (end == 0 || (next < text.len && ascii_is_digit(text.ptr[next])))
        return 0;
    *out = digits;
    return end;
}

size_t phone_extension_read(struct slice text, size_t at, struct slice *out) {
    size_t end = read_pause(text, at, out);
    size_t from = at + skip(text, at, " ,;(.-", GAP_MAX);
    for (size_t i = 0; end == 0 && i < sizeof words / sizeof *words; i++) {
        size_t n = reading_starts(slice_sub(text, from, text.len), slice_from(words[i].word));
        if (n > 0)
            end = read_digits(text, from + n + (words[i].tight ? 0 : skip_marks(text, from + n)),
                              out);
    }
    return end > 0 ? end : at;
}
