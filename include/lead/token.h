/* token: the hidden _submission of a form page: a receipt in advance, when it was issued and for
 * which form, signed. It makes a double click one lead without any script. */
#ifndef LEAD_TOKEN_H
#define LEAD_TOKEN_H

#include <stdint.h>

#include "base/arena.h"
#include "base/uuid.h"

struct token_keys; /* opaque; one or two keys, the first signs, both are valid */

/* path NULL: one random key for this process, so pages do not survive a restart. Otherwise a file
 * of one or two lines of hexadecimal digits, 32 to 64 octets each; ERR_CONFIG, logged, if not. */
MUST_CHECK enum errcode token_keys_load(const char *path, struct token_keys **out);

/* For another thread: what signs and what judges use the keys' own contexts, so each thread has
 * keys of its own. At start; ends the program as any lack of memory there. */
struct token_keys *token_keys_copy(const struct token_keys *k);
void token_keys_free(struct token_keys *k); /* NULL is fine */

struct token {
    struct uuid id;    /* version 7, the receipt of what will be sent with it */
    int64_t issued_us; /* wall time */
};

/* Text for a hidden field: base64url, no padding: key id, issue time, UUID, random bits, and
 * HMAC-SHA-256 over these and the form's name. */
MUST_CHECK enum errcode token_issue(const struct token_keys *k, struct arena *a, struct slice form,
                                    int64_t now_us, struct slice *out);

enum token_verdict {
    TOKEN_GOOD = 0,
    TOKEN_UUID,     /* not signed, but a UUID: the key of a program that sends JSON */
    TOKEN_ODD_UUID, /* neither a random one (4) nor one of now (7): nobody's key, and no receipt,
                     * as receipts are read for their time */
    TOKEN_EXPIRED,  /* signed by us, older than TOKEN_AGE_MAX_S or from the future */
    TOKEN_BAD
};
/* Constant time in the signature. out is filled for GOOD, UUID, ODD_UUID (issued_us 0) and
 * EXPIRED. */
enum token_verdict token_judge(const struct token_keys *k, struct slice form, struct slice text,
                               int64_t now_us, struct token *out);

/* What firstline has said before, seen again in an address or a hidden field. said is a text of our
 * own, other for other uses: a receipt, or the path of a page, which begins with /. The proof is
 * hexadecimal digits: key id, then half of an HMAC-SHA-256 over form and said. */
MUST_CHECK enum errcode token_prove(const struct token_keys *k, struct arena *a, struct slice form,
                                    struct slice said, struct slice *out);

enum proof {
    PROOF_GOOD = 0,
    PROOF_UNKNOWN, /* of a key that is not ours any more: a new one since, or none in a file */
    PROOF_BAD
};
/* Constant time in the signature. Without memory it cannot be known either. */
enum proof token_proved(const struct token_keys *k, struct slice form, struct slice said,
                        struct slice text);

#endif
