/* frame: page.html, the owner's page around a form. The web layer puts the form in at the marks,
 * so a frame without one, or with one twice, must not go live. */
#include "form/frame.h"

#include <string.h>

#include "base/bounds.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "form/loader.h"
#include "form/octets.h"

static const char *const marks[] = {"messages", "form", "title", "lang", "logo"};
#define MARK_COUNT (sizeof marks / sizeof *marks)
#define MARKS_ONCE 2 /* messages and form */
#define MARKS_REQUIRED                                                                             \
    3 /* and title, which may head the page too; lang and logo may stand nowhere */

/* Where {{ stands at or after from; text.len when nowhere. */
static size_t find_open(struct slice text, size_t from) {
    for (size_t i = from; i + 1 < text.len; i++)
        if (text.ptr[i] == '{' && text.ptr[i + 1] == '{')
            return i;
    return text.len;
}

static void report_unknown(struct problems *problems, const char *path, int line,
                           struct slice word) {
    const char *near = suggest(word, marks, MARK_COUNT);
    struct slice shown = utf8_cut(word, 40);
    if (near != NULL)
        problems_add(problems, path, line, "unknown mark {{%.*s}}, did you mean {{%s}}?",
                     SLICE_ARG(shown), near);
    else
        problems_add(
            problems, path, line,
            "unknown mark {{%.*s}}; known: {{title}} {{messages}} {{form}} {{lang}} {{logo}}",
            SLICE_ARG(shown));
}

void frame_check(struct problems *problems, const char *path, struct slice text) {
    size_t seen[MARK_COUNT] = {0};
    for (size_t at = find_open(text, 0); at < text.len; at = find_open(text, at + 2)) {
        struct slice rest, word = slice_cut(slice_sub(text, at + 2, text.len), '}', &rest);
        size_t i = 0;
        while (i < MARK_COUNT && !slice_eq_lit(word, marks[i]))
            i++;
        if (i == MARK_COUNT || !slice_starts(rest, "}"))
            report_unknown(problems, path, octets_line(text, at), word);
        else if (i < MARKS_ONCE && seen[i] == 1)
            problems_add(problems, path, octets_line(text, at), "the mark {{%s}} is there twice",
                         marks[i]);
        if (i < MARK_COUNT)
            seen[i]++;
    }
    for (size_t i = 0; i < MARKS_REQUIRED; i++)
        if (seen[i] == 0)
            problems_add(problems, path, 0, "the mark {{%s}} is missing", marks[i]);
}
