/* doctor: what its checks make of nginx's configuration, handed over by a program that prints it in
 * the place of nginx, and how a finding is told. What needs a database and a running program is in
 * tests/http. */
#include "unit.h"

#include "text_fixture.h"

#include <unistd.h>

#include "admin/doctor_check.h"

#define HTTP "upstream firstline { server unix:/run/f.sock max_fails=0; } "
#define FORMS                                                                                      \
    "large_client_header_buffers 4 64k; error_page 400 414 /e; "                                   \
    "location ^~ /f/ { fastcgi_pass firstline; } "
#define EVENTS "worker_rlimit_nofile 40000; events { worker_connections 16384; } "

static const struct conf {
    const char *text, *id; /* NULL: all is well */
    enum doctor_state state;
} confs[] = {
    {EVENTS "http { " HTTP "server { " FORMS "} }", NULL, DOCTOR_WELL},
    {EVENTS "http { server { location /f/ { fastcgi_pass firstline; } " FORMS "} }", "nginx-http",
     DOCTOR_WRONG},
    {EVENTS "http { " HTTP "server { location /f/ { fastcgi_pass other; } } }", "nginx-server",
     DOCTOR_WRONG},
    /* 80, *:80, 0.0.0.0:80 and no listen at all are one address, [::]:80 is another */
    {EVENTS "http { " HTTP "server { listen 80 default_server; } server { listen *:80; " FORMS
            "} }",
     "nginx-default", DOCTOR_WARNING},
    {EVENTS "http { " HTTP "server { listen 0.0.0.0:80; } server { " FORMS "} }", "nginx-default",
     DOCTOR_WARNING},
    {EVENTS "http { " HTTP "server { listen [::]:80; } server { listen 80; " FORMS "} }", NULL,
     DOCTOR_WELL},
    {EVENTS "http { " HTTP "server { listen 80; } server { listen 80 default_server; " FORMS "} }",
     NULL, DOCTOR_WELL},
    {EVENTS "http { " HTTP "server { listen 127.0.0.1; } server { listen 127.0.0.1:80; " FORMS
            "} }",
     "nginx-default", DOCTOR_WARNING},
    {EVENTS "http { " HTTP "server { listen 80; error_page 414 /x; } server { listen 80; " FORMS
            "} }",
     NULL, DOCTOR_WELL},
    {EVENTS "http { large_client_header_buffers 4 63k; " HTTP
            "server { location /f/ { fastcgi_pass firstline; } } }",
     "nginx-headers", DOCTOR_WRONG},
    {EVENTS "http { large_client_header_buffers 4 1m; " HTTP
            "server { location /f/ { fastcgi_pass firstline; } } }",
     NULL, DOCTOR_WELL},
    {EVENTS "http { send_timeout 39s; " HTTP "server { " FORMS "} }", "nginx-timeout",
     DOCTOR_WARNING},
    {EVENTS "http { send_timeout 5s; " HTTP "server { send_timeout 40s; " FORMS "} }", NULL,
     DOCTOR_WELL},
    {EVENTS "http { send_timeout 39999ms; " HTTP "server { " FORMS "} }", "nginx-timeout",
     DOCTOR_WARNING},
    {EVENTS "http { send_timeout 1m; " HTTP "server { " FORMS "} }", NULL, DOCTOR_WELL},
    {"worker_rlimit_nofile 40000; events { worker_connections 16383; } http { " HTTP
     "server { " FORMS "} }",
     "nginx-connections", DOCTOR_WARNING},
    {"worker_rlimit_nofile 32767; events { worker_connections 16384; } http { " HTTP
     "server { " FORMS "} }",
     "nginx-files", DOCTOR_WARNING},
    {EVENTS "http { set_real_ip_from ::/0; " HTTP "server { " FORMS "} }", "real-ip", DOCTOR_WRONG},
    {EVENTS "http { set_real_ip_from 10.0.0.0/8; " HTTP "server { " FORMS "} }", NULL, DOCTOR_WELL},
    {EVENTS "http { upstream firstline { server unix:/run/g.sock; } server { " FORMS "} }",
     "nginx-upstream", DOCTOR_WRONG},
    {EVENTS "http { upstream firstline { server unix:/run/g.sock; server unix:/run/f.sock; } "
            "server { " FORMS "} }",
     NULL, DOCTOR_WELL},
};

/* A dump in a file, and a program that prints it: -T means something to cat, too. */
static const char *printer(const char *text) {
    char path[] = "/tmp/test_doctor.XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd != -1);
    dprintf(fd, "# configuration file /etc/nginx/nginx.conf:\n%s\n", text);
    close(fd);
    return text_printf(arena, "cat %s", path);
}

/* The one check that is not well, among those of the tree; the first of several. */
static const char *look(const char *text, enum doctor_state *state) {
    struct doctor_place place = {.etc = "/etc/firstline", .socket = "/run/f.sock"};
    place.nginx = printer(text);
    struct doctor d = {.arena = arena, .place = &place};
    const char *found = NULL;
    for (size_t i = 0; i < doctor_nginx.count; i++) {
        const struct doctor_check *c = &doctor_nginx.checks[i];
        struct doctor_finding f = {.state = DOCTOR_WELL};
        if (strcmp(c->id, "socket") == 0)
            break; /* from here on a running nginx is looked at */
        c->look(&d, c, &f);
        if (f.state == DOCTOR_WELL || found != NULL)
            continue;
        found = c->id;
        *state = f.state;
        assert_true(f.found[0] != '\0' && f.remedy[0] != '\0');
    }
    unlink(place.nginx + strlen("cat "));
    return found;
}

static void test_configurations(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(confs); i++) {
        enum doctor_state seen = DOCTOR_WELL;
        const char *id = look(confs[i].text, &seen);
        if ((id == NULL) != (confs[i].id == NULL) ||
            (id != NULL && (strcmp(id, confs[i].id) != 0 || seen != confs[i].state)))
            fail_msg("%s: %s, not %s", confs[i].text, id != NULL ? id : "well",
                     confs[i].id != NULL ? confs[i].id : "well");
    }
}

static struct doctor_finding says(const char *text) {
    struct doctor_finding f = {.state = DOCTOR_WELL};
    doctor_says(&f, DOCTOR_WRONG, "%s", text);
    return f;
}

static void test_a_finding_is_one_line_of_text(void **state) {
    (void)state;
    assert_string_equal(says("a\nb\033[31m\x7f").found, "a?b?[31m?");
    assert_string_equal(says("при\xff"
                             "вет\xd0")
                            .found,
                        "при?вет?");
}

static void test_a_long_finding_is_cut(void **state) {
    (void)state;
    char text[DOCTOR_FOUND_MAX + 8];
    memset(text, 'a', sizeof text);
    text[DOCTOR_FOUND_MAX] = '\0';
    assert_string_equal(says(text).found, text);
    text[DOCTOR_FOUND_MAX] = 'a';
    text[DOCTOR_FOUND_MAX + 1] = '\0';
    struct doctor_finding f = says(text);
    assert_int_equal(strlen(f.found), DOCTOR_FOUND_MAX);
    memcpy(text + DOCTOR_FOUND_MAX - 1, "Ж", 2); /* its second octet is one too many */
    f = says(text);
    assert_int_equal(f.found[DOCTOR_FOUND_MAX - 1], '?');
}

static void test_ids_are_one_each_and_explained_by_one(void **state) {
    (void)state;
    const struct doctor_group *const groups[] = {&doctor_database, &doctor_tables, &doctor_machine,
                                                 &doctor_spool,    &doctor_nginx,  &doctor_service};
    const char *ids[DOCTOR_CHECKS_MAX];
    size_t count = 0;
    for (size_t g = 0; g < COUNT(groups); g++)
        for (size_t i = 0; i < groups[g]->count; i++) {
            assert_true(count < DOCTOR_CHECKS_MAX);
            for (size_t k = 0; k < count; k++)
                assert_string_not_equal(ids[k], groups[g]->checks[i].id);
            ids[count++] = groups[g]->checks[i].id;
        }
    for (size_t g = 0; g < COUNT(groups); g++)
        for (size_t i = 0; i < groups[g]->count; i++) {
            struct slice rest = slice_from(groups[g]->checks[i].because);
            while (rest.ptr != NULL) {
                struct slice id = slice_cut(rest, ' ', &rest);
                size_t k = 0;
                while (k < count && !slice_eq_lit(id, ids[k]))
                    k++;
                if (k == count)
                    fail_msg("%s: there is no check %.*s", groups[g]->checks[i].id, SLICE_ARG(id));
            }
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_configurations, arena_setup, arena_teardown),
        cmocka_unit_test(test_a_finding_is_one_line_of_text),
        cmocka_unit_test(test_a_long_finding_is_cut),
        cmocka_unit_test(test_ids_are_one_each_and_explained_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
