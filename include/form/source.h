/* source: one definition file as YAML nodes that know their lines. Only the plain part of YAML is
 * taken: one document, no anchors, aliases or tags, keys that are words and stand there once. */
#ifndef FORM_SOURCE_H
#define FORM_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

#include "base/slice.h"
#include "form/problems.h"

struct source {
    const char *path; /* for messages */
    struct problems *problems;
    int keys_max; /* of one mapping */
    yaml_document_t document;
};

/* Takes any octets, with or without a byte order mark. false: it cannot be read on, problems say
 * why, and nothing is to be closed. text may go afterwards. */
bool source_open(struct source *s, const char *path, struct slice text, struct problems *problems);
/* As well, of a file whose mappings may have more keys than a definition's. */
bool source_open_long(struct source *s, const char *path, struct slice text, int keys_max,
                      struct problems *problems);
void source_close(struct source *s);

const yaml_node_t *source_root(const struct source *s); /* never NULL once open */
const yaml_node_t *source_node(const struct source *s, int index);

/* The value of that key, or NULL. node is a mapping. */
const yaml_node_t *source_value(const struct source *s, const yaml_node_t *node, const char *key);

int source_line(const yaml_node_t *node);            /* 1-based */
struct slice source_scalar(const yaml_node_t *node); /* of a scalar; lives in the document */
bool source_is_nothing(const yaml_node_t *node);     /* an empty value, ~ or null */
const char *source_kind(const yaml_node_t *node);    /* "text", "a list", "keys", "nothing" */

#endif
