/* doctor_desk: the pages of the staff. Nothing of it concerns leads that visitors send. */
#include <string.h>
#include <unistd.h>

#include "admin/access.h"
#include "admin/child.h"
#include "admin/doctor_check.h"
#include "admin/door.h"
#include "admin/nginx_conf.h"
#include "admin/places.h"
#include "admin/text.h"

#define ROLE "firstline_desk"
#define KNOCK_S 4

/* ---- is there one? -------------------------------------------------------------------------- */

/* The server of nginx that has it, by effect: where it came from an include is not seen. */
static const struct nginx_directive *server_of(const struct nginx_directive *top) {
    for (const struct nginx_directive *l = top; l != NULL; l = nginx_conf_next(l)) {
        if (!l->block || strcmp(l->name, "location") != 0 || l->arg_count == 0 ||
            strcmp(l->args[l->arg_count - 1], "/desk/") != 0 || l->parent == NULL)
            continue;
        const struct nginx_directive *pass = nginx_conf_child(l, "fastcgi_pass");
        if (pass != NULL && pass->arg_count == 1 && strcmp(pass->args[0], ROLE) == 0)
            return l->parent;
    }
    return NULL;
}

static struct doctor_key key_of(struct doctor *d) {
    return (struct doctor_key){.path = doctor_key_path(d, &d->desk, NULL, "session.key"),
                               .program = &d->desk,
                               .unit = "firstline-desk",
                               .lost = "everybody has to sign in again after a restart",
                               .read = "pass for anybody who works here"};
}

/* It runs, or has been set up: "firstline setup --no-desk" leaves no key. */
static bool is_here(struct doctor *d, struct doctor_finding *f) {
    struct doctor_finding ignored = {.state = DOCTOR_WELL};
    if (d->desk.pid > 0 || access(key_of(d).path, F_OK) == 0)
        return true;
    const struct nginx_directive *top = doctor_nginx_conf(d, &ignored);
    if (top != NULL && server_of(top) != NULL)
        return true;
    doctor_says(f, DOCTOR_UNSEEN, "there is no desk here (firstline setup makes one)");
    return false;
}

/* ---- the program ---------------------------------------------------------------------------- */

static void look_config(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    if (!is_here(d, f) || d->place->desk_trouble == NULL)
        return;
    doctor_says(f, DOCTOR_WRONG, "%s", d->place->desk_trouble);
    doctor_remedy(f, "edit %s/desk.conf, then: systemctl restart firstline-desk", d->place->etc);
}

static bool is_active(struct doctor *d, const char *unit) {
    const char *const argv[] = {"systemctl", "is-active", "--quiet", unit, NULL};
    return child_run(d->arena, &(struct child){.argv = argv, .timeout_ms = 3000}).code == 0;
}

static void look_unit(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    static const char *const units[] = {"firstline-desk.socket", "firstline-desk.service"};
    if (!is_here(d, f))
        return;
    if (!places_systemd()) {
        doctor_says(f, DOCTOR_UNSEEN, "systemd does not run here");
        return;
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (is_active(d, units[i]))
            continue;
        doctor_says(f, DOCTOR_WRONG, "%s is not active", units[i]);
        doctor_remedy(f, "systemctl restart firstline-desk; if it fails: journalctl -u "
                         "firstline-desk -n 20");
        return;
    }
}

static void look_key(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    struct doctor_key key = key_of(d);
    if (!is_here(d, f))
        return;
    doctor_look_key(&key, f);
    if (f->state == DOCTOR_WELL)
        doctor_look_key_mode(&key, f);
}

static void look_key_age(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    struct doctor_key key = key_of(d);
    if (is_here(d, f))
        doctor_look_key_age(&key, f);
}

/* ---- the database --------------------------------------------------------------------------- */

static const char role_query[] =
    "SELECT 'firstline_desk, the role of the desk, has rights of its own that it must not have', "
    "'sql:ALTER ROLE firstline_desk NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION "
    "NOBYPASSRLS NOINHERIT' FROM pg_roles WHERE rolname = 'firstline_desk' AND (rolsuper OR "
    "rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls OR rolinherit)"
    " UNION ALL SELECT 'firstline_desk, the role of the desk, may not log in', 'sql:ALTER ROLE "
    "firstline_desk LOGIN' FROM pg_roles WHERE rolname = 'firstline_desk' AND NOT rolcanlogin"
    " UNION ALL SELECT format('the desk may take on %s, who is not on the staff', "
    "m.roleid::regrole), format('sql:REVOKE %s FROM firstline_desk', m.roleid::regrole) FROM "
    "pg_auth_members AS m WHERE pg_get_userbyid(m.member) = 'firstline_desk' AND NOT EXISTS "
    "(SELECT FROM intake.staff AS s WHERE s.login = pg_get_userbyid(m.roleid))"
    " UNION ALL SELECT format('%s cannot work at the desk, which may not take that login on', "
    "s.login), format('sql:GRANT %I TO firstline_desk', s.login) FROM intake.staff AS s JOIN "
    "pg_roles AS r ON r.rolname = s.login WHERE NOT EXISTS (SELECT FROM pg_auth_members AS m WHERE "
    "m.roleid = r.oid AND pg_get_userbyid(m.member) = 'firstline_desk')";

static void look_role(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    if (is_here(d, f))
        doctor_query(d, c, f);
}

static const char *first_line(struct doctor *d, const char *text) {
    struct slice rest;
    return text_copy(d->arena, slice_trim(slice_cut(slice_from(text), '\n', &rest)));
}

/* As the program comes in. */
static void look_entry(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    if (!is_here(d, f) || doctor_connection(d, f) == NULL)
        return;
    if (d->desk.user == NULL) {
        doctor_says(f, DOCTOR_UNSEEN, "there is neither a process of the desk nor its user");
        return;
    }
    if (geteuid() != 0 && d->desk.uid != geteuid()) {
        doctor_unseen(f, "the way in", "that takes root, to become the desk's user");
        return;
    }
    PGconn *conn = doctor_enter(d, ROLE, d->desk.user, "desk.pass");
    if (conn == NULL || PQstatus(conn) != CONNECTION_OK) {
        doctor_says(f, DOCTOR_WRONG, "the desk is not let in: %s",
                    conn == NULL ? "" : first_line(d, PQerrorMessage(conn)));
        doctor_remedy(f, "firstline setup");
    }
    PQfinish(conn);
}

static void say_person(const PGresult *r, struct doctor_finding *f) {
    const char *login = PQgetvalue(r, 0, 0), *method = PQgetvalue(r, 0, 1);
    int more = PQntuples(r) - 1;
    const char *who = login[0] != '\0' ? login : "a name that nobody has";
    if (strcmp(method, "trust") == 0)
        doctor_says(f, DOCTOR_WRONG, "%s is let in by trust, without a password (%d more)", who,
                    more);
    else
        doctor_says(f, DOCTOR_WRONG,
                    "%s cannot sign in at the desk: pg_hba.conf says %s, not scram-sha-256 (%d "
                    "more)",
                    who, method[0] != '\0' ? method : "nothing", more);
    doctor_remedy(f, "firstline setup   (it shows the lines; firstline-access(7) explains them)");
}

/* Of lines for other machines it depends on addresses which. */
static void look_people(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    PGconn *conn = is_here(d, f) ? doctor_connection(d, f) : NULL;
    if (conn == NULL)
        return;
    if (!d->database.local) {
        doctor_says(f, DOCTOR_UNSEEN, "the database is on another machine");
        return;
    }
    const char *const values[] = {"0", d->database.name};
    PGresult *r = PQexecParams(conn, access_people_sql, 2, NULL, values, NULL, NULL, 0);
    if (PQresultStatus(r) != PGRES_TUPLES_OK)
        doctor_unseen(f, "pg_hba.conf", first_line(d, PQerrorMessage(conn)));
    else if (PQntuples(r) > 0)
        say_person(r, f);
    PQclear(r);
}

/* ---- nginx ---------------------------------------------------------------------------------- */

static void look_socket(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    struct doctor_finding ignored = {.state = DOCTOR_WELL};
    if (!is_here(d, f))
        return;
    (void)doctor_nginx_conf(d, &ignored); /* which names its user */
    doctor_try_socket(d, d->place->desk_socket, "firstline-desk", f);
}

/* A listen of this machine's own, or with TLS. */
static bool is_safe(const struct nginx_directive *listen) {
    const char *at = listen->arg_count > 0 ? listen->args[0] : "80";
    for (size_t i = 1; i < listen->arg_count; i++)
        if (strcmp(listen->args[i], "ssl") == 0 || strcmp(listen->args[i], "quic") == 0)
            return true;
    const char *colon = strrchr(at, ':');
    struct slice host = {at, colon != NULL ? (size_t)(colon - at) : strlen(at)};
    return slice_starts(host, "unix") || slice_eq_lit(host, "localhost") ||
           slice_eq_lit(host, "[::1]") || slice_starts(host, "127.");
}

static void look_tls(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    const struct nginx_directive *top = is_here(d, f) ? doctor_nginx_conf(d, f) : NULL;
    const struct nginx_directive *server = top != NULL ? server_of(top) : NULL;
    if (server == NULL)
        return;
    bool any = false, safe = true;
    for (const struct nginx_directive *l = server->child; l != NULL; l = l->next) {
        if (strcmp(l->name, "listen") != 0)
            continue;
        any = true;
        safe = safe && is_safe(l);
    }
    if (any && safe)
        return;
    doctor_says(f, DOCTOR_WARNING,
                "passwords of the staff may pass without TLS: the server in %s:%d that has the "
                "desk listens without",
                server->file, server->line);
    doctor_remedy(f, "give the desk a server with \"listen 443 ssl\" alone, as firstline-nginx(7) "
                     "has it; a proxy in front that has TLS is named there, too");
}

static void look_answer(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    const struct nginx_directive *top = is_here(d, f) ? doctor_nginx_conf(d, f) : NULL;
    if (top == NULL)
        return;
    const struct nginx_directive *server = server_of(top);
    if (server == NULL) {
        doctor_says(f, DOCTOR_WRONG, "nginx has no /desk/");
        doctor_remedy(f,
                      "firstline setup   (or in a server: include %s/nginx/firstline-desk.conf;)",
                      d->place->etc);
        return;
    }
    struct door page = door_of(d->arena, server, "/desk/");
    struct door session = door_of(d->arena, server, "/desk/session");
    struct door_answer shown = door_knock(d->arena, &page, SLICE_NONE, KNOCK_S);
    struct door_answer asked = door_knock(d->arena, &session, SLICE_NONE, KNOCK_S);
    if (shown.status != 200 && shown.status != 401) {
        doctor_says(f, DOCTOR_WRONG, "the page of the desk is answered with %d", shown.status);
        doctor_remedy(f, "tail /var/log/nginx/error.log, which says why");
    } else if (asked.status != 401 && asked.status != 200 && asked.status != 403) {
        doctor_says(f, DOCTOR_WRONG, "the desk answers with %d to who has not signed in",
                    asked.status);
        doctor_remedy(f, "journalctl -u firstline-desk -n 20, which says why");
    }
}

static const struct doctor_check checks[] = {
    {"desk-config", "the desk's options can be read", .look = look_config},
    {"desk-unit", "its units are active", .look = look_unit, .because = "desk-config"},
    {"desk-key", "the key that signs sessions", .look = look_key},
    {"desk-key-age", "that key is not old", .look = look_key_age},
    {"desk-role", "its role takes on the staff, and has no right beside", .look = look_role,
     .because = "database roles", .query = role_query, .state = DOCTOR_WRONG},
    {"desk-entry", "the database lets the desk in", look_entry,
     .because = "database entry hba-file desk-role", .timeout_ms = 8000},
    {"desk-hba", "people are asked for a password", .look = look_people,
     .because = "database entry hba-file hba-trust"},
    {"desk-socket", "nginx gets through to the desk", .look = look_socket,
     .because = "nginx desk-config desk-unit"},
    {"desk-tls", "passwords pass by TLS", .look = look_tls},
    {"desk", "it answers through nginx", look_answer,
     .because = "nginx nginx-http health desk-config desk-unit desk-socket", .timeout_ms = 12000},
};

const struct doctor_group doctor_desk = {checks, sizeof checks / sizeof *checks, true};
