/* costs: a file of what was spent (source, medium, campaign, day, amount, currency), read as a
 * whole, with all that is wrong in it, and loaded in one statement. */
#ifndef ADMIN_COSTS_H
#define ADMIN_COSTS_H

#include <libpq-fe.h>

#include "base/arena.h"
#include "form/problems.h"

enum { COST_SOURCE = 0, COST_MEDIUM, COST_CAMPAIGN, COST_WORDS };

struct cost_row {
    int line;
    struct slice words[COST_WORDS], folded[COST_WORDS]; /* as admin/cost_cell has them */
    const char *day, *amount;                           /* 2026-11-01, 1234.56 */
};

struct cost_list {
    struct cost_row *rows;
    size_t count;
};

/* currency: of the installation, three capital letters; path is for messages; text is changed, and
 * the rows live in the arena. What is wrong goes to problems; the list is of use if there is none.
 */
void costs_read(struct arena *a, const char *path, char *text, size_t len, const char *currency,
                struct problems *problems, struct cost_list *out);

/* NULL: *why and *hint as below. */
const char *costs_currency(struct arena *a, PGconn *conn, const char **why, const char **hint);

struct costs_result {
    const char *added, *replaced, *same; /* numbers, as text */
    const char *since, *until, *sum;
};

/* Loads them, or with dry_run only finds out what that would do. false: nothing was done, *why says
 * why, *hint what to do (NULL: nothing is known). */
bool costs_load(struct arena *a, PGconn *conn, const struct cost_list *list, const char *currency,
                bool dry_run, struct costs_result *out, const char **why, const char **hint);

#endif
