/* report_page: sums are made by the database (marketing.report) and drawn by the page. What it is
 * sent is no more than it shows: a row a day and channel at most, never a lead. */
#include "admin/report_page.h"

#include <string.h>

#include "admin/text.h"
#include "base/bounds.h"

#define DATA_MARK "<!--data-->"
#define PARTS_SQL "SELECT v.%s FROM marketing.report($1, $2) AS v"

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

/* What is not asked for is not computed, so each part is asked for by itself: then there is
 * something to tell whoever waits. */
static bool put_part(struct report *r, struct buf *b, const char *name) {
    report_progress(r, name);
    PGresult *answer = report_rows(r, text_printf(r->arena, PARTS_SQL, name));
    if (answer == NULL)
        return false;
    buf_printf(b, ",\n\"%s\":", name);
    report_script_json(b, slice_from(PQgetvalue(answer, 0, 0)));
    PQclear(answer);
    return true;
}

static bool put_data(struct report *r, struct buf *b, const char *language) {
    bool good = true;
    PGresult *parts = report_rows(r, text_printf(r->arena, PARTS_SQL " LIMIT 0", "*"));
    put_head(r, b, language);
    for (int i = 0; parts != NULL && good && i < PQnfields(parts); i++)
        good = put_part(r, b, PQfname(parts, i));
    PQclear(parts);
    buf_lit(b, "}");
    return parts != NULL && good;
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
