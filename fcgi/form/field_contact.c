/* field_contact: what a client is known by. How it is read, and its canonical form, is in lead. */
#include "form/field_kind.h"

const struct field_kind field_phone = {
    .keys = FIELD_KEY_AUTOCOMPLETE | FIELD_KEY_PLACEHOLDER,
    .autocomplete = "tel",
    .is_contact = true,
    .may_reach = true,
    .input = "tel",
};

/* Not type=email, which would rewrite an international domain. */
const struct field_kind field_email = {
    .keys = FIELD_KEY_AUTOCOMPLETE | FIELD_KEY_PLACEHOLDER,
    .autocomplete = "email",
    .is_contact = true,
    .may_reach = true,
    .attributes = " inputmode=\"email\" autocapitalize=\"none\" spellcheck=\"false\"",
};
