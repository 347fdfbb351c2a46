/* xalloc: memory of start-up. It lives until exit, or with an object that is replaced as a whole
 * on a reload; running out of it ends the process with a message. Never used in a request. */
#ifndef BASE_XALLOC_H
#define BASE_XALLOC_H

#include <stddef.h>

#include "base/slice.h"

void *xmalloc(size_t n);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *p, size_t n);
char *xstrdup(struct slice s); /* NUL-terminated copy */
_Noreturn void xalloc_fail(void);

#endif
