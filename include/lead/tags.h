/* tags: what of an address tells where its visitor came from: utm parameters and click ids. The
 * rules of reading are those of the database (intake.read_tags); both are held to one table of
 * cases (tests/channels/cases.tsv). */
#ifndef LEAD_TAGS_H
#define LEAD_TAGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bounds.h"
#include "body/pairs.h"
#include "form/utm.h"

struct tags {
    struct slice utm[UTM__MAX]; /* as seen (base/reading); source, medium, campaign in lower case */
    struct pair click_ids[CLICK_IDS_MAX];
    size_t click_id_count;
    struct slice utm_referrer; /* instead of the request's */
    bool any;                  /* an utm key or a click id was there, with whatever value */
    uint64_t met;              /* keys so far: the first of a key counts */
};

/* Adds what stands in the url's query and fragment. Errors: the arena only. */
MUST_CHECK enum errcode tags_read(struct arena *a, struct slice url, struct tags *t);

/* Adds one field of a form, if it is one of these. */
MUST_CHECK enum errcode tags_take(struct arena *a, const struct pair *p, struct tags *t);

/* Whether the url has anything that tags_read would read. */
bool tags_in(struct slice url);

/* The pieces that tags_read reads, as they are, with & between; unset when there are none. */
MUST_CHECK enum errcode tags_pieces(struct arena *a, struct slice url, struct slice *out);

/* One line of valid text, or unset. */
struct slice tags_line(struct slice s);

#endif
