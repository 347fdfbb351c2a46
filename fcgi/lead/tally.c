/* tally: rows of names, which are the form set's, each with counters that tallies share. Relaxed
 * order: a counter orders nothing; only the last holder's free must come after all else. */
#include "lead/tally.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/bounds.h"
#include "base/xalloc.h"

/* Of a series without what its labels hold: the longer name and the largest number. */
#define SERIES_BYTES_MAX 80
#define HEAD_BYTES_MAX 1024 /* of all families together, with the gauge */

struct counters {
    _Atomic uint64_t hits, limit_hits;
    _Atomic unsigned holders; /* tallies */
};

struct row {
    struct slice form, rule; /* rule is empty for the form's default */
    struct counters *counters;
};

struct tally {
    const struct form_set *forms;
    size_t first[FORMS_MAX + 1]; /* a form's first row; behind the last form the number of rows */
    struct row rows[];
};

static struct counters *find(const struct tally *t, struct slice form, struct slice rule) {
    for (size_t f = 0; f < form_count(t->forms); f++) {
        if (!slice_eq(form_at(t->forms, f)->name, form))
            continue;
        for (size_t i = t->first[f]; i < t->first[f + 1]; i++)
            if (slice_eq(t->rows[i].rule, rule))
                return t->rows[i].counters;
    }
    return NULL;
}

static struct row make_row(const struct tally *before, struct slice form, struct slice rule) {
    struct row row = {.form = form, .rule = rule};
    if (before != NULL)
        row.counters = find(before, form, rule);
    if (row.counters == NULL)
        row.counters = xcalloc(1, sizeof *row.counters);
    atomic_fetch_add_explicit(&row.counters->holders, 1, memory_order_relaxed);
    return row;
}

struct tally *tally_new(const struct form_set *forms, const struct tally *before) {
    size_t count = form_count(forms), rows = 0;
    assert(count <= FORMS_MAX);
    for (size_t f = 0; f < count; f++)
        rows += form_at(forms, f)->rule_count + 1;
    struct tally *t = xcalloc(1, sizeof *t + rows * sizeof *t->rows);
    struct row *row = t->rows;
    t->forms = forms;
    for (size_t f = 0; f < count; f++) {
        const struct form *form = form_at(forms, f);
        for (size_t i = 0; i < form->rule_count; i++)
            *row++ = make_row(before, form->name, form->rules[i].name);
        *row++ = make_row(before, form->name, SLICE_LIT(""));
        t->first[f + 1] = (size_t)(row - t->rows);
    }
    return t;
}

void tally_free(struct tally *t) {
    if (t == NULL)
        return;
    for (size_t i = 0; i < t->first[form_count(t->forms)]; i++) {
        struct counters *c = t->rows[i].counters;
        if (atomic_fetch_sub_explicit(&c->holders, 1, memory_order_acq_rel) == 1)
            free(c);
    }
    free(t);
}

static void add(_Atomic uint64_t *counter) {
    atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

void tally_count(struct tally *t, const struct form *form, const struct classification *c) {
    size_t f = 0;
    while (form_at(t->forms, f) != form)
        f++;
    struct row *rows = t->rows + t->first[f];
    add(&rows[c->rule == NULL ? form->rule_count : (size_t)(c->rule - form->rules)].counters->hits);
    if (!marks_has(c->marks, MARK_PATTERN_LIMIT)) /* nearly always */
        return;
    for (size_t i = 0; i < form->rule_count; i++)
        if (c->limited[i])
            add(&rows[i].counters->limit_hits);
}

/* By names alone, so that a series which is there does not vanish when numbers grow. An escaped
 * octet takes two. */
static size_t rows_that_fit(const struct tally *t) {
    size_t all = t->first[form_count(t->forms)], bytes = HEAD_BYTES_MAX, fit = 0;
    for (; fit < all; fit++) {
        const struct row *row = &t->rows[fit];
        bytes += 2 * (SERIES_BYTES_MAX + 2 * (row->form.len + row->rule.len));
        if (bytes > TALLY_BYTES_MAX)
            break;
    }
    return fit;
}

static void write_head(struct buf *b, const char *name, const char *type, const char *help) {
    buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void write_series(struct buf *b, const char *name, const struct row *row,
                         const _Atomic uint64_t *counter) {
    buf_printf(b, "%s{form=\"", name);
    buf_label(b, row->form);
    buf_lit(b, "\",rule=\"");
    buf_label(b, row->rule);
    buf_lit(b, "\"} ");
    buf_uint(b, atomic_load_explicit(counter, memory_order_relaxed));
    buf_char(b, '\n');
}

void tally_write(const struct tally *t, struct buf *b) {
    static const char hits[] = "firstline_rule_hits_total";
    static const char limits[] = "firstline_rule_limit_hits_total";
    static const char left_out[] = "firstline_rules_left_out";
    size_t fit = rows_that_fit(t);
    write_head(b, hits, "counter", "Leads that the rule decided; without a rule, the default.");
    for (size_t i = 0; i < fit; i++)
        write_series(b, hits, &t->rows[i], &t->rows[i].counters->hits);
    write_head(b, limits, "counter", "Leads for which a pattern of the rule ran into a limit.");
    for (size_t i = 0; i < fit; i++)
        if (t->rows[i].rule.len > 0)
            write_series(b, limits, &t->rows[i], &t->rows[i].counters->limit_hits);
    write_head(b, left_out, "gauge", "Rules and defaults that this answer has no room for.");
    buf_printf(b, "%s %zu\n", left_out, t->first[form_count(t->forms)] - fit);
}
