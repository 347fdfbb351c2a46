/* remembered: files of the folder recent of spool_fixture, as if they had been written before. */
#ifndef UNIT_REMEMBERED_H
#define UNIT_REMEMBERED_H

#include <fcntl.h>
#include <unistd.h>

#include "spool_fixture.h"
#include "store_fixture.h"

#include "base/clock.h"
#include "base/write_all.h"
#include "store/recent.h"
#include "store/recent_name.h"

#define LISTED_MAX 64

/* A file says no more of itself than it means. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

/* What the name of a file says, and what lies in it. */
struct was_kept {
    long long ago_us;
    const char *label;
    size_t first, count;   /* of the records */
    unsigned long records; /* of the name; 0: it grew when its process was killed */
    long long octets;      /* of the name, where that has records; 0: those it has */
};

static void recent_path(const char *name, char out[256]) {
    snprintf(out, 256, "%s/recent/%s", spool_root, name);
}

static void put_octets(const char *name, const char *text, size_t octets) {
    char path[256];
    recent_path(name, path);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_int_not_equal(fd, -1);
    assert_true(write_all(fd, (struct slice){text, octets}));
    close(fd);
}

static struct spool_name put_remembered(struct was_kept k) {
    static unsigned chance;
    static struct spool_record all[BATCH_RECORDS_MAX + 1];
    struct spool_name name;
    for (size_t i = 0; i < k.count; i++)
        all[i] = (struct spool_record){records[k.first + i].id, records[k.first + i].json};
    char *text = malloc(spool_file_bytes(all, k.count));
    size_t octets = k.count == 0 ? 0 : spool_file_grow(all, k.count, true, text);
    long long told = k.records == 0 ? 0 : k.octets > 0 ? k.octets : (long long)octets;
    snprintf(name.text, sizeof name.text, "%016llx-%08x-%08x.%lu.%lld~%s",
             (long long)clock_wall_us() - k.ago_us, 7u, ++chance, k.records, told, k.label);
    put_octets(name.text, text, octets);
    free(text);
    return name;
}

/* The names in the folder, in order, without those that begin with a dot. */
static size_t list_remembered(struct spool_name out[LISTED_MAX]) {
    struct dirent **found;
    char path[256];
    size_t n = 0;
    recent_path("", path);
    int all = scandir(path, &found, NULL, alphasort);
    assert_true(all >= 0);
    for (int i = 0; i < all; i++) {
        if (found[i]->d_name[0] != '.') {
            assert_true(n < LISTED_MAX);
            snprintf(out[n++].text, sizeof out->text, "%.120s", found[i]->d_name);
        }
        free(found[i]);
    }
    free(found);
    return n;
}

#endif
