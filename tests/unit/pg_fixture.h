/* pg_fixture: a connection to the server of a script, and the log caught. */
#ifndef UNIT_PG_FIXTURE_H
#define UNIT_PG_FIXTURE_H

#include "scripted_server.h"
#include "store_fixture.h"

#include "store/hosts.h"
#include "store/pg.h"

#define SOON_MS 200
#define LATE_MS 10000 /* what a good server never takes */

static struct scripted *server;
static struct hosts *hosts;
static struct pg *pg;

static int set_up(void **state) {
    (void)state;
    server = scripted_start();
    hosts = hosts_new();
    pg = pg_new(hosts);
    make_records();
    log_catch();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    log_release();
    pg_free(pg);
    hosts_free(hosts);
    scripted_stop(server);
    return 0;
}

__attribute__((unused)) static void assert_reason(const char *reason) {
    if (strstr(pg_reason(pg), reason) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", reason, pg_reason(pg));
}

#endif
