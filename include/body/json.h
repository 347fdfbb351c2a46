/* json: a JSON object (RFC 8259) to pairs, by jansson. */
#ifndef BODY_JSON_H
#define BODY_JSON_H

#include "body/pairs.h"

/* The top must be an object; its members become pairs in order: strings decoded, null is skipped,
 * an array of scalars becomes repeated pairs (an empty one none), any other value PAIR_JSON.
 *
 * A number's value is the very text that was sent: 1.10, 1e3 and an integer of thirty digits stay
 * so. PAIR_JSON is the text as sent without the white space between its tokens; escapes in its
 * strings stay escaped. A byte order mark in front is skipped.
 *
 * Duplicate keys at any depth, more than JSON_DEPTH_MAX (the top object is 1) or JSON_NODES_MAX
 * values (the top object is one, names of members are none), \u0000, lone surrogates, invalid
 * UTF-8, a number past the range of a double, anything after the object: ERR_SYNTAX. No memory for
 * the library: ERR_UNAVAILABLE. Values point into bytes or the arena. */
MUST_CHECK enum errcode json_parse(struct arena *a, const char *bytes, size_t len,
                                   struct pair_list *out);

/* The same, but each member is one pair: arrays are PAIR_JSON, too. */
MUST_CHECK enum errcode json_members(struct arena *a, const char *bytes, size_t len,
                                     struct pair_list *out);

#endif
