/* responder: the definitions that an answer is made of are there until it is written, whatever a
 * reload puts in their place meanwhile. */
#include "unit.h"

#include "base/bounds.h"
#include "form_fixture.h"
#include "web/responder.h"

#define FORM                                                                                       \
    "title: T\nsubmit: S\nthanks: D\ndefault_category: other\norigins: [https://shop.example]\n"   \
    "fields:\n  - {name: a, type: text, label: A}\n"

struct fixture {
    struct live *live;
    struct token_keys *keys;
    struct responder *responder;
    struct arena *arena;
};

static struct form_set *make_set(void) {
    struct form_set *set;
    struct form_file files[] = {fixture_file("categories.yaml", FIXTURE_CATEGORIES),
                                fixture_file("firstline.css", "form{color:red}"),
                                fixture_file("page.html", FIXTURE_PAGE),
                                fixture_file("site.yaml", "allow: [https://count.example]\n"),
                                fixture_file("x.yaml", FORM)};
    char *problems = fixture_build(files, COUNT(files), &set);
    assert_string_equal(problems, "");
    free(problems);
    return set;
}

static int setup(void **state) {
    static struct fixture f;
    f = (struct fixture){.live = live_new(make_set(), NULL), .arena = arena_new(ARENA_BYTES_MAX)};
    if (token_keys_load(NULL, &f.keys) != OK)
        return -1;
    struct responder_context context = {.live = f.live, .keys = f.keys};
    f.responder = responder_new(&context);
    *state = &f;
    return 0;
}

static int teardown(void **state) {
    struct fixture *f = *state;
    responder_free(f->responder);
    token_keys_free(f->keys);
    live_free(f->live);
    arena_free(f->arena);
    return 0;
}

static struct response ask(struct fixture *f, const char *path, const char *origin) {
    struct response response;
    struct request request = {.method = METHOD_GET,
                              .path = slice_from(path),
                              .uri = slice_from(path),
                              .query = SLICE_LIT(""),
                              .host = SLICE_LIT("localhost"),
                              .origin = slice_from(origin)};
    arena_reset(f->arena);
    responder_handle(f->responder, f->arena, &request, &response);
    assert_int_equal(response.status, 200);
    return response;
}

static void assert_slice(struct slice s, const char *expected) {
    assert_int_equal(s.len, strlen(expected));
    assert_memory_equal(s.ptr, expected, s.len);
}

static void the_answer_outlives_a_reload(void **state) {
    struct fixture *f = *state;
    const struct definitions *old = live_get(f->live);
    struct slice style = form_set_style(old->forms);
    live_put(f->live, old);
    struct response response = ask(f, "/f/firstline.css", NULL);
    assert_ptr_equal(response.body.ptr, style.ptr);
    live_replace(f->live, make_set(), NULL);
    assert_slice(response.body, "form{color:red}");
    responder_done(f->responder);

    response = ask(f, "/f/x", "https://shop.example");
    live_replace(f->live, make_set(), NULL);
    assert_slice(response.allowed_origin, "https://shop.example");
    assert_slice(response.allow_sources, " https://count.example");
    assert_slice(response.language, "ru");
    responder_done(f->responder);
}

/* One holder is the definitions' being current, one is who looks. */
static void an_answer_holds_until_it_is_done(void **state) {
    struct fixture *f = *state;
    const struct definitions *d = live_get(f->live);
    static const char *const paths[] = {"/f/firstline.css", "/f/x", "/f/x/thanks"};
    for (size_t i = 0; i < COUNT(paths); i++) {
        (void)ask(f, paths[i], NULL);
        assert_int_equal(d->holders, 3);
        responder_done(f->responder);
        assert_int_equal(d->holders, 2);
    }
    live_put(f->live, d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answer_outlives_a_reload),
        cmocka_unit_test(an_answer_holds_until_it_is_done),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
