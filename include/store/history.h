/* history: what a server says of itself, to tell whether what it was given can be missing. A name
 * of it is lower-case letters, digits and "-" (intake.history in sql/216_hello.sql); it is compared
 * and becomes part of file names, and is never taken apart. */
#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H

#include <stdbool.h>

#include "base/bounds.h"

struct history_name {
    char text[HISTORY_NAME_MAX + 1]; /* empty: none was told yet */
};

/* false also for two that were not told. */
bool history_same(const struct history_name *a, const struct history_name *b);

/* What intake.look answered. */
struct history_look {
    struct history_name name;
    long long wal;   /* octets of its log that are safe: never less under the same name */
    bool remembered; /* it knows the receipts that it was asked for */
};

#endif
