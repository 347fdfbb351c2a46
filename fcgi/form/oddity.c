/* oddity: which characters are odd is said by Unicode's properties, from ICU. */
#include "form/oddity.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/utf8.h"

static const char *const advice[] = {
    [ODDITY_BLANK] = "put a space there",
    [ODDITY_INVISIBLE] = "take it out",
    [ODDITY_QUOTE] = "YAML's quotes are ' and \"",
    [ODDITY_DASH] = "a list item begins with - and a space",
    [ODDITY_WIDE] = "YAML's own signs are : , - [ ] { }",
};

static enum oddity_kind kind_of(UChar32 c) {
    if (c < 0x80)
        return ODDITY_NONE;
    if (u_hasBinaryProperty(c, UCHAR_WHITE_SPACE))
        return ODDITY_BLANK;
    if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) &&
        !u_hasBinaryProperty(c, UCHAR_VARIATION_SELECTOR)) /* an emoji ends with one */
        return ODDITY_INVISIBLE;
    if (u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK))
        return ODDITY_QUOTE;
    if (u_hasBinaryProperty(c, UCHAR_DASH))
        return ODDITY_DASH;
    return u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH) == U_EA_FULLWIDTH ? ODDITY_WIDE
                                                                              : ODDITY_NONE;
}

static void write_name(UChar32 c, char out[ODDITY_NAME_BYTES]) {
    UErrorCode status = U_ZERO_ERROR;
    int n = snprintf(out, ODDITY_NAME_BYTES, "U+%04X ", (unsigned)c);
    u_charName(c, U_EXTENDED_CHAR_NAME, out + n, ODDITY_NAME_BYTES - n, &status);
    if (U_FAILURE(status)) /* no names in this ICU, or a longer one */
        out[n - 1] = '\0';
}

bool oddity_at(struct slice s, struct oddity *out) {
    uint32_t c;
    if (utf8_decode(s, &c) == 0)
        return false;
    enum oddity_kind kind = kind_of((UChar32)c);
    if (kind == ODDITY_NONE)
        return false;
    *out = (struct oddity){.kind = kind, .advice = advice[kind]};
    write_name((UChar32)c, out->name);
    return true;
}

bool oddity_in(struct slice s, struct oddity *out) {
    for (size_t i = 0; i < s.len; i++)
        if (oddity_at(slice_sub(s, i, s.len), out))
            return true;
    return false;
}

bool oddity_of_line(struct slice line, struct oddity *out) {
    bool own = true; /* a sign of YAML's own may stand here */
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        struct oddity found;
        if (oddity_at(slice_sub(line, i, line.len), &found) &&
            (own || (found.kind == ODDITY_WIDE && slice_find(line, ':') > i))) {
            *out = found;
            return true;
        }
        if (!ascii_is_space(c))
            own = c == ':' || c == '-' || c == '[' || c == '{' || c == ',';
    }
    return false;
}

bool oddity_letter(struct slice word, char name[ODDITY_NAME_BYTES]) {
    bool latin = false;
    UChar32 other = 0;
    for (size_t i = 0; i < word.len; i++) {
        uint32_t c;
        latin |= ascii_is_alpha(word.ptr[i]);
        if (other == 0 && (unsigned char)word.ptr[i] >= 0x80 &&
            utf8_decode(slice_sub(word, i, word.len), &c) != 0)
            other = (UChar32)c;
    }
    if (!latin || other == 0)
        return false;
    write_name(other, name);
    return true;
}
