/* faults: see the header. */
#include "lead/faults.h"

#include "base/bounds.h"
#include "lead/message.h"

struct slice faults_message(struct arena *a, const struct submission *s, const struct field *field,
                            enum fault f) {
    struct buf b;
    struct slice text;
    buf_init(&b, a, FAULT_MESSAGE_BYTES_MAX);
    message_write(&b, s, field, f);
    return buf_done(&b, &text) == OK ? text : SLICE_LIT("");
}

static void write_fault(struct buf *b, const struct submission *s, const struct field *field,
                        enum fault f, bool *first) {
    struct slice name = field != NULL ? field->name : SLICE_NONE;
    if (f == FAULT_NONE)
        return;
    if (f == FAULT_EXPIRED || f == FAULT_KEY)
        name = SLICE_LIT("_submission");
    buf_lit(b, *first ? "{\"field\":" : ",{\"field\":");
    buf_json(b, name);
    buf_printf(b, ",\"code\":\"%s\",\"message\":", fault_code(f));
    buf_json(b, faults_message(b->arena, s, field, f));
    buf_char(b, '}');
    *first = false;
}

void faults_write(struct buf *b, const struct submission *s) {
    bool first = true;
    write_fault(b, s, NULL, s->key_fault, &first);
    write_fault(b, s, NULL, s->form_fault, &first);
    for (size_t i = 0; i < s->form->field_count; i++)
        write_fault(b, s, &s->form->fields[i], s->answers[i].fault, &first);
}
