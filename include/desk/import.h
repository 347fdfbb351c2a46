/* import: POST /desk/import/FORM: a piece of a file of another system, as the head's page cuts it.
 *
 * The body is text/csv of at most DESK_BODY_BYTES_MAX, better of some 64 KiB, whose first line is
 * the file's first: the names of the columns. The query tells the rest: preview=1      nothing is
 * stored key            of the file, the same for all of its pieces: a UUID file           what it
 * is called map, dates     as --map and --dates of the command queue, count   =1: as --queue and
 * --count line           of the file, where the piece's second begins rows, refused  of the file,
 * before this piece last=1         the file ends with it Answered with
 * {"columns":[…],"errors":[…],"dates":"day-first|month-first|unclear","rows":n,"taken":n,"new":n,
 * "back":n,"batch":n,"first":[…],"refused":[{"line":n,"why":"…","cells":[…]}]}: columns, errors and
 * first as lead/import_json has them, first with preview only. With errors nothing was read. The
 * same piece may be sent again: 503 when it has to be. */
#ifndef DESK_IMPORT_H
#define DESK_IMPORT_H

#include "desk/errand.h"

void import_serve(struct errand *c, struct slice form);

#endif
