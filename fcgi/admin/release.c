/* release: read, sum up, note. */
#include "admin/release.h"

#include <glob.h>
#include <openssl/evp.h>
#include <stdlib.h>

#include "admin/file.h"
#include "admin/text.h"
#include "base/xalloc.h"

#define NOTE " Installed from "
#define DIGEST_OCTETS 6

int release_number(struct slice hello) {
    static const char before[] = "CONSTANT integer := ";
    const char *at = hello.len == 0 ? NULL : memmem(hello.ptr, hello.len, before, strlen(before));
    if (at == NULL)
        return 0;
    struct slice digits = slice_sub(hello, (size_t)(at - hello.ptr) + strlen(before), 9);
    int n = 0;
    for (size_t i = 0; i < digits.len && ascii_is_digit(digits.ptr[i]); i++)
        n = 10 * n + (digits.ptr[i] - '0');
    return n;
}

static bool sum_up(struct arena *a, EVP_MD_CTX *sum, const char *pattern, struct release *r) {
    glob_t found;
    bool good = glob(pattern, 0, NULL, &found) == 0;
    for (size_t i = 0; good && i < found.gl_pathc; i++) {
        struct slice text;
        good = file_read(a, found.gl_pathv[i], &text) == OK;
        if (good && EVP_DigestUpdate(sum, text.ptr, text.len) != 1)
            xalloc_fail();
        if (good && slice_ends(slice_from(found.gl_pathv[i]), "/216_hello.sql"))
            r->number = release_number(text);
    }
    globfree(&found);
    return good;
}

bool release_read(struct arena *a, const char *sql_folder, struct release *out) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    char *text = text_alloc(a, 2 * DIGEST_OCTETS + 1);
    struct release r = {.digest = text};
    EVP_MD_CTX *sum = EVP_MD_CTX_new();
    if (sum == NULL || EVP_DigestInit_ex(sum, EVP_sha256(), NULL) != 1)
        xalloc_fail();
    bool good = sum_up(a, sum, text_printf(a, "%s/[0-9]*.sql", sql_folder), &r) &&
                sum_up(a, sum, text_printf(a, "%s/install.sql", sql_folder), &r);
    if (EVP_DigestFinal_ex(sum, digest, NULL) != 1)
        xalloc_fail();
    EVP_MD_CTX_free(sum);
    for (size_t i = 0; i < DIGEST_OCTETS; i++)
        ascii_hex(digest[i], text + 2 * i);
    if (good)
        *out = r;
    return good;
}

static size_t note_at(struct slice comment) {
    const char *at = comment.len == 0 ? NULL : memmem(comment.ptr, comment.len, NOTE, strlen(NOTE));
    return at == NULL ? comment.len : (size_t)(at - comment.ptr);
}

struct slice release_bare(struct slice comment) {
    return slice_sub(comment, 0, note_at(comment));
}

struct slice release_noted(struct slice comment) {
    size_t at = note_at(comment);
    if (at == comment.len)
        return SLICE_NONE;
    struct slice rest, noted = slice_sub(comment, at + strlen(NOTE), comment.len);
    return slice_cut(noted, '.', &rest);
}

const char *release_note(struct arena *a, struct slice comment, const char *digest) {
    return text_printf(a, "%.*s" NOTE "%s.", SLICE_ARG(release_bare(comment)), digest);
}
