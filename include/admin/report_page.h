/* report_page: a report as one page of HTML, which asks for nothing else. */
#ifndef ADMIN_REPORT_PAGE_H
#define ADMIN_REPORT_PAGE_H

#include "admin/report.h"
#include "base/buf.h"

/* JSON for inside of <script>: what would end the element, or a line of a script, is escaped. */
void report_script_json(struct buf *b, struct slice json);

/* The page, in language ru or en. false: r->why. */
bool report_page(struct report *r, const char *language, struct slice *out);

/* The page without data (fcgi/report, as built). */
struct slice report_template(void);

#endif
