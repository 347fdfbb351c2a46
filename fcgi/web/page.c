/* page: the owner's frame and what goes into its marks. */
#include "web/page.h"

#include <string.h>

#include "base/bounds.h"
#include "base/buf.h"
#include "web/form_html.h"
#include "web/words.h"

/* What stands for each mark of the frame. title and lang are escaped when written. */
struct filling {
    struct slice title, messages, form;
    const char *language; /* its code */
};

static void write_mark(struct buf *b, struct slice mark, const struct filling *f) {
    if (slice_eq_lit(mark, "title"))
        buf_html_text(b, f->title);
    else if (slice_eq_lit(mark, "lang"))
        buf_lit(b, f->language);
    else if (slice_eq_lit(mark, "messages"))
        buf_raw(b, f->messages);
    else if (slice_eq_lit(mark, "form"))
        buf_raw(b, f->form);
}

static const char *find(struct slice s, const char *mark) {
    return s.len == 0 ? NULL : memmem(s.ptr, s.len, mark, strlen(mark));
}

/* One pass: what is filled in is never searched for marks again. */
static enum errcode fill_frame(struct arena *a, struct slice frame, const struct filling *f,
                               struct slice *out) {
    struct buf b;
    buf_init(&b, a, RESPONSE_BYTES_MAX);
    const char *open;
    while ((open = find(frame, "{{")) != NULL) {
        struct slice after = slice_sub(frame, (size_t)(open - frame.ptr) + 2, frame.len);
        const char *close = find(after, "}}");
        if (close == NULL)
            break;
        buf_raw(&b, slice_sub(frame, 0, (size_t)(open - frame.ptr)));
        write_mark(&b, slice_sub(after, 0, (size_t)(close - after.ptr)), f);
        frame = slice_sub(after, (size_t)(close - after.ptr) + 2, after.len);
    }
    buf_raw(&b, frame);
    return buf_done(&b, out);
}

/* The page's own query with another language: what told the channel must not get lost. */
static void write_language_link(struct buf *b, const struct page_form *p, enum language l) {
    struct slice rest = p->query;
    buf_lit(b, "<a href=\"?");
    while (rest.ptr != NULL && rest.len > 0) {
        struct slice part = slice_cut(rest, '&', &rest);
        if (part.len == 0 || slice_starts(part, "lang="))
            continue;
        buf_html_attr(b, part);
        buf_lit(b, "&amp;");
    }
    const char *code = texts_code(p->form->texts, l);
    buf_printf(b, "lang=%s\" lang=\"%s\" hreflang=\"%s\">", code, code, code);
    buf_html_text(b, texts_name(p->form->texts, l));
    buf_lit(b, "</a>\n");
}

static void write_intro(struct buf *b, const struct page_form *p) {
    struct slice intro = text_in(&p->form->intro, p->language);
    if (p->form->language_count > 1 && p->submission == NULL) {
        buf_lit(b, "<p class=\"languages\">");
        for (size_t i = 0; i < p->form->language_count; i++)
            if (p->form->languages[i] != p->language)
                write_language_link(b, p, p->form->languages[i]);
        buf_lit(b, "</p>\n");
    }
    if (intro.len > 0) {
        buf_lit(b, "<p class=\"intro\">");
        buf_html_text(b, intro);
        buf_lit(b, "</p>\n");
    }
}

enum errcode page_form(struct arena *a, struct slice frame, const struct page_form *p,
                       struct slice *out) {
    struct filling f = {.title = text_in(&p->form->title, p->language),
                        .language = texts_code(p->form->texts, p->language)};
    struct buf messages, form;
    buf_init(&messages, a, RESPONSE_BYTES_MAX);
    form_html_messages(&messages, p);
    buf_init(&form, a, RESPONSE_BYTES_MAX);
    if (!p->fragment)
        write_intro(&form, p);
    form_html_write(&form, p);
    enum errcode e = buf_done(&messages, &f.messages);
    if (e == OK)
        e = buf_done(&form, p->fragment ? out : &f.form);
    if (e != OK || p->fragment)
        return e;
    return fill_frame(a, frame, &f, out);
}

enum errcode page_thanks(struct arena *a, struct slice frame, const struct form *form,
                         enum language language, struct slice receipt, struct slice *out) {
    const struct texts *texts = form->texts;
    struct filling f = {.title = texts_word(texts, WORD_THANKS, language),
                        .messages = SLICE_LIT(""),
                        .language = texts_code(texts, language)};
    struct slice thanks = text_in(&form->thanks, language);
    struct buf b;
    buf_init(&b, a, RESPONSE_BYTES_MAX);
    buf_lit(&b, "<div class=\"thanks\" role=\"status\">\n<p>");
    buf_html_text(&b, thanks.len > 0 ? thanks : texts_word(texts, WORD_THANKS_TEXT, language));
    buf_lit(&b, "</p>\n");
    if (receipt.ptr != NULL) {
        buf_lit(&b, "<p class=\"receipt\">");
        buf_html_text(&b, texts_word(texts, WORD_RECEIPT, language));
        buf_lit(&b, ": <code>");
        buf_html_text(&b, receipt);
        buf_lit(&b, "</code></p>\n");
    }
    buf_lit(&b, "<p><a href=\"/f/");
    buf_html_attr(&b, form->name);
    buf_printf(&b, "?lang=%s\">", texts_code(texts, language));
    buf_html_text(&b, texts_word(texts, WORD_ONCE_MORE, language));
    buf_lit(&b, "</a></p>\n</div>\n");
    enum errcode e = buf_done(&b, &f.form);
    return e == OK ? fill_frame(a, frame, &f, out) : e;
}

enum errcode page_error(struct arena *a, const struct form_set *set, int status,
                        enum language language, struct slice *out) {
    const struct texts *texts = form_set_texts(set);
    struct filling f = {.title = texts_word(texts, word_of_status(status), language),
                        .messages = SLICE_LIT(""),
                        .form = SLICE_LIT(""),
                        .language = texts_code(texts, language)};
    return fill_frame(a, form_set_page(set), &f, out);
}
