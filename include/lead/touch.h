/* touch: where the visitor came from, raw: landing address, referrer, utm fields, click ids. */
#ifndef LEAD_TOUCH_H
#define LEAD_TOUCH_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bounds.h"
#include "body/pairs.h"
#include "form/utm.h"

struct touch {
    struct slice landing;       /* full URL, cut at URL_BYTES_MAX on a character's edge */
    struct slice referrer;      /* full URL as sent, unset when none */
    struct slice referrer_host; /* lower case, no port, without own_host; unset when none */
    struct slice utm[UTM__MAX]; /* as seen (base/reading); source, medium, campaign in lower case;
                                 * unset as channels say */
    struct pair click_ids[CLICK_IDS_MAX];
    size_t click_id_count;
    bool seen; /* attribution was captured: a landing address is known */
};

/* What a form's page keeps for the moment it is sent. Points into what was given. */
struct page_touch {
    struct slice landing, referrer;
    bool from_referer; /* landing is the page that led to the form */
};

/* Of a form that is opened: url is its own address, http_referer the request's header. A visitor
 * who comes from a page of the own site landed there, with whatever tags its address has, unless
 * the form's own address has some. */
void touch_of_page(struct slice url, struct slice http_referer, struct slice own_host,
                   struct page_touch *out);

/* The pieces of the url's query that attribution reads, as they are, with & between; unset when
 * there are none. */
MUST_CHECK enum errcode touch_tags(struct arena *a, struct slice url, struct slice *out);

struct touch_input {
    struct slice landing, referrer; /* the form's _landing and _referrer */
    struct slice http_referer;      /* the request's own header */
    struct slice own_host;          /* the site's host, without port */
    const struct pair_list *pairs;  /* utm_* sent as plain fields count when the landing has none */
};

/* Order of trust: _landing, then a same-site Referer that carries the landing query, then utm_*
 * fields of the body. Bad or invalid text is left unset. Errors: the arena only. */
MUST_CHECK enum errcode touch_parse(struct arena *a, const struct touch_input *in,
                                    struct touch *out);

#endif
