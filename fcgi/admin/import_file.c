/* import_file: memory is bounded whatever the file: a window of it (body/csv_stream), a row, a
 * batch of records, each in an arena of its own. */
#include "admin/import_file.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/text.h"
#include "base/buf.h"
#include "base/utf8.h"

#define STREAM_BYTES ((size_t)4 * CSV_WINDOW_BYTES)
#define RECORDS_BYTES ((size_t)4 * (BATCH_BYTES_MAX + RECORD_BYTES_MAX))
#define DIGEST_HEX (7 + 2 * EVP_MAX_MD_SIZE + 1)
#define REASON_BYTES_MAX 512 /* by which rows are counted together */
#define READ_BYTES ((size_t)256 * 1024)

struct import_file {
    struct import_file_options o;
    struct arena *arena; /* of the caller: what stays */
    struct arena *window, *scratch, *records;
    int fd;
    unsigned long long octets;
    char key[DIGEST_HEX];
    struct csv_stream *stream;
    struct csv_row *row; /* the one that is read */
    struct import *import;
    struct csv_row header; /* its cells copied */
    FILE *refused;
};

static const char *trouble_of(struct import_file *f, const char *what) {
    return text_printf(f->arena, "%s: %s", what, strerror(errno));
}

/* ---- the file -------------------------------------------------------------------------------- */

static bool digest(struct import_file *f) {
    static char piece[READ_BYTES];
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    ssize_t n = 0;
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    bool good = c != NULL && EVP_DigestInit_ex(c, EVP_sha256(), NULL) == 1;
    while (good && (n = read(f->fd, piece, sizeof piece)) != 0) {
        if (n == -1 && errno == EINTR)
            continue;
        good = n != -1 && EVP_DigestUpdate(c, piece, (size_t)n) == 1;
        f->octets += good ? (size_t)n : 0;
    }
    good = good && EVP_DigestFinal_ex(c, hash, &len) == 1;
    EVP_MD_CTX_free(c);
    memcpy(f->key, "sha256:", 8);
    for (unsigned i = 0; i < len; i++)
        ascii_hex(hash[i], f->key + 7 + 2 * (size_t)i);
    f->key[7 + 2 * (size_t)len] = '\0';
    return good;
}

struct import_file *import_file_open(struct arena *a, const struct import_file_options *o,
                                     const char **why) {
    struct import_file *f = text_alloc(a, sizeof *f);
    struct stat st;
    *f = (struct import_file){.o = *o, .arena = a, .row = text_alloc(a, sizeof *f->row)};
    f->fd = open(o->path, O_RDONLY | O_CLOEXEC);
    bool there = f->fd != -1 && fstat(f->fd, &st) == 0;
    if (there && !S_ISREG(st.st_mode)) {
        *why = text_printf(a, "%s: not a file; it is read twice", o->path);
    } else if (!there || !digest(f)) {
        *why = trouble_of(f, o->path);
    } else {
        f->window = arena_new(STREAM_BYTES);
        f->scratch = arena_new(ARENA_BYTES_MAX);
        f->records = arena_new(RECORDS_BYTES);
        return f;
    }
    import_file_close(f);
    return NULL;
}

void import_file_close(struct import_file *f) {
    if (f->fd != -1)
        close(f->fd);
    if (f->refused != NULL)
        fclose(f->refused);
    arena_free(f->window);
    arena_free(f->scratch);
    arena_free(f->records);
}

static bool read_file(void *from, char *into, size_t room, size_t *got) {
    const struct import_file *f = from;
    ssize_t n;
    do
        n = read(f->fd, into, room);
    while (n == -1 && errno == EINTR);
    *got = n > 0 ? (size_t)n : 0;
    return n != -1;
}

/* From its beginning; the first row is that of the names. */
static enum csv_kind rewind_file(struct import_file *f) {
    const struct csv_source source = {read_file, f};
    arena_reset(f->window);
    if (lseek(f->fd, 0, SEEK_SET) == -1 ||
        csv_stream_open(f->window, source, f->o.encoding, f->o.separator, &f->stream) != OK)
        return CSV_END;
    return csv_stream_next(f->stream, f->row);
}

const struct import *import_file_import(const struct import_file *f) { return f->import; }
const struct csv_stream *import_file_stream(const struct import_file *f) { return f->stream; }
unsigned long long import_file_octets(const struct import_file *f) { return f->octets; }

/* ---- a look ---------------------------------------------------------------------------------- */

static void keep_header(struct import_file *f) {
    f->header = *f->row;
    for (size_t i = 0; i < f->header.count; i++)
        f->header.cells[i] = slice_from(text_copy(f->arena, f->row->cells[i]));
}

bool import_file_look(struct import_file *f, const char **why) {
    enum csv_kind kind = rewind_file(f);
    struct import_fault fault = {import_fault_of(kind), SLICE_NONE, SLICE_NONE};
    struct buf b;
    struct slice text;
    if (kind == CSV_ROW) {
        keep_header(f);
        if (import_begin(f->arena, &f->o.import, &f->header, &f->import) != OK) {
            *why = "out of memory";
            return false;
        }
        for (int n = 0;
             n < IMPORT_LOOKED_AT && (kind = csv_stream_next(f->stream, f->row)) != CSV_END; n++) {
            arena_reset(f->scratch);
            if (kind == CSV_ROW)
                import_look(f->import, f->scratch, f->row);
        }
        return true;
    }
    buf_init(&b, f->arena, 1024);
    import_say(&b, LANGUAGE_EN, &fault);
    *why = buf_done(&b, &text) == OK
               ? text_printf(f->arena, "%s:1: %.*s", f->o.path, SLICE_ARG(text))
               : "out of memory";
    return false;
}

/* ---- a row ----------------------------------------------------------------------------------- */

/* A reason names what stands in a cell. Rows are counted together without what is in quotes, and of
 * a long one by its beginning. */
static struct slice without_words(struct slice s, char out[REASON_BYTES_MAX]) {
    size_t n = 0;
    bool quoted = false;
    for (size_t i = 0; i < s.len && n + 8 < REASON_BYTES_MAX; i++) {
        bool opens = slice_starts(slice_sub(s, i, 2), "\xC2\xAB");
        bool closes = slice_starts(slice_sub(s, i, 2), "\xC2\xBB");
        bool mark = s.ptr[i] == '"' || opens || closes;
        if (!mark && quoted)
            continue;
        out[n++] = s.ptr[i];
        if (!mark)
            continue;
        if (opens || closes)
            out[n++] = s.ptr[++i];
        quoted = !opens && !closes ? !quoted : opens;
        if (quoted) {
            memcpy(out + n, "\xE2\x80\xA6", 3);
            n += 3;
        }
    }
    return utf8_cut_octets((struct slice){out, n}, REASON_BYTES_MAX);
}

static void count_reason(struct import_file *f, struct import_totals *t, struct slice reasons,
                         int line) {
    char room[REASON_BYTES_MAX];
    struct slice text = without_words(reasons, room);
    for (size_t i = 0; i < t->reason_count; i++)
        if (slice_eq(slice_from(t->reasons[i].text), text)) {
            t->reasons[i].rows++;
            return;
        }
    if (t->reason_count < IMPORT_REASONS_MAX)
        t->reasons[t->reason_count++] = (struct import_reason){text_copy(f->arena, text), 1, line};
}

/* false: there is no further row, or no memory, which *why says. */
static bool next_row(struct import_file *f, struct import_row *out, struct import_totals *t,
                     const char **why) {
    enum csv_kind kind = csv_stream_next(f->stream, f->row);
    arena_reset(f->scratch);
    if (kind == CSV_END && csv_stream_failed(f->stream))
        *why = trouble_of(f, f->o.path);
    if (kind == CSV_END)
        return false;
    enum errcode e = kind == CSV_ROW ? import_read(f->import, f->scratch, f->row, out)
                                     : import_refuse(f->import, f->scratch, kind, out);
    if (e != OK) {
        *why = "out of memory";
        return false;
    }
    t->rows += out->verdict != IMPORT_BLANK;
    t->taken += out->verdict == IMPORT_TAKEN;
    t->refused += out->verdict == IMPORT_REFUSED;
    if (out->verdict == IMPORT_REFUSED)
        count_reason(f, t, out->reasons, f->row->line);
    return true;
}

bool import_file_try(struct import_file *f,
                     void (*show)(void *to, int line, const struct import_row *row), void *to,
                     struct import_totals *out, const char **why) {
    struct import_row row;
    *why = NULL;
    *out = (struct import_totals){.rows = 0};
    if (rewind_file(f) != CSV_ROW)
        return false;
    while (out->rows < IMPORT_LOOKED_AT && next_row(f, &row, out, why))
        if (row.verdict == IMPORT_TAKEN && out->taken <= IMPORT_SHOWN)
            show(to, f->row->line, &row);
    out->all = out->rows < IMPORT_LOOKED_AT;
    return *why == NULL;
}

/* ---- refused rows ---------------------------------------------------------------------------- */

static void write_cell(const struct import_file *f, struct slice s, bool first) {
    bool quoted = false;
    char separator = csv_stream_separator(f->stream);
    for (size_t i = 0; i < s.len; i++)
        quoted |= s.ptr[i] == separator || s.ptr[i] == '"' || s.ptr[i] == '\n' || s.ptr[i] == '\r';
    if (!first)
        putc(separator, f->refused);
    if (quoted)
        putc('"', f->refused);
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"')
            putc('"', f->refused);
        putc(s.ptr[i], f->refused);
    }
    if (quoted)
        putc('"', f->refused);
}

/* Cells behind the last column stand behind the reasons: nothing of the line is lost. */
static void write_row(struct import_file *f, const struct csv_row *row, struct slice line,
                      struct slice why) {
    for (size_t i = 0; i < f->header.count; i++)
        write_cell(f, i < row->count ? row->cells[i] : SLICE_LIT(""), i == 0);
    write_cell(f, line, false);
    write_cell(f, why, false);
    for (size_t i = f->header.count; i < row->count; i++)
        write_cell(f, row->cells[i], false);
    fputs("\r\n", f->refused);
}

/* As the file was, in UTF-8 with its mark, with line and reason behind: to be mended and brought
 * again. Only its owner reads it, for people stand in it. */
static bool open_refused(struct import_file *f) {
    int fd = open(f->o.refused_path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    f->refused = fd == -1 ? NULL : fdopen(fd, "w");
    if (f->refused == NULL)
        return false;
    fputs("\xEF\xBB\xBF", f->refused);
    write_row(f, &f->header, SLICE_LIT("firstline: line"), SLICE_LIT("firstline: refused"));
    return true;
}

static bool note_refused(struct import_file *f, const struct import_row *row) {
    char line[16];
    snprintf(line, sizeof line, "%d", f->row->line);
    if (f->refused == NULL && !open_refused(f))
        return false;
    write_row(f, f->row, slice_from(line), row->reasons);
    return !ferror(f->refused);
}

/* ---- storing --------------------------------------------------------------------------------- */

struct storing {
    struct import_file *f;
    PGconn *conn;
    struct import_totals *totals;
    struct import_trouble *why;
    struct buf records;
    size_t count;
};

static void begin_batch(struct storing *s) {
    arena_reset(s->f->records);
    buf_init(&s->records, s->f->records, BATCH_BYTES_MAX + RECORD_BYTES_MAX);
    s->count = 0;
}

static bool send_batch(struct storing *s, bool last) {
    struct import_stored stored;
    struct slice records, name = slice_from(s->f->o.path), rest;
    const struct import_options *o = &s->f->o.import;
    struct import_about about = {
        .login = o->login, .form = o->form->name, .key = slice_from(s->f->key)};
    while (slice_find(name, '/') < name.len) {
        (void)slice_cut(name, '/', &rest);
        name = rest;
    }
    about.file = utf8_cut_octets(name, STORED_NAME_MAX);
    about.queued = o->queued;
    about.counts = s->f->o.counts;
    about.last = last;
    about.rows = s->totals->rows;
    about.refused = s->totals->refused;
    if (buf_done(&s->records, &records) != OK ||
        import_store(s->f->records, s->conn, &about, s->count > 0 ? records : SLICE_LIT(""),
                     IMPORT_TRIES, &stored, s->why) != OK)
        return false;
    s->totals->batch = stored.batch;
    s->totals->stored += (unsigned long long)stored.stored;
    s->totals->again += (unsigned long long)stored.again;
    begin_batch(s);
    return true;
}

static bool take_row(struct storing *s, const struct import_row *row) {
    if (row->verdict == IMPORT_REFUSED && !note_refused(s->f, row)) {
        *s->why = (struct import_trouble){"58030", trouble_of(s->f, s->f->o.refused_path), NULL};
        return false;
    }
    if (row->verdict != IMPORT_TAKEN)
        return true;
    buf_lit(&s->records, s->count++ == 0 ? "" : ",");
    buf_raw(&s->records, row->record.json);
    return true;
}

static bool store_rows(struct storing *s,
                       void (*step)(void *to, const struct import_totals *so_far), void *to) {
    struct import_row row;
    const char *why = NULL;
    while (next_row(s->f, &row, s->totals, &why)) {
        if (!take_row(s, &row))
            return false;
        if (s->count < BATCH_RECORDS_MAX && s->records.len < BATCH_BYTES_MAX)
            continue;
        if (!send_batch(s, false))
            return false;
        step(to, s->totals);
    }
    if (why != NULL)
        *s->why = (struct import_trouble){"58030", why, NULL};
    return why == NULL && send_batch(s, true);
}

bool import_file_store(struct import_file *f, PGconn *conn,
                       void (*step)(void *to, const struct import_totals *so_far), void *to,
                       struct import_totals *out, struct import_trouble *why) {
    struct storing s = {.f = f, .conn = conn, .totals = out, .why = why};
    *out = (struct import_totals){.rows = 0};
    *why = (struct import_trouble){"58030", "out of memory", NULL};
    if (rewind_file(f) != CSV_ROW)
        return false;
    begin_batch(&s);
    bool good = store_rows(&s, step, to);
    if (f->refused != NULL && fclose(f->refused) == EOF && good) {
        *why = (struct import_trouble){"58030", trouble_of(f, f->o.refused_path), NULL};
        good = false;
    }
    f->refused = NULL;
    out->all = good;
    return good;
}
