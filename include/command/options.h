/* options: the command line of an administrator's command, by a table of its options. */
#ifndef COMMAND_OPTIONS_H
#define COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* One of value and flag is set. `--name VALUE`, `--name=VALUE`, or `--name` alone. */
struct option_row {
    const char *name;   /* without the dashes */
    const char **value; /* where its value goes; into argv */
    bool *flag;         /* set to true when it is there */
};

/* Reads argv[1..]. Words that are no option go to words, in order; returns how many. -1: something
 * is wrong, and stderr says what, with what may have been meant: an unknown option, one without its
 * value, one given twice, more than words_max words. */
int options_read(int argc, char **argv, const struct option_row *rows, size_t count,
                 const char **words, size_t words_max);

#endif
