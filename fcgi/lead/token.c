/* token: 76 octets, signed and written in base64url:
 *   key id 4 | issued, microseconds 8 | UUID 16 | random 16 | HMAC-SHA-256 32
 * The signature covers what stands before it and the form's name, so a token of one form is of no
 * use at another. The key id is no secret: the first octets of the key's hash. */
#include "lead/token.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/bounds.h"
#include "base/log.h"
#include "base/xalloc.h"

#define KEY_ID_BYTES 4
#define RANDOM_BYTES 16
#define AT_ISSUED KEY_ID_BYTES
#define AT_UUID (AT_ISSUED + 8)
#define AT_RANDOM (AT_UUID + UUID_OCTETS)
#define SIGNED_BYTES (AT_RANDOM + RANDOM_BYTES)
#define TOKEN_BYTES (SIGNED_BYTES + SHA256_DIGEST_LENGTH)
#define TOKEN_TEXT ((TOKEN_BYTES * 4 + 2) / 3) /* base64 without padding */
#define FILE_BYTES_MAX 1024
#define US_PER_S 1000000LL

struct key {
    unsigned char id[KEY_ID_BYTES];
    unsigned char bytes[TOKEN_KEY_BYTES_MAX];
    size_t len;
    EVP_MAC_CTX *hmac; /* begun with the key: finding the algorithm and making a context cost more
                        * than the signature of a text this short */
};

struct token_keys {
    struct key items[TOKEN_KEYS_MAX];
    size_t count; /* >= 1; the first signs */
};

/* Ends the program where libcrypto has no HMAC, as at any memory that a start lacks. */
static void prepare_key(struct key *k) {
    unsigned char hash[SHA256_DIGEST_LENGTH];
    char digest[] = "SHA256";
    const OSSL_PARAM settings[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end()};
    SHA256(k->bytes, k->len, hash);
    memcpy(k->id, hash, KEY_ID_BYTES);
    EVP_MAC *algorithm = EVP_MAC_fetch(NULL, "HMAC", NULL);
    k->hmac = EVP_MAC_CTX_new(algorithm);
    EVP_MAC_free(algorithm);
    if (k->hmac == NULL || EVP_MAC_init(k->hmac, k->bytes, k->len, settings) != 1) {
        fputs("firstline: libcrypto has no HMAC-SHA-256\n", stderr);
        exit(EX_OSFILE);
    }
}

static bool read_key(struct slice hex, struct key *out) {
    if (hex.len % 2 != 0 || hex.len / 2 < TOKEN_KEY_BYTES_MIN || hex.len / 2 > TOKEN_KEY_BYTES_MAX)
        return false;
    out->len = hex.len / 2;
    for (size_t i = 0; i < out->len; i++) {
        int high = ascii_hex_value(hex.ptr[2 * i]), low = ascii_hex_value(hex.ptr[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out->bytes[i] = (unsigned char)(high << 4 | low);
    }
    prepare_key(out);
    return true;
}

/* One or two lines, each ended or the last not. */
static bool read_keys(struct slice text, struct token_keys *k) {
    if (slice_ends(text, "\n"))
        text.len--;
    struct slice rest = text;
    while (rest.ptr != NULL) {
        struct slice line = slice_trim(slice_cut(rest, '\n', &rest));
        if (k->count == TOKEN_KEYS_MAX || !read_key(line, &k->items[k->count]))
            return false;
        k->count++;
    }
    return true;
}

static enum errcode load_file(const char *path, struct token_keys *k) {
    char text[FILE_BYTES_MAX];
    FILE *f = fopen(path, "re");
    if (f == NULL) {
        log_line(LOG_ERROR, "token_keys", "path=%s error=\"%m\"", path);
        return ERR_CONFIG;
    }
    size_t n = fread(text, 1, sizeof text, f);
    bool good = !ferror(f) && n < sizeof text && read_keys((struct slice){text, n}, k);
    fclose(f);
    OPENSSL_cleanse(text, sizeof text);
    if (good)
        return OK;
    log_line(LOG_ERROR, "token_keys", "path=%s error=\"want 1 or 2 lines of %d to %d hex digits\"",
             path, 2 * TOKEN_KEY_BYTES_MIN, 2 * TOKEN_KEY_BYTES_MAX);
    return ERR_CONFIG;
}

enum errcode token_keys_load(const char *path, struct token_keys **out) {
    struct token_keys *k = xcalloc(1, sizeof *k);
    if (path != NULL) {
        enum errcode e = load_file(path, k);
        if (e != OK) {
            token_keys_free(k);
            return e;
        }
    } else {
        k->count = 1;
        k->items[0].len = TOKEN_KEY_BYTES_MIN;
        random_bytes(k->items[0].bytes, TOKEN_KEY_BYTES_MIN);
        prepare_key(&k->items[0]);
    }
    *out = k;
    return OK;
}

struct token_keys *token_keys_copy(const struct token_keys *k) {
    struct token_keys *copy = xmalloc(sizeof *copy);
    *copy = *k;
    for (size_t i = 0; i < k->count; i++)
        prepare_key(&copy->items[i]);
    return copy;
}

void token_keys_free(struct token_keys *k) {
    if (k == NULL)
        return;
    for (size_t i = 0; i < TOKEN_KEYS_MAX; i++)
        EVP_MAC_CTX_free(k->items[i].hmac);
    OPENSSL_cleanse(k, sizeof *k);
    free(k);
}

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void encode(const unsigned char bytes[TOKEN_BYTES], char text[TOKEN_TEXT]) {
    for (size_t i = 0; i < TOKEN_TEXT; i++) {
        size_t at = i * 6 / 8, shift = i * 6 % 8;
        unsigned next = at + 1 < TOKEN_BYTES ? bytes[at + 1] : 0;
        unsigned two = (unsigned)bytes[at] << 8 | next;
        text[i] = alphabet[two >> (10 - shift) & 63];
    }
}

/* Strict: exactly the text that encode writes. */
static bool decode(struct slice text, unsigned char bytes[TOKEN_BYTES]) {
    char again[TOKEN_TEXT];
    if (text.len != TOKEN_TEXT)
        return false;
    memset(bytes, 0, TOKEN_BYTES);
    for (size_t i = 0; i < TOKEN_TEXT; i++) {
        const char *p = memchr(alphabet, text.ptr[i], sizeof alphabet - 1);
        if (p == NULL)
            return false;
        size_t at = i * 6 / 8, shift = i * 6 % 8;
        unsigned two = (unsigned)(p - alphabet) << (10 - shift);
        bytes[at] |= (unsigned char)(two >> 8);
        if (at + 1 < TOKEN_BYTES)
            bytes[at + 1] |= (unsigned char)(two & 0xFF);
    }
    encode(bytes, again); /* the last digit has bits that mean nothing: they must be zero */
    return memcmp(again, text.ptr, TOKEN_TEXT) == 0;
}

/* Of parts one after the other. */
static enum errcode sign(const struct key *k, const struct slice *parts, size_t count,
                         unsigned char mac[SHA256_DIGEST_LENGTH]) {
    size_t len;
    bool good = EVP_MAC_init(k->hmac, NULL, 0, NULL) == 1; /* with the key that it has */
    for (size_t i = 0; good && i < count; i++)
        good = EVP_MAC_update(k->hmac, (const unsigned char *)parts[i].ptr, parts[i].len) == 1;
    good = good && EVP_MAC_final(k->hmac, mac, &len, SHA256_DIGEST_LENGTH) == 1;
    return good ? OK : ERR_UNAVAILABLE; /* libcrypto out of memory */
}

static enum errcode sign_token(const struct key *k, struct slice form, const unsigned char *bytes,
                               unsigned char mac[SHA256_DIGEST_LENGTH]) {
    const struct slice parts[] = {{(const char *)bytes, SIGNED_BYTES}, form};
    return sign(k, parts, 2, mac);
}

static void put_time(int64_t us, unsigned char out[8]) {
    for (int i = 0; i < 8; i++)
        out[i] = (unsigned char)((uint64_t)us >> (56 - 8 * i));
}

static int64_t get_time(const unsigned char in[8]) {
    uint64_t us = 0;
    for (int i = 0; i < 8; i++)
        us = us << 8 | in[i];
    return (int64_t)us;
}

enum errcode token_issue(const struct token_keys *k, struct arena *a, struct slice form,
                         int64_t now_us, struct slice *out) {
    unsigned char bytes[TOKEN_BYTES];
    struct uuid id;
    char *text = arena_alloc(a, TOKEN_TEXT);
    if (text == NULL)
        return ERR_TOO_LARGE;
    uuid_make(now_us, &id);
    memcpy(bytes, k->items[0].id, KEY_ID_BYTES);
    put_time(now_us, bytes + AT_ISSUED);
    uuid_octets(&id, bytes + AT_UUID);
    random_bytes(bytes + AT_RANDOM, RANDOM_BYTES);
    enum errcode e = sign_token(&k->items[0], form, bytes, bytes + SIGNED_BYTES);
    if (e != OK)
        return e;
    encode(bytes, text);
    *out = (struct slice){text, TOKEN_TEXT};
    return OK;
}

static const struct key *find_key(const struct token_keys *k, const unsigned char *id) {
    for (size_t i = 0; i < k->count; i++)
        if (memcmp(k->items[i].id, id, KEY_ID_BYTES) == 0)
            return &k->items[i];
    return NULL;
}

static bool is_signed(const struct token_keys *k, struct slice form,
                      const unsigned char bytes[TOKEN_BYTES]) {
    unsigned char mac[SHA256_DIGEST_LENGTH];
    const struct key *key = find_key(k, bytes);
    return key != NULL && sign_token(key, form, bytes, mac) == OK &&
           CRYPTO_memcmp(mac, bytes + SIGNED_BYTES, sizeof mac) == 0;
}

/* What programs make: crypto.randomUUID() and the like, or as firstline itself. */
static bool is_key_of_now(const struct uuid *id, int64_t now_us) {
    if (uuid_version(id) != 7)
        return uuid_version(id) == 4;
    int64_t age_us = now_us - uuid_made_us(id);
    return age_us <= KEY_AGE_MAX_S * US_PER_S && -age_us <= KEY_AHEAD_MAX_S * US_PER_S;
}

enum token_verdict token_judge(const struct token_keys *k, struct slice form, struct slice text,
                               int64_t now_us, struct token *out) {
    unsigned char bytes[TOKEN_BYTES];
    struct token t = {0};
    text = slice_trim(text);
    if (uuid_parse(text, &t.id)) {
        *out = t;
        return is_key_of_now(&t.id, now_us) ? TOKEN_UUID : TOKEN_ODD_UUID;
    }
    if (!decode(text, bytes) || !is_signed(k, form, bytes))
        return TOKEN_BAD;
    t.issued_us = get_time(bytes + AT_ISSUED);
    uuid_from_octets(bytes + AT_UUID, &t.id);
    *out = t;
    bool old = now_us - t.issued_us > TOKEN_AGE_MAX_S * US_PER_S;
    bool early = t.issued_us - now_us > TOKEN_CLOCK_BACK_MAX_S * US_PER_S;
    return old || early ? TOKEN_EXPIRED : TOKEN_GOOD;
}

/* ---- proofs -------------------------------------------------------------------------------- */

#define PROOF_MAC_BYTES (SHA256_DIGEST_LENGTH / 2) /* 128 bits are out of anybody's reach */
#define PROOF_BYTES (KEY_ID_BYTES + PROOF_MAC_BYTES)

/* A token's message begins with a key id and has no such head, so neither passes for the other. */
static bool make_proof(const struct key *k, struct slice form, struct slice said,
                       unsigned char out[PROOF_BYTES]) {
    unsigned char mac[SHA256_DIGEST_LENGTH];
    const struct slice parts[] = {SLICE_LIT("firstline has said\n"), form, /* without a line end */
                                  SLICE_LIT("\n"), said};
    if (sign(k, parts, 4, mac) != OK)
        return false;
    memcpy(out, k->id, KEY_ID_BYTES);
    memcpy(out + KEY_ID_BYTES, mac, PROOF_MAC_BYTES);
    return true;
}

enum errcode token_prove(const struct token_keys *k, struct arena *a, struct slice form,
                         struct slice said, struct slice *out) {
    unsigned char proof[PROOF_BYTES];
    size_t len = sizeof proof * 2;
    char *text = arena_alloc(a, len);
    if (text == NULL)
        return ERR_TOO_LARGE;
    if (!make_proof(&k->items[0], form, said, proof))
        return ERR_UNAVAILABLE;
    for (size_t i = 0; i < sizeof proof; i++)
        ascii_hex(proof[i], text + 2 * i);
    *out = (struct slice){text, len};
    return OK;
}

static bool read_proof(struct slice hex, unsigned char out[PROOF_BYTES]) {
    if (hex.len != 2 * PROOF_BYTES)
        return false;
    for (size_t i = 0; i < PROOF_BYTES; i++) {
        int high = ascii_hex_value(hex.ptr[2 * i]), low = ascii_hex_value(hex.ptr[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

enum proof token_proved(const struct token_keys *k, struct slice form, struct slice said,
                        struct slice text) {
    unsigned char given[PROOF_BYTES], right[PROOF_BYTES];
    if (!read_proof(text, given))
        return PROOF_BAD;
    const struct key *key = find_key(k, given);
    if (key == NULL || !make_proof(key, form, said, right))
        return PROOF_UNKNOWN;
    return CRYPTO_memcmp(given, right, sizeof right) == 0 ? PROOF_GOOD : PROOF_BAD;
}
