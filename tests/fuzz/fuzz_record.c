/* fuzz_record: from a body to the record. Whatever is sent, the record is JSON that jansson takes,
 * and its raw pairs are those that were sent, verbatim when they are text, marked when not. */
#include <assert.h>
#include <jansson.h>
#include <string.h>

#include "base/bounds.h"
#define FUZZ_ARENA_BYTES (ARENA_BYTES_MAX)
#include "fuzz_arena.h"

#include "../unit/lead_form.h"

#include "base/utf8.h"
#include "body/urlencoded.h"
#include "lead/record.h"

static struct matcher *matcher;

static int prepare(void) {
    matcher = matcher_new();
    phone_start();
    return 0;
}

static bool is_clean(struct slice s) {
    return utf8_valid(s) && (s.len == 0 || memchr(s.ptr, '\0', s.len) == NULL);
}

static bool same(const json_t *j, struct slice s) {
    struct slice text = {json_string_value(j), json_string_length(j)};
    return is_clean(s) ? slice_eq(text, s) : utf8_valid(text) && is_clean(text);
}

static bool has_mark(const json_t *record, const char *name) {
    size_t i;
    const json_t *mark;
    json_array_foreach(json_object_get(record, "marks"), i, mark) {
        if (strcmp(json_string_value(mark), name) == 0)
            return true;
    }
    return false;
}

static void check(const json_t *record, const struct submission *s) {
    const struct pair_list *pairs = s->pairs;
    const json_t *raw = json_object_get(record, "raw");
    size_t n = 0;
    bool clean = true;
    for (size_t i = 0; i < pairs->count; i++) {
        const struct pair *p = &pairs->items[i];
        if (submission_is_own(p))
            continue;
        const json_t *sent = json_array_get(raw, n++);
        assert(json_array_size(sent) == 2);
        assert(same(json_array_get(sent, 0), p->name));
        struct slice kept = utf8_cut_octets(p->value, PAIR_VALUE_MAX);
        assert(same(json_array_get(sent, 1), kept));
        clean = clean && is_clean(p->name) && is_clean(kept);
    }
    assert(json_array_size(raw) == n);
    assert(has_mark(record, mark_name(MARK_TEXT_REPAIRED)) ==
           (!clean || marks_has(s->marks, MARK_TEXT_REPAIRED)));
}

/* Only what the arena and RECORD_BYTES_MAX can hold must be encoded. */
static void encode(const struct submission *s, size_t size) {
    struct touch touch;
    struct classification class;
    struct record record;
    struct touch_input from = {.landing = s->landing, .referrer = s->referrer, .pairs = s->pairs};
    struct record_input in = {.received_us = NOON_US,
                              .submission = s,
                              .touch = &touch,
                              .classification = &class,
                              .rule_set = "0123456789ab"};
    assert(touch_parse(arena, &from, &touch) == OK);
    const struct classify_input asked = {
        .matcher = matcher, .submission = s, .touch = &touch, .today = {TODAY, TODAY}};
    classify(&asked, &class);
    uuid_make(NOON_US, &in.id);
    uuid_make(NOON_US, &in.spare_id);
    if (record_encode(arena, &in, &record) != OK) {
        assert(size > 4096);
        return;
    }
    json_t *j = json_loadb(record.json.ptr, record.json.len, JSON_REJECT_DUPLICATES, NULL);
    assert(j != NULL && record.json.len <= RECORD_BYTES_MAX);
    check(j, s);
    json_decref(j);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct pair_list pairs;
    struct submission s;
    if (size == 0 || size > BODY_BYTES_MAX)
        return 0;
    arena_reset(arena);
    char *body = arena_alloc(arena, size);
    assert(body != NULL);
    memcpy(body, data, size);
    if (urlencoded_parse(arena, body, size, &pairs) != OK)
        return 0;
    struct submission_input in = TEST_INPUT(LANGUAGE_RU, &pairs, matcher);
    assert(submission_parse(arena, &in, &s) == OK);
    encode(&s, size);
    return 0;
}
