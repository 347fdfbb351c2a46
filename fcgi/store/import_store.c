/* import_store: one statement; what has been stored already is found again by its id, so the whole
 * of it may be sent once more. */
#include "store/import_store.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ABOUT_BYTES_MAX (8 * 1024)
#define PAUSE_NS 250000000L

struct sending {
    struct arena *arena;
    PGconn *conn;
    const char *parameters[3]; /* login, about, records */
};

static void member(struct buf *b, const char *name, struct slice value) {
    buf_printf(b, ",\"%s\":", name);
    buf_json(b, value);
}

const char import_store_sql[] = "SELECT i.batch, i.stored, i.again, cardinality(i.busy) FROM "
                                "intake.submit_import($1, $2::json, $3::json) AS i";

void import_about_write(struct buf *b, const struct import_about *about) {
    buf_printf(b, "{\"rows\":%llu,\"refused\":%llu,\"queued\":%s,\"counts\":%s,\"last\":%s",
               about->rows, about->refused, about->queued ? "true" : "false",
               about->counts ? "true" : "false", about->last ? "true" : "false");
    member(b, "form", about->form);
    member(b, "key", about->key);
    member(b, "file", about->file);
    buf_char(b, '}');
}

static enum errcode write_about(struct arena *a, const struct import_about *about,
                                const char **out) {
    struct buf b;
    struct slice text;
    buf_init(&b, a, ABOUT_BYTES_MAX);
    import_about_write(&b, about);
    enum errcode e = buf_done(&b, &text);
    return e == OK ? slice_cstr(a, text, out) : e;
}

static enum errcode write_records(struct arena *a, struct slice records, const char **out) {
    struct buf b;
    struct slice text;
    buf_init(&b, a, records.len + 3);
    buf_char(&b, '[');
    buf_raw(&b, records);
    buf_char(&b, ']');
    enum errcode e = buf_done(&b, &text);
    return e == OK ? slice_cstr(a, text, out) : e;
}

static const char *copied(struct arena *a, const char *text) {
    const char *out = NULL;
    if (text == NULL || slice_cstr(a, slice_trim(slice_from(text)), &out) != OK)
        return NULL;
    return out;
}

static void read_trouble(const struct sending *s, const PGresult *r, struct import_trouble *why) {
    const char *code = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    why->code = copied(s->arena, code != NULL ? code : "08006");
    why->message = copied(s->arena, message != NULL ? message : PQerrorMessage(s->conn));
    why->hint = copied(s->arena, PQresultErrorField(r, PG_DIAG_MESSAGE_HINT));
}

enum sent { SENT_DONE = 0, SENT_BUSY, SENT_REFUSED };

/* What another transaction was in the way of. */
static bool passes(const char *code) {
    static const char *const codes[] = {"55P03", "40P01", "40001"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (code != NULL && strcmp(code, codes[i]) == 0)
            return true;
    return false;
}

static enum sent send_once(const struct sending *s, struct import_stored *out,
                           struct import_trouble *why) {
    PGresult *r = PQexecParams(s->conn, import_store_sql, 3, NULL, s->parameters, NULL, NULL, 0);
    enum sent sent = SENT_DONE;
    if (PQresultStatus(r) != PGRES_TUPLES_OK || PQntuples(r) != 1) {
        read_trouble(s, r, why);
        sent = passes(why->code) ? SENT_BUSY : SENT_REFUSED;
    } else {
        out->batch = strtoll(PQgetvalue(r, 0, 0), NULL, 10);
        out->stored += strtol(PQgetvalue(r, 0, 1), NULL, 10);
        out->again += strtol(PQgetvalue(r, 0, 2), NULL, 10);
        if (strtol(PQgetvalue(r, 0, 3), NULL, 10) > 0) {
            sent = SENT_BUSY;
            *why =
                (struct import_trouble){"55P03", "somebody is at leads of the same clients", NULL};
        }
    }
    PQclear(r);
    return sent;
}

enum errcode import_store(struct arena *a, PGconn *conn, const struct import_about *about,
                          struct slice records, int tries, struct import_stored *out,
                          struct import_trouble *why) {
    struct sending s = {.arena = a, .conn = conn};
    struct import_stored stored = {0, 0, 0};
    const struct timespec pause = {0, PAUSE_NS};
    *why = (struct import_trouble){"53200", "out of memory", NULL};
    enum errcode e = write_about(a, about, &s.parameters[1]);
    if (e == OK)
        e = write_records(a, records, &s.parameters[2]);
    if (e == OK && about->login.ptr != NULL)
        e = slice_cstr(a, about->login, &s.parameters[0]);
    if (e != OK)
        return ERR_UNAVAILABLE;
    enum sent sent = send_once(&s, &stored, why);
    for (int n = 1; sent == SENT_BUSY && n < tries; n++) {
        (void)nanosleep(&pause, NULL);
        sent = send_once(&s, &stored, why);
    }
    if (sent != SENT_DONE)
        return ERR_UNAVAILABLE;
    *out = stored;
    return OK;
}
