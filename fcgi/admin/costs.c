/* costs: each row is read to its end, so that all its faults are told at once. */
#include "admin/costs.h"

#include <stdlib.h>
#include <string.h>

#include "admin/cost_cell.h"
#include "admin/database.h"
#include "admin/text.h"
#include "base/buf.h"
#include "base/suggest.h"
#include "base/xalloc.h"
#include "body/csv.h"
#include "form/octets.h"

#define JSON_BYTES_MAX ((size_t)32 * 1024 * 1024) /* COST_ROWS_MAX rows of a file of its bound */

enum column {
    SOURCE = COST_SOURCE,
    MEDIUM = COST_MEDIUM,
    CAMPAIGN = COST_CAMPAIGN,
    DAY,
    AMOUNT,
    CURRENCY,
    COLUMNS
};
static const char *const names[COLUMNS] = {"source", "medium", "campaign",
                                           "day",    "amount", "currency"};

/* What accounts call them. */
static const struct {
    const char *name;
    enum column meant;
} others[] = {
    {"utm_source", SOURCE},
    {"источник", SOURCE},
    {"utm_medium", MEDIUM},
    {"канал", MEDIUM},
    {"utm_campaign", CAMPAIGN},
    {"кампания", CAMPAIGN},
    {"date", DAY},
    {"дата", DAY},
    {"день", DAY},
    {"cost", AMOUNT},
    {"spend", AMOUNT},
    {"sum", AMOUNT},
    {"расход", AMOUNT},
    {"сумма", AMOUNT},
    {"валюта", CURRENCY},
};

struct reader {
    struct arena *arena;
    const char *path, *currency;
    struct problems *problems;
    size_t columns;     /* of the header */
    size_t at[COLUMNS]; /* which cell it is */
    struct cost_list *list;
};

/* --- the header ------------------------------------------------------------------------------ */

static const char *meant_by(struct slice name) {
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (slice_eq_lit(name, others[i].name))
            return names[others[i].meant];
    return suggest(name, names, COLUMNS);
}

static void read_name(struct reader *r, int line, size_t cell, struct slice typed, bool *seen) {
    struct slice name = cost_folded(r->arena, cost_word(r->arena, typed));
    for (size_t c = 0; c < COLUMNS; c++) {
        if (!slice_eq_lit(name, names[c]))
            continue;
        if (seen[c])
            problems_add(r->problems, r->path, line, "the column \"%s\" is there twice", names[c]);
        seen[c] = true;
        r->at[c] = cell;
        return;
    }
    const char *near = meant_by(name);
    problems_add(r->problems, r->path, line, "unknown column \"%.*s\"%s%s%s", SLICE_ARG(typed),
                 near != NULL ? ", did you mean \"" : "", near != NULL ? near : "",
                 near != NULL ? "\"?" : "");
}

/* false: no row can be read by it. */
static bool read_header(struct reader *r, const struct csv_row *row) {
    bool seen[COLUMNS] = {false};
    size_t before = r->problems->count;
    r->columns = row->count;
    for (size_t i = 0; i < row->count; i++)
        read_name(r, row->line, i, row->cells[i], seen);
    for (size_t c = 0; c < COLUMNS; c++)
        if (!seen[c])
            problems_add(r->problems, r->path, row->line,
                         "no column \"%s\": the first line names source, medium, campaign, day, "
                         "amount and currency, in any order",
                         names[c]);
    return r->problems->count == before;
}

/* --- a row ----------------------------------------------------------------------------------- */

static void check_word(struct reader *r, int line, enum column c, struct slice word) {
    static const size_t bounds[] = {COST_SOURCE_MAX, COST_SOURCE_MAX, COST_CAMPAIGN_MAX};
    size_t most = bounds[c];
    if (c == SOURCE && word.len == 0)
        problems_add(r->problems, r->path, line, "source: none is there");
    if (word.len > most)
        problems_add(r->problems, r->path, line, "%s: %zu octets, and at most %zu are kept",
                     names[c], word.len, most);
    for (size_t i = 0; i < word.len; i++) {
        if ((unsigned char)word.ptr[i] >= 0x20)
            continue;
        problems_add(r->problems, r->path, line, "%s: a line end or a tab in the text", names[c]);
        return;
    }
}

static const char *read_amount(struct reader *r, int line, struct slice cell) {
    static const char *const faults[] = {
        [AMOUNT_NONE] = "is no number: write 1234.56 or 1234,56, without a currency",
        [AMOUNT_NEGATIVE] = "is negative: write what the day cost in the end",
        [AMOUNT_TWO] = "may be a thousand or a fraction: write it with two decimals or with none",
        [AMOUNT_LARGE] = "has too many digits: 12 before the decimal mark, 6 behind it"};
    char *out = text_alloc(r->arena, COST_AMOUNT_BYTES);
    enum amount_kind kind = cost_amount(r->arena, cell, out);
    if (kind != AMOUNT_GOOD)
        problems_add(r->problems, r->path, line, "amount: \"%.*s\" %s", SLICE_ARG(cell),
                     faults[kind]);
    return out;
}

static const char *read_day(struct reader *r, int line, struct slice cell) {
    char *out = text_alloc(r->arena, COST_DAY_BYTES);
    if (!cost_day(r->arena, cell, out))
        problems_add(r->problems, r->path, line,
                     "day: \"%.*s\" is no day: write 2026-11-01 or 01.11.2026", SLICE_ARG(cell));
    return out;
}

static void check_currency(struct reader *r, int line, struct slice cell) {
    struct slice s = slice_trim(cell);
    if (!slice_eq_nocase(s, r->currency))
        problems_add(r->problems, r->path, line,
                     "currency: \"%.*s\", and costs are kept in %s: write %s", SLICE_ARG(s),
                     r->currency, r->currency);
}

/* Spreadsheets write the rows below a table as well. */
static bool is_empty(const struct csv_row *row) {
    for (size_t i = 0; i < row->count; i++)
        if (slice_trim(row->cells[i]).len > 0)
            return false;
    return true;
}

static void read_row(struct reader *r, const struct csv_row *row) {
    if (is_empty(row))
        return;
    if (row->count != r->columns) {
        problems_add(r->problems, r->path, row->line,
                     "%zu cells, and the first line has %zu: is a quote missing around a text with "
                     "a separator in it?",
                     row->count, r->columns);
        return;
    }
    if (r->list->count == COST_ROWS_MAX) {
        problems_add(r->problems, r->path, row->line, "more than %d rows: split the file",
                     COST_ROWS_MAX);
        return;
    }
    struct cost_row *out = &r->list->rows[r->list->count++];
    out->line = row->line;
    for (size_t w = 0; w < COST_WORDS; w++) {
        out->words[w] = cost_word(r->arena, row->cells[r->at[w]]);
        out->folded[w] = cost_folded(r->arena, out->words[w]);
        check_word(r, row->line, (enum column)w, out->words[w]);
    }
    out->day = read_day(r, row->line, row->cells[r->at[DAY]]);
    out->amount = read_amount(r, row->line, row->cells[r->at[AMOUNT]]);
    check_currency(r, row->line, row->cells[r->at[CURRENCY]]);
}

/* --- the file -------------------------------------------------------------------------------- */

static void report_csv(struct reader *r, const struct csv_row *row, enum csv_kind kind) {
    static const char *const faults[] = {
        [CSV_QUOTE_OPEN] = "a quote is opened here and not closed",
        [CSV_QUOTE_AFTER] = "text behind a closing quote: a quote within a text is written twice",
        [CSV_CELLS_MANY] = "too many cells",
        [CSV_CELL_LONG] = "a cell is too long"};
    problems_add(r->problems, r->path, row->fault_line, "%s", faults[kind]);
}

static int order_keys(const struct cost_row *a, const struct cost_row *b) {
    int by = strcmp(a->day, b->day);
    for (size_t w = 0; w < COST_WORDS && by == 0; w++)
        by = slice_compare(a->folded[w], b->folded[w]);
    return by;
}

static int order(const void *left, const void *right) {
    const struct cost_row *a = left, *b = right;
    int by = order_keys(a, b);
    return by != 0 ? by : a->line - b->line;
}

/* One of the two would replace the other, and the sum be wrong. */
static void check_twice(struct reader *r) {
    const struct cost_row *rows = r->list->rows;
    if (r->list->count > 1)
        qsort(r->list->rows, r->list->count, sizeof *rows, order);
    for (size_t i = 1; i < r->list->count; i++)
        if (rows[i].day[0] != '\0' && order_keys(&rows[i - 1], &rows[i]) == 0)
            problems_add(r->problems, r->path, rows[i].line,
                         "the same source, medium, campaign and day as in line %d: add the amounts "
                         "up into one line",
                         rows[i - 1].line);
}

static void read_rows(struct reader *r, struct csv *c) {
    struct csv_row *row = text_alloc(r->arena, sizeof *row);
    enum csv_kind kind = csv_next(c, row);
    if (kind == CSV_END)
        problems_add(r->problems, r->path, 0, "the file is empty");
    else if (kind != CSV_ROW)
        report_csv(r, row, kind);
    if (kind != CSV_ROW || !read_header(r, row))
        return;
    while ((kind = csv_next(c, row)) != CSV_END) {
        if (kind == CSV_ROW)
            read_row(r, row);
        else
            report_csv(r, row, kind);
    }
    if (r->list->count == 0 && r->problems->count == 0)
        problems_add(r->problems, r->path, 0, "no row below the first line");
    check_twice(r);
}

void costs_read(struct arena *a, const char *path, char *text, size_t len, const char *currency,
                struct problems *problems, struct cost_list *out) {
    struct reader r = {
        .arena = a, .path = path, .currency = currency, .problems = problems, .list = out};
    struct slice whole = {text, len};
    *out = (struct cost_list){.rows = text_alloc(a, COST_ROWS_MAX * sizeof *out->rows)};
    if (!octets_check(problems, path, &whole)) {
        problems_add(problems, path, 0, "of Excel it is to be saved as \"CSV UTF-8\"");
        return;
    }
    struct csv c;
    csv_open(&c, text + (len - whole.len), whole.len); /* without the byte order mark */
    read_rows(&r, &c);
}

/* --- the database ---------------------------------------------------------------------------- */

static const char *write_json(struct arena *a, const struct cost_list *list, const char *currency) {
    struct buf b;
    struct slice text;
    buf_init(&b, a, JSON_BYTES_MAX);
    for (size_t i = 0; i < list->count; i++) {
        const struct cost_row *row = &list->rows[i];
        buf_printf(&b, "%s{\"line\":%d", i == 0 ? "[" : ",\n", row->line);
        for (size_t w = 0; w < COST_WORDS; w++) {
            buf_printf(&b, ",\"%s\":", names[w]);
            buf_json(&b, row->words[w]);
        }
        buf_printf(&b, ",\"day\":\"%s\",\"amount\":\"%s\",\"currency\":\"%s\"}", row->day,
                   row->amount, currency);
    }
    buf_lit(&b, "]");
    buf_char(&b, '\0');
    if (buf_done(&b, &text) != OK)
        xalloc_fail();
    return text.ptr;
}

/* NULL: r is an answer; else what the server complained of, and what helps. */
static const char *complaint(struct arena *a, PGconn *conn, const PGresult *r, const char **hint) {
    const char *why = database_complaint(a, conn, r);
    const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    const char *said = PQresultErrorField(r, PG_DIAG_MESSAGE_HINT);
    *hint = said != NULL ? text_copy(a, slice_from(said)) : NULL;
    if (why == NULL || state == NULL)
        return why;
    if (strcmp(state, "42501") == 0 && said == NULL)
        *hint = text_printf(a,
                            "Costs are loaded by who works in marketing; an administrator says so: "
                            "firstline staff add %s --name NAME --works-in marketing",
                            PQuser(conn));
    else if (strcmp(state, "42883") == 0 || strcmp(state, "3F000") == 0)
        *hint = text_printf(a, "The database %s has no firstline of this version: firstline setup",
                            PQdb(conn));
    return why;
}

const char *costs_currency(struct arena *a, PGconn *conn, const char **why, const char **hint) {
    PGresult *r = PQexec(conn, "SELECT marketing.currency()");
    *why = complaint(a, conn, r, hint);
    const char *currency = *why == NULL ? text_copy(a, slice_from(PQgetvalue(r, 0, 0))) : NULL;
    PQclear(r);
    return currency;
}

static bool ask(struct arena *a, PGconn *conn, const char *rows, struct costs_result *out,
                const char **why, const char **hint) {
    PGresult *r = PQexecParams(
        conn,
        "SELECT l.new, l.replaced, l.same, s.* FROM marketing.load_costs($1::json) AS l, "
        "(SELECT to_char(min(c.day), 'YYYY-MM-DD'), to_char(max(c.day), 'YYYY-MM-DD'), "
        "sum(c.amount) FROM json_to_recordset($1::json) AS c (day date, amount numeric)) AS s",
        1, NULL, &rows, NULL, NULL, 0);
    const char **const fields[] = {&out->added, &out->replaced, &out->same,
                                   &out->since, &out->until,    &out->sum};
    *why = complaint(a, conn, r, hint);
    for (int i = 0; *why == NULL && i < PQnfields(r); i++)
        *fields[i] = text_copy(a, slice_from(PQgetvalue(r, 0, i)));
    PQclear(r);
    return *why == NULL;
}

bool costs_load(struct arena *a, PGconn *conn, const struct cost_list *list, const char *currency,
                bool dry_run, struct costs_result *out, const char **why, const char **hint) {
    const char *ignored;
    *hint = NULL;
    if (dry_run && !database_do(a, conn, "BEGIN", NULL, why))
        return false;
    bool good = ask(a, conn, write_json(a, list, currency), out, why, hint);
    if (dry_run)
        (void)!database_do(a, conn, "ROLLBACK", NULL, &ignored);
    return good;
}
