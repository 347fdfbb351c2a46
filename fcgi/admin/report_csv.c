/* report_csv: where ; parts the fields a comma parts the decimals: so the spreadsheets of those
 * languages read and write it, and would take 4.12 for a day in December. */
#include "admin/report_csv.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "admin/table.h"
#include "admin/text.h"
#include "base/bounds.h"
#include "base/plain.h"
#include "base/utf8.h"

static const struct {
    const char *name;
    const char *where; /* which of its rows are of the days */
    const char *order;
} views[] = {
    {"channel_daily", "v.day BETWEEN $1 AND $2", "v.day, v.channel"},
    {"source_daily", "v.day BETWEEN $1 AND $2",
     "v.day, v.channel, v.source, v.medium, v.campaign, v.page"},
    {"funnel", "v.day BETWEEN $1 AND $2", "v.day, v.channel"},
    {"conversion", "v.week BETWEEN date_trunc('week', $1::date)::date AND $2", "v.week"},
    {"speed_to_lead", "v.day BETWEEN $1 AND $2", "v.day"},
    {"rule_quality", "v.day BETWEEN $1 AND $2", "v.day, v.form, v.rule, v.category"},
    {"cost_daily", "v.day BETWEEN $1 AND $2", "v.day, v.source, v.medium, v.campaign, v.currency"},
    {"balance", "v.day BETWEEN $1 AND $2", "v.day"},
    {"hours", "v.day BETWEEN $1 AND $2", "v.day, v.hour"},
    {"unassigned", "v.last_day >= $1 AND v.first_day <= $2",
     "v.leads DESC, v.source, v.medium, v.campaign, v.landing, v.referrer"},
};

#define COUNT (sizeof views / sizeof *views)

static bool begins_formula(struct slice s) {
    static const char *const signs[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (slice_starts(s, signs[i]))
            return true;
    return false;
}

static bool must_quote(struct slice s, char separator) {
    const char marks[] = {'"', '\r', '\n', separator, ',', ';', '\t'};
    for (size_t i = 0; i < sizeof marks; i++)
        if (s.len > 0 && memchr(s.ptr, marks[i], s.len) != NULL)
            return true;
    return s.len > 0 && (s.ptr[0] == ' ' || s.ptr[s.len - 1] == ' ');
}

static void write_number(struct buf *b, struct slice s, char separator) {
    struct slice rest, whole = slice_cut(s, '.', &rest);
    buf_raw(b, whole);
    if (rest.ptr != NULL) {
        buf_char(b, separator == ';' ? ',' : '.');
        buf_raw(b, rest);
    }
}

void csv_field(struct buf *b, struct slice s, bool number, char separator) {
    if (number || s.len == 0) {
        write_number(b, s, separator);
        return;
    }
    char *plain = text_alloc(b->arena, s.len);
    struct slice text = {plain, plain_copy(s, plain)};
    bool formula = begins_formula(s), quoted = must_quote(text, separator);
    if (quoted)
        buf_char(b, '"');
    if (formula)
        buf_char(b, '\'');
    for (struct slice rest = text, part; rest.ptr != NULL;) {
        part = slice_cut(rest, '"', &rest);
        buf_raw(b, part);
        if (rest.ptr != NULL)
            buf_lit(b, "\"\"");
    }
    if (quoted)
        buf_char(b, '"');
}

bool csv_of(struct arena *a, const PGresult *rows, struct csv_style style, struct slice *out) {
    struct buf b;
    buf_init(&b, a, REPORT_BYTES_MAX);
    if (style.bom)
        buf_lit(&b, "\xEF\xBB\xBF");
    for (int row = -1; row < PQntuples(rows); row++) {
        for (int c = 0; c < PQnfields(rows); c++) {
            const char *text = row == -1 ? PQfname(rows, c) : PQgetvalue(rows, row, c);
            if (c > 0)
                buf_char(&b, style.separator);
            csv_field(&b, slice_from(text), row >= 0 && table_is_number(rows, c), style.separator);
        }
        buf_lit(&b, "\r\n");
    }
    return buf_done(&b, out) == OK;
}

/* In memory of its own: a file is not kept when it is written. */
static bool write_view(struct report *r, size_t i, const char *dir, struct csv_style style) {
    struct slice text;
    PGresult *rows = report_rows(
        r, text_printf(r->arena, "SELECT v.* FROM marketing.%s AS v WHERE %s ORDER BY %s",
                       views[i].name, views[i].where, views[i].order));
    if (rows == NULL)
        return false;
    struct arena *own = text_arena();
    bool good = csv_of(own, rows, style, &text);
    PQclear(rows);
    if (good)
        good = report_write(r, text_printf(r->arena, "%s/%s.csv", dir, views[i].name), text);
    else
        r->why =
            text_printf(r->arena, "%s is too large for a file: ask for fewer days", views[i].name);
    arena_free(own);
    return good;
}

int report_csv_files(struct report *r, const char *dir, struct csv_style style) {
    if (mkdir(dir, 0777) == -1 && errno != EEXIST) {
        r->why = text_printf(r->arena, "%s: %s", dir, strerror(errno));
        return -1;
    }
    for (size_t i = 0; i < COUNT; i++) {
        report_progress(r, views[i].name);
        if (!write_view(r, i, dir, style))
            return -1;
    }
    return (int)COUNT;
}
