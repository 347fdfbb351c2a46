/* facts: what is known of a lead when rules are tried, in terms of the form layer, so that a
 * condition is read and held against a lead in one file. lead/classify makes them. */
#ifndef FORM_FACTS_H
#define FORM_FACTS_H

#include "form/field_kind.h"
#include "form/form.h"
#include "form/matcher.h"
#include "form/region.h"
#include "form/utm.h"

struct facts {
    struct arena *arena;     /* of the lead: for evidence that has to be written down */
    struct matcher *matcher; /* the thread's: the time of a request's patterns goes on */
    const struct form *form;
    const struct field_value *const *said; /* by field; NULL: no valid answer */
    int64_t received_us;       /* when it came, however long it waits afterwards; 0: unknown */
    int32_t today, today_last; /* where the visitor is; days since 1970, mostly both the same */
    struct slice country, region[2], city[2]; /* of the address; unset: unknown */
    struct slice region_code;                 /* RU-SPE, if the database has one */
    struct region
        region_known; /* by that or by its name; no line: not in our table, or no rule asks */
    struct slice phone_country; /* of the first phone that is a number */
    struct slice utm[UTM__MAX];
};

#endif
