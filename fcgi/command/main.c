/* firstline: the commands. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "base/slice.h"
#include "base/suggest.h"
#include "base/version.h"
#include "command/check.h"
#include "command/desk.h"
#include "command/doctor.h"
#include "command/geo.h"
#include "command/import.h"
#include "command/import_costs.h"
#include "command/lists.h"
#include "command/report.h"
#include "command/serve.h"
#include "command/settings.h"
#include "command/setup.h"
#include "command/spool.h"
#include "command/staff.h"
#include "lead/geo_file.h"

static int run_serve(int argc, char **argv);
static int run_desk(int argc, char **argv);
static int run_check(int argc, char **argv);
static int run_version(int argc, char **argv);
static int run_help(int argc, char **argv);

static const struct command {
    const char *name;
    int (*run)(int argc, char **argv); /* argv[0] is the command's name */
    const char *help;
} commands[] = {
    {"serve", run_serve, "take submissions from nginx (the daemon)"},
    {"desk", run_desk, "the staff's pages and their API (a daemon of its own)"},
    {"check", run_check, "check a folder of form definitions and run the rules' examples"},
    {"geo", geo_command, "show what a rule would see of a visitor's address"},
    {"spool", spool_command, "what waits on disk for the database, and what it refused"},
    {"staff", staff_command, "people: their logins, places and passwords"},
    {"import", import_command, "clients and old leads of another system, from a file"},
    {"import-costs", import_costs_command, "what was spent on advertising, from a file"},
    {"lists", lists_command,
     "newer public lists of search engines, social networks, AI assistants"},
    {"report", report_command, "marketing's numbers: a table, a page with charts, files"},
    {"setup", setup_command, "make this machine ready: database, access, service, nginx"},
    {"doctor", doctor_command,
     "look at everything that goes wrong in practice, and say the remedy"},
    {"version", run_version, "print the version"},
    {"help", run_help, "print this"},
};

#define COUNT (sizeof commands / sizeof *commands)

static bool has_word(int argc, char **argv, const char *word) {
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], word) == 0)
            return true;
    return false;
}

static bool wants_help(int argc, char **argv) {
    return has_word(argc, argv, "--help") || has_word(argc, argv, "-h");
}

static int run_serve(int argc, char **argv) {
    struct settings settings;
    if (wants_help(argc, argv)) {
        puts("usage: firstline serve [OPTION VALUE]...\n"
             "       firstline serve --print-config\n\n"
             "Takes submissions from nginx over a Unix socket and stores them in PostgreSQL.\n"
             "SIGHUP loads changed definitions if all of them are right; SIGTERM finishes what\n"
             "was read and exits 0. The database is told by libpq's variables: PGHOST,\n"
             "PGDATABASE, PGUSER, PGPASSFILE ...\n");
        settings_help(&settings_of_serve, stdout);
        return EX_OK;
    }
    if (has_word(argc, argv, "--print-config")) {
        settings_print_config(&settings_of_serve, stdout);
        return EX_OK;
    }
    if (settings_read(&settings_of_serve, argc, argv, &settings) != OK)
        return EX_USAGE;
    int code = serve_run(&settings);
    settings_free(&settings_of_serve, &settings);
    return code;
}

static int run_desk(int argc, char **argv) {
    struct settings settings;
    if (wants_help(argc, argv)) {
        puts("usage: firstline desk [OPTION VALUE]...\n"
             "       firstline desk --print-config\n\n"
             "Answers the pages of qualifiers, sales and marketing from nginx over a Unix socket\n"
             "of its own, as PGUSER=firstline_desk, which takes on whoever has signed in.\n"
             "SIGHUP loads changed forms; SIGTERM finishes what was read and exits 0.\n");
        settings_help(&settings_of_desk, stdout);
        return EX_OK;
    }
    if (has_word(argc, argv, "--print-config")) {
        settings_print_config(&settings_of_desk, stdout);
        return EX_OK;
    }
    if (settings_read(&settings_of_desk, argc, argv, &settings) != OK)
        return EX_USAGE;
    int code = desk_run(&settings);
    settings_free(&settings_of_desk, &settings);
    return code;
}

/* The folder that serve would read with the same file, by the clocks of its zone. What its geo
 * databases do not know is no error here: the next edition of one must not keep a reload back. */
static int check_configured(char *config, const struct settings_list *geo, bool json) {
    char *argv[] = {"check", "--config", config};
    struct settings settings;
    if (settings_read(&settings_of_serve, sizeof argv / sizeof *argv, argv, &settings) != OK)
        return EX_USAGE;
    int code = EX_CONFIG;
    struct place_check places = {geo->count > 0 ? geo : &settings.geo, geo->count > 0};
    if (clock_zone_set(settings.zone))
        code = check_run(settings.forms, &places, json);
    else
        fprintf(stderr, "%s: there is no time zone \"%s\" here\n", config, settings.zone);
    settings_free(&settings_of_serve, &settings);
    return code;
}

static void check_usage(void) {
    puts("usage: firstline check DIR [--geo FILE] [--json]\n"
         "       firstline check --config FILE [--geo FILE] [--json]\n\n"
         "Reads every definition in DIR, or in the folder that FILE, a configuration of serve,\n"
         "names, and reports every error as file:line: what, did you mean. Then runs the\n"
         "examples of the rules. With --geo, as serve has it, a region or city of a rule that\n"
         "no such database knows is an error; what those of a configuration do not know is only\n"
         "told. Exits 0 when all is well, 78 if not.");
}

static int run_check(int argc, char **argv) {
    char *dir = NULL, *config = NULL;
    struct settings_list geo = {0};
    bool json = false, wrong = wants_help(argc, argv);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            json = true;
        else if (strcmp(argv[i], "--config") == 0 && config == NULL && i + 1 < argc)
            config = argv[++i];
        else if (strcmp(argv[i], "--geo") == 0 && i + 1 < argc)
            wrong = settings_list_add(&geo, "command line", "geo", slice_from(argv[++i])) != OK ||
                    wrong;
        else if (argv[i][0] != '-' && dir == NULL)
            dir = argv[i];
        else
            wrong = true;
    }
    int code = wants_help(argc, argv) ? EX_OK : EX_USAGE;
    if (wrong || (dir == NULL) == (config == NULL))
        check_usage();
    else if (dir != NULL)
        code = check_run(dir, &(struct place_check){&geo, true}, json);
    else
        code = check_configured(config, &geo, json);
    settings_list_free(&geo);
    return code;
}

static int run_version(int argc, char **argv) {
    (void)argc;
    (void)argv;
    puts("firstline " FIRSTLINE_VERSION);
    return EX_OK;
}

static int run_help(int argc, char **argv) {
    (void)argc;
    (void)argv;
    puts("usage: firstline COMMAND [...]\n");
    for (size_t i = 0; i < COUNT; i++)
        printf("  %-12s %s\n", commands[i].name, commands[i].help);
    puts("\nfirstline COMMAND --help tells more; so does man firstline.");
    return EX_OK;
}

static int complain(const char *word) {
    const char *names[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        names[i] = commands[i].name;
    const char *near = suggest(slice_from(word), names, COUNT);
    fprintf(stderr, "firstline: unknown command \"%s\"", word);
    if (near != NULL)
        fprintf(stderr, ", did you mean \"%s\"?", near);
    fputs("\nfirstline help lists them.\n", stderr);
    return EX_USAGE;
}

int main(int argc, char **argv) {
    if (geo_walk_asked(argc, argv))
        return geo_walk_main();
    if (argc < 2) {
        fputs("firstline: which command? firstline help lists them.\n", stderr);
        return EX_USAGE;
    }
    const char *word = argv[1];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        word = "help";
    if (strcmp(word, "--version") == 0)
        word = "version";
    for (size_t i = 0; i < COUNT; i++)
        if (strcmp(word, commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    return complain(word);
}
