/* form_set: all forms with categories, languages and page frame. Made whole (form/directory reads
 * the files), immutable after, shared by all threads; a reload makes a new set. */
#ifndef FORM_FORM_SET_H
#define FORM_FORM_SET_H

#include "base/errcode.h"
#include "form/form.h"
#include "form/known_hosts.h"
#include "form/problems.h"
#include "form/site.h"

struct form_file {
    const char *path;  /* for messages */
    struct slice name; /* within the directory, e.g. cargo.yaml */
    struct slice text; /* unset: could not be read, which is reported already */
};

struct form_set; /* opaque: owns all memory of its forms, categories and patterns */

/* files in the order of their names. Everything is copied. All errors of all files go to problems,
 * a file that is missing too; any error gives ERR_CONFIG and *out is untouched. Does not run the
 * examples of rules: that is for `firstline check`. dir is for messages. */
MUST_CHECK enum errcode form_set_build(const char *dir, const struct form_file *files, size_t count,
                                       struct problems *problems, struct form_set **out);
void form_set_free(struct form_set *set); /* NULL is fine */

const struct form *form_find(const struct form_set *set, struct slice name); /* NULL: none */
const struct texts *form_set_texts(const struct form_set *set);
size_t form_count(const struct form_set *set);
const struct form *form_at(const struct form_set *set, size_t i); /* sorted by name */
size_t category_count(const struct form_set *set);
const struct category *category_at(const struct form_set *set, size_t i); /* sorted by rank */

/* The owner's page frame with the marks {{title}} {{lang}} {{messages}} {{form}} {{logo}}; the
 * loader has checked that messages and form are there once, title at least once. */
struct slice form_set_page(const struct form_set *set);

/* Never NULL; without a site.yaml the defaults. */
const struct site *form_set_site(const struct form_set *set);

/* firstline.css with the site's colour in front of it; unset when there is no such file. */
struct slice form_set_style(const struct form_set *set);

/* Never NULL; without a hosts.yaml those that are shipped. */
const struct known_hosts *form_set_hosts(const struct form_set *set);

/* touch.js with the site's settings and hosts. */
struct slice form_set_script(const struct form_set *set);

/* 12 hexadecimal digits over all files' contents: the rule-set version. */
const char *form_set_version(const struct form_set *set);

#endif
