/* contacts: the contact points of a submission, each once. */
#ifndef LEAD_CONTACTS_H
#define LEAD_CONTACTS_H

#include "lead/submission.h"

struct contact {
    const char *kind;       /* "phone" or "email" */
    struct slice value;     /* E.164, canonical address */
    struct slice extension; /* phones; unset when none */
    struct slice field;     /* the field it came from */
};

struct contact_list {
    struct contact items[CONTACTS_MAX];
    size_t count;
};

/* In the order of fields; the first CONTACTS_MAX of them. */
void contacts_collect(const struct submission *s, struct contact_list *out);

#endif
