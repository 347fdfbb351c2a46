/* say: what an administrator's command tells, an item a line: a mark, what it is about, and a
 * sentence. Marks are coloured on a terminal (not with NO_COLOR), plain elsewhere. What may come
 * from outside is shown as base/plain has it. */
#ifndef ADMIN_SAY_H
#define ADMIN_SAY_H

#include <stdbool.h>
#include <stdio.h>

enum say_mark {
    SAY_DONE,   /* "done": it was done just now, or it is well */
    SAY_SO,     /* "  ok": it was so already */
    SAY_WOULD,  /* "plan": --dry-run: it would be done */
    SAY_TODO,   /* "todo": left to do by hand */
    SAY_HINT,   /* "hint": better done by hand, and all works without */
    SAY_WARN,   /* "warn" */
    SAY_WRONG,  /* "FAIL" */
    SAY_UNSEEN, /* "   -": it was not looked at */
    SAY__MAX
};

/* Whether what goes there may be coloured. */
bool say_has_colour(FILE *to);

void say(FILE *to, enum say_mark mark, const char *what, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A line that belongs to the item before it, indented: a remedy, a line of a file. */
void say_more(FILE *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
