/* password: asked for on a terminal, which is a real one. */
#include "unit.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "admin/password.h"
#include "admin/text.h"

struct asked {
    pid_t pid;
    int tty;
};

/* The child asks, and ends with 0 if what it got is EXPECTED. */
static struct asked ask(const char *expected) {
    struct asked a;
    a.pid = forkpty(&a.tty, NULL, NULL, NULL);
    if (a.pid == 0) {
        signal(SIGINT, SIG_DFL); /* who runs the tests in the background may ignore it */
        const char *why = NULL, *got = password_ask(text_arena(), "vera", &why);
        _exit(got != NULL && strcmp(got, expected) == 0 ? 0 : 1);
    }
    assert_int_not_equal(a.pid, -1);
    return a;
}

/* Until it was asked, and what is typed is not shown any more. */
static void wait_for(const struct asked *a, const char *question) {
    char text[256] = "";
    struct termios t;
    for (size_t n = 0; strstr(text, question) == NULL;) {
        ssize_t got = read(a->tty, text + n, sizeof text - 1 - n);
        assert_true(got > 0);
        n += (size_t)got;
    }
    do
        assert_int_equal(tcgetattr(a->tty, &t), 0);
    while ((t.c_lflag & ECHO) != 0);
}

static int end_of(struct asked *a) {
    int status = -1;
    assert_int_equal(waitpid(a->pid, &status, 0), a->pid);
    return status;
}

static bool is_shown(const struct asked *a) {
    struct termios t;
    assert_int_equal(tcgetattr(a->tty, &t), 0);
    return (t.c_lflag & ECHO) != 0;
}

static void type(const struct asked *a, const char *text) {
    assert_int_equal(write(a->tty, text, strlen(text)), (ssize_t)strlen(text));
}

static void test_typed(void **state) {
    (void)state;
    struct asked a = ask("it's \\ \"Ж\"");
    wait_for(&a, "Password for vera: ");
    type(&a, "it's \\ \"Ж\"\n");
    wait_for(&a, "The same again: ");
    type(&a, "it's \\ \"Ж\"\n");
    assert_int_equal(end_of(&a), 0);
    assert_true(is_shown(&a));
    close(a.tty);
}

static void test_interrupted(void **state) {
    (void)state;
    struct asked a = ask("");
    wait_for(&a, "Password for vera: ");
    type(&a, "half\003");
    int status = end_of(&a);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
    assert_true(is_shown(&a));
    close(a.tty);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_typed),
        cmocka_unit_test(test_interrupted),
    };
    return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
