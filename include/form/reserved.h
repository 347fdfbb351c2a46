/* reserved: names of fields that mean something to the desk. Under them qualifiers note what they
 * learn, and SQL reads what stands there: intake.reserved_field is the same list
 * (sql/188_reserved_field.sql). A form's field of such a name is of its type, or has another name.
 */
#ifndef FORM_RESERVED_H
#define FORM_RESERVED_H

#include <stddef.h>

#include "form/field.h"

struct reserved {
    const char *name;
    const char *type;    /* of a field; NULL: no field may have the name */
    const char *meaning; /* for messages */
};

extern const struct reserved reserved_fields[];
extern const size_t reserved_field_count;

/* Reports a field that has a reserved name and is not of its type. node is the field's; a name or
 * type that was not understood is no further mistake. */
void reserved_check(struct loader *l, const struct yaml_node_s *node, const struct field *f);

#endif
