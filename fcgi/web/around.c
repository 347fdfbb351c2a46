/* around: see the header. A path here begins with one slash, since two begin another host. */
#include "web/around.h"

#include "base/bounds.h"
#include "base/buf.h"

#define OWN_PATHS "/f/" /* a fragment that was opened by itself stands in no page */

static bool is_page(struct slice uri) {
    bool good = uri.len > 0 && uri.len <= URL_BYTES_MAX && uri.ptr[0] == '/' &&
                !slice_starts(uri, "//") && !slice_starts(uri, OWN_PATHS);
    for (size_t i = 0; good && i < uri.len; i++)
        good = (unsigned char)uri.ptr[i] > 0x20 && (unsigned char)uri.ptr[i] < 0x7f &&
               uri.ptr[i] != '\\';
    return good;
}

enum errcode around_seal(const struct token_keys *k, struct arena *a, struct slice form,
                         struct slice uri, struct slice *out) {
    struct slice proof;
    struct buf b;
    *out = SLICE_NONE;
    if (!is_page(uri))
        return OK;
    enum errcode e = token_prove(k, a, form, uri, &proof);
    if (e != OK)
        return e;
    buf_init(&b, a, URL_BYTES_MAX + proof.len + 1);
    buf_raw(&b, proof);
    buf_char(&b, ' ');
    buf_raw(&b, uri);
    return buf_done(&b, out);
}

bool around_open(const struct token_keys *k, struct slice form, struct slice value,
                 struct slice *uri) {
    struct slice rest, proof = slice_cut(value, ' ', &rest);
    if (rest.ptr == NULL || !is_page(rest) || token_proved(k, form, rest, proof) != PROOF_GOOD)
        return false;
    *uri = rest;
    return true;
}

struct slice around_what(struct slice value, struct slice form) {
    struct slice what, of = slice_cut(value, '.', &what);
    return slice_eq(of, form) ? what : SLICE_NONE;
}

enum errcode around_link(struct arena *a, struct slice uri, struct slice what, struct slice form,
                         const char *part, struct slice *out) {
    struct slice query, path = slice_cut(uri, '?', &query);
    struct buf b;
    buf_init(&b, a, URL_BYTES_MAX * 2);
    buf_raw(&b, path);
    buf_char(&b, '?');
    while (query.ptr != NULL) {
        struct slice pair = slice_cut(query, '&', &query);
        if (pair.len == 0 || slice_starts(pair, "firstline="))
            continue;
        buf_raw(&b, pair);
        buf_char(&b, '&');
    }
    buf_lit(&b, "firstline=");
    buf_raw(&b, form);
    buf_char(&b, '.');
    buf_raw(&b, what);
    buf_char(&b, '#');
    buf_raw(&b, form);
    buf_lit(&b, "--"); /* as no field's id has it */
    buf_lit(&b, part);
    return buf_done(&b, out);
}
