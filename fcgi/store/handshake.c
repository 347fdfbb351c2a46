/* handshake: the schema judges (sql/216_hello.sql, sql/220_read_records.sql), and says FL001. One
 * from before 0.2.0 has no function intake.hello, and an empty database has no schema intake. */
#include "store/handshake.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/version.h"
#include "lead/record.h"

#define QUERY_BYTES 1024 /* a test sees that it is whole */

const char *handshake_query(void) {
    static _Thread_local char query[QUERY_BYTES];
    snprintf(query, sizeof query,
             "SELECT current_setting('fsync'), current_setting('full_page_writes'),"
             " current_setting('synchronous_commit'), intake.hello('%s', %d, '{%s}'),"
             " intake.history()",
             FIRSTLINE_VERSION, SCHEMA_NEEDED, record_keys);
    return query;
}

static bool is_outdated(const char *state, const char *message) {
    bool missing = strcmp(state, "42883") == 0 || strcmp(state, "3F000") == 0;
    return strcmp(state, "FL001") == 0 || (missing && strstr(message, "intake") != NULL);
}

bool handshake_outdated(const PGresult *result, const char *database) {
    static struct log_gate gate;
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (state == NULL || message == NULL || !is_outdated(state, message))
        return false;
    log_limited(&gate, LOG_ERROR, "schema_too_old",
                "why=\"%s\" do=\"psql -X -v ON_ERROR_STOP=1 --single-transaction -d %s -f "
                "sql/install.sql\" leads=\"wait in the spool\"",
                message, database);
    return true;
}
