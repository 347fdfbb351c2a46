/* firstline geo: what it prints and returns. Run from the root of the source. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/log.h"
#include "command/geo.h"
#include "lead/geo_file.h"

#define FIXTURES "tests/fixtures/geo/"
#define TEXT_MAX 8192

static char out[TEXT_MAX], err[TEXT_MAX];

#define RUN(...) run(__VA_ARGS__, NULL)

/* Runs it with standard output and error in a file each; returns the exit code. */
static int run(const char *first, ...) {
    char *argv[16] = {"geo", (char *)first}, *into[2] = {out, err};
    FILE *files[2] = {tmpfile(), tmpfile()};
    int argc = first == NULL ? 1 : 2, saved[2] = {dup(1), dup(2)};
    va_list words;
    va_start(words, first);
    while (first != NULL && (argv[argc] = va_arg(words, char *)) != NULL)
        argc++;
    va_end(words);
    fflush(NULL);
    for (int i = 0; i < 2; i++)
        dup2(fileno(files[i]), i + 1);
    int code = geo_command(argc, argv);
    fflush(NULL);
    for (int i = 0; i < 2; i++) {
        dup2(saved[i], i + 1);
        close(saved[i]);
        rewind(files[i]);
        into[i][fread(into[i], 1, TEXT_MAX - 1, files[i])] = '\0';
        fclose(files[i]);
    }
    return code;
}

static void test_people(void **state) {
    (void)state;
    static const char begins[] =
        "203.0.113.7\n"
        "  country  RU, by tests/fixtures/geo/country.mmdb\n"
        "           in a rule: {country: [RU]}\n"
        "  region   Khabarovsk Krai, by tests/fixtures/geo/nested.mmdb\n"
        "           in a rule: {region: [Khabarovsk Krai, Хабаровский край, RU-KHA, Khabarovsk]}, "
        "any of these\n"
        "  city     Khabarovsk, by tests/fixtures/geo/nested.mmdb\n"
        "           in a rule: {city: [Khabarovsk, Хабаровск]}, any of these\n"
        "  zone     Asia/Vladivostok, by tests/fixtures/geo/nested.mmdb\n"
        "203.0.113.250\n"
        "  country  DE, by tests/fixtures/geo/country.mmdb\n"
        "           in a rule: {country: [DE]}\n"
        "8.8.8.8\n"
        "  not known\n"
        "tests/fixtures/geo/country.mmdb: country ipvAll, built 2026-11-01, ";
    assert_int_equal(RUN("203.0.113.7", "--geo", FIXTURES "country.mmdb " FIXTURES "nested.mmdb",
                         "203.0.113.250", "8.8.8.8"),
                     EX_OK);
    assert_string_equal(err, "");
    out[sizeof begins - 1] = '\0';
    assert_string_equal(out, begins);
}

static void test_words_are_yaml(void **state) {
    (void)state;
    assert_int_equal(RUN("198.51.100.65", "--geo", FIXTURES "flat-v4.mmdb"), EX_OK);
    assert_non_null(strstr(out, "  region   Primor'ye, by "));
    assert_non_null(strstr(out, "{region: ['Primor''ye', RU-PRI, "));
    assert_int_equal(RUN("203.0.113.193", "--geo", FIXTURES "nested.mmdb"), EX_OK);
    assert_non_null(strstr(out, "{region: [Sakha, Республика Саха (Якутия), RU-SA, "));
    assert_null(strstr(out, "city"));
}

static void test_programs(void **state) {
    (void)state;
    assert_int_equal(RUN("203.0.113.129", "8.8.8.8", "--json", "--geo", FIXTURES "flat.mmdb"),
                     EX_OK);
    assert_string_equal(
        out, "{\"addresses\":[\n{\"address\":\"203.0.113.129\","
             "\"country\":{\"value\":\"US\",\"file\":\"tests/fixtures/geo/flat.mmdb\","
             "\"names\":[\"US\"]},"
             "\"region\":{\"value\":\"California\",\"file\":\"tests/fixtures/geo/flat.mmdb\","
             "\"names\":[\"California\",\"US-CA\",\"Калифорния\"]},"
             "\"city\":{\"value\":\"San Jose\",\"file\":\"tests/fixtures/geo/flat.mmdb\","
             "\"names\":[\"San Jose\"]},"
             "\"zone\":{\"value\":\"America/Los_Angeles\","
             "\"file\":\"tests/fixtures/geo/flat.mmdb\"}},\n"
             "{\"address\":\"8.8.8.8\"}],\n"
             "\"files\":[\n{\"path\":\"tests/fixtures/geo/flat.mmdb\",\"database\":\"dbip-city\","
             "\"built\":\"2026-11-01\"}]}\n");
    assert_string_equal(err, "");
}

static void test_configured(void **state) {
    (void)state;
    char config[] = "/tmp/firstline-geo-XXXXXX";
    int fd = mkstemp(config);
    assert_true(fd != -1);
    static const char text[] = "geo = " FIXTURES "flat-v4.mmdb " FIXTURES "flat-v6.mmdb\n";
    assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
    close(fd);
    assert_int_equal(RUN("2001:db8:1::1", "--config", config), EX_OK);
    assert_non_null(strstr(out, "  city     Khabarovsk, by tests/fixtures/geo/flat-v6.mmdb\n"));
    assert_int_equal(RUN("2001:db8:1::1", "--config", config, "--geo", FIXTURES "flat.mmdb"),
                     EX_OK);
    assert_non_null(strstr(out, "  city     Khabarovsk, by tests/fixtures/geo/flat.mmdb\n"));
    unlink(config);
    assert_int_equal(RUN("2001:db8:1::1", "--config", config), EX_USAGE);
}

static void test_wrong_use(void **state) {
    (void)state;
    assert_int_equal(RUN("--help"), EX_OK);
    assert_memory_equal(out, "usage: firstline geo ADDRESS", 28);
    assert_int_equal(run(NULL), EX_USAGE);
    assert_memory_equal(err, "usage: ", 7);
    assert_int_equal(RUN("1.2.3.4", "--jsno"), EX_USAGE);
    assert_int_equal(RUN("1.2.3.4", "--geo"), EX_USAGE);
    assert_int_equal(RUN("--geo", FIXTURES "flat.mmdb"), EX_USAGE);
    assert_int_equal(RUN("1.2.3.4"), EX_USAGE);
    assert_non_null(strstr(err, "which database?"));
    assert_int_equal(RUN("1.2.3", "x", "--geo", FIXTURES "flat.mmdb"), EX_DATAERR);
    assert_string_equal(err, "firstline geo: \"1.2.3\" is no IP address\n"
                             "firstline geo: \"x\" is no IP address\n");
    assert_int_equal(RUN("1.2.3.4", "--geo", FIXTURES "flat.mmdb /no/such.mmdb"), EX_NOINPUT);
    assert_string_equal(out, "");
}

static int setup(void **state) {
    (void)state;
    log_level_set(LOG__MAX); /* a file that is none is wanted here */
    return 0;
}

int main(int argc, char **argv) {
    if (geo_walk_asked(argc, argv))
        return geo_walk_main();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_people),    cmocka_unit_test(test_words_are_yaml),
        cmocka_unit_test(test_programs),  cmocka_unit_test(test_configured),
        cmocka_unit_test(test_wrong_use),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
