/* entry: what the staff types: leads by hand, and answers of a card before they are stored. Both
 * are read by the form's own checks, as a visitor's are. */
#ifndef DESK_ENTRY_H
#define DESK_ENTRY_H

#include "desk/errand.h"

void entry_serve_lead(struct errand *c, struct slice form); /* POST /desk/lead/FORM */
void entry_serve_read(struct errand *c, struct slice form); /* POST /desk/read/FORM */

#endif
