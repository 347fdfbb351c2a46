/* history: names, compared. */
#include "store/history.h"

#include <string.h>

bool history_same(const struct history_name *a, const struct history_name *b) {
    return a->text[0] != '\0' && strcmp(a->text, b->text) == 0;
}
