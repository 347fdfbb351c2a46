/* pattern: what may become a live regular expression. A pattern that explodes on hostile text
 * would cost its rule on every such lead, so it is refused here, before activation. */
#include "form/pattern.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/bounds.h"
#include "base/buf.h"
#include "base/reading.h"
#include "base/utf8.h"
#include "base/xalloc.h"

#define WORDS_MAX 16 /* words of the pattern that hostile texts are made of */
#define OWN_END_MAX 64
#define TRIES_MAX 3 /* a slow run must be slow each time */

/* A character of the pattern; escaped: a backslash stands before it. */
static void write_seen(struct buf *b, uint32_t c, bool escaped) {
    char text[UTF8_OCTETS_MAX];
    uint32_t seen = c;
    if (c >= 0x80 && !reading_character(c, &seen))
        return;
    bool is_sign = seen < 0x80 && !ascii_is_alpha((char)seen) && !ascii_is_digit((char)seen);
    if (seen != c && is_sign && !escaped)
        buf_printf(b, "\\x%02x", (unsigned)seen);
    else
        buf_raw(b, (struct slice){text, utf8_encode(seen, text)});
}

enum errcode pattern_seen(struct arena *a, struct slice source, struct slice *out) {
    struct buf b;
    bool escaped = false;
    *out = source;
    if (source.len > PATTERN_BYTES_MAX ||
        (source.len > 0 && memmem(source.ptr, source.len, "\\Q", 2) != NULL))
        return OK;
    buf_init(&b, a, 2 * PATTERN_BYTES_MAX);
    for (size_t i = 0; i < source.len;) {
        uint32_t c = 0;
        i += utf8_decode(slice_sub(source, i, UTF8_OCTETS_MAX), &c);
        write_seen(&b, c, escaped);
        escaped = c == '\\' && !escaped;
    }
    enum errcode e = buf_done(&b, out);
    return e == OK ? reading_compose(a, *out, out) : e;
}

static void remember(struct pattern_list *list, pcre2_code *code) {
    if (list->count == list->capacity) {
        list->capacity = list->capacity == 0 ? 16 : 2 * list->capacity;
        list->items = xrealloc(list->items, list->capacity * sizeof(*list->items));
    }
    list->items[list->count++] = code;
}

bool pattern_jit_works(void) {
    int error;
    size_t offset, bytes = 0;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR) "a", 1, 0, &error, &offset, NULL);
    if (code == NULL)
        xalloc_fail();
    bool works = pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0 &&
                 pcre2_pattern_info(code, PCRE2_INFO_JITSIZE, &bytes) == 0 && bytes > 0;
    pcre2_code_free(code);
    return works;
}

void pattern_list_free(struct pattern_list *list) {
    for (size_t i = 0; i < list->count; i++)
        pcre2_code_free(list->items[i]);
    free(list->items);
    *list = (struct pattern_list){0};
}

pcre2_code *pattern_compile(struct pattern_list *list, struct slice source, bool whole,
                            struct pattern_error *error) {
    /* \C would match a part of a character, and spans would no longer be text. */
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
    if (whole)
        options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED;
    if (source.len == 0 || source.len > PATTERN_BYTES_MAX) {
        snprintf(error->message, sizeof error->message, "a pattern has 1 to %d octets",
                 PATTERN_BYTES_MAX);
        return NULL;
    }
    int code = 0;
    size_t offset = 0;
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)source.ptr, source.len, options, &code, &offset, NULL);
    if (compiled == NULL) {
        char why[160];
        if (code == PCRE2_ERROR_HEAP_FAILED)
            xalloc_fail();
        pcre2_get_error_message(code, (PCRE2_UCHAR *)why, sizeof why);
        snprintf(error->message, sizeof error->message, "bad pattern: %s, at character %zu", why,
                 utf8_length(slice_sub(source, 0, offset)) + 1);
        return NULL;
    }
    pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE); /* not there: the interpreter does it */
    remember(list, compiled);
    return compiled;
}

/* One trial: code, the match data and room for a text. */
struct trial {
    const pcre2_code *code;
    pcre2_match_context *context;
    pcre2_match_data *data;
    char *subject;
    size_t len, characters_max;
    struct slice own_end; /* a few characters that no word has, then the pattern's last ones */
    char own_end_text[OWN_END_MAX];
};

static void set_own_end(struct trial *t, struct slice source) {
    size_t from = source.len > OWN_END_MAX - 2 ? source.len - (OWN_END_MAX - 2) : 0;
    while (from < source.len && ((unsigned char)source.ptr[from] & 0xC0) == 0x80)
        from++;
    memcpy(t->own_end_text, "!#", 2);
    memcpy(t->own_end_text + 2, source.ptr + from, source.len - from);
    t->own_end = (struct slice){t->own_end_text, 2 + source.len - from};
}

static void trial_begin(struct trial *t, const pcre2_code *code, struct slice source,
                        size_t characters_max) {
    *t = (struct trial){.code = code, .characters_max = characters_max};
    set_own_end(t, source);
    t->subject = xmalloc(PAIR_VALUE_MAX);
    t->context = pcre2_match_context_create(NULL);
    t->data = pcre2_match_data_create(1, NULL);
    if (t->context == NULL || t->data == NULL)
        xalloc_fail();
    pcre2_set_match_limit(t->context, PATTERN_MATCH_LIMIT);
    pcre2_set_depth_limit(t->context, PATTERN_DEPTH_LIMIT);
    pcre2_set_heap_limit(t->context, PATTERN_HEAP_LIMIT_KIB);
}

static void trial_end(struct trial *t) {
    pcre2_match_data_free(t->data);
    pcre2_match_context_free(t->context);
    free(t->subject);
}

static size_t append(struct trial *t, struct slice s, size_t room) {
    size_t characters = utf8_length(s);
    if (characters > room || s.len > PAIR_VALUE_MAX - t->len)
        return 0;
    if (s.len > 0)
        memcpy(t->subject + t->len, s.ptr, s.len);
    t->len += s.len;
    return characters;
}

/* As often as both bounds let it. What is there is doubled: this is most of a trial's work. */
static void append_often(struct trial *t, struct slice unit, size_t characters, size_t len_max) {
    size_t each = utf8_length(unit), room = t->len < len_max ? len_max - t->len : 0;
    if (each == 0 || characters < each || room < unit.len)
        return;
    size_t count = characters / each < room / unit.len ? characters / each : room / unit.len;
    size_t all = count * unit.len;
    char *first = t->subject + t->len;
    memcpy(first, unit.ptr, unit.len);
    for (size_t done = unit.len, step; done < all; done += step) {
        step = done < all - done ? done : all - done;
        memcpy(first + done, first, step);
    }
    t->len += all;
}

/* prefix, then unit as often as it fits, then an end that keeps the pattern from matching. */
static void trial_fill(struct trial *t, struct slice prefix, struct slice unit, struct slice end) {
    size_t reserved = utf8_length(end);
    t->len = 0;
    if (reserved > t->characters_max)
        return;
    size_t room = t->characters_max - reserved;
    room -= append(t, prefix, room);
    append_often(t, unit, room, PAIR_VALUE_MAX - end.len);
    append(t, end, reserved);
}

static long long cpu_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int run_once(const struct trial *t, uint32_t options) {
    return pcre2_match(t->code, (PCRE2_SPTR)t->subject, t->len, 0, options, t->data, t->context);
}

/* NULL: within the limits. */
static const char *run(const struct trial *t, uint32_t options) {
    for (int i = 0; i < TRIES_MAX; i++) {
        long long start = cpu_us();
        switch (run_once(t, options)) {
        case PCRE2_ERROR_MATCHLIMIT:
            return "the match limit";
        case PCRE2_ERROR_DEPTHLIMIT:
            return "the depth limit";
        case PCRE2_ERROR_HEAPLIMIT:
            return "the heap limit";
        default: /* a full JIT stack too: the interpreter is asked next, as in a request */
            break;
        }
        if (cpu_us() - start <= PATTERN_TIME_MAX_MS * 1000LL)
            return NULL;
    }
    return "the time limit";
}

static bool survives(const struct trial *t, struct slice unit, struct pattern_error *error) {
    const char *limit = run(t, PCRE2_NO_JIT);
    if (limit == NULL)
        limit = run(t, 0);
    if (limit == NULL)
        return true;
    struct slice shown = utf8_cut(unit, 20);
    snprintf(error->message, sizeof error->message,
             "pattern is too slow: runs into %s on a long text of \"%.*s\"; avoid repeats inside "
             "repeats, such as (a+)+, and several .* in one pattern",
             limit, SLICE_ARG(shown));
    return false;
}

/* The last end is the pattern's own: PCRE2 gives up at once on a text without a letter that any
 * match needs, and the pattern's text has them all. */
static bool survives_repeats(struct trial *t, struct slice prefix, struct slice unit,
                             struct pattern_error *error) {
    struct slice ends[] = {SLICE_LIT("!"), SLICE_LIT("\n"), SLICE_LIT(""), t->own_end};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        trial_fill(t, prefix, unit, ends[i]);
        if (!survives(t, unit, error))
            return false;
    }
    return true;
}

/* A word of the pattern is ASCII letters and digits and anything beyond ASCII. */
static bool is_word(char c) {
    return ascii_is_alpha(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80;
}

static size_t last_character(struct slice word) {
    size_t at = word.len - 1;
    while (at > 0 && ((unsigned char)word.ptr[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* What a pattern repeats is in the pattern: its own words and their last letters in long rows, also
 * behind the word before, which an anchored pattern may want to see first. */
static bool survives_word(struct trial *t, struct slice before, struct slice word,
                          struct pattern_error *error) {
    struct slice letter = slice_sub(word, last_character(word), word.len);
    return survives_repeats(t, SLICE_LIT(""), word, error) &&
           survives_repeats(t, word, letter, error) && survives_repeats(t, before, letter, error);
}

static bool survives_own_words(struct trial *t, struct slice source, struct pattern_error *error) {
    struct slice before = SLICE_LIT("");
    size_t at = 0;
    for (size_t words = 0; words < WORDS_MAX; words++) {
        while (at < source.len && !is_word(source.ptr[at]))
            at++;
        size_t start = at;
        while (at < source.len && is_word(source.ptr[at]))
            at++;
        struct slice word = slice_sub(source, start, at - start);
        if (word.len == 0)
            return true;
        if (!survives_word(t, before, word, error))
            return false;
        before = word;
    }
    return true;
}

bool pattern_try(const pcre2_code *code, struct slice source, size_t characters_max,
                 struct pattern_error *error) {
    static const char *const hostile[] = {"a", "Z",  "0",  " ",  "\n", "-",   ".", "а",
                                          "Я", "a ", "0 ", "а ", "a0", "аб ", "1,"};
    assert(characters_max > 0);
    struct trial t;
    trial_begin(&t, code, source, characters_max);
    bool good = true;
    for (size_t i = 0; good && i < sizeof hostile / sizeof *hostile; i++)
        good = survives_repeats(&t, SLICE_LIT(""), slice_from(hostile[i]), error);
    if (good)
        good = survives_own_words(&t, source, error);
    trial_end(&t);
    return good;
}
