/* geo_entry: the names of a place in a record of a geo database, whichever layout it has. */
#ifndef LEAD_GEO_ENTRY_H
#define LEAD_GEO_ENTRY_H

#include <maxminddb.h>

#include "base/slice.h"

struct geo_entry {        /* in the database's memory */
    struct slice country; /* two letters */
    struct slice region, city, region_ru, city_ru, time_zone;
    struct slice region_code; /* within the country: SPE */
};

/* An MMDB_ code; out is written on success. What is not there is unset. */
int geo_entry_read(MMDB_entry_s *entry, struct geo_entry *out);

#endif
