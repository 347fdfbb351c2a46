/* geo: open databases and the lookup of an address in them. Each is asked for what those before it
 * did not know. */
#include "lead/geo.h"

#include <arpa/inet.h>
#include <maxminddb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bounds.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "lead/geo_entry.h"
#include "lead/geo_file.h"

#define DAY_MAX 2932896 /* 9999-12-31 */

struct database {
    MMDB_s mmdb;
    struct slice type; /* in the metadata of mmdb */
    char built[CLOCK_DAY_BYTES];
    int32_t built_day;
};

struct geo {
    struct database files[GEO_FILES_MAX];
    size_t count;
};

static void describe(struct database *d) {
    struct slice type = slice_from(d->mmdb.metadata.database_type);
    uint64_t day = d->mmdb.metadata.build_epoch / SECONDS_PER_DAY;
    if (type.len > 0 && type.len <= GEO_NAME_BYTES_MAX && utf8_is_text(type))
        d->type = type;
    d->built_day = day <= DAY_MAX ? (int32_t)day : 0;
    clock_day_iso(d->built_day, d->built);
}

struct geo *geo_new(void) {
    return xcalloc(1, sizeof(struct geo));
}

enum errcode geo_add(struct geo *g, const char *path) {
    int fd = -1;
    if (g->count == GEO_FILES_MAX) {
        log_line(LOG_ERROR, "geo_file", "path=%s why=\"more than %d files\"", path, GEO_FILES_MAX);
        return ERR_CONFIG;
    }
    enum errcode e = geo_file_seal(path, &fd);
    if (e != OK)
        return e;
    struct database d = {0};
    bool good = geo_file_walk(fd);
    int status = good ? geo_file_open(fd, &d.mmdb) : MMDB_INVALID_DATA_ERROR;
    close(fd); /* the mapping stays */
    if (status != MMDB_SUCCESS) {
        log_line(LOG_ERROR, "geo_file", "path=%s why=\"no sound MaxMind database\" error=\"%s\"",
                 path, MMDB_strerror(status));
        return ERR_CONFIG;
    }
    describe(&d);
    g->files[g->count++] = d;
    return OK;
}

void geo_close(struct geo *g) {
    if (g == NULL)
        return;
    for (size_t i = 0; i < g->count; i++)
        MMDB_close(&g->files[i].mmdb);
    free(g);
}

size_t geo_count(const struct geo *g) { return g->count; }

void geo_describe(const struct geo *g, size_t file, struct geo_about *out) {
    const struct database *d = &g->files[file];
    *out = (struct geo_about){d->type, d->built, d->built_day};
}

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* nginx gives a plain address; an IPv4 one that came through an IPv6 socket is brought back. */
static bool read_address(struct slice text, union address *out) {
    char copy[INET6_ADDRSTRLEN];
    memset(out, 0, sizeof *out);
    if (text.len == 0 || text.len >= sizeof copy || memchr(text.ptr, '\0', text.len) != NULL)
        return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    bool mapped =
        slice_eq_nocase(slice_sub(text, 0, 7), "::ffff:") && slice_find(text, '.') < text.len;
    if (inet_pton(AF_INET, mapped ? copy + 7 : copy, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        return true;
    }
    out->v6.sin6_family = AF_INET6;
    return inet_pton(AF_INET6, copy, &out->v6.sin6_addr) == 1;
}

/* ERR_NOT_FOUND as well of an IPv6 address in a file for IPv4. */
static enum errcode look_up(const MMDB_s *mmdb, const union address *address,
                            struct geo_entry *out) {
    static struct log_gate gate;
    int status = MMDB_SUCCESS;
    MMDB_lookup_result_s hit = MMDB_lookup_sockaddr(mmdb, &address->any, &status);
    if (status == MMDB_IPV6_LOOKUP_IN_IPV4_DATABASE_ERROR)
        return ERR_NOT_FOUND;
    if (status == MMDB_SUCCESS && !hit.found_entry)
        return ERR_NOT_FOUND;
    if (status == MMDB_SUCCESS)
        status = geo_entry_read(&hit.entry, out);
    if (status == MMDB_SUCCESS)
        return OK;
    log_limited(&gate, LOG_ERROR, "geo_lookup", " error=\"%s\"", MMDB_strerror(status));
    return ERR_IO;
}

static const struct slot {
    enum place_part part;
    size_t offset; /* of the slice in struct geo_entry */
} slots[] = {
    {PLACE_COUNTRY, offsetof(struct geo_entry, country)},
    {PLACE_REGION, offsetof(struct geo_entry, region)},
    {PLACE_REGION, offsetof(struct geo_entry, region_ru)},
    {PLACE_REGION, offsetof(struct geo_entry, region_code)},
    {PLACE_CITY, offsetof(struct geo_entry, city)},
    {PLACE_CITY, offsetof(struct geo_entry, city_ru)},
    {PLACE_ZONE, offsetof(struct geo_entry, time_zone)},
};

/* What is known so far, and by which files. */
struct found {
    struct geo_entry entry;
    bool known[PLACE__MAX];
    size_t told_by[PLACE__MAX];
};

/* Of two that know a country each. */
static bool same_country(struct slice a, struct slice b) {
    return ascii_lower(a.ptr[0]) == ascii_lower(b.ptr[0]) &&
           ascii_lower(a.ptr[1]) == ascii_lower(b.ptr[1]);
}

static void add(struct found *f, const struct geo_entry *e, size_t file) {
    bool known[PLACE__MAX];
    if (e->country.ptr != NULL && f->known[PLACE_COUNTRY] &&
        !same_country(e->country, f->entry.country))
        return; /* its city lies elsewhere */
    memcpy(known, f->known, sizeof known);
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) {
        const struct slot *slot = &slots[i];
        struct slice told = *(const struct slice *)(const void *)((const char *)e + slot->offset);
        if (told.ptr == NULL || known[slot->part])
            continue;
        *(struct slice *)(void *)((char *)&f->entry + slot->offset) = told;
        f->known[slot->part] = true;
        f->told_by[slot->part] = file;
    }
}

static enum errcode ask(const struct geo *g, struct slice text, struct found *out) {
    union address address;
    bool trouble = false;
    if (!read_address(text, &address))
        return ERR_NOT_FOUND;
    for (size_t i = 0; i < g->count; i++) {
        struct geo_entry entry;
        enum errcode e = look_up(&g->files[i].mmdb, &address, &entry);
        if (e == OK)
            add(out, &entry, i);
        trouble = trouble || e == ERR_IO;
    }
    if (out->known[PLACE_COUNTRY] || out->known[PLACE_REGION] || out->known[PLACE_CITY])
        return OK;
    return trouble ? ERR_IO : ERR_NOT_FOUND;
}

static enum errcode copy_country(struct arena *a, struct slice s, struct slice *out) {
    if (s.ptr == NULL)
        return OK;
    char *p = arena_alloc(a, s.len);
    if (p == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < s.len; i++)
        p[i] = (char)(ascii_lower(s.ptr[i]) - 'a' + 'A');
    *out = (struct slice){p, s.len};
    return OK;
}

/* RU and SPE make RU-SPE. */
static enum errcode make_code(struct arena *a, struct slice within, struct place *p) {
    if (within.ptr == NULL || p->country.ptr == NULL)
        return OK;
    struct buf b;
    buf_init(&b, a, GEO_NAME_BYTES_MAX + sizeof "RU-");
    buf_raw(&b, p->country);
    buf_char(&b, '-');
    buf_raw(&b, within);
    return buf_done(&b, &p->region_code);
}

static enum errcode fill(const struct geo *g, struct arena *a, const struct found *f,
                         struct place *p) {
    const struct geo_entry *entry = &f->entry;
    /* a name in one language is better than none where rules and people look first */
    struct slice region = entry->region.ptr != NULL ? entry->region : entry->region_ru;
    struct slice city = entry->city.ptr != NULL ? entry->city : entry->city_ru;
    enum place_part finest = f->known[PLACE_CITY]     ? PLACE_CITY
                             : f->known[PLACE_REGION] ? PLACE_REGION
                                                      : PLACE_COUNTRY;
    const struct database *d = &g->files[f->told_by[finest]];
    const struct {
        struct slice from, *to;
    } copies[] = {{region, &p->region},
                  {city, &p->city},
                  {entry->region_ru, &p->region_ru},
                  {entry->city_ru, &p->city_ru},
                  {entry->time_zone, &p->time_zone},
                  {d->type, &p->database},
                  {slice_from(d->built), &p->built}};
    enum errcode e = copy_country(a, entry->country, &p->country);
    if (e == OK)
        e = make_code(a, entry->region_code, p);
    for (size_t i = 0; e == OK && i < sizeof copies / sizeof *copies; i++)
        e = arena_copy(a, copies[i].from, copies[i].to);
    memcpy(p->told_by, f->told_by, sizeof p->told_by);
    return e;
}

enum errcode geo_find(const struct geo *g, struct arena *a, struct slice address,
                      struct place *out) {
    struct found found = {0};
    struct place p = {0};
    enum errcode e = g == NULL ? ERR_NOT_FOUND : ask(g, address, &found);
    if (e == OK)
        e = fill(g, a, &found, &p);
    if (e == OK)
        *out = p;
    return e;
}

struct viewer {
    const struct geo *g;
    size_t file;
    struct arena *arena;
    void (*see)(void *arg, const struct place *place);
    void *arg;
};

static bool show(void *arg, MMDB_entry_s *entry) {
    const struct viewer *v = arg;
    struct geo_entry told;
    struct found found = {0};
    struct place place = {0};
    arena_reset(v->arena);
    if (geo_entry_read(entry, &told) != MMDB_SUCCESS)
        return false;
    add(&found, &told, v->file);
    if (fill(v->g, v->arena, &found, &place) != OK)
        return false;
    v->see(v->arg, &place);
    return true;
}

enum errcode geo_each(const struct geo *g, size_t file, struct arena *a,
                      void (*see)(void *arg, const struct place *place), void *arg) {
    struct viewer v = {g, file, a, see, arg};
    return geo_file_each(&g->files[file].mmdb, show, &v) ? OK : ERR_IO;
}
