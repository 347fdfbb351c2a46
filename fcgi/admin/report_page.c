/* report_page: sums are made by the database and drawn by the page. What it is sent is no more than
 * it shows: a row a day and channel at most, never a lead. */
#include "admin/report_page.h"

#include <string.h>

#include "admin/text.h"
#include "base/bounds.h"

#define DATA_MARK "<!--data-->"
#define CAMPAIGNS "30"
#define UNASSIGNED "50"

static const struct {
    const char *name, *sql;
} parts[] = {
    {"channels", "SELECT d.day, d.channel, d.leads, d.repeats, d.red, d.green, d.other_colours, "
                 "d.qualified, d.handed_over, d.won, d.amount FROM marketing.channel_daily AS d "
                 "WHERE d.day BETWEEN $1 AND $2 AND d.leads > 0 ORDER BY 1, 2"},
    {"before", "SELECT sum(d.leads) AS leads, sum(d.red) AS red, sum(d.qualified) AS qualified, "
               "sum(d.won) AS won, sum(d.amount) AS amount FROM marketing.channel_daily AS d WHERE "
               "d.day BETWEEN $1::date - ($2::date - $1::date) - 1 AND $1::date - 1"},
    {"funnel", "SELECT sum(f.received) AS received, sum(f.suspect) AS suspect, "
               "sum(f.invalid) AS invalid, sum(f.double) AS double, sum(f.unique_leads) AS "
               "unique_leads, sum(f.repeats) AS repeats, sum(f.open) AS open, sum(f.spam) AS spam, "
               "sum(f.unreachable) AS unreachable, sum(f.refused) AS refused, sum(f.qualified) AS "
               "qualified, sum(f.handed_over) AS handed_over, sum(f.won) AS won, sum(f.lost) AS "
               "lost, sum(f.amount) AS amount, sum(f.margin) AS margin FROM marketing.funnel AS f "
               "WHERE f.day BETWEEN $1 AND $2"},
    {"refusals", "SELECT e.key AS reason, n.ru, n.en, sum(e.value::bigint) AS leads FROM "
                 "marketing.funnel AS f CROSS JOIN LATERAL jsonb_each_text(f.refused_by) AS e LEFT "
                 "JOIN marketing.reasons AS n ON n.name = e.key WHERE f.day BETWEEN $1 AND $2 "
                 "GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1"},
    {"conversion", "SELECT c.week, c.leads, c.qualified, c.won, c.conversion, c.amount, "
                   "c.average_cheque, c.baseline_conversion, c.baseline_cheque FROM "
                   "marketing.conversion AS c WHERE c.week BETWEEN date_trunc('week', $1::date)"
                   "::date AND $2 ORDER BY 1"},
    {"speed", "SELECT s.day, s.leads, s.called, s.waiting, round(extract(epoch FROM s.half_within)"
              " / 60, 1) AS half, round(extract(epoch FROM s.nine_in_ten_within) / 60, 1) AS most "
              "FROM marketing.speed_to_lead AS s WHERE s.day BETWEEN $1 AND $2 ORDER BY 1"},
    {"hours", "SELECT extract(isodow FROM h.day)::integer AS weekday, h.hour, sum(h.leads) AS "
              "leads FROM marketing.hours AS h WHERE h.day BETWEEN $1 AND $2 GROUP BY 1, 2 ORDER "
              "BY 1, 2"},
    {"campaigns",
     "SELECT d.source, d.medium, d.campaign, sum(d.leads) AS leads, sum(d.qualified) AS "
     "qualified, sum(d.won) AS won, sum(d.amount) AS amount FROM marketing.source_daily "
     "AS d WHERE d.day BETWEEN $1 AND $2 AND d.campaign IS NOT NULL GROUP BY 1, 2, 3 "
     "ORDER BY 4 DESC, 1, 2, 3 LIMIT " CAMPAIGNS},
    {"costs",
     "SELECT d.source, d.medium, d.campaign, d.currency, sum(d.cost) AS cost, sum(d.leads) "
     "AS leads, sum(d.qualified) AS qualified, sum(d.won) AS won, sum(d.amount) AS amount "
     "FROM marketing.cost_daily AS d WHERE d.day BETWEEN $1 AND $2 GROUP BY 1, 2, 3, 4 "
     "HAVING sum(d.cost) <> 0 ORDER BY 5 DESC, 1, 2, 3"},
    {"ga4", "SELECT d.ga4 AS name, sum(d.leads) AS leads FROM marketing.ga4_daily AS d WHERE "
            "d.day BETWEEN $1 AND $2 GROUP BY 1 ORDER BY 2 DESC, 1"},
    {"metrica", "SELECT d.metrica AS name, sum(d.leads) AS leads FROM marketing.metrica_daily AS "
                "d WHERE d.day BETWEEN $1 AND $2 GROUP BY 1 ORDER BY 2 DESC, 1"},
    {"unassigned", "SELECT u.* FROM marketing.unassigned AS u WHERE u.last_day >= $1 AND "
                   "u.first_day <= $2 ORDER BY u.leads DESC, u.last_day DESC LIMIT " UNASSIGNED},
    {"balance", "SELECT b.* FROM marketing.balance AS b WHERE b.day BETWEEN $1 AND $2 ORDER BY "
                "b.day"},
};

void report_script_json(struct buf *b, struct slice json) {
    size_t start = 0;
    for (size_t i = 0; i < json.len; i++) {
        struct slice rest = slice_sub(json, i, json.len);
        const char *instead = json.ptr[i] == '<'                   ? "\\u003c"
                              : slice_starts(rest, "\xE2\x80\xA8") ? "\\u2028"
                              : slice_starts(rest, "\xE2\x80\xA9") ? "\\u2029"
                                                                   : NULL;
        if (instead == NULL)
            continue;
        buf_raw(b, slice_sub(json, start, i - start));
        buf_lit(b, instead);
        i += json.ptr[i] == '<' ? 0 : 2;
        start = i + 1;
    }
    buf_raw(b, slice_sub(json, start, json.len - start));
}

static void put_head(struct report *r, struct buf *b, const char *language) {
    char now[CLOCK_ISO_BYTES];
    clock_iso(clock_wall_us(), now);
    const struct {
        const char *name, *value;
    } words[] = {{"language", language}, {"from", r->days.from},    {"to", r->days.to},
                 {"zone", r->zone},      {"currency", r->currency}, {"made_at", now}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        buf_printf(b, "%s\"%s\":", i == 0 ? "{" : ",", words[i].name);
        buf_json(b, slice_from(words[i].value));
    }
}

static bool put_data(struct report *r, struct buf *b, const char *language) {
    put_head(r, b, language);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *rows = report_json(r, parts[i].name, parts[i].sql);
        if (rows == NULL)
            return false;
        buf_printf(b, ",\n\"%s\":", parts[i].name);
        report_script_json(b, slice_from(rows));
    }
    buf_lit(b, "}");
    return true;
}

bool report_page(struct report *r, const char *language, struct slice *out) {
    struct slice page = report_template();
    const char *mark = strstr(page.ptr, DATA_MARK);
    struct buf b;
    buf_init(&b, r->arena, REPORT_BYTES_MAX);
    buf_raw(&b, slice_sub(page, 0, (size_t)(mark - page.ptr)));
    if (!put_data(r, &b, language))
        return false;
    buf_lit(&b, mark + strlen(DATA_MARK));
    if (buf_done(&b, out) == OK)
        return true;
    r->why = "the page is too large: ask for fewer days";
    return false;
}
