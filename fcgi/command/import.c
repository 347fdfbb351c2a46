/* import: a file, the list of what was brought, and to take one back. What people read is in
 * import_shown, what is done in admin/import_file and the database. */
#include "command/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/database.h"
#include "admin/places.h"
#include "admin/table.h"
#include "admin/text.h"
#include "base/clock.h"
#include "base/suggest.h"
#include "command/import_shown.h"
#include "command/options.h"
#include "command/settings.h"
#include "form/directory.h"
#include "lead/phone.h"

struct call {
    struct arena *arena;
    PGconn *conn;
    struct import_file_options o;
    struct import_shown shown;
    struct form_set *forms;
    const char *form, *encoding, *separator, *map, *dates, *login,
        *refused; /* as they were typed */
    const char *batch, *reason, *url, *config, *dir;
    bool preview, yes, list, queue, count, json, help;
};

static const char usage[] =
    "usage: firstline import --form FORM --csv FILE [--preview] [--yes] [--map COLUMN=FIELD,...]\n"
    "                        [--dates day-first|month-first] [--queue] [--count]\n"
    "                        [--encoding NAME] [--separator ,|;|tab] [--refused FILE]\n"
    "                        [--by LOGIN] [--json] [--forms DIR | --config FILE]\n"
    "       firstline import --list [--json]\n"
    "       firstline import --withdraw BATCH [--reason WHY] [--yes] [--json]\n\n"
    "Brings in the clients and old leads of another system from a file of separated values, so "
    "that\n"
    "who writes next is known. Each row takes the way of a submission of FORM, with its checks; "
    "what\n"
    "FORM demands of a visitor may be missing, but not both phone and e-mail. Columns are found "
    "by\n"
    "the names and labels of the fields and by what they are usually called, or told by --map; a\n"
    "field is a name, @date (when the lead was made), @id (its number there), or - for none. All\n"
    "columns are kept beside the answers. Encoding (UTF-8, UTF-16, windows-1251) and separator "
    "are\n"
    "found. --preview shows what would become of the file and does nothing; on a terminal that\n"
    "is shown first, and asked. Rows that are refused go to FILE.refused.csv with their reasons.\n"
    "The same row is the same lead: the same file again changes nothing, and goes on where it was\n"
    "interrupted. What comes is history: closed, in no queue and no report. --queue makes leads "
    "of\n"
    "now that wait for the first line, --count lets marketing count them. --withdraw takes a "
    "batch\n"
    "back: its leads stay, marked, and are nobody's. Exits 0, or 65 if rows were refused.\n"
    "As root, for the database of the service; --database URL for another.";

static int fail(int code, const char *what, const char *why, const char *hint) {
    fprintf(stderr, "firstline import: %s%s%s\n", what, why != NULL ? ": " : "",
            why != NULL ? why : "");
    if (hint != NULL)
        fprintf(stderr, "%s\n", hint);
    return code;
}

static bool connect_as_admin(struct call *c) {
    struct database d;
    const char *why = NULL;
    if (database_find(c->arena, c->url, &d, &why) == OK)
        c->conn = database_connect(c->arena, &d, NULL, &why);
    if (c->conn == NULL)
        (void)fail(0, "the database cannot be reached", why,
                   geteuid() == 0 ? "Is PostgreSQL running, and has firstline setup been run here?"
                                  : "Run it as root, or name a superuser's way in: --database URL");
    else if (database_value(c->arena, c->conn,
                            "SELECT to_regprocedure('intake.submit_import(text,json,json)')", NULL,
                            &why) == NULL)
        (void)fail(0,
                   text_printf(c->arena, "the database %s has no firstline of this version",
                               PQdb(c->conn)),
                   why, "Run firstline setup.");
    else
        return true;
    return false;
}

static bool confirm(const struct call *c, const char *question) {
    char answer[8] = "";
    if (c->yes || !isatty(STDIN_FILENO))
        return c->yes;
    printf("%s [y/N] ", question);
    fflush(stdout);
    return fgets(answer, sizeof answer, stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}

/* ---- the list, and taking back --------------------------------------------------------------- */

#define LIST_OF                                                                                    \
    "SELECT i.batch, i.form, i.file, i.state, to_char(i.begun_at AT TIME ZONE (SELECT s.zone "     \
    "FROM "                                                                                        \
    "intake.setting AS s), 'YYYY-MM-DD HH24:MI') AS begun, i.begun_by AS by, i.rows, i.stored AS " \
    "new, "                                                                                        \
    "i.known, i.refused, i.leads AS \"leads now\", concat_ws(', ', CASE WHEN i.queued THEN "       \
    "'queued' END, CASE "                                                                          \
    "WHEN i.counts THEN 'counted' END, i.why) AS notes FROM desk.imports AS i ORDER BY i.batch"

static int list(struct call *c) {
    const char *why = NULL;
    if (c->json) {
        const char *text =
            database_value(c->arena, c->conn,
                           "SELECT coalesce(json_agg(i), '[]') FROM desk.imports AS i", NULL, &why);
        return text != NULL ? puts(text) == EOF ? EX_IOERR : EX_OK
                            : fail(EX_SOFTWARE, "list", why, NULL);
    }
    PGresult *r = PQexec(c->conn, LIST_OF);
    why = database_complaint(c->arena, c->conn, r);
    if (why == NULL && PQntuples(r) == 0)
        puts("Nothing was brought in yet: firstline import --help");
    else if (why == NULL)
        table_print(stdout, r);
    PQclear(r);
    return why == NULL ? EX_OK : fail(EX_SOFTWARE, "list", why, NULL);
}

/* As much as one call does. */
static const char *withdraw_some(struct call *c, long long *withdrawn, long long *remaining,
                                 long long *kept) {
    const char *values[] = {c->batch,
                            c->reason != NULL ? c->reason : "withdrawn by an administrator"};
    PGresult *r = PQexecParams(
        c->conn,
        "SELECT w.withdrawn, w.remaining, w.kept FROM desk.withdraw_import($1::bigint, $2) AS w", 2,
        NULL, values, NULL, NULL, 0);
    const char *why = database_complaint(c->arena, c->conn, r);
    if (why == NULL) {
        *withdrawn += strtoll(PQgetvalue(r, 0, 0), NULL, 10);
        *remaining = strtoll(PQgetvalue(r, 0, 1), NULL, 10);
        *kept = strtoll(PQgetvalue(r, 0, 2), NULL, 10);
    }
    PQclear(r);
    return why;
}

static int withdraw(struct call *c) {
    long long withdrawn = 0, remaining = 0, kept = 0;
    const char *why = NULL;
    if (c->batch[0] == '\0' || strspn(c->batch, "0123456789") != strlen(c->batch) ||
        strlen(c->batch) > 18)
        return fail(EX_USAGE, c->batch, "no number of a batch; firstline import --list has them",
                    NULL);
    if (!confirm(c, text_printf(c->arena,
                                "The leads of batch %s will be nobody's, and count nowhere. Go on?",
                                c->batch)))
        return fail(EX_USAGE, "nothing was done", "without a terminal add --yes", NULL);
    do {
        why = withdraw_some(c, &withdrawn, &remaining, &kept);
        if (!c->json && isatty(STDERR_FILENO) && remaining > 0)
            fprintf(stderr, "\r%lld withdrawn, %lld to go ", withdrawn, remaining);
    } while (why == NULL && remaining > 0);
    if (!c->json)
        import_shown_progress_end();
    if (why != NULL)
        return fail(EX_DATAERR,
                    text_printf(c->arena, "batch %s: %lld leads withdrawn", c->batch, withdrawn),
                    why, NULL);
    if (c->json)
        printf("{\"batch\":%s,\"withdrawn\":%lld,\"kept\":%lld}\n", c->batch, withdrawn, kept);
    else
        printf("Batch %s: %lld leads withdrawn; %lld kept, since somebody has worked on them\n",
               c->batch, withdrawn, kept);
    return EX_OK;
}

/* ---- a file ---------------------------------------------------------------------------------- */

/* NULL: what was typed will do; else why not. */
static const char *read_options(struct call *c) {
    struct import_options *o = &c->o.import;
    if (c->encoding != NULL && !csv_encoding_find(slice_from(c->encoding), &c->o.encoding))
        return text_printf(c->arena, "--encoding is utf-8, utf-16 or windows-1251, not \"%s\"",
                           c->encoding);
    if (c->separator != NULL) {
        bool tab = strcmp(c->separator, "tab") == 0;
        c->o.separator = tab ? '\t' : c->separator[0];
        if (!tab && (strlen(c->separator) != 1 || strchr(",;\t", c->separator[0]) == NULL))
            return "--separator is , or ; or tab";
    }
    if (c->dates != NULL && strcmp(c->dates, "day-first") == 0)
        o->order = IMPORT_DAY_FIRST;
    else if (c->dates != NULL && strcmp(c->dates, "month-first") == 0)
        o->order = IMPORT_MONTH_FIRST;
    else if (c->dates != NULL)
        return "--dates is day-first or month-first";
    o->columns = slice_from(c->map);
    o->login = slice_from(c->login);
    o->queued = c->queue;
    c->o.counts = c->count;
    c->o.refused_path =
        c->refused != NULL ? c->refused : text_printf(c->arena, "%s.refused.csv", c->o.path);
    return NULL;
}

/* Of --forms, or of the configuration, with its zone. */
static int load_forms(struct call *c) {
    char *config = (char *)(c->config != NULL ? c->config : PLACES_CONFIG);
    char *argv[] = {"import", "--config", config};
    struct settings settings;
    struct problems problems = {0};
    bool there = c->config != NULL || access(PLACES_CONFIG, R_OK) == 0;
    if (settings_read(&settings_of_serve, there ? 3 : 1, argv, &settings) != OK)
        return EX_CONFIG;
    bool zone = clock_zone_set(settings.zone);
    const char *dir = c->dir != NULL ? c->dir : settings.forms;
    enum errcode e = form_set_load(dir, &problems, &c->forms);
    if (e != OK)
        problems_print(&problems, stderr);
    problems_free(&problems);
    int code =
        e == OK && zone
            ? EX_OK
            : fail(EX_CONFIG, dir,
                   zone ? "these definitions have errors" : "its zone is not known here", NULL);
    settings_free(&settings_of_serve, &settings);
    return code;
}

static int find_form(struct call *c) {
    const char *names[FORMS_MAX];
    size_t count = form_count(c->forms);
    c->o.import.form = form_find(c->forms, slice_from(c->form));
    if (c->o.import.form != NULL) {
        c->o.import.language = c->o.import.form->languages[0];
        c->o.import.rule_set = form_set_version(c->forms);
        return EX_OK;
    }
    for (size_t i = 0; i < count; i++)
        names[i] = text_copy(c->arena, form_at(c->forms, i)->name);
    const char *near = suggest(slice_from(c->form), names, count);
    return fail(EX_USAGE, text_printf(c->arena, "there is no form \"%s\"", c->form),
                near != NULL ? text_printf(c->arena, "did you mean \"%s\"?", near) : NULL, NULL);
}

static int store(struct call *c) {
    struct import_totals totals;
    struct import_trouble why;
    if (!connect_as_admin(c))
        return EX_UNAVAILABLE;
    bool good =
        import_file_store(c->shown.file, c->conn, import_shown_progress, &c->shown, &totals, &why);
    if (!c->json)
        import_shown_progress_end();
    if (!good) {
        const char *hint = why.hint != NULL
                               ? why.hint
                               : "What is stored stays; the same command goes on from there.";
        return fail(
            strncmp(why.code, "08", 2) == 0 ? EX_UNAVAILABLE : EX_SOFTWARE,
            text_printf(c->arena, "%llu rows were read, %llu stored", totals.rows, totals.stored),
            why.message, hint);
    }
    import_shown_done(&c->shown, &totals, c->o.refused_path, stdout);
    return totals.refused > 0 ? EX_DATAERR : EX_OK;
}

/* A preview is shown to who asks for it, and to who is asked. */
static int look_and_store(struct call *c) {
    struct import_shown *s = &c->shown;
    const char *why = NULL;
    bool asks = !c->yes && !c->preview && isatty(STDIN_FILENO);
    if (!import_file_look(s->file, &why))
        return fail(EX_DATAERR, why, NULL, NULL);
    if (!import_shown_columns(s, stderr))
        return EX_DATAERR;
    if (c->preview || asks) {
        buf_init(&s->rows, c->arena, ADMIN_FILE_BYTES_MAX);
        if (!import_file_try(s->file, import_shown_row, s, &s->totals, &why))
            return fail(EX_IOERR, "the file cannot be read", why, NULL);
        import_shown_print(s, stdout);
    }
    if (c->preview)
        return s->totals.refused > 0 ? EX_DATAERR : EX_OK;
    if (!confirm(c, "Bring it in?"))
        return fail(EX_USAGE, "nothing was done",
                    asks ? NULL : "without a terminal add --yes, or --preview", NULL);
    return store(c);
}

static int bring(struct call *c) {
    const char *why = read_options(c);
    if (why != NULL)
        return fail(EX_USAGE, why, NULL, NULL);
    int code = load_forms(c);
    if (code == EX_OK)
        code = find_form(c);
    if (code != EX_OK)
        return code;
    phone_start();
    c->o.import.now_us = clock_wall_us();
    c->o.import.matcher = matcher_new();
    c->shown = (struct import_shown){
        .arena = c->arena, .path = c->o.path, .form = c->o.import.form, .json = c->json};
    c->shown.file = import_file_open(c->arena, &c->o, &why);
    code = c->shown.file != NULL ? look_and_store(c) : fail(EX_NOINPUT, why, NULL, NULL);
    if (c->shown.file != NULL)
        import_file_close(c->shown.file);
    matcher_free(c->o.import.matcher);
    return code;
}

static int run(struct call *c) {
    bool file = c->form != NULL && c->o.path != NULL;
    int code = EX_USAGE;
    if ((c->list ? 1 : 0) + (c->batch != NULL) + (c->form != NULL || c->o.path != NULL) != 1 ||
        (!c->list && c->batch == NULL && !file))
        fprintf(stderr, "%s\n", usage);
    else if (file)
        code = bring(c);
    else
        code = !connect_as_admin(c) ? EX_UNAVAILABLE : c->list ? list(c) : withdraw(c);
    PQfinish(c->conn);
    form_set_free(c->forms);
    return code;
}

int import_command(int argc, char **argv) {
    struct call c = {.arena = NULL};
    const struct option_row rows[] = {
        {"form", &c.form, NULL},         {"csv", &c.o.path, NULL},
        {"map", &c.map, NULL},           {"dates", &c.dates, NULL},
        {"encoding", &c.encoding, NULL}, {"separator", &c.separator, NULL},
        {"refused", &c.refused, NULL},   {"by", &c.login, NULL},
        {"forms", &c.dir, NULL},         {"config", &c.config, NULL},
        {"withdraw", &c.batch, NULL},    {"reason", &c.reason, NULL},
        {"database", &c.url, NULL},      {"preview", NULL, &c.preview},
        {"yes", NULL, &c.yes},           {"list", NULL, &c.list},
        {"queue", NULL, &c.queue},       {"count", NULL, &c.count},
        {"json", NULL, &c.json},         {"help", NULL, &c.help},
    };
    int count = options_read(argc, argv, rows, sizeof rows / sizeof *rows, NULL, 0);
    if (count == -1)
        return EX_USAGE;
    if (c.help) {
        puts(usage);
        return EX_OK;
    }
    c.arena = text_arena();
    int code = run(&c);
    arena_free(c.arena);
    return code;
}
