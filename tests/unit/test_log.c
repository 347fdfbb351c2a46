/* log: one line an event, none forged, none too long, repeats held back. Standard error is a
 * file while a test writes. */
#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

static char text[16384];

/* What write_lines wrote. */
static const char *captured(void (*write_lines)(void)) {
    FILE *f = tmpfile();
    assert_non_null(f);
    int saved = dup(STDERR_FILENO);
    dup2(fileno(f), STDERR_FILENO);
    write_lines();
    dup2(saved, STDERR_FILENO);
    close(saved);
    rewind(f);
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    return text;
}

static size_t lines_of(const char *s) {
    size_t n = 0;
    for (; *s != '\0'; s++)
        n += *s == '\n';
    return n;
}

static void write_plain(void) {
    log_line(LOG_INFO, "start", "threads=%d socket=%s", 4, "/run/x");
    log_line(LOG_ERROR, "stop", "%s", "");
    log_line(LOG_DEBUG, "unseen", "%s", "");
}

static void test_lines(void **state) {
    (void)state;
    const char *s = captured(write_plain);
    assert_int_equal(lines_of(s), 2);
    assert_non_null(strstr(s, "Z info start threads=4 socket=/run/x\n"));
    assert_non_null(strstr(s, "Z error stop"));
    assert_null(strstr(s, "unseen"));
    assert_int_equal(s[10], 'T');
}

static void write_forged(void) {
    log_line(LOG_WARN, "odd", "name=%s", "a\n2026 error b\r\x1b\x7f");
}

static void test_no_forged_line(void **state) {
    (void)state;
    const char *s = captured(write_forged);
    assert_int_equal(lines_of(s), 1);
    assert_non_null(strstr(s, "name=a?2026 error b???\n"));
}

static size_t length_now;

static void write_long(void) {
    char value[4096];
    memset(value, 'v', length_now);
    value[length_now] = '\0';
    log_line(LOG_WARN, "long", "value=%s", value);
}

static void test_long_lines(void **state) {
    (void)state;
    for (length_now = 1900; length_now < 2100; length_now++) {
        const char *s = captured(write_long);
        assert_int_equal(lines_of(s), 1);
        assert_true(strlen(s) <= 2048);
        assert_int_equal(s[strlen(s) - 1], '\n');
    }
}

static struct log_gate gate;

static void write_often(void) {
    for (int i = 0; i < 100; i++)
        log_limited(&gate, LOG_WARN, "often", "i=%d", i);
}

static void write_after_a_second(void) {
    usleep(1050 * 1000);
    log_limited(&gate, LOG_WARN, "often", "last=%s", "yes");
    log_limited(&gate, LOG_WARN, "often", "last=%s", "no");
}

static void test_limited(void **state) {
    (void)state;
    const char *s = captured(write_often);
    assert_int_equal(lines_of(s), 1);
    assert_non_null(strstr(s, "often i=0\n"));
    s = captured(write_after_a_second);
    assert_int_equal(lines_of(s), 1);
    assert_non_null(strstr(s, "often last=yes repeats=99\n"));
}

static void write_each_level(void) {
    struct log_gate gates[LOG__MAX] = {0};
    for (int level = LOG_DEBUG; level < LOG__MAX; level++) {
        log_line((enum log_level)level, "event", "%s", "x=1");
        log_limited(&gates[level], (enum log_level)level, "event", "%s", "x=1");
    }
}

static void test_levels(void **state) {
    (void)state;
    for (int lowest = LOG_DEBUG; lowest < LOG__MAX; lowest++) {
        log_level_set((enum log_level)lowest);
        assert_int_equal(lines_of(captured(write_each_level)), 2 * (LOG__MAX - lowest));
    }
    log_level_set(LOG_INFO);
}

static bool journal_is_ours;

static void write_for_journal(void) {
    char stream[64];
    struct stat st;
    assert_int_equal(fstat(STDERR_FILENO, &st), 0);
    snprintf(stream, sizeof stream, "%ju:%ju", (uintmax_t)st.st_dev,
             (uintmax_t)st.st_ino + !journal_is_ours);
    setenv("JOURNAL_STREAM", stream, 1);
    log_begin();
    write_each_level();
    unsetenv("JOURNAL_STREAM");
    log_begin();
    log_line(LOG_ERROR, "after", "%s", "x=1");
}

/* The journal is told the level; whoever only inherited its variable is not. */
static void test_journal(void **state) {
    (void)state;
    static const char *const told[] = {"\n<6>", "\n<4>", "\n<3>"};
    for (int ours = 0; ours <= 1; ours++) {
        journal_is_ours = ours;
        text[0] = '\n';
        const char *s = captured(write_for_journal);
        assert_int_equal(lines_of(s), 7);
        assert_true(strncmp(s, "<6>", 3) == 0 || !ours);
        for (size_t i = 1; i < COUNT(told); i++)
            assert_true((strstr(s, told[i]) != NULL) == ours);
        assert_int_equal(strstr(s, "Z error after x=1\n")[1 - CLOCK_ISO_BYTES], '\n');
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),      cmocka_unit_test(test_no_forged_line),
        cmocka_unit_test(test_long_lines), cmocka_unit_test(test_limited),
        cmocka_unit_test(test_levels),     cmocka_unit_test(test_journal),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
