/* setup_schema: the tables of this version, and the zone in which both count days.
 *
 * install.sql may be run again at any time, but it takes all tables for itself for a moment and
 * makes all views anew: it waits for people at work, and they for it. So what is noted to be of
 * these very files is let alone (admin/release), unless somebody has taken a right or a view away
 * since; to have it done all the same there is psql. */
#include <stdlib.h>
#include <sysexits.h>

#include "admin/release.h"
#include "admin/setup.h"
#include "admin/text.h"
#include "base/version.h"

/* ---- the tables ----------------------------------------------------------------------------- */

/* -1: none. Number 1 could not tell yet. */
static int number_there(struct setup *s) {
    const char *why = NULL;
    if (s->conn == NULL ||
        database_value(s->arena, s->conn, "SELECT to_regnamespace('intake')", NULL, &why) == NULL)
        return -1;
    const char *number = database_value(
        s->arena, s->conn, "SELECT intake.hello('firstline setup', 0, '{}')", NULL, &why);
    return number == NULL ? 1 : (int)strtol(number, NULL, 10);
}

static const char *comment_there(struct setup *s) {
    const char *why = NULL;
    return database_value(s->arena, s->conn,
                          "SELECT obj_description(to_regnamespace('intake'), 'pg_namespace')", NULL,
                          &why);
}

/* NULL: all is as install.sql has made it. */
static const char *damage(struct setup *s) {
    const char *why = NULL;
    return database_value(s->arena, s->conn, release_damage, NULL, &why);
}

static const char *name_of(struct setup *s, int number) {
    return number == -1 ? "nothing" : text_printf(s->arena, "number %d", number);
}

static bool read_release(struct setup *s, struct release *ours) {
    if (s->share != NULL && release_read(s->arena, text_printf(s->arena, "%s/sql", s->share), ours))
        return true;
    setup_say(s, SETUP_FAILED,
              "sql/install.sql of this version is missing; install firstline again");
    s->code = EX_NOINPUT;
    return false;
}

static enum setup_end look_schema(struct setup *s) {
    struct release ours;
    if (!read_release(s, &ours))
        return SETUP_FAILED;
    int there = number_there(s);
    if (there > ours.number) {
        setup_more(s, "An older program works under newer tables: nothing has to be done.");
        return setup_say(s, SETUP_SO, "%s, newer than this program's (number %d): they stay",
                         name_of(s, there), ours.number);
    }
    if (there == -1)
        return setup_say(s, SETUP_NEEDED, "make all tables, number %d", ours.number);
    struct slice noted = release_noted(slice_from(comment_there(s)));
    if (there == ours.number && slice_eq_lit(noted, ours.digest)) {
        const char *wrong = damage(s);
        return wrong == NULL
                   ? setup_say(s, SETUP_SO, "number %d, files %s: those of this program",
                               ours.number, ours.digest)
                   : setup_say(s, SETUP_NEEDED, "put right what was changed by hand: %s", wrong);
    }
    return setup_say(s, SETUP_NEEDED, "bring %s to number %d, files %s", name_of(s, there),
                     ours.number, ours.digest);
}

static bool note_it(struct setup *s, const struct release *ours, const char **why) {
    const char *note = release_note(s->arena, slice_from(comment_there(s)), ours->digest);
    char *text = PQescapeLiteral(s->conn, note, strlen(note));
    bool good =
        database_do(s->arena, s->conn,
                    text_printf(s->arena, "COMMENT ON SCHEMA intake IS %s", text), NULL, why);
    PQfreemem(text);
    return good;
}

static enum setup_end act_schema(struct setup *s) {
    struct release ours;
    const char *why = NULL, *file = text_printf(s->arena, "%s/sql/install.sql", s->share);
    if (!read_release(s, &ours))
        return SETUP_FAILED;
    int before = number_there(s);
    if (!database_run_file(s->arena, &s->db, file, &why)) {
        setup_more(s, "%s", why);
        setup_more(s, "Nothing has been changed. When that is mended, run setup again.");
        return setup_say(s, SETUP_FAILED,
                         "the tables of %s could not be brought to number %d:", s->db.name,
                         ours.number);
    }
    if (!note_it(s, &ours, &why))
        return setup_say(s, SETUP_FAILED, "the tables are there, and that could not be noted: %s",
                         why);
    const char *wrong = damage(s);
    if (wrong != NULL)
        return setup_say(s, SETUP_WARN, "%s; install.sql has run and left it so", wrong);
    const char *how = before == -1 ? "made"
                      : before == ours.number
                          ? "made anew"
                          : text_printf(s->arena, "%s before", name_of(s, before));
    return setup_say(s, SETUP_DONE, "%s, now number %d, of version %s", how, number_there(s),
                     FIRSTLINE_VERSION);
}

const struct setup_step setup_schema = {.what = "tables",
                                        .is = NEED_SCHEMA,
                                        .needs = NEED_DATABASE,
                                        .look = look_schema,
                                        .act = act_schema};

/* ---- the zone ------------------------------------------------------------------------------- */

static enum setup_end look_zone(struct setup *s) {
    const char *why = NULL;
    const char *there =
        number_there(s) == -1
            ? NULL
            : database_value(s->arena, s->conn, "SELECT zone FROM intake.setting", NULL, &why);
    if (why != NULL)
        return setup_say(s, SETUP_FAILED, "%s", why);
    if (there != NULL && slice_eq_lit(slice_from(there), s->zone))
        return setup_say(s, SETUP_SO, "days are counted in %s", s->zone);
    return setup_say(s, SETUP_NEEDED, "count days in %s in the database, too", s->zone);
}

static enum setup_end act_zone(struct setup *s) {
    const char *why = NULL;
    if (!database_do(s->arena, s->conn, "UPDATE intake.setting SET zone = $1", s->zone, &why)) {
        s->code = EX_CONFIG;
        return setup_say(s, SETUP_FAILED,
                         "the database does not take the zone %s of firstline.conf: %s", s->zone,
                         why);
    }
    return setup_say(s, SETUP_DONE, "days are counted in %s in the database, too", s->zone);
}

const struct setup_step setup_zone = {
    .what = "time zone", .needs = NEED_SCHEMA, .look = look_zone, .act = act_zone};
