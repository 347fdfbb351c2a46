/* nginx_conf: words, then directives; a stack of files, since an include may stand in any block. */
#include "admin/nginx_conf.h"

#include <fnmatch.h>
#include <string.h>

#include "admin/nginx_lua.h"
#include "admin/text.h"
#include "base/bounds.h"

#define HEADING "# configuration file "

struct file {
    const char *path;
    struct slice text;
};

struct source { /* a file that is being read */
    const char *path;
    struct slice rest;
    int line;
    const char *begin;
};

struct reader {
    struct arena *arena;
    const struct file *files;
    size_t file_count;
    struct source sources[NGINX_INCLUDES_MAX];
    size_t depth;
    struct nginx_directive *parent;  /* the block we are in */
    struct nginx_directive **tail;   /* where the next one is hung up */
    struct nginx_directive ***tails; /* of the blocks around, NGINX_BLOCKS_MAX */
    size_t blocks, count;
};

/* ---- words ---------------------------------------------------------------------------------- */

enum token { TOKEN_WORD, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_END, TOKEN_NONE, TOKEN_BROKEN };

static char step(struct source *s) {
    char c = s->rest.ptr[0];
    s->line += c == '\n';
    s->rest = slice_sub(s->rest, 1, s->rest.len);
    return c;
}

static void skip_blanks(struct source *s) {
    bool comment = false;
    while (s->rest.len > 0) {
        char c = s->rest.ptr[0];
        comment = (comment || c == '#') && c != '\n';
        if (!comment && !ascii_is_space(c))
            return;
        step(s);
    }
}

static enum token read_quoted(struct source *s, char *word, size_t room) {
    char quote = step(s);
    size_t len = 0;
    while (s->rest.len > 0) {
        char c = step(s);
        if (c == quote) {
            word[len] = '\0';
            return TOKEN_WORD;
        }
        if (c == '\\' && s->rest.len > 0 && (s->rest.ptr[0] == quote || s->rest.ptr[0] == '\\'))
            c = step(s);
        if (len + 1 < room)
            word[len++] = c;
    }
    return TOKEN_BROKEN;
}

/* A { belongs to the word behind a $, as in ${host}. */
static enum token read_plain(struct source *s, char *word, size_t room) {
    size_t len = 0;
    bool variable = false;
    while (s->rest.len > 0) {
        char c = s->rest.ptr[0];
        if (ascii_is_space(c) || c == ';' || (c == '{' && !variable))
            break;
        step(s);
        if (c == '\\' && s->rest.len > 0) {
            if (len + 1 < room)
                word[len++] = c;
            c = step(s);
        }
        variable = c == '$';
        if (len + 1 < room)
            word[len++] = c;
    }
    word[len] = '\0';
    return TOKEN_WORD;
}

static enum token next_token(struct source *s, char *word, size_t room) {
    skip_blanks(s);
    if (s->rest.len == 0)
        return TOKEN_NONE;
    switch (s->rest.ptr[0]) {
    case ';':
        step(s);
        return TOKEN_END;
    case '{':
        step(s);
        return TOKEN_OPEN;
    case '}':
        step(s);
        return TOKEN_CLOSE;
    case '"':
    case '\'':
        return read_quoted(s, word, room);
    default:
        return read_plain(s, word, room);
    }
}

/* ---- directives ----------------------------------------------------------------------------- */

static enum errcode enter_file(struct reader *r, const struct file *f) {
    if (r->depth == NGINX_INCLUDES_MAX)
        return ERR_TOO_MANY;
    r->sources[r->depth++] = (struct source){f->path, f->text, 1, f->text.ptr};
    return OK;
}

/* The files that the pattern names, to be read next: the last is entered first, so that the first
 * is on top. Relative names count from the folder of the first file. */
static enum errcode include(struct reader *r, const char *pattern) {
    const char *slash = strrchr(r->files[0].path, '/');
    if (pattern[0] != '/' && slash != NULL)
        pattern = text_printf(r->arena, "%.*s/%s", (int)(slash - r->files[0].path),
                              r->files[0].path, pattern);
    enum errcode e = OK;
    for (size_t i = r->file_count; i > 0 && e == OK; i--)
        if (fnmatch(pattern, r->files[i - 1].path, FNM_PATHNAME | FNM_PERIOD) == 0)
            e = enter_file(r, &r->files[i - 1]);
    return e;
}

static enum errcode add(struct reader *r, struct nginx_directive *d) {
    if (++r->count > NGINX_DIRECTIVES_MAX)
        return ERR_TOO_MANY;
    d->parent = r->parent;
    *r->tail = d;
    r->tail = (struct nginx_directive **)&d->next;
    if (!d->block)
        return OK;
    if (r->blocks == NGINX_BLOCKS_MAX)
        return ERR_TOO_MANY;
    r->tails[r->blocks++] = r->tail;
    r->tail = (struct nginx_directive **)&d->child;
    r->parent = d;
    return OK;
}

static enum errcode leave_block(struct reader *r) {
    if (r->blocks == 0)
        return ERR_SYNTAX;
    r->tail = r->tails[--r->blocks];
    r->parent = (struct nginx_directive *)r->parent->parent;
    return OK;
}

/* What is read of one directive. */
struct words {
    const char *words[NGINX_WORDS_MAX];
    size_t count, at;
    int line;
};

static enum errcode finish(struct reader *r, const struct words *w, bool block) {
    if (w->count == 0)
        return ERR_SYNTAX;
    const char **args = text_alloc(r->arena, (w->count + 1) * sizeof *args);
    memcpy(args, w->words + 1, (w->count - 1) * sizeof *args);
    struct nginx_directive *d = text_alloc(r->arena, sizeof *d);
    *d = (struct nginx_directive){.name = w->words[0],
                                  .args = args,
                                  .arg_count = w->count - 1,
                                  .file = r->sources[r->depth - 1].path,
                                  .line = w->line,
                                  .at = w->at,
                                  .block = block};
    enum errcode e = add(r, d);
    if (e == OK && !block && strcmp(d->name, "include") == 0 && w->count == 2)
        e = include(r, args[0]);
    return e;
}

static enum errcode open_block(struct reader *r, const struct words *w) {
    if (w->count == 0 || !slice_ends(slice_from(w->words[0]), "_by_lua_block"))
        return finish(r, w, true);
    return nginx_lua_skip(&r->sources[r->depth - 1].rest, &r->sources[r->depth - 1].line)
               ? finish(r, w, false)
               : ERR_SYNTAX;
}

/* Up to the end of one directive, or of one block, or of one file. */
static enum errcode read_one(struct reader *r) {
    struct words w = {.count = 0};
    char word[NGINX_WORD_MAX + 1];
    struct source *s = &r->sources[r->depth - 1];
    for (;;) {
        skip_blanks(s);
        if (w.count == 0)
            w.at = (size_t)(s->rest.ptr - s->begin);
        enum token t = next_token(s, word, sizeof word);
        switch (t) {
        case TOKEN_WORD:
            w.line = w.count == 0 ? s->line : w.line;
            if (w.count == NGINX_WORDS_MAX)
                return ERR_TOO_MANY;
            w.words[w.count++] = text_copy(r->arena, slice_from(word));
            break;
        case TOKEN_END:
            return finish(r, &w, false);
        case TOKEN_OPEN:
            return open_block(r, &w);
        case TOKEN_CLOSE:
            return w.count == 0 ? leave_block(r) : ERR_SYNTAX;
        case TOKEN_NONE:
            r->depth--;
            return w.count == 0 ? OK : ERR_SYNTAX;
        default:
            return ERR_SYNTAX;
        }
    }
}

/* ---- files ---------------------------------------------------------------------------------- */

/* The dump has each file once, under a heading. Returns how many; files may be NULL to count them.
 */
static size_t split(struct arena *a, struct slice dump, struct file *files) {
    size_t n = 0;
    struct slice rest = dump, line;
    while (text_line(&rest, &line)) {
        if (slice_starts(line, HEADING) && slice_ends(line, ":")) {
            if (files != NULL)
                files[n] =
                    (struct file){.path = text_copy(a, slice_sub(line, strlen(HEADING),
                                                                 line.len - strlen(HEADING) - 1)),
                                  .text = {rest.ptr != NULL ? rest.ptr : dump.ptr, 0}};
            n++;
        } else if (files != NULL && n > 0) {
            struct file *f = &files[n - 1];
            f->text.len = (size_t)(line.ptr + line.len - f->text.ptr);
        }
    }
    return n;
}

enum errcode nginx_conf_read(struct arena *a, struct slice dump,
                             const struct nginx_directive **out) {
    size_t count = split(a, dump, NULL);
    if (count == 0)
        return ERR_SYNTAX;
    struct file *files = text_alloc(a, count * sizeof *files);
    split(a, dump, files);
    struct reader r = {.arena = a, .files = files, .file_count = count};
    struct nginx_directive *first = NULL;
    r.tail = &first;
    r.tails = text_alloc(a, NGINX_BLOCKS_MAX * sizeof *r.tails);
    enum errcode e = enter_file(&r, &files[0]);
    while (e == OK && r.depth > 0)
        e = read_one(&r);
    if (e == OK && r.blocks > 0)
        e = ERR_SYNTAX;
    if (e == OK)
        *out = first;
    return e;
}

const struct nginx_directive *nginx_conf_next(const struct nginx_directive *d) {
    if (d->child != NULL)
        return d->child;
    while (d != NULL && d->next == NULL)
        d = d->parent;
    return d == NULL ? NULL : d->next;
}

static const struct nginx_directive *find(const struct nginx_directive *d, const char *name) {
    while (d != NULL && strcmp(d->name, name) != 0)
        d = d->next;
    return d;
}

const struct nginx_directive *nginx_conf_child(const struct nginx_directive *block,
                                               const char *name) {
    return find(block->child, name);
}

const struct nginx_directive *nginx_conf_in_force(const struct nginx_directive *block,
                                                  const struct nginx_directive *top,
                                                  const char *name) {
    for (; block != NULL; block = block->parent) {
        const struct nginx_directive *d = find(block->child, name);
        if (d != NULL)
            return d;
    }
    return find(top, name);
}

bool nginx_conf_is_from(const struct nginx_directive *d, const char *file_name) {
    if (strcmp(d->name, "include") != 0 || d->arg_count != 1)
        return false;
    const char *slash = strrchr(d->args[0], '/');
    return strcmp(slash != NULL ? slash + 1 : d->args[0], file_name) == 0;
}
