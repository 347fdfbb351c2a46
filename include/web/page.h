/* page: HTML of forms, thank-you and errors, filled into the owner's frame. Everything from
 * outside is escaped here, by the context it stands in. Only the arena can fail. */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "base/arena.h"
#include "form/form_set.h"
#include "lead/submission.h"
#include "lead/token.h"

/* What all pages have from the definitions. */
struct page_look {
    struct slice frame;
    const struct site *site;
    const struct texts *texts;
};

struct page_look page_look(const struct form_set *set);

struct page_form {
    const struct form *form;
    enum language language;
    const struct submission *submission; /* NULL: a fresh page; otherwise its values are shown */
    bool busy;                           /* head the form with "could not store, send again" */
    bool fragment;                       /* the form alone, for inclusion in another page */
    bool forgotten;                      /* head it with "what you typed is not here any more" */
    struct slice token, landing, referrer;
    struct slice visitor; /* the seal of these two (web/visit) */
    struct slice touch;   /* what touch.js said, on a page that came back */
    struct slice
        around; /* fragment: the hidden _around; unset: answers come as pages of their own */
    struct slice query;    /* of this page, for the link to the other language */
    struct day_span today; /* bounds of date inputs */
};

struct page_thanks {
    const struct form *form;
    enum language language;
    enum proof proof;     /* of the receipt; PROOF_BAD also where there is none */
    struct slice receipt; /* a UUID; unset unless the proof is good */
    struct slice sent;    /* of thanks_html_keep; empty: not known any more */
    bool fragment;
};

MUST_CHECK enum errcode page_form(struct arena *a, const struct page_look *look,
                                  const struct page_form *p, struct slice *out);

MUST_CHECK enum errcode page_thanks(struct arena *a, const struct page_look *look,
                                    const struct page_thanks *t, struct slice *out);

MUST_CHECK enum errcode page_error(struct arena *a, const struct page_look *look, int status,
                                   enum language language, struct slice *out);

#endif
