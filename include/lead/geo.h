/* geo: the place of an address, by libmaxminddb; GeoLite2/GeoIP2's nested and the flat layout of
 * DB-IP / ip-location-db. One database shared by all threads. */
#ifndef LEAD_GEO_H
#define LEAD_GEO_H

#include "base/arena.h"

struct geo; /* opaque: one open database */

struct place {
    struct slice country;            /* ISO 3166-1 alpha-2; unset when unknown */
    struct slice region, city;       /* English name when there is one */
    struct slice region_ru, city_ru; /* Russian names when the database has them */
    struct slice time_zone;          /* IANA name when the database has it */
    struct slice database;           /* its type, e.g. GeoLite2-City */
    struct slice built;              /* YYYY-MM-DD */
};

/* A file that is none: ERR_CONFIG, logged once. The whole file is copied to sealed memory and
 * opened there, so that cutting or replacing it cannot reach us; before that a child process walks
 * through it (see lead/geo_file.h, also on forking). */
MUST_CHECK enum errcode geo_open(const char *path, struct geo **out);
void geo_close(struct geo *g); /* NULL is fine */

/* g may be NULL: ERR_NOT_FOUND, as for an address that is not in it or is none. Error of the
 * database: ERR_IO. Values are copied into a. */
MUST_CHECK enum errcode geo_find(const struct geo *g, struct arena *a, struct slice address,
                                 struct place *out);

#endif
