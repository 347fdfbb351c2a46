/* What good definitions become: the shipped forms, defaults, the version, and reading of a
 * directory with its troubles. Run from the root of the source. */
#include "unit.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bounds.h"
#include "form/directory.h"
#include "form_fixture.h"

static struct form_set *load(const char *dir, char **problems_text) {
    struct problems problems = {0};
    struct form_set *set = NULL;
    size_t len = 0;
    FILE *out = open_memstream(problems_text, &len);
    enum errcode e = form_set_load(dir, &problems, &set);
    problems_print(&problems, out);
    fclose(out);
    problems_free(&problems);
    assert_int_equal(e, set == NULL ? ERR_CONFIG : OK);
    return set;
}

static struct form_set *load_shipped(void) {
    char *problems;
    struct form_set *set = load("forms/", &problems);
    assert_string_equal(problems, "");
    free(problems);
    return set;
}

static void check_fields(const struct form_set *set, const char *form, const char *names) {
    char got[512] = "";
    size_t len = 0;
    const struct form *f = form_find(set, slice_from(form));
    assert_non_null(f);
    for (size_t i = 0; i < f->field_count; i++)
        len += (size_t)snprintf(got + len, sizeof got - len, "%.*s:%s%s ",
                                SLICE_ARG(f->fields[i].name), field_type_name(f->fields[i].type),
                                f->fields[i].required ? "!" : "");
    assert_string_equal(got, names);
}

static void test_shipped_fields(void **state) {
    (void)state;
    struct form_set *set = load_shipped();
    assert_int_equal(form_count(set), 3);
    check_fields(set, "cargo",
                 "name:text! phone:phone email:email cargo:text! weight_kg:number! from:text! "
                 "to:text! ready_on:date comment:textarea consent:consent! ");
    check_fields(set, "callback", "name:text! phone:phone! consent:consent! ");
    check_fields(set, "contact", "name:text! email:email! message:textarea! consent:consent! ");
    assert_null(form_find(set, SLICE_LIT("categories")));
    assert_null(form_find(set, SLICE_LIT("carg")));
    form_set_free(set);
}

static void test_shipped_cargo(void **state) {
    (void)state;
    struct form_set *set = load_shipped();
    const struct form *f = form_find(set, SLICE_LIT("cargo"));
    assert_int_equal(f->language_count, 2);
    assert_int_equal(f->languages[0], LANGUAGE_RU);
    assert_int_equal(f->any_of_count, 2);
    assert_int_equal(f->any_of[0], 1);
    assert_int_equal(f->any_of[1], 2);
    assert_true(slice_eq_lit(f->default_category->name, "other"));
    assert_true(slice_eq_lit(f->phone_region, "RU"));
    assert_true(f->at_home[LANGUAGE_RU]);
    assert_false(f->at_home[LANGUAGE_EN]); /* ten digits there need not be Russian */
    assert_string_equal(f->path, "forms/cargo.yaml");
    assert_int_equal(f->rule_count, 3);
    assert_true(slice_eq_lit(f->rules[0].category->name, "unfit"));
    assert_true(slice_eq_lit(f->rules[1].category->name, "high-margin"));
    assert_int_equal(f->rules[1].conditions[1].days, 7);
    assert_true(f->rules[2].conditions[2].negated);
    const struct field *weight = &f->fields[form_field_index(f, SLICE_LIT("weight_kg"))];
    assert_true(slice_eq_lit(weight->unit.in[LANGUAGE_RU], "кг"));
    double tonne = 0;
    for (size_t i = 0; i < weight->unit_count; i++)
        if (slice_eq_lit(weight->units[i].word, "т"))
            tonne = weight->units[i].factor;
    assert_true(tonne > 999.5 && tonne < 1000.5);
    form_set_free(set);
}

static void test_shipped_categories(void **state) {
    (void)state;
    static const char *const by_rank[] = {"high-margin red 10", "other grey 20",
                                          "low-margin green 30", "unfit brown 90"};
    struct form_set *set = load_shipped();
    assert_int_equal(category_count(set), 4);
    for (size_t i = 0; i < 4; i++) {
        char got[64];
        const struct category *c = category_at(set, i);
        snprintf(got, sizeof got, "%.*s %.*s %d", SLICE_ARG(c->name), SLICE_ARG(c->colour),
                 c->rank);
        assert_string_equal(got, by_rank[i]);
    }
    assert_true(form_set_page(set).len > 0);
    form_set_free(set);
}

static void test_defaults(void **state) {
    (void)state;
    struct form_set *set;
    char *got = fixture_form(
        SLICE_LIT("title: T\ndefault_category: other\nfields:\n"
                  "  - {name: a, type: text, label: {ru: А, en: A}}\n"
                  "  - {name: b, type: textarea, label: B}\n"
                  "  - {name: p, type: phone, label: P}\n"
                  "  - {name: e, type: email, label: E, autocomplete: 'off'}\n"
                  "  - {name: h, type: hidden}\n"
                  "  - {name: d, type: date, label: D, to_days: 7}\n"
                  "  - {name: c, type: choice, label: C, repeated: yes, choices: [x, {value: y, "
                  "label: {ru: Игрек}}]}\n"),
        &set);
    assert_string_equal(got, "");
    free(got);
    const struct form *f = form_find(set, SLICE_LIT("x"));
    assert_int_equal(f->language_count, 1);
    assert_int_equal(f->languages[0], LANGUAGE_RU);
    assert_true(slice_eq_lit(f->title.in[LANGUAGE_EN], "T")); /* plain text: in each language */
    assert_int_equal(text_in(&f->submit, LANGUAGE_EN).len, 0);
    assert_int_equal(text_in(&f->fields[0].ask, LANGUAGE_EN).len, 0);
    assert_ptr_equal(f->texts, form_set_texts(set));
    assert_true(slice_eq_lit(f->phone_region, "RU"));
    assert_null(f->thanks_url.ptr);
    assert_true(slice_eq_lit(f->fields[0].label.in[LANGUAGE_EN], "A"));
    assert_int_equal(f->fields[0].length_max, TEXT_LENGTH_MAX);
    assert_int_equal(f->fields[0].line, 4);
    assert_null(f->fields[0].autocomplete.ptr);
    assert_int_equal(f->fields[1].length_max, TEXTAREA_LENGTH_MAX);
    assert_true(slice_eq_lit(f->fields[2].autocomplete, "tel"));
    assert_true(slice_eq_lit(f->fields[3].autocomplete, "off"));
    assert_int_equal(f->fields[4].length_max, HIDDEN_LENGTH_MAX);
    assert_true(f->fields[5].has_within);
    assert_int_equal(f->fields[5].from_days, -DEFINITION_DAYS_MAX);
    assert_int_equal(f->fields[5].to_days, 7);
    assert_true(f->fields[6].repeated);
    assert_true(slice_eq_lit(f->fields[6].choices[0].label.in[LANGUAGE_RU], "x"));
    assert_null(f->fields[6].choices[1].label.in[LANGUAGE_EN].ptr);
    assert_true(slice_eq_lit(text_in(&f->fields[6].choices[1].label, LANGUAGE_EN), "Игрек"));
    form_set_free(set);
}

static void version_of(const char *form, char out[13]) {
    struct form_set *set;
    char *got = fixture_form(slice_from(form), &set);
    assert_string_equal(got, "");
    free(got);
    assert_int_equal(strlen(form_set_version(set)), 12);
    assert_int_equal(strspn(form_set_version(set), "0123456789abcdef"), 12);
    memcpy(out, form_set_version(set), 13);
    form_set_free(set);
}

static void test_version(void **state) {
    (void)state;
#define SMALL "title: T\ndefault_category: other\nfields: [{name: a, type: text, label: A}]\n"
    char one[13], again[13], other[13];
    version_of(SMALL "#a\n", one);
    version_of(SMALL "#a\n", again);
    version_of(SMALL "#b\n", other); /* as long as the first */
    assert_string_equal(one, again);
    assert_string_not_equal(one, other);
}

/* --- a directory ----------------------------------------------------------------------------- */

static char dir[] = "/tmp/firstline-form-XXXXXX";

static void write_file(const char *name, const char *text, size_t len) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, len, f), len);
    fclose(f);
}

static void remove_file(const char *name) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    assert_int_equal(unlink(path), 0);
}

static void write_good(void) {
    write_file("categories.yaml", FIXTURE_CATEGORIES, strlen(FIXTURE_CATEGORIES));
    write_file("page.html", FIXTURE_PAGE, strlen(FIXTURE_PAGE));
    write_file("x.yaml", SMALL, strlen(SMALL));
}

/* Loads dir; the problems must end like this (the path before differs from run to run). */
static void check_dir(const char *path, const char *end) {
    char *problems;
    struct form_set *set = load(path, &problems);
    size_t len = strlen(problems), end_len = strlen(end);
    if (len < end_len || strcmp(problems + len - end_len, end) != 0)
        fail_msg("expected ...%s got %s", end, problems);
    assert_int_equal(set != NULL, end_len == 0 && len == 0);
    form_set_free(set);
    free(problems);
}

static void test_directory(void **state) {
    (void)state;
    char path[300];
    assert_non_null(mkdtemp(dir));
    check_dir("/nonexistent/forms", "/forms: cannot be read: No such file or directory\n");
    check_dir(dir, ": no page.html in this directory\n");
    write_good();
    write_file("README.md", "not mine", 8);
    write_file(".hidden.yaml", "]", 1);
    check_dir(dir, "");

    write_file("y.yml", SMALL, strlen(SMALL));
    check_dir(dir,
              "/y.yml: a definition's name ends in .yaml, in small letters: rename it, or end it "
              "in .bak to set it aside\n");
    remove_file("y.yml");

    snprintf(path, sizeof path, "%s/texts", dir);
    write_file("texts", "", 0);
    check_dir(dir, ": texts cannot be read: Not a directory\n");
    remove_file("texts");
    assert_int_equal(mkdir(path, 0700), 0);
    check_dir(dir, "");
    write_file("texts/README.md", "not mine", 8);
    write_file("texts/en.yaml", "pages: {send: Go}\n", 18);
    check_dir(dir, "");
    write_file("texts/en.yaml", "pages: {sent: Go}\n", 18);
    check_dir(dir, "/texts/en.yaml:1: unknown key \"sent\", did you mean \"send\"?\n");
    remove_file("texts/en.yaml");
    remove_file("texts/README.md");
    assert_int_equal(rmdir(path), 0);

    snprintf(path, sizeof path, "%s/fifo.yaml", dir);
    assert_int_equal(mkfifo(path, 0600), 0);
    check_dir(dir, "/fifo.yaml: not a regular file\n");
    remove_file("fifo.yaml");

    snprintf(path, sizeof path, "%s/lost.yaml", dir);
    assert_int_equal(symlink("nowhere", path), 0);
    check_dir(dir, "/lost.yaml: cannot be read: No such file or directory\n");
    remove_file("lost.yaml");
}

/* Root may read everything, so another looks. */
static void test_no_permission(void **state) {
    (void)state;
    char path[300];
    bool root = geteuid() == 0;
    write_file("secret.yaml", SMALL, strlen(SMALL));
    snprintf(path, sizeof path, "%s/secret.yaml", dir);
    assert_int_equal(chmod(path, 0), 0);
    assert_int_equal(chmod(dir, 0755), 0);
    assert_int_equal(root ? seteuid(65534) : 0, 0);
    check_dir(dir, "/secret.yaml: cannot be read: Permission denied: let the user that runs "
                   "firstline read it\n");
    assert_int_equal(root ? seteuid(0) : 0, 0);
    remove_file("secret.yaml");
}

/* What is not taken is named, and does not stop a start. */
static void test_notes(void **state) {
    (void)state;
    struct problems notes = {0}, problems = {.notes = &notes};
    struct form_set *set = NULL;
    char path[300];
    snprintf(path, sizeof path, "%s/old", dir);
    assert_int_equal(mkdir(path, 0700), 0);
    write_file("x.yaml~", "]", 1);
    assert_int_equal(form_set_load(dir, &problems, &set), OK);
    assert_int_equal(form_count(set), 1);
    form_set_free(set);
    static const char *const want[][2] = {
        {".hidden.yaml", "left alone: its name begins with a dot"},
        {"README.md", "left alone: no definition: their names "
                      "end in .yaml"},
        {"old", "left alone: a folder, into which nobody looks"},
        {"x.yaml~", "left alone: a copy that an editor keeps"}};
    problems_sort(&notes);
    assert_int_equal(notes.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(notes.items[i].path + sizeof dir, want[i][0]);
        assert_string_equal(notes.items[i].message, want[i][1]);
    }
    assert_int_equal(problems.count, 0);
    problems_free(&notes);
    assert_int_equal(rmdir(path), 0);
    remove_file("x.yaml~");
}

/* The name of a folder may end like that of a definition; it is none. */
static void test_folder_as_file(void **state) {
    (void)state;
    char path[300];
    snprintf(path, sizeof path, "%s/y.yaml", dir);
    assert_int_equal(mkdir(path, 0700), 0);
    check_dir(dir, "/y.yaml: not a regular file\n");
    assert_int_equal(rmdir(path), 0);
}

static void test_file_bound(void **state) {
    (void)state;
    char *big = malloc(FORM_FILE_BYTES_MAX + 1);
    memset(big, '#', FORM_FILE_BYTES_MAX + 1);
    memcpy(big, SMALL, strlen(SMALL));
    write_file("x.yaml", big, FORM_FILE_BYTES_MAX);
    check_dir(dir, "");
    write_file("x.yaml", big, FORM_FILE_BYTES_MAX + 1);
    check_dir(dir, "/x.yaml: larger than 262144 octets\n");
    write_file("x.yaml", SMALL, strlen(SMALL));
    free(big);
}

static void test_forms_bound(void **state) {
    (void)state;
    char name[32];
    for (int i = 1; i < FORMS_MAX; i++) {
        snprintf(name, sizeof name, "f%d.yaml", i);
        write_file(name, SMALL, strlen(SMALL));
    }
    check_dir(dir, "");
    write_file("one-more.yaml", SMALL, strlen(SMALL));
    check_dir(dir, ": more than 64 forms\n");
    remove_file("one-more.yaml");
    for (int i = 1; i < FORMS_MAX; i++) {
        snprintf(name, sizeof name, "f%d.yaml", i);
        remove_file(name);
    }
    static const char *const left[] = {"categories.yaml", "page.html", "x.yaml", "README.md",
                                       ".hidden.yaml"};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        remove_file(left[i]);
    assert_int_equal(rmdir(dir), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shipped_fields),
        cmocka_unit_test(test_shipped_cargo),
        cmocka_unit_test(test_shipped_categories),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_version),
        cmocka_unit_test(test_directory),
        cmocka_unit_test(test_no_permission),
        cmocka_unit_test(test_notes),
        cmocka_unit_test(test_folder_as_file),
        cmocka_unit_test(test_file_bound),
        cmocka_unit_test(test_forms_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
