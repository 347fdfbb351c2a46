/* page: HTML of forms, thank-you and errors, filled into the owner's frame. Everything from
 * outside is escaped here, by the context it stands in. Only the arena can fail. */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "base/arena.h"
#include "form/form.h"
#include "lead/submission.h"

struct page_form {
    const struct form *form;
    enum language language;
    const struct submission *submission; /* NULL: a fresh page; otherwise its values are shown */
    bool busy;                           /* head the form with "could not store, send again" */
    bool fragment;                       /* the form alone, for inclusion in another page */
    struct slice token, landing, referrer;
    struct slice query;    /* of this page, for the link to the other language */
    struct day_span today; /* bounds of date inputs */
};

MUST_CHECK enum errcode page_form(struct arena *a, struct slice frame, const struct page_form *p,
                                  struct slice *out);

/* receipt: a UUID, or unset for a page that was opened without one. */
MUST_CHECK enum errcode page_thanks(struct arena *a, struct slice frame, const struct form *form,
                                    enum language language, struct slice receipt,
                                    struct slice *out);

/* Of the set are the frame and the words. */
MUST_CHECK enum errcode page_error(struct arena *a, const struct form_set *set, int status,
                                   enum language language, struct slice *out);

#endif
