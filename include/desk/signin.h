/* signin: /desk/session: who one is, signing in and out. */
#ifndef DESK_SIGNIN_H
#define DESK_SIGNIN_H

#include "desk/errand.h"

void signin_serve(struct errand *c);

#endif
