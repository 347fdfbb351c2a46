/* mark: a bit for each. */
#include "lead/mark.h"

#include <assert.h>

_Static_assert(MARK__MAX <= 32, "a mark is a bit of struct marks");

static const char *const names[MARK__MAX] = {
    [MARK_TRAP_FILLED] = "trap_filled",
    [MARK_TOO_FAST] = "too_fast",
    [MARK_PHONE_UNVERIFIED] = "phone_unverified",
    [MARK_EMAIL_UNVERIFIED] = "email_unverified",
    [MARK_FILE_NOT_KEPT] = "file_not_kept",
    [MARK_PLACE_TROUBLE] = "place_trouble",
    [MARK_PATTERN_LIMIT] = "pattern_limit",
    [MARK_EVIDENCE_CUT] = "evidence_cut",
    [MARK_TEXT_REPAIRED] = "text_repaired",
    [MARK_CONTACT_UNREAD] = "contact_unread",
    [MARK_FIELD_CUT] = "field_cut",
    [MARK_PART_NOT_READ] = "part_not_read",
    [MARK_CHARSET_GUESSED] = "charset_guessed",
    [MARK_OWN_ID] = "own_id",
};

const char *mark_name(enum mark m) {
    assert(m < MARK__MAX);
    return names[m];
}

void marks_add(struct marks *all, enum mark m) {
    assert(m < MARK__MAX);
    all->bits |= UINT32_C(1) << m;
}

bool marks_has(struct marks all, enum mark m) {
    assert(m < MARK__MAX);
    return (all.bits >> m & 1) != 0;
}
