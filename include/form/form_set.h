/* form_set: building a set from files' contents; form_set_load (form/form.h) reads them from a
 * directory first. Apart, so that tests and the fuzzer need no disk. */
#ifndef FORM_FORM_SET_H
#define FORM_FORM_SET_H

#include "form/form.h"

struct form_file {
    const char *path;  /* for messages */
    struct slice name; /* within the directory, e.g. cargo.yaml */
    struct slice text; /* unset: could not be read, which is reported already */
};

/* files in the order of their names. Everything is copied. Problems and result as form_set_load,
 * and so is a file that is missing; dir is for messages. */
MUST_CHECK enum errcode form_set_build(const char *dir, const struct form_file *files, size_t count,
                                       struct problems *problems, struct form_set **out);

#endif
