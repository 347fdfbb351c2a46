/* date: days of the calendar as people type them. */
#ifndef LEAD_DATE_H
#define LEAD_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* Takes trimmed text: YYYY-MM-DD, D.M.YYYY, D.M.YY (of this century), D/M/YYYY; days and months of
 * one or two digits but in the first form. The day comes before the month. false: none of these,
 * or no such day. */
bool date_parse(struct slice text, int32_t *day);

#define DATE_TEXT_BYTES 11
void date_iso(int32_t day, char out[DATE_TEXT_BYTES]); /* YYYY-MM-DD; years 1 to 9999 */

#endif
