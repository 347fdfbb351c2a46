/* fault: SIGKILL at a named place. The environment is read only, and set before the start. */
#include "base/fault.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void fault_point(const char *name) {
    static atomic_long passed;
    const char *wanted = getenv("FIRSTLINE_FAULT");
    size_t length = strlen(name);
    if (wanted == NULL || strncmp(wanted, name, length) != 0 || wanted[length] != ':')
        return;
    if (atomic_fetch_add(&passed, 1) + 1 == strtol(wanted + length + 1, NULL, 10))
        kill(getpid(), SIGKILL);
}
