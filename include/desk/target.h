/* target: what a path of the bridge names, as the catalog has it, and the statement for it. Names
 * are quoted as the catalog spells them, never pasted; values are parameters. */
#ifndef DESK_TARGET_H
#define DESK_TARGET_H

#include "desk/errand.h"

struct target {
    struct slice schema, name;
    bool has_stamp;  /* a view with such a column, by which a reader who has the rows is told so */
    bool only_reads; /* a function that says so */
};

/* A statement and its values, in the arena. */
struct statement {
    const char *sql;
    const char *values[DESK_ARGUMENTS_MAX];
    int count;
};

/* The look-up of its columns (a view) or arguments (a function), for errand_enter. */
extern const char target_view_sql[], target_function_sql[];

/* The rows of target_view_sql to the statement for all rows whose columns are as filters say.
 * stamp: what the reader has; unset: nothing. limit and skip are texts of numbers. */
bool target_view(struct errand *c, const PGresult *columns, const struct pair_list *filters,
                 struct slice stamp, const char *limit, const char *skip, struct target *t,
                 struct statement *out);

/* The rows of target_function_sql to the statement that calls it with arguments by name. */
bool target_function(struct errand *c, const PGresult *rows, const struct pair_list *arguments,
                     struct target *t, struct statement *out);

#endif
