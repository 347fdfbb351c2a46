/* host_note: see the header. Hosts are letters, digits, dots and hyphens (form/known_hosts), so
 * that they stand in an array's text as they are. */
#include "store/host_note.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/xalloc.h"

/* By its name: one that is not there would end the connection. */
#define MAY_CALL                                                                                   \
    "SELECT coalesce(has_function_privilege(to_regprocedure("                                      \
    "'intake.note_hosts(text[],text[],text[])'), 'EXECUTE'), false)"

struct host_note {
    pthread_mutex_t lock; /* guards what follows */
    char *query;
    unsigned long number;
};

struct host_note *host_note_new(void) {
    struct host_note *n = xcalloc(1, sizeof *n);
    pthread_mutex_init(&n->lock, NULL);
    return n;
}

void host_note_free(struct host_note *n) {
    pthread_mutex_destroy(&n->lock);
    free(n->query);
    free(n);
}

static void write_query(FILE *out, const struct known_hosts *hosts) {
    fputs("SELECT intake.note_hosts(", out);
    for (enum known kind = 0; kind < KNOWN__MAX; kind++) {
        const struct host_list *list = &hosts->lists[kind];
        fputs(kind == 0 ? "'{" : ", '{", out);
        for (size_t i = 0; i < list->count; i++)
            fprintf(out, "%s%.*s", i == 0 ? "" : ",", SLICE_ARG(list->items[i]));
        fputs("}'", out);
    }
    fputc(')', out);
}

static char *make_query(const struct known_hosts *hosts) {
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (out != NULL)
        write_query(out, hosts);
    if (out == NULL || fclose(out) != 0)
        xalloc_fail();
    return text;
}

void host_note_set(struct host_note *n, const struct known_hosts *hosts) {
    char *query = make_query(hosts);
    pthread_mutex_lock(&n->lock);
    char *old = n->query;
    n->query = query;
    n->number++;
    pthread_mutex_unlock(&n->lock);
    free(old);
}

unsigned long host_note_number(struct host_note *n) {
    pthread_mutex_lock(&n->lock);
    unsigned long number = n->number;
    pthread_mutex_unlock(&n->lock);
    return number;
}

static enum errcode may_call(struct pg *pg, long long deadline, bool *out) {
    PGresult *result;
    enum errcode e = pg_ask(pg, MAY_CALL, deadline, &result);
    if (e != OK)
        return e;
    *out = PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, 0), "t") == 0;
    PQclear(result);
    return OK;
}

enum errcode host_note_tell(struct host_note *n, struct pg *pg, long long deadline) {
    PGresult *result;
    bool may = false;
    enum errcode e = may_call(pg, deadline, &may);
    if (e != OK || !may)
        return e;
    pthread_mutex_lock(&n->lock);
    char *query = xstrdup(slice_from(n->query));
    pthread_mutex_unlock(&n->lock);
    e = pg_ask(pg, query, deadline, &result);
    free(query);
    if (e == OK)
        PQclear(result);
    return e;
}
