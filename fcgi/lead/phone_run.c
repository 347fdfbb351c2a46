/* phone_run: signs into runs. Times (`18:00`, `24/7`) are no part of any run: their minutes
 * would begin one, and `00` is how people begin a number abroad. */
#include "lead/phone_run.h"

#include <string.h>

#include "base/utf8.h"

enum sign { SIGN_OTHER = 0, SIGN_DIGIT, SIGN_PLUS, SIGN_MARK, SIGN_CUT, SIGN_OPEN };

static enum sign classify(uint32_t c) {
    switch (c) {
    case '+':
        return SIGN_PLUS;
    case '-':
    case '.':
    case '_':
    case '~':
    case 0xB7:   /* middle dot */
    case 0x2022: /* bullet */
    case 0x2027: /* hyphenation point */
    case 0x2219: /* bullet operator */
    case 0x22C5: /* dot operator */
        return SIGN_MARK;
    case ' ':
    case '/':
    case ')':
    case ']':
    case '}':
        return SIGN_CUT;
    case '(':
    case '[':
    case '{':
        return SIGN_OPEN;
    default:
        return c >= '0' && c <= '9' ? SIGN_DIGIT : SIGN_OTHER;
    }
}

bool phone_is_word(uint32_t c) {
    if (c < 0x80)
        return ascii_is_digit((char)c) || ascii_is_alpha((char)c);
    return c >= 0xC0 && (c < 0x2000 || c > 0x2BFF) && (c < 0x1F000 || c > 0x1FAFF);
}

static bool digit_at(struct slice text, size_t at) {
    return at < text.len && ascii_is_digit(text.ptr[at]);
}

/* Octets of a time, `9:00`, `18:00` or `24/7`, that begins at the digit at; else 0. */
static size_t time_length(struct slice text, size_t at) {
    static const char always[] = "24/7";
    const char *p = text.ptr + at;
    size_t hours = digit_at(text, at + 1) ? 2 : 1, minutes = at + hours + 1;
    if (at > 0 && (ascii_is_digit(p[-1]) || p[-1] == '+'))
        return 0;
    if (slice_starts(slice_sub(text, at, text.len), always) &&
        !digit_at(text, at + sizeof always - 1))
        return sizeof always - 1;
    if (hours == 2 && (p[0] > '2' || (p[0] == '2' && p[1] > '4')))
        return 0;
    if (!digit_at(text, minutes) || text.ptr[minutes - 1] != ':' || text.ptr[minutes] > '5' ||
        !digit_at(text, minutes + 1) || digit_at(text, minutes + 2))
        return 0;
    return hours + 3;
}

/* `18+` and `C++` have no code behind them. */
static bool is_suffix_plus(struct slice text, size_t at) {
    unsigned char before = at > 0 ? (unsigned char)text.ptr[at - 1] : ' ';
    return (before >= 0x80 || before == '+' || ascii_is_alpha((char)before) ||
            ascii_is_digit((char)before)) &&
           !digit_at(text, at + 1);
}

struct link {
    const char *start;
    bool abroad; /* its number is whole, with the country's code and without + */
};

/* Octets of the link that begins at at, before its number; 0: none. */
static size_t read_link(struct slice text, size_t at, bool *abroad) {
    static const struct link links[] = {
        {"tel:", false},
        {"callto:", false},
        {"sms:", false},
        {"wa.me/", true},
        {"whatsapp.com/send?phone=", true},
        {"whatsapp.com/send/?phone=", true},
        {"whatsapp://send?phone=", true},
        {"whatsapp://send/?phone=", true},
        {"viber://chat?number=", true},
        {"viber://contact?number=", true},
        {"viber://add?number=", true},
    };
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (slice_eq_nocase(slice_sub(text, at, slice_from(links[i].start).len), links[i].start)) {
            *abroad = links[i].abroad;
            return slice_from(links[i].start).len;
        }
    return 0;
}

/* The sign at at, and its octets. */
static size_t next_sign(const struct phone_scan *s, size_t at, enum sign *sign) {
    uint32_t c = 0;
    size_t n = utf8_decode(slice_sub(s->text, at, 4), &c);
    *sign = n == 0 ? SIGN_OTHER : classify(c);
    if (*sign == SIGN_DIGIT && time_length(s->text, at) > 0) {
        *sign = SIGN_OTHER;
        return time_length(s->text, at);
    }
    if (*sign == SIGN_PLUS && is_suffix_plus(s->text, at))
        *sign = SIGN_OTHER;
    if (c != '%' || at + 3 > s->link_end)
        return n == 0 ? 1 : n;
    int high = ascii_hex_value(s->text.ptr[at + 1]), low = ascii_hex_value(s->text.ptr[at + 2]);
    if (high < 0 || low < 0)
        return 1;
    *sign = classify((uint32_t)(high * 16 + low));
    if (*sign == SIGN_DIGIT) /* nobody escapes digits, and each would have two places in the text */
        *sign = SIGN_OTHER;
    return 3;
}

/* Passes over the start of a link, if there is one at at; its number may go on to where a blank or
 * another part of the link begins. */
static size_t enter_link(struct phone_scan *s, size_t at) {
    bool abroad;
    size_t n = read_link(s->text, at, &abroad);
    if (n == 0)
        return 0;
    s->plus = s->plus || abroad;
    if (s->link_end < at + n)
        s->link_end = at + n;
    while (s->link_end < s->text.len && memchr(" \n&?;#", s->text.ptr[s->link_end], 6) == NULL)
        s->link_end++;
    return n;
}

static void add_digit(struct phone_run *r, struct slice text, size_t at, enum sign before) {
    r->end = at + 1;
    if (r->piece_count == 0 || before != SIGN_MARK) {
        if (r->piece_count == PHONE_PIECES_MAX)
            r->too_long = true;
        else
            r->pieces[r->piece_count++] =
                (struct phone_piece){r->count, at, at, before == SIGN_OPEN};
    }
    if (r->count == PHONE_RUN_MAX)
        r->too_long = true;
    if (r->too_long)
        return;
    r->digits[r->count++] = text.ptr[at];
    r->pieces[r->piece_count - 1].end = at + 1;
}

/* What ends a run is looked at again by the next call, which has no digits yet. */
bool phone_run_next(struct phone_scan *s, struct phone_run *r) {
    r->count = r->piece_count = r->end = 0;
    r->too_long = false;
    enum sign sign, before = SIGN_CUT; /* of what stands between two digits the strongest */
    size_t at = s->at, plus_at = s->text.len, step;
    for (; at < s->text.len; at += step) {
        step = next_sign(s, at, &sign);
        bool begun = r->end > 0;
        if (begun && (sign == SIGN_OTHER || sign == SIGN_PLUS))
            break;
        if (sign == SIGN_DIGIT && !begun) {
            r->start = plus_at < at ? plus_at : at;
            r->plus = s->plus;
            s->plus = false;
        }
        if (sign == SIGN_DIGIT) {
            add_digit(r, s->text, at, before);
            before = SIGN_MARK;
        } else if (sign == SIGN_CUT || sign == SIGN_OPEN) {
            before = sign == SIGN_OPEN || before != SIGN_OPEN ? sign : before;
        } else if (sign == SIGN_PLUS) {
            s->plus = true;
            plus_at = s->text.ptr[at] == '+' ? at : s->text.len;
        } else if (sign == SIGN_OTHER) {
            size_t link = enter_link(s, at);
            step = link > 0 ? link : step;
            plus_at = s->text.len;
        }
    }
    s->at = at;
    r->digits[r->count] = '\0';
    return r->end > 0;
}

struct slice phone_run_digits(const struct phone_run *r, size_t first, size_t last) {
    size_t start = r->pieces[first].first;
    size_t end = last + 1 < r->piece_count ? r->pieces[last + 1].first : r->count;
    return (struct slice){r->digits + start, end - start};
}
