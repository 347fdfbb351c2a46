/* geo_entry: the layouts differ only in where a name stands, so they are a table of paths, and the
 * first path that leads to a text wins: GeoLite2/GeoIP2 and DB-IP nested, ip-location-db flat. */
#include "lead/geo_entry.h"

#include <stddef.h>

#include "base/bounds.h"
#include "base/utf8.h"

#define DEPTH_MAX 5 /* keys of a path, and its NULL */
#define PATHS_MAX 4

struct place_value {
    size_t offset; /* of the slice in struct geo_entry */
    const char *paths[PATHS_MAX][DEPTH_MAX];
};

static const struct place_value values[] = {
    {offsetof(struct geo_entry, country),
     {{"country", "iso_code"}, {"registered_country", "iso_code"}, {"country_code"}, {"country"}}},
    {offsetof(struct geo_entry, region),
     {{"subdivisions", "0", "names", "en"}, {"state1"}, {"region"}, {"stateprov"}}},
    {offsetof(struct geo_entry, city), {{"city", "names", "en"}, {"city"}}},
    {offsetof(struct geo_entry, region_ru), {{"subdivisions", "0", "names", "ru"}}},
    {offsetof(struct geo_entry, city_ru), {{"city", "names", "ru"}}},
    {offsetof(struct geo_entry, region_code), {{"subdivisions", "0", "iso_code"}}},
    {offsetof(struct geo_entry, time_zone), {{"location", "time_zone"}, {"timezone"}}},
};

static int read_text(MMDB_entry_s *entry, const char *const *path, struct slice *out) {
    MMDB_entry_data_s data;
    int status = MMDB_aget_value(entry, &data, path);
    if (status == MMDB_LOOKUP_PATH_DOES_NOT_MATCH_DATA_ERROR ||
        status == MMDB_INVALID_LOOKUP_PATH_ERROR) /* an array where the other layout has a map */
        return MMDB_SUCCESS;
    if (status != MMDB_SUCCESS || !data.has_data || data.type != MMDB_DATA_TYPE_UTF8_STRING)
        return status;
    struct slice s = {data.utf8_string, data.data_size};
    if (s.len > 0 && s.len <= GEO_NAME_BYTES_MAX && utf8_is_text(s))
        *out = s;
    return MMDB_SUCCESS;
}

static int read_value(MMDB_entry_s *entry, const struct place_value *v, struct slice *out) {
    for (size_t i = 0; i < PATHS_MAX && v->paths[i][0] != NULL && out->ptr == NULL; i++) {
        int status = read_text(entry, v->paths[i], out);
        if (status != MMDB_SUCCESS)
            return status;
    }
    return MMDB_SUCCESS;
}

/* ISO 3166-1 alpha-2, or unset. */
static void check_country(struct slice *s) {
    if (s->len != 2 || !ascii_is_alpha(s->ptr[0]) || !ascii_is_alpha(s->ptr[1]))
        *s = SLICE_NONE;
}

int geo_entry_read(MMDB_entry_s *entry, struct geo_entry *out) {
    struct geo_entry found = {0};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct slice *value = (struct slice *)(void *)((char *)&found + values[i].offset);
        int status = read_value(entry, &values[i], value);
        if (status != MMDB_SUCCESS)
            return status;
    }
    check_country(&found.country);
    *out = found;
    return MMDB_SUCCESS;
}
