/* import-costs: what people read is here, what is done in admin/costs. The database is asked first:
 * which currency is right only it knows, and who may not load is not sent to mend a file. */
#include "command/import_costs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/costs.h"
#include "admin/person.h"
#include "admin/text.h"
#include "base/bounds.h"
#include "base/buf.h"
#include "base/read_all.h"
#include "command/faults.h"
#include "command/options.h"

struct call {
    struct arena *arena;
    PGconn *conn;
    const char *path, *url, *currency;
    char *text;
    size_t len;
    bool dry_run, json, help;
};

static const char usage[] =
    "usage: firstline import-costs FILE|- [--dry-run] [--json] [--database URL]\n\n"
    "Loads what was spent on advertising, from a file of separated values (UTF-8; comma, "
    "semicolon\n"
    "or tab). Its first line names the columns source, medium, campaign, day, amount, currency in\n"
    "any order: as in the links' utm tags, 2026-11-01 or 01.11.2026, 1234.56 or 1234,56. A row is\n"
    "laid against leads of its own day: a month's bill is a row for each of its days. A row of\n"
    "the same source, medium, campaign and day replaces the one before. All of the file is "
    "loaded,\n"
    "or nothing, and each error is told as FILE:LINE: what, did you mean. - is standard input.\n"
    "--dry-run says what would be done, and does not do it. For who works in marketing, with a\n"
    "login as psql takes it (PGHOST, PGUSER ...); as root, for the database of the service.";

static int fail(int code, const char *what, const char *why, const char *hint) {
    fprintf(stderr, "firstline import-costs: %s%s%s\n", what, why != NULL ? ": " : "",
            why != NULL ? why : "");
    if (hint != NULL)
        fprintf(stderr, "%s\n", hint);
    return code;
}

static const char *shown_path(const struct call *c) {
    return strcmp(c->path, "-") == 0 ? "standard input" : c->path;
}

static int read_file(struct call *c) {
    int fd = strcmp(c->path, "-") == 0 ? STDIN_FILENO : open(c->path, O_RDONLY | O_CLOEXEC);
    if (fd == -1)
        return fail(EX_NOINPUT, c->path, strerror(errno), NULL);
    c->text = text_alloc(c->arena, COST_FILE_BYTES_MAX + 1);
    bool good = read_all(fd, c->text, COST_FILE_BYTES_MAX + 1, &c->len);
    int saved = errno;
    if (fd != STDIN_FILENO)
        close(fd);
    if (!good)
        return fail(EX_NOINPUT, shown_path(c), strerror(saved), NULL);
    if (c->len > COST_FILE_BYTES_MAX)
        return fail(EX_DATAERR, shown_path(c), "more than 4 MiB: split the file", NULL);
    return EX_OK;
}

static void print_json(const struct call *c, const struct costs_result *r) {
    struct buf b;
    struct slice text;
    buf_init(&b, c->arena, 64 * 1024);
    buf_lit(&b, "{\"file\":");
    buf_json(&b, slice_from(c->path));
    buf_printf(&b,
               ",\"new\":%s,\"replaced\":%s,\"same\":%s,\"since\":\"%s\",\"until\":\"%s\","
               "\"sum\":\"%s\",\"currency\":\"%s\",\"dry_run\":%s}\n",
               r->added, r->replaced, r->same, r->since, r->until, r->sum, c->currency,
               c->dry_run ? "true" : "false");
    if (buf_done(&b, &text) == OK)
        fwrite(text.ptr, 1, text.len, stdout);
}

static void print(const struct call *c, const struct costs_result *r) {
    printf("%s: rows %s new, %s replaced, %s as before; %s to %s, %s %s in all\n", shown_path(c),
           r->added, r->replaced, r->same, r->since, r->until, r->sum, c->currency);
    if (c->dry_run)
        puts("Nothing was loaded: that is what would be done.");
}

static int load(struct call *c, const struct cost_list *list) {
    struct costs_result result;
    const char *why, *hint;
    if (!costs_load(c->arena, c->conn, list, c->currency, c->dry_run, &result, &why, &hint))
        return fail(EX_DATAERR, "nothing was loaded", why, hint);
    if (c->json)
        print_json(c, &result);
    else
        print(c, &result);
    return EX_OK;
}

static int read_and_load(struct call *c) {
    struct problems problems = {0};
    struct cost_list list;
    const char *why, *hint;
    c->currency = costs_currency(c->arena, c->conn, &why, &hint);
    if (c->currency == NULL)
        return fail(EX_NOPERM, "nothing was loaded", why, hint);
    int code = read_file(c);
    if (code != EX_OK)
        return code;
    costs_read(c->arena, shown_path(c), c->text, c->len, c->currency, &problems, &list);
    if (problems.count > 0)
        faults_print(&problems, c->json);
    if (problems.count > 0 && !c->json)
        fail(EX_DATAERR, "nothing was loaded", NULL, NULL);
    code = problems.count > 0 ? EX_DATAERR : load(c, &list);
    problems_free(&problems);
    return code;
}

static int run(struct call *c) {
    const char *why;
    c->conn = person_connect(c->arena, c->url, &why);
    int code = c->conn != NULL
                   ? read_and_load(c)
                   : fail(EX_UNAVAILABLE, "the database cannot be reached", why,
                          "Your login and the server are told as for psql: PGHOST, PGUSER, "
                          "PGPASSFILE, or --database URL; man firstline-access");
    PQfinish(c->conn);
    return code;
}

int import_costs_command(int argc, char **argv) {
    struct call c = {.arena = NULL};
    const struct option_row rows[] = {{"dry-run", NULL, &c.dry_run},
                                      {"json", NULL, &c.json},
                                      {"database", &c.url, NULL},
                                      {"help", NULL, &c.help}};
    int count = options_read(argc, argv, rows, sizeof rows / sizeof *rows, &c.path, 1);
    if (c.help && count != -1) {
        puts(usage);
        return EX_OK;
    }
    if (count != 1) {
        if (count == 0)
            fprintf(stderr, "%s\n", usage);
        return EX_USAGE;
    }
    c.arena = text_arena();
    int code = run(&c);
    arena_free(c.arena);
    return code;
}
