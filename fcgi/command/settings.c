/* settings: one table of names, one reader for both sources. */
#include "command/settings.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/slice.h"
#include "base/suggest.h"
#include "base/xalloc.h"

#define COMMENT_COLUMNS 98

enum kind { KIND_TEXT = 0, KIND_COUNT, KIND_LIST };

/* help is the line of --help, more what the file of --print-config says besides. */
static const struct setting {
    const char *name;
    enum kind kind;
    size_t offset;
    int min, max;
    const char *value_name, *fallback, *help, *more;
} table[] = {
    {"forms", KIND_TEXT, offsetof(struct settings, forms), 0, 0, "DIR", "/etc/firstline/forms",
     "folder of form definitions",
     "Forms, categories.yaml, site.yaml, hosts.yaml, page.html, firstline.css and texts/ of your "
     "own: "
     "firstline-forms(5). Loaded anew on SIGHUP, all or nothing."},
    {"socket", KIND_TEXT, offsetof(struct settings, socket), 0, 0, "PATH",
     "/run/firstline/firstline.sock", "Unix socket for nginx, mode 0660",
     "firstline-http.conf of nginx names the same. With firstline.socket systemd makes it, and "
     "this is not looked at. There is no TCP: see firstline-many-machines(7)."},
    {"peer", KIND_TEXT, offsetof(struct settings, peer), 0, 0, "USER", NULL,
     "user of nginx's workers, or its number; others are closed unread (own user)",
     "Root and our own user may connect, too. The systemd unit names www-data on its command line, "
     "which wins."},
    {"threads", KIND_COUNT, offsetof(struct settings, threads), 1, THREADS_MAX, "N", "64",
     "requests worked on at the same time",
     "Leads that come together share a commit, so more threads than processors are right: most of "
     "them wait for the database."},
    {"geo", KIND_LIST, offsetof(struct settings, geo), 0, 0, "FILE", NULL,
     "MaxMind databases for places, the first that knows wins (none)",
     "From where a visitor writes, for rules and for his clock; several files with blanks "
     "between, the first that knows a thing wins. Loaded anew on SIGHUP. firstline-geo(7) says "
     "where they may be had and how they are kept fresh."},
    {"zone", KIND_TEXT, offsetof(struct settings, zone), 0, 0, "NAME", "Europe/Moscow",
     "time zone in which days are counted",
     "And the hours of rules: that of your office, as in /usr/share/zoneinfo. The database has a "
     "zone of its own, the setting zone in intake.setting: let both be the same."},
    {"token-key", KIND_TEXT, offsetof(struct settings, token_key), 0, 0, "FILE", NULL,
     "key that signs form pages (a new one for each run)",
     "One or two lines of 64 to 128 hexadecimal digits: the first signs, both are valid. Without "
     "it, who opened a page before a restart is asked to send once more. Nodes behind one nginx "
     "have the same. Read at the start only. The systemd unit names it on its command line, which "
     "wins."},
    {"spool", KIND_TEXT, offsetof(struct settings, spool), 0, 0, "DIR", "/var/lib/firstline/spool",
     "where leads wait while the database is away; empty: none",
     "On a local disk that keeps what it has synced. Made if it is missing. Without one, leads "
     "are refused with 503 while the database is away, and nothing is remembered."},
    {"spool-floor", KIND_COUNT, offsetof(struct settings, spool_floor_mib), 0, 1024 * 1024, "MIB",
     "256", "free space that the spool leaves, or 5 % if less",
     "On its disk. Below it leads are refused, so that others on that disk, the database above "
     "all, do not run out of room for their sake."},
    {"remember", KIND_COUNT, offsetof(struct settings, remember_minutes), 0, RECENT_MINUTES_MAX,
     "MIN", "10", "for a server that forgets: what was delivered is kept; 0: not",
     "So many minutes in the folder recent of the spool. Handed in again when the server turns "
     "out to be another, or to have forgotten it: firstline-many-machines(7). A little more than "
     "the age of what your standby or your last archived log may lack."},
    {"remember-mib", KIND_COUNT, offsetof(struct settings, remember_mib), 1, RECENT_MIB_MAX, "MIB",
     "256", "at most so much of it, in the spool",
     "A lead takes 1 to 3 KiB. It gives way when the spool needs the room; then /healthz and "
     "firstline_remembered_complete say that less is remembered than was promised."},
    {"ledger", KIND_TEXT, offsetof(struct settings, ledger), 0, 0, "DIR", "/run/firstline/ledger",
     "where submissions are counted; empty: in memory alone",
     "For marketing.balance: each is counted when it was read and when it is answered, and the "
     "database is told within seconds. In memory that outlives the process (/run is), not on a "
     "disk: visitors would wait for one that hangs. Processes may share the folder."},
    {"log-level", KIND_TEXT, offsetof(struct settings, log_level), 0, 0, "LEVEL", "info",
     "debug, info, warn or error",
     "The lowest that is written to standard error; what each line means and asks for: "
     "firstline-log(7)."},
};

#define COUNT (sizeof table / sizeof *table)

static const struct setting *find(struct slice name) {
    for (size_t i = 0; i < COUNT; i++)
        if (slice_eq_lit(name, table[i].name))
            return &table[i];
    return NULL;
}

static enum errcode complain_unknown(const char *where, struct slice name) {
    const char *names[COUNT + 1] = {"config"};
    for (size_t i = 0; i < COUNT; i++)
        names[i + 1] = table[i].name;
    const char *near = suggest(name, names, COUNT + 1);
    fprintf(stderr, "%s: unknown setting \"%.*s\"%s%s%s\n", where, SLICE_ARG(name),
            near != NULL ? ", did you mean \"" : "; see firstline serve --help",
            near != NULL ? near : "", near != NULL ? "\"?" : "");
    return ERR_CONFIG;
}

static struct slice next_word(struct slice *text) {
    *text = slice_trim(*text);
    size_t n = 0;
    while (n < text->len && !ascii_is_space(text->ptr[n]))
        n++;
    struct slice word = slice_sub(*text, 0, n);
    *text = slice_sub(*text, n, text->len);
    return word;
}

enum errcode settings_list_add(struct settings_list *l, const char *where, const char *name,
                               struct slice text) {
    if (l->stale)
        settings_list_free(l);
    for (struct slice word = next_word(&text); word.len > 0; word = next_word(&text)) {
        if (l->count == SETTINGS_LIST_MAX) {
            fprintf(stderr, "%s: more than %d values of %s\n", where, SETTINGS_LIST_MAX, name);
            return ERR_CONFIG;
        }
        if (l->items == NULL)
            l->items = xcalloc(SETTINGS_LIST_MAX, sizeof *l->items);
        l->items[l->count++] = xstrdup(word);
    }
    return OK;
}

void settings_list_free(struct settings_list *l) {
    for (size_t i = 0; i < l->count; i++)
        free(l->items[i]);
    free(l->items);
    *l = (struct settings_list){0};
}

static enum errcode set(struct settings *s, const struct setting *t, const char *where,
                        struct slice value) {
    void *member = (char *)s + t->offset;
    if (t->kind == KIND_LIST)
        return settings_list_add(member, where, t->name, value);
    bool none = value.len == 0 && t->fallback == NULL;
    char *text = none ? NULL : xstrdup(value);
    if (t->kind == KIND_TEXT) {
        free(*(char **)member);
        *(char **)member = text;
        return OK;
    }
    char *end;
    errno = 0;
    long n = strtol(text, &end, 10);
    int count = (int)n;
    bool good = text[0] != '\0' && *end == '\0' && errno == 0 && n >= t->min && n <= t->max;
    if (good)
        *(int *)member = count;
    else
        fprintf(stderr, "%s: %s must be a whole number from %d to %d, not \"%s\"\n", where, t->name,
                t->min, t->max, text);
    free(text);
    return good ? OK : ERR_CONFIG;
}

static enum errcode read_line(struct settings *s, const char *where, struct slice line) {
    struct slice comment, value;
    if (memchr(line.ptr, '\0', line.len) != NULL) { /* would end the value for whoever reads it */
        fprintf(stderr, "%s: a NUL octet\n", where);
        return ERR_CONFIG;
    }
    line = slice_trim(slice_cut(line, '#', &comment));
    if (line.len == 0)
        return OK;
    struct slice name = slice_trim(slice_cut(line, '=', &value));
    if (value.ptr == NULL) {
        fprintf(stderr, "%s: expected \"name = value\"\n", where);
        return ERR_CONFIG;
    }
    const struct setting *t = find(name);
    return t == NULL ? complain_unknown(where, name) : set(s, t, where, slice_trim(value));
}

static enum errcode read_lines(struct settings *s, const char *path, struct slice text) {
    char where[PATH_MAX + 16];
    enum errcode all = OK;
    for (int n = 1; text.ptr != NULL; n++) {
        struct slice line = slice_cut(text, '\n', &text);
        snprintf(where, sizeof where, "%s:%d", path, n);
        enum errcode e = read_line(s, where, line);
        all = e != OK ? e : all;
    }
    return all;
}

/* A list of the next source takes the place of the last one's, as any value does. */
static void begin_source(struct settings *s) {
    for (size_t i = 0; i < COUNT; i++)
        if (table[i].kind == KIND_LIST)
            ((struct settings_list *)(void *)((char *)s + table[i].offset))->stale = true;
}

/* Whole, so that no line is too long and none too far down. At most one octet more than allowed. */
static enum errcode read_file(struct settings *s, const char *path) {
    char *text = xmalloc(SETTINGS_FILE_BYTES_MAX + 1);
    FILE *file = fopen(path, "re");
    size_t len = file == NULL ? 0 : fread(text, 1, SETTINGS_FILE_BYTES_MAX + 1, file);
    bool good = file != NULL && ferror(file) == 0 && len <= SETTINGS_FILE_BYTES_MAX;
    enum errcode e = ERR_CONFIG;
    begin_source(s);
    if (good)
        e = read_lines(s, path, (struct slice){text, len});
    else if (len > SETTINGS_FILE_BYTES_MAX)
        fprintf(stderr, "%s: larger than %d octets\n", path, SETTINGS_FILE_BYTES_MAX);
    else
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
    if (file != NULL)
        fclose(file);
    free(text);
    return e;
}

struct option {
    struct slice name, value; /* value unset: none was given */
    bool bare;                /* no option but a word that stands alone */
};

/* `--name=value`, or `--name value` which takes the next word too. */
static struct option next_option(int argc, char **argv, int *i) {
    struct option o = {.name = slice_from(argv[*i])};
    o.bare = !slice_starts(o.name, "--");
    if (o.bare)
        return o;
    o.name = slice_cut(slice_sub(o.name, 2, o.name.len), '=', &o.value);
    if (o.value.ptr == NULL && *i + 1 < argc)
        o.value = slice_from(argv[++*i]);
    return o;
}

static enum errcode read_option(struct settings *s, struct option o, bool files) {
    bool is_file = slice_eq_lit(o.name, "config");
    const struct setting *t = find(o.name);
    if (o.bare) {
        fprintf(stderr, "command line: unexpected \"%.*s\"\n", SLICE_ARG(o.name));
        return ERR_CONFIG;
    }
    if (t == NULL && !is_file)
        return complain_unknown("command line", o.name);
    if (o.value.ptr == NULL) {
        fprintf(stderr, "command line: --%.*s needs a value\n", SLICE_ARG(o.name));
        return ERR_CONFIG;
    }
    if (is_file)
        return files ? read_file(s, o.value.ptr) : OK;
    return files ? OK : set(s, t, "command line", o.value);
}

/* Files first and options second, so that the command line wins wherever --config stands. */
enum errcode settings_read(int argc, char **argv, struct settings *out) {
    struct settings s = {0};
    enum errcode all = OK;
    for (size_t i = 0; i < COUNT; i++)
        if (table[i].fallback != NULL)
            all = set(&s, &table[i], "default", slice_from(table[i].fallback));
    for (int pass = 0; pass < 2 && all == OK; pass++) {
        begin_source(&s);
        for (int i = 1; i < argc; i++) {
            enum errcode e = read_option(&s, next_option(argc, argv, &i), pass == 0);
            all = e != OK ? e : all;
        }
    }
    if (all == OK)
        *out = s;
    else
        settings_free(&s);
    return all;
}

void settings_free(struct settings *s) {
    for (size_t i = 0; i < COUNT; i++) {
        void *member = (char *)s + table[i].offset;
        if (table[i].kind == KIND_TEXT)
            free(*(char **)member);
        if (table[i].kind == KIND_LIST)
            settings_list_free(member);
    }
}

void settings_help(FILE *out) {
    fprintf(out, "  --%-12s %-6s %s\n", "config", "FILE", "file of lines name = value, # comments");
    fprintf(out, "  --%-19s %s\n", "print-config",
            "print such a file with all of these, and what there is to say of each");
    for (size_t i = 0; i < COUNT; i++) {
        fprintf(out, "  --%-12s %-6s %s", table[i].name, table[i].value_name, table[i].help);
        if (table[i].fallback != NULL)
            fprintf(out, " (%s)", table[i].fallback);
        fputc('\n', out);
    }
}

/* Words in lines of comment, none longer than is read with ease. */
static void print_comment(FILE *out, const char *text) {
    struct slice rest = slice_from(text), word;
    for (int column = 0; rest.ptr != NULL;) {
        word = slice_cut(rest, ' ', &rest);
        bool breaks = column == 0 || column + 1 + (int)word.len > COMMENT_COLUMNS;
        fprintf(out, "%s%.*s", !breaks ? " " : column == 0 ? "# " : "\n# ", SLICE_ARG(word));
        column = (breaks ? 1 : column) + 1 + (int)word.len;
    }
    fputc('\n', out);
}

void settings_print_config(FILE *out) {
    print_comment(out, "firstline.conf: the settings of firstline serve --config FILE. "
                       "firstline.conf(5) says the same, firstline(8) all the rest.");
    fputs("#\n", out);
    print_comment(out,
                  "Lines are name = value, and # begins a comment. Each setting stands here as a "
                  "comment with its default: take its # away and change it. An empty value of "
                  "one that has no default is none. What is said on the command line wins. "
                  "It is read at the start: systemctl restart firstline.");
    for (size_t i = 0; i < COUNT; i++) {
        fprintf(out, "\n# %s %s: %s", table[i].name, table[i].value_name, table[i].help);
        if (table[i].kind == KIND_COUNT)
            fprintf(out, "; %d to %d", table[i].min, table[i].max);
        fputc('\n', out);
        print_comment(out, table[i].more);
        fprintf(out, "#%s =%s%s\n", table[i].name, table[i].fallback != NULL ? " " : "",
                table[i].fallback != NULL ? table[i].fallback : "");
    }
}
