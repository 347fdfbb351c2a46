/* transfer: the Content-Transfer-Encoding of a multipart part (RFC 2045, 6). RFC 7578 took it out
 * of forms; libraries made for mail send it all the same. */
#ifndef BODY_TRANSFER_H
#define BODY_TRANSFER_H

#include <stdbool.h>

#include "base/slice.h"

/* Undoes base64 and quoted-printable where the octets stand; unset, 7bit, 8bit, binary and the
 * name of a charset, which some write there, leave them. False: another encoding, or octets that
 * are not in it; they are spoilt then. */
bool transfer_decode(struct slice encoding, char *bytes, size_t *len);

#endif
