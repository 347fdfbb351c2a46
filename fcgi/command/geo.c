/* geo: looks addresses up as the service does, and says of each part which file told it, and by
 * which names a rule may ask for it. */
#include "command/geo.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/bounds.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "command/settings.h"
#include "lead/classify.h"

#define ANSWER_BYTES_MAX (64 * 1024) /* of one address */

struct part {
    const char *name;
    const struct condition_kind *kind; /* NULL: no rule asks for it */
};

static const struct part parts[PLACE__MAX] = {
    [PLACE_COUNTRY] = {"country", &condition_country},
    [PLACE_REGION] = {"region", &condition_region},
    [PLACE_CITY] = {"city", &condition_city},
    [PLACE_ZONE] = {"zone", NULL},
};

struct asked {
    struct settings settings; /* of --config; empty without */
    struct settings_list geo;
    char **addresses; /* of argv */
    size_t address_count;
    bool json;
};

struct shown {
    const struct settings_list *files;
    const struct geo *geo;
    struct arena *arena;
    struct place place;
    bool known;
};

static struct slice value_of(const struct place *p, enum place_part part) {
    const struct slice values[PLACE__MAX] = {p->country, p->region, p->city, p->time_zone};
    return values[part];
}

/* Each name once: databases and the table of regions often agree. */
static void names_of(const struct place *p, enum place_part part, struct condition_values *out) {
    struct condition_values all = {.count = 0};
    out->count = 0;
    if (parts[part].kind != NULL)
        classify_place_names(p, parts[part].kind, &all);
    for (size_t i = 0; i < all.count; i++) {
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again = again || slice_eq(all.items[k], all.items[i]);
        if (!again)
            condition_add_value(out, all.items[i]);
    }
}

/* ---- for people ------------------------------------------------------------------------------ */

/* As a word of a list in YAML. */
static void print_word(struct slice s) {
    bool plain = true;
    for (size_t i = 0; i < s.len; i++)
        plain = plain && strchr(",[]{}:#'\"\\&*!|>%@`", s.ptr[i]) == NULL;
    if (plain) {
        printf("%.*s", SLICE_ARG(s));
        return;
    }
    putchar('\'');
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '\'')
            fputs("''", stdout);
        else
            putchar(s.ptr[i]);
    putchar('\'');
}

static void print_part(const struct shown *a, enum place_part part) {
    struct condition_values names;
    struct slice value = value_of(&a->place, part);
    names_of(&a->place, part, &names);
    if (value.ptr == NULL && names.count == 0)
        return;
    if (value.ptr == NULL)
        value = names.items[0];
    printf("  %-8s %.*s, by %s\n", parts[part].name, SLICE_ARG(value),
           a->files->items[a->place.told_by[part]]);
    if (parts[part].kind == NULL)
        return;
    printf("           in a rule: {%s: [", parts[part].name);
    for (size_t i = 0; i < names.count; i++) {
        fputs(i == 0 ? "" : ", ", stdout);
        print_word(names.items[i]);
    }
    puts(names.count > 1 ? "]}, any of these" : "]}");
}

static void print_files(const struct shown *a) {
    int32_t today = clock_day(clock_wall_us());
    for (size_t i = 0; i < geo_count(a->geo); i++) {
        struct geo_about about;
        geo_describe(a->geo, i, &about);
        int32_t days = today - about.built_day;
        printf("%s: %.*s, built %s, %d days ago%s\n", a->files->items[i],
               SLICE_ARG(about.database.ptr != NULL ? about.database : SLICE_LIT("of no type")),
               about.built, (int)days, days > GEO_OLD_DAYS ? ": old" : "");
    }
}

static void print(const struct shown *a, const char *address) {
    printf("%s\n", address);
    if (!a->known)
        puts("  not known");
    for (enum place_part part = 0; a->known && part < PLACE__MAX; part++)
        print_part(a, part);
}

/* ---- for programs ---------------------------------------------------------------------------- */

static void write_part(struct buf *b, const struct shown *a, enum place_part part) {
    struct condition_values names;
    struct slice value = value_of(&a->place, part);
    names_of(&a->place, part, &names);
    if (value.ptr == NULL && names.count == 0)
        return;
    buf_printf(b, ",\"%s\":{\"value\":", parts[part].name);
    buf_json(b, value);
    buf_lit(b, ",\"file\":");
    buf_json(b, slice_from(a->files->items[a->place.told_by[part]]));
    for (size_t i = 0; i < names.count; i++) {
        buf_lit(b, i == 0 ? ",\"names\":[" : ",");
        buf_json(b, names.items[i]);
    }
    buf_lit(b, names.count > 0 ? "]}" : "}");
}

static void write_files(struct buf *b, const struct shown *a) {
    for (size_t i = 0; i < geo_count(a->geo); i++) {
        struct geo_about about;
        geo_describe(a->geo, i, &about);
        buf_lit(b, i == 0 ? "\n{\"path\":" : ",\n{\"path\":");
        buf_json(b, slice_from(a->files->items[i]));
        buf_lit(b, ",\"database\":");
        buf_json(b, about.database);
        buf_printf(b, ",\"built\":\"%s\"}", about.built);
    }
}

static void write_answer(struct buf *b, const struct shown *a, const char *address) {
    buf_lit(b, "{\"address\":");
    buf_json(b, slice_from(address));
    for (enum place_part part = 0; a->known && part < PLACE__MAX; part++)
        write_part(b, a, part);
    buf_lit(b, "}");
}

static void put(const struct buf *b) {
    struct slice text;
    if (buf_done(b, &text) != OK)
        xalloc_fail(); /* names and paths are bounded */
    printf("%.*s", SLICE_ARG(text));
}

/* ---- the command ----------------------------------------------------------------------------- */

static bool is_address(const char *word) {
    unsigned char octets[16];
    return inet_pton(AF_INET, word, octets) == 1 || inet_pton(AF_INET6, word, octets) == 1;
}

static int answer_all(const struct asked *q, struct shown *a) {
    struct buf b;
    if (q->json)
        printf("{\"addresses\":[");
    for (size_t i = 0; i < q->address_count; i++) {
        const char *address = q->addresses[i];
        arena_reset(a->arena);
        a->known = geo_find(a->geo, a->arena, slice_from(address), &a->place) == OK;
        if (!q->json) {
            print(a, address);
            continue;
        }
        buf_init(&b, a->arena, ANSWER_BYTES_MAX);
        buf_lit(&b, i == 0 ? "\n" : ",\n");
        write_answer(&b, a, address);
        put(&b);
    }
    if (!q->json) {
        print_files(a);
        return EX_OK;
    }
    arena_reset(a->arena);
    buf_init(&b, a->arena, ANSWER_BYTES_MAX);
    buf_lit(&b, "],\n\"files\":[");
    write_files(&b, a);
    buf_lit(&b, "]}\n");
    put(&b);
    return EX_OK;
}

static int run(const struct asked *q) {
    struct shown a = {.files = q->geo.count > 0 ? &q->geo : &q->settings.geo};
    struct geo *g = geo_new();
    int code = EX_OK;
    for (size_t i = 0; i < q->address_count; i++)
        if (!is_address(q->addresses[i])) {
            fprintf(stderr, "firstline geo: \"%s\" is no IP address\n", q->addresses[i]);
            code = EX_DATAERR;
        }
    if (a.files->count == 0) {
        fputs("firstline geo: which database? --geo FILE, or --config FILE that names one\n",
              stderr);
        code = EX_USAGE;
    }
    for (size_t i = 0; i < a.files->count; i++)
        if (geo_add(g, a.files->items[i]) != OK) /* which logs why */
            code = EX_NOINPUT;
    a.geo = g;
    a.arena = arena_new(4 * ANSWER_BYTES_MAX);
    if (code == EX_OK)
        code = answer_all(q, &a);
    arena_free(a.arena);
    geo_close(g);
    return code;
}

static int usage(bool asked) {
    fputs(
        "usage: firstline geo ADDRESS... --geo FILE [--json]\n"
        "       firstline geo ADDRESS... --config FILE [--json]\n\n"
        "Shows what rules would see of visitors with these addresses, which of the geo databases\n"
        "told it, and by which names a rule may ask for it; and how old the databases are.\n",
        asked ? stdout : stderr);
    return asked ? EX_OK : EX_USAGE;
}

static bool read_config(struct asked *q, char *path) {
    char *argv[] = {"geo", "--config", path};
    settings_free(&settings_of_serve, &q->settings);
    q->settings = (struct settings){0};
    return settings_read(&settings_of_serve, sizeof argv / sizeof *argv, argv, &q->settings) == OK;
}

static bool read_words(int argc, char **argv, struct asked *q) {
    bool good = true;
    for (int i = 1; i < argc && good; i++) {
        bool has_value = i + 1 < argc;
        if (strcmp(argv[i], "--json") == 0)
            q->json = true;
        else if (strcmp(argv[i], "--config") == 0 && has_value)
            good = read_config(q, argv[++i]);
        else if (strcmp(argv[i], "--geo") == 0 && has_value)
            good = settings_list_add(&q->geo, "command line", "geo", slice_from(argv[++i])) == OK;
        else if (argv[i][0] != '-')
            q->addresses[q->address_count++] = argv[i];
        else
            good = false;
    }
    return good && q->address_count > 0;
}

int geo_command(int argc, char **argv) {
    struct asked q = {.json = false};
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0))
        return usage(true);
    q.addresses = xcalloc((size_t)argc, sizeof *q.addresses);
    int code = read_words(argc, argv, &q) ? run(&q) : usage(false);
    settings_free(&settings_of_serve, &q.settings);
    settings_list_free(&q.geo);
    free(q.addresses);
    return code;
}
