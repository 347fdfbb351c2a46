/* texts_file: a language from its file. The two built-in files go through the same reader as the
 * owner's, which replace single sentences of theirs or add a whole language. */
#include "form/texts_file.h"

#include <string.h>
#include <unicode/upluralrules.h>

#include "base/bounds.h"
#include "base/xalloc.h"
#include "form/form_set.h"
#include "form/loader.h"
#include "form/texts_builtin.h"

#define PREFIX "texts/"
#define SUFFIX ".yaml"
#define SLOT(p) (1u << SLOT_##p)

/* Which plural classes the numbers of sentences fall into. CLDR's rules look at the last two digits
 * of a number, but for some classes of round millions. */
#define PLURAL_TRIES 200

/* --- sentences ------------------------------------------------------------------------------- */

static enum slot find_slot(unsigned slots, struct slice name) {
    int p = 0;
    while (p < SLOT__MAX &&
           !((slots >> p & 1) && slice_eq_lit(name, texts_slot_name((enum slot)p))))
        p++;
    return (enum slot)p;
}

static void report_unknown_slot(struct loader *l, const yaml_node_t *node, unsigned slots,
                                struct slice name) {
    const char *known[SLOT__MAX];
    size_t count = 0;
    for (int p = 0; p < SLOT__MAX; p++)
        if (slots >> p & 1)
            known[count++] = texts_slot_name((enum slot)p);
    loader_unknown(l, node, "name in braces", name, known, count);
}

/* Each of its names once or more, and none but these. A plural form may say its number in words. */
static bool check_slots(struct loader *l, const yaml_node_t *node, const struct loader_key *key,
                        struct slice sentence) {
    struct slice rest = sentence, after;
    unsigned seen = SLOT(COUNT);
    bool good = true;
    for (slice_cut(rest, '{', &after); after.ptr != NULL; slice_cut(rest, '{', &after)) {
        struct slice name = slice_cut(after, '}', &rest);
        if (rest.ptr == NULL) {
            loader_problem(l, node, "a { without its }");
            return false;
        }
        enum slot p = find_slot(key->scope, name);
        if (p == SLOT__MAX)
            report_unknown_slot(l, node, key->scope, name);
        good &= p != SLOT__MAX;
        seen |= 1u << p;
    }
    for (int p = 0; p < SLOT__MAX; p++) {
        if (!((key->scope & ~seen) >> p & 1))
            continue;
        loader_problem(l, node, "\"%s\" without {%s}", key->name, texts_slot_name((enum slot)p));
        good = false;
    }
    return good;
}

static struct slice sentence(struct loader *l, const yaml_node_t *node,
                             const struct loader_key *key) {
    struct slice s;
    return loader_sentence(l, node, &s) && check_slots(l, node, key, s) ? s : SLICE_LIT("");
}

static void read_word(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into) {
    struct tongue *t = into;
    t->words[key->offset] = sentence(l, value, key);
}

static void report_unknown_plurals(struct loader *l, const yaml_node_t *node, unsigned used) {
    const char *known[PLURAL__MAX];
    size_t count = 0;
    for (int p = 0; p < PLURAL__MAX; p++)
        if (used >> p & 1)
            known[count++] = texts_plural_name((enum plural)p);
    const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
    for (; pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = source_node(&l->source, pair->key);
        size_t i = 0;
        if (key->type != YAML_SCALAR_NODE)
            continue; /* reported when the file was opened */
        while (i < count && !slice_eq_lit(source_scalar(key), known[i]))
            i++;
        if (i == count)
            loader_unknown(l, key, "plural form", source_scalar(key), known, count);
    }
}

static void read_counted(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                         void *into) {
    struct tongue *t = into;
    struct slice *forms = loader_alloc(l, PLURAL__MAX, sizeof *forms);
    struct slice other = SLICE_LIT("");
    unsigned used = 0;
    t->counted[key->offset] = forms;
    if (value->type != YAML_MAPPING_NODE) {
        loader_problem(l, value,
                       "expected a sentence for each plural form of the language, found %s",
                       source_kind(value));
        return;
    }
    for (unsigned n = 0; n < PLURAL_TRIES; n++)
        used |= 1u << texts_plural(t->plural, n);
    report_unknown_plurals(l, value, used | 1u << PLURAL_OTHER);
    for (int p = 0; p < PLURAL__MAX; p++) {
        const char *name = texts_plural_name((enum plural)p);
        const yaml_node_t *form = source_value(&l->source, value, name);
        if (form != NULL)
            other = forms[p] = sentence(l, form, key);
        else if (used >> p & 1)
            loader_problem(l, value, "\"%s\" without the plural form \"%s\"", key->name, name);
    }
    for (int p = 0; p < PLURAL__MAX; p++) /* the classes of round millions and of fractions */
        if (forms[p].ptr == NULL)
            forms[p] = other;
}

// NOLINTBEGIN(bugprone-macro-parentheses): a member's value needs none
#define WORD(key, word, slots)                                                                     \
    { .name = key, .read = read_word, .offset = WORD_##word, .scope = slots }
/* Came after 0.1.0: a language that was written before has it in English. */
#define IS_LATER (1u << SLOT__MAX)
#define LATER(key, word, slots) WORD(key, word, (slots) | IS_LATER)
#define COUNTED(key, word, slots)                                                                  \
    { .name = key, .read = read_counted, .offset = WORD_##word, .scope = (slots) | SLOT(COUNT) }
// NOLINTEND(bugprone-macro-parentheses)

static const struct loader_key dates_keys[] = {
    WORD("date", DATE, SLOT(DAY) | SLOT(MONTH) | SLOT(YEAR)),
    WORD("today", TODAY, 0),
    WORD("tomorrow", TOMORROW, 0),
    WORD("yesterday", YESTERDAY, 0),
    COUNTED("in_days", IN_DAYS, 0),
    COUNTED("days_ago", DAYS_AGO, 0),
};
const struct loader_table texts_dates_table = LOADER_TABLE("dates", dates_keys);

/* By the codes of errors[].code, where one sentence is enough. */
static const struct loader_key errors_keys[] = {
    WORD("required", FAULT_REQUIRED, SLOT(LABEL)),
    WORD("required_box", FAULT_REQUIRED_BOX, SLOT(LABEL)),
    WORD("text", FAULT_TEXT, SLOT(LABEL)),
    COUNTED("too_short", FAULT_TOO_SHORT, SLOT(LABEL)),
    COUNTED("too_long", FAULT_TOO_LONG, SLOT(LABEL)),
    WORD("pattern", FAULT_PATTERN, SLOT(LABEL)),
    WORD("pattern_hint", FAULT_PATTERN_HINT, SLOT(LABEL) | SLOT(HINT)),
    WORD("phone", FAULT_PHONE, SLOT(LABEL)),
    WORD("email", FAULT_EMAIL, SLOT(LABEL)),
    WORD("number", FAULT_NUMBER, SLOT(LABEL)),
    WORD("number_ambiguous", FAULT_NUMBER_TWO, SLOT(LABEL) | SLOT(FIRST) | SLOT(SECOND)),
    WORD("too_small", FAULT_TOO_SMALL, SLOT(LABEL) | SLOT(VALUE)),
    WORD("too_big", FAULT_TOO_BIG, SLOT(LABEL) | SLOT(VALUE)),
    WORD("date", FAULT_DATE, SLOT(LABEL)),
    WORD("date_ambiguous", FAULT_DATE_TWO, SLOT(LABEL) | SLOT(FIRST) | SLOT(SECOND)),
    WORD("too_early", FAULT_TOO_EARLY, SLOT(LABEL) | SLOT(DATE)),
    WORD("too_late", FAULT_TOO_LATE, SLOT(LABEL) | SLOT(DATE)),
    LATER("unread", FAULT_UNREAD, SLOT(LABEL) | SLOT(VALUE)),
    LATER("ambiguous", FAULT_AMBIGUOUS, SLOT(LABEL) | SLOT(FIRST) | SLOT(SECOND)),
    LATER("from", FAULT_FROM, SLOT(LABEL) | SLOT(VALUE)),
    LATER("until", FAULT_UNTIL, SLOT(LABEL) | SLOT(VALUE)),
    WORD("choice", FAULT_CHOICE, SLOT(LABEL)),
    WORD("repeated", FAULT_REPEATED, SLOT(LABEL)),
    WORD("consent", FAULT_CONSENT, SLOT(LABEL)),
    WORD("contact", FAULT_CONTACT, 0),
    WORD("expired", FAULT_EXPIRED, 0),
    WORD("key", FAULT_KEY, 0),
    LATER("origin", FAULT_ORIGIN, 0),
};
const struct loader_table texts_errors_table = LOADER_TABLE("errors", errors_keys);

static const struct loader_key pages_keys[] = {
    WORD("send", SEND, 0),
    WORD("required", REQUIRED, 0),
    WORD("not_chosen", NOT_CHOSEN, 0),
    WORD("read_document", READ_DOCUMENT, 0),
    WORD("thanks", THANKS, 0),
    WORD("thanks_text", THANKS_TEXT, 0),
    WORD("receipt", RECEIPT, 0),
    WORD("receipt_whole", RECEIPT_WHOLE, 0),
    WORD("next", NEXT, 0),
    WORD("what_was_sent", SENT, 0),
    WORD("yes", YES, 0),
    WORD("call", CALL, 0),
    WORD("home", HOME, 0),
    WORD("open_form", OPEN_FORM, 0),
    WORD("once_more", ONCE_MORE, 0),
    WORD("not_sent_head", NOT_SENT_HEAD, 0),
    WORD("not_sent", NOT_SENT, 0),
    WORD("unknown_head", UNKNOWN_HEAD, 0),
    WORD("unknown", UNKNOWN, 0),
    WORD("problem", PROBLEM, 0),
    WORD("error", ERROR, 0),
    WORD("kept", KEPT, 0),
    WORD("forgotten", FORGOTTEN, 0),
    WORD("busy_head", BUSY_HEAD, 0),
    WORD("busy", BUSY, 0),
    WORD("bad_body", BAD_BODY, 0),
    WORD("forbidden", FORBIDDEN, 0),
    WORD("not_found", NOT_FOUND, 0),
    WORD("method_not_allowed", NOT_ALLOWED, 0),
    WORD("too_large", TOO_LARGE, 0),
    WORD("unsupported_type", BAD_TYPE, 0),
    WORD("trouble", TROUBLE, 0),
};
const struct loader_table texts_pages_table = LOADER_TABLE("pages", pages_keys);

/* --- a file ---------------------------------------------------------------------------------- */

static void read_months(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                        void *into) {
    struct tongue *t = into;
    struct slice *names;
    size_t count;
    (void)key;
    if (!loader_words(l, value, "months", MONTHS, &names, &count))
        return;
    if (count < MONTHS)
        loader_problem(l, value, "%zu months of %d", count, MONTHS);
    for (size_t i = 0; i < count; i++)
        t->months[i] = names[i];
}

static const struct loader_table *const sections[] = {&texts_dates_table, &texts_errors_table,
                                                      &texts_pages_table};
#define SECTION_COUNT (sizeof sections / sizeof *sections)

static void read_section(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                         void *into) {
    (void)loader_keys(l, value, sections[key->offset], into);
}

static const struct loader_key texts_keys[] = {
    {.name = "name", .read = loader_read_word, .offset = offsetof(struct tongue, name)},
    {.name = "decimal_comma",
     .read = loader_read_bool,
     .offset = offsetof(struct tongue, decimal_comma)},
    {.name = "day_first", .read = loader_read_bool, .offset = offsetof(struct tongue, day_first)},
    {.name = "months", .read = read_months},
    {.name = "dates", .read = read_section, .offset = 0},
    {.name = "errors", .read = read_section, .offset = 1},
    {.name = "pages", .read = read_section, .offset = 2},
};
const struct loader_table texts_table = LOADER_TABLE("a language", texts_keys);

/* A new language has nothing to fall back on, but for what came later. */
static void check_complete(struct loader *l, const yaml_node_t *node,
                           const struct loader_table *table) {
    for (size_t i = 0; node->type == YAML_MAPPING_NODE && i < table->count; i++)
        if (source_value(&l->source, node, table->keys[i].name) == NULL &&
            (table->keys[i].scope & IS_LATER) == 0)
            loader_problem(l, node, "%s without \"%s\"", table->what, table->keys[i].name);
}

static void check_new(struct loader *l, const yaml_node_t *root) {
    check_complete(l, root, &texts_table);
    for (size_t i = 0; root->type == YAML_MAPPING_NODE && i < SECTION_COUNT; i++) {
        const yaml_node_t *section = source_value(&l->source, root, sections[i]->what);
        if (section != NULL)
            check_complete(l, section, sections[i]);
    }
}

static struct tongue *add(struct texts *t, struct slice code) {
    UErrorCode status = U_ZERO_ERROR;
    struct tongue *new = &t->tongues[t->count++];
    if (new > &t->tongues[LANGUAGE_EN])
        memcpy(new->words, t->tongues[LANGUAGE_EN].words, sizeof new->words);
    snprintf(new->code, sizeof new->code, "%.*s", SLICE_ARG(code));
    new->plural = uplrules_open(new->code, &status); /* of an unknown language: all are "other" */
    if (U_FAILURE(status))
        xalloc_fail();
    return new;
}

static void read_file(struct loader *l, struct texts *t, struct slice code, struct slice text,
                      const char *path) {
    enum language found;
    bool is_new = !texts_find(t, code, &found);
    struct tongue *tongue = is_new ? add(t, code) : &t->tongues[found];
    if (text.ptr == NULL || !source_open(&l->source, path, text, l->source.problems))
        return;
    (void)loader_keys(l, source_root(&l->source), &texts_table, tongue);
    if (is_new)
        check_new(l, source_root(&l->source));
    source_close(&l->source);
}

/* texts/de.yaml -> de */
static struct slice code_of(struct slice name) {
    return slice_sub(name, sizeof PREFIX - 1, name.len - (sizeof PREFIX - 1) - (sizeof SUFFIX - 1));
}

bool texts_is_code(struct slice s) {
    bool good = s.len == 2 || s.len == 3;
    for (size_t i = 0; i < s.len; i++)
        good &= s.ptr[i] >= 'a' && s.ptr[i] <= 'z';
    return good;
}

bool texts_is_file(struct slice name) {
    return slice_starts(name, PREFIX) && slice_ends(name, SUFFIX);
}

void texts_load(struct loader *l, const struct form_file *files, size_t count, struct texts *out) {
    struct problems *problems = l->source.problems;
    read_file(l, out, SLICE_LIT("ru"), texts_builtin_ru(), "built-in texts/ru.yaml");
    read_file(l, out, SLICE_LIT("en"), texts_builtin_en(), "built-in texts/en.yaml");
    for (size_t i = 0; i < count; i++) {
        enum language known;
        if (!texts_is_file(files[i].name))
            continue;
        struct slice code = code_of(files[i].name);
        if (!texts_is_code(code))
            problems_add(problems, files[i].path, 0,
                         "a language's file is named by its code of two or three letters a-z, such "
                         "as de.yaml");
        else if (out->count == LANGUAGES_MAX && !texts_find(out, code, &known))
            problems_add(problems, files[i].path, 0, "more than %d languages", LANGUAGES_MAX);
        else
            read_file(l, out, code, files[i].text, files[i].path);
    }
}

void texts_close(struct texts *t) {
    for (size_t i = 0; i < t->count; i++)
        uplrules_close(t->tongues[i].plural);
}
