/* settings: options and file, which of them wins, and what is said of wrong ones. */
#include "unit.h"

#include <unistd.h>

#include "command/settings.h"

#define ARGS(...) ((char *[]){"serve", __VA_ARGS__})
#define ARGC(...) ((int)(sizeof ARGS(__VA_ARGS__) / sizeof(char *)))
#define READ(s, ...) settings_read(ARGC(__VA_ARGS__), ARGS(__VA_ARGS__), (s))

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
    assert_int_equal(settings_read(argc, argv, &s), ERR_CONFIG);
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
    assert_int_equal(settings_read(1, none, &s), OK);
    assert_int_equal(s.threads, 64);
    assert_string_equal(s.zone, "Europe/Moscow");
    assert_null(s.geo);
    assert_null(s.peer);
    settings_free(&s);
}

static void both_spellings_of_an_option(void **state) {
    struct settings s;
    (void)state;
    assert_int_equal(READ(&s, "--threads", "7", "--geo=/a=b"), OK);
    assert_int_equal(s.threads, 7);
    assert_string_equal(s.geo, "/a=b");
    settings_free(&s);
}

static void command_line_wins_over_file(void **state) {
    struct settings s;
    (void)state;
    write_config("# ours\n\nthreads = 9 # nine\n  zone=UTC\n");
    assert_int_equal(READ(&s, "--threads", "8", "--config", config_path), OK);
    assert_int_equal(s.threads, 8);
    assert_string_equal(s.zone, "UTC");
    settings_free(&s);
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
            settings_free(&s);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_hold),
        cmocka_unit_test(both_spellings_of_an_option),
        cmocka_unit_test(command_line_wins_over_file),
        cmocka_unit_test(bounds_of_threads),
        cmocka_unit_test(every_error_is_named_with_its_place),
        cmocka_unit_test(wrong_options),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
