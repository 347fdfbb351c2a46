/* database_name: see the header. */
#include "store/database_name.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

static bool is_set(const char *name) {
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

const char *database_name(void) {
    return is_set("PGDATABASE") || is_set("PGSERVICE") ? NULL : "firstline";
}
