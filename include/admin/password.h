/* password: of a person, from the terminal, from standard input, or made up. It never leaves this
 * program but hashed. */
#ifndef ADMIN_PASSWORD_H
#define ADMIN_PASSWORD_H

#include <libpq-fe.h>
#include <stdbool.h>

#include "base/arena.h"

/* NULL: it will do; else why not, in words. At least STAFF_PASSWORD_MIN characters, at most
 * STAFF_PASSWORD_MAX octets, UTF-8. */
const char *password_fault(const char *password);

/* Asks for it twice without showing it. NULL: *why says why, no terminal among the reasons. */
const char *password_ask(struct arena *a, const char *login, const char **why);

/* The first line of standard input. NULL: *why says why. */
const char *password_from_stdin(struct arena *a, const char **why);

/* Sixteen random letters and digits in groups, 79 bits: to be shown once and written down. */
const char *password_make(struct arena *a);

/* ALTER ROLE with what SCRAM keeps of it, made here. false: *why. */
bool password_set(struct arena *a, PGconn *conn, const char *login, const char *password,
                  const char **why);

#endif
