/* arena: the hard cap, alignment, reset, and the two kinds of copy. */
#include "unit.h"

#include <stdalign.h>

#include "base/arena.h"

#define ALIGN alignof(max_align_t)

static void test_cap(void **state) {
    (void)state;
    static const size_t caps[] = {2 * ALIGN, 10 * ALIGN, 32 * 1024, 32 * 1024 + ALIGN, 1024 * 1024};
    for (size_t i = 0; i < COUNT(caps); i++) {
        struct arena *a = arena_new(caps[i]);
        assert_null(arena_alloc(a, caps[i] + 1));
        assert_null(arena_alloc(a, SIZE_MAX));
        assert_non_null(arena_alloc(a, caps[i])); /* what was refused has taken nothing */
        assert_null(arena_alloc(a, 1));
        arena_reset(a);
        assert_non_null(arena_alloc(a, caps[i] - ALIGN));
        assert_non_null(arena_alloc(a, 1));
        assert_null(arena_alloc(a, 1));
        arena_free(a);
    }
    struct arena *tiny = arena_new(1); /* less than the alignment: nothing fits */
    assert_null(arena_alloc(tiny, 1));
    arena_free(tiny);
    arena_free(NULL);
}

static void test_many_small(void **state) {
    (void)state;
    const size_t cap = 100 * 1024;
    struct arena *a = arena_new(cap);
    for (int round = 0; round < 3; round++) {
        unsigned char *last = NULL;
        for (size_t i = 0; i < cap / ALIGN; i++) {
            unsigned char *p = arena_alloc(a, ALIGN);
            assert_non_null(p);
            assert_int_equal((uintptr_t)p % ALIGN, 0);
            memset(p, (int)i, ALIGN);
            if (last != NULL)
                assert_int_equal(last[ALIGN - 1], (unsigned char)(i - 1)); /* not written over */
            last = p;
        }
        assert_null(arena_alloc(a, 1));
        arena_reset(a);
    }
    arena_free(a);
}

/* What is left of a chunk that the next piece does not fit into is not counted: all of the cap can
 * be used. */
static void test_sizes_between_chunks(void **state) {
    (void)state;
    const size_t cap = 1024 * 1024;
    struct arena *a = arena_new(cap);
    size_t taken = 0;
    for (size_t n = ALIGN; taken + n <= cap; n = n < 50000 ? n + 61 * ALIGN : ALIGN) {
        char *p = arena_alloc(a, n);
        assert_non_null(p);
        memset(p, 1, n);
        taken += n;
    }
    assert_null(arena_alloc(a, cap - taken + 1));
    assert_true(taken == cap || arena_alloc(a, cap - taken) != NULL);
    arena_free(a);
}

static void test_zeroed(void **state) {
    (void)state;
    struct arena *a = arena_new(4096);
    memset(arena_alloc(a, 4096), 0xff, 4096);
    arena_reset(a);
    unsigned char *p = arena_calloc(a, 16, 8);
    for (size_t i = 0; i < 128; i++)
        assert_int_equal(p[i], 0);
    assert_null(arena_calloc(a, SIZE_MAX / 2, 3));
    assert_null(arena_calloc(a, SIZE_MAX, SIZE_MAX));
    arena_free(a);
}

static void test_copy(void **state) {
    (void)state;
    struct arena *a = arena_new(64);
    struct slice out = SLICE_LIT("unchanged");
    assert_int_equal(arena_copy(a, SLICE_NONE, &out), OK);
    assert_null(out.ptr);
    assert_int_equal(arena_copy(a, SLICE_LIT(""), &out), OK);
    assert_non_null(out.ptr);
    assert_int_equal(out.len, 0);
    struct slice text = SLICE_LIT("a\0b");
    assert_int_equal(arena_copy(a, text, &out), OK);
    assert_ptr_not_equal(out.ptr, text.ptr);
    assert_true(slice_eq(out, text));
    struct slice before = out;
    assert_int_equal(arena_copy(a, (struct slice){"0123456789abcdef0123456789abcdef", 32}, &out),
                     ERR_TOO_LARGE);
    assert_ptr_equal(out.ptr, before.ptr); /* written on success only */
    arena_free(a);
}

static void test_cstr(void **state) {
    (void)state;
    struct arena *a = arena_new(64);
    const char *text = "unchanged";
    assert_int_equal(slice_cstr(a, SLICE_LIT("a\0b"), &text), ERR_SYNTAX);
    assert_int_equal(slice_cstr(a, (struct slice){"ab\0", 3}, &text), ERR_SYNTAX);
    assert_string_equal(text, "unchanged");
    assert_int_equal(slice_cstr(a, (struct slice){"abc", 2}, &text), OK);
    assert_string_equal(text, "ab");
    assert_int_equal(slice_cstr(a, SLICE_NONE, &text), OK);
    assert_string_equal(text, "");
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cap),
        cmocka_unit_test(test_many_small),
        cmocka_unit_test(test_sizes_between_chunks),
        cmocka_unit_test(test_zeroed),
        cmocka_unit_test(test_copy),
        cmocka_unit_test(test_cstr),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
