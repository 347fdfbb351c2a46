/* errcode: the words for error codes in logs. */
#include "base/errcode.h"

static const char *const names[ERR__MAX] = {
    [OK] = "ok",
    [ERR_TOO_LARGE] = "too_large",
    [ERR_TOO_MANY] = "too_many",
    [ERR_SYNTAX] = "syntax",
    [ERR_TYPE] = "type",
    [ERR_NOT_FOUND] = "not_found",
    [ERR_INCOMPLETE] = "incomplete",
    [ERR_TIMEOUT] = "timeout",
    [ERR_UNAVAILABLE] = "unavailable",
    [ERR_REFUSED] = "refused",
    [ERR_CONFIG] = "config",
    [ERR_IO] = "io",
};

const char *errcode_name(enum errcode e) { return e < ERR__MAX ? names[e] : "unknown"; }
