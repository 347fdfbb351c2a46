/* fuzz_touch: landing, referrer, header, what touch.js says and a field's value, with an octet 0
 * between. Whatever they are, only clean text within its bounds comes out, no unexpanded macro, and
 * no script's URL. */
#include <assert.h>
#include <string.h>

#include "base/bounds.h"
#define FUZZ_ARENA_BYTES (ARENA_BYTES_MAX)
#include "fuzz_arena.h"

#include "base/utf8.h"
#include "lead/touch.h"

static int prepare(void) { return 0; }

static void check_text(struct slice s) {
    if (s.ptr == NULL)
        return;
    assert(s.len > 0 && s.len <= URL_BYTES_MAX && utf8_is_text(s));
    for (size_t i = 0; i < s.len; i++)
        assert((unsigned char)s.ptr[i] >= 0x20);
}

static void check_value(struct slice s) {
    check_text(s);
    if (s.ptr != NULL)
        assert(slice_find(s, '{') == s.len && slice_find(s, '}') == s.len);
}

static void check_url(struct slice s) {
    check_text(s);
    if (s.ptr != NULL)
        assert(slice_eq_nocase(slice_sub(s, 0, 4), "http") ||
               slice_eq_nocase(slice_sub(s, 0, 11), "android-app"));
}

static void check(const struct touch *t) {
    check_url(t->landing);
    check_url(t->referrer);
    check_text(t->referrer_host);
    check_url(t->first_landing);
    check_url(t->first_referrer);
    check_text(t->ym_uid);
    assert(t->touches <= TOUCHES_MAX && t->at_us >= 0 && t->first_at_us >= 0);
    assert(t->seen == (t->landing.ptr != NULL));
    if (t->referrer_host.ptr != NULL) {
        assert(t->referrer.ptr != NULL &&
               slice_find(t->referrer_host, '/') == t->referrer_host.len);
        assert(!slice_eq_lit(t->referrer_host, "example.com"));
    }
    for (enum utm u = 0; u < UTM__MAX; u++)
        check_value(t->utm[u]);
    assert(t->click_id_count <= CLICK_IDS_MAX);
    for (size_t i = 0; i < t->click_id_count; i++)
        check_value(t->click_ids[i].value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct slice rest = {(const char *)data, size}, part[4];
    struct touch t;
    if (size == 0 || size > BODY_BYTES_MAX)
        return 0;
    for (int i = 0; i < 4; i++)
        part[i] = rest.ptr == NULL ? SLICE_NONE : slice_cut(rest, '\0', &rest);
    struct pair field = {.name = SLICE_LIT("utm_source"), .value = rest};
    struct pair_list pairs = {.items = &field,
                              .count = rest.ptr != NULL && rest.len <= PAIR_VALUE_MAX};
    struct slice payment = SLICE_LIT("pay.example");
    struct known_hosts hosts = {.lists = {[KNOWN_PAYMENT] = {&payment, 1}}};
    struct touch_input in = {.landing = part[0],
                             .referrer = part[1],
                             .http_referer = part[2],
                             .script = part[3],
                             .seal = (enum touch_seal)(size % 3),
                             .own_host = SLICE_LIT("example.com"),
                             .hosts = &hosts,
                             .pairs = &pairs,
                             .now_us = 1750000000LL * 1000000};
    arena_reset(arena);
    assert(touch_parse(arena, &in, &t) == OK);
    check(&t);
    return 0;
}
