/* touch_note: any octet may have been sent by anybody; each key is taken if its value can be one.
 */
#include "lead/touch_note.h"

#include "base/bounds.h"
#include "body/json.h"

#define DAY_US (24LL * 3600 * 1000000)
#define YM_UID_DIGITS_MAX 40

/* A whole number, 0 when it is none or too large. */
static int64_t number(const struct pair_list *list, const char *name, int64_t max) {
    const struct pair *p = pairs_find(list, name);
    int64_t n = 0;
    if (p == NULL || p->kind != PAIR_NUMBER || p->value.len > 15)
        return 0;
    for (size_t i = 0; i < p->value.len; i++) {
        if (!ascii_is_digit(p->value.ptr[i]))
            return 0;
        n = n * 10 + (p->value.ptr[i] - '0');
    }
    return n > max ? 0 : n;
}

static struct slice text_of(const struct pair_list *list, const char *name) {
    const struct pair *p = pairs_find(list, name);
    return p == NULL || p->kind != PAIR_TEXT ? SLICE_NONE : p->value;
}

/* A clock may be wrong by a day, and nothing is kept for longer than some hundred days. */
static int64_t moment(const struct pair_list *list, const char *name, int64_t now_us) {
    int64_t us = number(list, name, (now_us + DAY_US) / 1000000) * 1000000;
    return us < now_us - TOUCH_AGE_DAYS_MAX * DAY_US ? 0 : us;
}

static struct slice digits(struct slice s) {
    bool good = s.len > 0 && s.len <= YM_UID_DIGITS_MAX;
    for (size_t i = 0; i < s.len; i++)
        good &= ascii_is_digit(s.ptr[i]);
    return good ? s : SLICE_NONE;
}

enum errcode touch_note_read(struct arena *a, struct slice text, int64_t now_us,
                             struct touch_note *out) {
    struct pair_list list = {0};
    *out = (struct touch_note){0};
    if (text.len == 0 || text.len > TOUCH_NOTE_BYTES_MAX)
        return OK;
    enum errcode e = json_parse(a, text.ptr, text.len, &list);
    if (e != OK)
        return e == ERR_TOO_LARGE ? e : OK;
    *out = (struct touch_note){
        .landing = text_of(&list, "landing"),
        .referrer = text_of(&list, "referrer"),
        .first_landing = text_of(&list, "first_landing"),
        .first_referrer = text_of(&list, "first_referrer"),
        .at_us = moment(&list, "at", now_us),
        .first_at_us = moment(&list, "first_at", now_us),
        .touches = (unsigned)number(&list, "touches", TOUCHES_MAX),
        .ym_uid = digits(text_of(&list, "ym_uid")),
    };
    return OK;
}
