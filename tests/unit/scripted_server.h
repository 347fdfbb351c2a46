/* scripted_server: a PostgreSQL that does what a script says, on a Unix socket of its own: it
 * refuses one record, hangs at a commit, warns, dies. Where no line fits it is a good server, which
 * is durable and keeps each record once. What a real one says is seen in tests/http.
 *
 *     scripted_say(s, (struct scripted_line[]){{"poison", FAILS, "23514 no"},
 *                                              {"execute", HANGS, .times = 1}, {0}});
 *
 * Its threads read and write their own sockets only, and by recv(2) and send(2): a test may have
 * taken write(2) and close(2) over. */
#ifndef UNIT_SCRIPTED_SERVER_H
#define UNIT_SCRIPTED_SERVER_H

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "unit.h"

#include "base/slice.h"
#include "base/uuid.h"

/* A line of a script says no more than it means. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

enum scripted_reply {
    SAYS = 0, /* what text says: of a query a row, cut at '|'; of a submit a word for each record,
               * the last for all that are left, or a row; of a connect "standby" */
    FAILS,    /* an error: SQLSTATE and message; of a connect it is the end */
    DIES,     /* the same in the midst of a connection, which ends */
    WARNS,    /* as without this line, and a warning that says text */
    NOTES,    /* the same with a notice */
    LATE,     /* the same without a word, SCRIPTED_LATE_MS later */
    STALLS,   /* the same at once, and then nothing more is even read */
    HANGS,    /* no answer, and nothing more is read */
    CLOSES,   /* the connection ends unanswered */
    COMMITS,  /* the same, after the records were kept */
};

/* What is asked is "connect", "prepare NAME SQL", "execute NAME JSON" (of intake.submit_again
 * "execute again JSON"), "look {RECEIPTS}", "COMMIT" after these two, or the query itself. */
struct scripted_line {
    const char *on; /* is part of it; NULL ends the script */
    enum scripted_reply reply;
    const char *text;
    int times; /* 0: always */
    int above; /* for submits of more records than this only */
};

#define SCRIPTED_LATE_MS 200
#define SCRIPTED_LINES 16
#define SCRIPTED_MANY 4096
#define SCRIPTED_ID "\"id\":\""
#define SCRIPTED_HISTORY "1-1-1"
#define SCRIPTED_LOOK SCRIPTED_HISTORY "|1000|t"
#define SCRIPTED_OTHER "0190ffff-0000-7000-8000-00000000000f" /* the receipt of what differs */

struct scripted {
    char dir[40];
    int listener;
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows */
    struct scripted_line lines[SCRIPTED_LINES];
    int used[SCRIPTED_LINES];
    char *asked[SCRIPTED_MANY];
    char kept[SCRIPTED_MANY][UUID_TEXT];
    int asked_count, kept_count, connection_count;
    struct scripted_connection {
        struct scripted *server;
        int fd;
        pthread_t thread;
        FILE *out;
        char *text, *bound; /* what out has; what is asked by the next execute */
        size_t bytes;
        bool skips;        /* until the next sync */
        bool looks, again; /* as the last unnamed statement does */
    } connections[64];
};

/* ---- what it says -------------------------------------------------------------------------- */

static void scripted_message(struct scripted_connection *c, char type, const char *body, int n) {
    uint32_t length = htonl((uint32_t)n + 4);
    fputc(type, c->out);
    fwrite(&length, 1, 4, c->out);
    fwrite(body, 1, (size_t)n, c->out);
}

/* Of a DataRow (D), or the RowDescription (T) that fits it. */
static void scripted_row(struct scripted_connection *c, char type, const char *row) {
    char body[512] = {0};
    int n = 2;
    for (struct slice rest = slice_from(row); rest.ptr != NULL; body[1]++) {
        struct slice cell = slice_cut(rest, '|', &rest);
        if (type == 'D') {
            body[n + 3] = (char)cell.len;
            memcpy(body + n + 4, cell.ptr, cell.len);
            n += 4 + (int)cell.len;
        } else {
            body[n] = 'c'; /* its name; the rest is zero, which nobody reads */
            n += 20;
        }
    }
    scripted_message(c, type, body, n);
}

static void scripted_trouble(struct scripted_connection *c, char type, const char *severity,
                             const char *text) {
    char body[400];
    int n = snprintf(body, sizeof body, "S%s%cV%s%cC%.5s%cM%s%c%c", severity, 0, severity, 0, text,
                     0, strlen(text) > 6 ? text + 6 : text, 0, 0);
    scripted_message(c, type, body, n);
}

static void scripted_welcome(struct scripted_connection *c, const char *text) {
    char body[64];
    int n = snprintf(body, sizeof body, "in_hot_standby%c%s%c", 0, text == NULL ? "off" : "on", 0);
    scripted_message(c, 'R', (char[4]){0}, 4);
    scripted_message(c, 'S',
                     "server_version\0"
                     "15.0",
                     20);
    scripted_message(c, 'S', "default_transaction_read_only\0off", 34);
    scripted_message(c, 'S', body, n);
}

static const char *scripted_keep(struct scripted *s, const char *id) {
    for (int i = 0; i < s->kept_count; i++)
        if (memcmp(s->kept[i], id, UUID_TEXT) == 0)
            return "replay";
    if (s->kept_count == SCRIPTED_MANY)
        abort();
    memcpy(s->kept[s->kept_count++], id, UUID_TEXT);
    return "new";
}

static void scripted_submit(struct scripted_connection *c, const char *asked, const char *words) {
    struct slice rest = slice_from(words), word = SLICE_NONE;
    char row[160];
    scripted_message(c, '2', "", 0);
    bool is_row = words != NULL && strchr(words, '|') != NULL;
    scripted_row(c, 'T', is_row ? words : "n|receipt|outcome");
    if (is_row)
        scripted_row(c, 'D', words);
    for (int n = 1; !is_row && (asked = strstr(asked, SCRIPTED_ID)) != NULL; n++) {
        const char *id = asked += sizeof SCRIPTED_ID - 1;
        word = rest.ptr != NULL ? slice_cut(rest, ' ', &rest) : word;
        if (word.ptr == NULL)
            snprintf(row, sizeof row, "%d|%.36s|%s", n, id, scripted_keep(c->server, id));
        else
            snprintf(row, sizeof row, "%d|%.36s|%.*s", n,
                     slice_eq_lit(word, "differs") ? SCRIPTED_OTHER : id, SLICE_ARG(word));
        if (!slice_eq_lit(word, "none"))
            scripted_row(c, 'D', row);
    }
    scripted_message(c, 'C', "SELECT", 7);
}

static void scripted_well(struct scripted_connection *c, const char *asked, const char *text) {
    if (strcmp(asked, "connect") == 0) {
        scripted_welcome(c, text);
    } else if (strncmp(asked, "prepare ", 8) == 0) {
        scripted_message(c, '1', "", 0);
    } else if (strncmp(asked, "execute ", 8) == 0) {
        scripted_submit(c, asked, text);
    } else if (strncmp(asked, "look ", 5) == 0) {
        scripted_submit(c, asked, text != NULL ? text : SCRIPTED_LOOK);
    } else if (strcmp(asked, "COMMIT") != 0) {
        text = text != NULL                                ? text
               : strstr(asked, "full_page_writes") != NULL ? "on|on|on|3|" SCRIPTED_HISTORY
                                                           : "1";
        scripted_row(c, 'T', text);
        scripted_row(c, 'D', text);
        scripted_message(c, 'C', "SELECT", 7);
    }
}

/* ---- what it is asked ---------------------------------------------------------------------- */

static int scripted_records(const char *text) {
    int n = 0;
    while ((text = strstr(text, SCRIPTED_ID)) != NULL)
        n++, text++;
    return n;
}

static struct scripted_line scripted_find(struct scripted *s, const char *asked) {
    for (int i = 0; s->lines[i].on != NULL; i++) {
        const struct scripted_line *l = &s->lines[i];
        if (strstr(asked, l->on) != NULL && (l->times == 0 || s->used[i] < l->times) &&
            scripted_records(asked) >= l->above + (l->above > 0)) {
            s->used[i]++;
            return *l;
        }
    }
    return (struct scripted_line){0};
}

/* What came of it; SAYS if all is well. */
static enum scripted_reply scripted_answer(struct scripted_connection *c, const char *asked) {
    struct scripted *s = c->server;
    pthread_mutex_lock(&s->lock);
    struct scripted_line l = scripted_find(s, asked);
    if (s->asked_count == SCRIPTED_MANY)
        abort();
    s->asked[s->asked_count++] = strdup(asked);
    bool notice = l.reply == WARNS || l.reply == NOTES;
    if (l.reply == FAILS || l.reply == DIES)
        scripted_trouble(c, 'E', l.reply == DIES ? "FATAL" : "ERROR", l.text);
    if (l.reply == SAYS || l.reply == STALLS || l.reply == LATE || notice)
        scripted_well(c, asked, l.reply == SAYS ? l.text : NULL);
    if (notice)
        scripted_trouble(c, 'N', l.reply == WARNS ? "WARNING" : "NOTICE", l.text);
    for (const char *id = asked; l.reply == COMMITS && (id = strstr(id, SCRIPTED_ID)) != NULL;)
        scripted_keep(s, id += sizeof SCRIPTED_ID - 1);
    pthread_mutex_unlock(&s->lock);
    if (l.reply == LATE)
        poll(NULL, 0, SCRIPTED_LATE_MS);
    return notice || l.reply == LATE ? SAYS : l.reply;
}

/* A statement, no formats, one parameter. */
static void scripted_bind(struct scripted_connection *c, const char *name, const char *value) {
    bool unnamed = *name == '\0';
    const char *verb = unnamed && c->looks ? "look" : "execute ";
    free(c->bound);
    if (asprintf(&c->bound, "%s%s %s", verb, unnamed && c->again ? "again" : name, value) == -1)
        abort();
}

static enum scripted_reply scripted_take(struct scripted_connection *c, char type, char *body) {
    enum scripted_reply came = SAYS;
    char *second = type == 'P' || type == 'B' ? body + strlen(body) + 1 : body, *asked = NULL;
    if (type == 'P' && asprintf(&asked, "prepare %s %s", body, second) == -1)
        abort();
    if (type == 'P' && *body == '\0') {
        c->looks = strstr(second, "intake.look(") != NULL;
        c->again = strstr(second, "intake.submit_again(") != NULL;
    }
    if (type == 'B')
        scripted_bind(c, second, second + strlen(second) + 9);
    bool commits = type == 'S' && !c->skips && c->bound != NULL;
    if (type == 'Q' || commits || (!c->skips && (type == 'P' || type == 'E')))
        came = scripted_answer(c, type == 'Q'   ? body
                                  : type == 'P' ? asked
                                  : type == 'E' ? c->bound
                                                : "COMMIT");
    c->skips = type != 'Q' && type != 'S' && (c->skips || came == FAILS);
    if (type == 'S') {
        free(c->bound);
        c->bound = NULL;
    }
    if ((type == 'Q' || type == 'S') && (came == SAYS || came == FAILS || came == STALLS))
        scripted_message(c, 'Z', "I", 1);
    free(asked);
    return type == 'X' ? CLOSES : came == FAILS ? SAYS : came;
}

/* The body of the next message, NULL at the end. Its type is told unless there is none. */
static char *scripted_read(struct scripted_connection *c, char *type) {
    uint32_t length;
    if ((type != NULL && recv(c->fd, type, 1, MSG_WAITALL) != 1) ||
        recv(c->fd, &length, 4, MSG_WAITALL) != 4)
        return NULL;
    size_t n = ntohl(length) - 4;
    char *body = calloc(1, n + 1);
    if (n == 0 || recv(c->fd, body, n, MSG_WAITALL) == (ssize_t)n)
        return body;
    free(body);
    return NULL;
}

static void scripted_send(struct scripted_connection *c) {
    fflush(c->out);
    for (size_t done = 0; done < c->bytes;) {
        ssize_t n = send(c->fd, c->text + done, c->bytes - done, MSG_NOSIGNAL);
        done = n <= 0 ? c->bytes : done + (size_t)n;
    }
    rewind(c->out);
}

static void *scripted_serve(void *arg) {
    struct scripted_connection *c = arg;
    char type, *body = scripted_read(c, NULL);
    c->out = open_memstream(&c->text, &c->bytes);
    enum scripted_reply came = body == NULL ? CLOSES : scripted_answer(c, "connect");
    if (came == SAYS)
        scripted_message(c, 'Z', "I", 1);
    scripted_send(c);
    while (came == SAYS) {
        free(body);
        body = scripted_read(c, &type);
        came = body == NULL ? CLOSES : scripted_take(c, type, body);
        scripted_send(c);
    }
    if (came == HANGS || came == STALLS)
        poll(&(struct pollfd){.fd = c->fd, .events = POLLRDHUP}, 1, -1);
    shutdown(c->fd, SHUT_RDWR);
    fclose(c->out);
    free(c->text);
    free(c->bound);
    free(body);
    return NULL;
}

static void *scripted_listen(void *arg) {
    struct scripted *s = arg;
    int fd;
    while ((fd = accept(s->listener, NULL, NULL)) != -1) {
        pthread_mutex_lock(&s->lock);
        if ((size_t)s->connection_count == COUNT(s->connections))
            abort();
        struct scripted_connection *c = &s->connections[s->connection_count++];
        *c = (struct scripted_connection){.server = s, .fd = fd};
        pthread_create(&c->thread, NULL, scripted_serve, c);
        pthread_mutex_unlock(&s->lock);
    }
    return NULL;
}

/* ---- for the test -------------------------------------------------------------------------- */

/* A new script in the place of the old. */
static void scripted_say(struct scripted *s, const struct scripted_line *lines) {
    pthread_mutex_lock(&s->lock);
    memset(s->used, 0, sizeof s->used);
    for (int i = 0; i == 0 || lines[i - 1].on != NULL; i++)
        s->lines[i] = lines[i];
    pthread_mutex_unlock(&s->lock);
}

/* For a file of tests that calls it server. */
#define SAY(...) scripted_say(server, (const struct scripted_line[]){__VA_ARGS__, {0}})

/* How often something that contains text was asked. */
static int scripted_count(struct scripted *s, const char *text) {
    int n = 0;
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < s->asked_count; i++)
        n += strstr(s->asked[i], text) != NULL;
    pthread_mutex_unlock(&s->lock);
    return n;
}

/* How many records it keeps. */
__attribute__((unused)) static int scripted_kept(struct scripted *s) {
    pthread_mutex_lock(&s->lock);
    int n = s->kept_count;
    pthread_mutex_unlock(&s->lock);
    return n;
}

/* PGHOST is where it listens. */
static struct scripted *scripted_start(void) {
    struct scripted *s = calloc(1, sizeof *s);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    pthread_mutex_init(&s->lock, NULL);
    strcpy(s->dir, "/tmp/firstline-scripted-XXXXXX");
    assert_non_null(mkdtemp(s->dir));
    snprintf(address.sun_path, sizeof address.sun_path, "%s/.s.PGSQL.5432", s->dir);
    s->listener = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(s->listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(s->listener, 16), 0);
    pthread_create(&s->thread, NULL, scripted_listen, s);
    setenv("PGHOST", s->dir, 1);
    setenv("PGPORT", "5432", 1);
    setenv("PGUSER", "firstline_intake", 1);
    setenv("PGDATABASE", "firstline", 1);
    return s;
}

/* Every connection ends; new ones may be made. */
static void scripted_hang_up(struct scripted *s) {
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < s->connection_count; i++)
        shutdown(s->connections[i].fd, SHUT_RDWR);
    pthread_mutex_unlock(&s->lock);
}

static void scripted_stop(struct scripted *s) {
    char path[64];
    shutdown(s->listener, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->listener);
    scripted_hang_up(s);
    for (int i = 0; i < s->connection_count; i++) {
        pthread_join(s->connections[i].thread, NULL);
        close(s->connections[i].fd);
    }
    for (int i = 0; i < s->asked_count; i++)
        free(s->asked[i]);
    snprintf(path, sizeof path, "%s/.s.PGSQL.5432", s->dir);
    unlink(path);
    rmdir(s->dir);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

#endif
