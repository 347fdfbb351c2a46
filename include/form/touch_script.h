/* touch_script: /f/touch.js: the script that keeps how a visitor came, for whichever page he sends
 * a form from (fcgi/form/touch.js says how). */
#ifndef FORM_TOUCH_SCRIPT_H
#define FORM_TOUCH_SCRIPT_H

#include "form/known_hosts.h"
#include "form/site.h"

struct loader;

/* In the memory of the set. */
struct slice touch_script_make(struct loader *l, const struct site *site,
                               const struct known_hosts *hosts);

#endif
