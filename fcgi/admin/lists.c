/* lists: the owner's rows and firstline's own win, and {} is written out: both in SQL, where the
 * list that comes with firstline is loaded by the same function. */
#include "admin/lists.h"

#include <string.h>

#include "admin/database.h"
#include "admin/text.h"
#include "base/buf.h"
#include "base/suggest.h"
#include "base/xalloc.h"
#include "form/source.h"

#define JSON_BYTES_MAX ((size_t)32 * 1024 * 1024)

static const char *const files[LIST_KINDS] = {"SearchEngines.yml", "Socials.yml",
                                              "AIAssistants.yml"};
static const char *const kinds[LIST_KINDS] = {"search", "social", "ai"};

const char *list_file_name(enum list_kind kind) { return files[kind]; }

enum list_kind list_kind_of(const char *path, const char **near) {
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    *near = NULL;
    for (int k = 0; k < LIST_KINDS; k++)
        if (strcmp(name, files[k]) == 0)
            return (enum list_kind)k;
    *near = suggest(slice_from(name), files, LIST_KINDS);
    return LIST_KINDS;
}

struct list_hosts *lists_new(struct arena *a) {
    struct list_hosts *out = text_alloc(a, sizeof *out);
    out->items = text_alloc(a, LIST_ROWS_MAX * sizeof *out->items);
    return out;
}

/* --- a file ---------------------------------------------------------------------------------- */

struct reader {
    struct arena *arena;
    struct source source;
    enum list_kind kind;
    struct slice name;
    struct list_hosts *out;
};

static void wrong(struct reader *r, const yaml_node_t *node, const char *what) {
    problems_add(r->source.problems, r->source.path, source_line(node), "%.*s: %s, found %s",
                 SLICE_ARG(r->name), what, source_kind(node));
}

static bool is_host(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        if (ascii_is_space(s.ptr[i]) || strchr("\"'<>\\", s.ptr[i]) != NULL)
            return false;
    return s.len > 0 && s.len <= URL_BYTES_MAX && slice_find(s, '.') < s.len;
}

static void read_host(struct reader *r, const yaml_node_t *node) {
    if (node->type != YAML_SCALAR_NODE || source_is_nothing(node)) {
        wrong(r, node, "expected a host");
        return;
    }
    struct slice host = source_scalar(node);
    if (!is_host(host))
        problems_add(r->source.problems, r->source.path, source_line(node),
                     "%.*s: \"%.*s\" is no host", SLICE_ARG(r->name), SLICE_ARG(host));
    else if (r->out->count == LIST_ROWS_MAX)
        problems_add(r->source.problems, r->source.path, source_line(node), "more than %d hosts",
                     LIST_ROWS_MAX);
    else
        r->out->items[r->out->count++] =
            (struct list_host){r->kind, r->name, slice_from(text_copy(r->arena, host))};
}

static void read_urls(struct reader *r, const yaml_node_t *node) {
    if (node->type != YAML_SEQUENCE_NODE) {
        wrong(r, node, "expected a list of hosts");
        return;
    }
    const yaml_node_item_t *item = node->data.sequence.items.start;
    for (; item < node->data.sequence.items.top; item++)
        read_host(r, source_node(&r->source, *item));
}

/* Of a search engine: its hosts, and how to find what was looked for, which nobody tells any more.
 */
static void read_engine(struct reader *r, const yaml_node_t *node) {
    const yaml_node_t *urls = source_value(&r->source, node, "urls");
    if (urls != NULL)
        read_urls(r, urls);
    else
        wrong(r, node, "expected \"urls\" with a list of hosts");
}

static void read_service(struct reader *r, const yaml_node_t *node) {
    if (node->type != YAML_SEQUENCE_NODE) {
        wrong(r, node, "expected a list of hosts");
        return;
    }
    const yaml_node_item_t *item = node->data.sequence.items.start;
    for (; item < node->data.sequence.items.top; item++) {
        const yaml_node_t *child = source_node(&r->source, *item);
        if (child->type == YAML_MAPPING_NODE)
            read_engine(r, child);
        else
            read_host(r, child);
    }
}

/* "Google%2B" is Google+. */
static struct slice read_name(struct arena *a, struct slice s) {
    char *out = text_alloc(a, s.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        int high = i + 2 < s.len ? ascii_hex_value(s.ptr[i + 1]) : -1;
        int low = i + 2 < s.len ? ascii_hex_value(s.ptr[i + 2]) : -1;
        bool escaped = s.ptr[i] == '%' && high >= 2 && high < 7 && low >= 0;
        out[n++] = escaped ? (char)(16 * high + low) : s.ptr[i];
        i += escaped ? 2 : 0;
    }
    return (struct slice){out, n};
}

static void read_services(struct reader *r, const yaml_node_t *root) {
    if (root->type != YAML_MAPPING_NODE) {
        problems_add(r->source.problems, r->source.path, source_line(root),
                     "expected services with their hosts, found %s", source_kind(root));
        return;
    }
    const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
    for (; pair < root->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = source_node(&r->source, pair->key);
        if (key->type != YAML_SCALAR_NODE)
            continue; /* which source_open has told */
        r->name = read_name(r->arena, source_scalar(key));
        if (r->name.len == 0 || r->name.len > HOST_BYTES_MAX)
            problems_add(r->source.problems, r->source.path, source_line(key),
                         "a service has a name, of at most %d octets", HOST_BYTES_MAX);
        else
            read_service(r, source_node(&r->source, pair->value));
    }
}

void lists_read(struct arena *a, enum list_kind kind, const char *path, struct slice text,
                struct problems *problems, struct list_hosts *out) {
    struct reader r = {.arena = a, .kind = kind, .out = out};
    if (out->given[kind]) {
        problems_add(problems, path, 0, "there is another %s", files[kind]);
        return;
    }
    out->given[kind] = true;
    if (!source_open_long(&r.source, path, text, LIST_SERVICES_MAX, problems))
        return;
    read_services(&r, source_root(&r.source));
    source_close(&r.source);
}

/* --- the database ---------------------------------------------------------------------------- */

static const char *write_json(struct arena *a, const struct list_hosts *lists) {
    struct buf b;
    struct slice text;
    buf_init(&b, a, JSON_BYTES_MAX);
    for (size_t i = 0; i < lists->count; i++) {
        const struct list_host *h = &lists->items[i];
        buf_lit(&b, i == 0 ? "[{\"match\":\"host\",\"key\":" : ",\n{\"match\":\"host\",\"key\":");
        buf_json(&b, h->host);
        buf_printf(&b, ",\"kind\":\"%s\",\"name\":", kinds[h->kind]);
        buf_json(&b, h->name);
        buf_char(&b, '}');
    }
    buf_lit(&b, lists->count == 0 ? "[]" : "]");
    buf_char(&b, '\0');
    if (buf_done(&b, &text) != OK)
        xalloc_fail();
    return text.ptr;
}

static const char *write_kinds(struct arena *a, const struct list_hosts *lists) {
    const char *text = "";
    for (int k = 0; k < LIST_KINDS; k++)
        if (lists->given[k])
            text = text_printf(a, "%s%s%s", text, text[0] == '\0' ? "" : ",", kinds[k]);
    return text_printf(a, "{%s}", text);
}

#define THERE "FROM intake.channel_word AS w WHERE w.origin = 'matomo' AND w.match = 'host'"
#define BEFORE                                                                                     \
    "SELECT coalesce(jsonb_agg(jsonb_build_object('key', w.key, 'kind', w.kind, 'name', "          \
    "w.name)), "                                                                                   \
    "'[]') " THERE

/* The kinds of which no file was given stay as they are. */
#define REPLACE                                                                                    \
    "SELECT intake.replace_list('matomo', $1::jsonb || coalesce((SELECT "                          \
    "jsonb_agg(jsonb_build_object('match', w.match, 'key', w.key, 'kind', w.kind, 'name', "        \
    "w.name)) " THERE " AND w.kind <> ALL ($2::text[])), '[]'))"

#define COMPARE                                                                                    \
    "WITH before AS (SELECT b.* FROM jsonb_to_recordset($2::jsonb) AS b (key text, kind text, "    \
    "name text)), now AS (SELECT w.key, w.kind::text, w.name " THERE "), given AS (SELECT r.key "  \
    "FROM jsonb_to_recordset($1::jsonb) AS r (key text)), hosts AS (SELECT DISTINCT "              \
    "intake.host_key(h) AS key FROM given AS g CROSS JOIN LATERAL "                                \
    "unnest(intake.list_hosts(g.key)) AS h) "                                                      \
    "SELECT * FROM (SELECT CASE WHEN b.key IS NULL THEN 'came' WHEN n.key IS NULL THEN 'went' "    \
    "ELSE 'changed' "                                                                              \
    "END AS what, coalesce(n.key, b.key) AS host, concat_ws(' -> ', b.kind || ', ' || b.name, "    \
    "n.kind || ', ' || n.name) AS told, NULL::bigint AS now, NULL::bigint AS passed, "             \
    "NULL::bigint AS paths, NULL::bigint AS own FROM before AS b FULL JOIN now AS n USING (key) "  \
    "WHERE (b.kind, b.name) IS DISTINCT FROM (n.kind, n.name) "                                    \
    "UNION ALL SELECT 'counts', '', '', (SELECT count(*) FROM now), (SELECT count(*) FROM hosts "  \
    "AS h WHERE h.key IS NOT NULL AND NOT EXISTS (SELECT FROM now AS n WHERE n.key = h.key)), "    \
    "(SELECT count(*) FROM given AS g WHERE cardinality(intake.list_hosts(g.key)) = 0), "          \
    "(SELECT count(*) FROM now AS n WHERE EXISTS (SELECT FROM intake.channel_word AS o WHERE "     \
    "o.origin = 'ours' AND o.match = 'host' AND o.key = ANY (intake.host_suffixes(n.key)))) "      \
    ") AS t ORDER BY t.what = 'counts', t.what, t.host"

/* Its answer is that of COMPARE. */
static PGresult *replace(struct arena *a, PGconn *conn, const struct list_hosts *lists,
                         const char **why) {
    const char *before = database_value(a, conn, BEFORE, NULL, why);
    if (before == NULL)
        return NULL;
    const char *values[] = {write_json(a, lists), write_kinds(a, lists)};
    PGresult *r = PQexecParams(conn, REPLACE, 2, NULL, values, NULL, NULL, 0);
    *why = database_complaint(a, conn, r);
    PQclear(r);
    if (*why != NULL)
        return NULL;
    values[1] = before;
    r = PQexecParams(conn, COMPARE, 2, NULL, values, NULL, NULL, 0);
    *why = database_complaint(a, conn, r);
    if (*why == NULL)
        return r;
    PQclear(r);
    return NULL;
}

PGresult *lists_replace(struct arena *a, PGconn *conn, const struct list_hosts *lists, bool dry_run,
                        const char **why) {
    const char *ignored;
    if (!database_do(a, conn, "BEGIN", NULL, why))
        return NULL;
    PGresult *r = replace(a, conn, lists, why);
    if (r == NULL || dry_run) {
        (void)!database_do(a, conn, "ROLLBACK", NULL, &ignored);
        return r;
    }
    if (database_do(a, conn, "COMMIT", NULL, why))
        return r;
    PQclear(r);
    return NULL;
}
