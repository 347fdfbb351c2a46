/* target: a statement is the quoted names with parameters between; the server reads their types off
 * the columns and arguments. */
#include "desk/target.h"

#include <string.h>

#include "base/bounds.h"
#include "base/buf.h"

#define SQL_BYTES_MAX (64 * 1024)

const char target_view_sql[] =
    "SELECT a.attname FROM pg_catalog.pg_class AS c "
    "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
    "JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT "
    "a.attisdropped "
    "WHERE n.nspname = $1 AND n.nspname IN ('desk', 'sales', 'marketing') AND c.relname = $2 "
    "AND c.relkind IN ('v', 'r') ORDER BY a.attnum";

/* A row for each argument that is handed in, of each function of that name: which, the argument's
 * name, its type if that is an array, whether it may be left out; and whether the function may
 * change anything. */
const char target_function_sql[] =
    "SELECT p.oid, coalesce(p.proargnames[a.i], ''), "
    "coalesce((SELECT pg_catalog.format_type(t.oid, NULL) FROM pg_catalog.pg_type AS t "
    "WHERE t.oid = a.type AND t.typcategory = 'A'), ''), "
    "a.i > p.pronargs - p.pronargdefaults, p.provolatile = 'v' "
    "FROM pg_catalog.pg_proc AS p "
    "JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace "
    "LEFT JOIN LATERAL unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (type, i) ON true "
    "WHERE n.nspname = $1 AND n.nspname IN ('desk', 'sales', 'marketing') AND p.proname = $2 "
    "AND p.prokind = 'f' AND p.prorettype <> 'pg_catalog.trigger'::pg_catalog.regtype "
    "ORDER BY p.oid, a.i";

/* As PQescapeIdentifier writes it, without a connection: the names come from the catalog of a
 * database in UTF-8. */
static void write_name(struct buf *b, struct slice name) {
    buf_char(b, '"');
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '"')
            buf_char(b, '"');
        buf_char(b, name.ptr[i]);
    }
    buf_char(b, '"');
}

static void write_target(struct buf *b, const struct target *t) {
    write_name(b, t->schema);
    buf_char(b, '.');
    write_name(b, t->name);
}

static bool finish(struct errand *c, struct buf *b, struct statement *s) {
    struct slice sql;
    return errand_ok(c, buf_done(b, &sql)) && errand_text(c, sql, &s->sql);
}

static bool add_value(struct errand *c, struct statement *s, struct slice value) {
    if (s->count == DESK_ARGUMENTS_MAX)
        return errand_ok(c, ERR_TOO_MANY);
    return errand_text(c, value, &s->values[s->count++]);
}

/* ---- views ----------------------------------------------------------------------------------- */

static bool has_column(const PGresult *columns, struct slice name) {
    for (int i = 0; i < PQntuples(columns); i++)
        if (slice_eq_lit(name, PQgetvalue(columns, i, 0)))
            return true;
    return false;
}

/* An empty value is that there is none. */
static bool write_filters(struct errand *c, struct buf *b, const PGresult *columns,
                          const struct pair_list *filters, struct statement *s) {
    for (size_t i = 0; i < filters->count; i++) {
        const struct pair *p = &filters->items[i];
        if (slice_eq_lit(p->name, "limit") || slice_eq_lit(p->name, "offset"))
            continue;
        if (p->name_cut || !has_column(columns, p->name))
            return errand_fail(c, 404, "42703", SAID_UNKNOWN_NAME, p->name, p->name);
        buf_lit(b, " AND v.");
        write_name(b, p->name);
        if (p->value.len == 0) {
            buf_lit(b, " IS NULL");
            continue;
        }
        if (!add_value(c, s, p->value))
            return false;
        buf_printf(b, " = $%d", s->count);
    }
    return true;
}

bool target_view(struct errand *c, const PGresult *columns, const struct pair_list *filters,
                 struct slice stamp, const char *limit, const char *skip, struct target *t,
                 struct statement *out) {
    struct buf b;
    *out = (struct statement){0};
    t->has_stamp = has_column(columns, SLICE_LIT("stamp"));
    if (PQntuples(columns) == 0)
        return errand_fail(c, 404, "42P01", SAID_UNKNOWN, SLICE_NONE, SLICE_NONE);
    buf_init(&b, c->arena, SQL_BYTES_MAX);
    buf_lit(&b, "SELECT pg_catalog.row_to_json(r)");
    buf_lit(&b, t->has_stamp ? ", r.\"stamp\"" : ", NULL");
    buf_lit(&b, " FROM (SELECT v.* FROM ");
    write_target(&b, t);
    buf_lit(&b, " AS v WHERE true");
    if (!write_filters(c, &b, columns, filters, out))
        return false;
    if (t->has_stamp && stamp.ptr != NULL) {
        if (!add_value(c, out, stamp))
            return false;
        buf_printf(&b, " AND v.\"stamp\" <> $%d", out->count);
    }
    buf_printf(&b, " LIMIT %s OFFSET %s) AS r", limit, skip);
    return finish(c, &b, out);
}

/* ---- functions ------------------------------------------------------------------------------- */

/* One of several of that name: rows first..end. */
struct signature {
    const PGresult *rows;
    int first, end;
};

static bool next_signature(struct signature *g) {
    g->first = g->end;
    if (g->first == PQntuples(g->rows))
        return false;
    const char *oid = PQgetvalue(g->rows, g->first, 0);
    while (g->end < PQntuples(g->rows) && strcmp(PQgetvalue(g->rows, g->end, 0), oid) == 0)
        g->end++;
    return true;
}

/* Row of the argument of that name; -1: there is none. */
static int argument_row(const struct signature *g, struct slice name) {
    for (int i = g->first; i < g->end; i++)
        if (name.len > 0 && slice_eq_lit(name, PQgetvalue(g->rows, i, 1)))
            return i;
    return -1;
}

/* Unset: it has all that is handed in. */
static struct slice unknown_argument(const struct signature *g, const struct pair_list *arguments) {
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].name_cut || argument_row(g, arguments->items[i].name) == -1)
            return arguments->items[i].name;
    return SLICE_NONE;
}

/* Of an argument that must be there. Unset: all are. A function without arguments has one row of
 * nothing. */
static struct slice missing_argument(const struct signature *g, const struct pair_list *arguments) {
    for (int i = g->first; i < g->end; i++) {
        const char *name = PQgetvalue(g->rows, i, 1);
        bool wanted = name[0] != '\0' && PQgetvalue(g->rows, i, 3)[0] != 't';
        if (wanted && pairs_find(arguments, name) == NULL)
            return slice_from(name);
    }
    return SLICE_NONE;
}

/* The first that takes what is handed in. If none does, it is the first of all that tells why. */
static bool choose(struct errand *c, const PGresult *rows, const struct pair_list *arguments,
                   struct signature *out) {
    struct slice unknown = SLICE_NONE, missing = SLICE_NONE;
    struct signature g = {.rows = rows};
    if (PQntuples(rows) == 0)
        return errand_fail(c, 404, "42883", SAID_UNKNOWN, SLICE_NONE, SLICE_NONE);
    while (next_signature(&g)) {
        *out = g;
        struct slice no = unknown_argument(&g, arguments), yes = missing_argument(&g, arguments);
        if (no.ptr == NULL && yes.ptr == NULL)
            return true;
        if (g.first == 0) {
            unknown = no;
            missing = yes;
        }
    }
    if (unknown.ptr != NULL)
        return errand_fail(c, 422, "42883", SAID_UNKNOWN_NAME, unknown, unknown);
    return errand_fail(c, 422, "42883", SAID_MISSING, missing, missing);
}

/* The server takes an array apart, and knows which type its elements have. */
static bool write_argument(struct errand *c, struct buf *b, const char *array_type,
                           const struct pair *p, struct statement *s) {
    bool is_array = array_type[0] != '\0';
    if (is_array && (p->kind != PAIR_JSON || !slice_starts(p->value, "[")))
        return errand_fail(c, 422, "22000", SAID_BAD_VALUE, SLICE_NONE, p->name);
    buf_lit(b, s->count == 0 ? "" : ", ");
    write_name(b, p->name);
    if (!add_value(c, s, p->value))
        return false;
    if (is_array)
        buf_printf(b, " => CAST(ARRAY(SELECT pg_catalog.json_array_elements_text($%d)) AS %s)",
                   s->count, array_type);
    else
        buf_printf(b, " => $%d", s->count);
    return true;
}

static bool write_arguments(struct errand *c, struct buf *b, const struct signature *g,
                            const struct pair_list *arguments, struct statement *s) {
    for (size_t i = 0; i < arguments->count; i++) {
        const struct pair *p = &arguments->items[i];
        if (!write_argument(c, b, PQgetvalue(g->rows, argument_row(g, p->name), 2), p, s))
            return false;
    }
    return true;
}

bool target_function(struct errand *c, const PGresult *rows, const struct pair_list *arguments,
                     struct target *t, struct statement *out) {
    struct signature g = {0};
    struct buf b;
    *out = (struct statement){0};
    if (!choose(c, rows, arguments, &g))
        return false;
    t->only_reads = PQgetvalue(rows, g.first, 4)[0] == 'f';
    buf_init(&b, c->arena, SQL_BYTES_MAX);
    buf_lit(&b, "SELECT pg_catalog.row_to_json(r) FROM (SELECT * FROM ");
    write_target(&b, t);
    buf_char(&b, '(');
    if (!write_arguments(c, &b, &g, arguments, out))
        return false;
    buf_lit(&b, ")) AS r");
    return finish(c, &b, out);
}
