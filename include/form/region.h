/* region: the regions of countries by code (ISO 3166-2), with the names that people and geo
 * databases have for them. The table is built in; form/make-regions.pl made it from Unicode's CLDR.
 */
#ifndef FORM_REGION_H
#define FORM_REGION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* Slices point into the table. */
struct region {
    struct slice code; /* RU-SPE */
    struct slice line; /* code and names, with tabs between */
};

/* The region of the country (two capital letters; unset: of any) that name is the code or a name
 * of, compared as reading_alike does. A name that several have finds none, as one that is in no
 * line; in one country none stands twice. Goes through the lines of the country, or all. */
bool region_find(struct slice country, struct slice name, struct region *out);

/* The next of its code and names, beginning with *at == 0; unset: there is none any more. */
struct slice region_next_name(const struct region *r, size_t *at);

#endif
