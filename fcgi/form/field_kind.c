/* field_kind: the kinds by their types. */
#include "form/field_kind.h"

#include <assert.h>

#define KIND(NAME, name) [FIELD_##NAME] = &field_##name,
static const struct field_kind *const kinds[FIELD__MAX] = {FIELD_KINDS(KIND)};
#undef KIND

const struct field_kind *field_kind_of(enum field_type t) {
    assert(t < FIELD__MAX);
    return kinds[t];
}

const struct field_kind *field_kind(const struct field *f) { return field_kind_of(f->type); }

bool field_kind_is_picker(const struct field *f) { return field_kind(f)->limits != NULL; }

bool field_kind_has_letters(struct slice seen) {
    for (size_t i = 0; i < seen.len; i++)
        if (ascii_is_alpha(seen.ptr[i]) || (unsigned char)seen.ptr[i] >= 0x80)
            return true;
    return false;
}
