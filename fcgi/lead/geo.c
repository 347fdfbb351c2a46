/* geo: one open database and the lookup of an address in it. */
#include "lead/geo.h"

#include <arpa/inet.h>
#include <maxminddb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "lead/geo_entry.h"
#include "lead/geo_file.h"

#define DAY_MAX 2932896 /* 9999-12-31 */

struct geo {
    MMDB_s db;
    struct slice database; /* in the metadata of db */
    char built[CLOCK_DAY_BYTES];
};

static void describe(struct geo *g) {
    struct slice type = slice_from(g->db.metadata.database_type);
    uint64_t day = g->db.metadata.build_epoch / SECONDS_PER_DAY;
    if (type.len > 0 && type.len <= GEO_NAME_BYTES_MAX && utf8_is_text(type))
        g->database = type;
    clock_day_iso(day <= DAY_MAX ? (int32_t)day : 0, g->built);
}

enum errcode geo_open(const char *path, struct geo **out) {
    int fd = -1;
    enum errcode e = geo_file_seal(path, &fd);
    if (e != OK)
        return e;
    struct geo *g = xcalloc(1, sizeof *g);
    bool good = geo_file_walk(fd);
    int status = good ? geo_file_open(fd, &g->db) : MMDB_INVALID_DATA_ERROR;
    close(fd); /* the mapping stays */
    if (status != MMDB_SUCCESS) {
        log_line(LOG_ERROR, "geo_file", "path=%s why=\"no sound MaxMind database\" error=\"%s\"",
                 path, MMDB_strerror(status));
        free(g);
        return ERR_CONFIG;
    }
    describe(g);
    *out = g;
    return OK;
}

void geo_close(struct geo *g) {
    if (g == NULL)
        return;
    MMDB_close(&g->db);
    free(g);
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

static enum errcode look_up(const struct geo *g, struct slice text, struct geo_entry *out) {
    static struct log_gate gate;
    union address address;
    int status = MMDB_SUCCESS;
    if (!read_address(text, &address))
        return ERR_NOT_FOUND;
    MMDB_lookup_result_s hit = MMDB_lookup_sockaddr(&g->db, &address.any, &status);
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

/* ISO 3166-1 alpha-2, or unset. */
static enum errcode copy_country(struct arena *a, struct slice s, struct slice *out) {
    bool good = s.len == 2 && ascii_is_alpha(s.ptr[0]) && ascii_is_alpha(s.ptr[1]);
    if (!good)
        return OK;
    char *p = arena_alloc(a, 2);
    if (p == NULL)
        return ERR_TOO_LARGE;
    for (int i = 0; i < 2; i++)
        p[i] = (char)(ascii_lower(s.ptr[i]) - 'a' + 'A');
    *out = (struct slice){p, 2};
    return OK;
}

static enum errcode fill(const struct geo *g, struct arena *a, const struct geo_entry *entry,
                         struct place *p) {
    /* a name in one language is better than none where rules and people look first */
    struct slice region = entry->region.ptr != NULL ? entry->region : entry->region_ru;
    struct slice city = entry->city.ptr != NULL ? entry->city : entry->city_ru;
    const struct {
        struct slice from, *to;
    } copies[] = {{region, &p->region},
                  {city, &p->city},
                  {entry->region_ru, &p->region_ru},
                  {entry->city_ru, &p->city_ru},
                  {entry->time_zone, &p->time_zone},
                  {g->database, &p->database},
                  {slice_from(g->built), &p->built}};
    enum errcode e = copy_country(a, entry->country, &p->country);
    for (size_t i = 0; e == OK && i < sizeof copies / sizeof *copies; i++)
        e = arena_copy(a, copies[i].from, copies[i].to);
    return e;
}

enum errcode geo_find(const struct geo *g, struct arena *a, struct slice address,
                      struct place *out) {
    struct geo_entry entry;
    struct place p = {0};
    enum errcode e = g == NULL ? ERR_NOT_FOUND : look_up(g, address, &entry);
    if (e == OK)
        e = fill(g, a, &entry, &p);
    if (e != OK)
        return e;
    if (p.country.ptr == NULL && p.region.ptr == NULL && p.city.ptr == NULL)
        return ERR_NOT_FOUND;
    *out = p;
    return OK;
}
