/* page: the owner's frame and what goes into its marks. */
#include "web/page.h"

#include <string.h>

#include "base/bounds.h"
#include "base/buf.h"
#include "web/form_html.h"
#include "web/thanks_html.h"
#include "web/words.h"

/* What stands for each mark of the frame. title and lang are escaped when written. */
struct filling {
    struct slice title, messages, form;
    struct slice warning; /* in front of the browser's title, not of the heading; may be unset */
    const struct site *site;
    const char *language; /* its code */
};

/* The picture says nothing that the heading does not. */
static void write_logo(struct buf *b, const struct site *site) {
    if (site->logo.ptr == NULL)
        return;
    buf_lit(b, "<p class=\"logo\"><img src=\"");
    buf_html_attr(b, site->logo);
    buf_lit(b, "\" alt=\"\"></p>\n");
}

static void write_mark(struct buf *b, struct slice mark, const struct filling *f) {
    if (slice_eq_lit(mark, "title"))
        buf_html_text(b, f->title);
    else if (slice_eq_lit(mark, "lang"))
        buf_lit(b, f->language);
    else if (slice_eq_lit(mark, "logo"))
        write_logo(b, f->site);
    else if (slice_eq_lit(mark, "messages"))
        buf_raw(b, f->messages);
    else if (slice_eq_lit(mark, "form"))
        buf_raw(b, f->form);
}

static const char *find(struct slice s, const char *mark) {
    return s.len == 0 ? NULL : memmem(s.ptr, s.len, mark, strlen(mark));
}

/* One pass: what is filled in is never searched for marks again. */
static void fill(struct buf *b, struct slice frame, const struct filling *f) {
    const char *open;
    while ((open = find(frame, "{{")) != NULL) {
        struct slice after = slice_sub(frame, (size_t)(open - frame.ptr) + 2, frame.len);
        const char *close = find(after, "}}");
        if (close == NULL)
            break;
        buf_raw(b, slice_sub(frame, 0, (size_t)(open - frame.ptr)));
        write_mark(b, slice_sub(after, 0, (size_t)(close - after.ptr)), f);
        frame = slice_sub(after, (size_t)(close - after.ptr) + 2, after.len);
    }
    buf_raw(b, frame);
}

/* Octets up to the end of the tag <title>; 0: there is none. */
static size_t title_begin(struct slice frame) {
    static const char tag[] = "<title";
    for (size_t i = 0; i + sizeof tag - 1 <= frame.len; i++) {
        if (!slice_eq_nocase(slice_sub(frame, i, sizeof tag - 1), tag))
            continue;
        struct slice rest = slice_sub(frame, i, frame.len);
        size_t close = slice_find(rest, '>');
        return close < rest.len ? i + close + 1 : 0;
    }
    return 0;
}

/* The mark {{title}} stands in <title> and over the form; a warning is for the first of them only,
 * and in front of all that the owner has there. */
static enum errcode fill_frame(struct arena *a, const struct page_look *look, struct filling *f,
                               struct slice *out) {
    struct slice frame = look->frame;
    struct buf b;
    f->site = look->site;
    buf_init(&b, a, RESPONSE_BYTES_MAX);
    size_t split = f->warning.len > 0 ? title_begin(frame) : 0;
    fill(&b, slice_sub(frame, 0, split), f);
    if (split > 0) {
        buf_html_text(&b, f->warning);
        buf_char(&b, ' ');
    }
    fill(&b, slice_sub(frame, split, frame.len), f);
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

/* On a page with something typed in it: presses the button at the form's end. */
static void write_language_label(struct buf *b, const struct page_form *p, enum language l) {
    const char *code = texts_code(p->form->texts, l);
    buf_lit(b, "<label for=\"");
    buf_html_attr(b, p->form->name);
    buf_printf(b, "-in-%s\" lang=\"%s\">", code, code);
    buf_html_text(b, texts_name(p->form->texts, l));
    buf_lit(b, "</label>\n");
}

static void write_intro(struct buf *b, const struct page_form *p) {
    struct slice intro = text_in(&p->form->intro, p->language);
    if (p->form->language_count > 1) {
        buf_lit(b, "<p class=\"languages\">");
        for (size_t i = 0; i < p->form->language_count; i++) {
            if (p->form->languages[i] == p->language)
                continue;
            if (p->submission == NULL)
                write_language_link(b, p, p->form->languages[i]);
            else
                write_language_label(b, p, p->form->languages[i]);
        }
        buf_lit(b, "</p>\n");
    }
    if (intro.len > 0) {
        buf_lit(b, "<p class=\"intro\">");
        buf_html_text(b, intro);
        buf_lit(b, "</p>\n");
    }
}

struct page_look page_look(const struct form_set *set) {
    return (struct page_look){
        .frame = form_set_page(set), .site = form_set_site(set), .texts = form_set_texts(set)};
}

enum errcode page_form(struct arena *a, const struct page_look *look, const struct page_form *p,
                       struct slice *out) {
    struct filling f = {.title = text_in(&p->form->title, p->language),
                        .language = texts_code(p->form->texts, p->language)};
    struct buf messages, form;
    if (form_html_is_error(p))
        f.warning = texts_word(look->texts, WORD_ERROR, p->language);
    buf_init(&messages, a, RESPONSE_BYTES_MAX);
    form_html_messages(&messages, look, p);
    enum errcode e = buf_done(&messages, &f.messages);
    if (e != OK)
        return e;
    buf_init(&form, a, RESPONSE_BYTES_MAX);
    if (p->fragment)
        buf_raw(&form, f.messages);
    else
        write_intro(&form, p);
    form_html_write(&form, p);
    e = buf_done(&form, p->fragment ? out : &f.form);
    return e != OK || p->fragment ? e : fill_frame(a, look, &f, out);
}

enum errcode page_thanks(struct arena *a, const struct page_look *look, const struct page_thanks *t,
                         struct slice *out) {
    struct filling f = {.title = thanks_html_title(t),
                        .messages = SLICE_LIT(""),
                        .language = texts_code(look->texts, t->language)};
    struct buf b;
    buf_init(&b, a, RESPONSE_BYTES_MAX);
    thanks_html_write(&b, look, t);
    enum errcode e = buf_done(&b, t->fragment ? out : &f.form);
    return e != OK || t->fragment ? e : fill_frame(a, look, &f, out);
}

/* What went wrong is the heading; below it the ways on. */
enum errcode page_error(struct arena *a, const struct page_look *look, int status,
                        enum language language, struct slice *out) {
    struct filling f = {.title = texts_word(look->texts, word_of_status(status), language),
                        .messages = SLICE_LIT(""),
                        .warning = texts_word(look->texts, WORD_ERROR, language),
                        .language = texts_code(look->texts, language)};
    struct buf b;
    buf_init(&b, a, RESPONSE_BYTES_MAX);
    buf_lit(&b, "<div class=\"firstline ways\">\n");
    thanks_html_call(&b, look, language);
    buf_lit(&b, "<p><a href=\"");
    buf_html_attr(&b, look->site->home);
    buf_lit(&b, "\">");
    buf_html_text(&b, texts_word(look->texts, WORD_HOME, language));
    buf_lit(&b, "</a></p>\n</div>\n");
    enum errcode e = buf_done(&b, &f.form);
    return e != OK ? e : fill_frame(a, look, &f, out);
}
