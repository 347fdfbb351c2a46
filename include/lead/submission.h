/* submission: the pairs of a body judged against a form: each field valid, invalid or missing,
 * all errors at once. No I/O; lives in the request's arena. */
#ifndef LEAD_SUBMISSION_H
#define LEAD_SUBMISSION_H

#include <stdbool.h>

#include "base/arena.h"
#include "body/pairs.h"
#include "form/field_kind.h"
#include "form/form.h"
#include "form/matcher.h"
#include "lead/email.h"
#include "lead/mark.h"
#include "lead/phone.h"
#include "lead/today.h"

enum answer_state { ANSWER_MISSING = 0, ANSWER_VALID, ANSWER_INVALID };

struct answer {
    enum answer_state state;
    enum fault fault;
    struct slice raw;         /* as sent, decoded; unset when not sent; the first when repeated */
    struct field_value value; /* valid, or out of bounds; set aside: its text as typed */
    struct phone_list phones; /* valid phone field */
    struct email email;       /* valid email field */
    bool set_aside; /* a contact that could not be read, beside one that could: missing, marked */
};

struct submission {
    struct arena *arena; /* where all of it lives */
    const struct form *form;
    enum language language;
    struct answer *answers;        /* form->field_count of them */
    size_t invalid_count;          /* answers with a fault */
    enum fault key_fault;          /* FAULT_EXPIRED, _KEY, _ORIGIN: of the page that was sent */
    enum fault form_fault;         /* FAULT_CONTACT: of the form as a whole */
    const struct pair_list *pairs; /* all as sent: the raw record */
    size_t unknown_count;          /* pairs that are neither fields nor firstline's own */
    struct marks marks;
    struct slice landing, referrer; /* _landing, _referrer; unset when not sent */
};

struct submission_input {
    const struct form *form;
    enum language language;
    const struct pair_list *pairs;
    struct day_span today;        /* where the visitor is */
    struct matcher *matcher;      /* the thread's; its time begins anew here */
    struct slice visitor_country; /* ISO 3166-1 alpha-2, by geo; unset when unknown */
};

/* Judges. Only the arena can fail: ERR_TOO_LARGE. Own fields are left to lead/token, but for the
 * trap; unknown fields are counted and stay in pairs. */
MUST_CHECK enum errcode submission_parse(struct arena *a, const struct submission_input *in,
                                         struct submission *out);

bool submission_valid(const struct submission *s);

/* _submission, _landing, _referrer, _visitor, _touch, _charset_ and the trap: neither answers nor
 * drift. */
bool submission_is_own(const struct pair *p);

/* The name of the trap, an input that people do not see (begins with '_'). */
#define TRAP_FIELD "_website"

#endif
