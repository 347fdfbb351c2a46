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

#define KNOWN_SHOWN_MAX 512 /* octets of a list of known words in a message */

void loader_problem(struct loader *l, const yaml_node_t *at, const char *format, ...) {
    va_list args;
    va_start(args, format);
    problems_vadd(l->source.problems, l->source.path, source_line(at), format, args);
    va_end(args);
}

void loader_unknown(struct loader *l, const yaml_node_t *at, const char *what, struct slice word,
                    const char *const *known, size_t count) {
    const char *near = suggest(word, known, count);
    struct slice shown = utf8_cut(word, 40);
    if (near != NULL) {
        loader_problem(l, at, "unknown %s \"%.*s\", did you mean \"%s\"?", what, SLICE_ARG(shown),
                       near);
        return;
    }
    char list[KNOWN_SHOWN_MAX] = "";
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        size_t need = strlen(known[i]) + 2;
        if (need >= sizeof list - len)
            break;
        len +=
            (size_t)snprintf(list + len, sizeof list - len, "%s%s", i == 0 ? "" : ", ", known[i]);
    }
    loader_problem(l, at, "unknown %s \"%.*s\"; known: %s", what, SLICE_ARG(shown),
                   count == 0 ? "none" : list);
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

static bool is_scalar(struct loader *l, const yaml_node_t *node, const char *expected) {
    if (node->type == YAML_SCALAR_NODE && !source_is_nothing(node))
        return true;
    loader_problem(l, node, "expected %s, found %s", expected, source_kind(node));
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
        loader_problem(l, node, "expected the keys of %s, found %s", table->what,
                       source_kind(node));
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
        loader_problem(l, node, "expected a list of %s, found %s", what, source_kind(node));
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
    if (!is_scalar(l, node, "a word"))
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

static int digits_value(struct slice s, size_t first, size_t len) {
    int n = 0;
    for (size_t i = first; i < first + len; i++)
        n = 10 * n + (s.ptr[i] - '0');
    return n;
}

bool loader_date(struct loader *l, const yaml_node_t *node, double *days) {
    if (!is_scalar(l, node, "a date"))
        return false;
    struct slice s = source_scalar(node);
    bool shape = s.len == 10;
    for (size_t i = 0; shape && i < s.len; i++)
        shape = i == 4 || i == 7 ? s.ptr[i] == '-' : ascii_is_digit(s.ptr[i]);
    int32_t day;
    if (!shape || !clock_day_from_date(digits_value(s, 0, 4), digits_value(s, 5, 2),
                                       digits_value(s, 8, 2), &day)) {
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

pcre2_code *loader_pattern(struct loader *l, const yaml_node_t *node, bool whole,
                           size_t characters_max, struct slice *source) {
    struct pattern_error error;
    if (!is_scalar(l, node, "a pattern"))
        return NULL;
    struct slice seen, s = loader_copy(l, source_scalar(node));
    if (pattern_seen(l->arena, s, &seen) != OK)
        xalloc_fail();
    pcre2_code *code = pattern_compile(l->patterns, seen, whole, &error);
    if (code == NULL || !pattern_try(code, seen, characters_max, &error)) {
        loader_problem(l, node, "%s", error.message);
        return NULL;
    }
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
