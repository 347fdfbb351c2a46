/* bridge: /desk/api/SCHEMA/NAME: the rows of a view, or a call of a function, as the person. It
 * knows neither by name: both are looked up in the catalog, so that what SQL gets the pages and
 * other programs have, too. */
#ifndef DESK_BRIDGE_H
#define DESK_BRIDGE_H

#include "desk/errand.h"

void bridge_serve(struct errand *c); /* path: behind /desk/api/ */

#endif
