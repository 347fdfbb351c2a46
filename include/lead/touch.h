/* touch: where the visitor came from, raw: landing address, referrer, utm fields, click ids. */
#ifndef LEAD_TOUCH_H
#define LEAD_TOUCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bounds.h"
#include "body/pairs.h"
#include "form/known_hosts.h"
#include "form/utm.h"

struct touch {
    struct slice landing;       /* full URL, cut at URL_BYTES_MAX on a character's edge */
    struct slice referrer;      /* full URL as sent, unset when none or an own page */
    struct slice referrer_host; /* lower case, no port; unset when none or a detour */
    struct slice utm[UTM__MAX]; /* of lead/tags */
    struct pair click_ids[CLICK_IDS_MAX];
    size_t click_id_count;
    bool seen; /* attribution was captured: a landing address is known */
    /* what only touch.js knows; unset or 0 when it was not there */
    struct slice first_landing, first_referrer; /* of the first touch, when that is another */
    int64_t first_at_us, at_us;                 /* when they were */
    unsigned touches;                           /* so far, this one included */
    struct slice ym_uid;                        /* the visitor's number in Yandex Metrica */
};

/* Whether the hidden _landing and _referrer were made for this visitor. */
enum touch_seal {
    SEAL_NONE = 0, /* not made by firstline */
    SEAL_GOOD,
    SEAL_OTHERS /* made for somebody else: the page was kept by a cache */
};

struct touch_input {
    struct slice landing, referrer; /* the form's _landing and _referrer */
    enum touch_seal seal;           /* of these two */
    struct slice script;            /* the form's _touch, by touch.js */
    struct slice http_referer;      /* the request's own header */
    struct slice own_host;          /* the site's host, without port */
    const struct known_hosts *hosts;
    const struct pair_list *pairs; /* utm_* sent as plain fields count when the landing has none */
    int64_t now_us;
};

/* What a form's page keeps for the moment it is sent. Points into what was given. */
struct page_touch {
    struct slice landing, referrer; /* unset: not known */
    bool from_referer;              /* landing is the page that led to the form */
    bool proved;                    /* these are this visitor's, and nothing else can be better */
};

/* Of a form that is opened: url is its own address, http_referer the request's header. Who comes
 * from a page of the own site landed there if its address has tags, and somewhere before it if not,
 * unless the form's own address has some. */
void touch_of_page(struct slice url, struct slice http_referer, struct slice own_host,
                   const struct known_hosts *hosts, struct page_touch *out);

/* Of a form that is sent: which landing and referrer count. What touch.js knows is best, then the
 * hidden fields if they are this visitor's. Otherwise the page that the form was sent from decides:
 * if that is known and not the hidden landing, the latter may be of whoever a cache made the page
 * for; so it is the landing itself if it has tags, and none is known if not. Errors: the arena
 * only. */
MUST_CHECK enum errcode touch_settle(struct arena *a, const struct touch_input *in,
                                     struct page_touch *out);

/* The same, and what is to be read of it; tags of plain fields if the landing has none. Bad or
 * invalid text is left unset. Errors: the arena only. */
MUST_CHECK enum errcode touch_parse(struct arena *a, const struct touch_input *in,
                                    struct touch *out);

#endif
