/* xalloc: allocation that either succeeds or ends the process. */
#include "base/xalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

_Noreturn void xalloc_fail(void) {
    fputs("error out_of_memory at=start\n", stderr);
    exit(EX_OSERR);
}

void *xmalloc(size_t n) {
    void *p = malloc(n == 0 ? 1 : n);
    if (p == NULL)
        xalloc_fail();
    return p;
}

void *xcalloc(size_t count, size_t size) {
    void *p = calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);
    if (p == NULL)
        xalloc_fail();
    return p;
}

void *xrealloc(void *old, size_t n) {
    void *p = realloc(old, n == 0 ? 1 : n);
    if (p == NULL)
        xalloc_fail();
    return p;
}

char *xstrdup(struct slice s) {
    char *p = xmalloc(s.len + 1);
    if (s.len > 0)
        memcpy(p, s.ptr, s.len);
    p[s.len] = '\0';
    return p;
}
