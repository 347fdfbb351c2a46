/* password: the terminal is opened by its own name, since standard input may be a file. */
#include "admin/password.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "admin/database.h"
#include "admin/text.h"
#include "base/bounds.h"
#include "base/utf8.h"

#define MADE_LENGTH 16
#define MADE_GROUP 4

const char *password_fault(const char *password) {
    struct slice s = slice_from(password);
    if (!utf8_valid(s))
        return "it is not UTF-8";
    if (s.len > STAFF_PASSWORD_MAX)
        return "it is too long";
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == 0x7f)
            return "it has a control character in it";
    return utf8_length(s) < STAFF_PASSWORD_MIN ? "it is shorter than 8 characters" : NULL;
}

/* Without its end. NULL: there is none, or it is longer than any password. */
static const char *read_line(struct arena *a, int fd) {
    char *line = text_alloc(a, STAFF_PASSWORD_MAX + 2);
    for (size_t n = 0; n <= STAFF_PASSWORD_MAX; n++) {
        ssize_t got = read(fd, line + n, 1); /* no octet more: what follows is somebody else's */
        if (got <= 0 || line[n] == '\n') {
            line[n] = '\0';
            return got <= 0 && n == 0 ? NULL : line;
        }
    }
    return NULL;
}

static volatile sig_atomic_t caught;

static void catch (int signal) { caught = signal; }

/* Whatever would end us in the middle waits until the terminal shows again what is typed. */
static const char *ask_once(struct arena *a, int tty, const char *question) {
    static const int signals[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
    enum { SIGNALS = sizeof signals / sizeof *signals };
    struct sigaction before[SIGNALS], ours = {.sa_handler = catch}; /* read() ends */
    struct termios shown, hidden;
    if (tcgetattr(tty, &shown) == -1)
        return NULL;
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    caught = 0;
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &ours, &before[i]);
    dprintf(tty, "%s: ", question);
    tcsetattr(tty, TCSAFLUSH, &hidden);
    const char *line = caught == 0 ? read_line(a, tty) : NULL;
    tcsetattr(tty, TCSAFLUSH, &shown);
    dprintf(tty, "\n");
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &before[i], NULL);
    if (caught != 0)
        raise(caught);
    return caught == 0 ? line : NULL;
}

const char *password_ask(struct arena *a, const char *login, const char **why) {
    int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (tty == -1) {
        *why = "there is no terminal to ask on: use --password-stdin";
        return NULL;
    }
    const char *one = ask_once(a, tty, text_printf(a, "Password for %s", login));
    const char *two = one != NULL ? ask_once(a, tty, "The same again") : NULL;
    close(tty);
    *why = two == NULL             ? "no password was given"
           : strcmp(one, two) != 0 ? "the two are not the same"
                                   : NULL;
    return *why == NULL ? one : NULL;
}

const char *password_from_stdin(struct arena *a, const char **why) {
    const char *line = read_line(a, STDIN_FILENO);
    *why = line == NULL ? "standard input has no password in its first line" : NULL;
    return line;
}

/* Without letters that look like another. */
const char *password_make(struct arena *a) {
    static const char letters[] = "23456789abcdefghjkmnpqrstuvwxyz";
    char *made = text_alloc(a, MADE_LENGTH + MADE_LENGTH / MADE_GROUP);
    size_t n = 0;
    for (int i = 0; i < MADE_LENGTH; i++) {
        if (i > 0 && i % MADE_GROUP == 0)
            made[n++] = '-';
        made[n++] = letters[arc4random_uniform(sizeof letters - 1)];
    }
    return made;
}

bool password_set(struct arena *a, PGconn *conn, const char *login, const char *password,
                  const char **why) {
    char *hash = PQencryptPasswordConn(conn, password, login, "scram-sha-256");
    char *role = PQescapeIdentifier(conn, login, strlen(login));
    char *text = hash != NULL ? PQescapeLiteral(conn, hash, strlen(hash)) : NULL;
    *why = "the password could not be hashed";
    bool good =
        role != NULL && text != NULL &&
        database_do(a, conn, text_printf(a, "ALTER ROLE %s PASSWORD %s", role, text), NULL, why);
    PQfreemem(hash);
    PQfreemem(role);
    PQfreemem(text);
    return good;
}
