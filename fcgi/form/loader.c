/* loader: values with their kind checked, and mappings read by tables of known keys. */
#include "form/loader.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/reading.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "form/texts_file.h"

#define KNOWN_SHOWN_MAX 512 /* octets of a list of known words in a message */

void loader_problem(struct loader *l, const yaml_node_t *at, const char *format, ...) {
    va_list args;
    va_start(args, format);
    problems_vadd(l->source.problems, l->source.path, source_line(at), format, args);
    va_end(args);
}

void loader_why(struct slice word, char out[LOADER_WHY_BYTES]) {
    struct oddity o;
    char name[ODDITY_NAME_BYTES];
    size_t colon = slice_find(word, ':');
    out[0] = '\0';
    if (oddity_in(word, &o))
        snprintf(out, LOADER_WHY_BYTES, " (it has %s: %s)", o.name, o.advice);
    else if (oddity_letter(word, name))
        snprintf(out, LOADER_WHY_BYTES, " (it has %s)", name);
    else if (colon > 0 && colon < word.len)
        snprintf(out, LOADER_WHY_BYTES, " (a space goes behind the colon)");
    else if (slice_starts(word, "-"))
        snprintf(out, LOADER_WHY_BYTES, " (a list item begins with - and a space)");
}

static void list_known(const char *const *known, size_t count, char list[KNOWN_SHOWN_MAX]) {
    size_t len = 0;
    snprintf(list, KNOWN_SHOWN_MAX, "%s", count == 0 ? "none" : "");
    for (size_t i = 0; i < count; i++) {
        size_t need = strlen(known[i]) + 2;
        if (need >= KNOWN_SHOWN_MAX - len)
            break;
        len += (size_t)snprintf(list + len, KNOWN_SHOWN_MAX - len, "%s%s", i == 0 ? "" : ", ",
                                known[i]);
    }
}

void loader_unknown(struct loader *l, const yaml_node_t *at, const char *what, struct slice word,
                    const char *const *known, size_t count) {
    const char *near = suggest(word, known, count);
    struct slice shown = utf8_cut(word, 40);
    char list[KNOWN_SHOWN_MAX], why[LOADER_WHY_BYTES];
    loader_why(word, why);
    list_known(known, count, list);
    if (near != NULL)
        loader_problem(l, at, "unknown %s \"%.*s\", did you mean \"%s\"?%s", what, SLICE_ARG(shown),
                       near, why);
    else
        loader_problem(l, at, "unknown %s \"%.*s\"%s; known: %s", what, SLICE_ARG(shown), why,
                       list);
}

void *loader_alloc(struct loader *l, size_t count, size_t size) {
    void *p = arena_calloc(l->arena, count == 0 ? 1 : count, size);
    if (p == NULL)
        xalloc_fail();
    return p;
}

struct slice loader_copy(struct loader *l, struct slice s) {
    struct slice copy;
    if (arena_copy(l->arena, s, &copy) != OK)
        xalloc_fail();
    return copy;
}

struct slice loader_seen(struct loader *l, struct slice s) {
    struct slice seen = s;
    if (s.ptr != NULL && reading_seen(l->arena, s, &seen) != OK)
        xalloc_fail(); /* what is not UTF-8 was refused with the file */
    return seen;
}

/* Of keys or text where a list was expected, the beginning says why: an item is marked by another
 * sign. */
static void unexpected(struct loader *l, const yaml_node_t *node, const char *expected) {
    const yaml_node_t *first = node;
    char why[LOADER_WHY_BYTES] = "";
    if (node->type == YAML_MAPPING_NODE &&
        node->data.mapping.pairs.start < node->data.mapping.pairs.top)
        first = source_node(&l->source, node->data.mapping.pairs.start->key);
    if (first->type == YAML_SCALAR_NODE && first->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
        loader_why(source_scalar(first), why);
    loader_problem(l, node, "expected %s, found %s%s", expected, source_kind(node), why);
}

static bool is_scalar(struct loader *l, const yaml_node_t *node, const char *expected) {
    if (node->type == YAML_SCALAR_NODE && !source_is_nothing(node))
        return true;
    unexpected(l, node, expected);
    return false;
}

/* Quotes of a word processor, or its dash for a list item, would be a part of the word and never be
 * met with in an answer. Who means them says so by YAML's own quotes. */
static bool is_plainly_meant(struct loader *l, const yaml_node_t *node) {
    struct slice s = source_scalar(node);
    struct oddity o;
    if (node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || !oddity_at(s, &o))
        return true;
    bool item =
        o.kind == ODDITY_DASH && slice_starts(slice_sub(s, utf8_sequence_length(s), s.len), " ");
    if (o.kind != ODDITY_QUOTE && !item)
        return true;
    loader_problem(l, node, "begins with %s: %s; if it is meant, put '...' around all of it",
                   o.name, o.advice);
    return false;
}

/* --- mappings ------------------------------------------------------------------------------- */

static void report_unknown_keys(struct loader *l, const yaml_node_t *node,
                                const struct loader_table *table) {
    const char *known[DEFINITION_KEYS_MAX];
    for (size_t i = 0; i < table->count; i++)
        known[i] = table->keys[i].name;
    const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
    for (; pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = source_node(&l->source, pair->key);
        if (key->type != YAML_SCALAR_NODE)
            continue; /* reported when the file was opened */
        struct slice word = source_scalar(key);
        size_t i = 0;
        while (i < table->count && !slice_eq_lit(word, known[i]))
            i++;
        if (i == table->count)
            loader_unknown(l, key, "key", word, known, table->count);
    }
}

bool loader_keys(struct loader *l, const yaml_node_t *node, const struct loader_table *table,
                 void *into) {
    if (node->type != YAML_MAPPING_NODE) {
        char expected[64];
        snprintf(expected, sizeof expected, "the keys of %s", table->what);
        unexpected(l, node, expected);
        return false;
    }
    report_unknown_keys(l, node, table);
    bool complete = true;
    for (size_t i = 0; i < table->count; i++) {
        const struct loader_key *key = &table->keys[i];
        const yaml_node_t *value = source_value(&l->source, node, key->name);
        if (value != NULL) {
            key->read(l, key, value, into);
        } else if (key->required) {
            loader_problem(l, node, "%s without \"%s\"", table->what, key->name);
            complete = false;
        }
    }
    return complete;
}

size_t loader_list(struct loader *l, const yaml_node_t *node, const char *what, size_t max) {
    if (node->type != YAML_SEQUENCE_NODE) {
        char expected[64];
        snprintf(expected, sizeof expected, "a list of %s", what);
        unexpected(l, node, expected);
        return 0;
    }
    size_t count = (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (count == 0)
        loader_problem(l, node, "an empty list of %s", what);
    if (count > max) {
        loader_problem(l, node, "more than %zu %s", max, what);
        return 0;
    }
    return count;
}

const yaml_node_t *loader_item(const struct loader *l, const yaml_node_t *list, size_t i) {
    return source_node(&l->source, list->data.sequence.items.start[i]);
}

/* --- values --------------------------------------------------------------------------------- */

static bool is_one_line(struct slice s) {
    return slice_find(s, '\n') == s.len && slice_find(s, '\r') == s.len &&
           slice_find(s, '\t') == s.len;
}

bool loader_word(struct loader *l, const yaml_node_t *node, struct slice *out) {
    if (!is_scalar(l, node, "a word") || !is_plainly_meant(l, node))
        return false;
    struct slice s = source_scalar(node);
    if (slice_trim(s).len == 0 || slice_trim(s).len != s.len || !is_one_line(s) ||
        utf8_length(s) > DEFINITION_WORD_MAX) {
        loader_problem(l, node,
                       "expected one line of 1 to %d characters without blanks at its ends",
                       DEFINITION_WORD_MAX);
        return false;
    }
    *out = loader_copy(l, s);
    return true;
}

bool loader_bool(struct loader *l, const yaml_node_t *node, bool *out) {
    if (!is_scalar(l, node, "true or false"))
        return false;
    struct slice s = source_scalar(node);
    bool yes = slice_eq_lit(s, "true") || slice_eq_lit(s, "yes");
    if (!yes && !slice_eq_lit(s, "false") && !slice_eq_lit(s, "no")) {
        loader_problem(l, node, "expected true or false, found \"%.*s\"",
                       SLICE_ARG(utf8_cut(s, 40)));
        return false;
    }
    *out = yes;
    return true;
}

/* Digits with an optional sign and decimal point: no exponent, hexadecimal or infinity. */
static bool is_decimal(struct slice s) {
    size_t digits = 0, points = 0;
    if (s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+'))
        s = slice_sub(s, 1, s.len);
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '.')
            points++;
        else if (ascii_is_digit(s.ptr[i]))
            digits++;
        else
            return false;
    }
    return digits > 0 && digits <= 15 && points <= 1; /* 15: exact in a double */
}

bool loader_number(struct loader *l, const yaml_node_t *node, double *out) {
    if (!is_scalar(l, node, "a number"))
        return false;
    struct slice s = source_scalar(node);
    if (!is_decimal(s)) {
        loader_problem(l, node, "expected a number such as 1000 or 0.5, found \"%.*s\"",
                       SLICE_ARG(utf8_cut(s, 40)));
        return false;
    }
    *out = strtod(s.ptr, NULL); /* libyaml ends each scalar with a NUL */
    return true;
}

bool loader_integer(struct loader *l, const yaml_node_t *node, int low, int high, int *out) {
    double n;
    if (!loader_number(l, node, &n))
        return false;
    if (n < low || n > high || n != floor(n)) {
        loader_problem(l, node, "expected a whole number from %d to %d, found \"%.*s\"", low, high,
                       SLICE_ARG(utf8_cut(source_scalar(node), 40)));
        return false;
    }
    *out = (int)n;
    return true;
}

bool loader_date(struct loader *l, const yaml_node_t *node, double *days) {
    if (!is_scalar(l, node, "a date"))
        return false;
    struct slice s = source_scalar(node);
    int32_t day;
    if (!clock_read_day(s, &day)) {
        loader_problem(l, node, "expected a date such as 2026-12-31, found \"%.*s\"",
                       SLICE_ARG(utf8_cut(s, 40)));
        return false;
    }
    *days = day;
    return true;
}

bool loader_sentence(struct loader *l, const yaml_node_t *node, struct slice *out) {
    if (!is_scalar(l, node, "text"))
        return false;
    struct slice s = slice_trim(source_scalar(node));
    if (s.len == 0) {
        loader_problem(l, node, "expected text, found only blanks");
        return false;
    }
    *out = loader_copy(l, s);
    return true;
}

bool loader_language(struct loader *l, const yaml_node_t *at, struct slice code,
                     enum language *out) {
    const char *known[LANGUAGES_MAX];
    if (texts_find(l->texts, code, out))
        return true;
    for (size_t i = 0; i < l->texts->count; i++)
        known[i] = texts_code(l->texts, (enum language)i);
    if (texts_is_code(code) && suggest(code, known, l->texts->count) == NULL)
        loader_problem(l, at,
                       "unknown language \"%.*s\": its sentences would be in texts/%.*s.yaml, and "
                       "that file is not there",
                       SLICE_ARG(code), SLICE_ARG(code));
    else
        loader_unknown(l, at, "language", code, known, l->texts->count);
    return false;
}

static void report_unknown_languages(struct loader *l, const yaml_node_t *node) {
    const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
    for (; pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = source_node(&l->source, pair->key);
        enum language language;
        if (key->type == YAML_SCALAR_NODE) /* others were reported when the file was opened */
            (void)loader_language(l, key, source_scalar(key), &language);
    }
}

bool loader_text(struct loader *l, const yaml_node_t *node, struct text *out) {
    struct text text = {0};
    bool good = true;
    if (node->type != YAML_MAPPING_NODE) { /* the same words in each language */
        if (!loader_sentence(l, node, &text.in[0]))
            return false;
        for (size_t i = 1; i < l->texts->count; i++)
            text.in[i] = text.in[0];
        *out = text;
        return true;
    }
    report_unknown_languages(l, node);
    for (size_t i = 0; i < l->texts->count; i++) {
        const char *code = texts_code(l->texts, (enum language)i);
        const yaml_node_t *value = source_value(&l->source, node, code);
        if (value != NULL) {
            good &= loader_sentence(l, value, &text.in[i]);
        } else if (l->speaks[i]) {
            loader_problem(l, node, "text without \"%s\", a language of this form", code);
            good = false;
        }
    }
    if (good)
        *out = text;
    return good;
}

bool loader_words(struct loader *l, const yaml_node_t *node, const char *what, size_t max,
                  struct slice **out, size_t *count) {
    bool single = node->type == YAML_SCALAR_NODE && !source_is_nothing(node);
    size_t n = single ? 1 : loader_list(l, node, what, max);
    struct slice *words = loader_alloc(l, n, sizeof *words);
    bool good = n > 0;
    for (size_t i = 0; i < n; i++)
        good &= loader_word(l, single ? node : loader_item(l, node, i), &words[i]);
    if (!good)
        return false;
    *out = words;
    *count = n;
    return true;
}

static bool is_host_char(char c) {
    return (c >= 'a' && c <= 'z') || ascii_is_digit(c) || c == '.' || c == '-';
}

bool loader_is_origin(struct slice s) {
    struct slice port;
    if (slice_starts(s, "https://"))
        s = slice_sub(s, 8, s.len);
    else if (slice_starts(s, "http://"))
        s = slice_sub(s, 7, s.len);
    else
        return false;
    struct slice host = slice_cut(s, ':', &port);
    bool good = host.len > 0 && host.len <= 253 && is_host_char(host.ptr[0]);
    for (size_t i = 0; i < host.len; i++)
        good &= is_host_char(host.ptr[i]);
    if (port.ptr == NULL)
        return good;
    good &= port.len > 0 && port.len <= 5;
    for (size_t i = 0; i < port.len; i++)
        good &= ascii_is_digit(port.ptr[i]);
    return good;
}

bool loader_url(struct loader *l, const yaml_node_t *node, struct slice *out) {
    if (!is_scalar(l, node, "an address"))
        return false;
    struct slice s = source_scalar(node);
    bool path = s.ptr[0] == '/' && !slice_starts(s, "//");
    bool good = s.len <= URL_BYTES_MAX && (path || (slice_starts(s, "https://") && s.len > 8));
    /* A backslash is a slash to browsers, and CR or LF would begin another header. */
    for (size_t i = 0; i < s.len; i++)
        good &= (unsigned char)s.ptr[i] > 0x20 && s.ptr[i] != 0x7f && s.ptr[i] != '\\';
    if (!good) {
        loader_problem(l, node,
                       "expected a path on this site, such as /thanks.html, or an https:// "
                       "address; no blanks, line ends, backslashes or // at the start");
        return false;
    }
    *out = loader_copy(l, s);
    return true;
}

/* Begins with (?x), or with x among other options: blanks and line ends do not count. */
static bool is_extended(struct slice s) {
    size_t i = 2;
    while (i < s.len && ascii_is_alpha(s.ptr[i]) && s.ptr[i] != 'x')
        i++;
    return slice_starts(s, "(?") && i < s.len && s.ptr[i] == 'x';
}

/* The pattern as it was meant. A block (|) ends with a line end that nobody wrote, and maybe with
 * blanks that nobody sees: they are cut. Unset: reported. */
static struct slice pattern_words(struct loader *l, const yaml_node_t *node) {
    struct slice s = source_scalar(node);
    yaml_scalar_style_t style = node->data.scalar.style;
    if (style == YAML_LITERAL_SCALAR_STYLE) {
        while (s.len > 0 && ascii_is_space(s.ptr[s.len - 1]))
            s.len--;
    } else if (style == YAML_FOLDED_SCALAR_STYLE || node->end_mark.line > node->start_mark.line) {
        /* where blanks do not count a comment does: it would run on to the end */
        if (is_extended(s) && slice_find(s, '#') == s.len)
            return loader_copy(l, s);
        loader_problem(l, node,
                       "a pattern of several lines is joined with blanks here: write it in "
                       "one line, or as a block (|) that begins with (?x)");
        return SLICE_NONE;
    }
    return loader_copy(l, s);
}

/* What can be seen to meet no answer: line ends, and blanks at the edges, where an answer has none.
 * A blank that may be left out (" ?", " *") is left to its writer. */
static bool pattern_can_match(struct loader *l, const yaml_node_t *node, struct slice s,
                              bool whole) {
    if (is_extended(s))
        return true;
    if (node->data.scalar.style == YAML_LITERAL_SCALAR_STYLE && slice_find(s, '\n') < s.len) {
        loader_problem(l, node,
                       "a pattern of several lines: write it in one, or begin it with (?x)");
        return false;
    }
    bool before = s.ptr[0] == ' ' && (s.len == 1 || strchr("?*{", s.ptr[1]) == NULL);
    bool after = s.len > 1 && s.ptr[s.len - 1] == ' ' && s.ptr[s.len - 2] != '\\';
    if (whole && (before || after)) {
        loader_problem(l, node, "the pattern %s with a blank: an answer has none there",
                       before ? "begins" : "ends");
        return false;
    }
    return true;
}

pcre2_code *loader_pattern(struct loader *l, const yaml_node_t *node, bool whole,
                           size_t characters_max, struct slice *source) {
    struct pattern_error error;
    if (!is_scalar(l, node, "a pattern") || !is_plainly_meant(l, node))
        return NULL;
    struct slice seen, s = pattern_words(l, node);
    if (s.ptr == NULL)
        return NULL;
    if (pattern_seen(l->arena, s, &seen) != OK)
        xalloc_fail();
    pcre2_code *code = pattern_compile(l->patterns, seen, whole, &error);
    if (code == NULL || !pattern_try(code, seen, characters_max, &error)) {
        loader_problem(l, node, "%s", error.message);
        return NULL;
    }
    if (!pattern_can_match(l, node, s, whole))
        return NULL;
    *source = s;
    return code;
}

bool loader_is_name(struct slice s, char also, size_t len_max) {
    bool good = s.len > 0 && s.len <= len_max && s.ptr[0] >= 'a' && s.ptr[0] <= 'z';
    for (size_t i = 0; i < s.len; i++)
        good &=
            (s.ptr[i] >= 'a' && s.ptr[i] <= 'z') || ascii_is_digit(s.ptr[i]) || s.ptr[i] == also;
    return good;
}

bool loader_country(struct loader *l, const yaml_node_t *node, struct slice *out) {
    if (!is_scalar(l, node, "a country"))
        return false;
    struct slice s = source_scalar(node);
    if (s.len != 2 || s.ptr[0] < 'A' || s.ptr[0] > 'Z' || s.ptr[1] < 'A' || s.ptr[1] > 'Z') {
        loader_problem(l, node, "expected a country by its two letters, such as RU, found \"%.*s\"",
                       SLICE_ARG(utf8_cut(s, 40)));
        return false;
    }
    *out = loader_copy(l, s);
    return true;
}

/* --- readers for tables --------------------------------------------------------------------- */

static void *at(const struct loader_key *key, void *into) { return (char *)into + key->offset; }

void loader_read_word(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into) {
    (void)loader_word(l, value, at(key, into));
}

void loader_read_bool(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into) {
    (void)loader_bool(l, value, at(key, into));
}

void loader_read_text(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into) {
    (void)loader_text(l, value, at(key, into));
}

void loader_read_url(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                     void *into) {
    (void)loader_url(l, value, at(key, into));
}

void loader_read_country(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                         void *into) {
    (void)loader_country(l, value, at(key, into));
}
