/* release: which tables a program brings. The files of sql/ have a number, which program and
 * database tell each other (sql/216_hello.sql), and a checksum, which is noted in the comment of
 * the schema intake: whoever runs install.sql by hand, of this version or another, writes that
 * comment anew and so takes the note away. */
#ifndef ADMIN_RELEASE_H
#define ADMIN_RELEASE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

struct release {
    int number;         /* 0: not found */
    const char *digest; /* 12 hexadecimal digits over all numbered files and install.sql */
};

/* false: there are no such files in the folder. */
bool release_read(struct arena *a, const char *sql_folder, struct release *out);

/* The number in the text of 216_hello.sql; 0: none. */
int release_number(struct slice hello);

/* A comment without its note, and the note of it; unset: none. */
struct slice release_bare(struct slice comment);
struct slice release_noted(struct slice comment);
const char *release_note(struct arena *a, struct slice comment, const char *digest);

/* A query: a row for each right that is missing or too many, and each view that is gone, though its
 * tables are of this version: what, and the remedy. Running install.sql again puts them right. */
extern const char release_damage[];

#endif
