/* sent: what a visitor has just sent, for the page that comes next: the answers on a thank-you
 * page, a form with its mistakes inside a page of the site. Kept in memory only, so that none of it
 * stands in an address; found again by who knows the id and comes from the same address. Whatever
 * is not found (too old, pushed out by newer ones, a restart) is no error: pages do without. */
#ifndef WEB_SENT_H
#define WEB_SENT_H

#include <stdbool.h>

#include "base/arena.h"

struct sent; /* opaque: SENT_BYTES_MAX of texts, the oldest overwritten first */

struct sent_key {
    struct slice id, form, address; /* unset counts as empty */
};

struct sent *sent_new(void); /* start-up only */
void sent_free(struct sent *s);

/* Any thread. Copies text; the newest of a key counts. false: longer than SENT_TEXT_MAX. */
bool sent_keep(struct sent *s, const struct sent_key *key, struct slice text, long long now_ms);

/* Any thread. A copy in a; false: not there, older than SENT_AGE_MAX_S, or no arena left. */
bool sent_find(struct sent *s, struct arena *a, const struct sent_key *key, long long now_ms,
               struct slice *out);

#endif
