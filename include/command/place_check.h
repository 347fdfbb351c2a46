/* place_check: whether geo databases know the regions and cities that rules ask for: a name that is
 * spelt as no database spells it makes a rule that never holds. */
#ifndef COMMAND_PLACE_CHECK_H
#define COMMAND_PLACE_CHECK_H

#include "command/settings.h"
#include "form/form_set.h"

/* The databases that are asked, and how much what they say weighs. */
struct place_check {
    const struct settings_list *files; /* NULL or none: nothing is asked */
    bool strict;                       /* what none knows is an error, not a note */
};

/* Adds to problems, or to its notes, each region and city of a rule that no file knows, with the
 * nearest that one does; a file that cannot be opened is always an error, and logged. Goes through
 * each file twice at most, and says so where standard error is a terminal. Looks at PLACE_WORDS_MAX
 * words, and suggests for PLACE_SUGGEST_MAX of them. */
void place_check_run(const struct place_check *k, const struct form_set *set,
                     struct problems *problems);

#endif
