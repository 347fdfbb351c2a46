-- An act and the next client in one go: the act is done, the next is the caller's, and counts beside what the act has ended.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
\ir lib/qualifiers.sql
UPDATE intake.setting SET language = 'en', recheck_share = 0, max_clients = 2, call_from = '00:00', call_until = '24:00';
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
SELECT test.submit(test.record(n)) FROM generate_series(1, 5) AS n \g /dev/null

SET SESSION AUTHORIZATION test_olga;
SELECT desk.next_card(), desk.next_card() \g /dev/null
SELECT is(desk.done_and_next('refuse', json_build_object('receipt', test.receipt(1), 'reason', 'too_small')) #>> '{next,receipt}', test.receipt(3),
    'what the act has ended makes room for the next');
SELECT matches(desk.done_and_next('add_note', json_build_object('receipt', test.receipt(2), 'note', 'x')) #>> '{refused,message}', '^you have 2 clients already',
    'who has enough is told so');
SELECT is((SELECT count(*) FROM desk.client_history(test.receipt(2)) AS h WHERE h.what = 'noted'), 1::bigint, 'and the act is done');
SELECT matches(desk.done_and_next('postpone', json_build_object('receipt', test.receipt(2), 'not_before', '+1h', 'reason', 'no_answer')) ->> 'told', 'promised|back in the queue',
    'the act answers with its line');
RESET SESSION AUTHORIZATION;
SELECT results_eq($$SELECT w.lead, w.state::text COLLATE "default", CASE w.state WHEN 'claimed' THEN w.owner::text END COLLATE "default" FROM intake.work AS w ORDER BY w.received_at$$,
    $$VALUES (test.lead(1), 'closed', NULL::text), (test.lead(2), 'postponed', NULL), (test.lead(3), 'claimed', 'test_olga'), (test.lead(4), 'claimed', 'test_olga'), (test.lead(5), 'new', NULL)$$,
    'each lead once');

-- What somebody may not do is not done by this way either
SET SESSION AUTHORIZATION test_pavel;
SELECT throws_ok($$SELECT desk.done_and_next('refuse', json_build_object('receipt', test.receipt(3), 'reason', 'too_small'))$$, '42501', NULL, 'nobody else''s lead');
SELECT throws_ok($$SELECT desk.done_and_next('present', '{"who": "test_olga"}')$$, '42501', NULL, 'nothing of a head''s');
SELECT is((SELECT count(*) FROM desk.screen), 0::bigint, 'and no next client is taken then');
SELECT * FROM finish();
ROLLBACK;
