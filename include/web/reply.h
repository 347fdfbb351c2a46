/* reply: the shapes of answers that need no form: errors, health, metrics; and what form of
 * answer the client wants. */
#ifndef WEB_REPLY_H
#define WEB_REPLY_H

#include <stdbool.h>

#include "http/request.h"
#include "http/response.h"
#include "lead/live.h"
#include "lead/submission.h"
#include "store/store.h"

/* Accept names application/json and not text/html, or the body was JSON and Accept names no HTML.
 */
bool reply_wants_json(const struct request *r);

/* The language asked for: ?lang=, then Accept-Language by its order of preference, among those of
 * form (NULL: all of texts); else the form's first, else Russian. texts are the form's. */
enum language reply_language(const struct request *r, const struct texts *texts,
                             const struct form *form);

/* The value of a query parameter as sent, unset when it is not there; a parameter without = is an
 * empty value. */
struct slice reply_query(const struct request *r, const char *name);

/* Fills out->status's page or JSON, as wanted, in the language of form (NULL: any). */
void reply_error(struct arena *a, const struct request *r, const struct definitions *d,
                 const struct form *form, struct response *out);

/* {"ok":false,"errors":[{"field","code","message"}]} with every fault of s. */
MUST_CHECK enum errcode reply_faults_json(struct arena *a, const struct submission *s,
                                          struct slice *out);

void reply_health(struct arena *a, const struct definitions *d, struct store *store,
                  struct response *out);
void reply_metrics(struct arena *a, const struct definitions *d, struct store *store,
                   struct response *out);

#endif
