/* options: what is wrong is said once, the first. */
#include "command/options.h"

#include <stdio.h>

#include "base/bounds.h"
#include "base/slice.h"
#include "base/suggest.h"

static int complain_unknown(struct slice name, const struct option_row *rows, size_t count) {
    const char *names[OPTION_ROWS_MAX];
    size_t n = count < OPTION_ROWS_MAX ? count : OPTION_ROWS_MAX;
    for (size_t i = 0; i < n; i++)
        names[i] = rows[i].name;
    const char *near = suggest(name, names, n);
    fprintf(stderr, "unknown option \"--%.*s\"%s%s%s\n", SLICE_ARG(name),
            near != NULL ? ", did you mean \"--" : "; --help lists them", near != NULL ? near : "",
            near != NULL ? "\"?" : "");
    return -1;
}

static int complain(struct slice name, const char *what) {
    fprintf(stderr, "--%.*s %s\n", SLICE_ARG(name), what);
    return -1;
}

/* 0: taken; -1: wrong. *i goes on to a value that is a word of its own. */
static int take(int argc, char **argv, int *i, const struct option_row *rows, size_t count) {
    struct slice value, name = slice_cut(slice_from(argv[*i] + 2), '=', &value);
    const struct option_row *row = NULL;
    for (size_t r = 0; r < count && row == NULL; r++)
        row = slice_eq_lit(name, rows[r].name) ? &rows[r] : NULL;
    if (row == NULL)
        return complain_unknown(name, rows, count);
    if (row->flag != NULL) {
        *row->flag = true;
        return value.ptr == NULL ? 0 : complain(name, "takes no value");
    }
    if (*row->value != NULL)
        return complain(name, "is given twice");
    if (value.ptr == NULL && *i + 1 < argc)
        value = slice_from(argv[++*i]);
    *row->value = value.ptr;
    return value.ptr != NULL ? 0 : complain(name, "needs a value");
}

int options_read(int argc, char **argv, const struct option_row *rows, size_t count,
                 const char **words, size_t words_max) {
    size_t n = 0;
    for (int i = 1; i < argc; i++) {
        if (slice_starts(slice_from(argv[i]), "--") && argv[i][2] != '\0') {
            if (take(argc, argv, &i, rows, count) == -1)
                return -1;
        } else if (n < words_max) {
            words[n++] = argv[i];
        } else {
            fprintf(stderr, "unexpected \"%s\"\n", argv[i]);
            return -1;
        }
    }
    return (int)n;
}
