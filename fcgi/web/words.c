/* words: statuses with their sentence and their code. */
#include "web/words.h"

static const struct {
    int status;
    enum word word;
    const char *code;
} statuses[] = {
    {400, WORD_BAD_BODY, "bad_body"},   {403, WORD_FORBIDDEN, "forbidden"},
    {404, WORD_NOT_FOUND, "not_found"}, {405, WORD_NOT_ALLOWED, "method_not_allowed"},
    {413, WORD_TOO_LARGE, "too_large"}, {415, WORD_BAD_TYPE, "unsupported_type"},
    {503, WORD_BUSY, "overloaded"},
};

#define STATUS_COUNT (sizeof statuses / sizeof *statuses)

enum word word_of_status(int status) {
    for (size_t i = 0; i < STATUS_COUNT; i++)
        if (statuses[i].status == status)
            return statuses[i].word;
    return WORD_TROUBLE;
}

const char *code_of_status(int status) {
    for (size_t i = 0; i < STATUS_COUNT; i++)
        if (statuses[i].status == status)
            return statuses[i].code;
    return "trouble";
}
