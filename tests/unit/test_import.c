/* import: columns of other systems, dates that may be two, and the way of a row. */
#include "unit.h"

#include "lead_fixture.h"

#include "base/clock.h"
#include "form/directory.h"
#include "lead/import.h"
#include "lead/import_json.h"
#include "lead/phone.h"

#define NOW_US INT64_C(1795348800000000) /* 2026-11-22T12:00:00Z */

static struct form_set *set;
static const struct form *cargo;

static int setup(void **state) {
    struct problems problems = {0};
    phone_start();
    assert_true(clock_zone_set("Europe/Moscow"));
    assert_int_equal(form_set_load("forms", &problems, &set), OK);
    problems_free(&problems);
    cargo = form_find(set, SLICE_LIT("cargo"));
    assert_non_null(cargo);
    return lead_setup(state);
}

static int teardown(void **state) {
    form_set_free(set);
    return lead_teardown(state);
}

static struct csv csv;
static struct csv_row row;

/* A copy that the reader may change. */
static void open_text(const char *text) {
    struct slice copy;
    assert_int_equal(arena_copy(arena, slice_from(text), &copy), OK);
    csv_open(&csv, (char *)copy.ptr, copy.len);
}

static struct import_options options(void) {
    return (struct import_options){.form = cargo,
                                   .rule_set = "0123456789ab",
                                   .language = LANGUAGE_EN,
                                   .now_us = NOW_US,
                                   .matcher = matcher};
}

static struct import *begin(const char *text, const struct import_options *o) {
    struct import *i;
    arena_reset(arena);
    open_text(text);
    assert_int_equal(csv_next(&csv, &row), CSV_ROW);
    assert_int_equal(import_begin(arena, o, &row, &i), OK);
    return i;
}

/* ---- columns --------------------------------------------------------------------------------- */

static const struct {
    const char *what, *header, *told, *want;
} columns[] = {
    {"names of fields, in any case", "NAME,Phone,weight kg", NULL, "name phone weight_kg"},
    {"labels in any language", "Имя;Телефон;Вес;What is to be carried", NULL,
     "name phone weight_kg cargo"},
    {"what others call them", "Контактное лицо;Рабочий телефон;Рабочий e-mail;Дата создания;ID",
     NULL, "name phone email @date @id"},
    {"numbered, and with something in brackets", "Full name,Phone 1,Phone 2,E-mail (work)", NULL,
     "name phone phone email"},
    {"parts of a name are one answer", "First Name,Last Name,Mobile Phone", NULL,
     "name name phone"},
    {"in Russian, too", "Фамилия;Имя;Отчество;Телефон", NULL, "name name name phone"},
    {"beside the whole they are kept", "ФИО;Фамилия;Имя;Телефон", NULL, "name - - phone"},
    {"the first date, and the first number", "Phone,Created,Date added,ID,Record ID", NULL,
     "phone @date - @id -"},
    {"a word within a name is only near", "Phone,Телефон помощника,weigt_kg,Менеджер", NULL,
     "phone -(phone) -(weight_kg) -"},
    {"a name and whose it is", "ФИО клиента;Ф.И.О.;Тел. заказчика;Эл. почта клиента;Дата обр.",
     NULL, "- name phone email @date"},
    {"as they are written", "№ п/п;Дата обращения;ФИО;Контактный телефон;Эл. почта", NULL,
     "- @date name phone email"},
    {"shortened", "№ п/п;Дата обр.;ФИО клиента;Тел.;Наименование", NULL, "- @date name phone -"},
    {"the parts of whose it is", "Фамилия клиента;Имя клиента;Тел.;Дата создания", NULL,
     "name name phone @date"},
    {"two that may be one are asked back", "ФИО клиента;ФИО заказчика;Тел.", NULL,
     "-(name) -(name) phone"},
    {"whose is not known, is asked back",
     "ФИО менеджера;Дата рождения;Наименование;Email или телефон;Тел.;ID клиента", NULL,
     "-(name) -(@date) -(name) -(email) phone -"},
    {"what is told wins", "Phone,A,B,Created", "A=email, 3=@id, created=-", "phone email @id -"},
    {"a field that there is not", "Phone,A", "A=emial",
     "phone - ! the form has no field \"emial\", did you mean email?"},
    {"a column that there is not", "Phone,A", "B=email,5=name,A",
     "phone - ! there is no column \"B\" ! there is no column \"5\" ! \"A\" is not COLUMN=FIELD"},
    {"two for one field that takes one", "Phone,Weight,weight_kg", NULL,
     "phone weight_kg weight_kg ! the columns \"Weight\" and \"weight_kg\" are for one field: say "
     "which it is"},
    {"no contact", "Name,Weight", NULL,
     "name weight_kg ! no column is a phone or an e-mail: say which column is"},
};

static void test_columns(void **state) {
    (void)state;
    for (size_t n = 0; n < COUNT(columns); n++) {
        struct import_options o = options();
        o.columns = slice_from(columns[n].told);
        const struct import_columns *c = import_columns_of(begin(columns[n].header, &o));
        struct buf b;
        struct slice got;
        buf_init(&b, arena, 4096);
        for (size_t i = 0; i < c->count; i++) {
            buf_lit(&b, i == 0 ? "" : " ");
            buf_raw(&b, import_column_target(cargo, &c->items[i]));
            if (c->items[i].near != NULL)
                buf_printf(&b, "(%s)", c->items[i].near);
        }
        for (size_t i = 0; i < c->fault_count; i++) {
            buf_lit(&b, " ! ");
            import_say(&b, LANGUAGE_EN, &c->faults[i]);
        }
        assert_int_equal(buf_done(&b, &got), OK);
        if (!slice_eq_lit(got, columns[n].want))
            fail_msg("%s: %.*s, not %s", columns[n].what, SLICE_ARG(got), columns[n].want);
    }
}

static void test_sentences(void **state) {
    (void)state;
    for (int kind = 0; kind < IMPORT__MAX; kind++)
        for (enum language l = LANGUAGE_RU; l <= LANGUAGE_EN; l++) {
            struct import_fault f = {(enum import_fault_kind)kind, SLICE_LIT("A"), SLICE_LIT("B")};
            struct buf b;
            struct slice text;
            arena_reset(arena);
            buf_init(&b, arena, 4096);
            import_say(&b, l, &f);
            assert_int_equal(buf_done(&b, &text), OK);
            assert_true(text.len > 5 && slice_find(text, '%') == text.len);
        }
}

/* ---- dates ----------------------------------------------------------------------------------- */

static const struct {
    const char *text;
    enum import_order order;
    const char *want; /* "two", "none" */
} dates[] = {
    {"2019-05-01", IMPORT_ORDER_UNKNOWN, "2019-05-01 12:00"},
    {"01.05.2019", IMPORT_MONTH_FIRST, "2019-05-01 12:00"},
    {"1 мая 2019 г.", IMPORT_ORDER_UNKNOWN, "2019-05-01 12:00"},
    {"May 1, 2019", IMPORT_ORDER_UNKNOWN, "2019-05-01 12:00"},
    {"03/04/2019", IMPORT_ORDER_UNKNOWN, "two"},
    {"03/04/2019", IMPORT_DAY_FIRST, "2019-04-03 12:00"},
    {"03/04/2019", IMPORT_MONTH_FIRST, "2019-03-04 12:00"},
    {"05/05/2019", IMPORT_ORDER_UNKNOWN, "2019-05-05 12:00"},
    {"25/12/2019", IMPORT_MONTH_FIRST, "2019-12-25 12:00"},
    {"01.05.2019 14:05", IMPORT_ORDER_UNKNOWN, "2019-05-01 14:05"},
    {"01.05.2019, 9:05:59", IMPORT_ORDER_UNKNOWN, "2019-05-01 09:05"},
    {"01.05.2019 в 14:05", IMPORT_ORDER_UNKNOWN, "2019-05-01 14:05"},
    {"12/25/2019 2:05 PM", IMPORT_ORDER_UNKNOWN, "2019-12-25 14:05"},
    {"12/25/2019 12:05 am", IMPORT_ORDER_UNKNOWN, "2019-12-25 00:05"},
    {"2019-05-01T11:05:30.123Z", IMPORT_ORDER_UNKNOWN, "2019-05-01 14:05"},
    {"2019-05-01T23:05:30+00:00", IMPORT_ORDER_UNKNOWN, "2019-05-02 02:05"},
    {"2019-05-01 14:05 -0330", IMPORT_ORDER_UNKNOWN, "2019-05-01 20:35"},
    {"2019-05-01 14:05 UTC", IMPORT_ORDER_UNKNOWN, "2019-05-01 17:05"},
    {"2019-05-01 24:05", IMPORT_ORDER_UNKNOWN, "none"},
    {"2019-05-01 13:05 PM", IMPORT_ORDER_UNKNOWN, "none"},
    {"2019-05-01 14:05 +25:00", IMPORT_ORDER_UNKNOWN, "none"},
    {"2019-05-01 14:05 Omsk", IMPORT_ORDER_UNKNOWN, "none"},
    {"14:05", IMPORT_ORDER_UNKNOWN, "none"},
    {"31.02.2019", IMPORT_ORDER_UNKNOWN, "none"},
    {"43586", IMPORT_ORDER_UNKNOWN, "none"},
    {"", IMPORT_ORDER_UNKNOWN, "none"},
};

static void test_dates(void **state) {
    (void)state;
    for (size_t n = 0; n < COUNT(dates); n++) {
        struct import_moment m = {0, 0};
        struct buf b;
        struct slice got = SLICE_LIT("none");
        arena_reset(arena);
        enum import_reading r =
            import_moment_read(slice_from(dates[n].text), cargo->texts, dates[n].order, &m);
        buf_init(&b, arena, 64);
        import_moment_write(&b, &m);
        if (r == IMPORT_DATE_ONE)
            assert_int_equal(buf_done(&b, &got), OK);
        else if (r == IMPORT_DATE_TWO)
            got = SLICE_LIT("two");
        if (!slice_eq_lit(got, dates[n].want))
            fail_msg("%s: %.*s, not %s", dates[n].text, SLICE_ARG(got), dates[n].want);
    }
}

static void test_order(void **state) {
    (void)state;
    assert_int_equal(import_order_proved(SLICE_LIT("25/12/2019")), IMPORT_DAY_FIRST);
    assert_int_equal(import_order_proved(SLICE_LIT("25-12-2019 10:00")), IMPORT_DAY_FIRST);
    assert_int_equal(import_order_proved(SLICE_LIT("12/25/19, 2 PM")), IMPORT_MONTH_FIRST);
    static const char *const nothing[] = {"03/04/2019", "25.12.2019", "2019-12-25",
                                          "25/12",      "a/b/c",      "1/2/3/4",
                                          "",           "32/01/2019", "25/13/2019"};
    for (size_t n = 0; n < COUNT(nothing); n++)
        assert_int_equal(import_order_proved(slice_from(nothing[n])), IMPORT_ORDER_UNKNOWN);
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* What becomes of the row behind the header: its answers as JSON, the reasons, or "blank". */
static const char *read_row(struct import *i, struct import_row *out) {
    static char text[8192];
    struct buf b;
    struct slice got = SLICE_LIT("blank");
    enum csv_kind kind = csv_next(&csv, &row);
    assert_int_equal(kind == CSV_ROW ? import_read(i, arena, &row, out)
                                     : import_refuse(i, arena, kind, out),
                     OK);
    buf_init(&b, arena, 8192);
    if (out->verdict == IMPORT_TAKEN) {
        import_json_row(&b, arena, 1, out);
        assert_int_equal(buf_done(&b, &got), OK);
        got = slice_sub(got, 20, got.len - 21); /* {"line":1,"answers": … } */
    } else if (out->verdict == IMPORT_REFUSED) {
        got = out->reasons;
    }
    snprintf(text, sizeof text, "%.*s", SLICE_ARG(got));
    return text;
}

static const struct {
    const char *what, *text, *want;
} rows[] = {
    {"an address book: what the form demands may be missing", "name,phone\nИван,8 912 345-67-89",
     "{\"name\":\"Иван\",\"phone\":\"+79123456789\"}"},
    {"names are joined, phones are several",
     "Last name,First name,Phone 1,Phone 2\nПетров,Иван,89123456789,+79123456780",
     "{\"name\":\"Петров Иван\",\"phone\":\"+79123456789, +79123456780\"}"},
    {"a value that is there has to be right", "phone,weight\n+79123456789,many",
     "Weight: enter a number in digits, for example 1500 or 2.5."},
    {"without any contact", "name,phone\nИван,", "neither a phone nor an e-mail"},
    {"a phone that cannot be read", "phone\nнет",
     "Phone: enter a number with its area or country code, for example +7 912 345-67-89."},
    {"beside a mail it is set aside", "phone,email\nнет,a@example.com",
     "{\"email\":\"a@example.com\"}"},
    {"days reckoned from today mean those of the row",
     "phone,ready_on,date\n+79123456789,03.05.2019,01.05.2019",
     "{\"phone\":\"+79123456789\",\"ready_on\":\"2019-05-03\",\"@date\":\"2019-05-01 12:00\"}"},
    {"and without a date of it anything", "phone,ready_on\n+79123456789,03.05.2019",
     "{\"phone\":\"+79123456789\",\"ready_on\":\"2019-05-03\"}"},
    {"an answer that may be two days", "phone,ready_on\n+79123456789,03/05/2019",
     "\"03/05/2019\" may be two days: say whether the day or the month comes first"},
    {"a date in the future", "phone,date\n+79123456789,2027-01-01",
     "\"2027-01-01\" is no time at which a lead can have come"},
    {"long ago", "phone,date\n+79123456789,1969-12-31",
     "\"1969-12-31\" is no time at which a lead can have come"},
    {"consent that was given there", "phone,consent\n+79123456789,да",
     "{\"phone\":\"+79123456789\",\"consent\":\"true\"}"},
    {"blank", "name,phone\n,\n", "blank"},
    {"cells too few", "name,phone,email\nИван,89123456789",
     "2 cells, and the first line has 3: is a quote missing around a text with a separator or a "
     "line end in it?"},
    {"empty ones too many", "name,phone\nИван,89123456789,,",
     "{\"name\":\"Иван\",\"phone\":\"+79123456789\"}"},
    {"a quote that is not closed", "phone\n\"8912", "a quote is opened and not closed"},
    {"no text", "phone,cargo\n+79123456789,\xFF\xFE",
     "What is to be carried: some characters could not be read. Please type the text again."},
    {"what was lost before",
     "phone,cargo\n+79123456789,dri\xEF\xBF\xBD"
     "ed fish",
     "column \"cargo\": some characters could not be read"},
    {"in a column that is only kept, it is", "phone,x\n+79123456789,\xEF\xBF\xBD",
     "{\"phone\":\"+79123456789\"}"},
};

static void test_rows(void **state) {
    (void)state;
    for (size_t n = 0; n < COUNT(rows); n++) {
        struct import_options o = options();
        struct import_row out;
        const char *got = read_row(begin(rows[n].text, &o), &out);
        if (strcmp(got, rows[n].want) != 0)
            fail_msg("%s: %s, not %s", rows[n].what, got, rows[n].want);
    }
}

/* A row once more, with what differs. */
static struct import_row taken(const char *text, const struct import_options *o) {
    struct import_row out;
    struct import *i = begin(text, o);
    const char *got = read_row(i, &out);
    if (out.verdict != IMPORT_TAKEN)
        fail_msg("%s: %s", text, got);
    return out;
}

static bool same_id(const char *one, const char *other) {
    struct import_options o = options();
    struct uuid first = taken(one, &o).record.id;
    o.now_us += 1000000;
    struct uuid second = taken(other, &o).record.id;
    assert_int_equal(uuid_version(&first), 8);
    return strcmp(first.text, second.text) == 0;
}

static void test_id(void **state) {
    (void)state;
    const char *one = "name,phone,date\nИван,89123456789,2019-05-01";
    assert_true(same_id(one, one));
    assert_true(
        same_id(one, "Имя;Создан;Телефон;Менеджер\n Иван ;01.05.2019;+7 (912) 345-67-89;Ольга"));
    assert_false(same_id(one, "name,phone,date\nИван,89123456789,2019-05-02"));
    assert_false(same_id(one, "name,phone\nИван,89123456789"));
    assert_false(same_id(one, "name,phone,date\nИвана,89123456789,2019-05-01"));
    assert_true(same_id("id,phone,name\n7,89123456789,Иван", "id,phone,name\n7,89123456789,Пётр"));
    assert_false(same_id("id,phone\n7,89123456789", "id,phone\n8,89123456789"));
    assert_false(same_id("id,phone\n7,89123456789", "id,phone\n,89123456789"));
}

static bool has(struct slice json, const char *part) {
    for (size_t i = 0; i + strlen(part) <= json.len; i++)
        if (memcmp(json.ptr + i, part, strlen(part)) == 0)
            return true;
    return false;
}

static void test_record(void **state) {
    (void)state;
    struct import_options o = options();
    o.login = SLICE_LIT("nina");
    struct slice json =
        taken("phone,date,phone owner,_landing,Менеджер,x\n+79123456789,2019-05-01,,a,Ольга,", &o)
            .record.json;
    assert_true(has(json, "\"received_at\":\"2019-05-01T09:00:00.000000Z\""));
    assert_true(has(json, "\"keyed\":true") &&
                has(json, "\"channel\":\"import\",\"entered_by\":\"nina\""));
    assert_true(has(json, "\"raw\":[[\"phone\",\"+79123456789\"],[\"date\",\"2019-05-01\"],["
                          "\"column _landing\",\"a\"],[\"Менеджер\",\"Ольга\"]]"));
    assert_true(has(json, "\"marks\":[]"));
    o.columns = SLICE_LIT("name=-");
    json = taken("phone,name\n+79123456789,Иван", &o).record.json;
    assert_true(has(json, "[\"column name\",\"Иван\"]") &&
                has(json, "\"answers\":{\"phone\":\"+79123456789\"}"));
    o.queued = true;
    o.columns = SLICE_NONE;
    json = taken("phone,date\n+79123456789,2019-05-01", &o).record.json;
    assert_true(has(json, "\"received_at\":\"2026-11-22T12:00:00.000000Z\""));
}

static void test_look(void **state) {
    (void)state;
    struct import_options o = options();
    const char *text =
        "phone,date\n+79123456789,25/12/2019\n+79123456789,03/04/2019\n+79123456789,12/25/2019";
    struct import *i = begin(text, &o);
    struct arena *scratch = arena_new(FIXTURE_ARENA_BYTES);
    static const enum import_order after[] = {IMPORT_DAY_FIRST, IMPORT_DAY_FIRST,
                                              IMPORT_ORDER_UNKNOWN};
    assert_int_equal(import_order_of(i), IMPORT_ORDER_UNKNOWN);
    for (size_t n = 0; n < COUNT(after); n++) {
        assert_int_equal(csv_next(&csv, &row), CSV_ROW);
        import_look(i, scratch, &row);
        assert_int_equal(import_order_of(i), after[n]);
    }
    o.order = IMPORT_MONTH_FIRST;
    assert_int_equal(import_order_of(begin(text, &o)), IMPORT_MONTH_FIRST);
    arena_free(scratch);
}

/* Whatever room there is, a row is taken, refused, or told to be short of memory: never half of it.
 */
static void test_no_room(void **state) {
    (void)state;
    struct import_options o = options();
    struct import *i = begin("name,phone,date\nИван,89123456789,2019-05-01", &o);
    assert_int_equal(csv_next(&csv, &row), CSV_ROW);
    bool large = false, taken_once = false;
    for (size_t room = 64; room <= 64 * 1024; room = room + room / 2) {
        struct arena *small = arena_new(room);
        struct import_row out;
        assert_int_equal(import_read(i, small, &row, &out), OK);
        large = large || out.verdict == IMPORT_REFUSED;
        taken_once = taken_once || out.verdict == IMPORT_TAKEN;
        arena_free(small);
    }
    assert_true(large && taken_once);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns), cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_dates),   cmocka_unit_test(test_order),
        cmocka_unit_test(test_rows),    cmocka_unit_test(test_id),
        cmocka_unit_test(test_record),  cmocka_unit_test(test_look),
        cmocka_unit_test(test_no_room),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
