/* file_name: what a file in a definition directory is taken for, by its name. */
#ifndef FORM_FILE_NAME_H
#define FORM_FILE_NAME_H

#include "base/slice.h"

enum file_fate {
    FILE_TAKEN = 0, /* *.yaml, page.html, firstline.css */
    FILE_IGNORED,   /* ours but not read here (schemas, texts), or of no concern (.gitignore) */
    FILE_LEFT,      /* left alone, and named: an editor's copy, a package tool's, something else */
    FILE_MISNAMED   /* meant to be a definition, it seems: an error */
};

/* path is within the directory: cargo.yaml, texts/de.yaml. *why is set for the last two: "a copy
 * that an editor keeps". */
enum file_fate file_name_fate(struct slice path, const char **why);

#endif
