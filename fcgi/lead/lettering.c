/* lettering: by Unicode's properties, character by character; there is nothing to open or to free,
 * and most names end at the first question. */
#include "lead/lettering.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/reading.h"
#include "base/utf8.h"

#define LETTERS (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK)

enum errcode lettering_fold(struct arena *a, struct slice seen, struct slice *out) {
    struct slice folded;
    enum errcode e = reading_fold(a, seen, &folded);
    return e == OK ? reading_seen(a, folded, out) : e;
}

bool lettering_is_visible(uint32_t c) {
    uint32_t visible = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK | U_GC_P_MASK | U_GC_S_MASK;
    return c != 0xFFFD && (U_GET_GC_MASK((UChar32)c) & visible) != 0;
}

/* The alphabet whose letters c can be taken for; USCRIPT_COMMON: none. */
static UScriptCode alphabet(uint32_t c) {
    UErrorCode status = U_ZERO_ERROR;
    if (c < 0x80)
        return ascii_is_alpha((char)c) ? USCRIPT_LATIN : USCRIPT_COMMON;
    UScriptCode script = uscript_getScript((UChar32)c, &status);
    switch (script) {
    case USCRIPT_INHERITED:
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_HANGUL:
        return USCRIPT_COMMON;
    default:
        return script;
    }
}

/* A character with a compatibility decomposition is another one in other dress. A joiner that is
 * still there belongs to the letters beside it. */
static bool is_letter(uint32_t c) {
    return c < 0x80 || u_hasBinaryProperty((UChar32)c, UCHAR_JOIN_CONTROL) ||
           ((U_GET_GC_MASK((UChar32)c) & LETTERS) != 0 &&
            u_getIntPropertyValue((UChar32)c, UCHAR_DECOMPOSITION_TYPE) <= U_DT_CANONICAL);
}

bool lettering_is_doubtful(struct slice s) {
    UScriptCode first = USCRIPT_COMMON;
    for (size_t i = 0, n; i < s.len; i += n) {
        uint32_t c = 0;
        n = utf8_decode(slice_sub(s, i, UTF8_OCTETS_MAX), &c);
        if (n == 0 || !is_letter(c))
            return true;
        UScriptCode script = alphabet(c);
        if (first == USCRIPT_COMMON)
            first = script;
        if (script != USCRIPT_COMMON && script != first)
            return true;
    }
    return false;
}
