/* hosts: libpq's own lists, in its own words, so that whatever it reads (environment, service file)
 * is what is turned. */
#include "store/hosts.h"

#include <string.h>

static const char *const host_lists[] = {"host", "hostaddr", "port"};
#define HOST_LISTS (sizeof host_lists / sizeof *host_lists)

/* The list as libpq found it, in the environment or a service file; NULL: not told. */
static char *list_in(PQconninfoOption *known, const char *keyword) {
    for (; known != NULL && known->keyword != NULL; known++)
        if (strcmp(known->keyword, keyword) == 0)
            return known->val;
    return NULL;
}

size_t hosts_count(PQconninfoOption *known) {
    size_t most = 1;
    for (size_t i = 0; i < HOST_LISTS; i++) {
        const char *list = list_in(known, host_lists[i]);
        size_t n = 1;
        for (; list != NULL && *list != '\0'; list++)
            n += *list == ',';
        if (n > most)
            most = n;
    }
    return most;
}

static void reverse(char *text, size_t len) {
    for (size_t i = 0; i < len / 2; i++) {
        char c = text[i];
        text[i] = text[len - 1 - i];
        text[len - 1 - i] = c;
    }
}

/* Makes a,b,c to b,c,a. */
static void rotate(char *list) {
    char *comma = list == NULL ? NULL : strchr(list, ',');
    if (comma == NULL)
        return;
    size_t len = strlen(list), first = (size_t)(comma - list);
    reverse(list, len);
    reverse(list, len - first - 1);
    reverse(list + len - first, first);
}

PGconn *hosts_start(PQconninfoOption *known) {
    const char *names[4 + HOST_LISTS] = {"application_name", "client_encoding",
                                         "target_session_attrs"};
    const char *values[4 + HOST_LISTS] = {"firstline", "UTF8", "read-write"};
    for (size_t i = 0; known != NULL && i < HOST_LISTS; i++) {
        names[3 + i] = host_lists[i];
        values[3 + i] = list_in(known, host_lists[i]);
    }
    return PQconnectStartParams(names, values, 0);
}

void hosts_turn(PQconninfoOption *known) {
    for (size_t i = 0; i < HOST_LISTS; i++)
        rotate(list_in(known, host_lists[i]));
}
