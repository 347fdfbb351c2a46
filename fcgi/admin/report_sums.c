/* report_sums: what costs are of is known by source, and perhaps medium and campaign; their channel
 * is that of most leads with the same. What no lead came of has none. */
#include "admin/report_sums.h"

#include <stdlib.h>
#include <string.h>

#include "admin/say.h"
#include "admin/table.h"
#include "admin/text.h"

#define NO_CHANNEL "(no channel)"

/* %s: how the costs of a line are told. */
static const char lines_sql[] =
    "WITH way AS MATERIALIZED ("
    "SELECT d.source, coalesce(d.medium, '') AS medium, coalesce(d.campaign, '') AS campaign, "
    "d.channel, sum(d.leads) AS leads FROM marketing.source_daily AS d "
    "WHERE d.day BETWEEN $1 AND $2 GROUP BY 1, 2, 3, 4), "
    "paid AS MATERIALIZED ("
    "SELECT d.source, d.medium, d.campaign, d.currency, sum(d.cost) AS cost "
    "FROM marketing.cost_daily AS d WHERE d.day BETWEEN $1 AND $2 GROUP BY 1, 2, 3, 4 "
    "HAVING sum(d.cost) <> 0), "
    "cost AS MATERIALIZED ("
    "SELECT m.channel, p.currency, sum(p.cost) AS cost FROM paid AS p "
    "LEFT JOIN LATERAL (SELECT w.channel FROM way AS w WHERE w.source = p.source "
    "AND p.medium IN ('', w.medium) AND p.campaign IN ('', w.campaign) "
    "ORDER BY w.leads DESC, w.channel LIMIT 1) AS m ON true GROUP BY 1, 2), "
    "channel AS (SELECT 1 AS place, d.channel, sum(d.leads) AS leads, sum(d.repeats) AS repeats, "
    "sum(d.red) AS red, sum(d.green) AS green, sum(d.qualified) AS qualified, sum(d.won) AS won, "
    "coalesce(sum(d.amount), 0) AS amount FROM marketing.channel_daily AS d "
    "WHERE d.day BETWEEN $1 AND $2 GROUP BY d.channel), "
    "line AS (SELECT c.* FROM channel AS c WHERE c.leads > 0 UNION ALL "
    "SELECT 2, '" NO_CHANNEL "', 0, 0, 0, 0, 0, 0, 0 FROM cost AS x WHERE x.channel IS NULL "
    "HAVING count(*) > 0 UNION ALL "
    "SELECT 3, 'total', coalesce(sum(c.leads), 0), coalesce(sum(c.repeats), 0), "
    "coalesce(sum(c.red), 0), coalesce(sum(c.green), 0), coalesce(sum(c.qualified), 0), "
    "coalesce(sum(c.won), 0), coalesce(sum(c.amount), 0) FROM channel AS c) "
    "SELECT l.channel, l.leads, l.repeats, l.red, l.green, l.qualified, l.won, "
    "trim_scale(l.amount) AS amount, (SELECT %s FROM (SELECT x.currency, "
    "trim_scale(sum(x.cost)) AS cost FROM cost AS x WHERE CASE l.place "
    "WHEN 1 THEN x.channel = l.channel WHEN 2 THEN x.channel IS NULL ELSE true END "
    "GROUP BY 1) AS x) AS cost FROM line AS l ORDER BY l.place, l.leads DESC, l.channel";
static const char cost_text[] =
    "string_agg(x.cost || ' ' || x.currency, ' + ' ORDER BY x.currency)";
static const char cost_object[] = "coalesce(json_object_agg(x.currency, x.cost), '{}')";

static const char funnel_sql[] =
    "SELECT coalesce(sum(f.received), 0) AS received, coalesce(sum(f.suspect), 0) AS suspect, "
    "coalesce(sum(f.invalid), 0) AS invalid, coalesce(sum(f.double), 0) AS double, "
    "coalesce(sum(f.unique_leads), 0) AS unique_leads, coalesce(sum(f.open), 0) AS open, "
    "coalesce(sum(f.spam), 0) AS spam, coalesce(sum(f.unreachable), 0) AS unreachable, "
    "coalesce(sum(f.refused), 0) AS refused, coalesce(sum(f.qualified), 0) AS qualified, "
    "coalesce(sum(f.handed_over), 0) AS handed_over, coalesce(sum(f.won), 0) AS won, "
    "coalesce(sum(f.lost), 0) AS lost FROM marketing.funnel AS f WHERE f.day BETWEEN $1 AND $2";

static const char balance_sql[] =
    "SELECT coalesce(sum(b.received), 0) AS received, coalesce(sum(b.stored), 0) AS stored, "
    "coalesce(sum(b.double), 0) AS double, coalesce(sum(b.spooled), 0) AS spooled, "
    "coalesce(sum(b.invalid), 0) AS invalid, coalesce(sum(b.refused), 0) AS refused, "
    "coalesce(sum(b.not_sent), 0) AS not_sent, coalesce(sum(b.busy), 0) AS busy, "
    "coalesce(sum(b.suspect), 0) AS suspect, coalesce(sum(b.abandoned), 0) AS abandoned, "
    "coalesce(sum(b.unanswered), 0) AS unanswered, "
    "coalesce(sum(b.difference), 0) AS difference, "
    "coalesce(count(*) FILTER (WHERE b.difference <> 0), 0) AS days_that_differ "
    "FROM marketing.balance AS b WHERE b.day BETWEEN $1 AND $2";

/* "stored 120 + spooled 3": those parts that are not nothing. */
static const char *parts(struct arena *a, const PGresult *row, int first, int end) {
    const char *text = "";
    for (int c = first; c < end; c++) {
        const char *value = PQgetvalue(row, 0, c);
        if (strcmp(value, "0") != 0)
            text = text_printf(a, "%s%s%s %s", text, text[0] != '\0' ? " + " : "", PQfname(row, c),
                               value);
    }
    return text[0] != '\0' ? text : "nothing";
}

static bool has_cost(const PGresult *rows) {
    int last = PQntuples(rows) - 1, column = PQfnumber(rows, "cost");
    return !PQgetisnull(rows, last, column);
}

static bool print_channels(struct report *r, FILE *to) {
    const char *sql = text_printf(r->arena, lines_sql, cost_text);
    report_progress(r, "channels");
    PGresult *rows = report_rows(r, sql);
    if (rows != NULL && !has_cost(rows)) {
        PQclear(rows);
        rows = report_rows(r, text_printf(r->arena,
                                          "SELECT l.channel, l.leads, l.repeats, l.red, l.green, "
                                          "l.qualified, l.won, l.amount FROM (%s) AS l",
                                          sql));
    }
    if (rows == NULL)
        return false;
    report_progress(r, NULL);
    fprintf(to, "%s to %s, days of %s, amounts in %s\n\n", r->days.from, r->days.to, r->zone,
            r->currency);
    table_print(to, rows);
    PQclear(rows);
    return true;
}

static bool print_funnel(struct report *r, FILE *to) {
    enum { UNIQUE = 4, HANDED_OVER = 10 };
    PGresult *row = report_rows(r, funnel_sql);
    if (row == NULL)
        return false;
    fprintf(to, "\n%s received = %s\n", PQgetvalue(row, 0, 0), parts(r->arena, row, 1, UNIQUE + 1));
    fprintf(to, "%s leads = %s\n", PQgetvalue(row, 0, UNIQUE),
            parts(r->arena, row, UNIQUE + 1, HANDED_OVER));
    fprintf(to, "of these: %s\n", parts(r->arena, row, HANDED_OVER, PQnfields(row)));
    PQclear(row);
    return true;
}

static bool print_balance(struct report *r, FILE *to) {
    PGresult *row = report_rows(r, balance_sql);
    if (row == NULL)
        return false;
    int difference = PQfnumber(row, "difference"), days = PQfnumber(row, "days_that_differ");
    bool even = strcmp(PQgetvalue(row, 0, days), "0") == 0;
    fputc('\n', to);
    say(to, even ? SAY_SO : SAY_WRONG, "balance", "%s received = %s; difference %s",
        PQgetvalue(row, 0, 0), parts(r->arena, row, 1, difference), PQgetvalue(row, 0, difference));
    if (!even)
        say_more(to, "days that differ: %s; firstline doctor, and marketing.balance says which",
                 PQgetvalue(row, 0, days));
    PQclear(row);
    return true;
}

bool report_print(struct report *r, FILE *to) {
    return print_channels(r, to) && print_funnel(r, to) && print_balance(r, to);
}

const char *report_sums_json(struct report *r) {
    const char *lines = report_json(r, "channels", text_printf(r->arena, lines_sql, cost_object));
    const char *funnel = lines != NULL ? report_json(r, "funnel", funnel_sql) : NULL;
    const char *balance = funnel != NULL ? report_json(r, "balance", balance_sql) : NULL;
    if (balance == NULL)
        return NULL;
    return text_printf(r->arena,
                       "{\"from\":\"%s\",\"to\":\"%s\",\"zone\":\"%s\",\"currency\":\"%s\",\n"
                       "\"channels\":%s,\n\"funnel\":%s,\n\"balance\":%s}",
                       r->days.from, r->days.to, r->zone, r->currency, lines, funnel, balance);
}
