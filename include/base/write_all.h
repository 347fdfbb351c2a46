/* write_all: write(2) to the last octet. */
#ifndef BASE_WRITE_ALL_H
#define BASE_WRITE_ALL_H

#include <stdbool.h>

#include "base/errcode.h"
#include "base/slice.h"

/* false: errno says why, and some of it may have been written. fd is blocking. */
MUST_CHECK bool write_all(int fd, struct slice s);

#endif
