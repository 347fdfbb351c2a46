/* place_check: the words of all rules are sorted once, and each place of a file is looked up among
 * them; only for those that nobody knew are the files gone through again, for what is near. */
#include "command/place_check.h"

#include <stdlib.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <unistd.h>

#include "base/bounds.h"
#include "base/reading.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "form/condition_kind.h"
#include "lead/classify.h"

#define SEEN_MAX 65536 /* slots for what was looked at last */
#define LATIN_UNITS_MAX 256
#define PLACE_BYTES_MAX (16 * 1024) /* names of one place */

struct wanted {
    struct slice word;
    const char *path;
    int line;
    bool is_city, known;
    struct suggest_letters letters, latin; /* of the word, as it is and in Latin; none: do not look
                                            * for what is near */
    struct suggestion nearest;
};

struct search {
    struct wanted *words; /* sorted */
    size_t count, left_out;
    bool suggests;           /* the second time */
    uint64_t seen[SEEN_MAX]; /* hashes of regions and cities */
    bool any_region, any_city, any_russian;
};

/* ---- what rules ask for ---------------------------------------------------------------------- */

static void add_words(struct search *s, const char *path, const struct condition *c) {
    bool is_city = c->kind == &condition_city;
    if (!is_city && c->kind != &condition_region)
        return;
    for (size_t i = 0; i < c->word_count; i++) {
        if (s->count < PLACE_WORDS_MAX)
            s->words[s->count++] = (struct wanted){
                .word = c->words[i], .path = path, .line = c->line, .is_city = is_city};
        else
            s->left_out++;
    }
}

static int by_word(const void *a, const void *b) {
    const struct wanted *x = a, *y = b;
    return x->is_city != y->is_city ? x->is_city - y->is_city : reading_order(x->word, y->word);
}

static void collect(struct search *s, const struct form_set *set) {
    s->words = xcalloc(PLACE_WORDS_MAX, sizeof *s->words);
    for (size_t f = 0; f < form_count(set); f++) {
        const struct form *form = form_at(set, f);
        for (size_t r = 0; r < form->rule_count; r++)
            for (size_t c = 0; c < form->rules[r].condition_count; c++)
                add_words(s, form->path, &form->rules[r].conditions[c]);
    }
    qsort(s->words, s->count, sizeof *s->words, by_word);
}

/* ---- what a file has ------------------------------------------------------------------------- */

/* The first of the words that are not before this one. */
static size_t first_word(const struct search *s, const struct wanted *sought) {
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_word(&s->words[middle], sought) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void find_name(struct search *s, struct slice name, bool is_city) {
    const struct wanted sought = {.word = name, .is_city = is_city};
    for (size_t i = first_word(s, &sought); i < s->count && by_word(&s->words[i], &sought) == 0;
         i++)
        s->words[i].known = s->words[i].known || reading_alike(s->words[i].word, name);
}

static void compare_name(struct search *s, struct slice name, bool is_city) {
    struct suggest_letters letters;
    suggest_read(name, &letters);
    for (size_t i = 0; i < s->count; i++) {
        struct wanted *w = &s->words[i];
        if (w->is_city != is_city)
            continue;
        suggest_consider(&w->letters, name, &letters, &w->nearest);
        suggest_consider(&w->latin, name, &letters, &w->nearest);
    }
}

/* Thousands of records have one place: they differ in what is of no matter here. */
static bool seen_already(struct search *s, const struct place *p) {
    const struct slice parts[] = {p->country,     p->region, p->region_ru,
                                  p->region_code, p->city,   p->city_ru};
    uint64_t hash = 14695981039346656037U; /* FNV-1a */
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        for (size_t k = 0; k < parts[i].len; k++)
            hash = (hash ^ (unsigned char)parts[i].ptr[k]) * 1099511628211U;
        hash = (hash ^ 0xFF) * 1099511628211U; /* no octet of a text */
    }
    uint64_t *slot = &s->seen[hash % SEEN_MAX];
    bool same = *slot == hash;
    *slot = hash;
    return same;
}

static void see_part(struct search *s, const struct place *part, const struct condition_kind *kind,
                     bool is_city) {
    struct condition_values names;
    if (seen_already(s, part))
        return;
    classify_place_names(part, kind, &names);
    for (size_t i = 0; i < names.count; i++) {
        if (s->suggests)
            compare_name(s, names.items[i], is_city);
        else
            find_name(s, names.items[i], is_city);
    }
    *(is_city ? &s->any_city : &s->any_region) |= names.count > 0;
}

static void see_place(void *arg, const struct place *p) {
    struct search *s = arg;
    const struct place region = {.country = p->country,
                                 .region = p->region,
                                 .region_ru = p->region_ru,
                                 .region_code = p->region_code};
    const struct place city = {.city = p->city, .city_ru = p->city_ru};
    see_part(s, &region, &condition_region, false);
    see_part(s, &city, &condition_city, true);
    s->any_russian = s->any_russian || p->city_ru.ptr != NULL;
}

/* false: a file broke off, which the child that walked through it first did not see. */
static bool go_through(struct search *s, const struct geo *g, const struct settings_list *files) {
    bool good = true;
    struct arena *arena = arena_new(PLACE_BYTES_MAX);
    memset(s->seen, 0, sizeof s->seen);
    for (size_t i = 0; i < geo_count(g); i++) {
        if (isatty(STDERR_FILENO))
            fprintf(stderr, "looking for %s in %s\n",
                    s->suggests ? "names that are near" : "places", files->items[i]);
        good = geo_each(g, i, arena, see_place, s) == OK && good;
    }
    arena_free(arena);
    return good;
}

/* ---- what is said ---------------------------------------------------------------------------- */

/* Most databases have English names only, and what a Russian one is near to is written in Latin
 * letters: Москва becomes Moskva, from which Moscow is not far. */
static void make_latin(UTransliterator *t, struct wanted *w) {
    UErrorCode status = U_ZERO_ERROR;
    UChar text[LATIN_UNITS_MAX];
    char latin[SUGGEST_WORD_MAX];
    int32_t units = 0, len = 0;
    u_strFromUTF8(text, LATIN_UNITS_MAX, &units, w->word.ptr, (int32_t)w->word.len, &status);
    int32_t limit = units;
    utrans_transUChars(t, text, &units, LATIN_UNITS_MAX, 0, &limit, &status);
    u_strToUTF8(latin, SUGGEST_WORD_MAX, &len, text, units, &status);
    suggest_read((struct slice){latin, U_SUCCESS(status) ? (size_t)len : 0}, &w->latin);
}

static size_t want_suggestions(struct search *s) {
    UErrorCode status = U_ZERO_ERROR;
    size_t unknown = 0;
    UTransliterator *t =
        utrans_openU(u"Russian-Latin/BGN; Latin-ASCII", -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    for (size_t i = 0; i < s->count; i++) {
        if (s->words[i].known || ++unknown > PLACE_SUGGEST_MAX)
            continue;
        suggest_read(s->words[i].word, &s->words[i].letters);
        if (U_SUCCESS(status))
            make_latin(t, &s->words[i]);
    }
    utrans_close(t);
    return unknown;
}

static void report_one(const struct search *s, const struct wanted *w, struct problems *problems) {
    const char *what = w->is_city ? "city" : "region";
    const char *near = w->nearest.word, *why = "";
    if (!(w->is_city ? s->any_city : s->any_region)) {
        problems_add(problems, w->path, w->line,
                     "no %s is known: the geo databases have countries only, so \"%.*s\" never "
                     "holds",
                     what, SLICE_ARG(w->word));
        return;
    }
    if (w->is_city && !s->any_russian && !utf8_is_ascii(w->word))
        why = ": they have English names only";
    problems_add(problems, w->path, w->line, "no geo database knows the %s \"%.*s\"%s%s%s%s", what,
                 SLICE_ARG(w->word), why, near[0] != '\0' ? ", did you mean \"" : "", near,
                 near[0] != '\0' ? "\"?" : "");
}

static void report(const struct search *s, struct problems *problems) {
    for (size_t i = 0; i < s->count; i++)
        if (!s->words[i].known)
            report_one(s, &s->words[i], problems);
    if (s->left_out > 0)
        problems_add(problems, "rules", 0, "%zu more regions and cities than are looked for",
                     s->left_out);
}

void place_check_run(const struct place_check *k, const struct form_set *set,
                     struct problems *problems) {
    struct search *s = xcalloc(1, sizeof *s);
    struct geo *g = geo_new();
    bool good = true;
    for (size_t i = 0; k->files != NULL && i < k->files->count; i++) {
        if (geo_add(g, k->files->items[i]) == OK)
            continue;
        problems_add(problems, k->files->items[i], 0, "no geo database that can be used");
        good = false;
    }
    collect(s, set);
    if (good && geo_count(g) > 0 && s->count > 0) {
        good = go_through(s, g, k->files);
        s->suggests = true;
        if (want_suggestions(s) > 0)
            good = go_through(s, g, k->files) && good;
        if (!good)
            problems_add(problems, k->files->items[0], 0, "cannot be gone through to its end");
        report(s, k->strict ? problems : problems->notes);
    }
    geo_close(g);
    free(s->words);
    free(s);
}
