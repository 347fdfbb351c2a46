/* fault: code and sentence of each. */
#include "form/fault.h"

static const struct {
    const char *code;
    enum word word;
} faults[FAULT__MAX] = {
    [FAULT_NONE] = {"none", WORD_NONE},
    [FAULT_REQUIRED] = {"required", WORD_FAULT_REQUIRED},
    [FAULT_TEXT] = {"text", WORD_FAULT_TEXT},
    [FAULT_TOO_SHORT] = {"too_short", WORD_FAULT_TOO_SHORT},
    [FAULT_TOO_LONG] = {"too_long", WORD_FAULT_TOO_LONG},
    [FAULT_PATTERN] = {"pattern", WORD_FAULT_PATTERN},
    [FAULT_PHONE] = {"phone", WORD_FAULT_PHONE},
    [FAULT_EMAIL] = {"email", WORD_FAULT_EMAIL},
    [FAULT_NUMBER] = {"number", WORD_FAULT_NUMBER},
    [FAULT_TOO_SMALL] = {"too_small", WORD_FAULT_TOO_SMALL},
    [FAULT_TOO_BIG] = {"too_big", WORD_FAULT_TOO_BIG},
    [FAULT_DATE] = {"date", WORD_FAULT_DATE},
    [FAULT_TOO_EARLY] = {"too_early", WORD_FAULT_TOO_EARLY},
    [FAULT_TOO_LATE] = {"too_late", WORD_FAULT_TOO_LATE},
    [FAULT_CHOICE] = {"choice", WORD_FAULT_CHOICE},
    [FAULT_REPEATED] = {"repeated", WORD_FAULT_REPEATED},
    [FAULT_CONSENT] = {"consent", WORD_FAULT_CONSENT},
    [FAULT_CONTACT] = {"contact", WORD_FAULT_CONTACT},
    [FAULT_EXPIRED] = {"expired", WORD_FAULT_EXPIRED},
    [FAULT_KEY] = {"key", WORD_FAULT_KEY},
    [FAULT_ORIGIN] = {"origin", WORD_FAULT_ORIGIN},
    [FAULT_NUMBER_TWO] = {"number_ambiguous", WORD_FAULT_NUMBER_TWO},
    [FAULT_DATE_TWO] = {"date_ambiguous", WORD_FAULT_DATE_TWO},
    [FAULT_UNREAD] = {"unread", WORD_FAULT_UNREAD},
    [FAULT_AMBIGUOUS] = {"ambiguous", WORD_FAULT_AMBIGUOUS},
};

const char *fault_code(enum fault f) { return faults[f].code; }

enum word fault_word(enum fault f) { return faults[f].word; }
