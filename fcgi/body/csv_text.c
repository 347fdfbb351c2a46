/* csv_text: the mark in front decides; without one, two NULs in the first octets tell UTF-16 from
 * the rest, which text of the others never has. */
#include "body/csv_text.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "body/charset.h"

static const char *const names[CSV_TEXT__MAX] = {[CSV_TEXT_UNDECIDED] = "ascii",
                                                 [CSV_TEXT_UTF8] = "utf-8",
                                                 [CSV_TEXT_WINDOWS_1251] = "windows-1251",
                                                 [CSV_TEXT_UTF16LE] = "utf-16",
                                                 [CSV_TEXT_UTF16BE] = "utf-16"};

const char *csv_encoding_name(enum csv_encoding e) { return names[e]; }

bool csv_encoding_find(struct slice name, enum csv_encoding *out) {
    enum charset charset;
    if (slice_eq_nocase(name, "utf-16") || slice_eq_nocase(name, "utf-16le"))
        *out = CSV_TEXT_UTF16LE;
    else if (slice_eq_nocase(name, "utf-16be"))
        *out = CSV_TEXT_UTF16BE;
    else if (charset_find(name, &charset) && charset != CHARSET_KOI8_R)
        *out = charset == CHARSET_UTF8 ? CSV_TEXT_UTF8 : CSV_TEXT_WINDOWS_1251;
    else
        return false;
    return true;
}

/* Takes the mark off, and notes what it says. */
static struct slice begin(struct csv_text *t, struct slice in) {
    static const struct {
        const char *octets;
        size_t len;
        enum csv_encoding says;
    } marks[] = {{"\xEF\xBB\xBF", 3, CSV_TEXT_UTF8},
                 {"\xFF\xFE", 2, CSV_TEXT_UTF16LE},
                 {"\xFE\xFF", 2, CSV_TEXT_UTF16BE}};
    t->begun = true;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (in.len >= marks[i].len && memcmp(in.ptr, marks[i].octets, marks[i].len) == 0) {
            t->encoding = marks[i].says;
            return slice_sub(in, marks[i].len, in.len);
        }
    if (t->encoding == CSV_TEXT_UNDECIDED && in.len >= 4) {
        if (in.ptr[1] == '\0' && in.ptr[3] == '\0')
            t->encoding = CSV_TEXT_UTF16LE;
        else if (in.ptr[0] == '\0' && in.ptr[2] == '\0')
            t->encoding = CSV_TEXT_UTF16BE;
    }
    return in;
}

/* Without a character that goes on in the next piece. */
static struct slice whole_characters(struct slice s) {
    for (size_t back = 1; back <= 3 && back <= s.len; back++) {
        unsigned char c = (unsigned char)s.ptr[s.len - back];
        if (c < 0x80)
            break;
        if (c < 0xC0)
            continue;
        size_t wanted = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
        return wanted > back ? slice_sub(s, 0, s.len - back) : s;
    }
    return s;
}

static uint32_t unit_at(struct slice s, size_t i, bool little) {
    uint32_t a = (unsigned char)s.ptr[i], b = (unsigned char)s.ptr[i + 1];
    return little ? a | b << 8 : a << 8 | b;
}

static size_t convert_utf16(struct slice in, bool little, bool last, char *room, size_t *taken) {
    size_t n = 0, i = 0;
    while (in.len - i >= 2) {
        uint32_t c = unit_at(in, i, little);
        bool high = c >= 0xD800 && c < 0xDC00;
        if (high && in.len - i < 4 && !last)
            break;
        uint32_t next = high && in.len - i >= 4 ? unit_at(in, i + 2, little) : 0;
        i += 2;
        if (high && next >= 0xDC00 && next < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (next - 0xDC00);
            i += 2;
        } else if (c >= 0xD800 && c < 0xE000) {
            c = 0xFFFD;
        }
        n += utf8_encode(c, room + n);
    }
    *taken = last ? in.len : i;
    return n;
}

/* One octet that got lost makes no other encoding of a file. */
static bool is_mostly_broken(struct slice s) {
    size_t whole = 0, broken = 0;
    for (size_t i = 0; i < s.len;) {
        size_t n = utf8_sequence_length(slice_sub(s, i, UTF8_OCTETS_MAX));
        whole += n > 1;
        broken += n == 0;
        i += n > 0 ? n : 1;
    }
    return broken > whole;
}

/* ASCII decides nothing, nor does the beginning of what may be one character or the whole of
 * another. */
static struct slice decide(struct csv_text *t, struct slice in, bool last) {
    struct slice part = last ? in : whole_characters(in);
    if (t->encoding != CSV_TEXT_UNDECIDED)
        return in;
    if (!utf8_is_ascii(part))
        t->encoding = is_mostly_broken(part) ? CSV_TEXT_WINDOWS_1251 : CSV_TEXT_UTF8;
    return part;
}

size_t csv_text_convert(struct csv_text *t, struct slice in, bool last, char *room, size_t *taken) {
    struct slice rest = t->begun ? in : begin(t, in);
    size_t mark = in.len - rest.len, written;
    struct slice part = decide(t, rest, last);
    if (t->encoding == CSV_TEXT_UTF16LE || t->encoding == CSV_TEXT_UTF16BE) {
        written = convert_utf16(rest, t->encoding == CSV_TEXT_UTF16LE, last, room, taken);
        *taken += mark;
        return written;
    }
    *taken = mark + part.len;
    return charset_write(t->encoding == CSV_TEXT_WINDOWS_1251 ? CHARSET_WINDOWS_1251 : CHARSET_UTF8,
                         part, room);
}
