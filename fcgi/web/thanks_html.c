/* thanks_html: the number that people read out over the phone is the last eight digits of the
 * receipt: those are random, the first ones are time and the same for all of a minute. */
#include "web/thanks_html.h"

#include "base/bounds.h"
#include "web/words.h"

/* ---- what was sent ---------------------------------------------------------------------------
 * Every lead is kept for a page that few look at long: as plain text, field by field with a NUL
 * behind each name and each text, neither of which has one. The page escapes what it shows. */

/* A contact that could not be read is kept beside one that could, and was sent, too. */
static bool is_shown(const struct field *f, const struct answer *a) {
    const struct field_kind *kind = field_kind(f);
    return (a->state == ANSWER_VALID || a->set_aside) && !kind->is_agreement &&
           kind->control != CONTROL_HIDDEN && (kind->control != CONTROL_TICK || a->value.checked);
}

static void keep_answer(struct buf *b, const struct submission *s, const struct field *f,
                        const struct answer *a) {
    buf_raw(b, f->name);
    buf_char(b, '\0');
    if (field_kind(f)->tell != NULL)
        field_kind(f)->tell(b, s->form->texts, s->language, &a->value);
    else
        buf_raw(b, a->value.text.typed);
    buf_char(b, '\0');
}

enum errcode thanks_html_keep(struct arena *a, const struct submission *s, struct slice *out) {
    struct buf b;
    buf_init(&b, a, RESPONSE_BYTES_MAX);
    for (size_t i = 0; i < s->form->field_count; i++)
        if (is_shown(&s->form->fields[i], &s->answers[i]))
            keep_answer(&b, s, &s->form->fields[i], &s->answers[i]);
    return buf_done(&b, out);
}

/* A bare number gets the unit that stood beside it. */
static void write_kept(struct buf *b, const struct field *f, struct slice text, enum language l) {
    struct slice unit = text_in(&f->unit, l);
    buf_lit(b, "<div><dt>");
    buf_html_text(b, text_in(&f->label, l));
    buf_lit(b, "</dt><dd>");
    buf_html_text(b, text);
    if (unit.len > 0 && text.len > 0 && ascii_is_digit(text.ptr[text.len - 1])) {
        buf_char(b, ' ');
        buf_html_text(b, unit);
    }
    buf_lit(b, "</dd></div>\n");
}

/* What thanks_html_keep has written; of fields that a reload took away nothing is shown. */
static void write_sent(struct buf *b, const struct page_thanks *t) {
    struct slice rest = t->sent;
    while (rest.len > 0) {
        struct slice name = slice_cut(rest, '\0', &rest), text = slice_cut(rest, '\0', &rest);
        size_t field = form_field_index(t->form, name);
        if (field < t->form->field_count)
            write_kept(b, &t->form->fields[field], text, t->language);
    }
}

/* ---- the thanks ------------------------------------------------------------------------------ */

/* Inside of somebody's page a level deeper, below the title that is written there. */
static void write_heading(struct buf *b, const struct page_thanks *t, enum word w) {
    buf_lit(b, t->fragment ? "<h3>" : "<h2>");
    buf_html_text(b, texts_word(t->form->texts, w, t->language));
    buf_lit(b, t->fragment ? "</h3>\n" : "</h2>\n");
}

static void write_paragraph(struct buf *b, struct slice text) {
    buf_lit(b, "<p>");
    buf_html_text(b, text);
    buf_lit(b, "</p>\n");
}

static void write_receipt(struct buf *b, const struct page_thanks *t) {
    struct slice digits = slice_sub(t->receipt, t->receipt.len - 8, 8);
    buf_lit(b, "<p class=\"receipt\">");
    buf_html_text(b, texts_word(t->form->texts, WORD_RECEIPT, t->language));
    buf_lit(b, ": <strong>");
    buf_html_text(b, slice_sub(digits, 0, 4));
    buf_char(b, '-');
    buf_html_text(b, slice_sub(digits, 4, 4));
    buf_lit(b, "</strong> <small>");
    buf_html_text(b, texts_word(t->form->texts, WORD_RECEIPT_WHOLE, t->language));
    buf_lit(b, ": <code>");
    buf_html_text(b, t->receipt);
    buf_lit(b, "</code></small></p>\n");
}

void thanks_html_call(struct buf *b, const struct page_look *look, enum language l) {
    if (look->site->phone.ptr == NULL)
        return;
    buf_lit(b, "<p class=\"call\">");
    buf_html_text(b, texts_word(look->texts, WORD_CALL, l));
    buf_lit(b, " <a href=\"tel:");
    for (size_t i = 0; i < look->site->phone.len; i++)
        if (ascii_is_digit(look->site->phone.ptr[i]) || (look->site->phone.ptr[i] == '+' && i == 0))
            buf_char(b, look->site->phone.ptr[i]);
    buf_lit(b, "\">");
    buf_html_text(b, look->site->phone);
    buf_lit(b, "</a></p>\n");
}

static void write_genuine(struct buf *b, const struct page_look *look,
                          const struct page_thanks *t) {
    struct slice next = text_in(&t->form->thanks, t->language);
    write_receipt(b, t);
    write_heading(b, t, WORD_NEXT);
    write_paragraph(b, next.len > 0 ? next
                                    : texts_word(t->form->texts, WORD_THANKS_TEXT, t->language));
    thanks_html_call(b, look, t->language);
    if (t->sent.len == 0)
        return;
    write_heading(b, t, WORD_SENT);
    buf_lit(b, "<dl>\n");
    write_sent(b, t);
    buf_lit(b, "</dl>\n");
}

static void write_ways(struct buf *b, const struct page_look *look, const struct page_thanks *t) {
    buf_lit(b, "<p class=\"ways\">");
    if (!t->fragment) {
        buf_lit(b, "<a href=\"");
        buf_html_attr(b, look->site->home);
        buf_lit(b, "\">");
        buf_html_text(b, texts_word(t->form->texts, WORD_HOME, t->language));
        buf_lit(b, "</a> ");
    }
    buf_lit(b, "<a href=\"/f/");
    buf_html_attr(b, t->form->name);
    buf_printf(b, "?lang=%s\">", texts_code(t->form->texts, t->language));
    buf_html_text(b,
                  texts_word(t->form->texts,
                             t->proof == PROOF_BAD ? WORD_OPEN_FORM : WORD_ONCE_MORE, t->language));
    buf_lit(b, "</a></p>\n");
}

struct slice thanks_html_title(const struct page_thanks *t) {
    static const enum word titles[] = {[PROOF_GOOD] = WORD_THANKS,
                                       [PROOF_UNKNOWN] = WORD_UNKNOWN_HEAD,
                                       [PROOF_BAD] = WORD_NOT_SENT_HEAD};
    return texts_word(t->form->texts, titles[t->proof], t->language);
}

void thanks_html_write(struct buf *b, const struct page_look *look, const struct page_thanks *t) {
    buf_lit(b, "<div class=\"firstline thanks\" id=\"");
    buf_html_attr(b, t->form->name);
    buf_printf(b, "--thanks\" lang=\"%s\" tabindex=\"-1\">\n",
               texts_code(look->texts, t->language));
    if (t->fragment) {
        buf_lit(b, "<h2>");
        buf_html_text(b, thanks_html_title(t));
        buf_lit(b, "</h2>\n");
    }
    if (t->proof == PROOF_GOOD) {
        write_genuine(b, look, t);
    } else {
        bool unknown = t->proof == PROOF_UNKNOWN;
        write_paragraph(
            b, texts_word(t->form->texts, unknown ? WORD_UNKNOWN : WORD_NOT_SENT, t->language));
        thanks_html_call(b, look, t->language);
    }
    write_ways(b, look, t);
    buf_lit(b, "</div>\n");
}
