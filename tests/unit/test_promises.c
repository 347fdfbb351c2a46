/* promises: what README, the manual page and the contract with nginx and SQL say in figures, said
 * once more here, so that a bound does not change without its reader. */
#include "unit.h"

#include "base/bounds.h"

static void test_promises(void **state) {
    (void)state;
    static const struct {
        const char *what;
        long long is, promised;
    } cases[] = {
        {"octets of a body", BODY_BYTES_MAX, 64 * 1024},
        {"fields of a submission", PAIRS_MAX, 200},
        {"octets of a field", PAIR_VALUE_MAX, 8 * 1024},
        {"levels of JSON", JSON_DEPTH_MAX, 16},
        {"nodes of JSON", JSON_NODES_MAX, 2000},
        {"octets of a landing page", URL_BYTES_MAX, 2 * 1024},
        {"forms", FORMS_MAX, 64},
        {"fields of a form", FORM_FIELDS_MAX, 64},
        {"rules of a form", FORM_RULES_MAX, 128},
        {"threads", THREADS_MAX, 512},
        {"octets of rules' counters", TALLY_BYTES_MAX, 768 * 1024},
        {"ms of a lead's patterns", PATTERN_TIME_MAX_MS, 20},
        {"steps of a pattern", PATTERN_MATCH_LIMIT, 10000},
        {"records that wait for the writer", PENDING_MAX, 1024},
        {"records of a batch", BATCH_RECORDS_MAX, 256},
        {"ms that a visitor waits for the database", BATCH_DEADLINE_MS, 2000},
        {"ms of a connection attempt", CONNECT_DEADLINE_MS, 2000},
        {"seconds of Retry-After", RETRY_AFTER_S, 5},
        {"seconds without an octet from nginx", PEER_SILENCE_MAX_S, 5},
        {"ms of a whole request", REQUEST_DEADLINE_MS, 10000},
        {"seconds that a form page is good for", TOKEN_AGE_MAX_S, 24 * 3600},
        {"seconds that a clock may be behind", TOKEN_CLOCK_BACK_MAX_S, 600},
        {"seconds in which nobody fills in a form", FILL_TIME_MIN_S, 3},
        {"seconds that the next page may show what was sent", SENT_AGE_MAX_S, 600},
        {"octets of an e-mail address", EMAIL_BYTES_MAX, 254},
        {"connections that may wait to be accepted", LISTEN_BACKLOG, 4096},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (cases[i].is != cases[i].promised)
            fail_msg("%s: %lld, promised are %lld", cases[i].what, cases[i].is, cases[i].promised);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_promises)};
    return cmocka_run_group_tests_name("promises", tests, NULL, NULL);
}
