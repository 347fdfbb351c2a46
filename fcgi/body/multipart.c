/* multipart: one function per state, from the outside in: delimiter, part, header line, parameter.
 * A part's extent is known before anything inside it is read, so no header can reach into the
 * next part. Strict where browsers are exact (CRLF, no folded header, a closing delimiter), since
 * every looseness here is a second reading of the same octets. Everything is decoded in place. */
#include "body/multipart.h"

#include <string.h>

#include "base/utf8.h"
#include "body/params.h"

#define DELIMITER_MAX (4 + BOUNDARY_MAX)

struct reader {
    struct arena *arena;
    char delimiter[DELIMITER_MAX]; /* CR LF "--" boundary */
    size_t delimiter_len;
    char *begin, *end; /* the body */
    char *at;          /* begin <= at <= end */
    size_t parts;
    struct pair_list list;
};

struct part {
    struct slice name, filename, filename_ext, charset; /* unset until seen */
    bool has_disposition;
};

struct delimiter_line {
    char *start, *stop; /* with its CR LF in front, and with the one behind */
    bool closing;
};

static enum errcode reader_init(struct reader *r, struct arena *a, struct slice boundary,
                                char *bytes, size_t len) {
    if (boundary.len == 0 || boundary.len > BOUNDARY_MAX)
        return ERR_TYPE;
    *r = (struct reader){.arena = a, .begin = bytes, .end = bytes + len, .at = bytes};
    memcpy(r->delimiter, "\r\n--", 4);
    memcpy(r->delimiter + 4, boundary.ptr, boundary.len);
    r->delimiter_len = 4 + boundary.len;
    return OK;
}

/* What follows the boundary: "--" if it is the last, padding, line end. A longer word that only
 * begins with the boundary is content. The closing one may end the body without CR LF. */
static bool delimiter_tail(const struct reader *r, char *p, struct delimiter_line *out) {
    out->closing = r->end - p >= 2 && p[0] == '-' && p[1] == '-';
    p += out->closing ? 2 : 0;
    while (p < r->end && (*p == ' ' || *p == '\t'))
        p++;
    if (r->end - p >= 2 && p[0] == '\r' && p[1] == '\n') {
        out->stop = p + 2;
        return true;
    }
    out->stop = p;
    return out->closing && p == r->end;
}

/* The next delimiter line at or after p. */
static bool find_delimiter(const struct reader *r, char *p, struct delimiter_line *out) {
    while ((p = memmem(p, (size_t)(r->end - p), r->delimiter, r->delimiter_len)) != NULL) {
        out->start = p;
        if (delimiter_tail(r, p + r->delimiter_len, out))
            return true;
        p += r->delimiter_len;
    }
    return false;
}

/* The first delimiter may stand at the very beginning, without CR LF in front. */
static bool find_first_delimiter(const struct reader *r, struct delimiter_line *out) {
    size_t bare_len = r->delimiter_len - 2;
    out->start = r->begin;
    if (bare_len <= (size_t)(r->end - r->begin) &&
        memcmp(r->begin, r->delimiter + 2, bare_len) == 0 &&
        delimiter_tail(r, r->begin + bare_len, out))
        return true;
    return find_delimiter(r, r->begin, out);
}

/* Undoes `\"` and `\\` (curl, mail libraries) and %22 %0D %0A (browsers, WHATWG HTML 4.10.21.8).
 * Any other backslash stays: old browsers send whole Windows paths. */
static struct slice unquote(struct reader *r, struct param p) {
    char *text = r->begin + (p.raw.ptr - r->begin), *out = text;
    for (size_t i = 0; i < p.raw.len; i++) {
        struct slice three = slice_sub(p.raw, i, 3);
        if (p.quoted && (slice_starts(three, "\\\"") || slice_starts(three, "\\\\")))
            *out++ = text[++i];
        else if (slice_eq_lit(three, "%22") || slice_eq_nocase(three, "%0d") ||
                 slice_eq_nocase(three, "%0a")) {
            *out++ = three.ptr[1] == '2' ? '"' : ascii_lower(three.ptr[2]) == 'd' ? '\r' : '\n';
            i += 2;
        } else
            *out++ = text[i];
    }
    return (struct slice){text, (size_t)(out - text)};
}

static struct slice *disposition_place(struct part *part, struct slice name) {
    if (slice_eq_nocase(name, "name"))
        return &part->name;
    if (slice_eq_nocase(name, "filename"))
        return &part->filename;
    return slice_eq_nocase(name, "filename*") ? &part->filename_ext : NULL;
}

static enum errcode read_disposition(struct reader *r, struct part *part, struct slice value) {
    struct slice rest;
    struct param p;
    enum errcode e;
    if (part->has_disposition || !slice_eq_nocase(params_head(value, &rest), "form-data"))
        return ERR_SYNTAX;
    part->has_disposition = true;
    while ((e = params_next(&rest, &p)) == OK) {
        struct slice *place = disposition_place(part, p.name);
        if (place != NULL && place->ptr != NULL)
            return ERR_SYNTAX; /* twice: readers differ in which one they take */
        if (place != NULL)
            *place = unquote(r, p);
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum errcode read_type(struct part *part, struct slice value) {
    struct slice rest;
    struct param p;
    enum errcode e;
    (void)params_head(value, &rest);
    while ((e = params_next(&rest, &p)) == OK)
        if (slice_eq_nocase(p.name, "charset"))
            part->charset = p.raw;
    return e == ERR_NOT_FOUND ? OK : e;
}

/* RFC 7578 took transfer encodings out; one that changes the octets must not pass unnoticed. */
static enum errcode read_encoding(struct slice value) {
    bool plain = slice_eq_nocase(value, "7bit") || slice_eq_nocase(value, "8bit") ||
                 slice_eq_nocase(value, "binary");
    return plain ? OK : ERR_SYNTAX;
}

/* A name directly before its colon. White space in it also catches a folded line. */
static bool is_header_name(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] <= ' ' || s.ptr[i] == 0x7f)
            return false;
    return s.len > 0;
}

static bool is_header_value(struct slice s) {
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

static enum errcode read_header(struct reader *r, struct part *part, struct slice line) {
    struct slice value, name = slice_cut(line, ':', &value);
    if (value.ptr == NULL || !is_header_name(name) || !is_header_value(value))
        return ERR_SYNTAX;
    value = slice_trim(value);
    if (slice_eq_nocase(name, "content-disposition"))
        return read_disposition(r, part, value);
    if (slice_eq_nocase(name, "content-type"))
        return read_type(part, value);
    if (slice_eq_nocase(name, "content-transfer-encoding"))
        return read_encoding(value);
    return OK;
}

/* Reads header lines up to the empty one, or to the end of a part without content, whose empty
 * line is the CR LF of the next delimiter. *content is where the content begins. */
static enum errcode read_headers(struct reader *r, char *stop, struct part *part, char **content) {
    char *p = r->at;
    for (size_t headers = 0; p < stop; headers++) {
        char *line_end = memmem(p, (size_t)(stop - p), "\r\n", 2);
        if (line_end == NULL)
            return stop - r->at > PART_HEADER_BYTES_MAX ? ERR_TOO_LARGE : ERR_SYNTAX;
        struct slice line = {p, (size_t)(line_end - p)};
        p = line_end + 2;
        if (p - r->at > PART_HEADER_BYTES_MAX)
            return ERR_TOO_LARGE;
        if (line.len == 0)
            break;
        if (headers == PART_HEADERS_MAX)
            return ERR_TOO_MANY;
        enum errcode e = read_header(r, part, line);
        if (e != OK)
            return e;
    }
    *content = p;
    return OK;
}

/* The last component for either kind of slash: the name is data, never a path. Cut rather than
 * refused when too long: 255 Cyrillic letters are a legal name on the visitor's disk. */
static struct slice file_name(struct slice path) {
    for (size_t i = path.len; i > 0; i--)
        if (path.ptr[i - 1] == '/' || path.ptr[i - 1] == '\\')
            return utf8_cut_octets(slice_sub(path, i, path.len), FILE_NAME_MAX);
    return utf8_cut_octets(path, FILE_NAME_MAX);
}

static enum errcode read_part(struct reader *r, char *stop) {
    struct part part = {0};
    char *content = NULL;
    if (r->parts++ == PARTS_MAX)
        return ERR_TOO_MANY;
    enum errcode e = read_headers(r, stop, &part, &content);
    if (e != OK)
        return e;
    if (part.name.ptr == NULL)
        return ERR_SYNTAX;
    struct slice sent = {content, (size_t)(stop - content)};
    struct pair pair = {.name = part.name, .value = sent, .charset = part.charset};
    if (part.filename.ptr != NULL || part.filename_ext.ptr != NULL) {
        pair.kind = PAIR_FILE;
        pair.file_bytes = sent.len;
        pair.value = file_name(part.filename.ptr != NULL ? part.filename : part.filename_ext);
        pair.charset = SLICE_NONE; /* the charset of the dropped content, not of the name */
    }
    return pairs_add(r->arena, &r->list, pair);
}

static enum errcode read_parts(struct reader *r, struct delimiter_line *line) {
    while (!line->closing) {
        r->at = line->stop;
        if (!find_delimiter(r, r->at, line))
            return ERR_SYNTAX;
        enum errcode e = read_part(r, line->start);
        if (e != OK)
            return e;
    }
    return OK;
}

enum errcode multipart_parse(struct arena *a, struct slice boundary, char *bytes, size_t len,
                             struct pair_list *out) {
    struct reader r;
    struct delimiter_line line;
    enum errcode e = reader_init(&r, a, boundary, bytes, len);
    if (e != OK)
        return e;
    if (len == 0 || !find_first_delimiter(&r, &line))
        return ERR_SYNTAX;
    if (line.start - r.begin > PART_MARGIN_BYTES_MAX)
        return ERR_TOO_LARGE;
    e = read_parts(&r, &line);
    if (e != OK)
        return e;
    if (r.end - line.stop > PART_MARGIN_BYTES_MAX)
        return ERR_TOO_LARGE;
    *out = r.list;
    return OK;
}
