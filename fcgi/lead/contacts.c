/* contacts: what identifies the client, out of the valid phone and e-mail answers. */
#include "lead/contacts.h"

static void add(struct contact_list *list, struct contact c) {
    for (size_t i = 0; i < list->count; i++)
        if (slice_eq_lit(slice_from(list->items[i].kind), c.kind) &&
            slice_eq(list->items[i].value, c.value))
            return;
    if (list->count < CONTACTS_MAX)
        list->items[list->count++] = c;
}

void contacts_collect(const struct submission *s, struct contact_list *out) {
    out->count = 0;
    for (size_t i = 0; i < s->form->field_count; i++) {
        const struct answer *a = &s->answers[i];
        struct slice field = s->form->fields[i].name;
        if (a->state != ANSWER_VALID)
            continue;
        for (size_t n = 0; n < a->phones.count; n++)
            add(out, (struct contact){"phone", a->phones.items[n].e164,
                                      a->phones.items[n].extension, field});
        if (a->email.canonical.ptr != NULL)
            add(out, (struct contact){"email", a->email.canonical, SLICE_NONE, field});
    }
}
