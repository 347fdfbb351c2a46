/* region: the table is text that the assembler takes in, sorted by code, so a country is one run of
 * its lines. It is compared as it stands: a country has two hundred lines at most, and nearly all
 * of their names differ in the first letter. */
#include "form/region.h"

#include <stdint.h>

#include "base/reading.h"

__asm__(".pushsection .rodata\n"
        "region_table: .incbin \"fcgi/form/regions.tsv\"\n"
        "region_table_end: .balign 8\n"
        "region_table_bytes: .quad region_table_end - region_table\n"
        ".popsection\n");
extern const char region_table[] __attribute__((visibility("hidden")));
extern const uint64_t region_table_bytes __attribute__((visibility("hidden")));

static size_t line_start(struct slice table, size_t at) {
    while (at > 0 && table.ptr[at - 1] != '\n')
        at--;
    return at;
}

/* From the first line on that does not stand before prefix. */
static struct slice lines_from(struct slice table, struct slice prefix) {
    size_t low = 0, high = table.len;
    while (low < high) {
        size_t line = line_start(table, low + (high - low) / 2);
        if (slice_compare(slice_sub(table, line, prefix.len), prefix) >= 0)
            high = line;
        else
            low = line + slice_find(slice_sub(table, line, table.len), '\n') + 1;
    }
    return slice_sub(table, low, table.len);
}

static bool line_read(struct slice line, struct region *out) {
    if (slice_starts(line, "#") || line.len == 0)
        return false;
    *out = (struct region){slice_sub(line, 0, slice_find(line, '\t')), line};
    return true;
}

struct slice region_next_name(const struct region *r, size_t *at) {
    if (*at >= r->line.len)
        return SLICE_NONE;
    struct slice rest = slice_sub(r->line, *at, r->line.len);
    struct slice name = slice_sub(rest, 0, slice_find(rest, '\t'));
    *at += name.len + 1;
    return name;
}

static bool is_called(const struct region *r, struct slice name) {
    size_t at = 0;
    for (struct slice s = region_next_name(r, &at); s.ptr != NULL; s = region_next_name(r, &at))
        if (reading_alike(s, name))
            return true;
    return false;
}

/* The way of a database that has codes. */
static bool find_code(struct slice table, struct slice code, struct region *out) {
    struct slice rest;
    struct slice line = slice_cut(lines_from(table, code), '\n', &rest);
    struct region r;
    if (!line_read(line, &r) || !slice_eq(r.code, code))
        return false;
    *out = r;
    return true;
}

bool region_find(struct slice country, struct slice name, struct region *out) {
    const struct slice table = {region_table, (size_t)region_table_bytes};
    struct region r, hit;
    size_t found = 0;
    if (find_code(table, name, out))
        return true;
    struct slice rest = lines_from(table, country);
    while (rest.ptr != NULL && found < 2) {
        struct slice line = slice_cut(rest, '\n', &rest);
        if (!slice_eq(slice_sub(line, 0, country.len), country))
            break;
        if (line_read(line, &r) && is_called(&r, name)) {
            hit = r;
            found++;
        }
    }
    if (found != 1)
        return false;
    *out = hit;
    return true;
}
