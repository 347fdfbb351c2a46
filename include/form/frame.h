/* frame: the owner's page around a form, page.html. */
#ifndef FORM_FRAME_H
#define FORM_FRAME_H

#include "base/slice.h"
#include "form/problems.h"

/* Each mark once, no unknown mark. */
void frame_check(struct problems *problems, const char *path, struct slice text);

#endif
