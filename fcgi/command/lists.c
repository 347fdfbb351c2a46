/* lists: what people read is here, what is done in admin/lists. */
#include "command/lists.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/database.h"
#include "admin/file.h"
#include "admin/lists.h"
#include "admin/text.h"
#include "command/faults.h"
#include "command/options.h"

struct call {
    struct arena *arena;
    PGconn *conn;
    struct list_hosts *lists;
    struct problems problems;
    const char *url;
    bool dry_run, help;
};

static const char usage[] =
    "usage: firstline lists DIR|FILE... [--dry-run] [--database URL]\n\n"
    "Takes in newer public lists of search engines, social networks and AI assistants, by which\n"
    "marketing's channels are told apart: SearchEngines.yml, Socials.yml and AIAssistants.yml of\n"
    "Matomo (github.com/matomo-org/searchengine-and-social-list), or a folder with them. Each\n"
    "error is told as FILE:LINE: what; then nothing is changed. A list that is not given stays.\n"
    "firstline's own rows and yours win over those of a list. --dry-run says what would come and\n"
    "go, and changes nothing. As root, for the database of the service; --database URL for "
    "another.";

static int fail(int code, const char *what, const char *why) {
    fprintf(stderr, "firstline lists: %s: %s\n", what, why);
    return code;
}

/* --- the files ------------------------------------------------------------------------------- */

static void read_list(struct call *c, enum list_kind kind, const char *path) {
    struct slice text;
    enum errcode e = file_read(c->arena, path, &text);
    if (e == OK)
        lists_read(c->arena, kind, path, text, &c->problems, c->lists);
    else
        problems_add(&c->problems, path, 0, "%s",
                     e == ERR_TOO_LARGE   ? "is too large"
                     : e == ERR_NOT_FOUND ? "there is no such file"
                                          : strerror(errno));
}

static void read_folder(struct call *c, const char *dir) {
    struct stat st;
    int found = 0;
    for (int k = 0; k < LIST_KINDS; k++) {
        const char *path = text_printf(c->arena, "%s/%s", dir, list_file_name((enum list_kind)k));
        if (stat(path, &st) != 0)
            continue;
        read_list(c, (enum list_kind)k, path);
        found++;
    }
    if (found == 0)
        problems_add(&c->problems, dir, 0, "has none of %s, %s and %s", list_file_name(LIST_SEARCH),
                     list_file_name(LIST_SOCIAL), list_file_name(LIST_AI));
}

static void read_word(struct call *c, const char *path) {
    struct stat st;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
        read_folder(c, path);
        return;
    }
    const char *near;
    enum list_kind kind = list_kind_of(path, &near);
    if (kind != LIST_KINDS)
        read_list(c, kind, path);
    else
        problems_add(&c->problems, path, 0,
                     "which list is that? They are called %s, %s and %s%s%s%s",
                     list_file_name(LIST_SEARCH), list_file_name(LIST_SOCIAL),
                     list_file_name(LIST_AI), near != NULL ? "; did you mean \"" : "",
                     near != NULL ? near : "", near != NULL ? "\"?" : "");
}

/* --- the database ---------------------------------------------------------------------------- */

static void print(const struct call *c, const PGresult *r) {
    int last = PQntuples(r) - 1;
    for (int i = 0; i < last; i++)
        printf("%-7s  %s  (%s)\n", PQgetvalue(r, i, 0), PQgetvalue(r, i, 1), PQgetvalue(r, i, 2));
    printf("%s hosts %s in the lists; %d came, went or changed.\n", PQgetvalue(r, last, 3),
           c->dry_run ? "would be" : "are", last);
    printf("Passed over: %s hosts that firstline's own rows have, %s with a path, which no browser "
           "tells.\n",
           PQgetvalue(r, last, 4), PQgetvalue(r, last, 5));
    if (strcmp(PQgetvalue(r, last, 6), "0") != 0)
        printf("Of your own rows, which win: %s.\n", PQgetvalue(r, last, 6));
    if (c->dry_run)
        puts("Nothing was changed: that is what would be done.");
}

static bool connect_as_admin(struct call *c) {
    struct database d;
    const char *why = NULL;
    if (database_find(c->arena, c->url, &d, &why) == OK)
        c->conn = database_connect(c->arena, &d, NULL, &why);
    if (c->conn == NULL) {
        fail(0, "the database cannot be reached", why);
        fputs(geteuid() == 0 ? "Is PostgreSQL running, and has firstline setup been run here?\n"
                             : "Run it as root, or name a superuser's way in: --database URL\n",
              stderr);
        return false;
    }
    const char *there = database_value(
        c->arena, c->conn, "SELECT to_regprocedure('intake.list_hosts(text)')", NULL, &why);
    if (there == NULL && why != NULL)
        fail(0, why, "the lists are the owner's: run it as root");
    else if (there == NULL)
        fail(0, PQdb(c->conn),
             "this database has no firstline of this version: run firstline setup");
    return there != NULL;
}

static int load(struct call *c) {
    if (!connect_as_admin(c))
        return EX_UNAVAILABLE;
    const char *why;
    PGresult *r = lists_replace(c->arena, c->conn, c->lists, c->dry_run, &why);
    if (r == NULL)
        return fail(EX_DATAERR, "nothing was changed", why);
    print(c, r);
    PQclear(r);
    return EX_OK;
}

static int run(struct call *c, const char *const *words, int count) {
    c->lists = lists_new(c->arena);
    for (int i = 0; i < count; i++)
        read_word(c, words[i]);
    int code = EX_DATAERR;
    if (c->problems.count == 0)
        code = load(c);
    else
        faults_print(&c->problems, false);
    problems_free(&c->problems);
    PQfinish(c->conn);
    return code;
}

int lists_command(int argc, char **argv) {
    struct call c = {.arena = NULL};
    const struct option_row rows[] = {
        {"dry-run", NULL, &c.dry_run}, {"database", &c.url, NULL}, {"help", NULL, &c.help}};
    const char *words[LIST_KINDS];
    int count = options_read(argc, argv, rows, sizeof rows / sizeof *rows, words, LIST_KINDS);
    if (c.help && count != -1) {
        puts(usage);
        return EX_OK;
    }
    if (count < 1) {
        if (count == 0)
            fprintf(stderr, "%s\n", usage);
        return EX_USAGE;
    }
    c.arena = text_arena();
    int code = run(&c, words, count);
    arena_free(c.arena);
    return code;
}
