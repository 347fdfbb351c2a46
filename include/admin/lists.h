/* lists: public lists of search engines, social networks and AI assistants, in YAML as Matomo keeps
 * them, for the dictionary of channels. What is in them is read here; what becomes of it stands in
 * SQL (intake.replace_list). */
#ifndef ADMIN_LISTS_H
#define ADMIN_LISTS_H

#include <libpq-fe.h>

#include "base/arena.h"
#include "base/bounds.h"
#include "form/problems.h"

enum list_kind { LIST_SEARCH = 0, LIST_SOCIAL, LIST_AI, LIST_KINDS };

/* "SearchEngines.yml" and so on. */
const char *list_file_name(enum list_kind kind);

/* Which list a file of that name is; LIST_KINDS: none, *near is what may have been meant, or NULL.
 */
enum list_kind list_kind_of(const char *path, const char **near);

struct list_host {
    enum list_kind kind;
    struct slice name, host; /* of the service; as the list writes it: google.{} */
};

struct list_hosts {
    struct list_host *items; /* LIST_ROWS_MAX */
    size_t count;
    bool given[LIST_KINDS];
};

struct list_hosts *lists_new(struct arena *a);

/* Adds what the text of a file holds: a service a key, under it a list of hosts, or of keys of
 * which "urls" has hosts. What is wrong goes to problems. */
void lists_read(struct arena *a, enum list_kind kind, const char *path, struct slice text,
                struct problems *problems, struct list_hosts *out);

/* The lists that were given replace those of before, or with dry_run only seem to. Rows of (what:
 * came, went, changed; host, told), then one of "counts": hosts there are now; passed over, since
 * firstline's own rows have them; with a path; in rows of the owner. NULL: nothing was done, *why.
 */
PGresult *lists_replace(struct arena *a, PGconn *conn, const struct list_hosts *lists, bool dry_run,
                        const char **why);

#endif
