/* setup_access: the programs' own users are let into the local server under their roles, and people
 * are asked for a password there, by lines at the top of files that belong to the server. They are
 * shown before they are written, and put back if the server does not take them. */
#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/access.h"
#include "admin/child.h"
#include "admin/marked.h"
#include "admin/places.h"
#include "admin/setup.h"
#include "admin/text.h"
#include "base/bounds.h"

/* ---- the proof: as the programs themselves -------------------------------------------------- */

/* NULL: it gets in. */
static const char *refusal_of(struct setup *s, const struct setup_program *p) {
    const char *const argv[] = {"psql", "-X",       "-w", "-q",       "-A", "-t",
                                "-h",   s->db.host, "-p", s->db.port, "-U", p->role,
                                "-d",   s->db.name, "-c", p->proof,   NULL};
    struct child_end end = child_run(s->arena, &(struct child){.argv = argv, .user = p->user});
    if (end.code == CHILD_NOT_RUN)
        return "psql is missing: apt-get install postgresql-client";
    if (end.code == 0)
        return NULL;
    return text_printf(s->arena, "%s: %s", p->role, child_reason(s->arena, &end));
}

/* Somebody whom the desk cannot sign in, or anybody could; NULL: all are asked for a password. */
static const char *unasked(struct setup *s) {
    const char *const values[] = {"0", s->db.name};
    PGresult *r = PQexecParams(s->conn, access_people_sql, 2, NULL, values, NULL, NULL, 0);
    const char *why = database_complaint(s->arena, s->conn, r);
    const char *login =
        PQntuples(r) > 0 ? text_copy(s->arena, slice_from(PQgetvalue(r, 0, 0))) : NULL;
    PQclear(r);
    if (login == NULL)
        return why;
    return text_printf(s->arena, "%s is not asked for a password",
                       login[0] != '\0' ? login : "a name that nobody has");
}

static const char *local_refusal(struct setup *s) {
    const struct setup_program *programs[SETUP_PROGRAMS_MAX];
    size_t count = setup_programs(s, programs);
    const char *why = NULL;
    for (size_t i = 0; i < count && why == NULL; i++)
        why = refusal_of(s, programs[i]);
    return why != NULL || s->without_desk ? why : unasked(s);
}

/* A server takes a moment to read its files. */
static const char *refusal_at_last(struct setup *s) {
    const char *why = local_refusal(s);
    for (int i = 0; why != NULL && i < SETUP_TRIES; i++) {
        usleep(SETUP_TRY_MS * 1000);
        why = local_refusal(s);
    }
    return why;
}

/* ---- the lines ------------------------------------------------------------------------------ */

struct piece {
    const char *path;
    struct slice lines;
    struct slice before; /* the file as it is */
};

/* How many lines of it, from its top, are ours. */
static const char *own_lines(struct setup *s, struct slice text) {
    struct slice ours = marked_find(text), line;
    int n = ours.ptr != NULL ? 1 : 0; /* the mark behind them */
    text.len = ours.ptr != NULL ? (size_t)(ours.ptr + ours.len - text.ptr) : 0;
    while (text_line(&text, &line))
        n++;
    return text_printf(s->arena, "%d", n);
}

/* Of those who are neither programs nor people of ours: administrators, backups. false: said. */
static bool keep_others(struct setup *s, struct slice before, const char **kept) {
    const char *const values[] = {own_lines(s, before), s->db.name};
    PGresult *r = PQexecParams(s->server_conn, access_kept_sql, 2, NULL, values, NULL, NULL, 0);
    const char *why = database_complaint(s->arena, s->server_conn, r);
    *kept = "";
    for (int i = 0; why == NULL && i < PQntuples(r); i++)
        *kept = text_printf(
            s->arena, "%s%s", *kept,
            access_hba_kept(s->arena, s->db.name, PQgetvalue(r, i, 0), PQgetvalue(r, i, 1)));
    PQclear(r);
    if (why != NULL)
        setup_say(s, SETUP_FAILED, "%s", why);
    return why == NULL;
}

/* false: it is said why not. */
static bool our_lines(struct setup *s, struct piece pieces[2]) {
    const char *hba = access_hba_local(s->arena, s->db.name), *ident = access_ident(s->arena),
               *kept;
    if (!s->without_desk) {
        if (!keep_others(s, pieces[0].before, &kept))
            return false;
        hba = text_printf(s->arena, "%s%s", hba, access_hba_desk(s->arena, s->db.name, kept));
        ident = text_printf(s->arena, "%s%s", ident, access_ident_desk(s->arena));
    }
    pieces[0].lines = slice_from(hba);
    pieces[1].lines = slice_from(ident);
    return true;
}

/* false: it is said why not. */
static bool open_pieces(struct setup *s, struct piece pieces[2], bool lines) {
    static const char *const names[] = {"SHOW hba_file", "SHOW ident_file"};
    for (int i = 0; i < 2; i++) {
        const char *why = NULL;
        pieces[i].path = database_value(s->arena, s->server_conn, names[i], NULL, &why);
        if (pieces[i].path == NULL ||
            file_read(s->arena, pieces[i].path, &pieces[i].before) != OK) {
            setup_say(s, SETUP_FAILED, "cannot read %s: %s",
                      pieces[i].path != NULL ? pieces[i].path : names[i],
                      why != NULL ? why : strerror(errno));
            return false;
        }
        pieces[i].lines = SLICE_NONE;
    }
    return !lines || our_lines(s, pieces);
}

static bool put(struct setup *s, const struct piece *p, struct slice text) {
    return slice_eq(p->before, text) ||
           setup_write(s, p->path, text, (struct file_owner){.mode = 0640});
}

/* NULL: the server takes both files. */
static const char *complaint(struct setup *s) {
    static const char *const looks[] = {
        "SELECT format('line %s: %s', line_number, error) FROM pg_hba_file_rules "
        "WHERE error IS NOT NULL ORDER BY line_number LIMIT 1",
        "SELECT format('pg_ident.conf, line %s: %s', line_number, error) FROM "
        "pg_ident_file_mappings "
        "WHERE error IS NOT NULL ORDER BY line_number LIMIT 1"};
    for (int i = 0; i < 2; i++) {
        const char *why = NULL;
        const char *found = database_value(s->arena, s->server_conn, looks[i], NULL, &why);
        if (found != NULL || why != NULL)
            return found != NULL ? found : why;
    }
    return NULL;
}

static bool reload(struct setup *s) {
    const char *why = NULL;
    if (database_do(s->arena, s->server_conn, "SELECT pg_reload_conf()", NULL, &why))
        return true;
    setup_say(s, SETUP_FAILED, "PostgreSQL does not read its files anew: %s", why);
    return false;
}

/* false: it is said why not. */
static bool put_back(struct setup *s, const struct piece pieces[2]) {
    bool good = true;
    for (int i = 0; i < 2; i++)
        good =
            setup_write(s, pieces[i].path, pieces[i].before, (struct file_owner){.mode = 0640}) &&
            good;
    return reload(s) && good;
}

/* ---- the step ------------------------------------------------------------------------------- */

static const char *who(const struct setup *s) {
    return s->without_desk ? "the user firstline gets in as firstline_intake"
                           : "the user firstline gets in as firstline_intake, firstline-desk as "
                             "firstline_desk, "
                             "people by password";
}

static enum setup_end look_access(struct setup *s) {
    struct piece pieces[2];
    struct slice line;
    if (!s->db.local)
        return setup_remote_login(s);
    if (local_refusal(s) == NULL)
        return setup_say(s, SETUP_SO, "%s", who(s));
    if (!open_pieces(s, pieces, true))
        return SETUP_FAILED;
    for (int i = 0; i < 2; i++) {
        setup_more(s, "%s:", pieces[i].path);
        for (struct slice rest = pieces[i].lines; text_line(&rest, &line);)
            setup_more(s, "  %.*s", SLICE_ARG(line));
    }
    return setup_say(s, SETUP_NEEDED, "let the programs%s in: at the top of",
                     s->without_desk ? "" : ", and people by password,");
}

/* false: it is said why not, and both files are as they were if they could be written at all. */
static bool try_lines(struct setup *s, const struct piece pieces[2]) {
    for (int i = 0; i < 2; i++)
        if (!put(s, &pieces[i], marked_put(s->arena, pieces[i].before, pieces[i].lines)))
            return false;
    const char *wrong = complaint(s);
    if (wrong == NULL)
        return true;
    if (!put_back(s, pieces))
        return false;
    setup_more(s, "Both files are as they were. Mend that line of %s, and run setup again.",
               pieces[0].path);
    setup_say(s, SETUP_FAILED, "PostgreSQL does not take its files: %s", wrong);
    return false;
}

static enum setup_end act_access(struct setup *s) {
    struct piece pieces[2];
    if (!open_pieces(s, pieces, true))
        return SETUP_FAILED;
    setup_hold(true);
    bool good = try_lines(s, pieces);
    setup_hold(false);
    if (!good || !reload(s))
        return SETUP_FAILED;
    const char *why = refusal_at_last(s);
    if (why != NULL)
        return setup_say(s, SETUP_FAILED, "the lines are there, and it is not as it should be: %s",
                         why);
    return setup_say(s, SETUP_DONE, "%s", who(s));
}

static enum setup_end undo_access(struct setup *s) {
    struct piece pieces[2];
    if (!s->db.local)
        return setup_say(s, SETUP_SO, "the line in pg_hba.conf of the other machine is yours");
    if (s->server_conn == NULL || !open_pieces(s, pieces, false))
        return setup_say(s, SETUP_FAILED,
                         "PostgreSQL cannot be reached, so its pg_hba.conf and pg_ident.conf keep "
                         "their lines");
    bool there = false;
    for (int i = 0; i < 2; i++)
        there = there || marked_find(pieces[i].before).ptr != NULL;
    if (!there)
        return setup_say(s, SETUP_SO, "no line of ours is in %s", pieces[0].path);
    if (s->dry_run)
        return setup_say(s, SETUP_NEEDED, "take our lines out of %s and %s", pieces[0].path,
                         pieces[1].path);
    for (int i = 0; i < 2; i++)
        if (!put(s, &pieces[i], marked_put(s->arena, pieces[i].before, SLICE_NONE)))
            return SETUP_FAILED;
    if (!reload(s))
        return SETUP_FAILED;
    return setup_say(s, SETUP_DONE, "our lines are out of %s and %s", pieces[0].path,
                     pieces[1].path);
}

const struct setup_step setup_access = {.what = "access",
                                        .is = NEED_LOGIN,
                                        .needs = NEED_USER | NEED_SCHEMA | NEED_PASSWORD,
                                        .look = look_access,
                                        .act = act_access,
                                        .undo = undo_access,
                                        .shown = true};
