/* setup: the options, and the order of the steps. */
#include "command/setup.h"

#include <stddef.h>
#include <stdio.h>

#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/places.h"
#include "admin/setup.h"
#include "admin/text.h"
#include "base/clock.h"
#include "command/options.h"
#include "command/settings.h"

static const struct setup_step *const all_steps[] = {
    &setup_user,      &setup_server,      &setup_database, &setup_schema, &setup_zone,
    &setup_password,  &setup_environment, &setup_access,   &setup_key,    &setup_session_key,
    &setup_forms,     &setup_spool,       &setup_old,      &setup_units,  &setup_http,
    &setup_site,      &setup_desk_site,   &setup_reload,   &setup_limits, &setup_door,
    &setup_agreement,
};
static const struct setup_step *const schema_steps[] = {&setup_server, &setup_database,
                                                        &setup_schema};

#define COUNT(list) (sizeof(list) / sizeof *(list))

struct wish {
    bool help, dry_run, remove, schema, yes, no_desk;
    const char *database, *server, *drop_data;
};

static void help(void) {
    puts(
        "usage: firstline setup [--dry-run] [--database URL] [--server NAME] [--no-desk] [--yes]\n"
        "       firstline setup --schema [--database URL]\n"
        "       firstline setup --remove [--drop-data NAME] [--dry-run]\n\n"
        "Makes this machine ready, as root: database, tables, access, key, service, nginx, and a\n"
        "first lead through the front door. Each step is shown, and safe to repeat.\n\n"
        "  --dry-run         show what would be done, and change nothing\n"
        "  --database URL    a database on another machine, with its superuser:\n"
        "                    'postgresql://postgres@db1/firstline?sslmode=verify-full"
        "&sslrootcert=FILE';\n"
        "                    his password better as PGPASSWORD than in the address\n"
        "  --server NAME     the site in nginx that is to have the forms: its server_name, or\n"
        "                    FILE:LINE\n"
        "  --no-desk         without the pages of the staff\n"
        "  --yes             ask nothing, even at a terminal\n"
        "  --schema          bring the tables to this version, and nothing else\n"
        "  --remove          take back what setup did; database and leads stay\n"
        "  --drop-data NAME  with --remove: delete the database of that name and the spool, too\n\n"
        "Of several local servers: PGPORT=5433 firstline setup. Exits 0 when all is done, 75 when\n"
        "something is left to do by hand.");
}

/* Of what cannot be got back the name has to be typed. */
static bool name_is_said(struct setup *s) {
    const char *why;
    if (s->drop == NULL)
        return true;
    if (database_find(s->arena, s->url, &s->db, &why) != OK) {
        fprintf(stderr, "firstline setup: --database: %s\n", why);
        return false;
    }
    if (strcmp(s->drop, s->db.name) == 0)
        return true;
    fprintf(
        stderr,
        "firstline setup: --drop-data takes the database's name, which is %s; nothing was done\n",
        s->db.name);
    return false;
}

static const char *ask_name(struct arena *a) {
    char line[256];
    fputs("All leads would be deleted for good. The name of the database, to do it: ", stderr);
    if (fgets(line, sizeof line, stdin) == NULL)
        return "";
    return text_copy(a, slice_trim(slice_from(line)));
}

static int run(struct setup *s) {
    if (s->mode == SETUP_SCHEMA_ONLY)
        return setup_run(s, schema_steps, COUNT(schema_steps));
    if (s->mode == SETUP_REMOVE && !name_is_said(s))
        return EX_USAGE;
    return setup_run(s, all_steps, COUNT(all_steps));
}

/* Where the desk listens; "": its settings are said to be wrong. Without a file: by default. */
static const char *desk_socket(struct arena *a) {
    char config[] = PLACES_DESK_CONFIG;
    char *argv[] = {"setup", "--config", config};
    struct settings settings;
    if (settings_read(&settings_of_desk, access(config, F_OK) == 0 ? 3 : 1, argv, &settings) != OK)
        return "";
    const char *socket = text_copy(a, slice_from(settings.socket));
    settings_free(&settings_of_desk, &settings);
    return socket;
}

/* The settings as serve reads them; from the defaults where there is no file. */
static int with_settings(struct setup *s) {
    char config[] = PLACES_CONFIG;
    char *argv[] = {"setup", "--config", config};
    struct settings settings;
    bool there = access(config, F_OK) == 0;
    if (!there && s->mode == SETUP_MAKE) {
        fprintf(stderr,
                "firstline setup: %s is missing: install firstline first (make install, or "
                "the package)\n",
                config);
        return EX_NOINPUT;
    }
    if (settings_read(&settings_of_serve, there ? 3 : 1, argv, &settings) != OK)
        return EX_CONFIG;
    s->zone = settings.zone;
    s->forms = settings.forms;
    s->spool = settings.spool;
    s->socket = settings.socket;
    s->desk_socket = desk_socket(s->arena);
    int code = EX_CONFIG;
    if (clock_zone_set(s->zone))
        code = run(s);
    else
        fprintf(stderr, "%s: there is no time zone \"%s\" here\n", config, s->zone);
    settings_free(&settings_of_serve, &settings);
    return code;
}

/* -1: they are right. */
static int read_wish(int argc, char **argv, struct wish *w) {
    const struct option_row rows[] = {
        {.name = "help", .flag = &w->help},      {.name = "dry-run", .flag = &w->dry_run},
        {.name = "remove", .flag = &w->remove},  {.name = "schema", .flag = &w->schema},
        {.name = "yes", .flag = &w->yes},        {.name = "database", .value = &w->database},
        {.name = "server", .value = &w->server}, {.name = "drop-data", .value = &w->drop_data},
        {.name = "no-desk", .flag = &w->no_desk}};
    if (options_read(argc, argv, rows, COUNT(rows), NULL, 0) == -1)
        return EX_USAGE;
    if (w->help) {
        help();
        return EX_OK;
    }
    if (w->drop_data != NULL && !w->remove) {
        fputs("firstline setup: --drop-data goes with --remove\n", stderr);
        return EX_USAGE;
    }
    if (geteuid() != 0 && !w->dry_run) {
        fputs("firstline setup: run it as root; --dry-run shows what it would do\n", stderr);
        return EX_NOPERM;
    }
    return -1;
}

int setup_command(int argc, char **argv) {
    struct wish w = {0};
    struct arena *arena = text_arena();
    bool terminal = isatty(STDIN_FILENO) == 1;
    if (argc > 1 && strcmp(argv[argc - 1], "--drop-data") == 0 && terminal) {
        argc--;
        w.drop_data = ask_name(arena);
    }
    int code = read_wish(argc, argv, &w);
    if (code == -1) {
        umask(022);
        struct setup s = {.arena = arena,
                          .mode = w.remove   ? SETUP_REMOVE
                                  : w.schema ? SETUP_SCHEMA_ONLY
                                             : SETUP_MAKE,
                          .dry_run = w.dry_run,
                          .ask = !w.yes && terminal,
                          .without_desk = w.no_desk,
                          .url = w.database,
                          .server = w.server,
                          .drop = w.drop_data,
                          .share = places_share(arena)};
        code = with_settings(&s);
    }
    arena_free(arena);
    return code;
}
