/* describe: GET /desk/api/: what there is for the person, in the words of the comments. */
#ifndef DESK_DESCRIBE_H
#define DESK_DESCRIBE_H

#include "desk/errand.h"

bool describe(struct errand *c);

#endif
