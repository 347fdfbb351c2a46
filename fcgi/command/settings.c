/* settings: one reader for both sources, by a table of names. */
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
#include "command/settings_table.h"

#define COMMENT_COLUMNS 98

static const struct setting *find(const struct settings_table *t, struct slice name) {
    for (size_t i = 0; i < t->count; i++)
        if (slice_eq_lit(name, t->rows[i].name))
            return &t->rows[i];
    return NULL;
}

static enum errcode complain_unknown(const struct settings_table *t, const char *where,
                                     struct slice name) {
    const char *names[SETTINGS_MAX + 1] = {"config"};
    for (size_t i = 0; i < t->count; i++)
        names[i + 1] = t->rows[i].name;
    const char *near = suggest(name, names, t->count + 1);
    fprintf(stderr, "%s: unknown setting \"%.*s\"", where, SLICE_ARG(name));
    if (near != NULL)
        fprintf(stderr, ", did you mean \"%s\"?\n", near);
    else
        fprintf(stderr, "; see firstline %s --help\n", t->command);
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

static enum errcode set_switch(bool *member, const struct setting *t, const char *where,
                               struct slice value) {
    if (slice_eq_lit(value, "yes") || slice_eq_lit(value, "no")) {
        *member = value.len == 3;
        return OK;
    }
    fprintf(stderr, "%s: %s must be yes or no, not \"%.*s\"\n", where, t->name, SLICE_ARG(value));
    return ERR_CONFIG;
}

static enum errcode set(struct settings *s, const struct setting *t, const char *where,
                        struct slice value) {
    void *member = (char *)s + t->offset;
    if (t->kind == KIND_LIST)
        return settings_list_add(member, where, t->name, value);
    if (t->kind == KIND_SWITCH)
        return set_switch(member, t, where, value);
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

static enum errcode read_line(const struct settings_table *table, struct settings *s,
                              const char *where, struct slice line) {
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
    const struct setting *t = find(table, name);
    return t == NULL ? complain_unknown(table, where, name) : set(s, t, where, slice_trim(value));
}

static enum errcode read_lines(const struct settings_table *t, struct settings *s, const char *path,
                               struct slice text) {
    char where[PATH_MAX + 16];
    enum errcode all = OK;
    for (int n = 1; text.ptr != NULL; n++) {
        struct slice line = slice_cut(text, '\n', &text);
        snprintf(where, sizeof where, "%s:%d", path, n);
        enum errcode e = read_line(t, s, where, line);
        all = e != OK ? e : all;
    }
    return all;
}

/* A list of the next source takes the place of the last one's, as any value does. */
static void begin_source(const struct settings_table *t, struct settings *s) {
    for (size_t i = 0; i < t->count; i++)
        if (t->rows[i].kind == KIND_LIST)
            ((struct settings_list *)(void *)((char *)s + t->rows[i].offset))->stale = true;
}

/* Whole, so that no line is too long and none too far down. At most one octet more than allowed. */
static enum errcode read_file(const struct settings_table *t, struct settings *s,
                              const char *path) {
    char *text = xmalloc(SETTINGS_FILE_BYTES_MAX + 1);
    FILE *file = fopen(path, "re");
    size_t len = file == NULL ? 0 : fread(text, 1, SETTINGS_FILE_BYTES_MAX + 1, file);
    bool good = file != NULL && ferror(file) == 0 && len <= SETTINGS_FILE_BYTES_MAX;
    enum errcode e = ERR_CONFIG;
    begin_source(t, s);
    if (good)
        e = read_lines(t, s, path, (struct slice){text, len});
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

static enum errcode read_option(const struct settings_table *table, struct settings *s,
                                struct option o, bool files) {
    bool is_file = slice_eq_lit(o.name, "config");
    const struct setting *t = find(table, o.name);
    if (o.bare) {
        fprintf(stderr, "command line: unexpected \"%.*s\"\n", SLICE_ARG(o.name));
        return ERR_CONFIG;
    }
    if (t == NULL && !is_file)
        return complain_unknown(table, "command line", o.name);
    if (o.value.ptr == NULL) {
        fprintf(stderr, "command line: --%.*s needs a value\n", SLICE_ARG(o.name));
        return ERR_CONFIG;
    }
    if (is_file)
        return files ? read_file(table, s, o.value.ptr) : OK;
    return files ? OK : set(s, t, "command line", o.value);
}

/* Files first and options second, so that the command line wins wherever --config stands. */
enum errcode settings_read(const struct settings_table *t, int argc, char **argv,
                           struct settings *out) {
    struct settings s = {0};
    enum errcode all = OK;
    for (size_t i = 0; i < t->count; i++)
        if (t->rows[i].fallback != NULL)
            all = set(&s, &t->rows[i], "default", slice_from(t->rows[i].fallback));
    for (int pass = 0; pass < 2 && all == OK; pass++) {
        begin_source(t, &s);
        for (int i = 1; i < argc; i++) {
            enum errcode e = read_option(t, &s, next_option(argc, argv, &i), pass == 0);
            all = e != OK ? e : all;
        }
    }
    if (all == OK)
        *out = s;
    else
        settings_free(t, &s);
    return all;
}

void settings_free(const struct settings_table *t, struct settings *s) {
    for (size_t i = 0; i < t->count; i++) {
        void *member = (char *)s + t->rows[i].offset;
        if (t->rows[i].kind == KIND_TEXT)
            free(*(char **)member);
        if (t->rows[i].kind == KIND_LIST)
            settings_list_free(member);
    }
}

void settings_help(const struct settings_table *t, FILE *out) {
    fprintf(out, "  --%-12s %-6s %s\n", "config", "FILE", "file of lines name = value, # comments");
    fprintf(out, "  --%-19s %s\n", "print-config",
            "print such a file with all of these, and what there is to say of each");
    for (size_t i = 0; i < t->count; i++) {
        fprintf(out, "  --%-12s %-6s %s", t->rows[i].name, t->rows[i].value_name, t->rows[i].help);
        if (t->rows[i].fallback != NULL)
            fprintf(out, " (%s)", t->rows[i].fallback);
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

void settings_print_config(const struct settings_table *t, FILE *out) {
    print_comment(out, t->about);
    fputs("#\n", out);
    print_comment(out, t->how);
    for (size_t i = 0; i < t->count; i++) {
        fprintf(out, "\n# %s %s: %s", t->rows[i].name, t->rows[i].value_name, t->rows[i].help);
        if (t->rows[i].kind == KIND_COUNT)
            fprintf(out, "; %d to %d", t->rows[i].min, t->rows[i].max);
        fputc('\n', out);
        print_comment(out, t->rows[i].more);
        fprintf(out, "#%s =%s%s\n", t->rows[i].name, t->rows[i].fallback != NULL ? " " : "",
                t->rows[i].fallback != NULL ? t->rows[i].fallback : "");
    }
}
