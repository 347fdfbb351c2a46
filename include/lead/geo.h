/* geo: the place of an address, by libmaxminddb; GeoLite2/GeoIP2's nested and the flat layout of
 * DB-IP / ip-location-db. Several files in an order, shared by all threads once they are open. */
#ifndef LEAD_GEO_H
#define LEAD_GEO_H

#include <stdint.h>

#include "base/arena.h"

struct geo; /* opaque: open databases */

/* What a file may know, each by itself. */
enum place_part { PLACE_COUNTRY = 0, PLACE_REGION, PLACE_CITY, PLACE_ZONE, PLACE__MAX };

struct place {
    struct slice country;            /* ISO 3166-1 alpha-2; unset when unknown */
    struct slice region, city;       /* English name when there is one */
    struct slice region_ru, city_ru; /* Russian names when the database has them */
    struct slice time_zone;          /* IANA name when the database has it */
    struct slice database;           /* type of what told the city, the region or the country */
    struct slice built;              /* YYYY-MM-DD, of that */
    struct slice region_code;        /* ISO 3166-2 when the database has it */
    size_t told_by[PLACE__MAX];      /* which file, of a part that is known */
};

struct geo *geo_new(void);
void geo_close(struct geo *g); /* NULL is fine */

/* Opens one more file; it is asked after those before it. A file that is none, or one more than
 * GEO_FILES_MAX: ERR_CONFIG, logged once. The whole file is copied to sealed memory and opened
 * there, so that cutting or replacing it cannot reach us; before that a child process walks through
 * it (see lead/geo_file.h, also on forking). */
MUST_CHECK enum errcode geo_add(struct geo *g, const char *path);

struct geo_about {
    struct slice database; /* its type, e.g. GeoLite2-City; unset: it does not say */
    const char *built;     /* YYYY-MM-DD */
    int32_t built_day;     /* days since 1970 */
};
size_t geo_count(const struct geo *g);
void geo_describe(const struct geo *g, size_t file, struct geo_about *out);

/* Of each part what the first file says that knows it. A file that says another country than one
 * before it is not listened to. g may be NULL: ERR_NOT_FOUND, as for an address that no file has or
 * that is none. ERR_IO: an error of a database, and no other knew. Values are copied into a. */
MUST_CHECK enum errcode geo_find(const struct geo *g, struct arena *a, struct slice address,
                                 struct place *out);

/* Shows every place of a file once; its slices are in a, which is reset for the next one. For
 * commands: it goes through the whole file. ERR_IO: an error of the database. */
MUST_CHECK enum errcode geo_each(const struct geo *g, size_t file, struct arena *a,
                                 void (*see)(void *arg, const struct place *place), void *arg);

#endif
