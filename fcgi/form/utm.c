/* utm: the names, in one place for rules, touches and records. */
#include "form/utm.h"

const char *const utm_names[UTM__MAX] = {"source", "medium", "campaign", "term", "content"};
