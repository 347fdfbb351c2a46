/* doctor: options, and how findings are told. */
#include "command/doctor.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/doctor.h"
#include "admin/places.h"
#include "admin/say.h"
#include "admin/text.h"
#include "base/buf.h"
#include "base/xalloc.h"
#include "command/options.h"
#include "command/settings.h"

#define JSON_BYTES_MAX ((size_t)1024 * 1024)

struct options {
    bool json, quiet, help;
    const char *etc, *config, *url, *nginx, *wait;
    int wait_s;
};

/* Of serve: what its unit may say on the command line, rather than in the file. */
static const char *const passed[] = {"forms", "socket",    "peer",  "geo",
                                     "zone",  "token-key", "spool", "spool-floor"};
#define PASSED (sizeof passed / sizeof *passed)

/* What settings_read complains of, which goes to standard error: the first line. NULL: nothing. */
static const char *read_settings(struct arena *a, const struct settings_table *t, int argc,
                                 char **argv, struct settings *out) {
    char text[1024];
    int saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
    int fd = memfd_create("complaints", MFD_CLOEXEC);
    if (saved == -1 || fd == -1)
        xalloc_fail();
    fflush(stderr);
    dup2(fd, STDERR_FILENO);
    bool good = settings_read(t, argc, argv, out) == OK;
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    ssize_t n = pread(fd, text, sizeof text, 0);
    close(fd);
    close(saved);
    struct slice rest = {text, n > 0 ? (size_t)n : 0};
    return good ? NULL : text_copy(a, slice_cut(rest, '\n', &rest));
}

static void print_json(struct arena *a, const struct doctor_finding *all, size_t count) {
    static const char *const names[DOCTOR__MAX] = {"well", "unseen", "warning", "wrong"};
    struct buf b;
    struct slice text;
    buf_init(&b, a, JSON_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        buf_lit(&b, i == 0 ? "[{\"id\":" : ",\n {\"id\":");
        buf_json(&b, slice_from(all[i].id));
        buf_lit(&b, ",\"about\":");
        buf_json(&b, slice_from(all[i].about));
        buf_printf(&b, ",\"state\":\"%s\",\"found\":", names[all[i].state]);
        buf_json(&b, all[i].found[0] != '\0' ? slice_from(all[i].found) : SLICE_NONE);
        buf_lit(&b, ",\"remedy\":");
        buf_json(&b, all[i].remedy[0] != '\0' ? slice_from(all[i].remedy) : SLICE_NONE);
        buf_char(&b, '}');
    }
    buf_lit(&b, "]\n");
    if (buf_done(&b, &text) == OK)
        fwrite(text.ptr, 1, text.len, stdout);
}

static void print(const struct doctor_finding *all, size_t count, bool quiet) {
    int sums[DOCTOR__MAX] = {0};
    for (size_t i = 0; i < count; i++) {
        const struct doctor_finding *f = &all[i];
        sums[f->state]++;
        if (f->state <= DOCTOR_UNSEEN && quiet)
            continue;
        if (f->state == DOCTOR_WELL)
            say(stdout, SAY_SO, f->id, "%s", f->about);
        else
            say(stdout,
                f->state == DOCTOR_WRONG     ? SAY_WRONG
                : f->state == DOCTOR_WARNING ? SAY_WARN
                                             : SAY_UNSEEN,
                f->id, "%s", f->found);
        if (f->remedy[0] != '\0')
            say_more(stdout, "%s", f->remedy);
    }
    if (!quiet)
        printf("\n%d well, %d not looked at, %d warnings, %d wrong\n", sums[DOCTOR_WELL],
               sums[DOCTOR_UNSEEN], sums[DOCTOR_WARNING], sums[DOCTOR_WRONG]);
}

/* Where the desk listens, by its file or by default; trouble: why that cannot be read. */
static const char *desk_socket(struct arena *a, const char *etc, const char **trouble) {
    char *file = text_printf(a, "%s/desk.conf", etc);
    char *argv[] = {"doctor", "--config", file};
    struct settings settings;
    int words = access(file, F_OK) == 0 ? 3 : 1;
    *trouble = read_settings(a, &settings_of_desk, words, argv, &settings);
    if (*trouble != NULL && read_settings(a, &settings_of_desk, 1, argv, &settings) != NULL)
        return "";
    const char *socket = text_copy(a, slice_from(settings.socket));
    settings_free(&settings_of_desk, &settings);
    return socket;
}

static int look(struct arena *a, const struct options *o, const struct settings *s,
                const char *trouble) {
    const char *desk_trouble;
    const char *desk_at = desk_socket(a, o->etc, &desk_trouble);
    struct doctor_finding *all = text_alloc(a, DOCTOR_CHECKS_MAX * sizeof *all);
    const struct doctor_place place = {.etc = o->etc,
                                       .config = o->config,
                                       .config_trouble = trouble,
                                       .forms = s->forms,
                                       .socket = s->socket,
                                       .peer = s->peer,
                                       .geo = s->geo.items,
                                       .geo_count = s->geo.count,
                                       .zone = s->zone,
                                       .token_key = s->token_key,
                                       .spool = s->spool,
                                       .spool_floor_mib = s->spool_floor_mib,
                                       .desk_socket = desk_at,
                                       .desk_trouble = desk_trouble,
                                       .url = o->url,
                                       .time_ms = o->wait_s * 1000,
                                       .nginx = o->nginx};
    size_t count = doctor_look(a, &place, all);
    int code = 0;
    for (size_t i = 0; i < count; i++)
        if ((int)all[i].state - DOCTOR_UNSEEN > code)
            code = (int)all[i].state - DOCTOR_UNSEEN;
    if (o->json)
        print_json(a, all, count);
    else
        print(all, count, o->quiet);
    return code;
}

static int help(int code) {
    fprintf(
        code == EX_OK ? stdout : stderr,
        "usage: firstline doctor [--json|--quiet] [--config FILE] [--database URL]\n\n"
        "Looks at everything that goes wrong in practice, and says what helps. Changes nothing.\n"
        "As root it sees all of it. Exits 0: well, 1: warnings, 2: something is wrong.\n\n"
        "  --json          "
        "[{\"id\":...,\"about\":...,\"state\":...,\"found\":...,\"remedy\":...}]\n"
        "  --quiet         only what is not well\n"
        "  --config FILE   serve's options (" PLACES_CONFIG ")\n"
        "  --database URL  the database, and who looks (as in setup)\n"
        "  --etc DIR       where key, password and nginx's snippets lie (" PLACES_ETC ")\n"
        "  --nginx COMMAND nginx, with its options, if it is not the machine's own\n"
        "  --wait SECONDS  for a slow machine: all of it takes no longer (15)\n"
        "  --forms, --socket, --peer, --geo, --zone, --token-key, --spool, --spool-floor\n"
        "                  as the unit gives them to serve, if it does\n");
    return code;
}

/* The line of settings_read: "doctor", what was passed, and the file if there is one. */
static int serve_words(const char *const values[PASSED], const char *config, char **words) {
    static char names[PASSED][32], file[] = "--config", command[] = "doctor";
    int n = 0;
    words[n++] = command;
    for (size_t i = 0; i < PASSED; i++) {
        if (values[i] == NULL)
            continue;
        snprintf(names[i], sizeof names[i], "--%s", passed[i]);
        words[n++] = names[i];
        words[n++] = (char *)values[i];
    }
    if (config != NULL) {
        words[n++] = file;
        words[n++] = (char *)config;
    }
    return n;
}

static int run(struct arena *a, struct options *o, const char *const values[PASSED]) {
    char *words[2 * PASSED + 3];
    struct settings settings;
    if (o->config == NULL)
        o->config = text_printf(a, "%s/firstline.conf", o->etc);
    const char *trouble = read_settings(a, &settings_of_serve,
                                        serve_words(values, o->config, words), words, &settings);
    if (trouble != NULL) { /* then all else is looked at as far as it is known without the file */
        const char *wrong = read_settings(a, &settings_of_serve, serve_words(values, NULL, words),
                                          words, &settings);
        if (wrong != NULL) {
            fprintf(stderr, "%s\n", wrong);
            return EX_USAGE;
        }
    }
    int code = look(a, o, &settings, trouble);
    settings_free(&settings_of_serve, &settings);
    return code;
}

int doctor_command(int argc, char **argv) {
    struct options o = {.etc = NULL};
    const char *values[PASSED] = {NULL};
    struct option_row rows[PASSED + 8] = {
        {"json", NULL, &o.json},     {"quiet", NULL, &o.quiet}, {"help", NULL, &o.help},
        {"config", &o.config, NULL}, {"etc", &o.etc, NULL},     {"database", &o.url, NULL},
        {"nginx", &o.nginx, NULL},   {"wait", &o.wait, NULL},
    };
    size_t count = 8;
    for (size_t i = 0; i < PASSED; i++)
        rows[count++] = (struct option_row){passed[i], &values[i], NULL};
    if (options_read(argc, argv, rows, count, NULL, 0) < 0)
        return help(EX_USAGE);
    if (o.help)
        return help(EX_OK);
    char *end = NULL;
    long wait_s = o.wait != NULL ? strtol(o.wait, &end, 10) : DOCTOR_TIME_MS / 1000;
    if ((end != NULL && (*end != '\0' || end == o.wait)) || wait_s < 1 ||
        wait_s > DOCTOR_WAIT_MAX_S) {
        fprintf(stderr, "--wait takes 1 to %d seconds\n", DOCTOR_WAIT_MAX_S);
        return EX_USAGE;
    }
    o.wait_s = (int)wait_s;
    o.etc = o.etc != NULL ? o.etc : PLACES_ETC;
    o.nginx = o.nginx != NULL ? o.nginx : "nginx";
    struct arena *a = text_arena();
    int code = run(a, &o, values);
    arena_free(a);
    return code;
}
