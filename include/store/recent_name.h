/* recent_name: what the name of a file of recent says. Pure.
 *
 *     time-process-chance.RECORDS.OCTETS~HISTORY
 *
 * The first part is a name of the spool's own. A file that grows has no records and no octets yet.
 * The history may have the number of cuts behind it (store/recent): "_1", which no server says. */
#ifndef STORE_RECENT_NAME_H
#define STORE_RECENT_NAME_H

#include <stdbool.h>

#include "base/bounds.h"
#include "base/errcode.h"
#include "store/history.h"
#include "store/spool_dir.h"

#define RECENT_LABEL_MAX (HISTORY_NAME_MAX + 12)

struct recent_label {
    char text[RECENT_LABEL_MAX + 1];
};

struct recent_name {
    struct spool_name stem; /* the first part: it stays, whatever else is learned */
    struct recent_label label;
    int64_t begun_us;
    unsigned long records;
    long long octets;
};

void recent_label_make(const struct history_name *history, unsigned cuts, struct recent_label *out);

bool recent_label_same(const struct recent_label *a, const struct recent_label *b);

/* 0: none, or a number that is none of ours. */
unsigned recent_label_cuts(const struct recent_label *label);

/* The history that it is of; none, if no server says such a one. */
void recent_label_history(const struct recent_label *label, struct history_name *out);

/* Of a file that nobody has, which begins now. */
void recent_name_make(const struct recent_label *label, struct recent_name *out);

void recent_name_write(const struct recent_name *n, struct spool_name *out);

/* false: the name is not of that form. */
MUST_CHECK bool recent_name_parse(const struct spool_name *name, struct recent_name *out);

#endif
