/* file_name: a definition under a wrong name would have no effect, and nobody would be told. But
 * what editors and package tools leave behind must not stop a start: it is named, and that is all.
 */
#include "form/file_name.h"

#include <stddef.h>

struct ending {
    const char *text, *why;
};

static const struct ending leftovers[] = {
    {"~", "a copy that an editor keeps"},
    {"#", "a copy that an editor keeps"},
    {".bak", "a copy"},
    {".old", "a copy"},
    {".orig", "what was there before a patch or a merge"},
    {".rej", "what a patch could not change"},
    {".save", "what an editor saved as it died"},
    {".swp", "an editor has the file open, or died with it"},
    {".swo", "an editor has the file open, or died with it"},
    {".tmp", "a temporary file"},
    {".new", "the version that make install has brought: compare it with yours"},
    {".dpkg-new", "the package's, not unpacked to its end"},
    {".dpkg-dist", "the package's version: compare it with yours"},
    {".dpkg-old", "what was there before an upgrade"},
    {".dpkg-tmp", "what was there before an upgrade"},
    {".ucf-dist", "the package's version: compare it with yours"},
    {".ucf-new", "the package's version: compare it with yours"},
    {".ucf-old", "what was there before an upgrade"},
    {".rpmnew", "the package's version: compare it with yours"},
    {".rpmorig", "what was there before an upgrade"},
    {".rpmsave", "what was there before an upgrade"},
};

static bool ends_nocase(struct slice name, const char *ending) {
    size_t n = slice_from(ending).len;
    return name.len >= n && slice_eq_nocase(slice_sub(name, name.len - n, n), ending);
}

static const char *leftover(struct slice name) {
    for (size_t i = 0; i < sizeof leftovers / sizeof *leftovers; i++)
        if (slice_ends(name, leftovers[i].text))
            return leftovers[i].why;
    return NULL;
}

static const char *misnamed(struct slice name) {
    static const char *const definitions[] = {".yaml", ".yml", ".yaml.txt", ".yml.txt"};
    if (slice_eq_lit(name, ".yaml") || slice_eq_lit(name, ".yml"))
        return "the form's name is missing before .yaml";
    for (size_t i = 0; i < sizeof definitions / sizeof *definitions; i++)
        if (name.ptr[0] != '.' && ends_nocase(name, definitions[i]))
            return "a definition's name ends in .yaml, in small letters: rename it, or end it in "
                   ".bak to set it aside";
    return NULL;
}

static const char *misnamed_page(struct slice name) {
    static const char *const frames[] = {"page.html", "page.htm", "page.html.txt"};
    static const char *const styles[] = {"firstline.css", "firstline.css.txt"};
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++)
        if (slice_eq_nocase(name, frames[i]))
            return "the frame is called page.html: rename it, or end it in .bak to set it aside";
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (slice_eq_nocase(name, styles[i]))
            return "the style is called firstline.css: rename it, or end it in .bak to set it "
                   "aside";
    return NULL;
}

static bool has_nocase(struct slice name, const char *word) {
    for (size_t i = 0; i < name.len; i++)
        if (slice_eq_nocase(slice_sub(name, i, slice_from(word).len), word))
            return true;
    return false;
}

static struct slice cut_texts(struct slice path) {
    const char *folder = "texts/";
    return slice_starts(path, folder) ? slice_sub(path, slice_from(folder).len, path.len) : path;
}

enum file_fate file_name_fate(struct slice path, const char **why) {
    struct slice name = cut_texts(path);
    bool hidden = slice_starts(name, "."), in_texts = name.len < path.len;
    if ((slice_ends(name, ".yaml") && !hidden) || slice_eq_lit(path, "page.html") ||
        slice_eq_lit(path, "firstline.css"))
        return FILE_TAKEN;
    if (slice_ends(name, ".schema.json") || slice_eq_lit(path, "texts"))
        return FILE_IGNORED;
    if ((*why = leftover(name)) != NULL)
        return FILE_LEFT;
    if ((*why = misnamed(name)) != NULL || (!in_texts && (*why = misnamed_page(name)) != NULL))
        return FILE_MISNAMED;
    *why = hidden ? "its name begins with a dot" : "no definition: their names end in .yaml";
    return hidden && !has_nocase(name, "yaml") && !has_nocase(name, "yml") ? FILE_IGNORED
                                                                           : FILE_LEFT;
}
