/* fault: SIGKILL, as the kernel's own out-of-memory killer would do it: nothing is tidied up. */
#include "base/fault.h"

#ifdef FIRSTLINE_FAULTS

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

void fault_point(const char *point) {
    static atomic_long passed;
    const char *wanted = getenv("FIRSTLINE_FAULT");
    size_t n = strlen(point);
    if (wanted == NULL || strncmp(wanted, point, n) != 0 || (wanted[n] != '\0' && wanted[n] != ':'))
        return;
    long at = wanted[n] == ':' ? strtol(wanted + n + 1, NULL, 10) : 1;
    if (atomic_fetch_add(&passed, 1) + 1 == at)
        raise(SIGKILL);
}

#else
typedef int fault_is_left_out; /* ISO C wants something in every file */
#endif
