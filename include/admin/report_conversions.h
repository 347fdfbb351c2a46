/* report_conversions: what became of clicks, for the networks they were paid to. */
#ifndef ADMIN_REPORT_CONVERSIONS_H
#define ADMIN_REPORT_CONVERSIONS_H

#include "admin/report.h"

struct conversions {
    struct slice text;
    int rows;
    int left_out; /* of a click id that no network gives: other characters than theirs */
};

/* The file as Metrica takes it (ClientId, Yclid, Target, DateTime, Price, Currency) or Google Ads
 * (Google Click ID, Conversion Name, Conversion Time with its zone, Conversion Value, Conversion
 * Currency): commas, UTF-8 without a mark. network: "metrica" or "google". false: r->why. */
bool conversions_of(struct report *r, const char *network, struct conversions *out);

#endif
