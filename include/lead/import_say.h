/* import_say: what is said of a file that is brought in, and of its rows, besides what the form's
 * own checks say. */
#ifndef LEAD_IMPORT_SAY_H
#define LEAD_IMPORT_SAY_H

#include "base/buf.h"
#include "body/csv.h"
#include "form/text.h"

enum import_fault_kind {
    /* of the file */
    IMPORT_EMPTY = 0,   /* no line at all */
    IMPORT_NO_COLUMN,   /* a: a column that was named and is not there */
    IMPORT_NO_FIELD,    /* a: a field that was named and is not the form's; b: near it, or unset */
    IMPORT_NO_PAIR,     /* a: what was given is not COLUMN=FIELD */
    IMPORT_TWICE,       /* a, b: two columns for one field that takes one */
    IMPORT_NO_CONTACTS, /* no column is a contact's */
    /* of a row */
    IMPORT_CELLS,          /* a: how many cells; b: how many it should have */
    IMPORT_NO_CHARACTER,   /* a: the column in whose cell characters are lost */
    IMPORT_NO_CONTACT,     /* neither phone nor e-mail */
    IMPORT_NO_DATE,        /* a: no date */
    IMPORT_TWO_DATES,      /* a: may be two days */
    IMPORT_DATE_CANNOT_BE, /* a: in the future, or before 1970 */
    IMPORT_ROW_LARGE,      /* too long to be kept */
    /* the csv's */
    IMPORT_QUOTE_OPEN,
    IMPORT_QUOTE_AFTER,
    IMPORT_CELLS_MANY,
    IMPORT_CELL_LONG,
    IMPORT__MAX
};

struct import_fault {
    enum import_fault_kind kind;
    struct slice a, b;
};

/* A sentence without a full stop, in Russian or else English. */
void import_say(struct buf *b, enum language l, const struct import_fault *f);

/* Of a row that csv_next did not take. */
enum import_fault_kind import_fault_of(enum csv_kind kind);

#endif
