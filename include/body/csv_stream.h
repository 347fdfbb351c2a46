/* csv_stream: the rows of a file of any length, in whatever encoding (body/csv_text), with a
 * bounded memory. */
#ifndef BODY_CSV_STREAM_H
#define BODY_CSV_STREAM_H

#include "base/arena.h"
#include "body/csv.h"
#include "body/csv_text.h"

/* Reads at most room octets, *got of them; 0: the end. false: it failed, and from knows why. */
struct csv_source {
    bool (*read)(void *from, char *into, size_t room, size_t *got);
    void *from;
};

struct csv_stream; /* opaque */

/* encoding CSV_TEXT_UNDECIDED: it is found; separator '\0': likewise, as csv_open does. Takes some
 * 4 * CSV_WINDOW_BYTES of the arena, for as long as it lives. ERR_TOO_LARGE: it has not that. */
MUST_CHECK enum errcode csv_stream_open(struct arena *a, struct csv_source source,
                                        enum csv_encoding encoding, char separator,
                                        struct csv_stream **out);

/* As csv_next; cells are good until the next call. CSV_END also when reading has failed. A row that
 * does not fit into CSV_WINDOW_BYTES is read as several. */
enum csv_kind csv_stream_next(struct csv_stream *s, struct csv_row *out);

bool csv_stream_failed(const struct csv_stream *s);
enum csv_encoding
csv_stream_encoding(const struct csv_stream *s); /* as far as it is known by now */
char csv_stream_separator(const struct csv_stream *s);
unsigned long long
csv_stream_octets(const struct csv_stream *s); /* of the file, behind this row; about */

#endif
