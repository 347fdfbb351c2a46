/* reserved: names of fields that mean something to the desk. A text under "phone" would be taken
 * for a way to reach the client; one under "price_floor", for a price that was agreed on. */
#include "form/reserved.h"

#include <string.h>

#include "form/loader.h"

const struct reserved reserved_fields[] = {
    {"name", "text", "what the client is called by"},
    {"phone", "phone", "a number of the client"},
    {"email", "email", "an address of the client"},
    {"price_floor", NULL, "the price that a client has accepted, as the qualifier notes it"},
};
const size_t reserved_field_count = sizeof reserved_fields / sizeof *reserved_fields;

static void report(struct loader *l, const yaml_node_t *at, const struct reserved *r) {
    if (r->type == NULL)
        loader_problem(l, at, "the field name \"%s\" is taken: it is %s; call the field otherwise",
                       r->name, r->meaning);
    else
        loader_problem(l, at,
                       "the field name \"%s\" is taken: it is %s; give the field the type %s, or "
                       "call it otherwise",
                       r->name, r->meaning, r->type);
}

void reserved_check(struct loader *l, const yaml_node_t *node, const struct field *f) {
    if (f->name.ptr == NULL || f->type == FIELD__MAX)
        return;
    for (size_t i = 0; i < reserved_field_count; i++) {
        const struct reserved *r = &reserved_fields[i];
        if (slice_eq(f->name, slice_from(r->name)) &&
            (r->type == NULL || strcmp(r->type, field_type_name(f->type)) != 0))
            report(l, source_value(&l->source, node, "name"), r);
    }
}
