/* loader: what the readers of all topics share: tables of known keys, and values with their kind
 * checked. Each mistake becomes a problem with its line, and reading goes on, so that one run
 * reports all of them; what is read is used only when there were none. */
#ifndef FORM_LOADER_H
#define FORM_LOADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "form/oddity.h"
#include "form/pattern.h"
#include "form/problems.h"
#include "form/source.h"
#include "form/texts.h"

struct category;

struct loader {
    struct arena *arena;           /* of the set: all that is read lives in it */
    struct pattern_list *patterns; /* of the set */
    struct source source;          /* the file being read */
    const struct category *categories;
    size_t category_count;
    const struct texts *texts;  /* of the set: the languages there are */
    bool speaks[LANGUAGE__MAX]; /* languages in which each text must be there */
};

/* One known key. read takes the value and the struct that is being filled; the common readers
 * below write at offset. A table is read in its own order, not the file's: what others depend on
 * stands first. */
struct loader_key {
    const char *name;
    void (*read)(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                 void *into);
    size_t offset;
    bool required;
    unsigned scope; /* for the topic's own use */
    const void *of; /* likewise */
};

struct loader_table {
    const char *what; /* "a field", for messages */
    const struct loader_key *keys;
    size_t count;
};

#define LOADER_TABLE(words, array)                                                                 \
    { words, array, sizeof(array) / sizeof *(array) }

void loader_problem(struct loader *l, const yaml_node_t *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* `unknown WHAT "word", did you mean "known"?` */
void loader_unknown(struct loader *l, const yaml_node_t *at, const char *what, struct slice word,
                    const char *const *known, size_t count);

/* Why a word that looks right is none: ` (it has U+0430 CYRILLIC SMALL LETTER A)`, or nothing. */
#define LOADER_WHY_BYTES (ODDITY_NAME_BYTES + 64)
void loader_why(struct slice word, char out[LOADER_WHY_BYTES]);

/* Memory of the set, zeroed. */
void *loader_alloc(struct loader *l, size_t count, size_t size);
struct slice loader_copy(struct loader *l, struct slice s);

/* A word of a definition as a visitor's would be read (base/reading). Unset stays unset. */
struct slice loader_seen(struct loader *l, struct slice s);

/* false: node is no mapping, which is reported, or keys are missing. */
bool loader_keys(struct loader *l, const yaml_node_t *node, const struct loader_table *table,
                 void *into);

/* The number of items of a list of 1..max; 0: it is none, which is reported. */
size_t loader_list(struct loader *l, const yaml_node_t *node, const char *what, size_t max);
const yaml_node_t *loader_item(const struct loader *l, const yaml_node_t *list, size_t i);

/* Values. false: reported, and *out is untouched. */
bool loader_word(struct loader *l, const yaml_node_t *node, struct slice *out);
bool loader_bool(struct loader *l, const yaml_node_t *node, bool *out);
bool loader_number(struct loader *l, const yaml_node_t *node, double *out);
bool loader_integer(struct loader *l, const yaml_node_t *node, int low, int high, int *out);
bool loader_date(struct loader *l, const yaml_node_t *node, double *days);
bool loader_sentence(struct loader *l, const yaml_node_t *node, struct slice *out);
bool loader_text(struct loader *l, const yaml_node_t *node, struct text *out);

/* A language by its code; what is none is reported as unknown. */
bool loader_language(struct loader *l, const yaml_node_t *at, struct slice code,
                     enum language *out);

/* One word or a list of them, at most max. */
bool loader_words(struct loader *l, const yaml_node_t *node, const char *what, size_t max,
                  struct slice **out, size_t *count);

/* scheme://host[:port] as browsers send it: lower case, no path, no slash at the end. */
bool loader_is_origin(struct slice s);

/* A target of a redirect or link: a path on this site or an https address. */
bool loader_url(struct loader *l, const yaml_node_t *node, struct slice *out);

/* The pattern, compiled and tried; NULL: reported. */
pcre2_code *loader_pattern(struct loader *l, const yaml_node_t *node, bool whole,
                           size_t characters_max, struct slice *source);

/* [a-z][a-z0-9]* with also as a further letter. */
bool loader_is_name(struct slice s, char also, size_t len_max);

/* Two capital letters. */
bool loader_country(struct loader *l, const yaml_node_t *node, struct slice *out);

/* Readers for tables. */
void loader_read_word(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into);
void loader_read_bool(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into);
void loader_read_text(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into);
void loader_read_url(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                     void *into);
void loader_read_country(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                         void *into);

#endif
