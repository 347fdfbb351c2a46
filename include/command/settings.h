/* settings: the options of `firstline serve`, from its command line and a file of the same names.
 * The table in settings.c is the one place that names them; --help and the annotated firstline.conf
 * are printed from it. */
#ifndef COMMAND_SETTINGS_H
#define COMMAND_SETTINGS_H

#include <stdio.h>

#include "base/errcode.h"

struct settings {
    char *forms;     /* folder of definitions */
    char *socket;    /* where nginx connects */
    char *peer;      /* user that nginx's workers run as, or its number; NULL: our own */
    char *geo;       /* MaxMind database; NULL: places are unknown */
    char *zone;      /* IANA zone in which days are counted */
    char *token_key; /* file of the key that signs form pages; NULL: one for this run */
    char *spool;     /* folder where leads wait while the database is away; "": none */
    char *log_level;
    int threads;
    int spool_floor_mib;                /* free space that the spool leaves on its disk */
    int remember_minutes, remember_mib; /* of what was delivered; no minutes: nothing */
};

/* Reads argv[1..] of `serve`: --name value, --name=value, and --config FILE whose lines are
 * `name = value` (# begins a comment); the command line wins over the file. An empty value of one
 * without a default is none. Every error goes to stderr as `where: what, did you mean`; then
 * ERR_CONFIG. */
MUST_CHECK enum errcode settings_read(int argc, char **argv, struct settings *out);

void settings_free(struct settings *s); /* what it points to */

/* Aligned list of options, defaults and meanings. */
void settings_help(FILE *out);

/* A file for --config in which each setting stands as a comment, with its default and what there is
 * to say of it. */
void settings_print_config(FILE *out);

#endif
