/* setup_remote: where the services find their database, if that is not the default of the units: a
 * file of libpq's variables; for another machine a password each, the credential file that holds it
 * and a drop-in that opens the network. A password is made here and leaves this machine only as its
 * SCRAM verifier. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/access.h"
#include "admin/child.h"
#include "admin/password.h"
#include "admin/places.h"
#include "admin/setup.h"
#include "admin/text.h"

static const char *drop_in(struct setup *s, const struct setup_program *p) {
    return text_printf(s->arena, "%s/database.conf", p->drop_in_folder);
}

/* ---- the texts ------------------------------------------------------------------------------ */

static const char *environment(struct setup *s) {
    const char *mode = setup_word(s, "sslmode", "PGSSLMODE"),
               *root = setup_word(s, "sslrootcert", "PGSSLROOTCERT");
    const char *text =
        text_printf(s->arena, "PGHOST=%s\nPGPORT=%s\nPGDATABASE=%s\nPGUSER=" SETUP_ROLE "\n",
                    s->db.host, s->db.port, s->db.name);
    if (mode != NULL)
        text = text_printf(s->arena, "%sPGSSLMODE=%s\n", text, mode);
    if (root != NULL)
        text = text_printf(s->arena, "%sPGSSLROOTCERT=%s\n", text, root);
    return text_printf(
        s->arena,
        "# Where firstline finds its database: libpq's variables. Made by \"firstline "
        "setup\".\n%s",
        text);
}

static bool is_default(const struct setup *s) {
    return s->db.local &&
           (strcmp(s->db.host, "/var/run/postgresql") == 0 ||
            strcmp(s->db.host, "/run/postgresql") == 0) &&
           strcmp(s->db.port, "5432") == 0 && strcmp(s->db.name, "firstline") == 0;
}

static bool is_file_of(struct setup *s, const char *path, const char *text) {
    struct slice there;
    return file_read(s->arena, path, &there) == OK && slice_eq_lit(there, text);
}

/* ---- the proof ------------------------------------------------------------------------------ */

/* With the words of the file of variables and the password file, as the service does. */
static const char *remote_refusal(struct setup *s, const struct setup_program *p) {
    static const struct {
        const char *keyword, *variable;
    } words[] = {{"host", "PGHOST"},
                 {"port", "PGPORT"},
                 {"dbname", "PGDATABASE"},
                 {"sslmode", "PGSSLMODE"},
                 {"sslrootcert", "PGSSLROOTCERT"}};
    enum { WORDS = sizeof words / sizeof *words };
    const char *keys[WORDS + 5], *values[WORDS + 5], *why = NULL;
    struct slice file;
    if (file_read(s->arena, PLACES_ENVIRONMENT, &file) != OK)
        return "there is no " PLACES_ENVIRONMENT " yet";
    size_t n = 0;
    for (size_t i = 0; i < WORDS; i++) {
        keys[n] = words[i].keyword;
        values[n] = database_variable(s->arena, file, words[i].variable);
        n += values[n] != NULL;
    }
    keys[n] = "user", values[n++] = p->role;
    keys[n] = "passfile", values[n++] = p->password;
    keys[n] = "password", values[n++] = ""; /* not PGPASSWORD, which is the superuser's */
    keys[n] = "connect_timeout", values[n++] = "10";
    keys[n] = values[n] = NULL;
    const char *kept = getenv("PGPASSWORD");
    kept = kept != NULL ? text_copy(s->arena, slice_from(kept)) : NULL;
    unsetenv("PGPASSWORD");
    PGconn *conn = PQconnectdbParams(keys, values, 0);
    if (kept != NULL)
        setenv("PGPASSWORD", kept, 1);
    if (PQstatus(conn) != CONNECTION_OK)
        why = text_copy(s->arena, slice_trim(slice_from(PQerrorMessage(conn))));
    else
        (void)database_value(s->arena, conn, p->proof, NULL, &why);
    PQfinish(conn);
    return why;
}

/* ---- the password --------------------------------------------------------------------------- */

static bool has(const char *text, const char *part) { return strstr(text, part) != NULL; }

/* The first program without one that is taken; NULL: none is. */
static const struct setup_program *lacking(struct setup *s, bool *refused) {
    const struct setup_program *programs[SETUP_PROGRAMS_MAX];
    size_t count = setup_programs(s, programs);
    for (size_t i = 0; i < count; i++) {
        *refused = access(programs[i]->password, F_OK) == 0;
        const char *why = *refused ? remote_refusal(s, programs[i]) : NULL;
        if (!*refused || (why != NULL && has(why, "password authentication failed")))
            return programs[i];
    }
    return NULL;
}

static enum setup_end look_password(struct setup *s) {
    const char *root = setup_word(s, "sslrootcert", "PGSSLROOTCERT");
    const char *const test[] = {"test", "-r", root, NULL};
    bool refused;
    if (s->db.local)
        return setup_say(s, SETUP_SO, "none is needed: it is on this machine");
    if (root != NULL && strcmp(root, "system") != 0 && /* a word of libpq 16 */
        child_run(s->arena, &(struct child){.argv = test, .user = SETUP_USER}).code != 0) {
        setup_more(s,
                   "It is no secret. Put it where everybody may read it: install -m 644 %s "
                   "/etc/firstline/root.crt",
                   root);
        return setup_say(s, SETUP_FAILED, "the user %s cannot read %s (sslrootcert)", SETUP_USER,
                         root);
    }
    const struct setup_program *p = lacking(s, &refused);
    if (p == NULL)
        return setup_say(s, SETUP_SO, "%s%s", PLACES_PASSWORD,
                         s->without_desk ? " is kept" : " and " PLACES_DESK_PASSWORD " are kept");
    return refused ? setup_say(s, SETUP_NEEDED, "the password of %s is refused: give %s a new one",
                               p->password, p->role)
                   : setup_say(s, SETUP_NEEDED, "give %s a new password, kept in %s", p->role,
                               p->password);
}

static bool give_password(struct setup *s, const struct setup_program *p) {
    const char *why = NULL, *password = access_new_password(s->arena);
    if (!password_set(s->arena, s->conn, p->role, password, &why)) {
        setup_say(s, SETUP_FAILED, "the password could not be set: %s", why);
        return false;
    }
    /* An old file would leave its mode to the new one. */
    return setup_unlink(s, p->password) &&
           setup_write(s, p->password,
                       slice_from(access_password_line(s->arena, s->db.name, p->role, password)),
                       (struct file_owner){.mode = 0600});
}

static enum setup_end act_password(struct setup *s) {
    const struct setup_program *p;
    const char *roles = "";
    bool refused;
    for (int i = 0; i < SETUP_PROGRAMS_MAX && (p = lacking(s, &refused)) != NULL; i++) {
        if (!give_password(s, p))
            return SETUP_FAILED;
        roles = text_printf(s->arena, "%s%s%s", roles, i > 0 ? ", " : "", p->role);
    }
    s->unit_changed = true;
    return setup_say(s, SETUP_DONE, "of %s made anew, kept in %s", roles, PLACES_ETC);
}

static enum setup_end undo_password(struct setup *s) {
    if (access(PLACES_PASSWORD, F_OK) == -1 && access(PLACES_DESK_PASSWORD, F_OK) == -1)
        return setup_say(s, SETUP_SO, "there is none");
    if (s->dry_run)
        return setup_say(s, SETUP_NEEDED, "delete %s and %s", PLACES_PASSWORD,
                         PLACES_DESK_PASSWORD);
    if (!setup_unlink(s, PLACES_PASSWORD) || !setup_unlink(s, PLACES_DESK_PASSWORD))
        return SETUP_FAILED;
    return setup_say(s, SETUP_DONE, "%s and %s are deleted; nobody has those passwords any more",
                     PLACES_PASSWORD, PLACES_DESK_PASSWORD);
}

const struct setup_step setup_password = {.what = "password",
                                          .is = NEED_PASSWORD,
                                          .needs = NEED_USER | NEED_SCHEMA,
                                          .look = look_password,
                                          .act = act_password,
                                          .undo = undo_password};

/* ---- the file of variables and the drop-in -------------------------------------------------- */

/* A value with a line's end in it would make lines of its own. */
static bool is_plain(const char *text) {
    for (const char *p = text; *p != '\0'; p++)
        if ((unsigned char)*p < 0x20 && *p != '\n')
            return false;
    return true;
}

static size_t lines_of(const char *text) {
    struct slice rest = slice_from(text), line;
    size_t n = 0;
    while (text_line(&rest, &line))
        n++;
    return n;
}

static bool is_sound(struct setup *s, const char *text) {
    size_t expected = 5u + (setup_word(s, "sslmode", "PGSSLMODE") != NULL) +
                      (setup_word(s, "sslrootcert", "PGSSLROOTCERT") != NULL);
    return is_plain(text) && lines_of(text) == expected;
}

/* As it has to be: there for another machine, away for this one. */
static bool is_drop_in_right(struct setup *s, const struct setup_program *p) {
    const char *path = drop_in(s, p);
    if (s->db.local)
        return access(path, F_OK) == -1;
    return is_file_of(s, path, access_drop_in(s->arena, p->password));
}

static bool drop_ins_right(struct setup *s) {
    const struct setup_program *programs[SETUP_PROGRAMS_MAX];
    size_t count = setup_programs(s, programs);
    bool right = true;
    for (size_t i = 0; i < count; i++)
        right = right && is_drop_in_right(s, programs[i]);
    return right;
}

static enum setup_end look_environment(struct setup *s) {
    const char *text = environment(s);
    bool kept = s->url == NULL && access(PLACES_ENVIRONMENT, F_OK) == 0 &&
                getenv("PGHOST") == NULL && getenv("PGPORT") == NULL &&
                getenv("PGDATABASE") == NULL;
    if (!is_sound(s, text))
        return setup_say(s, SETUP_FAILED, "the database's address has control characters in it");
    bool file = kept || is_file_of(s, PLACES_ENVIRONMENT, text) ||
                (is_default(s) && access(PLACES_ENVIRONMENT, F_OK) == -1);
    if (file && drop_ins_right(s))
        return setup_say(s, SETUP_SO, "%s",
                         access(PLACES_ENVIRONMENT, F_OK) == 0
                             ? PLACES_ENVIRONMENT
                             : "the unit's own: /var/run/postgresql, port 5432, firstline");
    if (!file)
        setup_more_lines(s, slice_from(text));
    return setup_say(s, SETUP_NEEDED, "write %s%s%s", PLACES_ENVIRONMENT,
                     s->db.local ? "" : " and ",
                     s->db.local ? "" : drop_in(s, &setup_intake_program));
}

/* false: it is said why not. */
static bool make_folder(struct setup *s, const char *path) {
    if (mkdir(path, 0755) == 0 || errno == EEXIST)
        return true;
    setup_say(s, SETUP_FAILED, "cannot make %s: %s", path, strerror(errno));
    return false;
}

static bool put_drop_in(struct setup *s, const struct setup_program *p) {
    const char *path = drop_in(s, p);
    if (s->db.local)
        return setup_unlink(s, path);
    return make_folder(s, "/etc/systemd") && make_folder(s, "/etc/systemd/system") &&
           make_folder(s, p->drop_in_folder) &&
           setup_write(s, path, slice_from(access_drop_in(s->arena, p->password)),
                       (struct file_owner){.mode = 0644});
}

static enum setup_end act_environment(struct setup *s) {
    const struct setup_program *programs[SETUP_PROGRAMS_MAX];
    size_t count = setup_programs(s, programs);
    bool kept = s->url == NULL && !s->db.local; /* what is there is right, a drop-in was missing */
    if (!kept && !setup_write(s, PLACES_ENVIRONMENT, slice_from(environment(s)),
                              (struct file_owner){.mode = 0644}))
        return SETUP_FAILED;
    s->unit_changed = true;
    for (size_t i = 0; i < count; i++)
        if (!put_drop_in(s, programs[i]))
            return SETUP_FAILED;
    if (s->db.local)
        return setup_say(s, SETUP_DONE, "%s", PLACES_ENVIRONMENT);
    return setup_say(s, SETUP_DONE, "%s, and %s opens the network", PLACES_ENVIRONMENT,
                     drop_in(s, &setup_intake_program));
}

static enum setup_end undo_environment(struct setup *s) {
    static const char *const reload[] = {"systemctl", "daemon-reload", NULL};
    const struct setup_program *programs[SETUP_PROGRAMS_MAX];
    size_t count = setup_programs(s, programs);
    bool there = access(PLACES_ENVIRONMENT, F_OK) == 0;
    for (size_t i = 0; i < count; i++)
        there = there || access(drop_in(s, programs[i]), F_OK) == 0;
    if (!there)
        return setup_say(s, SETUP_SO, "there is no %s", PLACES_ENVIRONMENT);
    if (s->dry_run)
        return setup_say(s, SETUP_NEEDED, "delete %s and the drop-ins", PLACES_ENVIRONMENT);
    if (!setup_unlink(s, PLACES_ENVIRONMENT))
        return SETUP_FAILED;
    for (size_t i = 0; i < count; i++) {
        if (!setup_unlink(s, drop_in(s, programs[i])))
            return SETUP_FAILED;
        rmdir(programs[i]->drop_in_folder); /* others' drop-ins may be in it */
    }
    if (places_systemd())
        child_run(s->arena, &(struct child){.argv = reload});
    return setup_say(s, SETUP_DONE, "%s and the drop-ins are deleted", PLACES_ENVIRONMENT);
}

const struct setup_step setup_environment = {.what = "address",
                                             .is = NEED_PASSWORD,
                                             .needs = NEED_USER | NEED_SCHEMA,
                                             .look = look_environment,
                                             .act = act_environment,
                                             .undo = undo_environment};

/* ---- the proof, as a step ------------------------------------------------------------------- */

static void add_line(struct setup *s, const char *role, const char *address) {
    struct slice line =
        slice_trim(slice_from(access_hba_remote(s->arena, s->db.name, role, address)));
    setup_more(s, "  %.*s", SLICE_ARG(line));
}

/* What is missing in its pg_hba.conf. With the desk that of people, too, whom it signs in from
 * here.
 */
static enum setup_end say_closed(struct setup *s, const char *roles, const char *address,
                                 const bool *closed) {
    const struct setup_program *programs[SETUP_PROGRAMS_MAX];
    size_t count = setup_programs(s, programs);
    setup_more(s,
               "On %s, as lines above the others of its pg_hba.conf, then reload it:", s->db.host);
    for (size_t i = 0; i < count; i++)
        if (closed[i])
            add_line(s, programs[i]->role, address);
    if (!s->without_desk)
        add_line(s, "all", address);
    return setup_say(s, SETUP_LEFT, "%s not let in yet on %s", roles, s->db.host);
}

enum setup_end setup_remote_login(struct setup *s) {
    const struct setup_program *programs[SETUP_PROGRAMS_MAX];
    bool closed[SETUP_PROGRAMS_MAX] = {false};
    size_t count = setup_programs(s, programs);
    const char *roles = "", *none = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *why = remote_refusal(s, programs[i]);
        if (why == NULL)
            continue;
        if (s->dry_run)
            return setup_say(s, SETUP_NEEDED, "get in on %s with the password", s->db.host);
        setup_more(s, "%s", why);
        if (!has(why, "pg_hba.conf"))
            return setup_say(s, SETUP_FAILED, "%s does not get in on %s", programs[i]->role,
                             s->db.host);
        closed[i] = true;
        roles =
            text_printf(s->arena, "%s%s%s", roles, roles[0] != '\0' ? ", " : "", programs[i]->role);
    }
    if (roles[0] == '\0')
        return setup_say(s, SETUP_SO, "%s in on %s with a password",
                         s->without_desk ? "firstline_intake gets"
                                         : "firstline_intake and firstline_desk get",
                         s->db.host);
    const char *address =
        database_value(s->arena, s->conn, "SELECT host(inet_client_addr())", NULL, &none);
    return say_closed(s, roles, address != NULL ? address : "ADDRESS", closed);
}
