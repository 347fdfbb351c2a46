/* form_set: all forms of a directory with categories and page frame. All memory is one arena and
 * the list of compiled patterns, so a set goes whole, also half-built after an error. */
#include "form/form_set.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/xalloc.h"
#include "form/frame.h"
#include "form/loader.h"
#include "form/octets.h"
#include "form/texts_file.h"
#include "form/touch_script.h"

#define VERSION_DIGITS 12

struct form_set {
    struct arena *arena;
    struct pattern_list patterns;
    struct texts *texts;
    struct form *forms;
    size_t form_count;
    const struct category *categories;
    size_t category_count;
    struct slice page, style, script;
    struct site site;
    struct known_hosts hosts;
    char version[VERSION_DIGITS + 1];
};

/* Names and contents with their lengths, so that no two sets of files give the same octets. */
static void compute_version(const struct form_file *files, size_t count,
                            char out[VERSION_DIGITS + 1]) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (context == NULL || EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1)
        xalloc_fail();
    for (size_t i = 0; i < count; i++) {
        char head[64];
        int n = snprintf(head, sizeof head, "%zu %zu\n", files[i].name.len, files[i].text.len);
        if (EVP_DigestUpdate(context, head, (size_t)n) != 1 ||
            EVP_DigestUpdate(context, files[i].name.ptr, files[i].name.len) != 1 ||
            EVP_DigestUpdate(context, files[i].text.ptr, files[i].text.len) != 1)
            xalloc_fail();
    }
    if (EVP_DigestFinal_ex(context, digest, NULL) != 1)
        xalloc_fail();
    EVP_MD_CTX_free(context);
    for (size_t i = 0; i < VERSION_DIGITS / 2; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

static const struct form_file *find_file(const struct form_file *files, size_t count,
                                         const char *name) {
    for (size_t i = 0; i < count; i++)
        if (slice_eq_lit(files[i].name, name))
            return &files[i];
    return NULL;
}

static void load_categories(struct form_set *set, struct loader *l, const char *dir,
                            const struct form_file *file) {
    if (file == NULL) {
        problems_add(l->source.problems, dir, 0, "no categories.yaml in this directory");
        return;
    }
    if (file->text.ptr == NULL)
        return;
    category_load(l, file->text, file->path);
    set->categories = l->categories;
    set->category_count = l->category_count;
}

static void load_page(struct form_set *set, struct loader *l, const char *dir,
                      const struct form_file *file) {
    if (file == NULL) {
        problems_add(l->source.problems, dir, 0, "no page.html in this directory");
        return;
    }
    struct slice text = file->text;
    if (text.ptr == NULL || !octets_check(l->source.problems, file->path, &text))
        return;
    frame_check(l->source.problems, file->path, text);
    set->page = loader_copy(l, text);
}

static void load_site(struct form_set *set, struct loader *l, const struct form_file *file) {
    set->site = (struct site){.home = SLICE_LIT("/"),
                              .allow = SLICE_LIT(""),
                              .touch_consent = SLICE_LIT("ask"),
                              .touch_days = SITE_TOUCH_DAYS};
    if (file != NULL && file->text.ptr != NULL)
        site_load(l, file->text, file->path, &set->site);
}

static void load_hosts(struct form_set *set, struct loader *l, const struct form_file *file) {
    if (file == NULL)
        known_hosts_load(l, known_hosts_builtin(), "hosts.yaml (built in)", &set->hosts);
    else if (file->text.ptr != NULL)
        known_hosts_load(l, file->text, file->path, &set->hosts);
}

/* The colours that the style takes from the site, as custom properties: for pages of firstline's
 * and of others alike. */
static struct slice colours(struct loader *l, const struct site *site) {
    char text[128];
    if (site->accent.len != sizeof "#rrggbb" - 1) /* not given, or no colour, which is reported */
        return SLICE_LIT("");
    snprintf(text, sizeof text, ":root{--firstline-accent:%.*s;--firstline-accent-ink:%s}\n",
             SLICE_ARG(site->accent), site_wants_white(site->accent) ? "#fff" : "#000");
    return loader_copy(l, slice_from(text));
}

static void load_style(struct form_set *set, struct loader *l, const struct form_file *file) {
    struct slice style = file == NULL ? SLICE_NONE : file->text;
    if (style.ptr == NULL || !octets_check(l->source.problems, file->path, &style))
        return;
    struct slice head = colours(l, &set->site);
    char *text = loader_alloc(l, head.len + style.len, 1);
    memcpy(text, head.ptr, head.len);
    memcpy(text + head.len, style.ptr, style.len);
    set->style = (struct slice){text, head.len + style.len};
}

/* The name is a part of the form's address: /f/cargo. */
static bool check_name(struct loader *l, const struct form_file *file, struct slice name) {
    static const char *const taken[] = {"thanks"};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        if (!slice_eq_lit(name, taken[i]))
            continue;
        problems_add(l->source.problems, file->path, 0,
                     "\"%s\" is an address of firstline's own: name the file otherwise", taken[i]);
        return false;
    }
    if (loader_is_name(name, '-', PAIR_NAME_MAX))
        return true;
    char why[LOADER_WHY_BYTES];
    loader_why(name, why);
    problems_add(l->source.problems, file->path, 0,
                 "bad form name%s: the file's name is a letter a-z first, then a-z, 0-9 and -, at "
                 "most %d, and .yaml: rename it, or end it in .bak to set it aside",
                 why, PAIR_NAME_MAX);
    return false;
}

static void load_form(struct form_set *set, struct loader *l, const struct form_file *file) {
    struct slice name = slice_sub(file->name, 0, file->name.len - strlen(".yaml"));
    if (!check_name(l, file, name) || file->text.ptr == NULL)
        return;
    const char *path = loader_copy(l, slice_from(file->path)).ptr;
    form_load(l, file->text, path, loader_copy(l, name), &set->forms[set->form_count++]);
}

static bool is_form(const struct form_file *file) {
    return slice_ends(file->name, ".yaml") && !slice_eq_lit(file->name, "categories.yaml") &&
           !slice_eq_lit(file->name, "site.yaml") && !slice_eq_lit(file->name, "hosts.yaml") &&
           !texts_is_file(file->name);
}

static void load_forms(struct form_set *set, struct loader *l, const char *dir,
                       const struct form_file *files, size_t count) {
    size_t forms = 0;
    for (size_t i = 0; i < count; i++)
        forms += is_form(&files[i]);
    if (forms == 0)
        problems_add(l->source.problems, dir, 0, "no form (*.yaml) in this directory");
    if (forms > FORMS_MAX) {
        problems_add(l->source.problems, dir, 0, "more than %d forms", FORMS_MAX);
        return;
    }
    set->forms = loader_alloc(l, forms, sizeof *set->forms);
    for (size_t i = 0; i < count; i++)
        if (is_form(&files[i]))
            load_form(set, l, &files[i]);
}

enum errcode form_set_build(const char *dir, const struct form_file *files, size_t count,
                            struct problems *problems, struct form_set **out) {
    size_t before = problems->count + problems->left_out;
    struct form_set *set = xcalloc(1, sizeof *set);
    set->arena = arena_new(FORM_SET_BYTES_MAX);
    struct loader l = {.arena = set->arena,
                       .patterns = &set->patterns,
                       .source = {.path = dir, .problems = problems}};
    set->texts = loader_alloc(&l, 1, sizeof *set->texts);
    texts_load(&l, files, count, set->texts);
    l.texts = set->texts;
    load_categories(set, &l, dir, find_file(files, count, "categories.yaml"));
    load_page(set, &l, dir, find_file(files, count, "page.html"));
    load_site(set, &l, find_file(files, count, "site.yaml"));
    load_hosts(set, &l, find_file(files, count, "hosts.yaml"));
    set->script = touch_script_make(&l, &set->site, &set->hosts);
    load_forms(set, &l, dir, files, count);
    load_style(set, &l, find_file(files, count, "firstline.css"));
    if (problems->count + problems->left_out > before) {
        form_set_free(set);
        return ERR_CONFIG;
    }
    compute_version(files, count, set->version); /* here every text is there */
    *out = set;
    return OK;
}

void form_set_free(struct form_set *set) {
    if (set == NULL)
        return;
    texts_close(set->texts);
    pattern_list_free(&set->patterns);
    arena_free(set->arena);
    free(set);
}

const struct form *form_find(const struct form_set *set, struct slice name) {
    for (size_t i = 0; i < set->form_count; i++)
        if (slice_eq(set->forms[i].name, name))
            return &set->forms[i];
    return NULL;
}

const struct texts *form_set_texts(const struct form_set *set) { return set->texts; }

size_t form_count(const struct form_set *set) { return set->form_count; }

const struct form *form_at(const struct form_set *set, size_t i) {
    assert(i < set->form_count);
    return &set->forms[i];
}

size_t category_count(const struct form_set *set) { return set->category_count; }

const struct category *category_at(const struct form_set *set, size_t i) {
    assert(i < set->category_count);
    return &set->categories[i];
}

struct slice form_set_page(const struct form_set *set) {
    return set->page;
}

const struct site *form_set_site(const struct form_set *set) { return &set->site; }

struct slice form_set_style(const struct form_set *set) {
    return set->style;
}

const struct known_hosts *form_set_hosts(const struct form_set *set) { return &set->hosts; }

struct slice form_set_script(const struct form_set *set) {
    return set->script;
}

const char *form_set_version(const struct form_set *set) { return set->version; }
