/* import_shown: nothing of the file reaches a terminal but as base/plain has it. */
#include "command/import_shown.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "admin/text.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/plain.h"
#include "lead/canonical.h"
#include "lead/import_json.h"

#define JSON_BYTES_MAX ((size_t)8 * 1024 * 1024)
#define BAR 30
#define PROGRESS_MS 100

static const char *separator_word(char c) { return c == '\t' ? "tab" : c == ';' ? ";" : ","; }

/* ---- rows as they would be kept -------------------------------------------------------------- */

static void write_row(struct import_shown *s, const struct import_row *row) {
    const struct submission *sent = row->submission;
    bool first = true;
    for (size_t i = 0; i < sent->form->field_count; i++) {
        struct slice text = SLICE_LIT("");
        if (sent->answers[i].state != ANSWER_VALID ||
            canonical_text(s->arena, &sent->form->fields[i], &sent->answers[i], &text) != OK)
            continue;
        buf_printf(&s->rows, "%s%.*s: ", first ? "" : "; ", SLICE_ARG(sent->form->fields[i].name));
        buf_raw(&s->rows, text);
        first = false;
    }
    if (row->moment.at_us == 0)
        return;
    buf_lit(&s->rows, first ? "@date: " : "; @date: ");
    import_moment_write(&s->rows, &row->moment);
}

void import_shown_row(void *shown, int line, const struct import_row *row) {
    struct import_shown *s = shown;
    if (s->json) {
        buf_lit(&s->rows, s->rows.len > 0 ? "," : "");
        import_json_row(&s->rows, s->arena, (unsigned long long)line, row);
        return;
    }
    buf_printf(&s->rows, "  line %d  ", line);
    write_row(s, row);
    buf_char(&s->rows, '\n');
}

/* ---- columns --------------------------------------------------------------------------------- */

static void print_plain(FILE *to, struct arena *a, struct slice s) {
    char *text = text_alloc(a, s.len + 1);
    fprintf(to, "%.*s", (int)plain_copy(s, text), text);
}

static void print_columns(struct import_shown *s, FILE *to) {
    const struct import_columns *c = import_columns_of(import_file_import(s->file));
    const struct csv_stream *stream = import_file_stream(s->file);
    fprintf(to, "%s: %s, separated by %s\n", s->path,
            csv_encoding_name(csv_stream_encoding(stream)),
            separator_word(csv_stream_separator(stream)));
    for (size_t i = 0; i < c->count; i++) {
        struct slice target = import_column_target(s->form, &c->items[i]);
        bool kept = c->items[i].target == IMPORT_KEPT;
        fprintf(to, "  %-12.*s  ", SLICE_ARG(target));
        print_plain(to, s->arena, c->items[i].name);
        if (kept && c->items[i].near != NULL) {
            fprintf(to, "   (only kept; for the field: --map \"");
            print_plain(to, s->arena, c->items[i].name);
            fprintf(to, "=%s\")", c->items[i].near);
        }
        putc('\n', to);
    }
}

static void print_faults(struct import_shown *s, FILE *to) {
    const struct import_columns *c = import_columns_of(import_file_import(s->file));
    for (size_t i = 0; i < c->fault_count; i++) {
        struct buf b;
        struct slice text = SLICE_LIT("");
        buf_init(&b, s->arena, 4096);
        import_say(&b, LANGUAGE_EN, &c->faults[i]);
        fprintf(to, "%s:1: ", s->path);
        if (buf_done(&b, &text) == OK)
            print_plain(to, s->arena, text);
        putc('\n', to);
    }
    fputs("Columns are named by --map \"COLUMN=FIELD,...\"; the fields are ", to);
    for (size_t i = 0; i < s->form->field_count; i++)
        fprintf(to, "%s%.*s", i == 0 ? "" : ", ", SLICE_ARG(s->form->fields[i].name));
    fputs(", @date, @id, and - for none.\n", to);
}

static void put(struct buf *b, FILE *to) {
    struct slice text;
    if (buf_done(b, &text) == OK)
        fprintf(to, "%.*s\n", SLICE_ARG(text));
}

bool import_shown_columns(struct import_shown *s, FILE *to) {
    const struct import_columns *c = import_columns_of(import_file_import(s->file));
    struct buf b;
    if (c->fault_count == 0)
        return true;
    if (!s->json) {
        print_columns(s, to);
        print_faults(s, to);
        return false;
    }
    buf_init(&b, s->arena, JSON_BYTES_MAX);
    buf_char(&b, '{');
    import_json_errors(&b, s->arena, LANGUAGE_EN, c);
    buf_char(&b, ',');
    import_json_columns(&b, s->form, c);
    buf_char(&b, '}');
    put(&b, stdout);
    return false;
}

/* ---- the preview ----------------------------------------------------------------------------- */

static void print_reasons(struct import_shown *s, const struct import_totals *t, FILE *to) {
    for (size_t i = 0; i < t->reason_count; i++) {
        fprintf(to, "  %8llu  ", t->reasons[i].rows);
        print_plain(to, s->arena, slice_from(t->reasons[i].text));
        fprintf(to, "  (first in line %d)\n", t->reasons[i].first_line);
    }
}

static void write_reasons_json(const struct import_totals *t, struct buf *b) {
    buf_lit(b, "\"reasons\":[");
    for (size_t i = 0; i < t->reason_count; i++) {
        buf_printf(b, "%s{\"rows\":%llu,\"line\":%d,\"why\":", i == 0 ? "" : ",",
                   t->reasons[i].rows, t->reasons[i].first_line);
        buf_json(b, slice_from(t->reasons[i].text));
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void print_json(struct import_shown *s, struct slice rows) {
    const struct csv_stream *stream = import_file_stream(s->file);
    const struct import_totals *t = &s->totals;
    struct buf b;
    buf_init(&b, s->arena, JSON_BYTES_MAX);
    buf_lit(&b, "{\"file\":");
    buf_json(&b, slice_from(s->path));
    buf_printf(
        &b,
        ",\"encoding\":\"%s\",\"separator\":\"%s\",\"dates\":\"%s\",\"rows\":%llu,\"taken\":%llu,"
        "\"refused\":%llu,\"all\":%s,",
        csv_encoding_name(csv_stream_encoding(stream)),
        separator_word(csv_stream_separator(stream)),
        import_order_word(import_order_of(import_file_import(s->file))), t->rows, t->taken,
        t->refused, t->all ? "true" : "false");
    import_json_columns(&b, s->form, import_columns_of(import_file_import(s->file)));
    buf_char(&b, ',');
    write_reasons_json(t, &b);
    buf_lit(&b, ",\"first\":[");
    buf_raw(&b, rows);
    buf_lit(&b, "]}");
    put(&b, stdout);
}

void import_shown_print(struct import_shown *s, FILE *to) {
    const struct import_totals *t = &s->totals;
    struct slice rows = SLICE_LIT("");
    if (buf_done(&s->rows, &rows) != OK)
        rows = SLICE_LIT("");
    if (s->json) {
        print_json(s, rows);
        return;
    }
    print_columns(s, to);
    if (import_order_of(import_file_import(s->file)) != IMPORT_ORDER_UNKNOWN)
        fprintf(to, "Of dates such as 03/04/2026 the %s comes first.\n",
                import_order_of(import_file_import(s->file)) == IMPORT_DAY_FIRST ? "day" : "month");
    struct slice line, rest = rows;
    while (text_line(&rest, &line)) {
        print_plain(to, s->arena, line);
        putc('\n', to);
    }
    fprintf(to, "%s %llu rows: %llu would be taken, %llu refused%s\n", t->all ? "All" : "The first",
            t->rows, t->taken, t->refused, t->refused > 0 ? ":" : "");
    print_reasons(s, t, to);
}

/* ---- what was done --------------------------------------------------------------------------- */

static void print_done_json(struct import_shown *s, const struct import_totals *t,
                            const char *refused_path) {
    struct buf b;
    buf_init(&b, s->arena, JSON_BYTES_MAX);
    buf_printf(&b, "{\"batch\":%lld,\"file\":", t->batch);
    buf_json(&b, slice_from(s->path));
    buf_printf(&b,
               ",\"rows\":%llu,\"new\":%llu,\"back\":%llu,\"known\":%llu,\"refused\":%llu,"
               "\"refused_file\":",
               t->rows, t->stored, t->again, t->taken - t->stored - t->again, t->refused);
    buf_json(&b, t->refused > 0 ? slice_from(refused_path) : SLICE_NONE);
    buf_char(&b, ',');
    write_reasons_json(t, &b);
    buf_char(&b, '}');
    put(&b, stdout);
}

void import_shown_done(struct import_shown *s, const struct import_totals *t,
                       const char *refused_path, FILE *to) {
    if (s->json) {
        print_done_json(s, t, refused_path);
        return;
    }
    fprintf(to, "Batch %lld, %s: rows %llu; %llu new, %llu known already, %llu refused", t->batch,
            s->path, t->rows, t->stored, t->taken - t->stored - t->again, t->refused);
    fprintf(to, t->again > 0 ? ", %llu back that had been withdrawn\n" : "\n", t->again);
    if (t->refused == 0)
        return;
    fprintf(to, "Refused rows, with reasons, to be mended and brought again: %s\n", refused_path);
    print_reasons(s, t, to);
}

/* ---- progress -------------------------------------------------------------------------------- */

void import_shown_progress(void *shown, const struct import_totals *t) {
    static long long last_ms;
    const struct import_shown *s = shown;
    unsigned long long all = import_file_octets(s->file),
                       read = csv_stream_octets(import_file_stream(s->file));
    if (s->json || !isatty(STDERR_FILENO) || clock_ms() - last_ms < PROGRESS_MS)
        return;
    last_ms = clock_ms();
    int part = all > 0 ? (int)(read * BAR / all) : BAR;
    fprintf(stderr, "\r[%.*s%*s] %3d%%  %llu rows, %llu refused ", part,
            "##############################", BAR - part, "",
            all > 0 ? (int)(read * 100 / all) : 100, t->rows, t->refused);
}

void import_shown_progress_end(void) {
    if (isatty(STDERR_FILENO))
        fputs("\r\x1b[K", stderr);
}
