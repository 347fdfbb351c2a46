/* fuzz_json: what is taken is valid UTF-8 without NUL, numbers and nested values are pieces of the
 * input, and an object built from the pairs gives the pairs again. */
#include "fuzz_pairs.h"

#include "base/utf8.h"
#include "body/json.h"

static enum errcode parse(struct arena *a, char *bytes, size_t len, struct pair_list *out) {
    return json_parse(a, bytes, len, out);
}

static bool is_number(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_digit(s.ptr[i]) && (s.ptr[i] == '\0' || strchr("+-.eE", s.ptr[i]) == NULL))
            return false;
    return s.len > 0;
}

static bool is_bracketed(struct slice s) {
    return (slice_starts(s, "{") && slice_ends(s, "}")) ||
           (slice_starts(s, "[") && slice_ends(s, "]"));
}

static void check_kind(const struct parsed *p, const struct pair *pair) {
    bool valid = utf8_valid(pair->name) && utf8_valid(pair->value);
    assert(valid);
    assert(slice_find(pair->name, '\0') == pair->name.len);
    assert(slice_find(pair->value, '\0') == pair->value.len);
    if (pair->kind == PAIR_NUMBER)
        assert(is_number(pair->value) && lies_in(pair->value, p->bytes, p->len));
    else if (pair->kind == PAIR_BOOL)
        assert(slice_eq_lit(pair->value, "true") || slice_eq_lit(pair->value, "false"));
    else if (pair->kind == PAIR_JSON)
        assert(is_bracketed(pair->value));
    else
        assert(pair->kind == PAIR_TEXT);
}

/* Each run of one name is an array: the order of pairs is kept, and a name that comes once more
 * later would be a duplicate, which the parser cannot have let through. */
static void build(struct buf *b, const struct pair_list *list) {
    buf_char(b, '{');
    for (size_t i = 0; i < list->count; i++) {
        const struct pair *p = &list->items[i];
        bool first = i == 0 || !slice_eq(p->name, list->items[i - 1].name);
        bool last = i + 1 == list->count || !slice_eq(p->name, list->items[i + 1].name);
        buf_lit(b, i > 0 ? ",\n" : "");
        if (first)
            buf_json(b, p->name);
        buf_lit(b, first ? ": " : "");
        buf_lit(b, first && !last ? "[ " : "");
        if (p->kind == PAIR_TEXT)
            buf_json(b, p->value);
        else
            buf_raw(b, p->value);
        buf_lit(b, last && !first ? " ]" : "");
    }
    buf_char(b, '}');
}

static void check_rebuilt(const struct parsed *p) {
    struct arena *a = arena_new(4 * 1024 * 1024);
    struct buf b;
    struct slice text;
    buf_init(&b, a, 1024 * 1024);
    build(&b, &p->list);
    enum errcode e = buf_done(&b, &text);
    assert(e == OK);
    (void)e;
    struct parsed again = parsed_new(parse, text, ARENA_BYTES_MAX);
    check_same(p, &again);
    parsed_free(&again);
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct slice text = {(const char *)data, size};
    if (size > BODY_BYTES_MAX)
        return 0;
    struct parsed p = parse_checked(parse, text, false);
    assert(p.code == OK || p.code == ERR_SYNTAX || p.code == ERR_TOO_MANY ||
           p.code == ERR_TOO_LARGE);
    if (p.code == OK) {
        for (size_t i = 0; i < p.list.count; i++)
            check_kind(&p, &p.list.items[i]);
        check_rebuilt(&p);
    }
    parsed_free(&p);
    return 0;
}
