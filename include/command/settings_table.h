/* settings_table: what a table of settings is; for settings.c and the tables. */
#ifndef COMMAND_SETTINGS_TABLE_H
#define COMMAND_SETTINGS_TABLE_H

#include "command/settings.h"

#define SETTINGS_MAX 32 /* of one program */

enum setting_kind { KIND_TEXT = 0, KIND_COUNT, KIND_SWITCH, KIND_LIST };

/* help is the line of --help, more what the file of --print-config says besides. */
struct setting {
    const char *name;
    enum setting_kind kind;
    size_t offset;
    int min, max;
    const char *value_name, *fallback, *help, *more;
};

struct settings_table {
    const char *command; /* "serve" */
    const char *about;   /* what its file is, and how it is read */
    const char *how;
    const struct setting *rows;
    size_t count;
};

#endif
