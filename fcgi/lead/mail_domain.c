/* mail_domain: the syntax of a host name by hand (a table of characters and two lengths),
 * everything international by libidn2, case and joiners by ICU. */
#include "lead/mail_domain.h"

#include <idn2.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/bounds.h"
#include "base/reading.h"
#include "base/utf8.h"
#include "lead/lettering.h"

#define LABEL_BYTES_MAX 63       /* RFC 1035, 2.3.4 */
#define VIRAMA_CLASS 9           /* the combining class of all viramas */
#define NON_JOINER 0x200CU       /* keeps two letters apart that would join: Persian needs it */
#define JOINER 0x200DU           /* the other way round: Sinhala */
#define FULL_STOP "\xE3\x80\x82" /* U+3002, and its half-width form U+FF61 */
#define HALF_WIDTH_FULL_STOP "\xEF\xBD\xA1"
#define FULL_STOP_BYTES (sizeof FULL_STOP - 1)

/* ---- syntax -------------------------------------------------------------------------------- */

static bool is_domain_character(uint32_t c) {
    if (c >= 0x80)
        return lettering_is_visible(c);
    return ascii_is_alpha((char)c) || ascii_is_digit((char)c) || c == '-';
}

static bool is_label(struct slice s) {
    for (size_t i = 0, n; i < s.len; i += n) {
        uint32_t c = 0;
        n = utf8_decode(slice_sub(s, i, UTF8_OCTETS_MAX), &c);
        if (n == 0 || !is_domain_character(c))
            return false;
    }
    return s.len > 0 && s.ptr[0] != '-' && s.ptr[s.len - 1] != '-' &&
           (!utf8_is_ascii(s) || s.len <= LABEL_BYTES_MAX);
}

static bool is_domain(struct slice s) {
    struct slice rest = s;
    if (s.len > EMAIL_BYTES_MAX)
        return false;
    while (rest.ptr != NULL)
        if (!is_label(slice_cut(rest, '.', &rest)))
            return false;
    return true;
}

static bool has_encoded_label(struct slice domain) {
    struct slice rest = domain;
    while (rest.ptr != NULL)
        if (slice_starts(slice_cut(rest, '.', &rest), "xn--"))
            return true;
    return false;
}

/* Where the last label begins, or the one before the label that begins at at. */
static size_t label_before(struct slice domain, size_t at) {
    at = at > 0 ? at - 1 : 0;
    while (at > 0 && domain.ptr[at - 1] != '.')
        at--;
    return at;
}

static struct slice top_level(struct slice domain) {
    return slice_sub(domain, label_before(domain, domain.len + 1), domain.len);
}

/* Each label by itself; and below a top level of another alphabet there are no Latin names:
 * mail.ру. */
static bool has_doubtful_label(struct slice domain) {
    struct slice rest = domain, top = top_level(domain);
    while (rest.ptr != NULL)
        if (lettering_is_doubtful(slice_cut(rest, '.', &rest)))
            return true;
    size_t name = label_before(domain, (size_t)(top.ptr - domain.ptr));
    return !utf8_is_ascii(top) && lettering_is_doubtful(slice_sub(domain, name, domain.len));
}

/* No top level has a digit: what was glued to the name, or an address of IP. */
static bool has_top_level(struct slice domain) {
    struct slice top = top_level(domain);
    if (top.len == domain.len)
        return false;
    for (size_t i = 0; i < top.len && !slice_starts(top, "xn--"); i++)
        if (ascii_is_digit(top.ptr[i]))
            return false;
    return true;
}

/* ---- case, composition, full stops --------------------------------------------------------- */

static enum errcode fold(struct arena *a, struct slice seen, struct slice *out) {
    struct slice folded;
    enum errcode e = lettering_fold(a, seen, &folded);
    if (e != OK || utf8_is_ascii(folded)) {
        *out = folded;
        return e;
    }
    char *p = arena_alloc(a, folded.len);
    size_t n = 0;
    if (p == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < folded.len; n++) {
        struct slice rest = slice_sub(folded, i, folded.len);
        bool stop = slice_starts(rest, FULL_STOP) || slice_starts(rest, HALF_WIDTH_FULL_STOP);
        p[n] = stop ? '.' : rest.ptr[0];
        i += stop ? FULL_STOP_BYTES : 1;
    }
    *out = (struct slice){p, n};
    return OK;
}

/* ---- joiners (RFC 5892, A.1 and A.2) ------------------------------------------------------- */

static bool is_joiner(uint32_t c) { return c == NON_JOINER || c == JOINER; }

static int32_t joining_type(uint32_t c) {
    return u_getIntPropertyValue((UChar32)c, UCHAR_JOINING_TYPE);
}

/* A letter that joins to its right neighbour in writing, or to both, comes next. */
static bool joins_on(struct slice rest) {
    for (size_t i = 0, n; i < rest.len; i += n) {
        uint32_t c = 0;
        n = utf8_decode(slice_sub(rest, i, UTF8_OCTETS_MAX), &c);
        int32_t type = joining_type(c);
        if (n == 0 || type != U_JT_TRANSPARENT)
            return n > 0 && (type == U_JT_RIGHT_JOINING || type == U_JT_DUAL_JOINING);
    }
    return false;
}

/* s, valid UTF-8, without the joiners that IDNA does not allow where they stand; what was written
 * to p, which has room for s.len octets. */
static size_t drop_stray_joiners(struct slice s, char *p) {
    bool after_virama = false, after_joining = false;
    size_t n = 0;
    for (size_t i = 0, step; i < s.len; i += step) {
        uint32_t c = 0;
        step = utf8_decode(slice_sub(s, i, UTF8_OCTETS_MAX), &c);
        bool allowed = after_virama || (c == NON_JOINER && after_joining &&
                                        joins_on(slice_sub(s, i + step, s.len)));
        if (is_joiner(c) && !allowed)
            continue;
        memcpy(p + n, s.ptr + i, step);
        n += step;
        int32_t type = joining_type(c);
        after_virama = u_getCombiningClass((UChar32)c) == VIRAMA_CLASS;
        if (type != U_JT_TRANSPARENT)
            after_joining = type == U_JT_LEFT_JOINING || type == U_JT_DUAL_JOINING;
    }
    return n;
}

/* Octets of s up to its first joiner. */
static size_t before_joiner(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        if (slice_starts(slice_sub(s, i, 3), "\xE2\x80\x8C") ||
            slice_starts(slice_sub(s, i, 3), "\xE2\x80\x8D"))
            return i;
    return s.len;
}

/* *name, which is folded, gets the joiners of typed that belong there: what stands between them is
 * read and folded by itself. Where that gives another name, they have parted what composes, and
 * none belongs there. */
static enum errcode add_joiners(struct arena *a, struct slice typed, struct slice *name) {
    size_t bytes = name->len + typed.len, n = 0, visible = 0;
    char *all = arena_alloc(a, bytes), *kept = arena_alloc(a, bytes);
    if (all == NULL || kept == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < typed.len;) {
        struct slice piece = slice_sub(typed, i, typed.len), text;
        piece.len = before_joiner(piece);
        enum errcode e = reading_seen(a, piece, &text);
        if (e == OK && text.len > 0)
            e = fold(a, text, &text);
        if (e != OK)
            return e;
        struct slice expected = slice_sub(*name, visible, text.len);
        if (!slice_eq(expected, text))
            return OK;
        memcpy(all + n, text.ptr, text.len);
        n += text.len;
        visible += text.len;
        i += piece.len;
        struct slice joiner = slice_sub(typed, i, 3);
        memcpy(all + n, joiner.ptr, joiner.len);
        n += joiner.len;
        i += joiner.len;
    }
    if (visible == name->len)
        *name = (struct slice){kept, drop_stray_joiners((struct slice){all, n}, kept)};
    return OK;
}

/* ---- libidn2 ------------------------------------------------------------------------------- */

static enum errcode to_ascii(struct arena *a, struct slice name, struct slice *out, bool *refused) {
    const char *text;
    uint8_t *encoded = NULL;
    enum errcode e = slice_cstr(a, name, &text);
    if (e != OK)
        return e;
    int status =
        idn2_lookup_u8((const uint8_t *)text, &encoded, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    *refused = status != IDN2_OK;
    if (status == IDN2_MALLOC)
        e = ERR_TOO_LARGE;
    else if (!*refused)
        e = arena_copy(a, slice_from((const char *)encoded), out);
    idn2_free(encoded);
    return e;
}

/* An address says the same of its letters whether it came in A-labels or in its own. */
static enum errcode judge_letters(struct arena *a, struct slice ascii, bool *doubtful) {
    const char *text;
    char *letters = NULL;
    enum errcode e = slice_cstr(a, ascii, &text);
    if (e != OK)
        return e;
    int status = idn2_to_unicode_8z8z(text, &letters, 0);
    if (status == IDN2_MALLOC)
        e = ERR_TOO_LARGE;
    else if (status != IDN2_OK || has_doubtful_label(slice_from(letters)))
        *doubtful = true;
    idn2_free(letters);
    return e;
}

/* libidn2 also maps characters: a full stop of its own may end the domain now, hence the second
 * look at the syntax. */
static enum errcode encode(struct arena *a, struct slice name, struct slice typed,
                           struct slice *out, bool *doubtful) {
    struct slice full = name, encoded;
    bool refused = false;
    enum errcode e = typed.ptr == NULL ? OK : add_joiners(a, typed, &full);
    if (e == OK)
        e = to_ascii(a, full, &encoded, &refused);
    if (e == OK && refused && full.len > name.len) /* not for the joiners' sake, as it should be */
        e = to_ascii(a, name, &encoded, &refused);
    if (e != OK)
        return e;
    *out = refused ? name : encoded;
    *doubtful |= refused;
    if (!is_domain(*out))
        return ERR_SYNTAX;
    return refused ? OK : judge_letters(a, *out, doubtful);
}

enum errcode mail_domain_parse(struct arena *a, struct slice seen, struct slice typed,
                               struct slice *ascii, bool *doubtful) {
    struct slice name;
    if (seen.len == 0 || seen.len > EMAIL_BYTES_MAX)
        return ERR_SYNTAX;
    enum errcode e = fold(a, seen, &name);
    if (e == OK && !is_domain(name))
        e = ERR_SYNTAX;
    /* Plain ASCII does not go to libidn2: it would refuse names that do exist, r3---sn.example */
    if (e == OK && (!utf8_is_ascii(name) || has_encoded_label(name)))
        e = encode(a, name, typed, &name, doubtful);
    if (e != OK)
        return e;
    *doubtful |= !has_top_level(name);
    *ascii = name;
    return OK;
}
