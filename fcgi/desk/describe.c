/* describe: one question to the catalog, asked as the person: what one has no right to is not
 * named. */
#include "desk/describe.h"

#include "base/bounds.h"
#include "base/buf.h"

static const char query[] =
    "SELECT pg_catalog.json_build_object('schemas', coalesce((SELECT json_object_agg(n.nspname, "
    "json_build_object('comment', obj_description(n.oid, 'pg_namespace'), "
    "'views', coalesce((SELECT json_object_agg(c.relname, json_build_object("
    "'comment', obj_description(c.oid, 'pg_class'), "
    "'columns', (SELECT json_object_agg(a.attname, json_build_object("
    "'type', format_type(a.atttypid, a.atttypmod), 'comment', col_description(c.oid, a.attnum)) "
    "ORDER BY a.attnum) FROM pg_attribute AS a "
    "WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)) ORDER BY c.relname) "
    "FROM pg_class AS c WHERE c.relnamespace = n.oid AND c.relkind IN ('v', 'r') "
    "AND has_table_privilege(c.oid, 'SELECT')), '{}'), "
    "'functions', coalesce((SELECT json_object_agg(p.proname, json_build_object("
    "'comment', obj_description(p.oid, 'pg_proc'), "
    "'arguments', coalesce((SELECT json_agg(json_build_object('name', p.proargnames[a.i], "
    "'type', format_type(a.type, NULL), 'optional', a.i > p.pronargs - p.pronargdefaults) "
    "ORDER BY a.i) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (type, i)), '[]'), "
    "'returns', pg_get_function_result(p.oid)) ORDER BY p.proname) "
    "FROM pg_proc AS p WHERE p.pronamespace = n.oid AND p.prokind = 'f' "
    "AND p.prorettype <> 'trigger'::regtype AND has_function_privilege(p.oid, 'EXECUTE')), '{}')"
    ")) FROM pg_namespace AS n WHERE n.nspname IN ('desk', 'sales', 'marketing') "
    "AND has_schema_privilege(n.oid, 'USAGE')), '{}'))";

bool describe(struct errand *c) {
    const struct seat_ask ask = {.sql = query};
    struct buf b;
    if (!errand_enter(c, &ask))
        return false;
    buf_init(&b, c->arena, DESK_ANSWER_BYTES_MAX);
    buf_raw(&b, slice_from(PQgetvalue(seat_result(c->seat, 2), 0, 0)));
    return errand_commit(c) && errand_answer(c, 200, &b);
}
