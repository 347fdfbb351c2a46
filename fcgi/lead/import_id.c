/* import_id: parts have their length in front, so that no two rows give the same octets. */
#include "lead/import_id.h"

#include <openssl/evp.h>

#include "base/buf.h"
#include "lead/canonical.h"

#define PAYLOAD_BYTES_MAX (4 * IMPORT_ID_BYTES_MAX)

static void add_part(struct buf *b, struct slice part) {
    buf_uint(b, part.len);
    buf_char(b, ':');
    buf_raw(b, part);
}

static enum errcode write_payload(struct arena *a, const struct submission *s, struct slice number,
                                  int64_t at_us, struct slice *out) {
    char fingerprint[FINGERPRINT_BYTES];
    struct contact_list contacts;
    struct buf b;
    enum errcode e = OK;
    buf_init(&b, a, PAYLOAD_BYTES_MAX);
    add_part(&b, SLICE_LIT("firstline import"));
    add_part(&b, s->form->name);
    add_part(&b, number);
    if (number.len == 0) {
        contacts_collect(s, &contacts);
        e = canonical_fingerprint(a, s, &contacts, fingerprint);
        add_part(&b, slice_from(fingerprint));
        buf_uint(&b, (uint64_t)at_us);
    }
    return e == OK ? buf_done(&b, out) : e;
}

enum errcode import_id(struct arena *a, const struct submission *s, struct slice number,
                       int64_t at_us, struct uuid *out) {
    unsigned char hash[EVP_MAX_MD_SIZE];
    struct slice payload = SLICE_LIT("");
    enum errcode e = write_payload(a, s, number, at_us, &payload);
    if (e != OK)
        return e;
    if (EVP_Digest(payload.ptr, payload.len, hash, NULL, EVP_sha256(), NULL) != 1)
        return ERR_UNAVAILABLE;
    hash[6] = (unsigned char)(0x80 | (hash[6] & 0x0F));
    hash[8] = (unsigned char)(0x80 | (hash[8] & 0x3F));
    uuid_from_octets(hash, out);
    return OK;
}
