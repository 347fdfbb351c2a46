/* handshake: what program and schema say to each other when a connection is made, with the settings
 * of the server in the same round trip. A schema that is too old for the program, or for a record
 * that it is handed in, is no fault of a lead: all wait in the spool until install.sql was run. */
#ifndef STORE_HANDSHAKE_H
#define STORE_HANDSHAKE_H

#include <libpq-fe.h>
#include <stdbool.h>

/* The oldest schema that this program can work with: the number that intake.hello (sql/216) has.
 * Keys of a record need none: hello asks for them one by one. */
#define SCHEMA_NEEDED 3

/* Answered with one row: fsync, full_page_writes, synchronous_commit, the number of the schema, the
 * name of the history (store/history.h). The text is good until the thread asks again. */
const char *handshake_query(void);

enum { HANDSHAKE_SCHEMA = 3, HANDSHAKE_HISTORY, HANDSHAKE_COLUMNS };

/* Does this failure, of handshake_query or of intake.submit, say that the schema is too old? If so
 * the log is told, with the command to run. result may be NULL. */
bool handshake_outdated(const PGresult *result, const char *database);

#endif
