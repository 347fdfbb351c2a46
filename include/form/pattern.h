/* pattern: regular expressions of definitions: compiled with UTF and UCP, JIT tried, and tried out
 * against hostile text before they go live. */
#ifndef FORM_PATTERN_H
#define FORM_PATTERN_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Owns the compiled patterns of one form_set. */
struct pattern_list {
    pcre2_code **items;
    size_t count, capacity;
};

struct pattern_error {
    char message[256];
};

/* A pattern is tried on what is seen of a text, so its own characters are read likewise: a dash
 * of any kind finds '-', a no-break space a space, and what is invisible goes. They stay literal,
 * in a class, too. Written as \x{2013} or between \Q and \E a character is left as it is. The
 * same slice where there is nothing to do. ERR_TOO_LARGE: the arena. */
MUST_CHECK enum errcode pattern_seen(struct arena *a, struct slice source, struct slice *out);

/* whole: the pattern must match from the first to the last character. NULL: it is none, and
 * *error says why and where. Freed with the list. */
pcre2_code *pattern_compile(struct pattern_list *list, struct slice source, bool whole,
                            struct pattern_error *error);

/* Runs the pattern, with the limits of requests and with and without JIT, over texts of at most
 * characters_max that make bad patterns explode. false: a limit was hit, *error says on what.
 * The same verdict whatever else the machine does: time is counted by the thread's processor
 * clock, and only the best of several runs counts. */
bool pattern_try(const pcre2_code *code, struct slice source, size_t characters_max,
                 struct pattern_error *error);

/* Whether patterns become machine code here: a kernel or unit that forbids writable and executable
 * memory turns that off without a word. The limits hold either way. */
bool pattern_jit_works(void);

void pattern_list_free(struct pattern_list *list);

#endif
