/* staff: what a person may do stands in SQL (desk.add_staff); a zone of one's own and the password
 * are put beside it. */
#include "admin/staff.h"

#include <stdlib.h>
#include <string.h>

#include "admin/database.h"
#include "admin/password.h"
#include "admin/text.h"
#include "base/bounds.h"
#include "base/suggest.h"
#include "base/utf8.h"

#define LIST                                                                                       \
    "SELECT coalesce(r.rolname, s.login) AS login, s.name, s.works_in AS \"works in\", t.teams, "  \
    "CASE WHEN s.head THEN 'yes' ELSE '' END AS head, s.language, "                                \
    "to_char(s.added_at, 'YYYY-MM-DD') AS since, CASE WHEN r.rolcanlogin THEN 'yes' ELSE 'no' "    \
    "END AS \"signs in\", CASE WHEN s.absent_until > now() THEN to_char(s.absent_until AT TIME "   \
    "ZONE "                                                                                        \
    "(SELECT o.zone FROM intake.setting AS o), 'YYYY-MM-DD HH24:MI') END AS \"away until\", "      \
    "coalesce(w.leads, 0) AS leads "                                                               \
    "FROM pg_roles AS r FULL JOIN intake.staff AS s ON s.login = r.rolname "                       \
    "LEFT JOIN (SELECT t.login, string_agg(t.team, ', ' ORDER BY t.team) AS teams FROM "           \
    "intake.staff_team AS t "                                                                      \
    "GROUP BY 1) AS t ON t.login = s.login "                                                       \
    "LEFT JOIN (SELECT w.owner, count(*) AS leads FROM intake.work AS w "                          \
    "WHERE w.state = 'claimed' AND w.lease_until > now() GROUP BY 1) AS w ON w.owner = s.login "   \
    "WHERE s.login IS NOT NULL OR r.rolcanlogin AND NOT r.rolsuper AND EXISTS (SELECT FROM "       \
    "pg_auth_members AS m "                                                                        \
    "WHERE m.member = r.oid AND m.roleid::regrole::text IN "                                       \
    "('firstline_qualifier', 'firstline_sales', 'firstline_marketing')) ORDER BY s.works_in, 1"

const char *staff_login_fault(const char *login) {
    struct slice s = slice_from(login);
    if (s.len == 0)
        return "a login has at least one letter";
    if (s.len > LOGIN_BYTES_MAX)
        return "a login has at most 63 octets";
    if (!utf8_is_text(s) || memchr(login, '\n', s.len) != NULL ||
        memchr(login, '\t', s.len) != NULL)
        return "a login is one line of text";
    if (slice_starts(s, "pg_"))
        return "PostgreSQL keeps logins that begin with pg_ for itself";
    if (slice_starts(s, "firstline_"))
        return "logins that begin with firstline_ are the program's own: give the person another";
    return NULL;
}

const char *staff_trouble(struct arena *a, PGconn *conn) {
    const char *why;
    const char *super = database_value(
        a, conn, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user", NULL, &why);
    if (super == NULL || strcmp(super, "t") != 0)
        return text_printf(
            a, "%s may not make logins here: this needs PostgreSQL's superuser (run it as root)",
            PQuser(conn));
    if (database_value(a, conn, "SELECT to_regprocedure('desk.remove_staff(text)')", NULL, &why) ==
        NULL)
        return text_printf(
            a, "the database %s has no firstline of this version: run firstline setup", PQdb(conn));
    return NULL;
}

bool staff_is_known(struct arena *a, PGconn *conn, const char *login) {
    const char *why;
    return database_value(a, conn, "SELECT 1 FROM pg_roles WHERE rolname = $1", login, &why) !=
           NULL;
}

static bool add_row(struct arena *a, PGconn *conn, const struct staff_person *p, const char **why) {
    const char *head = p->head ? "t" : p->no_head ? "f" : NULL;
    const char *values[] = {p->login, p->name, p->works_in, p->teams, head, p->language};
    PGresult *r = PQexecParams(
        conn,
        "SELECT desk.add_staff($1, $2, $3, string_to_array(replace($4, ' ', ''), ','), "
        "$5::boolean, $6)",
        sizeof values / sizeof *values, NULL, values, NULL, NULL, 0);
    *why = database_complaint(a, conn, r);
    PQclear(r);
    return *why == NULL;
}

static bool set_zone(struct arena *a, PGconn *conn, const char *login, const char *zone,
                     const char **why) {
    char *role = PQescapeIdentifier(conn, login, strlen(login));
    char *database = PQescapeIdentifier(conn, PQdb(conn), strlen(PQdb(conn)));
    char *value = PQescapeLiteral(conn, zone, strlen(zone));
    *why = "out of memory";
    bool good = role != NULL && database != NULL && value != NULL &&
                database_do(a, conn,
                            text_printf(a, "ALTER ROLE %s IN DATABASE %s SET TimeZone = %s", role,
                                        database, value),
                            NULL, why);
    PQfreemem(role);
    PQfreemem(database);
    PQfreemem(value);
    return good;
}

static bool add_all(struct arena *a, PGconn *conn, const struct staff_person *p,
                    const char *password, const char **why) {
    if (!add_row(a, conn, p, why))
        return false;
    if (p->zone != NULL && !set_zone(a, conn, p->login, p->zone, why)) {
        *why = text_printf(a, "%s (--zone is a name such as Europe/Moscow)", *why);
        return false;
    }
    return password == NULL || password_set(a, conn, p->login, password, why);
}

bool staff_add(struct arena *a, PGconn *conn, const struct staff_person *p, const char *password,
               const char **why) {
    if (!database_do(a, conn, "BEGIN", NULL, why))
        return false;
    if (add_all(a, conn, p, password, why))
        return database_do(a, conn, "COMMIT", NULL, why);
    const char *ignored;
    (void)!database_do(a, conn, "ROLLBACK", NULL, &ignored);
    return false;
}

const char *staff_kept(struct arena *a, PGconn *conn, const struct staff_person *p) {
    const char *given = "t";
    const char *values[] = {p->login, p->teams != NULL ? given : NULL,
                            p->head || p->no_head ? given : NULL,
                            p->language != NULL ? given : NULL, p->zone != NULL ? given : NULL};
    PGresult *r = PQexecParams(
        conn,
        "SELECT concat_ws('; ', CASE WHEN $2::text IS NULL THEN (SELECT 'teams ' || "
        "string_agg(t.team, ', ' ORDER BY t.team) FROM intake.staff_team AS t WHERE t.login = "
        "s.login) END, CASE WHEN $3::text IS NULL AND s.head THEN 'head' END, CASE WHEN $4::text "
        "IS NULL THEN 'language ' || s.language END, CASE WHEN $5::text IS NULL THEN (SELECT 'zone "
        "' || substr(c, 10) FROM pg_db_role_setting AS d JOIN pg_database AS b ON b.oid = "
        "d.setdatabase CROSS JOIN unnest(d.setconfig) AS c WHERE b.datname = current_database() "
        "AND d.setrole = (SELECT o.oid FROM pg_roles AS o WHERE o.rolname = s.login) AND "
        "starts_with(lower(c), 'timezone=')) END) FROM intake.staff AS s WHERE s.login = $1",
        sizeof values / sizeof *values, NULL, values, NULL, NULL, 0);
    const char *kept = PQntuples(r) == 1 ? text_copy(a, slice_from(PQgetvalue(r, 0, 0))) : "";
    PQclear(r);
    return kept;
}

const char *staff_remove(struct arena *a, PGconn *conn, const char *login, const char **why) {
    return database_value(a, conn, "SELECT desk.remove_staff($1)", login, why);
}

const char *staff_find(struct arena *a, PGconn *conn, const char *login, const char **near) {
    const char *found = NULL, *names[LOGINS_MAX];
    PGresult *r = PQexec(conn, "SELECT login FROM intake.staff ORDER BY 1");
    size_t count = PQresultStatus(r) == PGRES_TUPLES_OK ? (size_t)PQntuples(r) : 0;
    count = count > LOGINS_MAX ? LOGINS_MAX : count;
    for (size_t i = 0; i < count; i++) {
        names[i] = text_copy(a, slice_from(PQgetvalue(r, (int)i, 0)));
        found = strcmp(names[i], login) == 0 ? names[i] : found;
    }
    PQclear(r);
    *near = suggest(slice_from(login), names, count);
    return found;
}

PGresult *staff_list(struct arena *a, PGconn *conn, const char **why) {
    PGresult *r = PQexec(conn, LIST);
    *why = database_complaint(a, conn, r);
    if (*why == NULL)
        return r;
    PQclear(r);
    return NULL;
}

const char *staff_list_json(struct arena *a, PGconn *conn, const char **why) {
    return database_value(
        a, conn,
        "SELECT coalesce(json_agg(json_build_object('login', login, 'name', name, 'works_in', "
        "\"works in\", 'teams', coalesce(string_to_array(teams, ', '), '{}'), 'head', head = "
        "'yes', 'language', language, "
        "'since', since, 'signs_in', \"signs in\" = 'yes', 'away_until', \"away until\", 'leads', "
        "leads)), '[]') FROM (" LIST ") AS people",
        NULL, why);
}
