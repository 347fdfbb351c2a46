/* email: the text is cut into words at blanks, commas and brackets; a word with an @ is an address,
 * and the others must be set off from it so clearly that they cannot be a piece of it. Only the
 * canonical form is an identity; what was typed stays in the raw record. */
#include "lead/email.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/bounds.h"
#include "base/utf8.h"
#include "lead/lettering.h"
#include "lead/mail_domain.h"

#define SCHEME "mailto:"

/* ---- characters ---------------------------------------------------------------------------- */

static uint32_t first_character(struct slice s, size_t *octets) {
    uint32_t c = 0xFFFD;
    size_t n = utf8_decode(slice_sub(s, 0, UTF8_OCTETS_MAX), &c);
    *octets = n > 0 ? n : 1;
    return c;
}

static uint32_t last_character(struct slice s, size_t *octets) {
    *octets = 1;
    while (*octets < s.len && *octets < UTF8_OCTETS_MAX &&
           ((unsigned char)s.ptr[s.len - *octets] & 0xC0) == 0x80)
        ++*octets;
    size_t whole;
    return first_character(slice_sub(s, s.len - *octets, *octets), &whole);
}

static bool has_property(uint32_t c, UProperty p) { return u_hasBinaryProperty((UChar32)c, p); }

static bool is_single_quote(uint32_t c) { return c == 0x2018 || c == 0x2019; }

static bool is_apostrophe(uint32_t c) { return c == '\'' || c == '`' || is_single_quote(c); }

/* Stands between words: a blank, or what can be in no address. */
static bool separates(uint32_t c) {
    if (c < 0x80)
        return c != '\0' && strchr(" \n,;\"()<>[]", (int)c) != NULL;
    int8_t category = u_charType((UChar32)c);
    return category == U_START_PUNCTUATION || category == U_END_PUNCTUATION ||
           (has_property(c, UCHAR_QUOTATION_MARK) && !is_apostrophe(c));
}

static bool is_local_character(uint32_t c) {
    if (c >= 0x80)
        return lettering_is_visible(c) && !separates(c);
    return ascii_is_alpha((char)c) || ascii_is_digit((char)c) ||
           (c != '\0' && strchr(".!#$%&'*+/=?^_`{|}~-", (int)c) != NULL);
}

static bool has_any(struct slice s, bool (*is_one)(uint32_t)) {
    for (size_t i = 0, n; i < s.len; i += n)
        if (is_one(first_character(slice_sub(s, i, s.len), &n)))
            return true;
    return false;
}

static bool is_letter(uint32_t c) { return u_isalpha((UChar32)c); }
static bool is_letter_or_digit(uint32_t c) { return u_isalnum((UChar32)c); }

/* ---- words --------------------------------------------------------------------------------- */

/* The text that is still to be read, and what is known of it. */
struct search {
    struct arena *arena;
    const struct reading *reading;
    struct slice rest;
    size_t addresses;
    bool opened;   /* < stands before the word */
    bool enclosed; /* and the word was an address */
    bool words;    /* words that no address has claimed yet */
    bool labeled;  /* the last of them ended in a colon */
    struct email found;
};

/* Moves past blanks and punctuation; whether > is among them. */
static bool skip_separators(struct search *s) {
    bool closed = false;
    s->opened = false;
    while (s->rest.len > 0) {
        size_t n;
        uint32_t c = first_character(s->rest, &n);
        if (!separates(c))
            break;
        closed |= c == '>';
        s->opened |= c == '<';
        s->rest = slice_sub(s->rest, n, s->rest.len);
    }
    return closed;
}

/* Takes the next word off. Spaces beside @ are inside: autocorrect puts them there. */
static struct slice take_word(struct search *s) {
    struct slice text = s->rest;
    size_t i = 0, n;
    while (i < text.len) {
        uint32_t c = first_character(slice_sub(text, i, text.len), &n);
        if (c == ' ') {
            size_t next = i;
            while (next < text.len && text.ptr[next] == ' ')
                next++;
            bool after_at = i > 0 && text.ptr[i - 1] == '@';
            if (!after_at && (next == text.len || text.ptr[next] != '@'))
                break;
            n = next - i;
        } else if (separates(c)) {
            break;
        }
        i += n;
    }
    s->rest = slice_sub(text, i, text.len);
    return slice_trim(slice_sub(text, 0, i));
}

/* What ends a sentence or a quotation is no part of an address, whose domain ends in a letter; a
 * quote before it goes with the one behind it, since an apostrophe may begin a local part. */
static struct slice strip_punctuation(struct slice word) {
    bool quoted = false;
    size_t n;
    while (word.len > 0) {
        uint32_t c = last_character(word, &n);
        if (!is_apostrophe(c) && !has_property(c, UCHAR_TERMINAL_PUNCTUATION))
            break;
        quoted |= is_apostrophe(c);
        word.len -= n;
    }
    if (quoted && word.len > 0 && is_apostrophe(first_character(word, &n)))
        word = slice_sub(word, n, word.len);
    return word;
}

/* ---- mailto: (RFC 6068) -------------------------------------------------------------------- */

static bool strip_scheme(struct slice *word) {
    if (!slice_eq_nocase(slice_sub(*word, 0, sizeof SCHEME - 1), SCHEME))
        return false;
    *word = slice_sub(*word, sizeof SCHEME - 1, word->len);
    if (slice_starts(*word, "//")) /* as people write it who know http:// */
        *word = slice_sub(*word, 2, word->len);
    return true;
}

/* The headers of a link, up to its end; they may have blanks, being shown without escapes. */
static void strip_headers(struct search *s, struct slice *word) {
    size_t mark = slice_find(*word, '?'), end;
    if (mark == word->len)
        return;
    const char *start = word->ptr + mark;
    struct slice tail = {start, (size_t)(s->rest.ptr + s->rest.len - start)};
    for (end = 0; end < tail.len; end++)
        if (strchr(">)\"\n", tail.ptr[end]) != NULL)
            break;
    s->rest = slice_sub(tail, end, tail.len);
    s->found.says_more |= has_any(slice_sub(tail, 0, end), is_letter_or_digit);
    word->len = mark;
}

/* A broken escape stays as it is. What comes out is read as any text: an escape may hide what is
 * not seen. */
static enum errcode unescape(struct arena *a, struct slice *word) {
    if (slice_find(*word, '%') == word->len)
        return OK;
    char *p = arena_alloc(a, word->len);
    size_t n = 0;
    if (p == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < word->len; i++) {
        const char *c = word->ptr + i;
        bool whole = *c == '%' && word->len - i > 2 && ascii_hex_value(c[1]) >= 0 &&
                     ascii_hex_value(c[2]) >= 0;
        p[n++] = whole ? (char)(ascii_hex_value(c[1]) << 4 | ascii_hex_value(c[2])) : *c;
        i += whole ? 2 : 0;
    }
    return reading_seen(a, (struct slice){p, n}, word);
}

/* ---- one address --------------------------------------------------------------------------- */

/* The capital of i and the small letter of I on a Turkish keyboard, which begins a field with the
 * former; few mailboxes have one. */
static bool is_turkish_i(uint32_t c) { return c == 0x130 || c == 0x131; }

/* Keyboards of telephones make a quote of an apostrophe, which no mailbox has in its name. */
static enum errcode fold_local(struct arena *a, struct slice seen, struct slice *out,
                               bool *doubtful) {
    struct slice folded;
    enum errcode e = lettering_fold(a, seen, &folded);
    if (e != OK)
        return e;
    char *p = arena_alloc(a, folded.len + 1);
    size_t n = 0, step;
    if (p == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < folded.len; i += step) {
        uint32_t c = first_character(slice_sub(folded, i, folded.len), &step);
        if (!is_local_character(c))
            return ERR_SYNTAX;
        *doubtful |= is_single_quote(c) || is_turkish_i(c);
        n += utf8_encode(is_single_quote(c) ? '\'' : c, p + n);
    }
    *out = (struct slice){p, n};
    *doubtful |= lettering_is_doubtful(*out);
    return n > 0 && n <= EMAIL_LOCAL_MAX ? OK : ERR_SYNTAX;
}

/* What was typed for a piece of seen; unset where that is the same or piece is not in it. */
static enum errcode find_typed(struct search *s, struct slice piece, struct slice *typed) {
    const struct reading *r = s->reading;
    *typed = SLICE_NONE;
    bool inside = piece.ptr >= r->seen.ptr && piece.ptr < r->seen.ptr + r->seen.len;
    if (!inside || r->seen.ptr == r->typed.ptr)
        return OK;
    size_t start = (size_t)(piece.ptr - r->seen.ptr), end = start + piece.len;
    enum errcode e = reading_span(s->arena, r, &start, &end);
    if (e == OK)
        *typed = slice_sub(r->typed, start, end - start);
    return e;
}

static enum errcode parse_address(struct search *s, struct slice word, struct email *out) {
    struct slice domain, typed, local = slice_trim(slice_cut(word, '@', &domain));
    domain = slice_trim(domain);
    *out = (struct email){0};
    if (local.len > EMAIL_BYTES_MAX || domain.len > EMAIL_BYTES_MAX)
        return ERR_SYNTAX;
    if (has_any(domain, separates)) /* that an escape has hidden */
        return ERR_SYNTAX;
    enum errcode e = find_typed(s, domain, &typed);
    if (e == OK)
        e = fold_local(s->arena, local, &local, &out->unverified);
    if (e == OK)
        e = mail_domain_parse(s->arena, domain, typed, &domain, &out->unverified);
    if (e != OK)
        return e;
    size_t bytes = local.len + 1 + domain.len;
    if (bytes > EMAIL_BYTES_MAX)
        return ERR_SYNTAX;
    char *p = arena_alloc(s->arena, bytes);
    if (p == NULL)
        return ERR_TOO_LARGE;
    memcpy(p, local.ptr, local.len);
    p[local.len] = '@';
    memcpy(p + local.len + 1, domain.ptr, domain.len);
    out->canonical = (struct slice){p, bytes};
    return OK;
}

/* ---- the whole text ------------------------------------------------------------------------ */

static enum errcode judge_address(struct search *s, struct slice word) {
    struct email email;
    bool bracketed = s->opened && slice_find(s->rest, '>') < s->rest.len;
    bool set_off = bracketed || (s->labeled && s->addresses == 0);
    if ((s->words && !set_off) || s->addresses == EMAIL_ADDRESSES_MAX)
        return ERR_SYNTAX;
    enum errcode e = parse_address(s, word, &email);
    if (e != OK)
        return e;
    s->words = false;
    s->enclosed = s->opened;
    if (s->addresses++ == 0) {
        s->found.canonical = email.canonical;
        s->found.unverified = email.unverified;
    } else if (!slice_eq(email.canonical, s->found.canonical)) {
        s->found.says_more = true;
        if (s->opened)
            return ERR_SYNTAX;
    }
    return OK;
}

static enum errcode judge_word(struct search *s, struct slice word) {
    bool labeled = slice_ends(word, ":");
    if (labeled && slice_eq_nocase(word, SCHEME))
        return OK;
    if (strip_scheme(&word)) {
        strip_headers(s, &word);
        enum errcode e = unescape(s->arena, &word);
        if (e != OK)
            return e;
    }
    word = strip_punctuation(word);
    if (slice_find(word, '@') < word.len)
        return judge_address(s, word);
    if (!has_any(word, is_letter_or_digit))
        return OK;
    s->found.says_more = true;
    if (s->addresses > 0 &&
        !has_any(word, is_letter)) /* a telephone, say: no top-level domain is of digits */
        return OK;
    s->words = true;
    s->labeled = labeled;
    return OK;
}

enum errcode email_parse(struct arena *a, const struct reading *r, struct email *out) {
    struct search s = {.arena = a, .reading = r, .rest = r->seen};
    for (;;) {
        bool closed = skip_separators(&s);
        if (closed && s.enclosed) {
            s.found.says_more |= has_any(s.rest, is_letter_or_digit);
            break;
        }
        if (s.rest.len == 0)
            break;
        s.enclosed = false;
        enum errcode e = judge_word(&s, take_word(&s));
        if (e != OK)
            return e;
    }
    if (s.words || s.addresses == 0)
        return ERR_SYNTAX;
    *out = s.found;
    return OK;
}
