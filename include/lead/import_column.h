/* import_column: which column of another system's file is which field of a form: as whoever brings
 * it says, else by the names and labels of the fields, else by what such columns are usually
 * called. */
#ifndef LEAD_IMPORT_COLUMN_H
#define LEAD_IMPORT_COLUMN_H

#include "form/form.h"
#include "lead/import_say.h"

enum import_target {
    IMPORT_KEPT = 0, /* beside the answers, as it came */
    IMPORT_FIELD,
    IMPORT_DATE, /* when the lead was made */
    IMPORT_ID    /* its number there */
};

struct import_column {
    struct slice name; /* as in the file */
    enum import_target target;
    size_t field;     /* of the form */
    const char *near; /* of one that is kept: a field that may have been meant, @date, or NULL */
    bool told, part;  /* by whoever brings it; the first or last name alone */
};

#define IMPORT_FAULTS_MAX 16

struct import_columns {
    struct import_column items[CSV_CELLS_MAX];
    size_t count;
    struct import_fault faults[IMPORT_FAULTS_MAX]; /* none: rows can be read by it */
    size_t fault_count;
};

/* told: "Column=field,Column=field" or unset; a column by its name or its number from 1, a field by
 * its name, @date, @id, or - for none. Points into header and told. Only the arena can fail. */
MUST_CHECK enum errcode import_columns_find(struct arena *a, const struct form *form,
                                            const struct csv_row *header, struct slice told,
                                            struct import_columns *out);

/* What it becomes, in a word: the field's name, @date, @id, -. */
struct slice import_column_target(const struct form *form, const struct import_column *c);

#endif
