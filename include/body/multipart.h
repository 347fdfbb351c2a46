/* multipart: multipart/form-data (RFC 7578, RFC 2046 section 5.1). */
#ifndef BODY_MULTIPART_H
#define BODY_MULTIPART_H

#include "body/pairs.h"

/* Text parts become pairs that point into bytes; a part with a file name becomes PAIR_FILE (name
 * data only, last path component, cut after FILE_NAME_MAX octets) and its content is dropped; a
 * file field left empty gives an empty name and file_bytes 0. filename* is forbidden by RFC 7578
 * and sent all the same: it makes a file too, and its text, undecoded, is the name when there is
 * no plain filename.
 *
 * Only a whole line of CR LF "--" boundary, padding, CR LF is a delimiter: a longer word that
 * begins with the boundary is content. More than PARTS_MAX or PART_HEADERS_MAX: ERR_TOO_MANY.
 * More than PART_HEADER_BYTES_MAX, or PART_MARGIN_BYTES_MAX of preamble or epilogue:
 * ERR_TOO_LARGE. No closing delimiter, a part without a name, a bare CR or LF, NUL or folding in a
 * header, a parameter twice, a transfer encoding other than 7bit, 8bit, binary: ERR_SYNTAX. Text
 * is not converted; pair.charset has what the part declares. boundary as body_format_parse gives
 * it, else ERR_TYPE. */
MUST_CHECK enum errcode multipart_parse(struct arena *a, struct slice boundary, char *bytes,
                                        size_t len, struct pair_list *out);

#endif
