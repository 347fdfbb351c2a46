/* read_all: read(2) to the end of a file, or until there is no room. */
#ifndef BASE_READ_ALL_H
#define BASE_READ_ALL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/errcode.h"

/* *len octets were read, at most room: a caller with a bound gives one octet more, for the file may
 * grow meanwhile. false: errno says why. */
MUST_CHECK bool read_all(int fd, char *text, size_t room, size_t *len);

#endif
