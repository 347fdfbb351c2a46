/* setup_door: through the front door, as a visitor: nginx, firstline, database, queue. The first
 * lead of an installation is setup's own; where there are leads none is added. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "admin/child.h"
#include "admin/door.h"
#include "admin/first_lead.h"
#include "admin/setup.h"
#include "admin/site.h"
#include "admin/text.h"
#include "base/bounds.h"
#include "base/clock.h"

#define STATUS "127.0.0.1:9145"
#define HEALTH "http://" STATUS "/healthz"
#define UUID_LENGTH 36
#define KNOCK_S 20

/* ---- one request ---------------------------------------------------------------------------- */

static struct door door_of_form(struct setup *s, const struct form *form) {
    return door_of(s->arena, s->site, text_printf(s->arena, "/f/%.*s", SLICE_ARG(form->name)));
}

static struct door_answer knock(struct setup *s, const struct door *d, struct slice body) {
    return door_knock(s->arena, d, body, KNOCK_S);
}

static void add_remedy(struct setup *s, const struct door_answer *answer) {
    switch (answer->status) {
    case 0:
        setup_more(s, "%s", answer->text);
        break;
    case 404:
        setup_more(s,
                   "nginx does not know the form there: does another server block answer, or was "
                   "nginx not reloaded?");
        break;
    case 502:
    case 503:
    case 504:
        setup_more(s, "nginx does not get through to firstline: firstline doctor says why");
        break;
    default:
        setup_more(s, "nginx's error log has the reason.");
        break;
    }
}

/* ---- what is there -------------------------------------------------------------------------- */

static bool has_leads(struct setup *s) {
    const char *why = NULL;
    return database_value(s->arena, s->conn, "SELECT 1 FROM intake.lead LIMIT 1", NULL, &why) !=
               NULL ||
           why != NULL;
}

/* The page of a form, whichever. */
static const struct form *any_form(struct setup *s) {
    const struct form *form = first_lead_form(s->form_set);
    return form != NULL || form_count(s->form_set) == 0 ? form : form_at(s->form_set, 0);
}

/* nginx goes on with what it had for a moment after it was told to read anew. */
static bool page_is_there(struct setup *s, const struct door *d) {
    struct door_answer answer;
    for (int i = 0; i < SETUP_TRIES; i++) {
        answer = knock(s, d, SLICE_NONE);
        if (answer.status == 200 && strstr(answer.text, "<form") != NULL)
            return true;
        if (!s->nginx_changed)
            break;
        usleep(SETUP_TRY_MS * 1000);
    }
    add_remedy(s, &answer);
    setup_say(s, SETUP_FAILED, answer.status == 0 ? "%s gives no answer" : "%s answers %d", d->url,
              answer.status);
    return false;
}

/* It is not, where nginx was set up by hand. */
static bool listens_there(const struct nginx_directive *d) {
    while (d != NULL &&
           (strcmp(d->name, "listen") != 0 || d->arg_count == 0 || strcmp(d->args[0], STATUS) != 0))
        d = nginx_conf_next(d);
    return d != NULL;
}

static bool is_healthy(struct setup *s) {
    if (!listens_there(s->nginx))
        return true;
    struct door_answer answer = knock(s, &(struct door){.url = HEALTH}, SLICE_NONE);
    if (answer.status == 200)
        return true;
    add_remedy(s, &answer);
    setup_say(s, SETUP_FAILED, HEALTH " answers %d", answer.status);
    return false;
}

static enum setup_end look_door(struct setup *s) {
    if (!child_there_is("curl")) {
        setup_more(s, "apt-get install curl");
        return setup_say(s, SETUP_LEFT, "curl is missing; do that, then run setup again:");
    }
    if (s->dry_run)
        return setup_say(s, SETUP_NEEDED,
                         "open a form as a visitor; if no lead is there yet, send one");
    const struct form *form = any_form(s);
    if (form == NULL)
        return setup_say(s, SETUP_LEFT, "there is no form in %s yet", s->forms);
    const struct door d = door_of_form(s, form);
    if (!page_is_there(s, &d) || !is_healthy(s))
        return SETUP_FAILED;
    if (has_leads(s))
        return setup_say(s, SETUP_SO, "%s is there", d.url);
    if (first_lead_form(s->form_set) == NULL)
        return setup_say(s, SETUP_SO, "%s is there; no form can be filled by a program", d.url);
    return setup_say(s, SETUP_NEEDED, "send a first lead to %s", d.url);
}

/* ---- the first lead ------------------------------------------------------------------------- */

static const char *receipt_in(struct setup *s, const char *json) {
    static const char before[] = "\"receipt\":\"";
    const char *at = strstr(json, before);
    if (at == NULL || strlen(at) < strlen(before) + UUID_LENGTH)
        return NULL;
    return text_copy(s->arena, (struct slice){at + strlen(before), UUID_LENGTH});
}

/* As a qualifier sees it. */
static bool is_queued(struct setup *s, const char *receipt) {
    const char *why = NULL, *seen = NULL;
    if (!database_do(s->arena, s->conn, "SET ROLE firstline_qualifier", NULL, &why))
        return false;
    seen = database_value(s->arena, s->conn,
                          "SELECT 1 FROM desk.queue WHERE receipt = $1::uuid::text", receipt, &why);
    return database_do(s->arena, s->conn, "RESET ROLE", NULL, &why) && seen != NULL;
}

static enum setup_end act_door(struct setup *s) {
    const struct form *form = first_lead_form(s->form_set);
    const struct door d = door_of_form(s, form);
    struct slice body = first_lead_body(s->arena, form, clock_day(clock_wall_us()));
    struct door_answer answer = knock(s, &d, body);
    const char *receipt = answer.status / 100 == 2 ? receipt_in(s, answer.text) : NULL;
    if (receipt == NULL) {
        setup_more(s, "%s", answer.text);
        return setup_say(s, SETUP_FAILED, "a lead sent to %s was not taken (%d)", d.url,
                         answer.status);
    }
    for (int i = 0; i < SETUP_TRIES; i++) {
        if (is_queued(s, receipt))
            return setup_say(
                s, SETUP_DONE,
                "a first lead through %s is in the queue; it says that it is a test: %s", d.url,
                receipt);
        usleep(SETUP_TRY_MS * 1000);
    }
    setup_more(s, "firstline spool list tells what waits, and why.");
    return setup_say(s, SETUP_FAILED, "the lead %s was taken, and is not in the queue", receipt);
}

const struct setup_step setup_door = {.what = "front door",
                                      .needs = NEED_SERVICE | NEED_NGINX | NEED_FORMS,
                                      .look = look_door,
                                      .act = act_door};

/* ---- what visitors agree to ----------------------------------------------------------------- */

/* Of all forms, and not of a page that redirects or asks for a password: that is the site's. */
static enum setup_end look_agreement(struct setup *s) {
    size_t seen = 0;
    if (s->dry_run || !child_there_is("curl"))
        return setup_say(s, SETUP_SO, "not looked at");
    for (size_t i = 0; i < form_count(s->form_set); i++) {
        const struct form *form = form_at(s->form_set, i);
        for (size_t j = 0; j < form->field_count; j++) {
            struct slice document = form->fields[j].document;
            if (!slice_starts(document, "/")) /* unset, or on another site */
                continue;
            seen++;
            const char *path = text_copy(s->arena, document);
            struct door d = door_of(s->arena, s->site, path);
            if (knock(s, &d, SLICE_NONE).status == 404)
                setup_more(s, "%s, of %s/%.*s.yaml", path, s->forms, SLICE_ARG(form->name));
        }
    }
    if (s->more_count == 0)
        return setup_say(s, SETUP_SO,
                         seen > 0 ? "what visitors agree to is there" : "none is linked");
    setup_more(s, "Put the page there, or name the one that you have: document: in that file.");
    return setup_say(s, SETUP_ADVICE, "visitors agree to a text that your site does not have:");
}

const struct setup_step setup_agreement = {
    .what = "agreement", .needs = NEED_SERVICE | NEED_NGINX | NEED_FORMS, .look = look_agreement};
