/* settings: options and file, which of them wins, and what is said of wrong ones. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bounds.h"
#include "command/settings.h"

#define ARGS(...) ((char *[]){"serve", __VA_ARGS__})
#define ARGC(...) ((int)(sizeof ARGS(__VA_ARGS__) / sizeof(char *)))
#define READ(s, ...) settings_read(&settings_of_serve, ARGC(__VA_ARGS__), ARGS(__VA_ARGS__), (s))

static char config_path[] = "/tmp/firstline-settings-XXXXXX";

static void write_config(const char *text) {
    FILE *f = fopen(config_path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static int make_file(void **state) {
    (void)state;
    int fd = mkstemp(config_path);
    return fd == -1 ? -1 : close(fd);
}

static int remove_file(void **state) {
    (void)state;
    return unlink(config_path);
}

/* What stands on stderr after reading args; the pipe holds far more than a few messages. */
static void complaints(int argc, char **argv, char *out, size_t size) {
    struct settings s;
    int ends[2], saved = dup(STDERR_FILENO);
    assert_int_equal(pipe(ends), 0);
    fflush(stderr);
    dup2(ends[1], STDERR_FILENO);
    assert_int_equal(settings_read(&settings_of_serve, argc, argv, &s), ERR_CONFIG);
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(ends[1]);
    ssize_t n = read(ends[0], out, size - 1);
    out[n > 0 ? n : 0] = '\0';
    close(ends[0]);
    close(saved);
}

static void defaults_hold(void **state) {
    struct settings s;
    char *none[] = {"serve"};
    (void)state;
    assert_int_equal(settings_read(&settings_of_serve, 1, none, &s), OK);
    assert_int_equal(s.threads, 64);
    assert_string_equal(s.zone, "Europe/Moscow");
    assert_int_equal(s.geo.count, 0);
    assert_null(s.peer);
    settings_free(&settings_of_serve, &s);
}

static void both_spellings_of_an_option(void **state) {
    struct settings s;
    (void)state;
    assert_int_equal(READ(&s, "--threads", "7", "--geo=/a=b"), OK);
    assert_int_equal(s.threads, 7);
    assert_int_equal(s.geo.count, 1);
    assert_string_equal(s.geo.items[0], "/a=b");
    settings_free(&settings_of_serve, &s);
}

static void command_line_wins_over_file(void **state) {
    struct settings s;
    (void)state;
    write_config("# ours\n\nthreads = 9 # nine\n  zone=UTC\n");
    assert_int_equal(READ(&s, "--threads", "8", "--config", config_path), OK);
    assert_int_equal(s.threads, 8);
    assert_string_equal(s.zone, "UTC");
    settings_free(&settings_of_serve, &s);
}

static void bounds_of_threads(void **state) {
    static const struct {
        const char *text;
        enum errcode expected;
    } cases[] = {{"0", ERR_CONFIG},    {"1", OK},
                 {"512", OK},          {"513", ERR_CONFIG},
                 {"", ERR_CONFIG},     {"-1", ERR_CONFIG},
                 {"6 4", ERR_CONFIG},  {"64x", ERR_CONFIG},
                 {"0x10", ERR_CONFIG}, {"99999999999999999999", ERR_CONFIG}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct settings s;
        char text[32], said[256];
        snprintf(text, sizeof text, "%s", cases[i].text);
        if (cases[i].expected == OK) {
            assert_int_equal(READ(&s, "--threads", text), OK);
            settings_free(&settings_of_serve, &s);
            continue;
        }
        complaints(ARGC("--threads", text), ARGS("--threads", text), said, sizeof said);
    }
}

static void every_error_is_named_with_its_place(void **state) {
    char said[1024], expected[1024];
    (void)state;
    write_config("thread = 3\nzone\nthreads = many\n");
    complaints(ARGC("--config", config_path), ARGS("--config", config_path), said, sizeof said);
    snprintf(expected, sizeof expected,
             "%s:1: unknown setting \"thread\", did you mean \"threads\"?\n"
             "%s:2: expected \"name = value\"\n"
             "%s:3: threads must be a whole number from 1 to 512, not \"many\"\n",
             config_path, config_path, config_path);
    assert_string_equal(said, expected);
}

/* Comments of so many octets, with the line end; then the tail. */
static void write_long_config(size_t line_bytes, size_t lines, const char *tail) {
    FILE *f = fopen(config_path, "w");
    assert_non_null(f);
    for (size_t n = 0; n < lines; n++) {
        for (size_t i = 1; i < line_bytes; i++)
            fputc('#', f);
        fputc('\n', f);
    }
    fputs(tail, f);
    fclose(f);
}

static void far_down_a_line_counts_as_any_other(void **state) {
    struct settings s;
    char said[512], expected[512];
    (void)state;
    write_long_config(2, 5000, "threads = 3");
    assert_int_equal(READ(&s, "--config", config_path), OK);
    assert_int_equal(s.threads, 3);
    settings_free(&settings_of_serve, &s);
    write_long_config(2, 5000, "thread = 3");
    complaints(ARGC("--config", config_path), ARGS("--config", config_path), said, sizeof said);
    snprintf(expected, sizeof expected,
             "%s:5001: unknown setting \"thread\", did you mean \"threads\"?\n", config_path);
    assert_string_equal(said, expected);
}

/* What stands behind the thousandth octet of a comment is a comment, and of a value it. */
static void a_long_line_is_one_line(void **state) {
    struct settings s;
    char text[4096 + 64], said[512], expected[512];
    (void)state;
    for (size_t len = 1000; len <= 4096; len++) {
        memset(text, ' ', len);
        text[0] = '#';
        snprintf(text + len, sizeof text - len, "threads = 3\n");
        write_config(text);
        assert_int_equal(READ(&s, "--config", config_path), OK);
        assert_int_equal(s.threads, 64);
        settings_free(&settings_of_serve, &s);
    }
    snprintf(text, sizeof text, "forms = /");
    memset(text + strlen(text), 'x', 4000);
    text[4009] = '\0';
    write_config(text);
    assert_int_equal(READ(&s, "--config", config_path), OK);
    assert_int_equal(strlen(s.forms), 4001);
    settings_free(&settings_of_serve, &s);
    memcpy(text, "threads =", 9);
    write_config(text);
    complaints(ARGC("--config", config_path), ARGS("--config", config_path), said, sizeof said);
    snprintf(expected, sizeof expected, "%s:1: threads must be a whole number", config_path);
    assert_memory_equal(said, expected, strlen(expected));
}

static void bounds_of_a_file(void **state) {
    struct settings s;
    char said[512], expected[512];
    (void)state;
    write_long_config(1024, SETTINGS_FILE_BYTES_MAX / 1024 - 1, "threads = 3\n");
    FILE *f = fopen(config_path, "a");
    assert_non_null(f);
    while (ftell(f) < SETTINGS_FILE_BYTES_MAX)
        fputc('\n', f);
    fflush(f);
    assert_int_equal(READ(&s, "--config", config_path), OK);
    assert_int_equal(s.threads, 3);
    settings_free(&settings_of_serve, &s);
    fputc('\n', f);
    fclose(f);
    complaints(ARGC("--config", config_path), ARGS("--config", config_path), said, sizeof said);
    snprintf(expected, sizeof expected, "%s: larger than %d octets\n", config_path,
             SETTINGS_FILE_BYTES_MAX);
    assert_string_equal(said, expected);
}

static void what_is_no_text_is_refused(void **state) {
    static const char text[] = "threads = 3\nzone = UTC\0/Moscow\n";
    char said[512], expected[512];
    (void)state;
    FILE *f = fopen(config_path, "w");
    assert_non_null(f);
    fwrite(text, 1, sizeof text - 1, f);
    fclose(f);
    complaints(ARGC("--config", config_path), ARGS("--config", config_path), said, sizeof said);
    snprintf(expected, sizeof expected, "%s:2: a NUL octet\n", config_path);
    assert_string_equal(said, expected);
    complaints(ARGC("--config", "/tmp"), ARGS("--config", "/tmp"), said, sizeof said);
    assert_string_equal(said, "/tmp: Is a directory\n");
}

static void wrong_options(void **state) {
    static const struct {
        const char *option, *said;
    } cases[] = {
        {"--sokcet=x", "command line: unknown setting \"sokcet\", did you mean \"socket\"?\n"},
        {"--zone", "command line: --zone needs a value\n"},
        {"--config=/no/such/file", "/no/such/file: No such file or directory\n"},
        {"forms", "command line: unexpected \"forms\"\n"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char option[64], said[256];
        snprintf(option, sizeof option, "%s", cases[i].option);
        complaints(ARGC(option), ARGS(option), said, sizeof said);
        assert_string_equal(said, cases[i].said);
    }
}

static void nothing_is_none_where_there_is_no_default(void **state) {
    struct settings s;
    (void)state;
    write_config("geo = /a\ntoken-key =\npeer =   # nobody\nspool =\n");
    assert_int_equal(READ(&s, "--config", config_path, "--geo="), OK);
    assert_int_equal(s.geo.count, 0);
    assert_null(s.token_key);
    assert_null(s.peer);
    assert_string_equal(s.spool, ""); /* which is none, and not the default */
    settings_free(&settings_of_serve, &s);
}

static void same_text(const char *a, const char *b) {
    assert_true((a == NULL) == (b == NULL));
    if (a != NULL)
        assert_string_equal(a, b);
}

static void holds_the_defaults(const struct settings *s) {
    struct settings defaults;
    char *none[] = {"serve"};
    assert_int_equal(settings_read(&settings_of_serve, 1, none, &defaults), OK);
    same_text(s->forms, defaults.forms);
    same_text(s->socket, defaults.socket);
    same_text(s->peer, defaults.peer);
    assert_int_equal(s->geo.count, 0);
    same_text(s->zone, defaults.zone);
    same_text(s->token_key, defaults.token_key);
    same_text(s->spool, defaults.spool);
    same_text(s->ledger, defaults.ledger);
    same_text(s->log_level, defaults.log_level);
    assert_int_equal(s->threads, defaults.threads);
    assert_int_equal(s->spool_floor_mib, defaults.spool_floor_mib);
    assert_int_equal(s->remember_minutes, defaults.remember_minutes);
    assert_int_equal(s->remember_mib, defaults.remember_mib);
    settings_free(&settings_of_serve, &defaults);
}

/* As printed, and with the # of each setting taken away: in a comment for people a blank follows.
 */
static void the_printed_file_is_the_defaults(void **state) {
    struct settings s;
    FILE *file = fopen(config_path, "w");
    (void)state;
    assert_non_null(file);
    settings_print_config(&settings_of_serve, file);
    fclose(file);
    assert_int_equal(READ(&s, "--config", config_path), OK);
    holds_the_defaults(&s);
    settings_free(&settings_of_serve, &s);

    static char text[SETTINGS_FILE_BYTES_MAX];
    file = fopen(config_path, "r");
    assert_non_null(file);
    size_t len = fread(text, 1, sizeof text - 1, file), settings = 0;
    fclose(file);
    text[len] = '\0';
    for (size_t i = 0; i < len; i++) {
        bool begins = text[i] != '\n' && (i == 0 || text[i - 1] == '\n');
        assert_true(!begins || text[i] == '#');
        if (!begins || text[i + 1] == ' ' || text[i + 1] == '\n')
            continue;
        text[i] = ' ';
        settings++;
    }
    assert_int_equal(settings, 13);
    write_config(text);
    assert_int_equal(READ(&s, "--config", config_path), OK);
    holds_the_defaults(&s);
    settings_free(&settings_of_serve, &s);
}

static void assert_list(const struct settings_list *l, const char *want) {
    char got[256] = "";
    for (size_t i = 0; i < l->count; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s", i == 0 ? "" : "|",
                 l->items[i]);
    assert_string_equal(got, want);
}

static void a_list_has_many_values(void **state) {
    struct settings s;
    (void)state;
    assert_int_equal(READ(&s, "--geo", "a  b\tc ", "--threads=3", "--geo=d", "--geo="), OK);
    assert_list(&s.geo, "a|b|c|d");
    settings_free(&settings_of_serve, &s);
    write_config("geo = a b # c\ngeo = d\n");
    assert_int_equal(READ(&s, "--config", config_path), OK);
    assert_list(&s.geo, "a|b|d");
    settings_free(&settings_of_serve, &s);
    assert_int_equal(READ(&s, "--geo", "x", "--config", config_path, "--geo", "y"), OK);
    assert_list(&s.geo, "x|y"); /* the command line's in the place of the file's */
    settings_free(&settings_of_serve, &s);
}

static void bounds_of_a_list(void **state) {
    struct settings s;
    char words[64] = "", said[256], expected[256];
    (void)state;
    for (int i = 0; i < SETTINGS_LIST_MAX; i++)
        strcat(words, "x ");
    assert_int_equal(READ(&s, "--geo", words), OK);
    assert_int_equal(s.geo.count, SETTINGS_LIST_MAX);
    settings_free(&settings_of_serve, &s);
    strcat(words, "y");
    complaints(ARGC("--geo", words), ARGS("--geo", words), said, sizeof said);
    snprintf(expected, sizeof expected, "command line: more than %d values of geo\n",
             SETTINGS_LIST_MAX);
    assert_string_equal(said, expected);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_hold),
        cmocka_unit_test(both_spellings_of_an_option),
        cmocka_unit_test(command_line_wins_over_file),
        cmocka_unit_test(bounds_of_threads),
        cmocka_unit_test(every_error_is_named_with_its_place),
        cmocka_unit_test(far_down_a_line_counts_as_any_other),
        cmocka_unit_test(a_long_line_is_one_line),
        cmocka_unit_test(bounds_of_a_file),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(wrong_options),
        cmocka_unit_test(nothing_is_none_where_there_is_no_default),
        cmocka_unit_test(the_printed_file_is_the_defaults),
        cmocka_unit_test(a_list_has_many_values),
        cmocka_unit_test(bounds_of_a_list),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
