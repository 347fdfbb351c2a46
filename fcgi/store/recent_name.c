/* recent_name: the parts from the end to the beginning, each cut off as it is read. */
#include "store/recent_name.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/slice.h"

#define STEM_BYTES 34 /* time, process and chance: 16, 8 and 8 digits */
#define CUTS_MARK '_' /* is in no name of a history */
#define CUTS_MAX 999999999

void recent_label_make(const struct history_name *history, unsigned cuts,
                       struct recent_label *out) {
    if (cuts == 0)
        snprintf(out->text, sizeof out->text, "%s", history->text);
    else
        snprintf(out->text, sizeof out->text, "%s%c%u", history->text, CUTS_MARK, cuts);
}

bool recent_label_same(const struct recent_label *a, const struct recent_label *b) {
    return strcmp(a->text, b->text) == 0;
}

unsigned recent_label_cuts(const struct recent_label *label) {
    const char *at = strrchr(label->text, CUTS_MARK);
    char *end;
    if (at == NULL || !ascii_is_digit(at[1]))
        return 0;
    errno = 0;
    unsigned long cuts = strtoul(at + 1, &end, 10);
    return *end == '\0' && errno == 0 && cuts <= CUTS_MAX ? (unsigned)cuts : 0;
}

void recent_label_history(const struct recent_label *label, struct history_name *out) {
    size_t length = strcspn(label->text, (const char[]){CUTS_MARK, '\0'});
    out->text[0] = '\0';
    if (length <= HISTORY_NAME_MAX)
        snprintf(out->text, sizeof out->text, "%.*s", (int)length, label->text);
}

void recent_name_make(const struct recent_label *label, struct recent_name *out) {
    unsigned long none;
    struct recent_name n = {.label = *label};
    spool_name_make(0, &n.stem);
    if (!spool_name_parse(n.stem.text, &n.begun_us, &none))
        abort();
    n.stem.text[STEM_BYTES] = '\0';
    *out = n;
}

void recent_name_write(const struct recent_name *n, struct spool_name *out) {
    snprintf(out->text, sizeof out->text, "%.*s.%lu.%lld~%s", STEM_BYTES, n->stem.text, n->records,
             n->octets, n->label.text);
}

/* Cuts off what stands behind the last mark; NULL: there is none. */
static const char *cut_last(struct spool_name *name, char mark) {
    char *at = strrchr(name->text, mark);
    if (at == NULL)
        return NULL;
    *at = '\0';
    return at + 1;
}

bool recent_name_parse(const struct spool_name *name, struct recent_name *out) {
    struct recent_name n = {.stem = *name};
    char *end;
    const char *label = cut_last(&n.stem, '~');
    if (label == NULL || *label == '\0' || strlen(label) > RECENT_LABEL_MAX)
        return false;
    snprintf(n.label.text, sizeof n.label.text, "%s", label);
    const char *octets = cut_last(&n.stem, '.');
    if (octets == NULL || !ascii_is_digit(*octets))
        return false;
    errno = 0;
    n.octets = strtoll(octets, &end, 10);
    if (*end != '\0' || errno != 0 || n.octets > SPOOL_FILE_BYTES_MAX ||
        !spool_name_parse(n.stem.text, &n.begun_us, &n.records))
        return false;
    n.stem.text[STEM_BYTES] = '\0';
    *out = n;
    return true;
}
