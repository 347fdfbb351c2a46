/* today: the C library knows one zone at a time, so the offsets of all are written down at start:
 * a list of changes for each, looked up without a lock and without a file. */
#include "lead/today.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/xalloc.h"

#define ZONE_LIST "/usr/share/zoneinfo/zone.tab"
#define LINE_BYTES 512
#define STEP_S (21 * SECONDS_PER_DAY) /* no zone changes twice within it: Morocco after 5 weeks */
#define US_PER_S 1000000

struct change {
    int64_t from_s; /* since then */
    int32_t offset_s;
};

struct zone {
    char name[ZONE_NAME_MAX + 1];
    char country[2];
    size_t count;
    struct change changes[ZONE_CHANGES_MAX]; /* at least one; the first holds before it, too */
};

static struct {
    struct zone *items;           /* by name */
    char countries[ZONES_MAX][2]; /* of items: what is gone through for each lead lies together */
    size_t count;
} zones; /* written by today_start, read-only after */

static int32_t offset_at(int64_t at_s) {
    time_t seconds = (time_t)at_s;
    struct tm t;
    localtime_r(&seconds, &t);
    return (int32_t)t.tm_gmtoff;
}

/* The first second after from_s, at most to_s, at which the offset is no longer the same. */
static int64_t find_change(int64_t from_s, int64_t to_s) {
    int32_t before = offset_at(from_s);
    while (to_s - from_s > 1) {
        int64_t middle = from_s + (to_s - from_s) / 2;
        if (offset_at(middle) == before)
            from_s = middle;
        else
            to_s = middle;
    }
    return to_s;
}

static void add_change(struct zone *z, int64_t from_s) {
    if (z->count < ZONE_CHANGES_MAX)
        z->changes[z->count++] = (struct change){from_s, offset_at(from_s)};
}

static void fill(struct zone *z, int64_t now_s) {
    int64_t from_s = now_s - 366LL * SECONDS_PER_DAY;
    int64_t to_s = now_s + TODAY_YEARS * 366LL * SECONDS_PER_DAY;
    setenv("TZ", z->name, 1);
    tzset();
    add_change(z, from_s);
    int32_t offset_s = z->changes[0].offset_s;
    for (int64_t at_s = from_s; at_s < to_s; at_s += STEP_S) {
        int32_t next_s = offset_at(at_s + STEP_S);
        if (next_s != offset_s)
            add_change(z, find_change(at_s, at_s + STEP_S));
        offset_s = next_s;
    }
}

/* country, coordinates, name, and maybe a comment, between tabs. */
static bool read_line(char *line, struct zone *z) {
    struct slice rest;
    struct slice text = slice_trim(slice_from(line));
    struct slice country = slice_cut(text, '\t', &rest);
    (void)slice_cut(rest, '\t', &rest);
    struct slice name = slice_cut(rest, '\t', &rest);
    if (country.len != 2 || name.len == 0 || name.len > ZONE_NAME_MAX)
        return false;
    *z = (struct zone){.count = 0};
    memcpy(z->country, country.ptr, country.len);
    memcpy(z->name, name.ptr, name.len);
    return true;
}

static void read_list(FILE *f, int64_t now_s) {
    char line[LINE_BYTES];
    while (zones.count < ZONES_MAX && fgets(line, sizeof line, f) != NULL)
        if (line[0] != '#' && read_line(line, &zones.items[zones.count]))
            fill(&zones.items[zones.count++], now_s);
}

static int by_name(const void *left, const void *right) {
    const struct zone *a = left, *b = right;
    return strcmp(a->name, b->name);
}

void today_start(int64_t now_us) {
    FILE *f = fopen(ZONE_LIST, "re");
    if (f == NULL)
        return;
    const char *configured = getenv("TZ");
    char *kept = configured == NULL ? NULL : xstrdup(slice_from(configured));
    if (zones.items == NULL)
        zones.items = xcalloc(ZONES_MAX, sizeof *zones.items);
    zones.count = 0;
    read_list(f, now_us / US_PER_S);
    fclose(f);
    qsort(zones.items, zones.count, sizeof *zones.items, by_name);
    for (size_t i = 0; i < zones.count; i++)
        memcpy(zones.countries[i], zones.items[i].country, sizeof zones.countries[i]);
    if (kept == NULL)
        unsetenv("TZ");
    else
        setenv("TZ", kept, 1);
    tzset();
    free(kept);
}

static int32_t day_in(const struct zone *z, int64_t now_us) {
    int64_t now_s = now_us / US_PER_S;
    size_t i = z->count - 1;
    while (i > 0 && z->changes[i].from_s > now_s)
        i--;
    return clock_whole_days(now_s + z->changes[i].offset_s);
}

static void widen(const struct zone *z, int64_t now_us, struct day_span *out) {
    int32_t day = day_in(z, now_us);
    if (day < out->first)
        out->first = day;
    if (day > out->last)
        out->last = day;
}

static int by_wanted_name(const void *wanted, const void *zone) {
    const struct slice *name = wanted;
    const struct zone *z = zone;
    return slice_compare(*name, slice_from(z->name));
}

void today_of(int64_t now_us, struct slice country, struct slice zone, struct day_span *out) {
    int32_t day = clock_day(now_us);
    *out = (struct day_span){day, day};
    const struct zone *known = NULL;
    if (zone.len > 0 && zones.count > 0)
        known = bsearch(&zone, zones.items, zones.count, sizeof *zones.items, by_wanted_name);
    if (known != NULL) {
        widen(known, now_us, out);
        return;
    }
    for (size_t i = 0; country.len == sizeof zones.countries[0] && i < zones.count; i++)
        if (memcmp(zones.countries[i], country.ptr, country.len) == 0)
            widen(&zones.items[i], now_us, out);
}
