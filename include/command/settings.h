/* settings: the options of `firstline serve` and `firstline desk`, from the command line and a file
 * of the same names. Their tables (settings_tables.c) are the one place that names them; --help and
 * the annotated files are printed from it. */
#ifndef COMMAND_SETTINGS_H
#define COMMAND_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/errcode.h"
#include "base/slice.h"

struct settings_list {
    char **items;
    size_t count; /* at most SETTINGS_LIST_MAX */
    bool stale;   /* of the reader: what comes next takes its place */
};

struct settings {
    char *forms;     /* folder of definitions */
    char *socket;    /* where nginx connects */
    char *peer;      /* user that nginx's workers run as, or its number; NULL: our own */
    char *zone;      /* IANA zone in which days are counted */
    char *token_key; /* file of the key that signs form pages; NULL: one for this run */
    char *spool;     /* folder where leads wait while the database is away; "": none */
    char *ledger;    /* folder where submissions are counted; "": in memory alone */
    char *log_level;
    struct settings_list geo; /* MaxMind databases; none: places are unknown */
    char *session_key; /* file of the key that signs sessions of the desk; NULL: one for this run */
    bool trust_user;   /* the desk's nginx has signed people in */
    int threads;
    int spool_floor_mib;                /* free space that the spool leaves on its disk */
    int remember_minutes, remember_mib; /* of what was delivered; no minutes: nothing */
};

struct settings_table; /* whose: of one program */
extern const struct settings_table settings_of_serve, settings_of_desk;

/* Reads argv[1..] of such a program: --name value, --name=value, and --config FILE whose lines are
 * `name = value` (# begins a comment); the command line wins over the file. An empty value of one
 * without a default is none; a list has blanks between its items, or is given several times, or
 * both. Every error goes to stderr as `where: what, did you mean`; then ERR_CONFIG. */
MUST_CHECK enum errcode settings_read(const struct settings_table *t, int argc, char **argv,
                                      struct settings *out);

/* Adds the items of text, which have blanks between them. where is for the message. */
MUST_CHECK enum errcode settings_list_add(struct settings_list *l, const char *where,
                                          const char *name, struct slice text);
void settings_list_free(struct settings_list *l);

void settings_free(const struct settings_table *t, struct settings *s); /* what it points to */

/* Aligned list of options, defaults and meanings. */
void settings_help(const struct settings_table *t, FILE *out);

/* A file for --config in which each setting stands as a comment, with its default and what there is
 * to say of it. */
void settings_print_config(const struct settings_table *t, FILE *out);

#endif
