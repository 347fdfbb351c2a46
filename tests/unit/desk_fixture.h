/* desk_fixture: an errand without a server, and a catalog as the database would tell of it. */
#ifndef UNIT_DESK_FIXTURE_H
#define UNIT_DESK_FIXTURE_H

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "body/urlencoded.h"
#include "desk/errand.h"
#include "desk/target.h"

struct desk_fixture {
    struct desk_context context;
    struct request request;
    struct response response;
    struct errand errand;
};

static struct errand *fixture_errand(struct desk_fixture *f, struct arena *a) {
    *f = (struct desk_fixture){0};
    f->errand = (struct errand){.context = &f->context,
                                .arena = a,
                                .request = &f->request,
                                .response = &f->response,
                                .language = LANGUAGE_EN};
    return &f->errand;
}

/* Columns of a result, as names, and its cells row by row. */
static PGresult *fixture_rows(int columns, const char *const *cells, int rows) {
    PGresult *r = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    PGresAttDesc *names = calloc((size_t)columns, sizeof *names);
    assert(r != NULL && names != NULL);
    for (int i = 0; i < columns; i++)
        names[i].name = (char *)"c";
    int done = PQsetResultAttrs(r, columns, names);
    assert(done == 1);
    for (int i = 0; i < rows * columns; i++) {
        char *cell = (char *)cells[i];
        done = PQsetvalue(r, i / columns, i % columns, cell, (int)strlen(cell));
        assert(done == 1);
    }
    free(names);
    return r;
}

/* What target_view_sql gives for a view; one column has a name that wants quotes. */
static const char *const fixture_columns[] = {"receipt", "stamp", "price", "we\"ird, name", "имя"};
#define FIXTURE_COLUMNS 5

/* And target_function_sql for functions of one name: of two arguments, of which one may be left
 * out; of three, of which one is an array; of none. */
static const char *const fixture_arguments[] = {
    "10", "receipt", "",       "f", "t",
    "10", "note",    "",       "t", "t", /* f(receipt, note), which acts */
    "11", "receipt", "",       "f", "t",
    "11", "teams",   "text[]", "f", "t", /* f(receipt, teams, q"uote) */
    "11", "q\"uote", "",       "t", "t", /* ... */
    "12", "",        "",       "",  "f", /* f(), which only reads */
};
#define FIXTURE_ARGUMENTS 6
#define FIXTURE_ARGUMENT_COLUMNS 5

#endif
