/* directory: the files of a definition directory, read whole into memory: *.yaml, page.html and
 * firstline.css, and the languages in its folder texts. Others are left alone, but named. */
#include "form/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bounds.h"
#include "base/read_all.h"
#include "base/xalloc.h"
#include "form/file_name.h"
#include "form/form_set.h"

#define FILES_MAX (FORMS_MAX + 5) /* with categories, site, hosts, page.html and firstline.css */
#define ALL_FILES_MAX (FILES_MAX + LANGUAGES_MAX)

struct listing {
    struct form_file files[ALL_FILES_MAX];
    char *owned[ALL_FILES_MAX][3]; /* path, name, text */
    size_t count;
};

/* The contents; the caller frees. Unset: reported. */
static struct slice read_file(const char *path, struct problems *problems) {
    char *text = NULL;
    size_t len = 0;
    struct stat st;
    /* O_NONBLOCK: a FIFO of that name must not hold the start. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd == -1 || fstat(fd, &st) == -1) {
        problems_add(problems, path, 0, "cannot be read: %s%s", strerror(errno),
                     errno == EACCES ? ": let the user that runs firstline read it" : "");
        goto out;
    }
    if (!S_ISREG(st.st_mode)) {
        problems_add(problems, path, 0, "not a regular file");
        goto out;
    }
    text = xmalloc(FORM_FILE_BYTES_MAX + 1);
    if (!read_all(fd, text, FORM_FILE_BYTES_MAX + 1, &len)) {
        problems_add(problems, path, 0, "cannot be read: %s", strerror(errno));
    } else if (len > FORM_FILE_BYTES_MAX) {
        problems_add(problems, path, 0, "larger than %d octets", FORM_FILE_BYTES_MAX);
    } else {
        close(fd);
        return (struct slice){xrealloc(text, len + 1), len};
    }
out:
    free(text);
    if (fd != -1)
        close(fd);
    return SLICE_NONE;
}

static char *join(const char *dir, const char *name) {
    size_t dir_len = strlen(dir);
    while (dir_len > 1 && dir[dir_len - 1] == '/')
        dir_len--;
    size_t size = dir_len + 1 + strlen(name) + 1;
    char *path = xmalloc(size);
    snprintf(path, size, "%.*s%s%s", (int)dir_len, dir, dir_len == 1 && dir[0] == '/' ? "" : "/",
             name);
    return path;
}

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* name is within dir. A file that cannot be read stands in the list with its text unset: reported,
 * and not missing. */
static void take(struct listing *list, const char *dir, const char *name,
                 struct problems *problems) {
    char **owned = list->owned[list->count];
    owned[0] = join(dir, name);
    owned[1] = xstrdup(slice_from(name));
    struct slice text = read_file(owned[0], problems);
    owned[2] = (char *)text.ptr;
    list->files[list->count++] =
        (struct form_file){.path = owned[0], .name = slice_from(owned[1]), .text = text};
}

/* What is not taken is named, so that no file is silently without effect. */
static void name_other(const char *path, enum file_fate fate, const char *why,
                       struct problems *problems) {
    struct stat st;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
        fate = FILE_LEFT;
        why = "a folder, into which nobody looks";
    }
    if (fate == FILE_MISNAMED)
        problems_add(problems, path, 0, "%s", why);
    else if (problems->notes != NULL)
        problems_add(problems->notes, path, 0, "left alone: %s", why);
}

static void listing_free(struct listing *list) {
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < 3; j++)
            free(list->owned[i][j]);
    free(list);
}

/* name is within dir. true: it is a definition, or a language if it is in texts. */
static bool take_or_name(struct listing *list, const char *dir, const char *name, bool room,
                         struct problems *problems) {
    const char *why = NULL;
    enum file_fate fate = file_name_fate(slice_from(name), &why);
    if (fate == FILE_TAKEN && room) {
        take(list, dir, name, problems);
    } else if (fate == FILE_LEFT || fate == FILE_MISNAMED) {
        char *path = join(dir, name);
        name_other(path, fate, why, problems);
        free(path);
    }
    return fate == FILE_TAKEN;
}

/* Takes at most max files of dir/folder, or of dir itself where folder is empty. false: there is no
 * such directory, or it cannot be read; errno says which. */
static bool take_folder(struct listing *list, const char *dir, const char *folder, int max,
                        struct problems *problems) {
    struct dirent **entries;
    char *path = folder[0] == '\0' ? xstrdup(slice_from(dir)) : join(dir, folder);
    int n = scandir(path, &entries, NULL, by_name), saved = errno, taken = 0;
    for (int i = 0; i < n; i++) {
        char *name = folder[0] == '\0' ? xstrdup(slice_from(entries[i]->d_name))
                                       : join(folder, entries[i]->d_name);
        taken += take_or_name(list, dir, name, taken < max, problems);
        free(name);
        free(entries[i]);
    }
    if (taken > max)
        problems_add(problems, path, 0, "more than %d files", max);
    if (n != -1)
        free(entries);
    free(path);
    errno = saved;
    return n != -1;
}

enum errcode form_set_load(const char *dir, struct problems *problems, struct form_set **out) {
    size_t before = problems->count + problems->left_out;
    struct form_set *set = NULL;
    struct listing *list = xcalloc(1, sizeof *list);
    if (!take_folder(list, dir, "", FILES_MAX, problems)) {
        problems_add(problems, dir, 0, "cannot be read: %s", strerror(errno));
        listing_free(list);
        return ERR_CONFIG;
    }
    if (!take_folder(list, dir, "texts", LANGUAGES_MAX, problems) && errno != ENOENT)
        problems_add(problems, dir, 0, "texts cannot be read: %s", strerror(errno));
    enum errcode e = form_set_build(dir, list->files, list->count, problems, &set);
    listing_free(list);
    if (e == OK && problems->count + problems->left_out > before) {
        form_set_free(set);
        e = ERR_CONFIG;
    }
    if (e == OK)
        *out = set;
    return e;
}
