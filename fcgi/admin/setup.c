/* setup: the order of things: look, show, act, tell. */
#include "admin/setup.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/places.h"
#include "admin/say.h"
#include "admin/text.h"
#include "admin/unix_socket.h"
#include "base/bounds.h"

static const char *format_text(struct setup *s, const char *format, va_list args) {
    char line[SETUP_LINE_MAX];
    vsnprintf(line, sizeof line, format, args);
    return text_copy(s->arena, slice_from(line));
}

enum setup_end setup_say(struct setup *s, enum setup_end end, const char *format, ...) {
    va_list args;
    va_start(args, format);
    s->text = format_text(s, format, args);
    va_end(args);
    return end;
}

void setup_more(struct setup *s, const char *format, ...) {
    va_list args;
    if (s->more_count == sizeof s->more / sizeof *s->more)
        return; /* nobody reads so many */
    va_start(args, format);
    s->more[s->more_count++] = format_text(s, format, args);
    va_end(args);
}

void setup_more_lines(struct setup *s, struct slice text) {
    struct slice line;
    while (text_line(&text, &line))
        setup_more(s, "%.*s", SLICE_ARG(line));
}

bool setup_write(struct setup *s, const char *path, struct slice text, struct file_owner owner) {
    if (file_replace(s->arena, path, text, owner) == OK)
        return true;
    setup_say(s, SETUP_FAILED, "cannot write %s: %s", path, strerror(errno));
    s->code = EX_CANTCREAT;
    return false;
}

void setup_hold(bool hold) {
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaddset(&set, signals[i]);
    sigprocmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

bool setup_unlink(struct setup *s, const char *path) {
    if (unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR)
        return true;
    setup_say(s, SETUP_FAILED, "cannot delete %s: %s", path, strerror(errno));
    return false;
}

const char *setup_word(struct setup *s, const char *keyword, const char *variable) {
    const char *found = getenv(variable);
    PQconninfoOption *options = s->url != NULL ? PQconninfoParse(s->url, NULL) : NULL;
    for (const PQconninfoOption *o = options; o != NULL && o->keyword != NULL; o++)
        if (strcmp(o->keyword, keyword) == 0 && o->val != NULL && o->val[0] != '\0')
            found = text_copy(s->arena, slice_from(o->val));
    PQconninfoFree(options);
    return found != NULL && found[0] != '\0' ? found : NULL;
}

const struct setup_program setup_intake_program = {
    .user = SETUP_USER,
    .role = SETUP_ROLE,
    .proof = "SELECT intake.hello('firstline setup', 0, '{}')",
    .key = PLACES_KEY,
    .key_purpose = "pass for firstline's own pages",
    .password = PLACES_PASSWORD,
    .drop_in_folder = "/etc/systemd/system/firstline.service.d"};
const struct setup_program setup_desk_program = {
    .user = "firstline-desk",
    .role = "firstline_desk",
    .proof = "SELECT 1",
    .key = PLACES_DESK_KEY,
    .key_purpose = "pass for anybody who works here",
    .password = PLACES_DESK_PASSWORD,
    .drop_in_folder = "/etc/systemd/system/firstline-desk.service.d"};

size_t setup_programs(const struct setup *s,
                      const struct setup_program *programs[SETUP_PROGRAMS_MAX]) {
    programs[0] = &setup_intake_program;
    programs[1] = &setup_desk_program;
    return s->without_desk && s->mode != SETUP_REMOVE ? 1 : 2;
}

bool setup_listens(const char *path) {
    int fd = unix_socket_connect(path);
    if (fd != -1)
        close(fd);
    return fd != -1;
}

static void forget(struct setup *s) {
    s->text = "";
    s->more_count = 0;
}

static void tell(struct setup *s, const struct setup_step *step, enum say_mark mark) {
    say(stdout, mark, step->what, "%s", s->text);
    for (size_t i = 0; i < s->more_count; i++)
        say_more(stdout, "%s", s->more[i]);
}

static void tell_end(struct setup *s, const struct setup_step *step, enum setup_end end) {
    static const enum say_mark marks[] = {
        [SETUP_SO] = SAY_SO,       [SETUP_NEEDED] = SAY_WOULD, [SETUP_DONE] = SAY_DONE,
        [SETUP_WARN] = SAY_WARN,   [SETUP_ADVICE] = SAY_HINT,  [SETUP_LEFT] = SAY_TODO,
        [SETUP_FAILED] = SAY_WRONG};
    if (s->mode == SETUP_SCHEMA_ONLY && end == SETUP_SO)
        return; /* at each start of the machine, and nobody looks on */
    tell(s, step, marks[end]);
}

static enum setup_end make(struct setup *s, const struct setup_step *step) {
    forget(s);
    enum setup_end end = step->look(s);
    if (end != SETUP_NEEDED || s->dry_run)
        return end;
    if (step->shown)
        tell(s, step, SAY_WOULD);
    forget(s);
    return step->act(s);
}

/* The name of the first step that gives what is missing. */
static const char *who_gives(const struct setup_step *const *steps, size_t count,
                             unsigned missing) {
    for (size_t i = 0; i < count; i++)
        if ((steps[i]->is & missing) != 0)
            return steps[i]->what;
    return "what is above";
}

struct outcome {
    unsigned missing; /* what steps that failed would have given */
    int code;
    bool left;
};

static void note(struct setup *s, struct outcome *o, const struct setup_step *step,
                 enum setup_end end) {
    if (end == SETUP_FAILED || end == SETUP_LEFT)
        o->missing |= step->is;
    if (end == SETUP_LEFT)
        o->left = true;
    if (end == SETUP_FAILED && o->code == 0)
        o->code = s->code != 0 ? s->code : EX_UNAVAILABLE;
}

static void make_all(struct setup *s, const struct setup_step *const *steps, size_t count,
                     struct outcome *o) {
    for (size_t i = 0; i < count; i++) {
        unsigned missing = steps[i]->needs & o->missing;
        s->code = 0;
        enum setup_end end;
        if (missing != 0) {
            forget(s);
            end = setup_say(s, SETUP_LEFT, "not tried: \"%s\" comes first",
                            who_gives(steps, count, missing));
        } else {
            end = make(s, steps[i]);
        }
        tell_end(s, steps[i], end);
        note(s, o, steps[i], end);
    }
}

static void undo_all(struct setup *s, const struct setup_step *const *steps, size_t count,
                     struct outcome *o) {
    for (size_t i = count; i > 0; i--) {
        const struct setup_step *step = steps[i - 1];
        if (step->undo == NULL)
            continue;
        s->code = 0;
        forget(s);
        enum setup_end end = step->undo(s);
        tell_end(s, step, end);
        note(s, o, step, end);
    }
}

/* A step that needs the server finds no connection, and says so. But leads are deleted in both
 * places or in none. */
static void take_back(struct setup *s, const struct setup_step *const *steps, size_t count,
                      struct outcome *o) {
    enum setup_end end = setup_find_server(s);
    if (end == SETUP_SO || s->drop == NULL) {
        undo_all(s, steps, count, o);
        return;
    }
    setup_more(s, "Nothing has been taken back or deleted.");
    tell_end(s, &setup_server, end);
    note(s, o, &setup_server, end);
}

int setup_run(struct setup *s, const struct setup_step *const *steps, size_t count) {
    struct outcome o = {0};
    (s->mode == SETUP_REMOVE ? take_back : make_all)(s, steps, count, &o);
    PQfinish(s->conn);
    PQfinish(s->server_conn);
    form_set_free(s->form_set);
    return o.code != 0 ? o.code : o.left ? EX_TEMPFAIL : EX_OK;
}
