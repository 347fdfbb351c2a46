/* settings: the options of `firstline serve`, from its command line and a file of the same names.
 * The table in settings.c is the one place that names them; --help is printed from it. */
#ifndef COMMAND_SETTINGS_H
#define COMMAND_SETTINGS_H

#include <stdio.h>

#include "base/errcode.h"

struct settings {
    const char *forms;     /* folder of definitions */
    const char *socket;    /* where nginx connects */
    const char *peer;      /* user that nginx's workers run as; NULL: our own */
    const char *geo;       /* MaxMind database; NULL: places are unknown */
    const char *zone;      /* IANA zone in which days are counted */
    const char *token_key; /* file of the key that signs form pages; NULL: one for this run */
    const char *spool;     /* folder where leads wait while the database is away; "": none */
    const char *log_level;
    int threads;
    int spool_floor_mib; /* free space that the spool leaves on its disk */
};

/* Reads argv[1..] of `serve`: --name value, --name=value, and --config FILE whose lines are
 * `name = value` (# begins a comment); the command line wins over the file. Every error goes to
 * stderr as `where: what, did you mean`; then ERR_CONFIG. Lives until exit. */
MUST_CHECK enum errcode settings_read(int argc, char **argv, struct settings *out);

/* Aligned list of options, defaults and meanings. */
void settings_help(FILE *out);

#endif
