/* number: decimal numbers as people type them, with the unit behind. */
#ifndef LEAD_NUMBER_H
#define LEAD_NUMBER_H

#include <stdbool.h>

#include "form/form.h"

/* Takes trimmed text: `2000`, `2 000`, `2,5`, `2.5`, `-3`, thousands set off by (no-break, thin)
 * spaces, `1,234,567` and `1.234.567`, `1,500.5`; a single `1,500` is one and a half, but fifteen
 * hundred in an English submission. Behind it may stand the field's unit or one of its units, in
 * any case and with a full stop: `2 т` gives 2 times the unit's factor. No exponent, inf, nan,
 * hexadecimal; at most NUMBER_DIGITS_MAX digits. */
bool number_parse(struct slice text, enum language language, const struct field *field,
                  double *out);

/* A JSON number (RFC 8259, 6) as sent. */
bool number_parse_json(struct slice text, double *out);

#define NUMBER_TEXT_BYTES 32
/* The shortest text of 15 to 17 digits that reads back as the same number; valid JSON. */
void number_text(double value, char out[NUMBER_TEXT_BYTES]);

#endif
