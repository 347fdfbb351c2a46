/* session: LOGIN.UNTIL.NONCE.PROOF, the login and the nonce in hexadecimal digits, so that nothing
 * in it means anything to a browser; the proof is of all that stands before it. */
#include "desk/session.h"

#include <stdlib.h>
#include <sys/random.h>

#include "base/bounds.h"
#include "base/buf.h"

#define NONCE_OCTETS 16
#define VALUE_MAX 1024
#define COOKIE_ATTRIBUTES "; Path=/; Secure; HttpOnly; SameSite=Strict"

static void write_hex(struct buf *b, struct slice octets) {
    for (size_t i = 0; i < octets.len; i++) {
        char digits[2];
        ascii_hex((unsigned char)octets.ptr[i], digits);
        buf_raw(b, (struct slice){digits, 2});
    }
}

static enum errcode read_hex(struct arena *a, struct slice digits, struct slice *out) {
    char *octets = arena_alloc(a, digits.len / 2 + 1);
    if (octets == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i + 1 < digits.len; i += 2) {
        int high = ascii_hex_value(digits.ptr[i]), low = ascii_hex_value(digits.ptr[i + 1]);
        if (high < 0 || low < 0)
            return ERR_SYNTAX;
        octets[i / 2] = (char)(high * 16 + low);
    }
    *out = (struct slice){octets, digits.len / 2};
    return digits.len % 2 == 0 && digits.len > 0 ? OK : ERR_SYNTAX;
}

static enum errcode make_nonce(struct arena *a, struct slice *out) {
    char octets[NONCE_OCTETS];
    struct buf b;
    if (getrandom(octets, sizeof octets, 0) != sizeof octets)
        return ERR_UNAVAILABLE;
    buf_init(&b, a, 2 * NONCE_OCTETS);
    write_hex(&b, (struct slice){octets, sizeof octets});
    return buf_done(&b, out);
}

static struct slice purpose(void) { return SLICE_LIT("desk session"); }

static enum errcode sign(const struct token_keys *k, struct arena *a, struct slice login,
                         long long until_s, struct slice nonce, struct slice *out) {
    struct slice said, proof;
    struct buf b;
    buf_init(&b, a, VALUE_MAX);
    write_hex(&b, login);
    buf_printf(&b, ".%lld.", until_s);
    buf_raw(&b, nonce);
    enum errcode e = buf_done(&b, &said);
    if (e == OK)
        e = token_prove(k, a, purpose(), said, &proof);
    if (e != OK)
        return e;
    buf_char(&b, '.');
    buf_raw(&b, proof);
    return buf_done(&b, out);
}

enum errcode session_make(const struct token_keys *k, struct arena *a, struct slice login,
                          int64_t now_us, struct session *out, struct slice *cookie) {
    struct slice value;
    struct buf b;
    *out = (struct session){.login = login};
    enum errcode e = make_nonce(a, &out->nonce);
    if (e == OK)
        e = sign(k, a, login, now_us / 1000000 + DESK_SESSION_S, out->nonce, &value);
    if (e != OK)
        return e;
    buf_init(&b, a, 2 * VALUE_MAX);
    buf_lit(&b, SESSION_COOKIE "=");
    buf_raw(&b, value);
    buf_printf(&b, "; Max-Age=%d" COOKIE_ATTRIBUTES, DESK_SESSION_S);
    return buf_done(&b, cookie);
}

/* Unset: there is none of that name. */
static struct slice cookie_value(struct slice cookies) {
    while (cookies.ptr != NULL) {
        struct slice value, one = slice_trim(slice_cut(cookies, ';', &cookies));
        struct slice name = slice_cut(one, '=', &value);
        if (slice_eq_lit(name, SESSION_COOKIE))
            return value;
    }
    return SLICE_NONE;
}

static long long seconds(struct arena *a, struct slice digits) {
    const char *text;
    char *end;
    if (digits.len == 0 || digits.len > 12 || slice_cstr(a, digits, &text) != OK)
        return 0;
    long long n = strtoll(text, &end, 10);
    return *end == '\0' ? n : 0;
}

bool session_find(const struct token_keys *k, struct arena *a, struct slice cookies, int64_t now_us,
                  struct session *out) {
    struct slice value = cookie_value(cookies), rest, proof;
    if (value.len == 0 || value.len > VALUE_MAX)
        return false;
    struct slice login = slice_cut(value, '.', &rest);
    struct slice until = slice_cut(rest, '.', &rest), nonce = slice_cut(rest, '.', &proof);
    if (proof.ptr == NULL)
        return false;
    struct slice said = {value.ptr, (size_t)(nonce.ptr + nonce.len - value.ptr)};
    if (token_proved(k, purpose(), said, proof) != PROOF_GOOD ||
        seconds(a, until) <= now_us / 1000000)
        return false;
    out->nonce = nonce;
    return read_hex(a, login, &out->login) == OK;
}

struct slice session_gone(void) {
    return SLICE_LIT(SESSION_COOKIE "=; Max-Age=0" COOKIE_ATTRIBUTES);
}
