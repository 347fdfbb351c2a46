/* box: the words that browsers, frameworks and people send for a tick and for none. */
#include "form/box.h"

static const char *const yes[] = {"on",       "true",     "1",      "yes",      "y",      "checked",
                                  "selected", "accepted", "accept", "agree",    "agreed", "i agree",
                                  "i accept", "ok",       "да",     "согласен", "д",      "+",
                                  "согласна", "принимаю", "✓",      "✔",        "☑",      NULL};
static const char *const no[] = {"off",  "false", "0",   "no", "n", "unchecked",
                                 "null", "",      "нет", "н",  NULL};

static bool is_one_of(struct slice s, const char *const *words) {
    for (; *words != NULL; words++)
        if (reading_eq(s, slice_from(*words)))
            return true;
    return false;
}

/* Marks that stand behind a word or a label and are no part of what it says. */
static struct slice bare(struct slice s) {
    while (slice_ends(s, ".") || slice_ends(s, "*") || slice_ends(s, ":") || slice_ends(s, " "))
        s.len--;
    return s;
}

static enum errcode is_label(struct arena *a, struct slice seen, const struct field *field,
                             bool *out) {
    *out = false;
    for (int l = 0; l < LANGUAGE__MAX && !*out; l++) {
        struct slice label = SLICE_NONE;
        enum errcode e = reading_seen(a, field->label.in[l], &label);
        if (e != OK)
            return e;
        *out = bare(label).len > 0 && reading_eq(bare(seen), bare(label));
    }
    return OK;
}

enum errcode box_read(struct arena *a, const struct reading *values, size_t count,
                      const struct field *field, enum box_reading *out) {
    bool ticked = false;
    *out = BOX_UNREAD;
    for (size_t i = 0; i < count; i++) {
        struct slice seen = values[i].seen, word = bare(seen);
        bool said = is_one_of(word, yes);
        if (!said && is_one_of(word.len > 0 ? word : seen, no))
            continue;
        enum errcode e = said ? OK : is_label(a, seen, field, &said);
        if (e != OK)
            return e;
        if (!said)
            return OK;
        ticked = true;
    }
    *out = ticked ? BOX_YES : BOX_NO;
    return OK;
}
