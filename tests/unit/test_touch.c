/* touch: landing, referrer, tags and click ids, from the page's snippet, from the request's own
 * header, from plain fields; and the junk that careless tools put there. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (256 * 1024)
#include "arena_fixture.h"

#include "lead/tags.h"
#include "lead/touch.h"

#define NOW_US (1750000000LL * 1000000)

/* hosts.yaml of the tests. */
static struct slice own_hosts[] = {SLICE_LIT("shop.example")};
static struct slice payment_hosts[] = {SLICE_LIT("pay.example")};
static const struct known_hosts hosts = {
    .lists = {[KNOWN_OWN] = {own_hosts, 1}, [KNOWN_PAYMENT] = {payment_hosts, 1}}};

static struct touch parse(const char *landing, const char *referrer, const char *header) {
    struct touch t;
    struct touch_input in = {.landing = slice_from(landing),
                             .referrer = slice_from(referrer),
                             .http_referer = slice_from(header),
                             .own_host = SLICE_LIT("example.com"),
                             .hosts = &hosts};
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
        {"?utm_source=&utm_source=b", NULL, NULL, NULL, NULL, NULL},
        {"?utm_source=%FF&utm_medium=%00&utm_campaign=a%0Ab", "я", NULL, NULL, NULL, NULL},
        {"?utm_source=y%00a&utm_campaign=%EB%E5%F2%EE&utm_term=%zz%4", "ya", NULL, "лето", "%zz%4",
         NULL},
        {"?utm_source=a+b&UTM_SOURCE=c", "a b", NULL, NULL, NULL, NULL},
        {"?a=1&utm_source=ya#utm_medium=cpc", "ya", "cpc", NULL, NULL, NULL},
        {"?utm_source=ya#/order?utm_source=b&utm_medium=cpc", "ya", "cpc", NULL, NULL, NULL},
        {"#utm_source=ya", "ya", NULL, NULL, NULL, NULL},
        {"#/a?utm_source=ya?utm_medium=cpc", "ya", "cpc", NULL, NULL, NULL},
        {"#utm_medium=cpc?utm_source=ya", "ya", NULL, NULL, NULL, NULL},
        {"?utm_source={x&utm_medium=x}", NULL, NULL, NULL, NULL, NULL},
        {"#utm_source", NULL, NULL, NULL, NULL, NULL},
        {"?utm_source%3Dya%26utm_campaign%3d%25D0%25BB", "ya", NULL, "л", NULL, NULL},
        {"?utm_source%3Dya&utm_medium=cpc", NULL, "cpc", NULL, NULL, NULL},
        {"?utm_source", NULL, NULL, NULL, NULL, NULL},
        {"?utm_sourc=x&xutm_source=y&utm_source_=z", NULL, NULL, NULL, NULL, NULL},
        {"?utm_source=a?utm_term=c&utm_medium=d=e", "a", "d=e", NULL, "c", NULL},
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
    static const char *const names[] = {
        "yclid",  "ymclid",    "yadclid", "yadordid", "ysclid", "etext",      "gclid",
        "gbraid", "wbraid",    "srsltid", "msclkid",  "fbclid", "igshid",     "rb_clickid",
        "twclid", "li_fat_id", "ttclid",  "dclid",    "erid",   "gad_source", "gad_campaignid",
        "epik",   "rdt_cid",   "sccid",   "_openstat"};
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
    assert_slice(parse(SITE "?a=1&#038;b#utm_source=x", NULL, NULL).utm[UTM_SOURCE], "x");
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
        {SITE "f/cargo", SITE "about", NULL, NULL, NULL},
        {SITE "f/cargo", SITE, NULL, NULL, NULL},
        {SITE "f/cargo", "https://www.shop.example/?yclid=9", "https://www.shop.example/?yclid=9",
         NULL, "yclid=9"},
        {SITE "f/cargo", "https://shop.example/", NULL, NULL, NULL},
        {SITE "f/cargo", SITE "#utm_source=a", SITE "#utm_source=a", NULL, "utm_source=a"},
        {SITE "f/cargo", "https://card.pay.example/done", NULL, NULL, NULL},
        {SITE "f/cargo?utm_source=b", "https://pay.example/", SITE "f/cargo?utm_source=b",
         "https://pay.example/", NULL},
        {SITE "f/cargo", "https://notpay.example/", SITE "f/cargo", "https://notpay.example/",
         NULL},
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
                      SLICE_LIT("example.com"), &hosts, &p);
        assert_slice(p.landing, cases[i].landing);
        assert_slice(p.referrer, cases[i].referrer);
        if (p.from_referer)
            assert_int_equal(tags_pieces(arena, p.landing, &tags), OK);
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
        {SITE, "https://example.com/page", NULL, NULL, NULL},
        {SITE, "https://WWW.example.com:8080/", NULL, NULL, NULL},
        {SITE, "https://Shop.Example/x", NULL, NULL, NULL},
        {SITE, "https://card.pay.example/", NULL, "https://card.pay.example/", NULL},
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

/* What decides of a form that is sent: landing and referrer hidden in it, whose they are, and the
 * page that it was sent from. */
static void test_sent(void **state) {
    (void)state;
    static const struct {
        const char *landing, *referrer;
        enum touch_seal seal;
        const char *page, *want, *from;
    } cases[] = {
        /* his own: whatever page it comes from */
        {SITE "?yclid=1", "https://ya.ru/", SEAL_GOOD, SITE "f/cargo", SITE "?yclid=1",
         "https://ya.ru/"},
        {SITE "?yclid=1", NULL, SEAL_GOOD, SITE "?yclid=2", SITE "?yclid=1", NULL},
        {SITE, NULL, SEAL_GOOD, NULL, SITE, NULL},
        {SITE, NULL, SEAL_GOOD, "https://ya.ru/", SITE, NULL},
        /* another's, kept by a cache: the page decides */
        {SITE "?yclid=1", "https://ya.ru/", SEAL_OTHERS, SITE, NULL, NULL},
        {SITE "?yclid=1", "https://ya.ru/", SEAL_OTHERS, SITE "?yclid=2", SITE "?yclid=2", NULL},
        {SITE "?yclid=1", "https://ya.ru/", SEAL_OTHERS, SITE "?yclid=1", SITE "?yclid=1", NULL},
        {SITE, "https://ya.ru/", SEAL_OTHERS, SITE, NULL, NULL},
        {SITE "?yclid=1", "https://ya.ru/", SEAL_OTHERS, NULL, NULL, NULL},
        {SITE "?yclid=1", NULL, SEAL_OTHERS, "https://other.example/", NULL,
         "https://other.example/"},
        /* written by a page of the owner's: so does it, if it is known and another */
        {SITE "a#x", "https://ya.ru/", SEAL_NONE, "http://example.com/a", SITE "a#x",
         "https://ya.ru/"},
        {SITE "a", "https://ya.ru/", SEAL_NONE, SITE "b", NULL, NULL},
        {SITE "?yclid=1", "https://ya.ru/", SEAL_NONE, SITE "?yclid=2", SITE "?yclid=2", NULL},
        {SITE "start", NULL, SEAL_NONE, SITE "?yclid=1", SITE "?yclid=1", NULL},
        {SITE "?yclid=1", "https://ya.ru/", SEAL_NONE, NULL, SITE "?yclid=1", "https://ya.ru/"},
        {SITE "?yclid=1", NULL, SEAL_NONE, "https://other.example/", SITE "?yclid=1",
         "https://other.example/"},
        {SITE "?yclid=1", NULL, SEAL_NONE, "https://shop.example/", SITE "?yclid=1", NULL},
        {NULL, NULL, SEAL_NONE, "https://shop.example/?yclid=1", "https://shop.example/?yclid=1",
         NULL},
        {SITE "?yclid=1", NULL, SEAL_OTHERS, "https://shop.example/", NULL, NULL},
        /* nothing hidden */
        {NULL, NULL, SEAL_NONE, SITE "f/cargo?utm_source=ya", SITE "f/cargo?utm_source=ya", NULL},
        {NULL, NULL, SEAL_NONE, SITE "f/cargo?id=5", NULL, NULL},
        {NULL, NULL, SEAL_NONE, "https://other.example/?utm_source=ya", NULL,
         "https://other.example/?utm_source=ya"},
        {"javascript:x", NULL, SEAL_NONE, NULL, NULL, NULL},
        {"javascript:x", NULL, SEAL_GOOD, SITE, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct touch t;
        struct touch_input in = {.landing = slice_from(cases[i].landing),
                                 .referrer = slice_from(cases[i].referrer),
                                 .seal = cases[i].seal,
                                 .http_referer = slice_from(cases[i].page),
                                 .own_host = SLICE_LIT("example.com"),
                                 .hosts = &hosts};
        arena_reset(arena);
        assert_int_equal(touch_parse(arena, &in, &t), OK);
        assert_slice(t.landing, cases[i].want);
        assert_slice(t.referrer, cases[i].from);
        assert_int_equal(t.seen, cases[i].want != NULL);
        assert_int_equal(t.click_id_count, cases[i].want != NULL && strstr(cases[i].want, "clid"));
    }
}

static struct touch parse_note(const char *note) {
    struct touch t;
    struct touch_input in = {.landing = SLICE_LIT(SITE "?yclid=1"),
                             .referrer = SLICE_LIT("https://ya.ru/"),
                             .seal = SEAL_GOOD,
                             .script = slice_from(note),
                             .http_referer = SLICE_LIT(SITE "?yclid=2"),
                             .own_host = SLICE_LIT("example.com"),
                             .hosts = &hosts,
                             .now_us = NOW_US};
    arena_reset(arena);
    assert_int_equal(touch_parse(arena, &in, &t), OK);
    return t;
}

static void test_note(void **state) {
    (void)state;
    struct touch t = parse_note(
        "{\"landing\":\"https://shop.example/#utm_source=vk\",\"referrer\":\"https://vk.com/"
        "\",\"at\":"
        "1749990000,\"touches\":3,\"first_landing\":\"https://shop.example/a\",\"first_referrer\":"
        "\"https://dzen.ru/\",\"first_at\":1749000000,\"ym_uid\":\"1700000000123\"}");
    assert_slice(t.landing, "https://shop.example/#utm_source=vk");
    assert_slice(t.utm[UTM_SOURCE], "vk");
    assert_slice(t.referrer_host, "vk.com");
    assert_int_equal(t.click_id_count, 0);
    assert_slice(t.first_landing, "https://shop.example/a");
    assert_slice(t.first_referrer, "https://dzen.ru/");
    assert_true(t.first_at_us == 1749000000LL * 1000000 && t.at_us == 1749990000LL * 1000000);
    assert_int_equal(t.touches, 3);
    assert_slice(t.ym_uid, "1700000000123");
    assert_null(parse_note("{\"landing\":\"https://a.example/\"}").referrer.ptr);
}

/* What says nothing, of which the rest stands. */
static void test_hostile_note(void **state) {
    (void)state;
    static const char *const no_notes[] = {
        "",
        "x",
        "[]",
        "{",
        "null",
        "{}",
        "{\"landing\":5}",
        "{\"landing\":\"javascript:alert(1)\"}",
        "{\"landing\":\"https://a.example/\\u0000\"}",
        "{\"landing\":\"https://a.example/\\nx\"}",
        "{\"landing\":\"https://a.example/\",\"landing\":\"https://b.example/\"}"};
    for (size_t i = 0; i < COUNT(no_notes); i++)
        assert_slice(parse_note(no_notes[i]).landing, SITE "?yclid=1");
    static const char *const odd[] = {
        "\"at\":\"1749990000\"",
        "\"at\":-1",
        "\"at\":1e9",
        "\"at\":1750090000",
        "\"at\":1600000000",
        "\"touches\":10000",
        "\"touches\":0",
        "\"touches\":1.5",
        "\"first_landing\":\"data:x\",\"first_at\":1749000000",
        "\"first_at\":1749000000,\"first_referrer\":\"https://dzen.ru/\"",
        "\"ym_uid\":\"1x\"",
        "\"ym_uid\":17",
        "\"ym_uid\":\"\"",
        "\"ym_uid\":\"12345678901234567890123456789012345678901\""};
    for (size_t i = 0; i < COUNT(odd); i++) {
        char note[256];
        snprintf(note, sizeof note, "{\"landing\":\"https://a.example/\",%s}", odd[i]);
        struct touch t = parse_note(note);
        assert_slice(t.landing, "https://a.example/");
        assert_true(t.at_us == 0 && t.first_at_us == 0 && t.touches == 0);
        assert_true(t.first_landing.ptr == NULL && t.first_referrer.ptr == NULL);
        assert_null(t.ym_uid.ptr);
    }
}

static void test_long_note(void **state) {
    (void)state;
    static char note[TOUCH_NOTE_BYTES_MAX + 2];
    int n = snprintf(note, sizeof note, "{\"landing\":\"" SITE "?utm_source=ya&x=");
    memset(note + n, 'x', sizeof note - (size_t)n);
    memcpy(note + TOUCH_NOTE_BYTES_MAX - 2, "\"}", 3);
    struct touch t = parse_note(note);
    assert_slice(t.utm[UTM_SOURCE], "ya");
    assert_int_equal(t.landing.len, URL_BYTES_MAX);
    memcpy(note + TOUCH_NOTE_BYTES_MAX - 2, "x\"}", 4);
    assert_slice(parse_note(note).landing, SITE "?yclid=1");
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
        cmocka_unit_test(test_sent),
        cmocka_unit_test(test_note),
        cmocka_unit_test(test_hostile_note),
        cmocka_unit_test(test_long_note),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_many_pieces),
        cmocka_unit_test(test_small_arena),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
