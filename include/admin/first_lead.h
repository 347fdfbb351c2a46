/* first_lead: what setup types into a form to see a lead in the queue. Pure. */
#ifndef ADMIN_FIRST_LEAD_H
#define ADMIN_FIRST_LEAD_H

#include <stdint.h>

#include "base/arena.h"
#include "form/form_set.h"

/* callback if there is one and it can be filled, else the first that can; NULL: none. */
const struct form *first_lead_form(const struct form_set *set);

/* A JSON object for that form with its required fields, today being that day (since 1970). In text
 * fields it says what it is. */
struct slice first_lead_body(struct arena *a, const struct form *form, int32_t today);

#endif
