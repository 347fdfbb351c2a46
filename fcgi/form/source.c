/* source: libyaml's document, checked once so that the loaders can walk it without fear: after
 * source_open no node has two parents, so there is no loop and no blow-up by aliases. */
#include "form/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "form/octets.h"
#include "form/oddity.h"

#define HINT_BYTES 256

const yaml_node_t *source_node(const struct source *s, int index) {
    return s->document.nodes.start + index - 1;
}

const yaml_node_t *source_root(const struct source *s) { return s->document.nodes.start; }

int source_line(const yaml_node_t *node) { return (int)node->start_mark.line + 1; }

struct slice source_scalar(const yaml_node_t *node) {
    return (struct slice){(const char *)node->data.scalar.value, node->data.scalar.length};
}

bool source_is_nothing(const yaml_node_t *node) {
    if (node->type != YAML_SCALAR_NODE || node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return false;
    struct slice s = source_scalar(node);
    return s.len == 0 || slice_eq_lit(s, "~") || slice_eq_lit(s, "null");
}

const char *source_kind(const yaml_node_t *node) {
    if (source_is_nothing(node))
        return "nothing";
    return node->type == YAML_SEQUENCE_NODE  ? "a list"
           : node->type == YAML_MAPPING_NODE ? "keys"
                                             : "text";
}

const yaml_node_t *source_value(const struct source *s, const yaml_node_t *node, const char *key) {
    const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
    for (; pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *k = source_node(s, pair->key);
        if (k->type == YAML_SCALAR_NODE && slice_eq_lit(source_scalar(k), key))
            return source_node(s, pair->value);
    }
    return NULL;
}

/* libyaml takes these for line ends, as YAML 1.1 did; no editor shows them, so that half a text
 * would be gone. A second byte order mark is where two files were put together. */
static bool check_characters(const struct source *s, struct slice text) {
    static const char *const foreign[] = {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9",
                                          "\xEF\xBB\xBF"};
    for (size_t i = 0; i < text.len; i++) {
        for (size_t j = 0; j < sizeof foreign / sizeof *foreign; j++) {
            struct oddity o;
            if (!slice_starts(slice_sub(text, i, 3), foreign[j]) ||
                !oddity_at(slice_sub(text, i, 3), &o))
                continue;
            problems_add(s->problems, s->path, octets_line(text, i), "%s in the file: %s", o.name,
                         o.kind == ODDITY_BLANK ? "put a line end there" : o.advice);
            return false;
        }
    }
    return true;
}

/* libyaml's time grows with the square of the open brackets, so that a file within its bound could
 * hold the start for minutes. Brackets in texts and patterns count too; they close as a rule. */
static bool check_brackets(const struct source *s, struct slice text) {
    size_t open = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '[' || text.ptr[i] == '{')
            open++;
        else if ((text.ptr[i] == ']' || text.ptr[i] == '}') && open > 0)
            open--;
        if (open > DEFINITION_OPEN_MAX) {
            problems_add(s->problems, s->path, octets_line(text, i),
                         "more than %d brackets are open here", DEFINITION_OPEN_MAX);
            return false;
        }
    }
    return true;
}

/* libyaml speaks to programmers; these are the mistakes that others make. */
static const struct {
    const char *problem, *hint;
} hints[] = {
    {"found character that cannot start any token",
     " (indent with spaces, not tabs; a text that begins with % @ ` needs quotes)"},
    {"found a tab character that violates indentation", " (indent with spaces)"},
    {"mapping values are not allowed in this context",
     " (is the indentation right? a text that has a colon and a space in it needs quotes)"},
    {"did not find expected key", " (is the indentation right? is a quote missing?)"},
    {"could not find expected ':'", " (a key without a colon, or without a space behind it?)"},
    {"found unknown escape character",
     " (in \"...\" a backslash begins an escape: write patterns in '...')"},
    {"did not find expected comment or line break",
     " (a text that begins with | or > needs quotes)"},
    {"found undefined alias", " (a text that begins with * needs quotes)"},
};

static const char *hint_for(const char *problem) {
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (strcmp(hints[i].problem, problem) == 0)
            return hints[i].hint;
    return "";
}

static struct slice line_at(struct slice text, int line) {
    struct slice rest = text, cut = slice_cut(rest, '\n', &rest);
    for (int i = 1; i < line && rest.ptr != NULL; i++)
        cut = slice_cut(rest, '\n', &rest);
    return cut;
}

/* libyaml stumbles where the odd character is, or in the line after. */
static void say_oddity(struct slice text, int line, char *out, size_t room) {
    struct oddity o;
    for (int i = line; i >= line - 1 && i > 0; i--) {
        if (!oddity_of_line(line_at(text, i), &o))
            continue;
        snprintf(out, room, " (line %d has %s: %s)", i, o.name, o.advice);
        return;
    }
}

static void report_syntax(const struct source *s, const yaml_parser_t *parser, struct slice text) {
    if (parser->error == YAML_MEMORY_ERROR)
        xalloc_fail();
    int line = parser->error == YAML_READER_ERROR ? octets_line(text, parser->problem_offset)
                                                  : (int)parser->problem_mark.line + 1;
    const char *problem = parser->problem == NULL ? "cannot be read" : parser->problem;
    char hint[HINT_BYTES], where[64] = "";
    snprintf(hint, sizeof hint, "%s", hint_for(problem));
    say_oddity(text, line, hint, sizeof hint);
    if (parser->context != NULL)
        snprintf(where, sizeof where, " that began in line %d", (int)parser->context_mark.line + 1);
    problems_add(s->problems, s->path, line, "not YAML: %s%s%s%s%s", problem,
                 parser->context == NULL ? "" : ", ",
                 parser->context == NULL ? "" : parser->context, where, hint);
}

/* false: the node has a parent already. */
static bool claim(const struct source *s, bool *claimed, int index) {
    if (!claimed[index - 1]) {
        claimed[index - 1] = true;
        return true;
    }
    problems_add(s->problems, s->path, source_line(source_node(s, index)),
                 "an anchor (&) is used here: write the value out at each place");
    return false;
}

static bool claim_children(const struct source *s, bool *claimed, const yaml_node_t *node) {
    bool alone = true;
    if (node->type == YAML_SEQUENCE_NODE) {
        const yaml_node_item_t *item = node->data.sequence.items.start;
        for (; item < node->data.sequence.items.top; item++)
            alone &= claim(s, claimed, *item);
    } else if (node->type == YAML_MAPPING_NODE) {
        const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
        for (; pair < node->data.mapping.pairs.top; pair++) {
            alone &= claim(s, claimed, pair->key);
            alone &= claim(s, claimed, pair->value);
        }
    }
    return alone;
}

/* false: an alias, after which a walk might not end. */
static bool check_parents(const struct source *s, size_t count) {
    bool tree = true;
    bool *claimed = xcalloc(count, sizeof *claimed);
    claimed[0] = true; /* the root is nobody's child */
    for (size_t i = 0; i < count; i++)
        tree &= claim_children(s, claimed, s->document.nodes.start + i);
    free(claimed);
    return tree;
}

static void check_key(const struct source *s, const yaml_node_pair_t *first,
                      const yaml_node_pair_t *pair) {
    const yaml_node_t *key = source_node(s, pair->key);
    if (key->type != YAML_SCALAR_NODE) {
        problems_add(s->problems, s->path, source_line(key), "expected a key, found %s",
                     source_kind(key));
        return;
    }
    for (; first < pair; first++) {
        const yaml_node_t *other = source_node(s, first->key);
        if (other->type != YAML_SCALAR_NODE || !slice_eq(source_scalar(other), source_scalar(key)))
            continue;
        problems_add(s->problems, s->path, source_line(key),
                     "the key \"%.*s\" is already in line %d", SLICE_ARG(source_scalar(key)),
                     source_line(other));
        return;
    }
}

static bool check_edge(const struct source *s, const yaml_node_t *node, size_t at) {
    struct oddity o;
    if (!oddity_at(slice_sub(source_scalar(node), at, 4), &o) ||
        (o.kind != ODDITY_BLANK && o.kind != ODDITY_INVISIBLE))
        return true;
    problems_add(s->problems, s->path, source_line(node), "%s with %s: %s",
                 at == 0 ? "begins" : "ends", o.name, o.advice);
    return false;
}

/* A blank of another kind at the edge of a plain scalar was meant for indentation; false: what
 * belongs to what cannot be told then. */
static bool check_edges(const struct source *s, const yaml_node_t *node) {
    if (node->type != YAML_SCALAR_NODE || node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return true;
    struct slice text = source_scalar(node);
    size_t last = text.len == 0 ? 0 : text.len - 1;
    while (last > 0 && ((unsigned char)text.ptr[last] & 0xC0) == 0x80)
        last--;
    return check_edge(s, node, 0) && (last == 0 || check_edge(s, node, last));
}

/* What a double-quoted scalar can smuggle in by escapes; the file itself was checked before. */
static void check_node(const struct source *s, const yaml_node_t *node) {
    const char *plain = node->type == YAML_SEQUENCE_NODE  ? YAML_DEFAULT_SEQUENCE_TAG
                        : node->type == YAML_MAPPING_NODE ? YAML_DEFAULT_MAPPING_TAG
                                                          : YAML_DEFAULT_SCALAR_TAG;
    if (strcmp((const char *)node->tag, plain) != 0)
        problems_add(s->problems, s->path, source_line(node), "tags (!) are not taken");
    if (node->type == YAML_SCALAR_NODE && !utf8_is_text(source_scalar(node)))
        problems_add(s->problems, s->path, source_line(node),
                     "a control character, or not UTF-8, by an escape");
    if (node->type != YAML_MAPPING_NODE)
        return;
    const yaml_node_pair_t *first = node->data.mapping.pairs.start;
    const yaml_node_pair_t *end = node->data.mapping.pairs.top;
    if (end - first > s->keys_max) {
        problems_add(s->problems, s->path, source_line(node), "more than %d keys", s->keys_max);
        return;
    }
    for (const yaml_node_pair_t *pair = first; pair < end; pair++)
        check_key(s, first, pair);
}

/* A second document would be ignored without a word. */
static bool check_end(const struct source *s, yaml_parser_t *parser, struct slice text) {
    yaml_document_t next;
    if (!yaml_parser_load(parser, &next)) {
        report_syntax(s, parser, text);
        return false;
    }
    const yaml_node_t *root = yaml_document_get_root_node(&next);
    if (root != NULL)
        problems_add(s->problems, s->path, source_line(root),
                     "a second document (---): one file holds one");
    yaml_document_delete(&next);
    return root == NULL;
}

static bool check_tree(const struct source *s) {
    const yaml_node_t *start = s->document.nodes.start, *top = s->document.nodes.top;
    if (start == top) {
        problems_add(s->problems, s->path, 0, "the file is empty");
        return false;
    }
    if (!check_parents(s, (size_t)(top - start)))
        return false;
    bool plain = true;
    for (const yaml_node_t *node = start; node < top; node++)
        plain &= check_edges(s, node);
    for (const yaml_node_t *node = start; plain && node < top; node++)
        check_node(s, node);
    return plain;
}

bool source_open(struct source *s, const char *path, struct slice text, struct problems *problems) {
    return source_open_long(s, path, text, DEFINITION_KEYS_MAX, problems);
}

bool source_open_long(struct source *s, const char *path, struct slice text, int keys_max,
                      struct problems *problems) {
    *s = (struct source){.path = path, .problems = problems, .keys_max = keys_max};
    if (!octets_check(problems, path, &text) || !check_characters(s, text) ||
        !check_brackets(s, text))
        return false;
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        xalloc_fail();
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text.ptr, text.len);
    bool good = false;
    if (!yaml_parser_load(&parser, &s->document)) {
        report_syntax(s, &parser, text);
    } else {
        good = check_tree(s);
        if (good)
            good = check_end(s, &parser, text);
        if (!good)
            yaml_document_delete(&s->document);
    }
    yaml_parser_delete(&parser);
    return good;
}

void source_close(struct source *s) { yaml_document_delete(&s->document); }
