/* form_list: GET /desk/forms: the forms as data, for pages that draw them. */
#ifndef DESK_FORM_LIST_H
#define DESK_FORM_LIST_H

#include "desk/errand.h"

void form_list_serve(struct errand *c);

#endif
