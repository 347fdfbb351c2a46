/* site: site.yaml: what every page of firstline knows of the site around it. */
#ifndef FORM_SITE_H
#define FORM_SITE_H

#include <stdbool.h>

#include "base/slice.h"

struct site {
    struct slice
        home; /* the way home from a thank-you page: a path or https URL; "/" if not given */
    struct slice phone;  /* of the owner, as it is shown where a page cannot help; unset: none */
    struct slice accent; /* #rrggbb of buttons; unset: the style's own */
    struct slice logo;   /* path of a picture on this site; unset: none */
    struct slice
        allow; /* " https://a.example https://b.example": whose scripts, pictures and
                * connections the pages' policy allows besides the site's own; may be empty */
    struct slice touch_consent; /* "ask", "given" or "never": may touch.js store anything? */
    int touch_days;             /* that it keeps it */
};

/* Whether white is easier to read than black on that #rrggbb (WCAG's contrast). */
bool site_wants_white(struct slice accent);

struct loader;

/* Reads site.yaml into *out, which holds the defaults. */
void site_load(struct loader *l, struct slice text, const char *path, struct site *out);

extern const struct loader_table site_table;

#endif
