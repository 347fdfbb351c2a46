/* json: jansson decides what is JSON and decodes strings. A small tokenizer walks the text beside
 * it, twice: before, to refuse depth and size (jansson recurses and allocates by what is sent),
 * and after, in step with jansson's tree, which keeps the order of members, so that numbers and
 * nested values keep the very digits that were sent: a telephone number must not pass through
 * floating point. The tokenizer takes any octets; jansson is the one that refuses. */
#include "body/json.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

struct cursor {
    const char *at, *end;
};

static bool is_json_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static bool is_mark(char c) { return c != '\0' && strchr("{}[],:", c) != NULL; }

static size_t string_length(struct slice s) {
    size_t i = 1;
    while (i < s.len && s.ptr[i] != '"')
        i += s.ptr[i] == '\\' && i + 1 < s.len ? 2 : 1;
    return i < s.len ? i + 1 : i;
}

static size_t word_length(struct slice s) {
    size_t i = 1;
    while (i < s.len && !is_json_space(s.ptr[i]) && !is_mark(s.ptr[i]) && s.ptr[i] != '"')
        i++;
    return i;
}

/* A mark, a whole string with its quotes, or a word (number, literal). Empty at the end. */
static struct slice token_next(struct cursor *c) {
    while (c->at < c->end && is_json_space(*c->at))
        c->at++;
    struct slice s = {c->at, (size_t)(c->end - c->at)};
    if (s.len == 0)
        return s;
    s.len = is_mark(*s.ptr) ? 1 : *s.ptr == '"' ? string_length(s) : word_length(s);
    c->at += s.len;
    return s;
}

static int depth_step(struct slice token) {
    char c = token.ptr[0];
    return c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
}

/* Nodes are values: the names of members are taken off again at their colon. */
static enum errcode check_size(struct slice text) {
    struct cursor c = {text.ptr, text.ptr + text.len};
    struct slice token;
    int depth = 0;
    long nodes = 0;
    /* jansson skips a NUL behind a number or a literal; the two readings must not part there */
    if (slice_find(text, '\0') < text.len)
        return ERR_SYNTAX;
    while ((token = token_next(&c)).len > 0) {
        int step = depth_step(token);
        depth += step;
        if (depth > JSON_DEPTH_MAX || depth < 0)
            return ERR_SYNTAX;
        if (*token.ptr == ':')
            nodes--;
        else if (step == 1 || !is_mark(*token.ptr))
            nodes++;
    }
    return nodes > JSON_NODES_MAX ? ERR_SYNTAX : OK;
}

/* Octets from the nested value that c stands in, one level deep, to its end. */
static size_t nested_length(struct cursor c) {
    const char *begin = c.at;
    struct slice token;
    for (int depth = 1; depth > 0 && (token = token_next(&c)).len > 0;)
        depth += depth_step(token);
    return (size_t)(c.at - begin);
}

/* The value the cursor stands before, without the white space between its tokens. A scalar is
 * given as it lies in the body, a nested value is copied. */
static enum errcode value_text(struct arena *a, struct cursor *c, struct slice *out) {
    struct slice token = token_next(c);
    int depth = depth_step(token);
    if (depth == 0) {
        *out = token;
        return OK;
    }
    char *room = arena_alloc(a, 1 + nested_length(*c));
    if (room == NULL)
        return ERR_TOO_LARGE;
    room[0] = *token.ptr;
    size_t len = 1;
    while (depth > 0 && (token = token_next(c)).len > 0) {
        depth += depth_step(token);
        memcpy(room + len, token.ptr, token.len);
        len += token.len;
    }
    *out = (struct slice){room, len};
    return OK;
}

/* text is the value's own as sent; a string is taken decoded from the tree. */
static enum errcode add_value(struct arena *a, struct pair_list *list, struct slice name,
                              const json_t *value, struct slice text) {
    struct pair p = {.name = name, .value = text};
    switch (json_typeof(value)) {
    case JSON_NULL:
        return OK;
    case JSON_STRING: {
        struct slice s = {json_string_value(value), json_string_length(value)};
        enum errcode e = arena_copy(a, s, &p.value);
        if (e != OK)
            return e;
        break;
    }
    case JSON_INTEGER:
    case JSON_REAL:
        p.kind = PAIR_NUMBER;
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        p.kind = PAIR_BOOL;
        break;
    default:
        p.kind = PAIR_JSON;
    }
    return pairs_add(a, list, p);
}

static bool is_array_of_scalars(const json_t *value) {
    if (!json_is_array(value))
        return false;
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *item = json_array_get(value, i);
        if (json_is_array(item) || json_is_object(item))
            return false;
    }
    return true;
}

static enum errcode add_array(struct arena *a, struct pair_list *list, struct slice name,
                              const json_t *array, struct cursor *c) {
    (void)token_next(c); /* [ */
    for (size_t i = 0; i < json_array_size(array); i++) {
        struct slice text = token_next(c);
        enum errcode e = add_value(a, list, name, json_array_get(array, i), text);
        if (e != OK)
            return e;
        (void)token_next(c); /* , or ] */
    }
    if (json_array_size(array) == 0)
        (void)token_next(c); /* ] */
    return OK;
}

static enum errcode add_member(struct arena *a, struct pair_list *list, const char *key,
                               const json_t *value, struct cursor *c, bool whole) {
    struct slice name, text;
    enum errcode e = arena_copy(a, slice_from(key), &name);
    if (e != OK)
        return e;
    if (!whole && is_array_of_scalars(value))
        return add_array(a, list, name, value, c);
    e = value_text(a, c, &text);
    return e != OK ? e : add_value(a, list, name, value, text);
}

static enum errcode add_members(struct arena *a, struct pair_list *list, json_t *object,
                                struct slice text, bool whole) {
    struct cursor c = {text.ptr, text.ptr + text.len};
    const char *key;
    json_t *value;
    (void)token_next(&c); /* { */
    json_object_foreach(object, key, value) {
        (void)token_next(&c); /* the name */
        (void)token_next(&c); /* : */
        enum errcode e = add_member(a, list, key, value, &c, whole);
        if (e != OK)
            return e;
        (void)token_next(&c); /* , or } */
    }
    return OK;
}

/* jansson reports a failed malloc without a message, or inside a string as a syntax error: errno
 * tells, so that a good body is not called broken. Integers are read as reals: the tree's numbers
 * are not used, and one of more than 64 bits is no error then. */
static enum errcode load(struct slice text, json_t **out) {
    json_error_t error = {0};
    errno = 0;
    *out = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &error);
    if (*out != NULL)
        return OK;
    return error.text[0] == '\0' || errno == ENOMEM ? ERR_UNAVAILABLE : ERR_SYNTAX;
}

static enum errcode parse(struct arena *a, const char *bytes, size_t len, bool whole,
                          struct pair_list *out) {
    struct slice text = {bytes, len};
    struct pair_list list = {0};
    json_t *object = NULL;
    if (slice_starts(text, "\xEF\xBB\xBF"))
        text = slice_sub(text, 3, text.len);
    enum errcode e = text.len == 0 ? ERR_SYNTAX : check_size(text);
    if (e == OK)
        e = load(text, &object);
    if (e == OK && !json_is_object(object))
        e = ERR_SYNTAX;
    if (e == OK)
        e = add_members(a, &list, object, text, whole);
    if (e == OK)
        *out = list;
    json_decref(object);
    return e;
}

enum errcode json_parse(struct arena *a, const char *bytes, size_t len, struct pair_list *out) {
    return parse(a, bytes, len, false, out);
}

enum errcode json_members(struct arena *a, const char *bytes, size_t len, struct pair_list *out) {
    return parse(a, bytes, len, true, out);
}
