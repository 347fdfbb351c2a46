/* utm: the parameters of a landing address that tell where a visitor comes from. */
#ifndef FORM_UTM_H
#define FORM_UTM_H

enum utm { UTM_SOURCE = 0, UTM_MEDIUM, UTM_CAMPAIGN, UTM_TERM, UTM_CONTENT, UTM__MAX };

extern const char *const utm_names[UTM__MAX]; /* "source" */

#endif
