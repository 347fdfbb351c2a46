/* csv: a cell is looked through before it is changed, so that a quote that is not closed costs no
 * more than its line, and no more time than CSV_CELL_BYTES_MAX. */
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

static void skip_line(struct csv *c) {
    while (c->next < c->end && !is_line_end(*c->next))
        c->next++;
    skip_line_end(c);
}

void csv_open(struct csv *c, char *text, size_t len) {
    static const char separators[] = {',', ';', '\t'};
    size_t counts[sizeof separators] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < len && !is_line_end(text[i]); i++) {
        quoted ^= text[i] == '"';
        for (size_t s = 0; s < sizeof separators && !quoted; s++)
            counts[s] += text[i] == separators[s];
    }
    for (size_t s = 1; s < sizeof separators; s++)
        best = counts[s] > counts[best] ? s : best;
    *c = (struct csv){.next = text, .end = text + len, .line = 1, .separator = separators[best]};
}

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

/* Takes the doubled quotes off, and counts the lines that end in the cell. */
static struct slice unquote(struct csv *c, char *from, const char *closing) {
    char *to = from;
    for (const char *p = from; p < closing; p++) {
        *to++ = *p;
        if (*p == '"')
            p++;
        else if (*p == '\n' || (*p == '\r' && p[1] != '\n'))
            c->line++;
    }
    return (struct slice){from, (size_t)(to - from)};
}

static enum csv_kind read_quoted(struct csv *c, struct slice *out) {
    char *from = c->next + 1, *closing = find_closing(c, from);
    if (closing == NULL)
        return CSV_QUOTE_OPEN;
    if (closing + 1 < c->end && closing[1] != c->separator && !is_line_end(closing[1]))
        return CSV_QUOTE_AFTER;
    *out = unquote(c, from, closing);
    c->next = closing + 1;
    return CSV_ROW;
}

static enum csv_kind read_plain(struct csv *c, struct slice *out) {
    const char *from = c->next;
    char *p = c->next;
    for (; p < c->end && *p != c->separator && !is_line_end(*p); p++)
        if (*p == '"')
            return CSV_QUOTE_INSIDE;
    c->next = p;
    *out = (struct slice){from, (size_t)(p - from)};
    return CSV_ROW;
}

static enum csv_kind read_cell(struct csv *c, struct csv_row *row) {
    struct slice cell = SLICE_NONE;
    row->fault_line = c->line;
    if (row->count == CSV_CELLS_MAX)
        return CSV_CELLS_MANY;
    bool quoted = c->next < c->end && *c->next == '"';
    enum csv_kind kind = quoted ? read_quoted(c, &cell) : read_plain(c, &cell);
    if (kind != CSV_ROW)
        return kind;
    if (cell.len > CSV_CELL_BYTES_MAX)
        return CSV_CELL_LONG;
    row->cells[row->count++] = cell;
    return CSV_ROW;
}

enum csv_kind csv_next(struct csv *c, struct csv_row *out) {
    if (!skip_blank_lines(c))
        return CSV_END;
    out->line = c->line;
    out->count = 0;
    for (;;) {
        enum csv_kind kind = read_cell(c, out);
        if (kind != CSV_ROW) {
            skip_line(c);
            return kind;
        }
        if (c->next == c->end || *c->next != c->separator) {
            skip_line_end(c);
            return CSV_ROW;
        }
        c->next++;
    }
}
