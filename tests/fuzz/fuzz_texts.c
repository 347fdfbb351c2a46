/* A language's file of any octets either becomes a language or is reported. Of one that became a
 * language every sentence is there, and is filled in without a brace or an octet left over. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bounds.h"
#include "base/utf8.h"
#include "form/form_set.h"

#define FUZZ_ARENA_BYTES (16 * 1024 * 1024)
#include "fuzz_arena.h"

static int prepare(void) { return 0; }

static void check_filled(struct slice sentence) {
    static const struct slice values[SLOT__MAX] = {[SLOT_LABEL] = {"x.", 2}};
    struct buf b;
    struct slice text;
    assert(sentence.ptr != NULL && utf8_is_text(sentence));
    arena_reset(arena);
    buf_init(&b, arena, 2 * FORM_FILE_BYTES_MAX);
    texts_fill(&b, sentence, values);
    assert(buf_done(&b, &text) == OK && utf8_is_text(text));
    assert(slice_find(text, '{') == text.len);
}

static void check_language(const struct texts *t, enum language l) {
    for (int w = WORD_NONE + 1; w < WORD__MAX; w++) {
        if (t->tongues[l].counted[w] == NULL)
            check_filled(texts_word(t, (enum word)w, l));
        for (unsigned n = 0; n < 30 && t->tongues[l].counted[w] != NULL; n++)
            check_filled(texts_counted(t, (enum word)w, l, n));
    }
    for (int m = 0; m < MONTHS; m++)
        assert(t->tongues[l].months[m].len > 0);
    assert(texts_name(t, l).len > 0);
}

/* The same octets as a language of their own and as changes to Russian. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char categories[] =
        "categories: [{name: other, colour: grey, rank: 20, label: Other}]";
    static const char page[] = "{{title}}{{messages}}{{form}}";
    static const char form[] =
        "title: T\ndefault_category: other\nfields: [{name: a, type: text, label: A}]";
    static const struct slice names[] = {{"texts/pl.yaml", 13}, {"texts/ru.yaml", 13}};
    if (data == NULL || size > FORM_FILE_BYTES_MAX)
        return 0;
    for (size_t i = 0; i < 2; i++) {
        struct form_file files[] = {
            {"categories.yaml", SLICE_LIT("categories.yaml"), SLICE_LIT(categories)},
            {"page.html", SLICE_LIT("page.html"), SLICE_LIT(page)},
            {names[i].ptr, names[i], {(const char *)data, size}},
            {"x.yaml", SLICE_LIT("x.yaml"), SLICE_LIT(form)},
        };
        struct problems problems = {0};
        struct form_set *set = NULL;
        enum errcode e = form_set_build("forms", files, 4, &problems, &set);
        assert((e == OK) == (problems.count == 0) && (e == OK) == (set != NULL));
        for (size_t l = 0; e == OK && l < form_set_texts(set)->count; l++)
            check_language(form_set_texts(set), (enum language)l);
        problems_free(&problems);
        form_set_free(set);
    }
    return 0;
}
