/* number: decimal numbers as people type them, with the unit behind. */
#ifndef FORM_NUMBER_H
#define FORM_NUMBER_H

#include <stdbool.h>

#include "form/field.h"

enum number_reading {
    NUMBER_NONE = 0,
    NUMBER_ONE,
    NUMBER_TWO /* may be either; which, only the visitor knows */
};

/* Takes text as it is seen (base/reading): `2000`, `2,5`, `2.5`, `-3`, `+3`, and thousands set off
 * by one blank, apostrophe, comma or point, always the same. Behind it, after blanks or none, may
 * stand the field's unit or one of its units, in any case and with a full stop or without: `2 т` is
 * 2 times the unit's factor. A full stop at the end says nothing. At most NUMBER_DIGITS_MAX digits.
 * No exponent, inf, nan, hexadecimal, no range (`10-20`), nothing in front (`~20`, `около 20`).
 *
 *                                          decimal point     decimal comma
 *   20 000   20'000   20’000               20000             20000
 *   1,234,567   1.234.567                  1234567           1234567
 *   1,500.5   1.500,5   1 500,5            1500.5            1500.5
 *   2,5   2.50   1500,125   0,500          a fraction        a fraction
 *   1,500   20,000                         1500   20000      1500 or 1.5   20000 or 20
 *   1.500                                  1.5               1500 or 1.5
 *   20.000                                 20000 or 20       20000 or 20
 *
 * The last three lines are the one group of exactly three digits behind the only mark. Where both
 * readings are there, one outside the field's min and max (in the field's unit) is none; if both
 * are outside, the one by the language's own mark is told, for the message. In English, whose mark
 * is the point, each has one reading; but three noughts are no fraction that anyone writes, so that
 * there, too, 20.000 may be a foreigner's 20000. In any other language people write either way.
 *
 * NUMBER_ONE: out[0], which may be out of bounds; NUMBER_TWO: out[0] with thousands, out[1] with a
 * fraction; both in the field's unit. NUMBER_NONE leaves out alone. */
enum number_reading number_read(struct slice seen, bool decimal_comma, const struct field *field,
                                double out[2]);

bool number_in_bounds(double value, const struct field *field);

/* A JSON number (RFC 8259, 6) as sent. */
bool number_parse_json(struct slice text, double *out);

#define NUMBER_TEXT_BYTES 32
/* The shortest text of 15 to 17 digits that reads back as the same number; valid JSON. */
void number_text(double value, char out[NUMBER_TEXT_BYTES]);

#define NUMBER_SHOWN_BYTES 48
/* For people: `20 000` and `1,5`, with a decimal point `20,000` and `1.5`. Typed again it has one
 * reading, and that is the same number: three digits behind the mark get a nought. */
void number_shown(double value, bool decimal_comma, char out[NUMBER_SHOWN_BYTES]);

#endif
