/* touch: landing, referrer, tags and click ids, from the page's snippet, from the request's own
 * header, from plain fields; and the junk that careless tools put there. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (256 * 1024)
#include "arena_fixture.h"

#include "lead/touch.h"

static struct touch parse(const char *landing, const char *referrer, const char *header) {
    struct touch t;
    struct touch_input in = {slice_from(landing), slice_from(referrer), slice_from(header),
                             SLICE_LIT("example.com"), NULL};
    arena_reset(arena);
    assert_int_equal(touch_parse(arena, &in, &t), OK);
    return t;
}

static void assert_slice(struct slice got, const char *want) {
    if (want == NULL ? got.ptr != NULL : !slice_eq_lit(got, want))
        fail_msg("\"%.*s\", not \"%s\"", SLICE_ARG(got), want == NULL ? "(unset)" : want);
}

#define SITE "https://example.com/"

static void test_utm_values(void **state) {
    (void)state;
    static const struct {
        const char *query, *source, *medium, *campaign, *term, *content;
    } cases[] = {
        {"?utm_source=yandex&utm_medium=cpc&utm_campaign=c1&utm_term=t&utm_content=x", "yandex",
         "cpc", "c1", "t", "x"},
        {"?utm_source=%20YanDex%20&utm_medium=CPC&utm_campaign=%D0%9B%D0%B5%D1%82%D0%BE&utm_term="
         "Аб",
         "yandex", "cpc", "лето", "Аб", NULL},
        {"?UTM_Source=ya", "ya", NULL, NULL, NULL, NULL},
        {"?utm_source=(none)&utm_medium=(not%20set)&utm_campaign=null&utm_term=undefined&utm_"
         "content=",
         NULL, NULL, NULL, NULL, NULL},
        {"?utm_source=(None)&utm_medium=NULL", NULL, NULL, NULL, NULL, NULL},
        {"?utm_source=ya&utm_term={keyword}", "ya", NULL, NULL, NULL, NULL},
        {"?utm_source=ya&utm_term=%7Bkeyword%7D", "ya", NULL, NULL, NULL, NULL},
        {"?utm_source=a&utm_source=b", "a", NULL, NULL, NULL, NULL},
        {"?utm_source=&utm_source=b", "b", NULL, NULL, NULL, NULL},
        {"?utm_source=%FF&utm_medium=%00&utm_campaign=a%0Ab", NULL, NULL, NULL, NULL, NULL},
        {"?a=1&utm_source=ya#utm_medium=cpc", "ya", NULL, NULL, NULL, NULL},
        {"?utm_source", NULL, NULL, NULL, NULL, NULL},
        {"?utm_sourc=x&xutm_source=y&utm_source_=z", NULL, NULL, NULL, NULL, NULL},
        {"?utm_source=a?b=c&utm_medium=d=e", "a?b=c", "d=e", NULL, NULL, NULL},
        {"", NULL, NULL, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char url[512];
        snprintf(url, sizeof url, SITE "%s", cases[i].query);
        struct touch t = parse(url, NULL, NULL);
        assert_slice(t.landing, url);
        assert_true(t.seen);
        assert_slice(t.utm[UTM_SOURCE], cases[i].source);
        assert_slice(t.utm[UTM_MEDIUM], cases[i].medium);
        assert_slice(t.utm[UTM_CAMPAIGN], cases[i].campaign);
        assert_slice(t.utm[UTM_TERM], cases[i].term);
        assert_slice(t.utm[UTM_CONTENT], cases[i].content);
    }
}

static void test_clicks(void **state) {
    (void)state;
    static const char *const names[] = {"yclid",     "ymclid", "yadclid", "yadordid",   "ysclid",
                                        "etext",     "gclid",  "gbraid",  "wbraid",     "srsltid",
                                        "msclkid",   "fbclid", "igshid",  "rb_clickid", "twclid",
                                        "li_fat_id", "ttclid", "dclid",   "erid"};
    for (size_t i = 0; i < COUNT(names); i++) {
        char url[128];
        snprintf(url, sizeof url, SITE "?x=1&%s=Ab%%201", names[i]);
        struct touch t = parse(url, NULL, NULL);
        assert_int_equal(t.click_id_count, 1);
        assert_slice(t.click_ids[0].name, names[i]);
        assert_slice(t.click_ids[0].value, "Ab 1");
    }
    struct touch t = parse(SITE "?yclid=1&yclid=2&gclid=&fbclid={x}&YCLID=3&clid=4", NULL, NULL);
    assert_int_equal(t.click_id_count, 1);
    assert_slice(t.click_ids[0].value, "1");
}

/* An & that was escaped for HTML and followed as it stands. */
static void test_escaped_ampersand(void **state) {
    (void)state;
    static const char *const ands[] = {"&",         "&amp;",      "&#038;", "&#38;",
                                       "&amp;amp;", "&amp;#038;", "&AMP;",  "&#x26;"};
    for (size_t i = 0; i < COUNT(ands); i++) {
        char url[256];
        snprintf(url, sizeof url, SITE "?utm_source=yandex%sutm_medium=cpc%sutm_campaign=msk#top",
                 ands[i], ands[i]);
        struct touch t = parse(url, NULL, NULL);
        assert_slice(t.utm[UTM_SOURCE], "yandex");
        assert_slice(t.utm[UTM_MEDIUM], "cpc");
        assert_slice(t.utm[UTM_CAMPAIGN], "msk");
    }
    assert_slice(parse(SITE "?amp;utm_source=x", NULL, NULL).utm[UTM_SOURCE], "x");
    struct touch t = parse(SITE "?a=1#utm_source=x", NULL, NULL);
    assert_null(t.utm[UTM_SOURCE].ptr);
}

/* Tags behind the bound of what is kept are read all the same. */
static void test_long_landing(void **state) {
    (void)state;
    char url[2 * URL_BYTES_MAX];
    int n = snprintf(url, sizeof url, SITE "?text=%0*d&yclid=9", URL_BYTES_MAX, 0);
    assert_true(n > URL_BYTES_MAX);
    struct touch t = parse(url, NULL, NULL);
    assert_int_equal(t.landing.len, URL_BYTES_MAX);
    assert_int_equal(t.click_id_count, 1);
}

static void test_long_host(void **state) {
    (void)state;
    char url[2 * URL_BYTES_MAX] = "https://";
    memset(url + 8, 'a', HOST_BYTES_MAX);
    assert_int_equal(parse(SITE, url, NULL).referrer_host.len, HOST_BYTES_MAX);
    url[8 + HOST_BYTES_MAX] = 'a';
    assert_null(parse(SITE, url, NULL).referrer.ptr);
}

/* A tag is read before it is judged, and is no longer than is kept after that. */
static void test_read_tags(void **state) {
    (void)state;
    struct touch t = parse(SITE "?utm_source=\uFF59\uFF41&utm_medium=\uFF5Bx\uFF5D", NULL, NULL);
    assert_slice(t.utm[UTM_SOURCE], "ya");
    assert_null(t.utm[UTM_MEDIUM].ptr);
    char url[2 * URL_BYTES_MAX] = SITE "?utm_term=";
    for (int i = 0; i < 600; i++)
        strcat(url, "\u0958"); /* composes to two letters */
    t = parse(url, NULL, NULL);
    assert_true(t.utm[UTM_TERM].len <= URL_BYTES_MAX && t.utm[UTM_TERM].len > URL_BYTES_MAX - 4);
}

static void test_page(void **state) {
    (void)state;
    static const struct {
        const char *url, *referer, *landing, *referrer, *tags;
    } cases[] = {
        {SITE "f/cargo", SITE "?utm_source=yandex&yclid=9&p=1",
         SITE "?utm_source=yandex&yclid=9&p=1", NULL, "utm_source=yandex&yclid=9"},
        {SITE "f/cargo", SITE "about", SITE "about", NULL, NULL},
        {SITE "f/cargo?lang=en", "https://www.example.com/?utm_source=a",
         "https://www.example.com/?utm_source=a", NULL, "utm_source=a"},
        {SITE "f/cargo?utm_source=b", SITE "?utm_source=a", SITE "f/cargo?utm_source=b",
         SITE "?utm_source=a", NULL},
        {SITE "f/cargo", "https://ya.ru/", SITE "f/cargo", "https://ya.ru/", NULL},
        {SITE "f/cargo", "https://example.com.evil.example/?utm_source=a", SITE "f/cargo",
         "https://example.com.evil.example/?utm_source=a", NULL},
        {SITE "f/cargo", NULL, SITE "f/cargo", NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct page_touch p;
        struct slice tags = SLICE_NONE;
        touch_of_page(slice_from(cases[i].url), slice_from(cases[i].referer),
                      SLICE_LIT("example.com"), &p);
        assert_slice(p.landing, cases[i].landing);
        assert_slice(p.referrer, cases[i].referrer);
        if (p.from_referer)
            assert_int_equal(touch_tags(arena, p.landing, &tags), OK);
        assert_slice(tags, cases[i].tags);
    }
}

static void test_clicks_bound(void **state) {
    (void)state;
    struct touch t = parse(SITE "?yclid=1&ymclid=1&yadclid=1&yadordid=1&ysclid=1&etext=1&gclid=1"
                                "&gbraid=1&wbraid=1&srsltid=1&msclkid=1&fbclid=1&igshid=1"
                                "&rb_clickid=1&twclid=1&li_fat_id=1&utm_source=ya",
                           NULL, NULL);
    assert_int_equal(t.click_id_count, CLICK_IDS_MAX);
    t = parse(SITE "?yclid=1&ymclid=1&yadclid=1&yadordid=1&ysclid=1&etext=1&gclid=1"
                   "&gbraid=1&wbraid=1&srsltid=1&msclkid=1&fbclid=1&igshid=1"
                   "&rb_clickid=1&twclid=1&li_fat_id=1&erid=1&utm_source=ya",
              NULL, NULL);
    assert_int_equal(t.click_id_count, CLICK_IDS_MAX);
    assert_slice(t.utm[UTM_SOURCE], "ya");
}

static void test_referrer(void **state) {
    (void)state;
    static const struct {
        const char *landing, *referrer, *header, *want, *host;
    } cases[] = {
        {SITE, "https://ya.ru/", NULL, "https://ya.ru/", "ya.ru"},
        {SITE, "https://Www.Yandex.RU:443/search?text=a", NULL,
         "https://Www.Yandex.RU:443/search?text=a", "www.yandex.ru"},
        {SITE, "HTTPS://ya.ru", NULL, "HTTPS://ya.ru", "ya.ru"},
        {SITE, "https://user:pw@ya.ru./x", NULL, "https://user:pw@ya.ru./x", "ya.ru"},
        {SITE, "https://ya.ru?x=@evil.example", NULL, "https://ya.ru?x=@evil.example", "ya.ru"},
        {SITE, "https://ya.ru\\@evil.example", NULL, "https://ya.ru\\@evil.example", "ya.ru"},
        {SITE, "https://ПРИМЕР.рф/", NULL, "https://ПРИМЕР.рф/", "пример.рф"},
        {SITE, "android-app://com.google.android.gm/", NULL, "android-app://com.google.android.gm/",
         "com.google.android.gm"},
        {SITE, "https://example.com/page", NULL, "https://example.com/page", NULL},
        {SITE, "https://WWW.example.com:8080/", NULL, "https://WWW.example.com:8080/", NULL},
        {SITE, "https://shop.example.com/", NULL, "https://shop.example.com/", "shop.example.com"},
        {SITE, "https://notexample.com/", NULL, "https://notexample.com/", "notexample.com"},
        {SITE, "javascript:alert(1)", NULL, NULL, NULL},
        {SITE, "ya.ru", NULL, NULL, NULL},
        {SITE, "https://", NULL, NULL, NULL},
        {SITE, "https:///x", NULL, NULL, NULL},
        {SITE, "https://a b.ru/", NULL, NULL, NULL},
        {SITE, "https://ya.ru/\xFF", NULL, NULL, NULL},
        {SITE, "https://ya.ru/\nx", NULL, NULL, NULL},
        {SITE, "", "https://ya.ru/", "https://ya.ru/", "ya.ru"},
        {SITE, NULL, "https://example.com/f/cargo", NULL, NULL},
        {SITE "?utm_referrer=https%3A%2F%2Fdzen.ru%2F", "https://ya.ru/", NULL, "https://dzen.ru/",
         "dzen.ru"},
        {SITE "?utm_referrer=", "https://ya.ru/", NULL, "https://ya.ru/", "ya.ru"},
        {NULL, NULL, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct touch t = parse(cases[i].landing, cases[i].referrer, cases[i].header);
        assert_slice(t.referrer, cases[i].want);
        assert_slice(t.referrer_host, cases[i].host);
    }
}

static void test_header_fallback(void **state) {
    (void)state;
    struct touch t = parse(NULL, NULL, SITE "f/cargo?utm_source=ya");
    assert_slice(t.landing, SITE "f/cargo?utm_source=ya");
    assert_slice(t.utm[UTM_SOURCE], "ya");
    assert_true(t.seen);
    t = parse(NULL, NULL, SITE "f/cargo?id=5");
    assert_slice(t.landing, NULL);
    assert_false(t.seen);
    t = parse(NULL, NULL, "https://other.example/?utm_source=ya");
    assert_slice(t.utm[UTM_SOURCE], NULL);
    assert_slice(t.referrer_host, "other.example");
    t = parse(SITE "start", NULL, SITE "?yclid=1");
    assert_slice(t.landing, SITE "start");
    assert_int_equal(t.click_id_count, 1);
    t = parse(SITE "?utm_source=a", NULL, SITE "?utm_source=b&utm_medium=c");
    assert_slice(t.utm[UTM_SOURCE], "a");
    assert_slice(t.utm[UTM_MEDIUM], NULL);
    t = parse("javascript:x", NULL, NULL);
    assert_false(t.seen);
}

static void test_fields(void **state) {
    (void)state;
    struct pair items[] = {
        {.name = SLICE_LIT("utm_source"), .value = SLICE_LIT("Site"), .kind = PAIR_TEXT},
        {.name = SLICE_LIT("yclid"), .value = SLICE_LIT("7"), .kind = PAIR_TEXT},
        {.name = SLICE_LIT("utm_term"), .value = SLICE_LIT("x"), .kind = PAIR_FILE}};
    struct pair_list list = {.items = items, .count = 3};
    struct touch t;
    struct touch_input in = {.landing = SLICE_LIT(SITE), .pairs = &list};
    assert_int_equal(touch_parse(arena, &in, &t), OK);
    assert_slice(t.utm[UTM_SOURCE], "site");
    assert_slice(t.utm[UTM_TERM], NULL);
    assert_int_equal(t.click_id_count, 1);
    in.landing = SLICE_LIT(SITE "?utm_medium=cpc");
    assert_int_equal(touch_parse(arena, &in, &t), OK);
    assert_slice(t.utm[UTM_SOURCE], NULL); /* tags of two origins are not mixed */
    assert_slice(t.utm[UTM_MEDIUM], "cpc");
}

static void test_cut(void **state) {
    (void)state;
    static char url[URL_BYTES_MAX + 64];
    int n = snprintf(url, sizeof url, SITE);
    memset(url + n, 'a', sizeof url - (size_t)n);
    url[URL_BYTES_MAX] = '\0';
    assert_int_equal(parse(url, NULL, NULL).landing.len, URL_BYTES_MAX);
    memcpy(url + URL_BYTES_MAX - 1, "ы", 3); /* would be cut in the middle */
    assert_int_equal(parse(url, NULL, NULL).landing.len, URL_BYTES_MAX - 1);
    memcpy(url + URL_BYTES_MAX, "a", 2);
    assert_int_equal(parse(url, NULL, NULL).landing.ptr == NULL, true); /* broken in the middle */
}

static void test_many_pieces(void **state) {
    (void)state;
    static char url[URL_BYTES_MAX];
    int n = snprintf(url, sizeof url, SITE "?");
    for (int i = 0; i < 2 * PAIRS_MAX; i++)
        n += snprintf(url + n, sizeof url - (size_t)n, "a=&");
    n += snprintf(url + n, sizeof url - (size_t)n, "utm_source=ya&");
    memset(url + n, 'x', PAIR_NAME_MAX + 1);
    memcpy(url + n + PAIR_NAME_MAX + 1, "=1&utm_medium=cpc", 18);
    struct touch t = parse(url, NULL, NULL);
    assert_slice(t.utm[UTM_SOURCE], "ya");
    assert_slice(t.utm[UTM_MEDIUM], "cpc");
}

static void test_small_arena(void **state) {
    (void)state;
    enum errcode e = ERR_TOO_LARGE;
    for (size_t bytes = 16; e != OK; bytes += 64) {
        struct arena *small = arena_new(bytes);
        struct touch t;
        struct touch_input in = {.landing = SLICE_LIT(SITE "?utm_source=A&yclid=1"),
                                 .referrer = SLICE_LIT("https://ya.ru/")};
        e = touch_parse(small, &in, &t);
        assert_true(e == OK || e == ERR_TOO_LARGE);
        arena_free(small);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utm_values),
        cmocka_unit_test(test_clicks),
        cmocka_unit_test(test_escaped_ampersand),
        cmocka_unit_test(test_long_landing),
        cmocka_unit_test(test_long_host),
        cmocka_unit_test(test_read_tags),
        cmocka_unit_test(test_page),
        cmocka_unit_test(test_clicks_bound),
        cmocka_unit_test(test_referrer),
        cmocka_unit_test(test_header_fallback),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_many_pieces),
        cmocka_unit_test(test_small_arena),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
