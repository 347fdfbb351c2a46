/* canonical: two sendings of the same thing must be equal here, whatever the spelling of the phone
 * or the spaces around a name; two different things must not. */
#include "lead/canonical.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>

#include "lead/number.h"

#define TEXT_BYTES_MAX RECORD_BYTES_MAX

static void write_phones(struct buf *b, const struct phone_list *phones) {
    for (size_t i = 0; i < phones->count; i++) {
        buf_lit(b, i == 0 ? "" : ", ");
        buf_raw(b, phones->items[i].e164);
        if (phones->items[i].extension.ptr == NULL)
            continue;
        buf_lit(b, ";ext=");
        buf_raw(b, phones->items[i].extension);
    }
}

void canonical_write(struct buf *b, const struct field *field, const struct answer *answer) {
    char number[NUMBER_TEXT_BYTES];
    switch (field->type) {
    case FIELD_PHONE:
        write_phones(b, &answer->phones);
        return;
    case FIELD_EMAIL:
        buf_raw(b, answer->email.canonical);
        return;
    case FIELD_NUMBER:
        number_text(answer->number, number);
        buf_lit(b, number);
        return;
    default:
        break;
    }
    if (answer->value_count == 0)
        buf_raw(b, answer->text);
    for (size_t i = 0; i < answer->value_count; i++) {
        buf_lit(b, i == 0 ? "" : "\n");
        buf_raw(b, answer->values[i]);
    }
}

static void write_part(struct buf *b, struct slice part) {
    buf_uint(b, part.len);
    buf_char(b, ':');
    buf_raw(b, part);
}

static int by_kind_and_value(const void *left, const void *right) {
    const struct contact *a = left, *b = right;
    int order = slice_compare(slice_from(a->kind), slice_from(b->kind));
    return order != 0 ? order : slice_compare(a->value, b->value);
}

static void write_contacts(struct buf *b, const struct contact_list *contacts) {
    struct contact_list sorted = *contacts;
    qsort(sorted.items, sorted.count, sizeof *sorted.items, by_kind_and_value);
    buf_uint(b, sorted.count);
    for (size_t i = 0; i < sorted.count; i++) {
        write_part(b, slice_from(sorted.items[i].kind));
        write_part(b, sorted.items[i].value);
    }
}

static enum errcode write_answers(struct arena *a, struct buf *b, const struct submission *s) {
    for (size_t i = 0; i < s->form->field_count; i++) {
        struct buf value;
        struct slice text;
        if (s->answers[i].state != ANSWER_VALID)
            continue;
        buf_init(&value, a, TEXT_BYTES_MAX);
        canonical_write(&value, &s->form->fields[i], &s->answers[i]);
        enum errcode e = buf_done(&value, &text);
        if (e != OK)
            return e;
        write_part(b, s->form->fields[i].name);
        write_part(b, text);
    }
    return OK;
}

enum errcode canonical_fingerprint(struct arena *a, const struct submission *s,
                                   const struct contact_list *contacts,
                                   char out[FINGERPRINT_BYTES]) {
    unsigned char hash[SHA256_DIGEST_LENGTH];
    struct buf b;
    struct slice all;
    buf_init(&b, a, TEXT_BYTES_MAX);
    write_part(&b, s->form->name);
    write_contacts(&b, contacts);
    enum errcode e = write_answers(a, &b, s);
    if (e == OK)
        e = buf_done(&b, &all);
    if (e != OK)
        return e;
    SHA256((const unsigned char *)all.ptr, all.len, hash);
    for (size_t i = 0; i < sizeof hash; i++)
        snprintf(out + 2 * i, 3, "%02x", hash[i]);
    return OK;
}
