/* import_date: days and moments as other systems export them. What may be two days is not guessed
 * row by row: the file as a whole may tell, or whoever brings it. */
#ifndef LEAD_IMPORT_DATE_H
#define LEAD_IMPORT_DATE_H

#include "base/arena.h"
#include "form/texts.h"

/* Of a date such as 03/04/2026. */
enum import_order { IMPORT_ORDER_UNKNOWN = 0, IMPORT_DAY_FIRST, IMPORT_MONTH_FIRST };

enum import_reading { IMPORT_DATE_NONE = 0, IMPORT_DATE_ONE, IMPORT_DATE_TWO };

struct import_moment {
    int32_t day;   /* since 1970, in the configured zone */
    int64_t at_us; /* of a date alone its noon */
};

/* Takes text as it is seen. As date_read reads it, with the order that is known. *day is set for
 * IMPORT_DATE_ONE. */
enum import_reading import_day_read(struct slice seen, const struct texts *texts,
                                    enum import_order order, int32_t *day);

/* The same with a time behind it or none: 14:05, 2:05:30 PM, T14:05:30.123+03:00, Z. Without a zone
 * it is the configured one. */
enum import_reading import_moment_read(struct slice seen, const struct texts *texts,
                                       enum import_order order, struct import_moment *out);

/* The order that this date proves: 25/12/2026 the one, 12/25/2026 the other; most prove none. */
enum import_order import_order_proved(struct slice seen);

#endif
