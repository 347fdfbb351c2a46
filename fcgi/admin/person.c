/* person: nothing is set in the session that a person could not set. */
#include "admin/person.h"

#include <stdlib.h>
#include <unistd.h>

#include "admin/database.h"
#include "admin/text.h"
#include "store/database_name.h"

static bool is_set(const char *name) {
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

PGconn *person_connect(struct arena *a, const char *url, const char **why) {
    *why = NULL;
    if (url == NULL && geteuid() == 0 && !is_set("PGUSER") && !is_set("PGSERVICE")) {
        struct database d;
        return database_find(a, NULL, &d, why) == OK ? database_connect(a, &d, NULL, why) : NULL;
    }
    const char *keys[] = {"dbname", "client_encoding", "fallback_application_name", NULL};
    const char *values[] = {url != NULL ? url : database_name(), "UTF8", "firstline", NULL};
    PGconn *conn = PQconnectdbParams(keys, values, 1);
    if (conn != NULL && PQstatus(conn) == CONNECTION_OK)
        return conn;
    struct slice rest;
    *why = text_copy(
        a, slice_trim(slice_cut(slice_from(conn == NULL ? "out of memory" : PQerrorMessage(conn)),
                                '\n', &rest)));
    PQfinish(conn);
    return NULL;
}
