/* spooled: the records of store_fixture in the spool of spool_fixture. */
#ifndef UNIT_SPOOLED_H
#define UNIT_SPOOLED_H

#include "spool_fixture.h"
#include "store_fixture.h"

/* Puts count records from first on into a file. */
static void put(size_t first, size_t count) {
    static struct spool_record all[RECORDS];
    for (size_t i = 0; i < count; i++)
        all[i] = (struct spool_record){records[first + i].id, records[first + i].json};
    assert_int_equal(spool_write(spool, all, count), OK);
}

#endif
