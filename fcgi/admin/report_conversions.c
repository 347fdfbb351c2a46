/* report_conversions: programs read these files, so nothing is put before a value to keep a
 * spreadsheet from running it. Instead a row is left out if its ids have other characters than the
 * networks' own, or begin as a formula does. */
#include "admin/report_conversions.h"

#include <stdlib.h>
#include <string.h>

#include "admin/report_csv.h"
#include "admin/text.h"
#include "base/bounds.h"

/* Days are those of the office; the bounds a day wider are for an index to look for, which below a
 * security barrier takes comparisons of two times only. */
#define DAYS                                                                                       \
    " FROM marketing.offline_conversions AS c WHERE c.network = '%s' AND (c.happened_at AT TIME "  \
    "ZONE (SELECT o.zone FROM marketing.office AS o))::date BETWEEN $1 AND $2 AND c.happened_at "  \
    "> ($1::date - 1)::timestamptz AND c.happened_at < ($2::date + 2)::timestamptz AND coalesce("  \
    "c.click_id, c.client_id) IS NOT NULL"
#define GOOD                                                                                       \
    "concat(c.click_id, c.client_id) ~ '^[A-Za-z0-9_.~][A-Za-z0-9_.~-]*$' AND c.target ~ "         \
    "'^[^,;\"\\r\\n=@+-]"                                                                          \
    "[^,\"\\r\\n]*$'"

static const struct {
    const char *network, *columns;
} formats[] = {
    {"metrica", "coalesce(c.client_id, '') AS \"ClientId\", coalesce(c.click_id, '') AS \"Yclid\", "
                "c.target AS \"Target\", extract(epoch FROM c.happened_at)::bigint AS "
                "\"DateTime\", trim_scale(c.amount) AS \"Price\", c.currency AS \"Currency\""},
    {"google", "c.click_id AS \"Google Click ID\", c.target AS \"Conversion Name\", "
               "to_char(c.happened_at, 'YYYY-MM-DD\"T\"HH24:MI:SSTZH:TZM') AS \"Conversion "
               "Time\", trim_scale(c.amount) AS \"Conversion Value\", c.currency AS "
               "\"Conversion Currency\""},
};

static const char *columns_of(const char *network) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].network, network) == 0)
            return formats[i].columns;
    return NULL;
}

static bool count_left_out(struct report *r, const char *where, int *out) {
    PGresult *row = report_rows(
        r, text_printf(r->arena, "SELECT count(*) FILTER (WHERE NOT (" GOOD "))%s", where));
    if (row == NULL)
        return false;
    *out = (int)strtol(PQgetvalue(row, 0, 0), NULL, 10);
    PQclear(row);
    return true;
}

bool conversions_of(struct report *r, const char *network, struct conversions *out) {
    const char *where = text_printf(r->arena, DAYS, network);
    report_progress(r, "offline_conversions");
    if (!count_left_out(r, where, &out->left_out))
        return false;
    PGresult *rows = report_rows(
        r, text_printf(r->arena, "SELECT %s%s AND " GOOD " ORDER BY c.happened_at, 1, 2",
                       columns_of(network), where));
    if (rows == NULL)
        return false;
    out->rows = PQntuples(rows);
    bool good = csv_of(r->arena, rows, (struct csv_style){.separator = ','}, &out->text);
    if (!good)
        r->why = "the file is too large: ask for fewer days";
    PQclear(rows);
    return good;
}
