/* send: the answers that come of a form: its page, its mistakes, its receipt, its thanks; as a
 * page, as JSON, or back inside of the page around the form. Each fills the response; false: it
 * went wrong on the way, and the response says so. */
#ifndef WEB_SEND_H
#define WEB_SEND_H

#include "web/call.h"

/* again: with what was sent and is wrong with it; otherwise a fresh page. */
bool send_form(struct call *c, int status, bool again, bool busy);

/* The form inside of a page again, after something was sent from there: ?embed= has what the
 * redirect put into that page's address: an id, and for thanks a proof behind a point. false:
 * nothing to show but a fresh form; nothing was filled. */
bool send_embedded(struct call *c);

bool send_thanks(struct call *c); /* for the receipt and the proof in the address */

bool send_faults(struct call *c);
bool send_receipt(struct call *c, const struct uuid *receipt);
bool send_busy(struct call *c); /* 503, and nothing typed is lost */

#endif
