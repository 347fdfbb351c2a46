/* canonical: two sendings of the same thing must be equal here, whatever the spelling of the phone
 * or the spaces around a name; two different things must not. */
#include "lead/canonical.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>

#define PHONES_BYTES_MAX 256
#define HASH_BYTES 32

static enum errcode phones_text(struct arena *a, const struct phone_list *phones,
                                struct slice *out) {
    struct buf b;
    buf_init(&b, a, PHONES_BYTES_MAX);
    for (size_t i = 0; i < phones->count; i++) {
        buf_lit(&b, i == 0 ? "" : ", ");
        buf_raw(&b, phones->items[i].e164);
        if (phones->items[i].extension.ptr == NULL)
            continue;
        buf_lit(&b, ";ext=");
        buf_raw(&b, phones->items[i].extension);
    }
    return buf_done(&b, out);
}

enum errcode canonical_text(struct arena *a, const struct field *field, const struct answer *answer,
                            struct slice *out) {
    const struct field_kind *kind = field_kind(field);
    if (field->type == FIELD_PHONE)
        return phones_text(a, &answer->phones, out);
    if (kind->canonical != NULL)
        return kind->canonical(a, &answer->value, out);
    *out = field->type == FIELD_EMAIL ? answer->email.canonical : answer->value.text.seen;
    return OK;
}

static void add_part(struct buf *b, struct slice part) {
    buf_uint(b, part.len);
    buf_char(b, ':');
    buf_raw(b, part);
}

static int by_kind_and_value(const void *left, const void *right) {
    const struct contact *a = left, *b = right;
    int order = slice_compare(slice_from(a->kind), slice_from(b->kind));
    return order != 0 ? order : slice_compare(a->value, b->value);
}

static void add_contacts(struct buf *b, const struct contact_list *contacts) {
    struct contact_list sorted = *contacts;
    qsort(sorted.items, sorted.count, sizeof *sorted.items, by_kind_and_value);
    for (size_t i = 0; i < sorted.count; i++) {
        add_part(b, slice_from(sorted.items[i].kind));
        add_part(b, sorted.items[i].value);
    }
    add_part(b, SLICE_LIT("")); /* no kind is empty: the end of the list */
}

static enum errcode add_answers(struct arena *a, struct buf *b, const struct submission *s) {
    for (size_t i = 0; i < s->form->field_count; i++) {
        const struct answer *answer = &s->answers[i];
        struct slice text = SLICE_LIT("");
        enum errcode e = OK;
        if (answer->state != ANSWER_VALID && !answer->set_aside)
            continue;
        if (answer->state == ANSWER_VALID)
            e = canonical_text(a, &s->form->fields[i], answer, &text);
        if (e != OK)
            return e;
        add_part(b, s->form->fields[i].name);
        add_part(b, text);
        /* what a contact's value does not say is part of the payload, too; 2 т is just 2000 */
        if (answer->value.says_more && field_is_contact(&s->form->fields[i]))
            add_part(b, answer->value.text.seen);
    }
    return OK;
}

static void write_hex(const unsigned char hash[HASH_BYTES], char out[FINGERPRINT_BYTES]) {
    for (size_t i = 0; i < HASH_BYTES; i++)
        ascii_hex(hash[i], out + 2 * i);
    out[2 * HASH_BYTES] = '\0';
}

/* Found once: that takes as long as the digest of a lead. */
static EVP_MD *sha256;
static pthread_once_t found = PTHREAD_ONCE_INIT;
static void find_sha256(void) { sha256 = EVP_MD_fetch(NULL, "SHA256", NULL); }

enum errcode canonical_fingerprint(struct arena *a, const struct submission *s,
                                   const struct contact_list *contacts,
                                   char out[FINGERPRINT_BYTES]) {
    unsigned char hash[EVP_MAX_MD_SIZE];
    struct slice payload = SLICE_LIT("");
    struct buf b;
    buf_init(&b, a, RECORD_BYTES_MAX);
    add_part(&b, s->form->name);
    add_contacts(&b, contacts);
    enum errcode e = add_answers(a, &b, s);
    if (e == OK)
        e = buf_done(&b, &payload);
    if (e != OK)
        return e;
    pthread_once(&found, find_sha256);
    if (sha256 == NULL || EVP_Digest(payload.ptr, payload.len, hash, NULL, sha256, NULL) != 1)
        return ERR_UNAVAILABLE;
    write_hex(hash, out);
    return OK;
}
