/* spool: list, show, retry, verify. A file that goes away between the listing and the look at it
 * was delivered meanwhile, which is no error. */
#include "command/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/plain.h"
#include "base/suggest.h"
#include "base/xalloc.h"
#include "command/settings.h"
#include "store/spool_dir.h"
#include "store/spool_file.h"

#define RECORD_LINE_MAX 512

struct options {
    const char *action, *file;
    char *dir; /* owned */
    bool json, payload, all, help;
};

struct context {
    const struct options *options;
    struct spool_dir dir;
    struct spool_name *names; /* room for a listing */
    json_t *list;             /* what --json prints */
    int trouble;              /* exit code so far */
};

/* ---- one file ------------------------------------------------------------------------------ */

struct entry {
    enum spool_folder folder;
    const struct spool_name *name;
    long long age_s; /* -1: the name does not tell */
    unsigned long records;
    long long bytes;
    char reason[SPOOL_REASON_MAX + 1];
};

/* Of the file beside it; empty: there is none. */
static void read_reason(const struct spool_dir *d, struct entry *e) {
    struct spool_name beside;
    struct slice text;
    bool more;
    e->reason[0] = '\0';
    if (strlen(e->name->text) + strlen(SPOOL_REASON_SUFFIX) > SPOOL_NAME_MAX)
        return;
    snprintf(beside.text, sizeof beside.text, "%.*s%s",
             SPOOL_NAME_MAX - (int)sizeof SPOOL_REASON_SUFFIX, e->name->text, SPOOL_REASON_SUFFIX);
    if (spool_dir_read(d, e->folder, &beside, &text, &more) != OK)
        return;
    struct slice rest, line = slice_cut(text, '\n', &rest);
    snprintf(e->reason, sizeof e->reason, "%.*s", SLICE_ARG(line));
    plain_string(e->reason); /* it may quote a visitor */
    free((char *)text.ptr);
}

static bool look(const struct context *c, enum spool_folder folder, const struct spool_name *name,
                 struct entry *out) {
    struct entry e = {.folder = folder, .name = name, .age_s = -1};
    struct stat st;
    int64_t made_us;
    if (fstatat(c->dir.folders[folder], name->text, &st, AT_SYMLINK_NOFOLLOW) == -1)
        return false;
    e.bytes = st.st_size;
    if (spool_name_parse(name->text, &made_us, &e.records))
        e.age_s = (clock_wall_us() - made_us) / 1000000;
    read_reason(&c->dir, &e);
    *out = e;
    return true;
}

/* Calls visit for each file of a folder. */
static void each(struct context *c, enum spool_folder folder,
                 void (*visit)(struct context *, const struct entry *)) {
    size_t count;
    struct spool_sum sum;
    struct entry e;
    if (spool_dir_list(&c->dir, folder, c->names, SPOOL_LIST_MAX, &count, &sum) != OK) {
        fprintf(stderr, "%s: %s\n", spool_folder_name(folder), strerror(errno));
        c->trouble = EX_IOERR;
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (look(c, folder, &c->names[i], &e))
            visit(c, &e);
    if (sum.files > count)
        fprintf(stderr, "%s: the oldest %zu of %zu files\n", spool_folder_name(folder), count,
                sum.files);
}

/* Its octets, which the caller frees, or false. */
static bool load(struct context *c, const struct entry *e, struct slice *out) {
    bool more;
    enum errcode code = spool_dir_read(&c->dir, e->folder, e->name, out, &more);
    if (code == OK || code == ERR_NOT_FOUND)
        return code == OK;
    fprintf(stderr, "%s/%s: %s\n", spool_folder_name(e->folder), e->name->text, strerror(errno));
    c->trouble = EX_IOERR;
    return false;
}

/* ---- for people and for programs ----------------------------------------------------------- */

static const char *paint(const char *code) { return isatty(STDOUT_FILENO) ? code : ""; }

static void write_age(long long s, char out[32]) {
    static const struct {
        long long seconds;
        const char *unit;
    } units[] = {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};
    size_t i = 0;
    while (i < 3 && s < 2 * units[i].seconds)
        i++;
    if (s < 0)
        snprintf(out, 32, "-");
    else
        snprintf(out, 32, "%lld %s", s / units[i].seconds, units[i].unit);
}

static json_t *entry_json(const struct entry *e, const char *state) {
    return json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:s*}", "folder", spool_folder_name(e->folder),
                     "file", e->name->text, "state", state, "age_seconds", (json_int_t)e->age_s,
                     "records", (json_int_t)e->records, "bytes", (json_int_t)e->bytes, "reason",
                     e->reason[0] == '\0' ? NULL : e->reason);
}

static void print_head(const struct context *c) {
    if (!c->options->json)
        printf("%s%-42s %-8s %8s %8s %10s  %s%s\n", paint("\x1b[1m"), "FILE", "STATE", "AGE",
               "RECORDS", "BYTES", "REASON", paint("\x1b[0m"));
}

static void print_entry(struct context *c, const struct entry *e, const char *state,
                        const char *colour) {
    char age[32];
    if (c->options->json) {
        json_array_append_new(c->list, entry_json(e, state));
        return;
    }
    write_age(e->age_s, age);
    printf("%s/%-38s %s%-8s%s %8s %8lu %10lld  %s\n", spool_folder_name(e->folder), e->name->text,
           paint(colour), state, paint("\x1b[0m"), age, e->records, e->bytes, e->reason);
}

/* ---- the four actions ---------------------------------------------------------------------- */

static void list_entry(struct context *c, const struct entry *e) {
    bool waits = e->folder == SPOOL_NEW;
    bool damaged = strncmp(e->reason, "damaged", strlen("damaged")) == 0;
    const char *state = waits ? "waits" : damaged ? "damaged" : "refused";
    print_entry(c, e, state, waits ? "\x1b[33m" : "\x1b[31m");
}

static void list_all(struct context *c) {
    print_head(c);
    each(c, SPOOL_NEW, list_entry);
    each(c, SPOOL_BAD, list_entry);
}

static void verify_entry(struct context *c, const struct entry *e) {
    struct entry seen = *e;
    struct slice content;
    const char *damage;
    if (!load(c, e, &content))
        return;
    seen.records = spool_file_check(content, &damage);
    if (damage != NULL) {
        snprintf(seen.reason, sizeof seen.reason, "%s", damage);
        c->trouble = EX_DATAERR;
    }
    print_entry(c, &seen, damage == NULL ? "whole" : "damaged",
                damage == NULL ? "\x1b[32m" : "\x1b[31m");
    free((char *)content.ptr);
}

static void verify_all(struct context *c) {
    print_head(c);
    each(c, SPOOL_NEW, verify_entry);
    each(c, SPOOL_BAD, verify_entry);
}

static const char *member(const json_t *lead, const char *name) {
    const char *value = json_string_value(json_object_get(lead, name));
    return value == NULL ? "-" : value;
}

/* For people; --json has it to the letter. */
static void print_plain(struct slice text) {
    char *copy = xstrdup(text);
    printf("%.*s", (int)plain_copy(text, copy), copy);
    free(copy);
}

static void print_record(const struct context *c, const struct spool_record *r,
                         const char *received, const char *form) {
    char line[RECORD_LINE_MAX];
    snprintf(line, sizeof line, "%-36s %-27s %-16s %8zu", r->id.text, received, form,
             r->payload.len);
    print_plain(slice_from(line));
    putchar('\n');
    if (!c->options->payload)
        return;
    print_plain(r->payload);
    putchar('\n');
}

static void show_record(struct context *c, const struct spool_record *r) {
    json_t *lead = json_loadb(r->payload.ptr, r->payload.len, 0, NULL);
    const char *received = member(lead, "received_at"), *form = member(lead, "form");
    if (c->options->json)
        json_array_append_new(c->list, json_pack("{s:s, s:s, s:s, s:I, s:O*}", "id", r->id.text,
                                                 "received_at", received, "form", form, "bytes",
                                                 (json_int_t)r->payload.len, "payload",
                                                 c->options->payload ? lead : NULL));
    else
        print_record(c, r, received, form);
    json_decref(lead);
}

static void show_file(struct context *c, const struct entry *e) {
    struct spool_reader reader;
    struct spool_record r;
    struct slice content;
    if (!load(c, e, &content))
        return;
    if (!c->options->json)
        printf("%s%-36s %-27s %-16s %8s%s\n", paint("\x1b[1m"), "ID", "RECEIVED", "FORM", "BYTES",
               paint("\x1b[0m"));
    spool_reader_init(&reader, content);
    while (spool_reader_next(&reader, &r))
        show_record(c, &r);
    if (spool_reader_damage(&reader) != NULL) {
        fprintf(stderr, "%s/%s: damaged: %s\n", spool_folder_name(e->folder), e->name->text,
                spool_reader_damage(&reader));
        c->trouble = EX_DATAERR;
    }
    free((char *)content.ptr);
}

static void remove_reason(struct context *c, const struct entry *e) {
    struct spool_name beside;
    snprintf(beside.text, sizeof beside.text, "%.*s%s",
             SPOOL_NAME_MAX - (int)sizeof SPOOL_REASON_SUFFIX, e->name->text, SPOOL_REASON_SUFFIX);
    spool_dir_remove(&c->dir, SPOOL_BAD, &beside);
}

/* Under a new name, so that the service takes it for what it is: the newest to be delivered. */
static void retry_file(struct context *c, const struct entry *e) {
    struct spool_name fresh;
    struct slice content;
    const char *damage;
    if (!load(c, e, &content))
        return;
    size_t records = spool_file_check(content, &damage);
    free((char *)content.ptr);
    if (damage != NULL) { /* what is readable of it was written again when it was set aside */
        fprintf(stderr, "bad/%s: damaged: %s: left where it is\n", e->name->text, damage);
        c->trouble = EX_DATAERR;
        return;
    }
    spool_name_make(records, &fresh);
    if (spool_dir_move(&c->dir, SPOOL_BAD, e->name, SPOOL_NEW, &fresh) != OK) {
        fprintf(stderr, "bad/%s: %s\n", e->name->text, strerror(errno));
        c->trouble = EX_IOERR;
        return;
    }
    remove_reason(c, e);
    if (c->options->json)
        json_array_append_new(c->list, json_pack("{s:s, s:s, s:I}", "file", e->name->text, "now",
                                                 fresh.text, "records", (json_int_t)records));
    else
        printf("bad/%s -> new/%s (%zu records)\n", e->name->text, fresh.text, records);
}

/* ---- the command line ---------------------------------------------------------------------- */

/* FILE as it was printed, with its folder or without. */
static void one(struct context *c, bool bad_only,
                void (*act)(struct context *, const struct entry *)) {
    struct slice file = slice_from(c->options->file);
    struct spool_name name;
    struct entry e;
    for (int i = bad_only ? SPOOL_BAD : SPOOL_NEW; i <= SPOOL_BAD; i++) {
        enum spool_folder folder = (enum spool_folder)i;
        bool prefixed = slice_starts(file, spool_folder_name(folder)) && slice_find(file, '/') == 3;
        struct slice bare = prefixed ? slice_sub(file, 4, file.len) : file;
        if (bare.len == 0 || bare.len > SPOOL_NAME_MAX || slice_find(bare, '/') < bare.len)
            continue;
        snprintf(name.text, sizeof name.text, "%.*s", SLICE_ARG(bare));
        if (look(c, folder, &name, &e)) {
            act(c, &e);
            return;
        }
    }
    fprintf(stderr, "%s: no such file in the spool%s\n", c->options->file,
            bad_only ? "'s bad" : "; it may have been delivered meanwhile");
    c->trouble = EX_NOINPUT;
}

static void show_one(struct context *c) { one(c, false, show_file); }

static void retry(struct context *c) {
    if (c->options->all)
        each(c, SPOOL_BAD, retry_file);
    else
        one(c, true, retry_file);
}

static const struct action {
    const char *name;
    void (*run)(struct context *);
    bool takes_file, takes_all;
} actions[] = {
    {"list", list_all, false, false},
    {"show", show_one, true, false},
    {"retry", retry, true, true},
    {"verify", verify_all, false, false},
};

#define ACTIONS (sizeof actions / sizeof *actions)

static int usage(int code) {
    fputs(
        "usage: firstline spool list|verify|show FILE|retry FILE|retry --all\n\n"
        "Leads that wait on disk while the database is away, and those it refuses.\n"
        "  list           the files that wait, and those set aside with the reason\n"
        "  show FILE      the records of a file: id, time, form\n"
        "  retry FILE     hand in again what was refused, when the cause is gone; --all: all\n"
        "  verify         read every file and check every checksum; exits 65 if one is damaged\n\n"
        "  --spool DIR    the folder (/var/lib/firstline/spool)\n"
        "  --config FILE  take it from the service's settings\n"
        "  --payload      show: also what the visitors sent\n"
        "  --json         for programs\n\n"
        "The service may run meanwhile.\n",
        code == EX_OK ? stdout : stderr);
    return code;
}

/* The folder as the service's own options or file tell it, or by default. */
static bool read_settings(char *option, char *value, struct options *o) {
    char name[] = "serve", *words[] = {name, option, value};
    struct settings settings;
    if (settings_read(&settings_of_serve, option == NULL ? 1 : 3, words, &settings) != OK)
        return false;
    free(o->dir);
    o->dir = xstrdup(slice_from(settings.spool));
    settings_free(&settings_of_serve, &settings);
    return true;
}

static bool read_word(const char *word, struct options *o) {
    if (strcmp(word, "--json") == 0)
        o->json = true;
    else if (strcmp(word, "--payload") == 0)
        o->payload = true;
    else if (strcmp(word, "--all") == 0)
        o->all = true;
    else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        o->help = true;
    else if (word[0] != '-' && o->action == NULL)
        o->action = word;
    else if (word[0] != '-' && o->file == NULL)
        o->file = word;
    else
        return false;
    return true;
}

static bool read_options(int argc, char **argv, struct options *o) {
    for (int i = 1; i < argc; i++) {
        bool place = strcmp(argv[i], "--spool") == 0 || strcmp(argv[i], "--config") == 0;
        if (place && i + 1 < argc) {
            if (!read_settings(argv[i], argv[i + 1], o))
                return false;
            i++;
        } else if (place || !read_word(argv[i], o)) {
            fprintf(stderr, "firstline spool: unexpected \"%s\"\n", argv[i]);
            return false;
        }
    }
    return true;
}

static const struct action *find_action(const struct options *o) {
    const char *names[ACTIONS];
    for (size_t i = 0; i < ACTIONS; i++) {
        names[i] = actions[i].name;
        if (o->action != NULL && strcmp(o->action, names[i]) == 0)
            return &actions[i];
    }
    const char *near = suggest(slice_from(o->action), names, ACTIONS);
    if (o->action != NULL)
        fprintf(stderr, "firstline spool: unknown action \"%s\"%s%s%s\n", o->action,
                near == NULL ? "" : ", did you mean \"", near == NULL ? "" : near,
                near == NULL ? "" : "\"?");
    return NULL;
}

static int run(const struct action *action, const struct options *o) {
    struct context c = {.options = o, .trouble = EX_OK};
    if (spool_dir_open(o->dir, &c.dir) != OK) {
        fprintf(stderr, "%s: %s\n", o->dir, strerror(errno));
        return EX_NOINPUT;
    }
    c.list = json_array();
    c.names = xcalloc(2 * SPOOL_LIST_MAX, sizeof *c.names);
    action->run(&c);
    if (o->json) {
        json_dumpf(c.list, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
        putchar('\n');
    }
    json_decref(c.list);
    free(c.names);
    spool_dir_close(&c.dir);
    return c.trouble;
}

static int choose(int argc, char **argv, struct options *o) {
    if (!read_options(argc, argv, o))
        return usage(EX_USAGE);
    if (o->help)
        return usage(EX_OK);
    const struct action *action = find_action(o);
    if (action == NULL || (o->all && (!action->takes_all || o->file != NULL)) ||
        (!o->all && action->takes_file != (o->file != NULL)))
        return usage(EX_USAGE);
    if (o->dir == NULL && !read_settings(NULL, NULL, o))
        return EX_USAGE;
    return run(action, o);
}

int spool_command(int argc, char **argv) {
    struct options o = {0};
    int code = choose(argc, argv, &o);
    free(o.dir);
    return code;
}
