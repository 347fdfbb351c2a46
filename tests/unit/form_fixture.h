/* form_fixture: builds a form_set of three files in memory, and prints its problems. */
#ifndef FORM_FIXTURE_H
#define FORM_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>

#include "form/form_set.h"

#define FIXTURE_CATEGORIES                                                                         \
    "categories:\n"                                                                                \
    "  - {name: other, colour: grey, rank: 20, label: Other}\n"                                    \
    "  - {name: urgent, colour: red, rank: 10, label: {ru: Срочно, en: Urgent}}\n"
#define FIXTURE_PAGE "<title>{{title}}</title>{{messages}}{{form}}"

static inline struct form_file fixture_file(const char *name, const char *text) {
    return (struct form_file){.path = name, .name = slice_from(name), .text = slice_from(text)};
}

/* The problems as printed, to be freed; *set is NULL when there are some. */
static inline char *fixture_build(const struct form_file *files, size_t count,
                                  struct form_set **set) {
    struct problems problems = {0};
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    *set = NULL;
    (void)!form_set_build("forms", files, count, &problems, set);
    problems_print(&problems, out);
    fclose(out);
    problems_free(&problems);
    return text;
}

/* With good categories and page; the form is x.yaml. */
static inline char *fixture_form(struct slice form, struct form_set **set) {
    struct form_file files[] = {fixture_file("categories.yaml", FIXTURE_CATEGORIES),
                                fixture_file("page.html", FIXTURE_PAGE),
                                fixture_file("x.yaml", "")};
    files[2].text = form;
    return fixture_build(files, 3, set);
}

#endif
