/* report_days: days of the office's zone, so that today is the office's, wherever one sits. */
#include "admin/report_days.h"

#include <string.h>

#include "base/bounds.h"

static bool read_one(const char *word, int32_t today, int32_t fallback, int32_t *out) {
    if (word == NULL)
        *out = fallback;
    else if (strcmp(word, "today") == 0)
        *out = today;
    else if (strcmp(word, "yesterday") == 0)
        *out = today - 1;
    else
        return clock_read_day(slice_from(word), out);
    return true;
}

bool report_days_read(const char *from, const char *to, int32_t today, struct report_days *out,
                      const char **why) {
    int32_t first = 0, last = 0;
    if (!read_one(to, today, today, &last))
        *why = "--to takes a day such as 2026-11-28, or today, or yesterday";
    else if (!read_one(from, today, last - REPORT_DAYS + 1, &first))
        *why = "--from takes a day such as 2026-11-01, or today, or yesterday";
    else if (first > last)
        *why = "--from is after --to";
    else if (last - first >= REPORT_DAYS_MAX)
        *why = "a report takes ten years at most";
    else
        *why = NULL;
    if (*why != NULL)
        return false;
    clock_day_iso(first, out->from);
    clock_day_iso(last, out->to);
    return true;
}
