/* fuzz_multipart: the first line of the input is the boundary, the rest the body. Text pairs,
 * built into a plain multipart body under a boundary that occurs in none, come back the same. And
 * no text, written as a file's name by a client that escapes nothing, makes the file a field. */
#include "fuzz_pairs.h"

#include "body/multipart.h"

static struct slice boundary_now;

static enum errcode parse(struct arena *a, char *bytes, size_t len, struct pair_list *out) {
    return multipart_parse(a, boundary_now, bytes, len, out);
}

static bool occurs(struct slice needle, const struct pair_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        struct slice v = list->items[i].value;
        if (memmem(v.ptr, v.len, needle.ptr, needle.len) != NULL)
            return true;
    }
    return false;
}

/* Names are written as they are: false when one needs an escape. */
static bool is_plain(struct slice name) {
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (c < 0x20 || c == 0x7f || c == '"' || c == '\\' || c == '%')
            return false;
    }
    return true;
}

static bool build(struct buf *b, struct slice boundary, const struct pair_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        const struct pair *p = &list->items[i];
        if (p->kind != PAIR_TEXT || !is_plain(p->name))
            return false;
        buf_printf(b, "--%.*s\r\nContent-Disposition: form-data; name=\"", SLICE_ARG(boundary));
        buf_raw(b, p->name);
        buf_lit(b, "\"\r\n\r\n");
        buf_raw(b, p->value);
        buf_lit(b, "\r\n");
    }
    buf_printf(b, "--%.*s--", SLICE_ARG(boundary));
    return true;
}

static void check_rebuilt(const struct parsed *p) {
    struct arena *a = arena_new(4 * 1024 * 1024);
    struct buf b;
    struct slice text;
    boundary_now = SLICE_LIT("=-rebuilt-=");
    buf_init(&b, a, 1024 * 1024);
    if (!occurs(boundary_now, &p->list) && build(&b, boundary_now, &p->list)) {
        enum errcode e = buf_done(&b, &text);
        assert(e == OK);
        (void)e;
        struct parsed again = parsed_new(parse, text, ARENA_BYTES_MAX);
        check_same(p, &again);
        parsed_free(&again);
    }
    arena_free(a);
}

/* The content is a field's, if ever it is read as one. */
static void check_file_name(struct slice name) {
    struct arena *a = arena_new(1024 * 1024);
    struct buf b;
    struct slice text = SLICE_NONE;
    boundary_now = SLICE_LIT("=-rebuilt-=");
    buf_init(&b, a, 512 * 1024);
    buf_lit(&b, "--=-rebuilt-=\r\nContent-Disposition: form-data; name=\"f\"; filename=\"");
    buf_raw(&b, name);
    buf_lit(&b, "\"\r\n\r\n+79121234567\r\n--=-rebuilt-=--");
    if (memmem(name.ptr, name.len, boundary_now.ptr, boundary_now.len) == NULL &&
        buf_done(&b, &text) == OK) {
        struct parsed p = parsed_new(parse, text, ARENA_BYTES_MAX);
        assert(p.code == OK && p.list.count == 1 && p.list.items[0].kind == PAIR_FILE);
        assert(slice_eq_lit(p.list.items[0].name, "f"));
        parsed_free(&p);
    }
    arena_free(a);
}

static void check_kinds(const struct parsed *p) {
    for (size_t i = 0; i < p->list.count; i++) {
        const struct pair *pair = &p->list.items[i];
        assert(pair->kind == PAIR_TEXT || pair->kind == PAIR_FILE || pair->kind == PAIR_UNREAD);
        assert(pair->file_bytes <= p->len && !pair->name_cut);
        assert(pair->kind != PAIR_UNREAD || pair->value.len == 0);
        if (pair->kind == PAIR_TEXT && i < 2)
            check_file_name(pair->value);
        if (pair->kind != PAIR_FILE)
            continue;
        assert(pair->value.len <= FILE_NAME_MAX);
        assert(slice_find(pair->value, '/') == pair->value.len);
        assert(slice_find(pair->value, '\\') == pair->value.len);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct slice body, line = slice_cut((struct slice){(const char *)data, size}, '\n', &body);
    if (size > BODY_BYTES_MAX || body.ptr == NULL)
        return 0;
    boundary_now = line;
    struct parsed p = parse_checked(parse, body, true);
    assert((p.code == ERR_TYPE) == (line.len == 0 || line.len > BOUNDARY_MAX));
    check_file_name(body);
    if (p.code == OK) {
        check_kinds(&p);
        check_rebuilt(&p);
    }
    parsed_free(&p);
    return 0;
}
