/* reply: content negotiation and the answers that stand outside of the pipeline. */
#include "web/reply.h"

#include <string.h>

#include "base/bounds.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/version.h"
#include "lead/faults.h"
#include "web/page.h"
#include "web/words.h"

#define JSON_BYTES_MAX (64 * 1024)
#define PREFERENCES_MAX 16 /* of an Accept-Language */

/* Media types know no case, RFC 9110, 8.3.1. */
static bool mentions(struct slice s, const char *word) {
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= s.len; i++)
        if (slice_eq_nocase(slice_sub(s, i, n), word))
            return true;
    return false;
}

bool reply_wants_json(const struct request *r) {
    if (mentions(r->accept, "text/html"))
        return false;
    return mentions(r->accept, "application/json") || mentions(r->content_type, "application/json");
}

struct slice reply_query(const struct request *r, const char *name) {
    struct slice rest = r->query;
    while (rest.ptr != NULL && rest.len > 0) {
        struct slice part = slice_cut(rest, '&', &rest);
        struct slice value, key = slice_cut(part, '=', &value);
        if (slice_eq_lit(key, name))
            return value.ptr == NULL ? SLICE_LIT("") : value;
    }
    return SLICE_NONE;
}

static bool form_speaks(const struct form *form, enum language l) {
    for (size_t i = 0; form != NULL && i < form->language_count; i++)
        if (form->languages[i] == l)
            return true;
    return form == NULL;
}

/* Thousandths of `;q=0.8`; 1000 when there is none. RFC 9110, 12.4.2. */
static int quality(struct slice params) {
    struct slice s = slice_trim(params);
    int value = 0, scale = 1000;
    if (!slice_starts(s, "q=") || s.len < 3)
        return 1000;
    for (size_t i = 2; i < s.len && i < 7; i++) {
        if (s.ptr[i] == '.')
            continue;
        if (!ascii_is_digit(s.ptr[i]))
            break;
        value += (s.ptr[i] - '0') * scale;
        scale /= 10;
    }
    return value;
}

enum language reply_language(const struct request *r, const struct texts *texts,
                             const struct form *form) {
    enum language best = form == NULL ? LANGUAGE_RU : form->languages[0], l;
    struct slice asked = reply_query(r, "lang"), rest = r->accept_language;
    int best_quality = 0;
    if (asked.ptr != NULL && texts_find(texts, asked, &l) && form_speaks(form, l))
        return l;
    for (int i = 0; i < PREFERENCES_MAX && rest.ptr != NULL; i++) {
        struct slice params, subtag, item = slice_trim(slice_cut(rest, ',', &rest));
        struct slice tag = slice_cut(item, ';', &params);
        struct slice primary = slice_cut(tag, '-', &subtag);
        int q = params.ptr == NULL ? 1000 : quality(params);
        if (q > best_quality && texts_find(texts, primary, &l) && form_speaks(form, l)) {
            best = l;
            best_quality = q;
        }
    }
    return best;
}

static enum errcode error_json(struct arena *a, int status, struct slice message,
                               struct slice *out) {
    struct buf b;
    buf_init(&b, a, JSON_BYTES_MAX);
    buf_printf(&b, "{\"ok\":false,\"errors\":[{\"field\":null,\"code\":\"%s\",\"message\":",
               code_of_status(status));
    buf_json(&b, message);
    buf_lit(&b, "}]}\n");
    return buf_done(&b, out);
}

void reply_error(struct arena *a, const struct request *r, const struct definitions *d,
                 const struct form *form, struct response *out) {
    const struct texts *texts = form_set_texts(d->forms);
    enum language l = reply_language(r, texts, form);
    int status = out->status;
    bool json = reply_wants_json(r);
    struct page_look look = page_look(d->forms);
    enum errcode e;
    out->caching = CACHING_NO_STORE;
    out->retry_after_s = status == 503 ? RETRY_AFTER_S : 0;
    if (json)
        e = error_json(a, status, texts_word(texts, word_of_status(status), l), &out->body);
    else
        e = page_error(a, &look, status, l, &out->body);
    out->content = json ? CONTENT_JSON : CONTENT_HTML;
    if (e != OK) { /* no memory even for that: the status alone must do */
        out->content = CONTENT_NONE;
        out->body = SLICE_LIT("");
    }
}

enum errcode reply_faults_json(struct arena *a, const struct submission *s, struct slice *out) {
    struct buf b;
    buf_init(&b, a, JSON_BYTES_MAX);
    buf_lit(&b, "{\"ok\":false,\"errors\":[");
    faults_write(&b, s);
    buf_lit(&b, "]}\n");
    return buf_done(&b, out);
}

/* Since a wall time, which is 0 if there was none. */
static long long seconds_since(long long wall_us) {
    long long age_us = wall_us == 0 ? 0 : clock_wall_us() - wall_us;
    return age_us > 0 ? age_us / 1000000 : 0;
}

static void write_remembered(struct buf *b, const struct store_state *s) {
    const struct recent_state *r = &s->recent;
    if (!s->remembers) {
        buf_lit(b, "\"remembered\":null");
        return;
    }
    buf_printf(b,
               "\"remembered\":{\"records\":%lld,\"octets\":%lld,\"seconds\":%lld,"
               "\"unconfirmed_records\":%lld,\"complete\":%s}",
               r->records, r->octets, seconds_since(r->oldest_us), r->unconfirmed,
               r->whole ? "true" : "false");
}

/* Well as long as leads are taken: the database takes them, or the spool does meanwhile. */
void reply_health(struct arena *a, const struct definitions *d, struct store *store,
                  struct response *out) {
    struct store_state s;
    struct buf b;
    store_look(store, &s);
    bool takes = s.database_up || (s.has_spool && s.spool.writable);
    const char *spool = !s.has_spool ? "none" : s.spool.writable ? "ready" : "full or failing";
    buf_init(&b, a, JSON_BYTES_MAX);
    buf_printf(&b,
               "{\"ok\":%s,\"database\":\"%s\",\"schema\":\"%s\",\"pending\":%zu,\"spool\":\"%s\","
               "\"spool_files\":%lld,\"spool_records\":%lld,\"oldest_undelivered_seconds\":%lld,"
               "\"bad_files\":%lld,\"rule_set\":\"%s\",",
               takes ? "true" : "false", s.database_up ? "up" : "away",
               s.schema_outdated ? "too old: run sql/install.sql" : "fits", s.pending, spool,
               s.spool.files, s.spool.records, seconds_since(s.spool.oldest_us), s.spool.bad,
               form_set_version(d->forms));
    write_remembered(&b, &s);
    buf_lit(&b, "}\n");
    bool written = buf_done(&b, &out->body) == OK;
    out->status = written && takes ? 200 : 503;
    out->content = CONTENT_JSON;
}

static void write_gauge(struct buf *b, const char *name, const char *help, long long value) {
    buf_printf(b, "# HELP firstline_%s %s\n# TYPE firstline_%s gauge\nfirstline_%s %lld\n", name,
               help, name, name, value);
}

/* Always 1: what it tells is the label. */
static void write_info(struct buf *b, const char *name, const char *help, const char *label,
                       const char *value) {
    buf_printf(b, "# HELP firstline_%s %s\n# TYPE firstline_%s gauge\nfirstline_%s{%s=\"", name,
               help, name, name, label);
    buf_label(b, slice_from(value));
    buf_lit(b, "\"} 1\n");
}

static void write_standing(struct buf *b) {
    for (int i = 0; i < GAUGE__MAX; i++) {
        struct gauge_state g;
        metrics_gauge((enum gauge)i, &g);
        write_gauge(b, g.name, g.help, g.value);
    }
}

static void write_gauges(struct buf *b, const struct store_state *s) {
    write_gauge(b, "pending", "Records that wait for the writer.", (long long)s->pending);
    write_gauge(b, "database_up", "Whether the writer asks the database.", s->database_up);
    write_gauge(b, "breaker_open", "Whether the writer goes to the spool.", !s->database_up);
    write_gauge(b, "schema_outdated", "Whether leads wait until sql/install.sql was run.",
                s->schema_outdated);
    if (!s->has_spool)
        return;
    write_gauge(b, "spool_writable", "Whether the spool takes records.", s->spool.writable);
    write_gauge(b, "spool_files", "Files that wait in the spool.", s->spool.files);
    write_gauge(b, "spool_records", "Records that wait in the spool.", s->spool.records);
    write_gauge(b, "spool_bad_files", "Files set aside in the spool.", s->spool.bad);
    write_gauge(b, "spool_oldest_seconds", "How long the oldest record has waited in the spool.",
                seconds_since(s->spool.oldest_us));
    write_gauge(b, "spool_room_bytes", "What may still be written to the spool's disk.",
                s->spool.room_bytes);
    if (!s->remembers)
        return;
    write_gauge(b, "remembered_records", "Delivered records that are kept for a while.",
                s->recent.records);
    write_gauge(b, "remembered_octets", "What they take of the disk.", s->recent.octets);
    write_gauge(b, "remembered_unconfirmed_records",
                "Of them, those that the server of now is still to be asked for.",
                s->recent.unconfirmed);
    write_gauge(b, "remembered_complete", "Whether they reach as far back as was promised.",
                s->recent.whole);
}

static void write_histogram(struct buf *b, enum histogram h) {
    struct histogram_state s;
    metrics_histogram(h, &s);
    buf_printf(b, "# HELP %s %s\n# TYPE %s histogram\n", s.name, s.help, s.name);
    for (size_t i = 0; i < s.bounds; i++)
        buf_printf(b, "%s_bucket{le=\"%g\"} %llu\n", s.name, s.bound[i],
                   (unsigned long long)s.at_most[i]);
    buf_printf(b, "%s_bucket{le=\"+Inf\"} %llu\n%s_sum %.6f\n%s_count %llu\n", s.name,
               (unsigned long long)s.count, s.name, s.sum, s.name, (unsigned long long)s.count);
}

void reply_metrics(struct arena *a, const struct definitions *d, struct store *store,
                   struct response *out) {
    struct store_state state;
    struct buf b;
    store_look(store, &state);
    buf_init(&b, a, RESPONSE_BYTES_MAX);
    for (int i = 0; i < METRIC__MAX; i++) {
        enum metric m = (enum metric)i;
        buf_printf(&b, "# HELP %s %s\n# TYPE %s counter\n%s %llu\n", metrics_name(m),
                   metrics_help(m), metrics_name(m), metrics_name(m),
                   (unsigned long long)metrics_get(m));
    }
    write_info(&b, "build_info", "The program.", "version", FIRSTLINE_VERSION);
    write_info(&b, "definitions_info", "The definitions in force.", "rule_set",
               form_set_version(d->forms));
    write_standing(&b);
    write_gauges(&b, &state);
    for (int h = 0; h < HISTOGRAM__MAX; h++)
        write_histogram(&b, (enum histogram)h);
    tally_write(d->tally, &b);
    out->status = buf_done(&b, &out->body) == OK ? 200 : 503;
    out->content = CONTENT_METRICS;
}
