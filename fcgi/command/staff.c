/* staff: add, list, password, remove. What people read is here, what is done in admin/staff. */
#include "command/staff.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/database.h"
#include "admin/password.h"
#include "admin/staff.h"
#include "admin/table.h"
#include "admin/text.h"
#include "base/suggest.h"
#include "command/options.h"

struct call {
    struct arena *arena;
    PGconn *conn;
    struct staff_person person;
    const char *url;
    const char *made; /* a password that was made up; NULL: none was */
    bool from_stdin, json, yes, help;
};

static const char usage[] =
    "usage: firstline staff add LOGIN --name NAME --works-in desk|sales|marketing\n"
    "                           [--teams A,B] [--head|--no-head] [--language ru|en]\n"
    "                           [--zone ZONE] [--password-stdin]\n"
    "       firstline staff list [--json]\n"
    "       firstline staff password LOGIN [--password-stdin]\n"
    "       firstline staff remove LOGIN [--yes]\n\n"
    "Who works here, and with which login of the database. \"add\" makes the login, with its "
    "place,\n"
    "its language, time zone and password, or changes those of somebody who is known: what is not\n"
    "given stays, teams as long as the person is in sales (--teams '' for none). A password is\n"
    "asked for on the terminal, read from the first line of standard input with --password-stdin, "
    "or\n"
    "else made up and printed once. \"remove\" keeps everything the person has done; leads that "
    "were\n"
    "held go back to the queue. As root, for the database of the service; --database URL for "
    "another.\n"
    "From where a person signs in: man firstline-access.";

static int fail(int code, const char *what, const char *why) {
    fprintf(stderr, "firstline staff: %s: %s\n", what, why);
    return code;
}

static bool connect_as_admin(struct call *c) {
    struct database d;
    const char *why = NULL;
    if (database_find(c->arena, c->url, &d, &why) == OK)
        c->conn = database_connect(c->arena, &d, NULL, &why);
    if (c->conn == NULL) {
        fprintf(stderr, "firstline staff: the database cannot be reached: %s\n", why);
        fputs(geteuid() == 0 ? "Is PostgreSQL running, and has firstline setup been run here?\n"
                             : "Run it as root, or name a superuser's way in: --database URL\n",
              stderr);
        return false;
    }
    why = staff_trouble(c->arena, c->conn);
    if (why != NULL)
        fprintf(stderr, "firstline staff: %s\n", why);
    return why == NULL;
}

/* NULL with *code 0: the password stays as it is. */
static const char *get_password(struct call *c, bool must, int *code) {
    const char *password = NULL, *why = NULL;
    *code = EX_OK;
    if (!must && !c->from_stdin)
        return NULL;
    if (c->from_stdin)
        password = password_from_stdin(c->arena, &why);
    else if (!isatty(STDIN_FILENO))
        password = c->made = password_make(c->arena);
    else
        password = password_ask(c->arena, c->person.login, &why);
    if (password != NULL)
        why = password_fault(password);
    if (why != NULL)
        *code = fail(EX_DATAERR, "the password was not taken", why);
    return why == NULL ? password : NULL;
}

/* Only when it holds: nobody is to hand out one that was never set. */
static void show_made(const struct call *c) {
    if (c->made != NULL)
        printf("The password of %s, shown this once: %s\n", c->person.login, c->made);
}

static int find_person(struct call *c) {
    const char *near = NULL;
    if (staff_find(c->arena, c->conn, c->person.login, &near) != NULL)
        return EX_OK;
    fprintf(stderr, "firstline staff: nobody works here as \"%s\"%s%s%s\n", c->person.login,
            near != NULL ? ", did you mean \"" : "; firstline staff list shows who does",
            near != NULL ? near : "", near != NULL ? "\"?" : "");
    return EX_NOUSER;
}

/* NULL: what is said of the person will do; else why not. */
static const char *place_fault(struct call *c) {
    const struct staff_person *p = &c->person;
    if (p->name == NULL || p->name[0] == '\0' || p->works_in == NULL)
        return "--name and --works-in are needed";
    if (p->head && p->no_head)
        return "--head or --no-head, not both";
    if (p->language != NULL && strcmp(p->language, "ru") != 0 && strcmp(p->language, "en") != 0)
        return text_printf(c->arena, "--language is ru or en, not \"%s\"", p->language);
    return NULL;
}

static int add(struct call *c) {
    const char *why = staff_login_fault(c->person.login);
    int code;
    if (why != NULL)
        return fail(EX_USAGE, c->person.login, why);
    why = place_fault(c);
    if (why != NULL)
        return fail(EX_USAGE, c->person.login, why);
    bool known = staff_is_known(c->arena, c->conn, c->person.login);
    const char *password = get_password(c, !known, &code);
    if (code != EX_OK)
        return code;
    if (!staff_add(c->arena, c->conn, &c->person, password, &why))
        return fail(EX_DATAERR, c->person.login, why);
    printf("%s (%s) works in %s%s%s%s\n", c->person.login, c->person.name, c->person.works_in,
           c->person.teams != NULL ? ", teams " : "",
           c->person.teams != NULL ? c->person.teams : "",
           known ? "; the login was there before" : "");
    show_made(c);
    if (known && password == NULL)
        puts("The password is what it was: firstline staff password changes it.");
    const char *kept = known ? staff_kept(c->arena, c->conn, &c->person) : "";
    if (kept[0] != '\0')
        printf("Kept: %s\n", kept);
    return EX_OK;
}

static int list(struct call *c) {
    const char *why = NULL;
    if (c->json) {
        const char *text = staff_list_json(c->arena, c->conn, &why);
        return text != NULL ? puts(text) == EOF ? EX_IOERR : EX_OK : fail(EX_SOFTWARE, "list", why);
    }
    PGresult *r = staff_list(c->arena, c->conn, &why);
    if (r == NULL)
        return fail(EX_SOFTWARE, "list", why);
    if (PQntuples(r) == 0)
        puts("Nobody yet: firstline staff add --help");
    else
        table_print(stdout, r);
    PQclear(r);
    return EX_OK;
}

static int change_password(struct call *c) {
    const char *why = NULL;
    int code = find_person(c);
    if (code != EX_OK)
        return code;
    const char *password = get_password(c, true, &code);
    if (code != EX_OK)
        return code;
    if (!password_set(c->arena, c->conn, c->person.login, password, &why))
        return fail(EX_DATAERR, c->person.login, why);
    show_made(c);
    printf("%s has a new password. Who is signed in stays so until the end of the session.\n",
           c->person.login);
    return EX_OK;
}

static bool confirm(struct call *c) {
    char answer[8] = "";
    if (c->yes || !isatty(STDIN_FILENO))
        return c->yes;
    printf("%s will not be able to sign in any more. What was done stays in the history. Go on? "
           "[y/N] ",
           c->person.login);
    fflush(stdout);
    return fgets(answer, sizeof answer, stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}

static int remove_person(struct call *c) {
    const char *why = NULL;
    int code = find_person(c);
    if (code != EX_OK)
        return code;
    if (!confirm(c))
        return fail(EX_USAGE, c->person.login, "nothing was done; without a terminal add --yes");
    const char *leads = staff_remove(c->arena, c->conn, c->person.login, &why);
    if (leads == NULL)
        return fail(EX_DATAERR, c->person.login, why != NULL ? why : "nothing was done");
    printf("%s works here no longer; leads that went back to the queue: %s\n", c->person.login,
           leads);
    return EX_OK;
}

static const struct action {
    const char *name;
    int (*run)(struct call *c);
    bool login; /* the second word is one */
} actions[] = {{"add", add, true},
               {"list", list, false},
               {"password", change_password, true},
               {"remove", remove_person, true}};

#define COUNT (sizeof actions / sizeof *actions)

static const struct action *find_action(const char *word) {
    const char *names[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        if (strcmp(actions[i].name, word) == 0)
            return &actions[i];
        names[i] = actions[i].name;
    }
    const char *near = suggest(slice_from(word), names, COUNT);
    fprintf(stderr, "firstline staff: unknown action \"%s\"%s%s%s\n", word,
            near != NULL ? ", did you mean \"" : "", near != NULL ? near : "",
            near != NULL ? "\"?" : "");
    return NULL;
}

static int run(struct call *c, const char *const *words, int count) {
    const struct action *action = count > 0 ? find_action(words[0]) : NULL;
    if (action == NULL || count != (action->login ? 2 : 1)) {
        if (action != NULL || count == 0)
            fprintf(stderr, "%s\n", usage);
        return EX_USAGE;
    }
    c->person.login = count > 1 ? words[1] : NULL;
    int code = connect_as_admin(c) ? action->run(c) : EX_UNAVAILABLE;
    PQfinish(c->conn);
    return code;
}

int staff_command(int argc, char **argv) {
    struct call c = {.arena = NULL};
    const struct option_row rows[] = {
        {"name", &c.person.name, NULL},
        {"works-in", &c.person.works_in, NULL},
        {"teams", &c.person.teams, NULL},
        {"zone", &c.person.zone, NULL},
        {"language", &c.person.language, NULL},
        {"database", &c.url, NULL},
        {"head", NULL, &c.person.head},
        {"no-head", NULL, &c.person.no_head},
        {"yes", NULL, &c.yes},
        {"json", NULL, &c.json},
        {"help", NULL, &c.help},
        {"password-stdin", NULL, &c.from_stdin},
    };
    const char *words[2];
    int count = options_read(argc, argv, rows, sizeof rows / sizeof *rows, words,
                             sizeof words / sizeof *words);
    if (count == -1)
        return EX_USAGE;
    if (c.help) {
        puts(usage);
        return EX_OK;
    }
    c.arena = text_arena();
    int code = run(&c, words, count);
    arena_free(c.arena);
    return code;
}
