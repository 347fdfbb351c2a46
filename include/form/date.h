/* date: days of the calendar as people type them. */
#ifndef FORM_DATE_H
#define FORM_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "form/texts.h"

enum date_reading {
    DATE_NONE = 0,
    DATE_ONE,
    DATE_TWO /* two days of the calendar; which, only the visitor knows */
};

/* Takes text as it is seen (base/reading), typed on a page in language l. Three parts, with blanks
 * around the marks or none:
 *
 *   2027-07-01   2027.7.1   2027/07/01    the year first: month and day follow
 *   01.07.2027   1.7.27                   the day first, in every language
 *   01/07/2027   1/7/27   01-07-2027      the day first where l says so (texts_day_first); else
 *                                         either: two readings where both are dates and differ
 *   1 июля 2027   1-Jul-27                the month by its name in any language of texts: whole, or
 *   July 1, 2027   2027 July 1            at least the first DATE_MONTH_LETTERS of one month's only
 *
 * A year of two digits is of this century. Behind it may stand a full stop, and г., года. Any
 * other text, and a day that the calendar has not, is DATE_NONE, which leaves out alone. DATE_TWO:
 * out[0] with the month first, out[1] with the day first. */
enum date_reading date_read(struct slice seen, const struct texts *texts, enum language l,
                            int32_t out[2]);

#define DATE_MONTH_LETTERS 3

#endif
