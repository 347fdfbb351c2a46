/* condition_place: the country, region and city of the visitor's address, and the country of the
 * phone, are among these: each a kind that is subject and test in one. */
#include "base/bounds.h"
#include "form/condition_kind.h"

static void read_names(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                       struct condition_draft *d) {
    (void)key;
    (void)loader_words(l, value, "words", CONDITION_WORDS_MAX, &d->c.words, &d->c.word_count);
}

static void read_countries(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                           struct condition_draft *d) {
    struct slice country;
    bool single = value->type == YAML_SCALAR_NODE;
    read_names(l, key, value, d);
    for (size_t i = 0; i < d->c.word_count; i++)
        (void)loader_country(l, single ? value : loader_item(l, value, i), &country);
}

static void country_values(const struct condition *c, const struct facts *f,
                           struct condition_values *v) {
    (void)c;
    condition_add_value(v, f->country);
}

static void region_values(const struct condition *c, const struct facts *f,
                          struct condition_values *v) {
    (void)c;
    size_t at = 0;
    condition_add_value(v, f->region[0]);
    condition_add_value(v, f->region[1]);
    if (f->region_known.line.ptr == NULL) /* which has the code, too */
        condition_add_value(v, f->region_code);
    for (struct slice s = region_next_name(&f->region_known, &at); s.ptr != NULL;
         s = region_next_name(&f->region_known, &at))
        condition_add_value(v, s);
}

static void city_values(const struct condition *c, const struct facts *f,
                        struct condition_values *v) {
    (void)c;
    condition_add_value(v, f->city[0]);
    condition_add_value(v, f->city[1]);
}

static void phone_country_values(const struct condition *c, const struct facts *f,
                                 struct condition_values *v) {
    (void)c;
    condition_add_value(v, f->phone_country);
}

static const struct condition_subject country = {
    .key = "place", .says = "the visitor's country", .values = country_values};
static const struct condition_subject region = {
    .key = "place", .says = "the visitor's region", .values = region_values};
static const struct condition_subject city = {
    .key = "place", .says = "the visitor's city", .values = city_values};
static const struct condition_subject phone_country = {
    .key = "phone_country", .says = "the phone's country", .values = phone_country_values};

#define PLACE(of, reader, test)                                                                    \
    {                                                                                              \
        .subject = (of), .read = (reader), .holds = (test), .fails = " is not in the list",        \
        .same = condition_words_same                                                               \
    }
const struct condition_kind condition_country =
    PLACE(&country, read_countries, condition_words_hold);
const struct condition_kind condition_region = PLACE(&region, read_names, condition_names_hold);
const struct condition_kind condition_city = PLACE(&city, read_names, condition_names_hold);
const struct condition_kind condition_phone_country =
    PLACE(&phone_country, read_countries, condition_words_hold);
