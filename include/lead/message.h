/* message: what the visitor reads of an answer that is not taken: the same at the field, above the
 * form and in JSON, and naming the field, so that several are told apart. */
#ifndef LEAD_MESSAGE_H
#define LEAD_MESSAGE_H

#include "base/buf.h"
#include "lead/submission.h"

/* Plain text (not escaped) in the language of s, one or two sentences that say what to do: "Имя:
 * введите не больше 100 символов." field is one of s's form, or NULL for what is wrong with the
 * form as a whole. Nothing for FAULT_NONE. */
void message_write(struct buf *b, const struct submission *s, const struct field *field,
                   enum fault f);

#endif
