-- What the pages ask every few seconds: what changes the stamp, what is counted, and that nothing is where nothing has changed.
BEGIN;
\ir lib/begin.sql
\ir lib/plan.sql
SELECT no_plan();
\ir lib/qualifiers.sql
UPDATE intake.setting SET recheck_share = 0, language = 'en';
SELECT desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}'), desk.add_staff('test_vera', 'Вера', 'sales', '{services}'), desk.add_staff('test_mara', 'Mara', 'marketing') \g /dev/null
DELETE FROM intake.required_answer;
UPDATE intake.team SET price_floor = NULL;
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

-- test.pulse(who): the counts, as that person has them. test.changes(who, act): does the act change the stamp?
CREATE FUNCTION test.pulse(who text, place text DEFAULT 'desk') RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    it jsonb;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    EXECUTE format('SELECT to_jsonb(p) - ''stamp'' FROM %I.pulse AS p', place) INTO it;
    RESET SESSION AUTHORIZATION;
    RETURN it;
END $$;
CREATE FUNCTION test.changes(who text, act text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    before CONSTANT text := (SELECT stamp FROM desk.pulse);
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    EXECUTE 'SELECT ' || act;
    RESET SESSION AUTHORIZATION;
    RETURN (SELECT stamp FROM desk.pulse) <> before;
END $$;

SELECT is(test.pulse('test_olga'), '{"waiting": 0, "red": 0, "repeats": 0, "mine": 0, "mine_until": null, "promised_due": 0, "notices": 0, "next_at": null}', 'nothing yet');
SELECT test.submit(test.record(1, test.contacts('+79000000001')), test.record(2, test.contacts('+79000000001')), test.record(3, test.contacts('+79000000003') || '{"category": "other", "colour": "grey", "rank": 20}')) \g /dev/null
SELECT is(test.pulse('test_olga') - 'next_at', '{"waiting": 2, "red": 1, "repeats": 0, "mine": 0, "mine_until": null, "promised_due": 0, "notices": 0}', 'clients wait, one of them with two leads');

-- What changes it
SELECT ok(test.changes('test_olga', act), 'changes: ' || act) FROM unnest(ARRAY[
    'desk.claim_next()', $$desk.record_attempt(test.receipt(1), 'talked')$$, $$desk.add_note(test.receipt(1), 'x')$$, $$desk.add_answer(test.receipt(1), 'cargo', 'x')$$,
    $$desk.renew(test.receipt(1))$$, $$desk.postpone(test.receipt(2), '+2h', 'asked_later')$$, $$desk.undo(test.receipt(2))$$, $$desk.hand_over(test.receipt(1), 'general')$$]) AS act;
SELECT ok(test.changes('test_gleb', act), 'changes: ' || act) FROM unnest(ARRAY[
    $$sales.take_deal(test.receipt(1))$$, $$sales.add_note(test.receipt(1), 'x')$$, $$sales.seen(test.receipt(1))$$]) AS act;
SELECT ok(test.changes(session_user, act), 'changes: ' || act) FROM unnest(ARRAY[
    $$test.outcomes(test.record(4, test.contacts('+79000000001', 'd@example.com')))$$, $$test.outcomes(test.record(5, test.contacts('+79000000003', 'd@example.com')))$$]) AS act;
SELECT ok(test.changes('test_olga', act), 'changes: ' || act) FROM unnest(ARRAY[
    $$desk.merge(test.receipt(1), test.receipt(3), 'x')$$, $$desk.undo(test.receipt(3))$$, $$desk.keep_apart(test.receipt(5))$$, 'desk.seen(test.receipt(2))']) AS act;
SELECT ok(test.changes(session_user, $$desk.add_staff('test_new', 'New', 'desk')$$), 'changes: who works here');
CREATE FUNCTION test.edit(what text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE what; END $$;
SELECT ok(test.changes(session_user, format('test.edit(%L)', edit)), 'changes: ' || edit) FROM unnest(ARRAY[
    'UPDATE intake.category SET rank = 5', 'INSERT INTO intake.reason (act, name, ru, en) VALUES (''refuse'', ''far'', ''далеко'', ''too far'')',
    'UPDATE intake.team SET ru = ru', 'UPDATE intake.setting SET lease = lease', 'DELETE FROM intake.working_hours WHERE weekday = 1']) AS edit;
CREATE FUNCTION test.bring(n integer) RETURNS void LANGUAGE sql AS $$
    SELECT intake.submit_import(NULL, '{"form": "cargo", "key": "k", "file": "f", "queued": true}', json_build_array(test.record(n, test.contacts('+79000000009')))) $$;
CREATE FUNCTION test.withdraw() RETURNS void LANGUAGE sql AS $$ SELECT desk.withdraw_import((SELECT max(id) FROM intake.import_batch), 'x') $$;
SELECT ok(test.changes(session_user, act), 'changes: ' || act) FROM unnest(ARRAY['test.bring(9)', 'test.withdraw()', 'test.bring(9)']) AS act;
SELECT ok(NOT test.changes(session_user, 'test.bring(9)'), 'does not: what is here already');
SELECT ok(test.changes(session_user, 'test.withdraw()'), 'changes: to take that back');
SELECT ok(NOT test.changes('test_olga', look), 'does not: ' || look) FROM unnest(ARRAY[
    '(SELECT count(*) FROM desk.queue)', 'desk.card(test.receipt(1))', $$(SELECT count(*) FROM desk.find('+79000000001'))$$]) AS look;
SELECT ok(NOT test.changes('firstline_intake', $$intake.submit('[]')$$), 'nor does a batch of nothing');
SELECT ok(NOT test.changes(session_user, $$test.outcomes(test.record(5, test.contacts('+79000000003', 'd@example.com')))$$), 'nor a lead that was here before');

-- What is counted
SELECT is((test.pulse('test_olga') ->> 'mine')::integer, 1, 'what she has');
SELECT is((test.pulse('test_olga') ->> 'mine_until')::timestamptz, (SELECT lease_until FROM intake.work WHERE owner = 'test_olga' AND state = 'claimed'), 'and for how long');
SELECT is(test.pulse('test_pavel') ->> 'mine', '0', 'he has nothing');
SELECT is((test.pulse('test_pavel') ->> 'next_at')::timestamptz, (SELECT min(lease_until) FROM intake.work), 'but something will come to the queue then');
SELECT is((test.pulse('test_olga') ->> 'repeats')::integer, (SELECT count(*)::integer FROM desk.queue WHERE repeat), 'who comes first');
SELECT is((test.pulse('test_olga') ->> 'waiting')::integer, (SELECT count(*)::integer FROM desk.queue), 'the same that the queue shows');
SET SESSION AUTHORIZATION test_olga;
SELECT desk.postpone(test.receipt(2), '+2h', 'asked_later') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is((test.pulse('test_olga') ->> 'next_at')::timestamptz, (SELECT not_before FROM intake.work WHERE lead = test.lead(2)), 'a promised call is the next that comes');
UPDATE intake.work SET not_before = now() - interval '1 minute', promised = now() - interval '1 minute' WHERE lead = test.lead(2);
SELECT is(test.pulse('test_olga') ->> 'promised_due', '1', 'when it is due');
SELECT is(test.pulse('test_pavel') ->> 'promised_due', '0', 'it is hers');
SELECT is((test.pulse('test_pavel') ->> 'waiting')::integer, (SELECT count(*)::integer FROM desk.queue), 'what has run out waits');
SELECT is(test.pulse('test_gleb', 'sales') - 'next_at', '{"new": 0, "mine": 1, "due": 0, "notices": 2}', 'his deals, and that the client has written again');
SELECT is((test.pulse('test_gleb', 'sales') ->> 'notices')::integer, (SELECT count(*)::integer FROM sales.notices), 'the same that sales.notices tells an administrator');
SELECT is(test.pulse('test_vera', 'sales'), '{"new": 0, "mine": 0, "due": 0, "notices": 0, "next_at": null}', 'another team''s are not hers');
UPDATE intake.deal SET next_at = now() - interval '1 minute', next_step = 'call';
SELECT is(test.pulse('test_gleb', 'sales') ->> 'due', '1', 'a step whose time has come');

-- Nothing is counted where nothing has changed
CREATE FUNCTION test.loops(plan jsonb, name text) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_path_query_first(plan, '$.** ? (@."Function Name" == $n)."Actual Loops"', jsonb_build_object('n', name)) $$;
SELECT is(test.loops(test.plan(format('SELECT * FROM desk.pulse WHERE stamp <> %L', p.stamp)), 'desk_counts'), '0', 'the counts of the desk') FROM desk.pulse AS p;
SELECT is(test.loops(test.plan(format('SELECT * FROM sales.pulse WHERE stamp <> %L', p.stamp)), 'deal_counts'), '0', 'nor those of sales') FROM sales.pulse AS p;
SELECT is(test.loops(test.plan('SELECT * FROM desk.pulse WHERE stamp <> ''x'''), 'desk_counts'), '1', 'else once');
SELECT is_empty(format('SELECT * FROM desk.pulse WHERE stamp <> %L', p.stamp), 'and there is no row') FROM desk.pulse AS p;

-- Nor is more of what was told and not read than is asked for
INSERT INTO intake.notice (login, about, lead) SELECT 'test_olga', test.lead(9), test.lead(n) FROM unnest(ARRAY[1, 2, 3, 4, 5]) AS n;
SET SESSION AUTHORIZATION test_olga;
SELECT cmp_ok((SELECT count(*) FROM desk.notices), '>', 3::bigint, 'she has not read several');
SELECT is(test.loops(test.plan('SELECT v.* FROM desk.notices AS v WHERE true LIMIT 2'), 'card'), '2', 'a card for each of the two that are shown');
RESET SESSION AUTHORIZATION;

-- Who may
SELECT is(test.try('test_mara', 'TABLE desk.pulse'), '42501', 'not marketing');
SELECT is(test.try('test_gleb', 'TABLE desk.pulse'), '42501', 'sellers have one of their own');
SELECT is(test.try('test_olga', 'SELECT intake.desk_counts(''test_pavel'')'), '42501', 'nobody asks for a colleague''s');
SET SESSION AUTHORIZATION firstline_desk;
SET ROLE test_olga;
SELECT is((SELECT count(*) FROM desk.pulse), 1::bigint, 'through the pages, too');
RESET ROLE;
RESET SESSION AUTHORIZATION;

-- What is noted apart is not kept for ever
DO $$ BEGIN FOR i IN 1..1200 LOOP INSERT INTO intake.changed (what, xid) VALUES ('x', i::text::xid8); END LOOP; END $$;
DO $$ BEGIN FOR i IN 1..300 LOOP UPDATE intake.setting SET lease = lease; END LOOP; END $$;
SELECT ok((SELECT count(*) FROM intake.changed WHERE what = 'x') < 1000, 'the oldest go');

SELECT * FROM finish();
ROLLBACK;
