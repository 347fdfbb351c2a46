/* multipart: one function per state, from the outside in: delimiter, part, header line, parameter.
 * A part's extent is known before anything inside it is read, so no header can reach into the
 * next part. Headers are read as freely as the many clients write them, and each looseness is a
 * second reading of the same octets: so what has been seen to be a file stays one, whatever
 * follows in its file name, and only a part without any doubt becomes text. Everything is decoded
 * in place. */
#include "body/multipart.h"

#include <string.h>

#include "base/utf8.h"
#include "body/charset.h"
#include "body/params.h"
#include "body/transfer.h"
#include "body/urlencoded.h"

#define DELIMITER_MAX (4 + BOUNDARY_MAX)

struct reader {
    struct arena *arena;
    char room[DELIMITER_MAX]; /* CR LF "--" boundary */
    size_t room_len;
    bool bare_lf;      /* lines end in LF, with or without CR before it */
    char *begin, *end; /* the body */
    char *at;          /* begin <= at <= end */
    struct pair_list list;
};

struct part {
    struct slice name, filename, charset, encoding; /* unset until seen */
    bool is_file;
    bool unsure; /* of the name, or of where the content begins */
};

struct delimiter_line {
    char *start, *stop; /* with its line end in front, and with the one behind */
    bool closing;
};

static enum errcode reader_init(struct reader *r, struct arena *a, struct slice boundary,
                                char *bytes, size_t len) {
    if (boundary.len == 0 || boundary.len > BOUNDARY_MAX)
        return ERR_TYPE;
    *r = (struct reader){.arena = a, .begin = bytes, .end = bytes + len, .at = bytes};
    memcpy(r->room, "\r\n--", 4);
    memcpy(r->room + 4, boundary.ptr, boundary.len);
    r->room_len = 4 + boundary.len;
    return OK;
}

static struct slice delimiter(const struct reader *r) {
    return (struct slice){r->room + r->bare_lf, r->room_len - r->bare_lf};
}

/* What follows the boundary: "--" if it is the last, padding, line end. A longer word that only
 * begins with the boundary is content. The closing one may end the body without a line end. */
static bool delimiter_tail(const struct reader *r, char *p, struct delimiter_line *out) {
    out->closing = r->end - p >= 2 && p[0] == '-' && p[1] == '-';
    p += out->closing ? 2 : 0;
    while (p < r->end && (*p == ' ' || *p == '\t'))
        p++;
    out->stop = p;
    if (p == r->end)
        return out->closing;
    bool cr = *p == '\r' && r->end - p >= 2;
    out->stop = p + cr + 1;
    return p[cr] == '\n' && (cr || r->bare_lf);
}

/* The next delimiter line at or after p. */
static bool find_delimiter(const struct reader *r, char *p, struct delimiter_line *out) {
    struct slice d = delimiter(r);
    char *from = p;
    while ((p = memmem(p, (size_t)(r->end - p), d.ptr, d.len)) != NULL) {
        out->start = r->bare_lf && p > from && p[-1] == '\r' ? p - 1 : p;
        if (delimiter_tail(r, p + d.len, out))
            return true;
        p += d.len;
    }
    return false;
}

/* The first delimiter may stand at the very beginning, without a line end in front. */
static bool begins_with_delimiter(const struct reader *r, struct delimiter_line *out) {
    size_t bare_len = r->room_len - 2;
    out->start = r->begin;
    return bare_len <= (size_t)(r->end - r->begin) &&
           memcmp(r->begin, r->room + 2, bare_len) == 0 &&
           delimiter_tail(r, r->begin + bare_len, out);
}

/* Its line end is that of all the lines after it. */
static bool find_first_delimiter(struct reader *r, struct delimiter_line *out) {
    for (int i = 0; i < 4; i++) {
        r->bare_lf = i % 2 == 1;
        if (i < 2 ? begins_with_delimiter(r, out) : find_delimiter(r, r->begin, out))
            return true;
    }
    return false;
}

static char *in_body(const struct reader *r, struct slice s) {
    return r->begin + (s.ptr - r->begin);
}

/* A bare value in quotes that are none by RFC 9110: a script escaped them once too often, or, as
 * PHP takes it, single ones. */
static struct slice without_odd_quotes(struct slice s) {
    static const char *const quotes[] = {"\\\"", "'"};
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        size_t n = strlen(quotes[i]);
        if (s.len >= 2 * n && slice_starts(s, quotes[i]) && slice_ends(s, quotes[i]))
            return slice_sub(s, n, s.len - 2 * n);
    }
    return s;
}

/* Undoes `\"` and `\\` (curl, mail libraries) and %22 %0D %0A (browsers, WHATWG HTML 4.10.21.8).
 * Any other backslash stays: old browsers send whole Windows paths. */
static struct slice unquote(const struct reader *r, struct slice s, bool quoted) {
    s = quoted ? s : without_odd_quotes(s);
    char *text = in_body(r, s), *out = text;
    for (size_t i = 0; i < s.len; i++) {
        struct slice three = slice_sub(s, i, 3);
        if (quoted && (slice_starts(three, "\\\"") || slice_starts(three, "\\\\")))
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

/* RFC 5987: charset'language'octets with %XX, for us of UTF-8 only. False: it stays as sent. */
static bool decode_extended(const struct reader *r, struct slice *s) {
    struct slice rest, octets;
    enum charset charset;
    struct slice label = slice_cut(*s, '\'', &rest);
    (void)slice_cut(rest, '\'', &octets);
    if (octets.ptr == NULL || !charset_find(label, &charset) || charset != CHARSET_UTF8)
        return false;
    *s = urlencoded_decode(in_body(r, octets), octets.len, false);
    return true;
}

static enum errcode add_unread(struct reader *r, struct slice name, size_t bytes) {
    struct pair pair = {
        .name = name, .value = {name.ptr, 0}, .kind = PAIR_UNREAD, .file_bytes = bytes};
    return pairs_add(r->arena, &r->list, pair);
}

/* A second name makes a part nobody's: of both fields it may be the value. Behind a file name it
 * is but a piece of that, written by a client that escapes no quotes. */
static enum errcode take_name(struct reader *r, struct part *part, struct slice name, bool sure) {
    part->unsure |= !sure;
    if (part->name.ptr == NULL) {
        part->name = name;
        return OK;
    }
    if (slice_eq(part->name, name))
        return OK;
    part->unsure = true;
    return part->is_file ? OK : add_unread(r, name, 0);
}

/* Also name* (RFC 5987) and name*0 (RFC 2231). */
static bool is_param(const struct param *p, const char *name) {
    return slice_eq_nocase(slice_sub(p->name, 0, slice_find(p->name, '*')), name);
}

/* *sure: the parameter says that, and nothing else. */
static struct slice param_text(const struct reader *r, const struct param *p, struct slice s,
                               bool *sure) {
    *sure = p->sure;
    if (slice_find(p->name, '*') == p->name.len)
        return unquote(r, s, p->quoted);
    *sure = *sure && slice_ends(p->name, "*") && decode_extended(r, &s);
    return s;
}

static enum errcode read_disposition(struct reader *r, struct part *part, struct slice value) {
    struct slice rest;
    struct param p;
    bool sure;
    enum errcode e = OK;
    part->unsure |= !slice_eq_nocase(params_head(value, &rest), "form-data");
    while (e == OK && params_next(&rest, &p)) {
        if (is_param(&p, "name")) {
            struct slice name = param_text(r, &p, p.sure ? p.raw : p.least, &sure);
            e = take_name(r, part, name, sure);
        } else if (is_param(&p, "filename")) {
            struct slice name = param_text(r, &p, p.raw, &sure);
            part->filename = part->is_file ? part->filename : name;
            part->is_file = true;
        } else
            part->unsure |= !p.sure; /* it may have swallowed a file name */
    }
    return e;
}

static void read_type(struct part *part, struct slice value) {
    struct slice rest;
    struct param p;
    (void)params_head(value, &rest);
    while (params_next(&rest, &p))
        if (slice_eq_nocase(p.name, "charset") && part->charset.ptr == NULL)
            part->charset = p.raw;
}

static void read_encoding(struct part *part, struct slice value) {
    part->unsure |= part->encoding.ptr != NULL && !slice_eq(part->encoding, value);
    part->encoding = value;
}

/* What is not a word is content that came without the empty line before it. */
static bool is_header_name(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] <= ' ' || s.ptr[i] >= 0x7f)
            return false;
    return s.len > 0;
}

static enum errcode read_header(struct reader *r, struct part *part, struct slice line) {
    struct slice value, name = slice_trim(slice_cut(line, ':', &value));
    if (value.ptr == NULL || !is_header_name(name)) {
        part->unsure = true;
        return OK;
    }
    value = slice_trim(value);
    if (slice_eq_nocase(name, "content-disposition"))
        return read_disposition(r, part, value);
    if (slice_eq_nocase(name, "content-type"))
        read_type(part, value);
    else if (slice_eq_nocase(name, "content-transfer-encoding"))
        read_encoding(part, value);
    return OK;
}

/* The line at r->at, which moves behind it, with those that are folded onto it: they begin with a
 * blank, and their line ends become blanks. False: it has no line end before stop. As everybody
 * does in headers, a bare LF is taken for a line end. */
static bool next_line(struct reader *r, char *stop, struct slice *line) {
    char *begin = r->at, *lf;
    bool folded;
    do {
        lf = memchr(r->at, '\n', (size_t)(stop - r->at));
        r->at = lf == NULL ? stop : lf + 1;
        *line = (struct slice){begin, (size_t)((lf == NULL ? stop : lf) - begin)};
        line->len -= lf != NULL && slice_ends(*line, "\r");
        folded = lf != NULL && line->len > 0 && r->at < stop && (*r->at == ' ' || *r->at == '\t');
        if (folded)
            memset(begin + line->len, ' ', (size_t)(r->at - begin) - line->len);
    } while (folded);
    return lf != NULL;
}

/* Reads header lines up to the empty one, or to the end of a part without content, whose empty
 * line is that of the next delimiter. The content begins at r->at then. */
static enum errcode read_headers(struct reader *r, char *stop, struct part *part) {
    enum errcode e = OK;
    struct slice line;
    while (e == OK && r->at < stop) {
        part->unsure |= !next_line(r, stop, &line);
        if (line.len == 0)
            break;
        e = read_header(r, part, line);
    }
    return e;
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
    enum errcode e = read_headers(r, stop, &part);
    if (e != OK)
        return e;
    char *content = r->at;
    size_t sent = (size_t)(stop - content), len = sent;
    bool named = part.name.ptr != NULL;
    struct pair pair = {.name = named ? part.name : (struct slice){content, 0}};
    if (part.is_file) {
        pair.kind = PAIR_FILE;
        pair.value = file_name(part.filename);
        pair.file_bytes = sent;
    } else if (!named || part.unsure || !transfer_decode(part.encoding, content, &len)) {
        return add_unread(r, pair.name, sent);
    } else {
        pair.value = (struct slice){content, len};
        pair.charset = part.charset;
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
    e = read_parts(&r, &line);
    if (e == OK)
        *out = r.list;
    return e;
}
