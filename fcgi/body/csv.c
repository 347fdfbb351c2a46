/* csv: a row is looked through before it is changed, so that a quote that is not closed costs no
 * more than its line, and no more time than CSV_CELL_BYTES_MAX, and what is wrong stays as it came.
 */
#include "body/csv.h"

#include <stdbool.h>

static bool is_line_end(char c) { return c == '\n' || c == '\r'; }

static void skip_line_end(struct csv *c) {
    if (c->next == c->end)
        return;
    char first = *c->next++;
    if (first == '\r' && c->next < c->end && *c->next == '\n')
        c->next++;
    c->line++;
}

static bool is_separator(char c) { return c == ',' || c == ';' || c == '\t'; }

/* To the first octet of a row; false: there is no more. A blank line has nothing but blanks: a tab
 * that separates is a row of empty cells. */
static bool skip_blank_lines(struct csv *c) {
    while (c->next < c->end) {
        char *p = c->next;
        while (p < c->end && *p == ' ')
            p++;
        if (p < c->end && !is_line_end(*p))
            return true;
        c->next = p;
        skip_line_end(c);
    }
    return false;
}

static char find_separator(const char *line, const char *end) {
    static const char separators[] = {',', ';', '\t'};
    size_t counts[sizeof separators] = {0}, best = 0;
    bool quoted = false, begins = true, closed = false; /* just now */
    for (const char *p = line; p < end && !is_line_end(*p); p++) {
        bool was = quoted;
        if (*p == '"')
            quoted = !quoted && (begins || closed);
        closed = was && !quoted;
        begins = !quoted && is_separator(*p);
        for (size_t s = 0; s < sizeof separators && !quoted; s++)
            counts[s] += *p == separators[s];
    }
    for (size_t s = 1; s < sizeof separators; s++)
        best = counts[s] > counts[best] ? s : best;
    return separators[best];
}

void csv_open(struct csv *c, char *text, size_t len) {
    *c = (struct csv){.next = text, .end = text + len, .line = 1};
    (void)skip_blank_lines(c);
    c->separator = find_separator(c->next, c->end);
}

/* The closing quote of the cell that begins behind from; NULL: there is none near. */
static char *find_closing(const struct csv *c, char *from) {
    size_t room = (size_t)(c->end - from);
    const size_t far = 2 * CSV_CELL_BYTES_MAX + 1;
    size_t len = room < far ? room : far;
    for (size_t i = 0; i < len; i++) {
        if (from[i] != '"')
            continue;
        if (i + 1 == room || from[i + 1] != '"')
            return &from[i];
        i++; /* two are one of the text */
    }
    return NULL;
}

/* Past a cell in quotes; *len: of what stands in it. */
static enum csv_kind skip_quoted(struct csv *c, size_t *len) {
    char *from = c->next + 1, *closing = find_closing(c, from);
    if (closing == NULL)
        return CSV_QUOTE_OPEN;
    if (closing + 1 < c->end && closing[1] != c->separator && !is_line_end(closing[1]))
        return CSV_QUOTE_AFTER;
    for (const char *p = from; p < closing; p++, ++*len) {
        if (*p == '"')
            p++;
        else if (*p == '\n' || (*p == '\r' && p[1] != '\n'))
            c->line++;
    }
    c->next = closing + 1;
    return CSV_ROW;
}

static enum csv_kind skip_plain(struct csv *c, size_t *len) {
    const char *from = c->next;
    while (c->next < c->end && *c->next != c->separator && !is_line_end(*c->next))
        c->next++;
    *len = (size_t)(c->next - from);
    return CSV_ROW;
}

/* With its quotes. */
static enum csv_kind read_cell(struct csv *c, struct csv_row *row) {
    char *from = c->next;
    size_t len = 0;
    row->fault_line = c->line;
    if (row->count == CSV_CELLS_MAX)
        return CSV_CELLS_MANY;
    bool quoted = from < c->end && *from == '"';
    enum csv_kind kind = quoted ? skip_quoted(c, &len) : skip_plain(c, &len);
    if (kind != CSV_ROW)
        return kind;
    if (len > CSV_CELL_BYTES_MAX)
        return CSV_CELL_LONG;
    row->cells[row->count++] = (struct slice){from, (size_t)(c->next - from)};
    return CSV_ROW;
}

/* In place: a doubled quote is one. */
static struct slice unquote(struct slice cell) {
    if (cell.len == 0 || cell.ptr[0] != '"')
        return cell;
    char *from = (char *)cell.ptr + 1, *to = from;
    const char *closing = cell.ptr + cell.len - 1;
    for (const char *p = from; p < closing; p++) {
        *to++ = *p;
        if (*p == '"')
            p++;
    }
    return (struct slice){from, (size_t)(to - from)};
}

static void keep_text(struct csv *c, const char *from, struct csv_row *out) {
    while (c->next < c->end && !is_line_end(*c->next))
        c->next++;
    out->cells[0] = (struct slice){from, (size_t)(c->next - from)};
    out->count = 1;
}

enum csv_kind csv_next(struct csv *c, struct csv_row *out) {
    if (!skip_blank_lines(c))
        return CSV_END;
    const char *from = c->next;
    enum csv_kind kind;
    out->line = c->line;
    out->count = 0;
    while ((kind = read_cell(c, out)) == CSV_ROW && c->next < c->end && *c->next == c->separator)
        c->next++;
    if (kind != CSV_ROW)
        keep_text(c, from, out);
    for (size_t i = 0; i < out->count && kind == CSV_ROW; i++)
        out->cells[i] = unquote(out->cells[i]);
    skip_line_end(c);
    return kind;
}
