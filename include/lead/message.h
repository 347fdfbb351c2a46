/* message: what the visitor reads at a field, in both languages. */
#ifndef LEAD_MESSAGE_H
#define LEAD_MESSAGE_H

#include "base/buf.h"
#include "lead/submission.h"

/* Plain text (not escaped), one sentence that says what to do: "Введите от 2 до 100 символов". */
void message_write(struct buf *b, const struct field *field, enum fault f, enum language l);

#endif
