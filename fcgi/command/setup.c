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
#include "base/suggest.h"
#include "command/settings.h"

static const struct setup_step *const all_steps[] = {
    &setup_user,     &setup_server,      &setup_database, &setup_schema, &setup_zone,
    &setup_password, &setup_environment, &setup_access,   &setup_key,    &setup_forms,
    &setup_spool,    &setup_units,       &setup_http,     &setup_site,   &setup_reload,
    &setup_limits,   &setup_door,
};
static const struct setup_step *const schema_steps[] = {&setup_server, &setup_database,
                                                        &setup_schema};

#define COUNT(list) (sizeof(list) / sizeof *(list))

struct wish {
    bool help, dry_run, remove, schema, yes, drop;
    const char *database, *server, *drop_name;
};

static const struct {
    const char *name;
    size_t flag, value; /* offsets; 0: it has none (help is the first) */
} options[] = {
    {"--help", offsetof(struct wish, help), 0},
    {"-h", offsetof(struct wish, help), 0},
    {"--dry-run", offsetof(struct wish, dry_run), 0},
    {"--remove", offsetof(struct wish, remove), 0},
    {"--schema", offsetof(struct wish, schema), 0},
    {"--yes", offsetof(struct wish, yes), 0},
    {"--database", 0, offsetof(struct wish, database)},
    {"--server", 0, offsetof(struct wish, server)},
    {"--drop-data", offsetof(struct wish, drop), offsetof(struct wish, drop_name)},
};

static int complain(const char *word) {
    const char *names[COUNT(options)];
    for (size_t i = 0; i < COUNT(options); i++)
        names[i] = options[i].name;
    const char *near = suggest(slice_from(word), names, COUNT(names));
    fprintf(stderr, "firstline setup: unknown option \"%s\"%s%s%s\n", word,
            near != NULL ? ", did you mean \"" : "; see firstline setup --help",
            near != NULL ? near : "", near != NULL ? "\"?" : "");
    return EX_USAGE;
}

/* Sets one option, and takes its value from the word itself (--x=value) or from the next. */
static int take(struct wish *c, int argc, char **argv, int *i) {
    struct slice value, name = slice_cut(slice_from(argv[*i]), '=', &value);
    for (size_t o = 0; o < COUNT(options); o++) {
        if (!slice_eq_lit(name, options[o].name))
            continue;
        bool flag = options[o].value == 0 || options[o].flag != 0;
        if (flag)
            *(bool *)((char *)c + options[o].flag) = true;
        if (options[o].value == 0)
            return value.ptr == NULL ? EX_OK : complain(argv[*i]);
        bool next = value.ptr == NULL && *i + 1 < argc && argv[*i + 1][0] != '-';
        if (next)
            value = slice_from(argv[++*i]);
        if (value.ptr == NULL && !flag) {
            fprintf(stderr, "firstline setup: %s needs a value\n", options[o].name);
            return EX_USAGE;
        }
        *(const char **)((char *)c + options[o].value) = value.ptr;
        return EX_OK;
    }
    return complain(argv[*i]);
}

static void help(void) {
    puts(
        "usage: firstline setup [--dry-run] [--database URL] [--server NAME] [--yes]\n"
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
        "  --yes             ask nothing, even at a terminal\n"
        "  --schema          bring the tables to this version, and nothing else\n"
        "  --remove          take back what setup did; database and leads stay\n"
        "  --drop-data NAME  with --remove: delete the database of that name and the spool, too\n\n"
        "Of several local servers: PGPORT=5433 firstline setup. Exits 0 when all is done, 75 when\n"
        "something is left to do by hand.");
}

/* Of what cannot be got back the name has to be typed. */
static bool name_is_said(struct setup *s, struct wish *c) {
    char line[256];
    const char *why;
    if (!c->drop)
        return true;
    if (database_find(s->arena, s->url, &s->db, &why) != OK) {
        fprintf(stderr, "firstline setup: --database: %s\n", why);
        return false;
    }
    if (c->drop_name == NULL && s->ask && !s->dry_run) {
        fprintf(stderr,
                "All leads in the database %s would be deleted for good. Its name, to do it: ",
                s->db.name);
        if (fgets(line, sizeof line, stdin) != NULL)
            c->drop_name = text_copy(s->arena, slice_trim(slice_from(line)));
    }
    s->drop = c->drop_name;
    if (s->drop != NULL && strcmp(s->drop, s->db.name) == 0)
        return true;
    fprintf(stderr,
            "firstline setup: --drop-data takes the database's name, which is %s; nothing was "
            "done\n",
            s->db.name);
    return false;
}

static int run(struct setup *s, struct wish *c) {
    if (s->mode == SETUP_SCHEMA_ONLY)
        return setup_run(s, schema_steps, COUNT(schema_steps));
    if (s->mode == SETUP_REMOVE && !name_is_said(s, c))
        return EX_USAGE;
    return setup_run(s, all_steps, COUNT(all_steps));
}

/* The settings as serve reads them; from the defaults where there is no file. */
static int with_settings(struct setup *s, struct wish *c) {
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
    if (settings_read(there ? 3 : 1, argv, &settings) != OK)
        return EX_CONFIG;
    s->zone = settings.zone;
    s->forms = settings.forms;
    s->spool = settings.spool;
    s->socket = settings.socket;
    int code = EX_CONFIG;
    if (clock_zone_set(s->zone))
        code = run(s, c);
    else
        fprintf(stderr, "%s: there is no time zone \"%s\" here\n", config, s->zone);
    settings_free(&settings);
    return code;
}

int setup_command(int argc, char **argv) {
    struct wish c = {0};
    int code = EX_OK;
    for (int i = 1; i < argc && code == EX_OK; i++)
        code = take(&c, argc, argv, &i);
    if (code == EX_OK && c.drop && !c.remove) {
        fputs("firstline setup: --drop-data goes with --remove\n", stderr);
        code = EX_USAGE;
    }
    if (code != EX_OK)
        return code;
    if (c.help) {
        help();
        return EX_OK;
    }
    if (geteuid() != 0 && !c.dry_run) {
        fputs("firstline setup: run it as root; --dry-run shows what it would do\n", stderr);
        return EX_NOPERM;
    }
    umask(022);
    struct arena *arena = text_arena();
    struct setup s = {.arena = arena,
                      .mode = c.remove   ? SETUP_REMOVE
                              : c.schema ? SETUP_SCHEMA_ONLY
                                         : SETUP_MAKE,
                      .dry_run = c.dry_run,
                      .ask = !c.yes && isatty(STDIN_FILENO) == 1,
                      .url = c.database,
                      .server = c.server,
                      .share = places_share(arena)};
    code = with_settings(&s, &c);
    arena_free(arena);
    return code;
}
