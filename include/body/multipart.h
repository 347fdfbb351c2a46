/* multipart: multipart/form-data (RFC 7578, RFC 2046 section 5.1). */
#ifndef BODY_MULTIPART_H
#define BODY_MULTIPART_H

#include "body/pairs.h"

/* Text parts become pairs that point into bytes; a part with a file name becomes PAIR_FILE (name
 * data only, last path component, at most FILE_NAME_MAX octets) and its content is dropped. Caps:
 * PARTS_MAX, PART_HEADERS_MAX, PART_HEADER_BYTES_MAX, PART_MARGIN_BYTES_MAX. No closing boundary,
 * a part without a name, a broken header: ERR_SYNTAX. */
MUST_CHECK enum errcode multipart_parse(struct arena *a, struct slice boundary, char *bytes,
                                        size_t len, struct pair_list *out);

#endif
