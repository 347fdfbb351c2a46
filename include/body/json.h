/* json: a JSON object (RFC 8259) to pairs, by jansson. */
#ifndef BODY_JSON_H
#define BODY_JSON_H

#include "body/pairs.h"

/* The top must be an object; its members become pairs in order: string, number and boolean as
 * they are, null is skipped, an array of scalars becomes repeated pairs, any other value
 * PAIR_JSON. Duplicate keys, more than JSON_DEPTH_MAX or JSON_NODES_MAX, \u0000, lone surrogates,
 * anything after the object: ERR_SYNTAX. */
MUST_CHECK enum errcode json_parse(struct arena *a, const char *bytes, size_t len,
                                   struct pair_list *out);

#endif
