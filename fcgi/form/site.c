/* site: site.yaml. What it says goes into headers and styles, so each value is held to a shape that
 * cannot end the one or the other. */
#include "form/site.h"

#include <math.h>
#include <string.h>

#include "base/bounds.h"
#include "base/utf8.h"
#include "form/loader.h"

#define AT(member) .offset = offsetof(struct site, member)

/* One number and nothing beside it: its digits are what a touch on it calls. */
static bool is_phone(struct slice s) {
    size_t digits = 0;
    for (size_t i = s.len > 0 && s.ptr[0] == '+'; i < s.len; i++) {
        digits += ascii_is_digit(s.ptr[i]);
        if (!ascii_is_digit(s.ptr[i]) && memchr(" ()-.", s.ptr[i], 5) == NULL)
            return false;
    }
    return digits >= 3 && digits <= SITE_PHONE_DIGITS_MAX;
}

static void read_phone(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                       void *into) {
    struct site *site = into;
    (void)key;
    if (loader_word(l, value, &site->phone) && !is_phone(site->phone))
        loader_problem(l, value,
                       "expected one number of digits, blanks, brackets and -, such as "
                       "8 800 000-00-00, found \"%.*s\"",
                       SLICE_ARG(utf8_cut(site->phone, 40)));
}

static bool is_colour(struct slice s) {
    bool good = s.len == 7 && s.ptr[0] == '#';
    for (size_t i = 1; i < s.len; i++)
        good &= ascii_hex_value(s.ptr[i]) >= 0;
    return good;
}

static void read_accent(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                        void *into) {
    struct site *site = into;
    (void)key;
    if (source_is_nothing(value)) /* without quotes # begins a comment */
        loader_problem(l, value, "expected a colour in quotes, such as \"#0a58ca\", found nothing");
    else if (loader_word(l, value, &site->accent) && !is_colour(site->accent))
        loader_problem(l, value, "expected a colour in quotes, such as \"#0a58ca\", found \"%.*s\"",
                       SLICE_ARG(utf8_cut(site->accent, 40)));
}

/* The pages' policy lets in pictures of this site only. */
static void read_logo(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into) {
    struct site *site = into;
    (void)key;
    if (loader_url(l, value, &site->logo) && !slice_starts(site->logo, "/"))
        loader_problem(l, value, "expected a path on this site, such as /logo.svg");
}

static bool is_counter(struct slice origin) {
    return slice_starts(origin, "https://") && loader_is_origin(origin);
}

/* Joined once: as it stands in each header. */
static void read_allow(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                       void *into) {
    struct site *site = into;
    struct slice *origins;
    size_t count, bytes = 0;
    (void)key;
    if (!loader_words(l, value, "origins", SITE_ALLOW_MAX, &origins, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        bytes += origins[i].len + 1;
        if (!is_counter(origins[i]))
            loader_problem(l, value,
                           "expected an origin such as https://mc.example.org, in small letters "
                           "and without a path, found \"%.*s\"",
                           SLICE_ARG(utf8_cut(origins[i], 60)));
    }
    if (bytes > SITE_ALLOW_BYTES_MAX) {
        loader_problem(l, value, "more than %d octets of origins", SITE_ALLOW_BYTES_MAX);
        return;
    }
    char *text = loader_alloc(l, bytes, 1);
    site->allow = (struct slice){text, bytes};
    for (size_t i = 0; i < count; i++) {
        *text++ = ' ';
        memcpy(text, origins[i].ptr, origins[i].len);
        text += origins[i].len;
    }
}

static void read_consent(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                         void *into) {
    static const char *const known[] = {"ask", "given", "never"};
    struct site *site = into;
    struct slice word;
    (void)key;
    if (!loader_word(l, value, &word))
        return;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (slice_eq_lit(word, known[i])) {
            site->touch_consent = word;
            return;
        }
    loader_unknown(l, value, "touch_consent", word, known, sizeof known / sizeof *known);
}

static void read_days(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into) {
    struct site *site = into;
    (void)key;
    (void)loader_integer(l, value, 1, 400, &site->touch_days);
}

static const struct loader_key site_keys[] = {
    {.name = "home", .read = loader_read_url, AT(home)},
    {.name = "phone", .read = read_phone},
    {.name = "accent", .read = read_accent},
    {.name = "logo", .read = read_logo},
    {.name = "allow", .read = read_allow},
    {.name = "touch_consent", .read = read_consent},
    {.name = "touch_days", .read = read_days},
};
const struct loader_table site_table = LOADER_TABLE("a site", site_keys);

void site_load(struct loader *l, struct slice text, const char *path, struct site *out) {
    struct problems *problems = l->source.problems;
    memset(l->speaks, 0, sizeof l->speaks);
    if (!source_open(&l->source, path, text, problems))
        return;
    (void)loader_keys(l, source_root(&l->source), &site_table, out);
    source_close(&l->source);
}

/* sRGB to light, WCAG 2.2, "relative luminance". */
static double light(struct slice accent, size_t at) {
    double v = (ascii_hex_value(accent.ptr[at]) * 16 + ascii_hex_value(accent.ptr[at + 1])) / 255.0;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

bool site_wants_white(struct slice accent) {
    double l = 0.2126 * light(accent, 1) + 0.7152 * light(accent, 3) + 0.0722 * light(accent, 5);
    return 1.05 / (l + 0.05) >= (l + 0.05) / 0.05;
}
