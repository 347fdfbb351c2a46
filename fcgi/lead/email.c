/* email: the syntax of HTML's input type=email by hand (it is a table of characters and two
 * lengths), international domains by libidn2. Only the address's canonical form is an identity;
 * what was typed stays in the raw record. */
#include "lead/email.h"

#include <idn2.h>
#include <string.h>

#include "base/bounds.h"
#include "base/utf8.h"
#include "lead/clean.h"

#define LABEL_BYTES_MAX 63

/* White space, controls, marks of direction and the like have no place in an address, though
 * RFC 6531 takes any character above ASCII. */
static bool is_letter_beyond_ascii(uint32_t c) {
    bool invisible = c <= 0xA0 || c == 0xAD || (c >= 0x2000 && c <= 0x206F) || c == 0x3000 ||
                     c == 0xFEFF || c == 0xFFFD;
    return !invisible;
}

static bool is_local_ascii(char c) {
    return ascii_is_alpha(c) || ascii_is_digit(c) ||
           (c != '\0' && strchr(".!#$%&'*+/=?^_`{|}~-", c) != NULL);
}

static bool is_domain_ascii(char c) { return ascii_is_alpha(c) || ascii_is_digit(c) || c == '-'; }

static bool consists_of(struct slice s, bool (*is_good_ascii)(char)) {
    for (size_t i = 0, n; i < s.len; i += n) {
        uint32_t c = 0;
        n = utf8_decode(slice_sub(s, i, 4), &c);
        if (n == 0 || !(n == 1 ? is_good_ascii(s.ptr[i]) : is_letter_beyond_ascii(c)))
            return false;
    }
    return s.len > 0;
}

static bool is_ascii(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    return true;
}

static bool is_label(struct slice s) {
    return consists_of(s, is_domain_ascii) && s.ptr[0] != '-' && s.ptr[s.len - 1] != '-' &&
           (!is_ascii(s) || s.len <= LABEL_BYTES_MAX);
}

static bool is_domain(struct slice s) {
    struct slice rest = s;
    while (rest.ptr != NULL)
        if (!is_label(slice_cut(rest, '.', &rest)))
            return false;
    return true;
}

static bool has_encoded_label(struct slice domain) {
    struct slice rest = domain;
    while (rest.ptr != NULL) {
        struct slice label = slice_cut(rest, '.', &rest);
        if (slice_eq_nocase(slice_sub(label, 0, 4), "xn--"))
            return true;
    }
    return false;
}

/* The domain with A-labels; *refused and as typed when libidn2 does not take it. Plain ASCII does
 * not go there: it would refuse names that do exist, such as r3---sn.example. */
static enum errcode to_ascii(struct arena *a, struct slice domain, struct slice *out,
                             bool *refused) {
    const char *typed;
    uint8_t *encoded = NULL;
    enum errcode e = clean_lower(a, domain, out);
    if (e != OK || (is_ascii(domain) && !has_encoded_label(domain)))
        return e;
    e = slice_cstr(a, domain, &typed);
    if (e != OK)
        return e;
    *refused = idn2_lookup_u8((const uint8_t *)typed, &encoded,
                              IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK;
    if (!*refused)
        e = arena_copy(a, slice_from((const char *)encoded), out);
    idn2_free(encoded);
    return e;
}

static struct slice strip(struct slice s) {
    s = clean_trim(s);
    if (s.len >= 2 && s.ptr[0] == '<' && s.ptr[s.len - 1] == '>')
        s = clean_trim(slice_sub(s, 1, s.len - 2));
    if (slice_eq_nocase(slice_sub(s, 0, 7), "mailto:"))
        s = clean_trim(slice_sub(s, 7, s.len));
    return s;
}

static enum errcode join(struct arena *a, struct slice local, struct slice domain,
                         struct slice *out) {
    char *p = arena_alloc(a, local.len + 1 + domain.len);
    if (p == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < local.len; i++)
        p[i] = ascii_lower(local.ptr[i]);
    p[local.len] = '@';
    memcpy(p + local.len + 1, domain.ptr, domain.len);
    *out = (struct slice){p, local.len + 1 + domain.len};
    return OK;
}

enum errcode email_parse(struct arena *a, struct slice text, struct email *out) {
    struct slice domain, local = slice_cut(strip(text), '@', &domain);
    if (domain.ptr == NULL || local.len > EMAIL_LOCAL_MAX || domain.len > EMAIL_BYTES_MAX ||
        !consists_of(local, is_local_ascii) || !is_domain(domain))
        return ERR_SYNTAX;
    struct email found = {0};
    bool refused = false;
    enum errcode e = to_ascii(a, domain, &domain, &refused);
    /* libidn2 also maps characters: a full stop of another script may end the domain now */
    if (e == OK && (local.len + 1 + domain.len > EMAIL_BYTES_MAX || !is_domain(domain)))
        e = ERR_SYNTAX;
    if (e == OK)
        e = join(a, local, domain, &found.canonical);
    found.unverified = refused || slice_find(domain, '.') == domain.len;
    if (e == OK)
        *out = found;
    return e;
}
