/* report_sums: a report for the terminal, and for programs. */
#ifndef ADMIN_REPORT_SUMS_H
#define ADMIN_REPORT_SUMS_H

#include <stdio.h>

#include "admin/report.h"

/* Channels with their sums, the funnel, and the balance with its proof. false: r->why. */
bool report_print(struct report *r, FILE *to);

/* The same as one JSON object; costs are an object of sums by currency. NULL: r->why. */
const char *report_sums_json(struct report *r);

#endif
