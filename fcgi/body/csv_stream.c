/* csv_stream: a window of the text is kept twice: clean, and one in which the reader takes quotes
 * off. A row that touches the end of the window may go on behind it, and is read anew from the
 * clean one when more has come. */
#include "body/csv_stream.h"

#include <string.h>

#define PIECE ((size_t)256 * 1024)
#define LOOKS_AHEAD (2 * CSV_CELL_BYTES_MAX + 2) /* csv, for the quote that closes a cell */

struct csv_stream {
    struct csv_source source;
    struct csv_text text;
    char *piece;        /* as read: PIECE octets */
    size_t piece_len;   /* of them not converted yet */
    char *clean, *work; /* CSV_WINDOW_BYTES each */
    size_t len;         /* of both */
    struct csv csv;     /* in work */
    char separator;     /* '\0': not known yet */
    bool ended, failed;
    unsigned long long octets, made; /* read, and what became of them */
};

enum errcode csv_stream_open(struct arena *a, struct csv_source source, enum csv_encoding encoding,
                             char separator, struct csv_stream **out) {
    struct csv_stream *s = arena_calloc(a, 1, sizeof *s);
    char *piece = arena_alloc(a, PIECE), *clean = arena_alloc(a, CSV_WINDOW_BYTES);
    char *work = arena_alloc(a, CSV_WINDOW_BYTES);
    if (s == NULL || piece == NULL || clean == NULL || work == NULL)
        return ERR_TOO_LARGE;
    *s = (struct csv_stream){.source = source, .text = {.encoding = encoding}, .piece = piece};
    s->clean = clean;
    s->work = work;
    s->separator = separator;
    s->csv = (struct csv){.next = work, .end = work, .line = 1, .separator = separator};
    *out = s;
    return OK;
}

/* Reads and converts a piece. false: nothing more comes. */
static bool fill_piece(struct csv_stream *s) {
    size_t got = 0, taken = 0;
    if (s->ended)
        return false;
    if (!s->source.read(s->source.from, s->piece + s->piece_len, PIECE - s->piece_len, &got))
        s->failed = true;
    s->ended = got == 0 || s->failed;
    s->octets += got;
    struct slice in = {s->piece, s->piece_len + got};
    size_t made = csv_text_convert(&s->text, in, s->ended, s->clean + s->len, &taken);
    s->len += made;
    s->made += made;
    s->piece_len = in.len - taken;
    memmove(s->piece, s->piece + taken, s->piece_len);
    return true;
}

static bool has_room(const struct csv_stream *s) {
    return CSV_WINDOW_BYTES - s->len >= PIECE * CSV_TEXT_PER_OCTET;
}

/* What stands from start on goes to the front, with more behind it if that comes. */
static void refill(struct csv_stream *s, size_t start, int line) {
    s->len -= start;
    memmove(s->clean, s->clean + start, s->len);
    while (has_room(s) && fill_piece(s))
        ;
    memcpy(s->work, s->clean, s->len);
    if (s->separator == '\0') {
        csv_open(&s->csv, s->work, s->len);
        s->separator = s->csv.separator;
    }
    s->csv = (struct csv){s->work, s->work + s->len, line, s->separator};
}

enum csv_kind csv_stream_next(struct csv_stream *s, struct csv_row *out) {
    for (;;) {
        size_t start = (size_t)(s->csv.next - s->work);
        int line = s->csv.line;
        enum csv_kind kind = csv_next(&s->csv, out);
        bool unsure = s->csv.next == s->csv.end ||
                      (kind == CSV_QUOTE_OPEN && (size_t)(s->csv.end - s->csv.next) < LOOKS_AHEAD);
        if (s->ended || !unsure || (start == 0 && !has_room(s)))
            return s->failed ? CSV_END : kind;
        refill(s, start, line);
    }
}

bool csv_stream_failed(const struct csv_stream *s) { return s->failed; }
enum csv_encoding csv_stream_encoding(const struct csv_stream *s) { return s->text.encoding; }
char csv_stream_separator(const struct csv_stream *s) { return s->separator; }

unsigned long long csv_stream_octets(const struct csv_stream *s) {
    size_t left = (size_t)(s->csv.end - s->csv.next);
    return s->made == 0 ? s->octets
                        : (unsigned long long)((double)s->octets * (double)(s->made - left) /
                                               (double)s->made);
}
