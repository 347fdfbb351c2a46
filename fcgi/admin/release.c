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

/* ---- whether it is as it was made ----------------------------------------------------------- */

#define SETUP "'firstline setup --schema'"

/* Of views those that people begin with; whoever drops one takes others with it, or is refused.
 * Of rights what was given by name: what follows from being a superuser or a member is
 * intake-role's. */
const char release_damage[] =
    "WITH ours AS (SELECT oid FROM pg_namespace WHERE nspname IN ('intake', 'desk', 'sales', "
    "'marketing')), program AS (SELECT oid FROM pg_roles WHERE rolname = 'firstline_intake'),"
    " its (f) AS (VALUES ('count_leads'), ('hello'), ('history'), ('keep_order'), ('look'), "
    "('note_counts'), ('note_hosts'), ('submit'), ('submit_again')),"
    " calls AS (SELECT p.oid, p.proname, x.grantee, x.privilege_type FROM pg_proc AS p"
    "  JOIN ours ON ours.oid = pronamespace, aclexplode(coalesce(proacl, acldefault('f', "
    "proowner))) AS x)"
    "SELECT format('%s may %s %s', CASE grantee WHEN 0 THEN 'anybody' ELSE 'firstline_intake' END,"
    " privilege_type, c.oid::regclass), " SETUP " FROM pg_class AS c"
    " JOIN ours ON ours.oid = relnamespace, aclexplode(relacl) AS x"
    " WHERE relkind <> 'i' AND (grantee = 0 OR grantee IN (TABLE program))"
    " UNION ALL SELECT format('anybody may call %s', oid::regprocedure), " SETUP
    "  FROM calls WHERE grantee = 0"
    " UNION ALL SELECT format('firstline_intake may call %s', oid::regprocedure), " SETUP
    "  FROM calls WHERE grantee IN (TABLE program) AND proname NOT IN (TABLE its)"
    " UNION ALL SELECT format('firstline_intake may not call intake.%s', f), " SETUP
    "  FROM its WHERE EXISTS (TABLE program) AND EXISTS (TABLE ours)"
    "  AND EXISTS (SELECT FROM calls WHERE proname = f)"
    "  AND NOT EXISTS (SELECT FROM calls WHERE proname = f AND grantee IN (TABLE program))"
    " UNION ALL SELECT 'there is no intake.' || f, " SETUP " FROM (VALUES ('submit'), "
    "('keep_order')) AS needed (f)"
    "  WHERE EXISTS (TABLE ours) AND NOT EXISTS (SELECT FROM calls WHERE proname = f)"
    " UNION ALL SELECT format('anybody may call %s', p.oid::regprocedure), " SETUP
    "  FROM pg_proc AS p, aclexplode(coalesce(proacl, acldefault('f', proowner))) AS x"
    "  WHERE EXISTS (TABLE ours) AND grantee = 0 AND pronamespace = 'pg_catalog'::regnamespace"
    "  AND proname ~ '^(pg_(try_)?advisory_|lo_|loread$|lowrite$|pg_logical_emit_message$)'"
    " UNION ALL SELECT CASE WHEN to_regclass(v) IS NULL THEN format('there is no %s', v)"
    "  ELSE format('firstline_%s may not read %s', r, v) END, " SETUP
    "  FROM (VALUES ('qualifier', 'desk.queue'), ('qualifier', 'desk.my_leads'),"
    "  ('sales', 'sales.deals'), ('marketing', 'marketing.channel_daily'),"
    "  ('marketing', 'marketing.funnel'), ('marketing', 'marketing.speed_to_lead')) AS views (r, v)"
    "  WHERE EXISTS (TABLE ours) AND EXISTS (SELECT FROM pg_roles WHERE rolname = 'firstline_' || "
    "r)"
    "  AND has_table_privilege('firstline_' || r, to_regclass(v), 'SELECT') IS NOT TRUE"
    " UNION ALL SELECT format('anybody may enter the schema %s', n.oid::regnamespace), " SETUP
    "  FROM pg_namespace AS n JOIN ours USING (oid), aclexplode(nspacl) AS x WHERE grantee = 0";
