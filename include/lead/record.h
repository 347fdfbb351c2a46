/* record: a lead as one JSON object, which is what the database's submit function takes, what the
 * spool will keep and what its fingerprint is made of. The format is in sql/ (intake.submit). */
#ifndef LEAD_RECORD_H
#define LEAD_RECORD_H

#include "base/uuid.h"
#include "lead/classify.h"
#include "lead/geo.h"
#include "lead/submission.h"
#include "lead/touch.h"

/* The keys of a record with commas between, as the handshake asks for them (store/handshake.h). A
 * new one is a column of intake.record too, by a file sql/1nn. */
extern const char record_keys[];

struct record_input {
    struct uuid id, spare_id;
    bool keyed; /* the visitor's form carried id */
    int64_t received_us;
    const struct submission *submission; /* valid */
    const struct place *place;           /* NULL: unknown */
    const struct touch *touch;
    const struct classification *classification;
    const char *rule_set;
    struct slice address, user_agent;
    /* of a lead that somebody else enters; unset: the visitor sent it */
    struct slice channel;    /* phone, visit, chat, mail or import */
    struct slice entered_by; /* the login */
    struct slice line;       /* the number of ours that was called, E.164 */
};

struct record {
    struct uuid id;
    struct slice json; /* in the arena, at most RECORD_BYTES_MAX */
};

MUST_CHECK enum errcode record_encode(struct arena *a, const struct record_input *in,
                                      struct record *out);

#endif
