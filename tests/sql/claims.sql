-- Claims are fair and counted: a client as a whole, whose turn it is, promised calls, nights, nuisances, closing together, and
-- what is a skip whatever one tries.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 0;
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_nina', 'Nina', 'desk', '{}', true) \g /dev/null
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

-- test.queue(): which records stand in the queue. test.claim(): which ones the caller gets.
CREATE FUNCTION test.queue() RETURNS text LANGUAGE sql AS $$ SELECT string_agg(test.n(q.receipt::uuid)::text, ' ') FROM desk.queue AS q $$;
CREATE FUNCTION test.claim() RETURNS text LANGUAGE sql AS $$ SELECT coalesce(string_agg(test.n(c.receipt::uuid)::text, ' '), 'nothing') FROM desk.claim_next() AS c $$;
-- test.over(): everybody has decided on everything.
CREATE FUNCTION test.over() RETURNS void LANGUAGE sql AS $$
    UPDATE intake.work SET state = 'closed', verdict = 'spam', reason = 'robot', owner = 'nobody', lease_until = NULL, not_before = NULL, promised = NULL, promised_by = NULL, claimed_at = NULL, tried = NULL
     WHERE state <> 'closed' $$;

-- test.skips(query): the SQLSTATE, and how many skips more are counted for the person.
CREATE FUNCTION test.skips(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    before bigint := (SELECT sum(k.skipped) FROM desk.kpi AS k);
    state  text := '00000';
BEGIN
    BEGIN
        EXECUTE query;
    EXCEPTION WHEN OTHERS THEN
        state := SQLSTATE;
    END;
    RETURN state || ' ' || coalesce((SELECT sum(k.skipped) FROM desk.kpi AS k), 0) - coalesce(before, 0);
END $$;

-- A client is one row, and taken as a whole
SELECT is(test.outcomes(test.record(1), test.record(2), test.record(3, test.contacts('+79000000001')), test.record(4, test.contacts('ivan1@example.com'))),
    'new new new new', 'two clients, one of whom wrote three times');
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT test.n(receipt::uuid), wrote FROM desk.queue', 'VALUES (1, 3::bigint), (2, 1)', 'each is one row, which says how often it wrote');
SELECT is(test.claim(), '1 3 4', 'all its leads are taken together, the oldest first');
SELECT is((SELECT count(DISTINCT details ->> 'claim') FROM desk.lead_history WHERE what = 'claimed'), 1::bigint, 'as one claim');
RESET SESSION AUTHORIZATION;
SELECT is(test.outcomes(test.record(5, test.contacts('+79000000001'))), 'new', 'it writes again');
SET SESSION AUTHORIZATION test_pavel;
SELECT is((SELECT talks_with FROM desk.queue WHERE receipt = test.receipt(5)), 'test_olga', 'everybody sees with whom it talks');
SELECT is(test.claim(), '2', 'no colleague is offered it');
SELECT is(test.claim(), 'nothing', 'even if nothing else waits');
SELECT throws_ok('SELECT * FROM desk.take(test.receipt(5))', '55000', 'lead ' || test.short(5) || ' is with Olga now', 'nor can take it by its receipt');
RESET SESSION AUTHORIZATION;
UPDATE intake.setting SET max_clients = 1;
SELECT is(test.outcomes(test.record(6)), 'new', 'another client waits');
SET SESSION AUTHORIZATION test_olga;
SELECT is(test.claim(), '5', 'what her client wrote comes with her next claim, and is no further client');
SELECT throws_like('SELECT test.claim()', 'you have 1 clients already%', 'of whom she may have one');
SELECT is((SELECT count(*) FROM desk.take(test.receipt(6))), 1::bigint, 'one who calls she may take all the same');
RESET SESSION AUTHORIZATION;
UPDATE intake.setting SET max_clients = NULL;
SELECT test.over() \g /dev/null

-- Repeats
SELECT is(test.outcomes(VARIADIC ARRAY[test.record(7)] || ARRAY(SELECT test.record(n, test.contacts('+79000000008') || '{"category": "low-margin", "colour": "green", "rank": 20}') FROM generate_series(8, 27) AS n)
    || ARRAY[test.record(28)]), 'new' || repeat(' new', 21), 'twenty posts of one stranger between two others');
SELECT is(test.queue(), '7 28 8', 'overtake nobody');
UPDATE intake.client SET earned_at = now() WHERE id = test.lead(7);
SELECT is(test.outcomes(test.record(29, test.contacts('+79000000007') || '{"category": "low-margin", "colour": "green", "rank": 20}')), 'new', 'a client we have worked with writes again');
SELECT is(test.queue(), '29 28 8', 'and comes first, with what it wrote before');
SET SESSION AUTHORIZATION test_olga;
SELECT is(test.claim(), '29 7', 'and is taken so');
RESET SESSION AUTHORIZATION;
SELECT test.over() \g /dev/null
CREATE FUNCTION test.earns(n int, act text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM test.submit(test.record(n)), set_config('session_authorization', 'test_olga', true), test.take(n);
    EXECUTE act;
    PERFORM set_config('session_authorization', 'postgres', true), test.submit(test.record(n + 1, test.contacts('+79' || lpad(n::text, 9, '0'))));
    RETURN (SELECT repeat FROM intake.work WHERE lead = test.lead(n + 1));
END $$;
UPDATE intake.setting SET recheck_share = 0;
SELECT is(test.earns(n, act), earned, act) FROM (VALUES
    (100, 'SELECT desk.record_attempt(test.receipt(100), ''no_answer'')', true), (102, 'SELECT desk.refuse(test.receipt(102), ''too_small'')', true),
    (104, 'SELECT desk.mark_spam(test.receipt(104), ''robot'')', false), (106, 'SELECT desk.release(test.receipt(106), ''other'')', false)) AS t (n, act, earned);
-- While a verdict is to be given a second time the queue does not tell the first
CREATE FUNCTION test.again(n int, m int) RETURNS boolean LANGUAGE sql AS $$
    SELECT test.submit(test.record(m, test.contacts('+79' || lpad(n::text, 9, '0')))); SELECT repeat FROM intake.work WHERE lead = test.lead(m) $$;
UPDATE intake.setting SET recheck_share = 1;
SELECT is(test.earns(n, act), true, 'to be judged again: ' || act) FROM (VALUES
    (110, 'SELECT desk.mark_spam(test.receipt(110), ''robot'')'), (112, 'SELECT desk.refuse(test.receipt(112), ''too_small'')'),
    (114, 'SELECT desk.mark_spam(test.receipt(114), ''robot''), desk.undo(test.receipt(114)), desk.mark_spam(test.receipt(114), ''robot'')')) AS t (n, act);
SET SESSION AUTHORIZATION test_pavel;
SELECT desk.second_verdict(test.receipt(110), 'spam', 'robot') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is(test.again(110, 116), false, 'when it was given it is as the first verdict said');
SET SESSION AUTHORIZATION test_olga;
SELECT desk.undo(test.receipt(114)) \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is(test.again(114, 117), false, 'and so when the first was undone');
SET SESSION AUTHORIZATION test_olga;
SELECT desk.mark_spam(test.receipt(114), 'robot'), desk.reopen(test.receipt(114), 'mistake') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is_empty('SELECT * FROM intake.second_verdict WHERE lead = test.lead(114)', 'a lead that was reopened has no verdict to be judged');
SELECT is(test.again(114, 118), false, 'nor is there one to be hidden');
SET SESSION AUTHORIZATION test_olga;
SELECT desk.reopen(test.receipt(112), 'mistake'), desk.refuse(test.receipt(112), 'too_small') \g /dev/null
SET SESSION AUTHORIZATION test_pavel;
SELECT lives_ok($$SELECT desk.second_verdict(test.receipt(112), 'refused', 'too_small')$$, 'the next verdict may be picked anew');
SET SESSION AUTHORIZATION test_olga;
SELECT desk.reopen(test.receipt(112), 'mistake') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT isnt_empty('SELECT * FROM intake.second_verdict WHERE lead = test.lead(112) AND given_at IS NOT NULL', 'one that was given stays');
UPDATE intake.setting SET recheck_share = 0;
SELECT test.over() \g /dev/null

-- Giving back: a client as a whole
SELECT test.submit(test.record(120), test.record(121, test.contacts('+79000000120')), test.record(122)) \g /dev/null
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT receipt FROM desk.claim_next()', 'VALUES (test.receipt(120)), (test.receipt(121))', 'a client wrote twice');
SELECT matches(desk.release(test.receipt(121), 'other: busy'), 'is back in the queue, with what else you have of this client: 2 leads. This is counted.$', 'given back with all it wrote');
SELECT is_empty('SELECT * FROM desk.my_leads', 'nothing is kept');
SELECT results_eq($$SELECT what, reason, note FROM desk.lead_history WHERE receipt IN (test.receipt(120), test.receipt(121)) AND what = 'released'$$, $$VALUES ('released', 'other', 'busy'), ('released', 'other', 'busy')$$, 'each history says so');
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(122), 'she gets the next client');
SET SESSION AUTHORIZATION test_pavel;
SELECT is((SELECT count(*) FROM desk.claim_next()), 2::bigint, 'a colleague gets this one');
SELECT count(*) FROM desk.take(test.receipt(120)) \g /dev/null
SELECT is((SELECT string_agg(t.receipt, ' ') FROM desk.take(test.receipt(121)) AS t), test.receipt(121), 'a lead that one has is shown again');
SET SESSION AUTHORIZATION test_nina;
SELECT matches(desk.take_back(test.receipt(120), 'other'), '2 leads', 'and taken back together, too');
SET SESSION AUTHORIZATION test_pavel;
SELECT is_empty('SELECT * FROM desk.my_leads', 'of both');
RESET SESSION AUTHORIZATION;
SELECT test.over() \g /dev/null

-- What one gives back comes again when nothing else waits
SELECT is(test.outcomes(test.record(91)), 'new', 'one waits');
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(91), 'is taken');
SELECT desk.release(test.receipt(91), 'other') \g /dev/null
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(91), 'given back, and taken again');
RESET SESSION AUTHORIZATION;
SELECT test.over() \g /dev/null
SET SESSION AUTHORIZATION test_olga;
SELECT throws_ok('SELECT * FROM desk.take(test.receipt(91))', '55000', format('lead %s is closed', test.short(91)), 'nor can what is closed be taken');
RESET SESSION AUTHORIZATION;

-- Promised calls
CREATE FUNCTION test.comes(n int, ago interval) RETURNS void LANGUAGE sql AS $$
    UPDATE intake.work SET not_before = statement_timestamp() - ago, promised = CASE WHEN promised IS NOT NULL THEN statement_timestamp() - ago END WHERE lead = test.lead(n) $$;
CREATE FUNCTION test.later() RETURNS text LANGUAGE sql AS $$ SELECT (statement_timestamp() + interval '1 hour')::text $$;
SELECT is(test.outcomes(test.record(30), test.record(31), test.record(32), test.record(33)), 'new new new new', 'four clients');
SET SESSION AUTHORIZATION test_olga;
SELECT is(test.claim() || test.claim() || test.claim(), '303132', 'three of whom she has');
SELECT matches(desk.postpone(test.receipt(32), test.later(), 'asked_later'), 'promised', 'a call is promised');
RESET SESSION AUTHORIZATION;
SELECT test.comes(32, '1 minute') \g /dev/null
SET SESSION AUTHORIZATION test_pavel;
SELECT is(test.queue(), '32 33', 'a promised call is first when its time has come');
SELECT is(test.claim(), '33', 'a colleague is not offered it');
SELECT is(test.claim(), 'nothing', 'even if nothing else waits');
RESET SESSION AUTHORIZATION;
SELECT is(test.outcomes(test.record(90)), 'new', 'somebody comes');
UPDATE intake.waiting SET rank = -1 WHERE lead = test.lead(90);
SET SESSION AUTHORIZATION test_olga;
SELECT is(test.claim(), '32', 'who promised it is, before everything else');
SELECT desk.postpone(test.receipt(32), test.later(), 'asked_later') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT test.comes(32, '6 minutes') \g /dev/null
SET SESSION AUTHORIZATION test_pavel;
SELECT is(test.claim(), '32', 'after promise_hold anybody is');
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(90), 'then comes the other');
SELECT desk.postpone(test.receipt(32), test.later(), 'asked_later') \g /dev/null
RESET SESSION AUTHORIZATION;
UPDATE intake.work SET not_before = statement_timestamp(), promised = promised WHERE lead = test.lead(32);
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT count(*) FROM desk.take(test.receipt(32))), 1::bigint, 'the client calls before that time');
SELECT matches(desk.release(test.receipt(32), 'other'), 'will be back when the call was promised', 'given back, it waits for it');
RESET SESSION AUTHORIZATION;
SELECT results_eq('SELECT state::text, not_before = promised FROM intake.work WHERE lead = test.lead(32)', $$VALUES ('postponed', true)$$, 'in no queue');
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT count(*) FROM desk.take(test.receipt(32))), 1::bigint, 'once more');
RESET SESSION AUTHORIZATION;
UPDATE intake.work SET lease_until = statement_timestamp() WHERE lead = test.lead(32);
SET SESSION AUTHORIZATION test_pavel;
SELECT is(test.claim(), 'nothing', 'one that ran out does so, too');
RESET SESSION AUTHORIZATION;
SELECT results_eq('SELECT state::text, not_before = promised, promised_by = ''test_pavel'' FROM intake.work WHERE lead = test.lead(32)', $$VALUES ('postponed', true, true)$$, 'and is still promised');
SELECT test.over() \g /dev/null

-- Nights: the window for calls is laid where it is not, or all day
CREATE FUNCTION test.night(yes boolean) RETURNS void LANGUAGE sql AS $$
    UPDATE intake.setting SET call_from = CASE WHEN NOT yes OR t.hour >= 12 THEN '00:00' ELSE '13:00' END::time,
                              call_until = CASE WHEN NOT yes THEN '24:00' WHEN t.hour >= 12 THEN '01:00' ELSE '14:00' END::time
      FROM (SELECT extract(hour FROM statement_timestamp() AT TIME ZONE 'Asia/Vladivostok')) AS t (hour) $$;
SELECT is(test.outcomes(VARIADIC ARRAY(SELECT test.record(n, CASE WHEN n < 35 THEN '{}' ELSE '{"place": null, "category": "low-margin", "colour": "green", "rank": 20}'::jsonb || test.contacts('m' || n || '@b') END) FROM generate_series(33 + 1, 36) AS n)),
    'new new new', 'one client in Khabarovsk, two of whom nobody knows where they are');
SELECT test.night(true) \g /dev/null
SET SESSION AUTHORIZATION test_olga;
SELECT is(test.queue(), '34 35 36', 'nobody has looked yet');
SELECT is(test.claim(), '35', 'it is night for the first: the second is offered');
SELECT is(test.queue(), '36 34', 'who sleeps stands behind the others');
RESET SESSION AUTHORIZATION;
SELECT ok((SELECT asleep_until > statement_timestamp() AND asleep_until <= statement_timestamp() + interval '1 day'
              AND (asleep_until AT TIME ZONE 'Asia/Vladivostok')::time = (SELECT call_from FROM intake.setting) FROM intake.waiting WHERE lead = test.lead(34)), 'till the next morning of its own zone');
SELECT is(intake.client_wakes(test.lead(34), '23:59:59.99', '24:00'), ((statement_timestamp() AT TIME ZONE 'Asia/Vladivostok')::date + time '23:59:59.99') AT TIME ZONE 'Asia/Vladivostok',
    'before it that is today');
SET SESSION AUTHORIZATION test_olga;
SELECT is(test.claim() || ' ' || test.claim(), '36 nothing', 'and is not offered even if nothing else waits');
RESET SESSION AUTHORIZATION;
SELECT test.night(false) \g /dev/null
UPDATE intake.waiting SET asleep_until = statement_timestamp() WHERE lead = test.lead(34);
SET SESSION AUTHORIZATION test_olga;
SELECT is(test.claim(), '34', 'in the morning it is');
SELECT desk.postpone(test.receipt(34), test.later(), 'asked_later') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT test.night(true), test.comes(34, '1 minute') \g /dev/null
SET SESSION AUTHORIZATION test_olga;
SELECT is(test.claim(), '34', 'a promised call is made at night, too');
RESET SESSION AUTHORIZATION;
SELECT test.over() \g /dev/null
-- Who sleeps does not make each claim slow: counted rows, not a clock.
SELECT test.submit(VARIADIC ARRAY(SELECT test.record(n) FROM generate_series(1000, 1299) AS n)), test.submit(test.record(1300, '{"place": null, "rank": 99}' || test.contacts('far@b'))),
       test.submit(test.record(1301, '{"place": null, "rank": 99}' || test.contacts('away@b'))) \g /dev/null
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(1300), 'three hundred who sleep are passed over');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT count(*) FROM intake.waiting WHERE asleep_until IS NOT NULL), 300::bigint, 'and put behind the others at once');
\ir lib/plan.sql
SELECT cmp_ok((SELECT sum(rows) FROM test.nodes(test.plan($$SELECT q.lead FROM intake.waiting AS q WHERE q.asleep_until IS NULL
    ORDER BY q.asleep_until NULLS FIRST, q.promised, q.repeat DESC, q.rank, q.received_at LIMIT 1$$))), '<', 10::numeric, 'the next claim begins behind them');
SELECT test.over(), test.night(false) \g /dev/null

-- Whom a colleague has nobody opens again
SELECT test.submit(test.record(460)) \g /dev/null
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(460), 'one client');
SELECT desk.mark_spam(test.receipt(460), 'robot') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT test.submit(test.record(461, (SELECT jsonb_build_object('contacts', contacts) FROM intake.lead WHERE id = test.lead(460)))) \g /dev/null
SET SESSION AUTHORIZATION test_pavel;
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(461), 'who writes again');
SET SESSION AUTHORIZATION test_olga;
SELECT throws_ok($$SELECT desk.reopen(test.receipt(460), 'mistake')$$, '55000', format('lead %s is with Pavel now', test.short(460)), 'is with one person');
RESET SESSION AUTHORIZATION;
SELECT test.over() \g /dev/null

-- A nuisance
SELECT test.submit(VARIADIC ARRAY(SELECT test.record(n, test.contacts('+79998887766')) FROM generate_series(2000, 2449) AS n)), test.submit(test.record(37, '{"category": "low-margin", "colour": "green", "rank": 20}')) \g /dev/null
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT max(wrote) FROM desk.queue), 450::bigint, 'one row for four hundred and fifty leads');
SELECT is(test.skips($$SELECT * FROM desk.take(test.receipt(2449))$$), '55000 0', 'a lead behind the first two hundred is not taken by its receipt, and nothing is counted');
SELECT is((SELECT count(*) FROM desk.claim_next()), 200::bigint, 'two hundred are taken at once');
SELECT is(test.n((SELECT receipt FROM desk.queue LIMIT 1)::uuid), 37, 'the rest stands behind the others meanwhile');
SET SESSION AUTHORIZATION test_pavel;
SELECT is(test.claim(), '37', 'a colleague gets the next client');
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT count(*) FROM desk.claim_next()), 200::bigint, 'the next claim brings two hundred more');
SELECT is((SELECT count(*) FROM desk.claim_next()), 50::bigint, 'and the rest');
SELECT matches(desk.close_client(test.receipt(2400), 'spam', 'robot'), '450', 'and all of them are closed together');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT count(*) FROM intake.work AS w JOIN intake.lead AS l ON l.id = w.lead WHERE w.verdict = 'spam' AND w.owner = 'test_olga' AND l.contacts::text LIKE '%+79998887766%'), 450::bigint, 'as spam');
SELECT test.over() \g /dev/null

-- A promised call does not go to sleep with what the client wrote since
SELECT test.submit(test.record(462)) \g /dev/null
SELECT intake.put_to_sleep((SELECT client FROM intake.waiting WHERE lead = test.lead(462)), now() + interval '1 hour') \g /dev/null
SELECT isnt((SELECT asleep_until FROM intake.waiting WHERE lead = test.lead(462)), NULL, 'what was not promised sleeps');
UPDATE intake.waiting SET asleep_until = NULL, promised = now(), promised_by = 'test_pavel' WHERE lead = test.lead(462);
SELECT intake.put_to_sleep((SELECT client FROM intake.waiting WHERE lead = test.lead(462)), now() + interval '1 hour') \g /dev/null
SELECT is((SELECT asleep_until FROM intake.waiting WHERE lead = test.lead(462)), NULL, 'what was promised does not');
SELECT test.over() \g /dev/null

-- Closing together
SELECT test.submit(test.record(38), test.record(39, test.contacts('+79000000038')), test.record(40, test.contacts('+79000000038')), test.record(200)) \g /dev/null
SET SESSION AUTHORIZATION test_olga;
SELECT is(test.claim(), '38 39 40', 'a client wrote three times');
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(200), 'another client');
SELECT throws_ok($$SELECT desk.close_client(test.receipt(38), 'qualified', 'general')$$, '22023', NULL, 'nobody is handed over three times');
SELECT throws_ok($$SELECT desk.close_client(test.receipt(38), 'second_chance', 'thinking')$$, '22023', NULL, 'nor postponed');
SELECT throws_ok($$SELECT desk.close_client(test.receipt(38), 'refused', 'no such')$$, '22023', NULL, 'a reason is from the list');
SELECT throws_ok($$SELECT desk.close_client(test.receipt(38), 'unreachable', 'no_answer')$$, '55000', NULL, 'what the verdict wants it wants here, too');
SELECT is((SELECT count(*) FROM desk.my_leads), 4::bigint, 'all or none');
SELECT lives_ok($$SELECT desk.refuse(test.receipt(38), 'too_small')$$, 'one is decided');
SELECT matches(desk.close_client(test.receipt(38), 'refused', 'double: as the first'), '^Leads of this client that were closed: 2', 'then the others, by its receipt');
SELECT results_eq($$SELECT what, reason, note FROM desk.lead_history WHERE receipt IN (test.receipt(39), test.receipt(40)) AND what = 'refused'$$,
    $$VALUES ('refused', 'double', 'as the first'), ('refused', 'double', 'as the first')$$, 'with the reason and the note');
SELECT is((SELECT string_agg(receipt, ' ') FROM desk.my_leads), test.receipt(200), 'and of nobody else');
SELECT throws_ok($$SELECT desk.close_client(test.receipt(38), 'refused', 'double')$$, '42501', NULL, 'of a client of whom one has nothing there is nothing to close');
SELECT matches(desk.close_client(right(test.receipt(200), 8), 'redirected', 'too_small: the post office'), '1', 'where the client was sent follows the colon');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT details ->> 'pointed_to' FROM intake.lead_event WHERE lead = test.lead(200) AND what = 'redirected'), 'the post office', 'and is kept');
SELECT test.over() \g /dev/null

-- What is counted: of people who have done nothing else
SELECT desk.add_staff('test_vasya', 'Vasya', 'desk'), desk.add_staff('test_rita', 'Rita', 'desk') \g /dev/null
CREATE FUNCTION test.kpi(who text) RETURNS TABLE (taken bigint, by_receipt bigint, skipped bigint, expired bigint, attempts bigint, without_attempt bigint) LANGUAGE sql AS $$
    SELECT k.taken, k.by_receipt, k.skipped, k.expired, k.attempts, k.without_attempt FROM desk.kpi AS k WHERE k.qualifier = who $$;
SELECT test.submit(VARIADIC ARRAY(SELECT test.record(n) FROM generate_series(300, 320) AS n)) \g /dev/null
SET SESSION AUTHORIZATION test_vasya;
SAVEPOINT before;
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(300), 'the first claim ever');
ROLLBACK TO before;
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(300), 'after a look');
SELECT results_eq('SELECT * FROM test.kpi(''test_vasya'')', 'VALUES (1::bigint, 0::bigint, 1::bigint, 0::bigint, 0::bigint, 0::bigint)', 'what was rolled back is a skip');
SAVEPOINT before;
SELECT count(*) FROM desk.claim_next() \g /dev/null
SELECT count(*) FROM desk.take(test.receipt(310)) \g /dev/null
ROLLBACK TO before;
SELECT is((SELECT skipped FROM test.kpi('test_vasya')), 3::bigint, 'at once, and without a claim after it');
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(301), 'a claim after it');
SELECT is((SELECT skipped FROM test.kpi('test_vasya')), 3::bigint, 'changes nothing');
SELECT count(*) FROM desk.take(test.receipt(310)) \g /dev/null
SELECT results_eq('SELECT taken, by_receipt, skipped FROM test.kpi(''test_vasya'')', 'VALUES (2::bigint, 1::bigint, 3::bigint)', 'what was taken by its receipt is apart');
SELECT matches(desk.postpone(test.receipt(310), test.later(), 'thinking'), 'counted as a skip', 'postponed without an attempt: a skip');
SELECT is((SELECT skipped FROM test.kpi('test_vasya')), 4::bigint, 'which is counted');
SELECT desk.record_attempt(test.receipt(301), 'no_answer') \g /dev/null
SELECT doesnt_match(desk.postpone(test.receipt(301), test.later(), 'no_answer'), 'counted', 'after one: none');
SELECT is_empty('SELECT * FROM desk.promised WHERE receipt = test.receipt(301)', 'nor was a call promised');
SELECT count(*) FROM desk.take(test.receipt(301)) \g /dev/null
SELECT matches(desk.postpone(test.receipt(301), test.later(), 'no_answer'), 'counted as a skip', 'an attempt of before counts no second time');
SELECT count(*) FROM desk.take(test.receipt(301)) \g /dev/null
SELECT desk.record_attempt(test.receipt(301), 'no_answer') \g /dev/null
SELECT matches(desk.postpone(test.receipt(301), (statement_timestamp() + interval '2 seconds')::text, 'no_answer'), 'counted as a skip', 'for two seconds: a skip');
SELECT is((SELECT skipped FROM test.kpi('test_vasya')), 6::bigint, 'counted');
SELECT desk.release(test.receipt(300), 'other') \g /dev/null
SELECT is((SELECT skipped FROM test.kpi('test_vasya')), 7::bigint, 'given back: a skip');
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(302), 'the next');
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(303), 'and one more');
SELECT desk.record_attempt(test.receipt(303), 'no_answer') \g /dev/null
RESET SESSION AUTHORIZATION;
UPDATE intake.work SET lease_until = statement_timestamp() WHERE lead IN (test.lead(302), test.lead(303));
SELECT intake.wake_leads() \g /dev/null
SET SESSION AUTHORIZATION test_vasya;
SELECT results_eq('SELECT skipped, expired FROM test.kpi(''test_vasya'')', 'VALUES (8::bigint, 2::bigint)', 'of two leases that ran out the one without an attempt is a skip');
RESET SESSION AUTHORIZATION;
UPDATE intake.setting SET attempt_gap = '1 minute';
SELECT test.submit(test.record(321), test.record(322, test.contacts('+79000000321'))) \g /dev/null
SET SESSION AUTHORIZATION test_rita;
SELECT is((SELECT count(*) FROM desk.take(test.receipt(321))), 2::bigint, 'two leads of a client');
SELECT matches(desk.record_attempt(test.receipt(321), 'busy'), 'Attempt 1', 'an attempt');
SELECT matches(desk.record_attempt(test.receipt(321), 'busy'), 'same attempt', 'the same');
SELECT matches(desk.record_attempt(test.receipt(322), 'busy'), 'same attempt', 'the same, at the other lead');
SELECT results_eq('SELECT attempts::int FROM desk.screen', 'VALUES (1), (1)', 'they count for nothing');
SELECT is((SELECT attempts FROM test.kpi('test_rita')), 1::bigint, 'one, as is counted');
SELECT throws_ok($$SELECT desk.add_answer(test.receipt(321), 'acts_for', '?')$$, '22023', NULL, '"?" is no answer');
SELECT desk.refuse(test.receipt(321), 'too_small') \g /dev/null
SELECT is((SELECT without_attempt FROM test.kpi('test_rita')), 0::bigint, 'refused after it');
SELECT count(*) FROM desk.take(test.receipt(304)) \g /dev/null
SELECT desk.refuse(test.receipt(304), 'too_small') \g /dev/null
SELECT is((SELECT without_attempt FROM test.kpi('test_rita')), 1::bigint, 'refused without one: counted');
SELECT desk.reopen(test.receipt(304), 'mistake') \g /dev/null
SELECT is((SELECT taken FROM test.kpi('test_rita')), 0::bigint, 'who reopens an own lead has taken none');
SELECT desk.refuse(test.receipt(304), 'too_small') \g /dev/null
SET SESSION AUTHORIZATION test_vasya;
SELECT desk.reopen(test.receipt(304), 'mistake') \g /dev/null
SELECT is((SELECT taken FROM test.kpi('test_vasya')), 5::bigint, 'who reopens a colleague''s has');
SELECT is_empty('SELECT * FROM test.kpi(''test_rita'')', 'and sees nothing of the colleague''s numbers');
SELECT throws_ok('SELECT intake.claims_made(''test_rita'')', '42501', NULL, 'nor how many claims the colleague has made');
SET SESSION AUTHORIZATION test_nina;
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(300), 'a head takes a lead');
SELECT desk.take_back(test.receipt(300), 'other') \g /dev/null
SELECT is((SELECT skipped FROM test.kpi('test_nina')), 1::bigint, 'and who takes it back from herself has skipped it');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT count(*) FROM intake.asked(test.lead(321), 'general') AS a WHERE a.known AND a.name = 'cargo'), 1::bigint, 'what the visitor said is known');
UPDATE intake.work SET answers = '{"cargo": "???"}' WHERE lead = test.lead(321);
SELECT is((SELECT count(*) FROM intake.asked(test.lead(321), 'general') AS a WHERE a.known AND a.name = 'cargo'), 0::bigint, 'question marks are not');
UPDATE intake.work SET answers = '{"cargo": "ж"}' WHERE lead = test.lead(321);
SELECT is((SELECT count(*) FROM intake.asked(test.lead(321), 'general') AS a WHERE a.known AND a.name = 'cargo'), 1::bigint, 'one letter is');

-- The gap runs from the attempt that counted, not from its repetitions; and a promised call that was made is promised no more
RESET SESSION AUTHORIZATION;
UPDATE intake.setting SET attempt_gap = '1 minute';
SELECT test.over() \g /dev/null
SELECT test.submit(test.record(93), test.record(94)) \g /dev/null
SET SESSION AUTHORIZATION test_olga;
SELECT count(*) FROM desk.take(test.receipt(93)) \g /dev/null
RESET SESSION AUTHORIZATION;
INSERT INTO intake.lead_event (lead, step, at, who, what, reason, details)
SELECT w.lead, w.step + n, clock_timestamp() - ago, w.owner, 'attempted', 'busy', details
  FROM intake.work AS w CROSS JOIN (VALUES (1, interval '70 seconds', NULL), (2, '30 seconds', '{"same": true}'::jsonb)) AS t (n, ago, details) WHERE w.lead = test.lead(93);
UPDATE intake.work SET step = step + 2, attempts = 1 WHERE lead = test.lead(93);
SET SESSION AUTHORIZATION test_olga;
SELECT matches(desk.record_attempt(test.receipt(93), 'busy'), 'Attempt 2', 'a minute after the one that counted');
SELECT count(*) FROM desk.take(test.receipt(94)) \g /dev/null
SELECT desk.postpone(test.receipt(94), test.later(), 'asked_later') \g /dev/null
SELECT count(*) FROM desk.take(test.receipt(94)) \g /dev/null
SELECT desk.record_attempt(test.receipt(94), 'no_answer') \g /dev/null
SELECT isnt_empty('SELECT * FROM desk.promised WHERE receipt = test.receipt(94)', 'a call before its time was not the promised one');
SELECT desk.postpone(test.receipt(94), test.later(), 'asked_later') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT test.comes(94, '1 minute') \g /dev/null
SET SESSION AUTHORIZATION test_olga;
SELECT count(*) FROM desk.take(test.receipt(94)) \g /dev/null
SELECT desk.record_attempt(test.receipt(94), 'no_answer') \g /dev/null
SELECT is_empty('SELECT * FROM desk.promised WHERE receipt = test.receipt(94)', 'when it was made it is promised no more');
RESET SESSION AUTHORIZATION;

SELECT * FROM finish();
ROLLBACK;
