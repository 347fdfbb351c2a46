/* say: one shape for all of it. */
#include "admin/say.h"

#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/plain.h"

#define WHAT_WIDTH 22
#define LINE_BYTES 2048

static const struct look {
    const char *word, *colour;
} looks[SAY__MAX] = {
    [SAY_DONE] = {"done", "\033[32m"},  [SAY_SO] = {"  ok", "\033[32m"},
    [SAY_WOULD] = {"plan", "\033[36m"}, [SAY_TODO] = {"todo", "\033[33m"},
    [SAY_HINT] = {"hint", "\033[36m"},  [SAY_WARN] = {"warn", "\033[33m"},
    [SAY_WRONG] = {"FAIL", "\033[31m"}, [SAY_UNSEEN] = {"   -", "\033[2m"},
};

bool say_has_colour(FILE *to) {
    const char *no = getenv("NO_COLOR");
    return isatty(fileno(to)) && (no == NULL || no[0] == '\0');
}

static void put(FILE *to, const char *format, va_list args) {
    char line[LINE_BYTES];
    vsnprintf(line, sizeof line, format, args);
    plain_string(line);
    fprintf(to, "%s\n", line);
    fflush(to); /* the next step may take long */
}

void say(FILE *to, enum say_mark mark, const char *what, const char *format, ...) {
    const struct look *l = &looks[mark];
    bool colour = say_has_colour(to);
    va_list args;
    fprintf(to, "%s%s%s  %-*s  ", colour ? l->colour : "", l->word, colour ? "\033[0m" : "",
            WHAT_WIDTH, what);
    va_start(args, format);
    put(to, format, args);
    va_end(args);
}

void say_more(FILE *to, const char *format, ...) {
    va_list args;
    fprintf(to, "%*s", 4 + 2 + WHAT_WIDTH + 2, "");
    va_start(args, format);
    put(to, format, args);
    va_end(args);
}
