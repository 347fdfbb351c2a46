/* fuzz_spool: any octets as a file of the spool. What is read passes its checksums, so it can be
 * written and read again as it is; a file that counts as whole is, octet by octet, what would be
 * written for its records. And as the name of one of recent: what is read of it is what a name that
 * is written of that says. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "store/recent_name.h"
#include "store/spool_file.h"

#define RECORDS_MAX 2048 /* more than fit into an input */

static struct spool_record records[RECORDS_MAX];

static size_t read_all(struct slice file, const char **damage) {
    struct spool_reader reader;
    size_t n = 0;
    spool_reader_init(&reader, file);
    while (n < RECORDS_MAX && spool_reader_next(&reader, &records[n])) {
        const struct slice p = records[n].payload;
        assert(p.len > 0 && p.len <= RECORD_BYTES_MAX);
        assert(p.ptr >= file.ptr && p.len <= (size_t)(file.ptr + file.len - p.ptr));
        n++;
    }
    *damage = spool_reader_damage(&reader);
    return n;
}

static void try_name(const uint8_t *data, size_t size) {
    struct spool_name name = {""}, written;
    struct recent_name n, again;
    if (size > SPOOL_NAME_MAX)
        return;
    memcpy(name.text, data, size);
    if (!recent_name_parse(&name, &n))
        return;
    recent_name_write(&n, &written);
    bool read = recent_name_parse(&written, &again);
    assert(read && strcmp(again.stem.text, n.stem.text) == 0);
    assert(recent_label_same(&again.label, &n.label) && again.begun_us == n.begun_us);
    assert(again.records == n.records && again.octets == n.octets && n.octets >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    try_name(data, size);
    struct slice file = {(const char *)data, size};
    const char *damage, *damage_again;
    size_t count = read_all(file, &damage);
    if (count == RECORDS_MAX)
        return 0;
    assert(spool_file_check(file, &damage_again) == count && damage_again == damage);
    size_t bytes = spool_file_bytes(records, count);
    char *again = malloc(bytes);
    assert(again != NULL);
    spool_file_encode(records, count, again);
    if (damage == NULL) /* a UUID in capitals is one, but not what we write */
        assert(bytes == size);
    assert(spool_file_check((struct slice){again, bytes}, &damage_again) == count);
    assert(damage_again == NULL);
    free(again);
    return 0;
}
