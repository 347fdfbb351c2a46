/* setup_remote: where the service finds its database, if that is not the default of the unit: a
 * file of libpq's variables; for another machine a password, the credential file that holds it and
 * a drop-in that opens the network. The password is made here and leaves this machine only as its
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

#define DROP_IN_FOLDER "/etc/systemd/system/firstline.service.d"
#define DROP_IN DROP_IN_FOLDER "/database.conf"

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
static const char *remote_refusal(struct setup *s) {
    static const struct {
        const char *keyword, *variable;
    } words[] = {{"host", "PGHOST"}, {"port", "PGPORT"},       {"dbname", "PGDATABASE"},
                 {"user", "PGUSER"}, {"sslmode", "PGSSLMODE"}, {"sslrootcert", "PGSSLROOTCERT"}};
    enum { WORDS = sizeof words / sizeof *words };
    const char *keys[WORDS + 4], *values[WORDS + 4], *why = NULL;
    struct slice file;
    if (file_read(s->arena, PLACES_ENVIRONMENT, &file) != OK)
        return "there is no " PLACES_ENVIRONMENT " yet";
    size_t n = 0;
    for (size_t i = 0; i < WORDS; i++) {
        keys[n] = words[i].keyword;
        values[n] = database_variable(s->arena, file, words[i].variable);
        n += values[n] != NULL;
    }
    keys[n] = "passfile", values[n++] = PLACES_PASSWORD;
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
        (void)database_value(s->arena, conn, "SELECT intake.hello('firstline setup', 0, '{}')",
                             NULL, &why);
    PQfinish(conn);
    return why;
}

/* ---- the password --------------------------------------------------------------------------- */

static bool has(const char *text, const char *part) { return strstr(text, part) != NULL; }

static enum setup_end look_password(struct setup *s) {
    const char *root = setup_word(s, "sslrootcert", "PGSSLROOTCERT");
    const char *const test[] = {"test", "-r", root, NULL};
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
    if (access(PLACES_PASSWORD, F_OK) == -1)
        return setup_say(s, SETUP_NEEDED, "give %s a new password, kept in %s", SETUP_ROLE,
                         PLACES_PASSWORD);
    const char *why = remote_refusal(s);
    if (why != NULL && has(why, "password authentication failed"))
        return setup_say(s, SETUP_NEEDED, "the password of %s is refused: give %s a new one",
                         PLACES_PASSWORD, SETUP_ROLE);
    return setup_say(s, SETUP_SO, "%s is kept", PLACES_PASSWORD);
}

static enum setup_end act_password(struct setup *s) {
    const char *why = NULL, *password = access_new_password(s->arena);
    if (!password_set(s->arena, s->conn, SETUP_ROLE, password, &why))
        return setup_say(s, SETUP_FAILED, "the password could not be set: %s", why);
    /* An old file would leave its mode to the new one. */
    if (!setup_unlink(s, PLACES_PASSWORD) ||
        !setup_write(s, PLACES_PASSWORD,
                     slice_from(access_password_line(s->arena, s->db.name, password)),
                     (struct file_owner){.mode = 0600}))
        return SETUP_FAILED;
    s->unit_changed = true;
    return setup_say(s, SETUP_DONE, "%s has a new one, kept in %s", SETUP_ROLE, PLACES_PASSWORD);
}

static enum setup_end undo_password(struct setup *s) {
    if (access(PLACES_PASSWORD, F_OK) == -1)
        return setup_say(s, SETUP_SO, "there is none");
    if (s->dry_run)
        return setup_say(s, SETUP_NEEDED, "delete %s", PLACES_PASSWORD);
    if (!setup_unlink(s, PLACES_PASSWORD))
        return SETUP_FAILED;
    return setup_say(s, SETUP_DONE, "%s is deleted; nobody has that password any more",
                     PLACES_PASSWORD);
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

static enum setup_end look_environment(struct setup *s) {
    const char *text = environment(s);
    bool kept = s->url == NULL && access(PLACES_ENVIRONMENT, F_OK) == 0 &&
                getenv("PGHOST") == NULL && getenv("PGPORT") == NULL &&
                getenv("PGDATABASE") == NULL;
    bool network = !s->db.local;
    if (!is_sound(s, text))
        return setup_say(s, SETUP_FAILED, "the database's address has control characters in it");
    bool file = kept || is_file_of(s, PLACES_ENVIRONMENT, text) ||
                (is_default(s) && access(PLACES_ENVIRONMENT, F_OK) == -1);
    bool drop_in = is_file_of(s, DROP_IN, access_drop_in(s->arena)) == network ||
                   (!network && access(DROP_IN, F_OK) == -1);
    if (file && drop_in)
        return setup_say(s, SETUP_SO, "%s",
                         access(PLACES_ENVIRONMENT, F_OK) == 0
                             ? PLACES_ENVIRONMENT
                             : "the unit's own: /var/run/postgresql, port 5432, firstline");
    if (!file)
        setup_more_lines(s, slice_from(text));
    return setup_say(s, SETUP_NEEDED, "write %s%s", PLACES_ENVIRONMENT,
                     network ? " and " DROP_IN : "");
}

static enum setup_end act_environment(struct setup *s) {
    struct file_owner open = {.mode = 0644};
    bool kept =
        s->url == NULL && !s->db.local; /* what is there is right, the drop-in was missing */
    if (!kept && !setup_write(s, PLACES_ENVIRONMENT, slice_from(environment(s)), open))
        return SETUP_FAILED;
    s->unit_changed = true;
    if (s->db.local) {
        if (!setup_unlink(s, DROP_IN))
            return SETUP_FAILED;
        return setup_say(s, SETUP_DONE, "%s", PLACES_ENVIRONMENT);
    }
    if (mkdir("/etc/systemd", 0755) == -1 && errno != EEXIST)
        return setup_say(s, SETUP_FAILED, "cannot make /etc/systemd: %s", strerror(errno));
    if ((mkdir("/etc/systemd/system", 0755) == -1 && errno != EEXIST) ||
        (mkdir(DROP_IN_FOLDER, 0755) == -1 && errno != EEXIST))
        return setup_say(s, SETUP_FAILED, "cannot make " DROP_IN_FOLDER ": %s", strerror(errno));
    if (!setup_write(s, DROP_IN, slice_from(access_drop_in(s->arena)), open))
        return SETUP_FAILED;
    return setup_say(s, SETUP_DONE, "%s, and %s opens the network", PLACES_ENVIRONMENT, DROP_IN);
}

static enum setup_end undo_environment(struct setup *s) {
    static const char *const reload[] = {"systemctl", "daemon-reload", NULL};
    if (access(PLACES_ENVIRONMENT, F_OK) == -1 && access(DROP_IN, F_OK) == -1)
        return setup_say(s, SETUP_SO, "there is no %s", PLACES_ENVIRONMENT);
    if (s->dry_run)
        return setup_say(s, SETUP_NEEDED, "delete %s and %s", PLACES_ENVIRONMENT, DROP_IN);
    if (!setup_unlink(s, PLACES_ENVIRONMENT) || !setup_unlink(s, DROP_IN))
        return SETUP_FAILED;
    rmdir(DROP_IN_FOLDER); /* others' drop-ins may be in it */
    if (places_systemd())
        child_run(s->arena, &(struct child){.argv = reload});
    return setup_say(s, SETUP_DONE, "%s and the drop-in are deleted", PLACES_ENVIRONMENT);
}

const struct setup_step setup_environment = {.what = "address",
                                             .is = NEED_PASSWORD,
                                             .needs = NEED_USER | NEED_SCHEMA,
                                             .look = look_environment,
                                             .act = act_environment,
                                             .undo = undo_environment};

/* ---- the proof, as a step ------------------------------------------------------------------- */

enum setup_end setup_remote_login(struct setup *s) {
    const char *why = remote_refusal(s);
    if (why == NULL)
        return setup_say(s, SETUP_SO, "%s gets in on %s with its password", SETUP_ROLE, s->db.host);
    if (s->dry_run)
        return setup_say(s, SETUP_NEEDED, "get in on %s with the password", s->db.host);
    const char *none = NULL;
    const char *address =
        database_value(s->arena, s->conn, "SELECT host(inet_client_addr())", NULL, &none);
    setup_more(s, "%s", why);
    if (has(why, "pg_hba.conf") && address != NULL) {
        setup_more(
            s, "On %s, as a line above the others of its pg_hba.conf, then reload it:", s->db.host);
        struct slice line =
            slice_trim(slice_from(access_hba_remote(s->arena, s->db.name, address)));
        setup_more(s, "  %.*s", SLICE_ARG(line));
        return setup_say(s, SETUP_LEFT, "%s is not let in yet on %s", SETUP_ROLE, s->db.host);
    }
    return setup_say(s, SETUP_FAILED, "%s does not get in on %s", SETUP_ROLE, s->db.host);
}
