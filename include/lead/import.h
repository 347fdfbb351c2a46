/* import: a row of another system's file takes the way of a submission: the form's checks, phones,
 * mail, rules, record. No I/O. What the form demands of a visitor may be missing (an address book
 * has no cargo and no consent); what is there has to be right, and one contact has to be there. */
#ifndef LEAD_IMPORT_H
#define LEAD_IMPORT_H

#include "form/form_set.h"
#include "form/matcher.h"
#include "lead/import_column.h"
#include "lead/import_date.h"
#include "lead/record.h"

struct import_options {
    const struct form *form;
    const char *rule_set;    /* form_set_version of its set */
    enum language language;  /* in which the form is read, and reasons are given */
    struct slice columns;    /* "Column=field,..." (lead/import_column), or unset */
    enum import_order order; /* of dates; unknown: what the file proves */
    bool queued;             /* leads to work on: they come now, whatever the date says */
    struct slice login;      /* who brings them; may be unset */
    int64_t now_us;
    struct matcher *matcher; /* of the thread */
};

struct import; /* opaque; lives in the arena it was begun with */

/* header is the file's first row. Only the arena can fail. */
MUST_CHECK enum errcode import_begin(struct arena *a, const struct import_options *options,
                                     const struct csv_row *header, struct import **out);

/* With faults there no row can be read. */
const struct import_columns *import_columns_of(const struct import *i);

/* Notes what the row's dates prove of their order. For rows that are looked at before any is read;
 * scratch is for the while. */
void import_look(struct import *i, struct arena *scratch, const struct csv_row *row);

/* The order that rows are read by: as it was told, or proved; unknown: nothing proves it, or both
 * are. */
enum import_order import_order_of(const struct import *i);

enum import_verdict { IMPORT_TAKEN = 0, IMPORT_REFUSED, IMPORT_BLANK };

struct import_row {
    enum import_verdict verdict;
    struct record record;                /* taken; its id is made of what the row says, so that the
                                          * same row is the same lead whenever it is brought */
    const struct submission *submission; /* taken, or refused by the form's checks; else NULL */
    struct import_moment moment; /* taken, and the file says when it was made: else at_us 0 */
    struct slice reasons;        /* refused: sentences, with "; " between */
};

/* All of out lives in a. A row that is too large for a or for a record is refused. ERR_UNAVAILABLE:
 * a library has no memory. */
MUST_CHECK enum errcode import_read(struct import *i, struct arena *a, const struct csv_row *row,
                                    struct import_row *out);

/* Of a row that is none. */
MUST_CHECK enum errcode import_refuse(const struct import *i, struct arena *a, enum csv_kind kind,
                                      struct import_row *out);

#endif
