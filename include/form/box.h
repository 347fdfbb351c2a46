/* box: whether a box was ticked, from the values that were sent under its name. */
#ifndef FORM_BOX_H
#define FORM_BOX_H

#include "base/reading.h"
#include "form/field.h"

enum box_reading {
    BOX_UNREAD = 0, /* a value that says neither yes nor no */
    BOX_NO,
    BOX_YES
};

/* Takes the values in any order. A box with a hidden twin, as
 * ASP.NET, Rails and Symfony make it, sends two: any yes is a tick. No values, and empty ones, are
 * no. Yes is one of the words of box.c or the field's label in any language, in any case, with a
 * full stop, a colon or an asterisk behind it or not. One unread value makes all unread: what was
 * agreed to must be clear. Only the arena can fail. */
MUST_CHECK enum errcode box_read(struct arena *a, const struct reading *values, size_t count,
                                 const struct field *field, enum box_reading *out);

#endif
