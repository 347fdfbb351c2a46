/* category: the classes of leads, from categories.yaml. Immutable once loaded. */
#ifndef FORM_CATEGORY_H
#define FORM_CATEGORY_H

#include <stddef.h>

#include "form/text.h"

struct category {
    struct slice name;   /* [a-z][a-z0-9-]*, e.g. high-margin */
    struct slice colour; /* one word: red, green, grey ... */
    int rank;            /* 1..999, smaller is worked first */
    struct text label;
};

#endif
