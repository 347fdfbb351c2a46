/* multipart: multipart/form-data (RFC 7578, RFC 2046 section 5.1), as it is sent by browsers,
 * apps and hand-made programs. A part that nobody needs never refuses the others. */
#ifndef BODY_MULTIPART_H
#define BODY_MULTIPART_H

#include "body/pairs.h"

/* Each part gives a pair, which points into bytes:
 * - a part with a file name, however it is written (also filename*, RFC 5987), is PAIR_FILE: the
 *   name is data only, its last path component, cut after FILE_NAME_MAX octets; the content is
 *   dropped. A file field left empty has an empty name and file_bytes 0;
 * - a part whose name and content have one reading is text. base64 and quoted-printable are undone;
 *   the charset is not: pair.charset has what the part declares;
 * - any other part is PAIR_UNREAD: no name, another name behind it (then two pairs), a quote that
 *   does not end, no form-data, no empty line after its headers, an unknown transfer encoding.
 *
 * Only a whole line of CR LF "--" boundary, padding, CR LF is a delimiter: a longer word that
 * begins with the boundary is content. A body whose first delimiter line ends in a bare LF has bare
 * LFs for line ends. What stands before the first and after the closing delimiter is not looked
 * at. No closing delimiter: ERR_SYNTAX, since a body that its sender cut off (by counting
 * characters for octets) looks like that. More than PAIRS_MAX: ERR_TOO_MANY. boundary as
 * body_format_parse gives it, else ERR_TYPE. */
MUST_CHECK enum errcode multipart_parse(struct arena *a, struct slice boundary, char *bytes,
                                        size_t len, struct pair_list *out);

#endif
