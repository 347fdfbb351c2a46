/* import_column: a name is compared without case, accents and punctuation. What may mean two things
 * is asked back: a column that is read as the wrong field is worse than one that is only kept. */
#include "lead/import_column.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/reading.h"
#include "base/suggest.h"

enum usual {
    USUAL_NONE = 0,
    USUAL_PHONE,
    USUAL_EMAIL,
    USUAL_NAME,
    USUAL_PART,
    USUAL_DATE,
    USUAL_ID
};

/* What HubSpot, Bitrix24, amoCRM, Salesforce, Pipedrive, Zoho and address books call them. */
static const char *const phones[] = {"phone",
                                     "phone number",
                                     "mobile",
                                     "mobile phone",
                                     "mobile phone number",
                                     "mobile number",
                                     "cell",
                                     "cell phone",
                                     "telephone",
                                     "tel",
                                     "work phone",
                                     "home phone",
                                     "other phone",
                                     "contact phone",
                                     "primary phone",
                                     "main phone",
                                     "business phone",
                                     "whatsapp",
                                     "телефон",
                                     "тел",
                                     "номер телефона",
                                     "мобильный",
                                     "мобильный телефон",
                                     "сотовый",
                                     "сотовый телефон",
                                     "рабочий телефон",
                                     "домашний телефон",
                                     "другой телефон",
                                     "контактный телефон",
                                     "телефон контакта",
                                     "телефон клиента",
                                     "основной телефон",
                                     "рабочий телефон контакта",
                                     "мобильный телефон контакта",
                                     NULL};
static const char *const emails[] = {"email",
                                     "e-mail",
                                     "mail",
                                     "email address",
                                     "e-mail address",
                                     "work email",
                                     "home email",
                                     "primary email",
                                     "contact email",
                                     "other email",
                                     "почта",
                                     "электронная почта",
                                     "эл почта",
                                     "адрес электронной почты",
                                     "емейл",
                                     "имейл",
                                     "email контакта",
                                     "рабочий email",
                                     "рабочий e-mail",
                                     "личный email",
                                     "рабочая почта",
                                     "почта клиента",
                                     NULL};
/* Of a person: "Контакт клиента" may be a phone, "ФИО клиента" may not. */
static const char *const names[] = {"name", "full name", "имя", "фио", "полное имя", NULL};
static const char *const wholes[] = {
    "contact name", "client name",      "customer name",     "lead name",
    "contact",      "имя клиента",      "имя контакта",      "клиент",
    "контакт",      "контактное лицо",  "покупатель",        "заказчик",
    "заявитель",    "основной контакт", "название контакта", NULL};
static const char *const parts[] = {"first name",  "last name",   "given name",
                                    "family name", "middle name", "surname",
                                    "фамилия",     "отчество",    NULL};
static const char *const dates[] = {"created",
                                    "created at",
                                    "created on",
                                    "created date",
                                    "created time",
                                    "create date",
                                    "creation date",
                                    "date created",
                                    "date added",
                                    "added",
                                    "added on",
                                    "added time",
                                    "lead created",
                                    "lead created time",
                                    "submitted at",
                                    "timestamp",
                                    "date",
                                    "дата",
                                    "дата создания",
                                    "создан",
                                    "создана",
                                    "создано",
                                    "дата обращения",
                                    "дата обр",
                                    "дата созд",
                                    "дата и время",
                                    "дата и время обращения",
                                    "дата поступления",
                                    "дата регистрации",
                                    "дата заявки",
                                    "дата добавления",
                                    "когда создан",
                                    "дата создания сделки",
                                    "дата создания лида",
                                    NULL};
static const char *const ids[] = {"id",          "record id", "contact id",  "lead id", "crm id",
                                  "external id", "ид",        "id контакта", "id лида", NULL};
/* A company's, a client's, a load's. */
static const char *const vague[] = {"наименование", "название", NULL};
/* What makes no other thing of a phone, a name, a date: whose it is. */
static const char *const whose[] = {"клиента",   "контакта", "заказчика", "покупателя",
                                    "заявителя", "лида",     "заявки",    "обращения",
                                    "client",    "contact",  "customer",  NULL};

static bool is_one_of(struct slice name, const char *const *words) {
    for (; *words != NULL; words++)
        if (reading_alike(name, slice_from(*words)))
            return true;
    return false;
}

/* "Phone 2", "Телефон (основной)": the number and what stands in brackets say nothing. */
static struct slice bare(struct slice name) {
    if (slice_ends(name, ")"))
        name = slice_trim(slice_sub(name, 0, slice_find(name, '(')));
    while (name.len > 1 && (ascii_is_digit(name.ptr[name.len - 1]) || slice_ends(name, " ")))
        name.len--;
    return name;
}

/* The first of them may begin a longer name: the number of a client is not that of a lead. */
#define LISTS_THAT_BEGIN 5
static const struct {
    const char *const *words;
    enum usual is;
} lists[] = {{phones, USUAL_PHONE}, {emails, USUAL_EMAIL}, {names, USUAL_NAME}, {parts, USUAL_PART},
             {dates, USUAL_DATE},   {wholes, USUAL_NAME},  {ids, USUAL_ID}};

static enum usual usual_within(struct slice word, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (is_one_of(word, lists[i].words))
            return lists[i].is;
    return USUAL_NONE;
}

static enum usual usual_of(struct slice name) {
    return usual_within(bare(name), sizeof lists / sizeof *lists);
}

/* "ФИО клиента", "Тел. клиента": what the longest beginning of whole words is, and the rest. */
static enum usual usual_begun(struct slice name, struct slice *rest) {
    name = bare(name);
    for (size_t n = name.len; n-- > 1;) {
        enum usual is = name.ptr[n] == ' ' || name.ptr[n] == '.'
                            ? usual_within(slice_sub(name, 0, n), LISTS_THAT_BEGIN)
                            : USUAL_NONE;
        *rest = slice_sub(name, n, name.len);
        if (is != USUAL_NONE)
            return is;
    }
    return USUAL_NONE;
}

static enum usual usual_with_whose(struct slice name) {
    struct slice rest;
    enum usual is = usual_begun(name, &rest);
    return is != USUAL_NONE && is_one_of(rest, whose) ? is : USUAL_NONE;
}

static bool is_first_name(struct slice name) {
    size_t end = slice_find(name, ' ');
    return reading_alike(slice_sub(name, 0, end), SLICE_LIT("имя")) &&
           (end == name.len || is_one_of(slice_sub(name, end, name.len), whose));
}

/* The field that holds such a thing: the first contact of its kind, the client's name. */
static size_t field_for(const struct form *form, enum usual usual) {
    for (size_t i = 0; i < form->field_count; i++) {
        const struct field *f = &form->fields[i];
        if ((usual == USUAL_PHONE && f->type == FIELD_PHONE) ||
            (usual == USUAL_EMAIL && f->type == FIELD_EMAIL) ||
            ((usual == USUAL_NAME || usual == USUAL_PART) && f->is_name))
            return i;
    }
    return usual == USUAL_NAME || usual == USUAL_PART ? form_field_index(form, SLICE_LIT("name"))
                                                      : form->field_count;
}

static size_t named_field(const struct form *form, struct slice name) {
    for (size_t i = 0; i < form->field_count; i++)
        if (reading_alike(name, form->fields[i].name))
            return i;
    for (size_t i = 0; i < form->field_count; i++)
        for (int l = 0; l < LANGUAGE__MAX; l++)
            if (form->fields[i].label.in[l].len > 0 &&
                reading_alike(name, form->fields[i].label.in[l]))
                return i;
    return form->field_count;
}

struct finder {
    struct arena *arena;
    const struct form *form;
    struct import_columns *out;
    const char **names; /* of the fields, for what is near */
};

static void add_fault(struct finder *f, enum import_fault_kind kind, struct slice a,
                      struct slice b) {
    if (f->out->fault_count < IMPORT_FAULTS_MAX)
        f->out->faults[f->out->fault_count++] = (struct import_fault){kind, a, b};
}

/* ---- what was told --------------------------------------------------------------------------- */

static struct import_column *told_column(struct finder *f, struct slice name) {
    size_t number = 0;
    for (size_t i = 0; i < name.len && number <= f->out->count; i++)
        number = ascii_is_digit(name.ptr[i]) ? 10 * number + (size_t)(name.ptr[i] - '0')
                                             : f->out->count + 1;
    for (size_t i = 0; i < f->out->count; i++)
        if (reading_alike(name, f->out->items[i].name))
            return &f->out->items[i];
    return name.len > 0 && number >= 1 && number <= f->out->count ? &f->out->items[number - 1]
                                                                  : NULL;
}

static void tell(struct finder *f, struct import_column *c, struct slice target) {
    c->told = true;
    c->field = named_field(f->form, target);
    if (slice_eq_lit(target, "-"))
        c->target = IMPORT_KEPT;
    else if (slice_eq_lit(target, "@date"))
        c->target = IMPORT_DATE;
    else if (slice_eq_lit(target, "@id"))
        c->target = IMPORT_ID;
    else if (c->field < f->form->field_count)
        c->target = IMPORT_FIELD;
    else
        add_fault(f, IMPORT_NO_FIELD, target,
                  slice_from(suggest(target, f->names, f->form->field_count)));
}

static void read_told(struct finder *f, struct slice told) {
    while (slice_trim(told).len > 0) {
        struct slice target, pair = slice_trim(slice_cut(told, ',', &told));
        struct slice name = slice_trim(slice_cut(pair, '=', &target));
        struct import_column *c = told_column(f, name);
        if (target.ptr == NULL)
            add_fault(f, IMPORT_NO_PAIR, pair, SLICE_NONE);
        else if (c == NULL)
            add_fault(f, IMPORT_NO_COLUMN, name, SLICE_NONE);
        else
            tell(f, c, slice_trim(target));
    }
}

/* ---- what is found --------------------------------------------------------------------------- */

static bool is_taken(const struct import_columns *columns, enum import_target target,
                     size_t field) {
    for (size_t i = 0; i < columns->count; i++)
        if (columns->items[i].target == target &&
            (target != IMPORT_FIELD || columns->items[i].field == field))
            return true;
    return false;
}

static void find_named(struct finder *f, struct import_column *c) {
    size_t field = named_field(f->form, c->name);
    if (field == f->form->field_count)
        return;
    c->target = IMPORT_FIELD;
    c->field = field;
}

static void take_usual(struct finder *f, struct import_column *c, enum usual usual) {
    size_t field = field_for(f->form, usual);
    if (usual == USUAL_DATE && !is_taken(f->out, IMPORT_DATE, 0))
        c->target = IMPORT_DATE;
    if (usual == USUAL_ID && !is_taken(f->out, IMPORT_ID, 0))
        c->target = IMPORT_ID;
    if (field == f->form->field_count)
        return;
    c->target = IMPORT_FIELD;
    c->field = field;
    c->part = usual == USUAL_PART;
}

/* Another column may be the lead's date, or the whole name, just as well. */
static bool has_rival(struct finder *f, const struct import_column *c, enum usual usual) {
    size_t field = field_for(f->form, usual);
    for (size_t i = 0; i < f->out->count; i++) {
        const struct import_column *other = &f->out->items[i];
        bool is = usual == USUAL_DATE
                      ? other->target == IMPORT_DATE
                      : other->target == IMPORT_FIELD && other->field == field && !other->part;
        if (other != c && (is || (!other->told && usual_with_whose(other->name) == usual)))
            return true;
    }
    return false;
}

static void find_with_whose(struct finder *f, struct import_column *c) {
    enum usual usual = usual_with_whose(c->name);
    bool one = usual == USUAL_NAME || usual == USUAL_DATE;
    if (!one || !has_rival(f, c, usual))
        take_usual(f, c, usual);
}

/* Where a last name stands beside it, "Имя" is the first; alone it is the whole. */
static void settle_names(struct finder *f) {
    bool whole = false, part = false;
    for (size_t i = 0; i < f->out->count; i++) {
        struct import_column *c = &f->out->items[i];
        part |= c->part;
        whole |= c->target == IMPORT_FIELD && !c->part && !is_first_name(c->name) &&
                 (f->form->fields[c->field].is_name ||
                  slice_eq_lit(f->form->fields[c->field].name, "name"));
    }
    for (size_t i = 0; i < f->out->count && whole && part; i++) {
        struct import_column *c = &f->out->items[i];
        bool is_part = c->part || (c->target == IMPORT_FIELD && is_first_name(c->name));
        if (is_part && !c->told)
            c->target = IMPORT_KEPT;
    }
}

/* "Телефон помощника": a word in it, not all of it. */
static const char *near_contact(struct finder *f, struct slice name) {
    while (name.ptr != NULL) {
        struct slice word = slice_cut(name, ' ', &name);
        enum usual usual = usual_of(word);
        size_t field = usual == USUAL_PHONE || usual == USUAL_EMAIL ? field_for(f->form, usual)
                                                                    : f->form->field_count;
        if (field < f->form->field_count)
            return f->names[field];
    }
    return NULL;
}

/* "ФИО менеджера", "Дата звонка", "Наименование": as long as no other column is that. */
static const char *near_begun(struct finder *f, struct slice name) {
    struct slice rest;
    enum usual usual = is_one_of(bare(name), vague) ? USUAL_NAME : usual_begun(name, &rest);
    size_t field = field_for(f->form, usual);
    if (usual == USUAL_DATE && !is_taken(f->out, IMPORT_DATE, 0))
        return "@date";
    return field < f->form->field_count && !is_taken(f->out, IMPORT_FIELD, field) ? f->names[field]
                                                                                  : NULL;
}

static void find_near(struct finder *f) {
    for (size_t i = 0; i < f->out->count; i++) {
        struct import_column *c = &f->out->items[i];
        if (c->target != IMPORT_KEPT || c->told || c->part)
            continue;
        c->near = near_contact(f, c->name);
        if (c->near == NULL)
            c->near = near_begun(f, c->name);
        if (c->near == NULL)
            c->near = suggest(c->name, f->names, f->form->field_count);
    }
}

/* ---- what must hold -------------------------------------------------------------------------- */

/* Several phones are several contacts, several texts of a name one. */
static bool takes_several(const struct field *f) {
    return field_is_contact(f) || f->repeated || f->is_name || slice_eq_lit(f->name, "name");
}

static void check_twice(struct finder *f) {
    for (size_t i = 0; i < f->out->count; i++)
        for (size_t k = i + 1; k < f->out->count; k++) {
            const struct import_column *a = &f->out->items[i], *b = &f->out->items[k];
            if (a->target == b->target && a->target != IMPORT_KEPT &&
                (a->target != IMPORT_FIELD ||
                 (a->field == b->field && !takes_several(&f->form->fields[a->field]))))
                add_fault(f, IMPORT_TWICE, a->name, b->name);
        }
}

static void check_contacts(struct finder *f) {
    for (size_t i = 0; i < f->out->count; i++)
        if (f->out->items[i].target == IMPORT_FIELD &&
            field_is_contact(&f->form->fields[f->out->items[i].field]))
            return;
    add_fault(f, IMPORT_NO_CONTACTS, SLICE_NONE, SLICE_NONE);
}

static enum errcode read_names(struct finder *f, const struct csv_row *header) {
    f->names = arena_calloc(f->arena, f->form->field_count + 1, sizeof *f->names);
    enum errcode e = f->names == NULL ? ERR_TOO_LARGE : OK;
    for (size_t i = 0; i < f->form->field_count && e == OK; i++)
        e = slice_cstr(f->arena, f->form->fields[i].name, &f->names[i]);
    f->out->count = header->count;
    for (size_t i = 0; i < header->count && e == OK; i++) {
        struct reading r = {SLICE_LIT(""), SLICE_LIT("")};
        bool repaired = false;
        e = reading_make(f->arena, header->cells[i], &r, &repaired);
        if (e == ERR_SYNTAX)
            e = OK;
        if (e == OK)
            e = arena_copy(f->arena, r.seen, &f->out->items[i].name);
    }
    return e;
}

enum errcode import_columns_find(struct arena *a, const struct form *form,
                                 const struct csv_row *header, struct slice told,
                                 struct import_columns *out) {
    struct finder f = {.arena = a, .form = form, .out = out};
    *out = (struct import_columns){.count = 0};
    enum errcode e = read_names(&f, header);
    if (e != OK)
        return e;
    read_told(&f, told);
    for (size_t i = 0; i < out->count; i++)
        if (!out->items[i].told)
            find_named(&f, &out->items[i]);
    for (size_t i = 0; i < out->count; i++)
        if (!out->items[i].told && out->items[i].target == IMPORT_KEPT)
            take_usual(&f, &out->items[i], usual_of(out->items[i].name));
    for (size_t i = 0; i < out->count; i++)
        if (!out->items[i].told && out->items[i].target == IMPORT_KEPT)
            find_with_whose(&f, &out->items[i]);
    settle_names(&f);
    find_near(&f);
    check_twice(&f);
    check_contacts(&f);
    return OK;
}

struct slice import_column_target(const struct form *form, const struct import_column *c) {
    switch (c->target) {
    case IMPORT_FIELD:
        return form->fields[c->field].name;
    case IMPORT_DATE:
        return SLICE_LIT("@date");
    case IMPORT_ID:
        return SLICE_LIT("@id");
    default:
        return SLICE_LIT("-");
    }
}
