/* directory: the definition directory on disk. */
#ifndef FORM_DIRECTORY_H
#define FORM_DIRECTORY_H

#include "form/form_set.h"

/* Reads categories.yaml, site.yaml, hosts.yaml and firstline.css (these three may be missing),
 * every other *.yaml and page.html of dir, and the languages in its folder texts. Problems and
 * result as form_set_build.
 */
MUST_CHECK enum errcode form_set_load(const char *dir, struct problems *problems,
                                      struct form_set **out);

#endif
