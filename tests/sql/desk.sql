-- The desk: what stands in the queue and in which order; taking, giving back, running out; the history of it.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
\ir lib/qualifiers.sql
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

-- An old green one, a red one, a green one of a client with whom we have worked, a red one that is older, an unfit one.
SELECT is(test.outcomes(test.record(8)), 'new', 'somebody wrote before');
UPDATE intake.work SET state = 'closed', verdict = 'refused', reason = 'too_small' WHERE lead = test.lead(8);
UPDATE intake.client SET earned_at = now() WHERE id = test.lead(8);
SELECT is(test.outcomes(
        test.record(1, '{"category": "low-margin", "colour": "green", "rank": 20}'),
        test.record(3),
        test.record(4, test.contacts('+79000000008') || '{"category": "low-margin", "colour": "green", "rank": 20}'),
        test.record(2),
        test.record(5, '{"category": "unfit", "colour": "grey", "rank": 30, "rule": null, "evidence": [], "why": null, "marks": ["too_fast", "x"]}')),
    'new new new new new', 'five leads');

SELECT columns_are('desk', 'queue', ARRAY['receipt', 'wrote', 'last_wrote', 'waiting', 'waiting_hours', 'colour', 'category',
    'call_at', 'talks_with', 'repeat', 'earlier_leads', 'earlier_deals', 'last_verdict', 'last_owner', 'name', 'phone', 'local_time', 'email',
    'place', 'answers', 'source', 'rule', 'why', 'marks', 'attempts', 'form', 'received_at', 'known']);
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT receipt FROM desk.queue', 'SELECT unnest(ARRAY[test.receipt(4), test.receipt(2), test.receipt(3), test.receipt(1), test.receipt(5)])',
    'repeat clients first, then the category, then age; unfit leads are there all the same');
SELECT results_eq($$SELECT colour::text, category::text, repeat, name, phone, email, place, source, rule::text, why, marks, form::text
                      FROM desk.queue WHERE receipt = test.receipt(2)$$,
    $$VALUES ('red', 'high-margin', false, 'Иван', '+79000000002', 'ivan2@example.com', 'Khabarovsk, Khabarovsk Krai, RU',
              'yandex / cpc', 'far city, heavy, this week', 'to has "Хабаровск"; weight_kg is 2000; the visitor''s country is RU',
              '', 'cargo')$$, 'one row tells what is needed to call');
SELECT results_eq('SELECT rule::text, why, marks FROM desk.queue WHERE receipt = test.receipt(5)',
    $$VALUES (NULL, 'no rule held: the default of the form', 'filled in too fast, x')$$, 'a lead without a rule says so');
RESET SESSION AUTHORIZATION;
SELECT lives_ok($$SELECT intake.submit(json_build_array((rtrim((test.record(6) - 'answers')::text, '}')
    || ', "answers": {"z": "first", "a": 2, "mm": true, "empty": "", "none": null}}')::json))$$, 'a lead with answers in an order');
SELECT lives_ok($$SELECT test.submit(test.record(7, '{"touch": {"referrer_host": "ya.ru", "seen": true, "clicks": {}},
    "contacts": [{"kind": "phone", "value": "+7901", "field": "p", "extension": "12"}, {"kind": "phone", "value": "+7902", "field": "p"}]}'))$$,
    'a lead with two phones');
SELECT is(intake.with_answer('{"z": "first", "a": 2, "mm": true}', field, '7')::text, want, field || ' is put right in its place, or comes last') FROM (VALUES
    ('a', '{ "z" : "first", "a" : "7", "mm" : true }'), ('b', '{ "z" : "first", "a" : 2, "mm" : true, "b" : "7" }')) AS t (field, want);
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT answers FROM desk.queue WHERE receipt = test.receipt(6)), 'z: first; a: 2; mm: true', 'answers in the order of the form');
SELECT results_eq('SELECT phone, email, source FROM desk.queue WHERE receipt = test.receipt(7)',
    $$VALUES ('+7901 ext. 12, +7902', NULL, 'ya.ru')$$, 'both phones, the extension, the site that linked to us');

-- Taking
SELECT results_eq('SELECT receipt, phone FROM desk.claim_next()', $$SELECT test.receipt(4), '+79000000008'$$, 'the first of the queue is taken');
SELECT results_eq('SELECT receipt FROM desk.my_leads', 'SELECT test.receipt(4)', 'and is among my leads');
SELECT is((SELECT count(*) FROM desk.queue WHERE receipt = test.receipt(4)), 0::bigint, 'and not in the queue');
SET SESSION AUTHORIZATION test_pavel;
SELECT is_empty('SELECT * FROM desk.my_leads', 'another sees nothing of it among his');
SELECT results_eq('SELECT receipt FROM desk.claim_next()', 'SELECT test.receipt(2)', 'and gets the next one');
SELECT throws_ok('SELECT desk.release(test.receipt(4), ''end_of_shift'')', '42501', 'lead ' || test.short(4) || ' is not yours now',
    'nor can he give it back');

-- Giving back
SET SESSION AUTHORIZATION test_olga;
SELECT throws_ok('SELECT desk.release(test.receipt(4), '' '')', '22023', NULL, 'a reason is required');
SELECT throws_ok('SELECT desk.release(test.receipt(4), NULL)', '22023', NULL, 'null is none');
SELECT lives_ok('SELECT desk.release(test.receipt(4), ''language: speaks Chinese'')', 'given back with a reason');
SELECT is_empty('SELECT * FROM desk.my_leads', 'it is not mine any more');
SELECT is((SELECT receipt FROM desk.queue LIMIT 1), test.receipt(4), 'it is first in the queue again');

-- Running out
RESET SESSION AUTHORIZATION;
UPDATE intake.work SET lease_until = statement_timestamp() WHERE lead = test.lead(2);
UPDATE intake.work SET state = 'postponed', not_before = statement_timestamp() + interval '1 day' WHERE lead = test.lead(3);
UPDATE intake.work SET state = 'closed', verdict = 'refused', reason = 'too_small' WHERE lead = test.lead(1);
SET SESSION AUTHORIZATION test_pavel;
SELECT is_empty('SELECT * FROM desk.my_leads', 'a lease that is over is over');
SELECT throws_ok('SELECT desk.release(test.receipt(2), ''other'')', '42501', NULL, 'what ran out cannot be given back');
SELECT results_eq('SELECT receipt FROM desk.queue', 'SELECT unnest(ARRAY[test.receipt(4), test.receipt(2), test.receipt(6), test.receipt(7), test.receipt(5)])',
    'it is in the queue again; postponed and closed leads are not');
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(2), 'what she gave back is passed over for her; what ran out is not');
SET SESSION AUTHORIZATION test_pavel;
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(4), 'another gets it first of all');
SET SESSION AUTHORIZATION test_olga;
RESET SESSION AUTHORIZATION;
UPDATE intake.work SET not_before = statement_timestamp() WHERE lead = test.lead(3);
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT receipt FROM desk.queue LIMIT 1), test.receipt(3), 'a postponed lead is back when its time has come');
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(3), 'and can be taken');
SELECT isnt_empty('SELECT * FROM desk.claim_next()', 'one of the last three');
SELECT isnt_empty('SELECT * FROM desk.claim_next()', 'two');
SELECT isnt_empty('SELECT * FROM desk.claim_next()', 'three');
SELECT is_empty('SELECT * FROM desk.claim_next()', 'an empty queue gives nothing');

SELECT results_eq('SELECT step, who, what, reason, note FROM desk.lead_history WHERE receipt = test.receipt(4)',
    $$VALUES (1, 'postgres', 'received', NULL, NULL), (2, 'test_olga', 'claimed', NULL, NULL),
             (3, 'test_olga', 'released', 'language', 'speaks Chinese'), (4, 'test_pavel', 'claimed', NULL, NULL)$$, 'the history of one that was given back');
SELECT results_eq('SELECT step, who, what FROM desk.lead_history WHERE receipt = test.receipt(2)',
    $$VALUES (1, 'postgres', 'received'), (2, 'test_pavel', 'claimed'), (3, 'test_pavel', 'expired'), (4, 'test_olga', 'claimed')$$,
    'of one that ran out');
SELECT results_eq('SELECT what FROM desk.lead_history WHERE receipt = test.receipt(3)', $$VALUES ('received'), ('due'), ('claimed')$$,
    'of one that was postponed');
RESET SESSION AUTHORIZATION;
SELECT is_empty('SELECT w.lead FROM intake.work w JOIN intake.lead_event e USING (lead) GROUP BY w.lead, w.step HAVING max(e.step) <> w.step OR count(*) <> w.step',
    'the state of each lead has the number of its last event');
UPDATE intake.work SET state = 'due', owner = NULL, lease_until = NULL WHERE lead = test.lead(7);
UPDATE intake.setting SET lease = '5 minutes';
SET SESSION AUTHORIZATION test_olga;
SELECT ok((SELECT lease_until <= statement_timestamp() + interval '5 minutes' AND lease_until > statement_timestamp() + interval '4 minutes'
             FROM desk.claim_next() LIMIT 1), 'the lease is as long as the setting says');

-- The queue keeps itself, whoever changes work
RESET SESSION AUTHORIZATION;
CREATE FUNCTION test.queue_is_what_waits() RETURNS text LANGUAGE sql AS $$ SELECT set_eq(
    'SELECT lead, repeat, rank, received_at, skipped_by, client, promised, promised_by FROM intake.waiting',
    'SELECT w.lead, w.repeat, w.rank, w.received_at, w.skipped_by, coalesce(w.client, w.lead), w.promised, w.promised_by FROM intake.work AS w WHERE w.state IN (''new'', ''due'')', 'what waits is in the queue, and nothing else') $$;
SELECT is(test.outcomes(test.record(21), test.record(22), test.record(23, '{"rank": 3}')), 'new new new', 'three leads of one batch');
SELECT test.queue_is_what_waits();
SELECT is((SELECT count(*) FROM intake.waiting), 3::bigint, 'all three wait');
SELECT lives_ok($$INSERT INTO intake.work (lead, state, category, rank, repeat, received_at, skipped_by, verdict, reason)
    SELECT gen_random_uuid(), s, 'low-margin', 5, true, now(), 'test_olga', v, v FROM (VALUES ('due', NULL), ('closed', 'spam')) AS t (s, v)$$, 'one comes in as due, one closed');
SELECT test.queue_is_what_waits();
SELECT lives_ok($$UPDATE intake.work SET state = CASE lead WHEN test.lead(21) THEN 'closed' ELSE 'due' END, verdict = CASE lead WHEN test.lead(21) THEN 'spam' END,
    reason = CASE lead WHEN test.lead(21) THEN 'robot' END, owner = NULL, lease_until = NULL, not_before = NULL$$, 'one is closed from the queue, the others all wait');
SELECT test.queue_is_what_waits();
SET SESSION AUTHORIZATION test_olga;
SELECT isnt_empty('SELECT * FROM desk.claim_next()', 'one is taken');
RESET SESSION AUTHORIZATION;
SELECT test.queue_is_what_waits();
SELECT set_eq($$SELECT proname::text FROM pg_proc WHERE pronamespace::regnamespace::text IN ('intake', 'desk', 'sales')
    AND prosrc ~ '(INSERT INTO|UPDATE|DELETE FROM) intake\.waiting'$$, ARRAY['queue_new', 'first_no_more', 'keep_queue', 'wake_asleep', 'put_to_sleep', 'move_leads', 'claim', 'leave_queue'], 'nothing else writes to it');

SELECT * FROM finish();
ROLLBACK;
