-- What is brought in from another system: known clients, no work, no numbers; once; and taken back without deleting anything.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
\ir lib/naive.sql
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_nina', 'Nina', 'desk', head => true, language => 'en') \g /dev/null
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
CREATE FUNCTION test.off_count() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM test.off() $$;

CREATE FUNCTION test.about(changes jsonb DEFAULT '{}') RETURNS json LANGUAGE sql
RETURN ('{"form": "cargo", "key": "sha256:1", "file": "clients.csv", "rows": 3, "refused": 1}'::jsonb || changes)::json;
CREATE FUNCTION test.bring(about json, VARIADIC records jsonb[]) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', s.stored, s.again, cardinality(s.busy)) FROM intake.submit_import(NULL, about, to_json(records)) AS s $$;
CREATE FUNCTION test.batch(key text DEFAULT 'sha256:1') RETURNS bigint LANGUAGE sql SECURITY DEFINER
RETURN (SELECT max(b.id) FROM intake.import_batch AS b WHERE b.key = batch.key);
CREATE FUNCTION test.old(n integer, changes jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql
RETURN test.record(n, jsonb_build_object('received_at', '2019-05-06 09:00Z'::timestamptz + n * interval '1 hour') || changes);

-- Brought in: there, closed, nowhere in the way
SELECT is(test.bring(test.about(), test.old(1), test.old(2)), '2 0 0', 'two leads of the old system');
SELECT is((SELECT string_agg(concat_ws(' ', channel, entered_by = session_user, marks), '; ') FROM intake.lead), 'import t {imported}; import t {imported}',
    'they say what they are, and who brought them');
SELECT results_eq('SELECT state::text, verdict::text, reason::text, owner, step FROM intake.work', $$VALUES ('closed', 'imported', 'clients.csv', NULL::name, 1), ('closed', 'imported', 'clients.csv', NULL::name, 1)$$,
    'they are history, and nobody''s work');
SELECT is_empty('SELECT * FROM intake.waiting', 'nothing waits');
SELECT is_empty('SELECT * FROM intake.uncounted', 'nothing is to be counted');
SELECT is(test.off_count(), 0::bigint, 'every report agrees');
SELECT is_empty('SELECT * FROM marketing.hours UNION ALL SELECT * FROM marketing.hours', 'and has no lead');
SELECT results_eq('SELECT rows, refused, stored, done_at FROM intake.import_batch', $$VALUES (3::bigint, 1::bigint, 2::bigint, NULL::timestamptz)$$, 'the batch counts its rows');

-- Once more: nothing new
SELECT is(test.bring(test.about('{"last": true}'), test.old(1), test.old(2)), '0 0 0', 'the same piece again brings nothing');
SELECT is(test.bring(test.about('{"key": "sha256:2", "file": "again.csv"}'), test.old(2), test.old(3), test.old(3)), '1 0 0', 'another file with one of them, and one twice, brings one');
SELECT is((SELECT count(*) FROM intake.lead), 3::bigint, 'three in all');
SELECT results_eq('SELECT rows, stored, done_at IS NOT NULL FROM intake.import_batch WHERE key = ''sha256:1''', 'VALUES (3::bigint, 2::bigint, true)', 'the first batch is as it was, and done');
SELECT is(test.bring(test.about('{"key": "sha256:2"}'), test.old(3, '{"answers": {"name": "Пётр"}}')), '1 0 0', 'a row that says something else now is a lead of its own');
SELECT throws_ok($$SELECT test.bring(test.about('{"queued": true}'), test.old(1))$$, '55000', NULL, 'not the same file with other settings');
SELECT is(test.bring(test.about('{"key": "sha256:5"}'), test.old(5, test.contacts('+79000000001', 'ivan2@example.com'))), '1 0 0', 'one that names two of them');
SELECT is_empty('SELECT * FROM intake.merge_proposal', 'proposes no merge: there could be thousands');

-- A visitor who was a client there is known, and comes first
SELECT is(test.outcomes(test.record(101, test.contacts('+79000000001'))), 'new', 'a visitor writes');
SELECT results_eq('SELECT repeat, client = test.lead(1) FROM intake.lead WHERE id = test.lead(101)', 'VALUES (true, true)', 'whom the old system knew');
SELECT results_eq('SELECT repeat FROM intake.waiting', 'VALUES (true)', 'he comes first');
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT count(*) FROM desk.find('+79000000001')), 3::bigint, 'the desk sees what there was');
SELECT is((SELECT DISTINCT last_verdict FROM desk.find('+79000000001')), 'brought in: clients.csv', 'and where it is from');
SELECT isnt_empty('SELECT * FROM desk.client_history(test.receipt(101))', 'the history has it');
SELECT throws_ok('SELECT * FROM desk.imports', '42501', NULL, 'the list of imports is for heads');
SELECT throws_ok($$SELECT desk.withdraw_import(1, 'x')$$, '42501', NULL, 'and to withdraw');
SET SESSION AUTHORIZATION test_nina;
SELECT is_empty($$SELECT * FROM desk.choices WHERE name IN ('imported', 'withdrawn')$$, 'nobody can give such a verdict');
SELECT results_eq('SELECT file, state, rows, stored, known, refused, leads FROM desk.imports WHERE batch = test.batch()',
    $$VALUES ('clients.csv', 'done', 3::bigint, 2::bigint, 0::bigint, 1::bigint, 2::bigint)$$, 'a head sees what came');
SELECT throws_ok($$SELECT intake.submit_import(NULL, '{}', '[]')$$, '42501', NULL, 'and hands in no row by herself');
RESET SESSION AUTHORIZATION;

-- What the pages hand in
SET SESSION AUTHORIZATION firstline_desk;
SELECT throws_ok($$SELECT intake.submit_import('test_olga', '{"form": "cargo", "key": "k", "file": "f"}', '[]')$$, '42501', NULL, 'not for somebody who is no head');
SELECT throws_ok($$SELECT intake.submit_import(NULL, '{"form": "cargo", "key": "k", "file": "f"}', '[]')$$, '42501', NULL, 'nor for nobody');
SELECT lives_ok($$SELECT intake.submit_import('test_nina', '{"form": "cargo", "key": "k", "file": "f"}', '[]')$$, 'for a head');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT begun_by FROM intake.import_batch WHERE key = 'k'), 'test_nina', 'and it is hers');

-- Into the queue, and into the numbers, when asked
SELECT is(test.bring(test.about('{"key": "q", "queued": true}'), test.record(201), test.record(202)), '2 0 0', 'leads to work on');
SELECT is((SELECT count(*) FROM intake.waiting WHERE lead IN (test.lead(201), test.lead(202)) AND NOT repeat), 2::bigint, 'wait');
SELECT is((SELECT earned_at FROM intake.client WHERE id = test.lead(201)), NULL, 'and have earned nothing yet');
SELECT is(test.off_count(), 0::bigint, 'but count nowhere');
SELECT is((SELECT sum(leads) FROM marketing.hours), 1::numeric, 'only what the visitor sent does');
SELECT is(test.bring(test.about('{"key": "c", "counts": true}'), test.old(301), test.old(302)), '2 0 0', 'history that is to count');
SELECT is(test.off_count(), 0::bigint, 'does so');
SELECT is((SELECT sum(leads) FROM marketing.hours), 3::numeric, 'all three');
SELECT results_eq('SELECT sum(leads)::int, sum(called)::int, sum(waiting)::int FROM marketing.speed_to_lead', 'VALUES (3, 0, 1)', 'nobody waits for a call in it');
SELECT intake.count_leads('1 minute') \g /dev/null
SELECT is(test.off_count(), 0::bigint, 'also when they are counted');

-- Withdrawn: what only they knew is not known; what others know stays
SELECT is(test.outcomes(test.record(102, test.contacts('+79000000302'))), 'new', 'another visitor from there');
SET SESSION AUTHORIZATION test_nina;
SELECT throws_ok($$SELECT desk.withdraw_import(test.batch('c'), ' ')$$, '22023', 'to withdraw a batch wants a reason', 'a reason is wanted');
SELECT throws_ok($$SELECT desk.withdraw_import(0, 'x')$$, 'P0002', 'there is no batch 0', 'of a batch that there is');
SELECT results_eq($$SELECT * FROM desk.withdraw_import(test.batch('c'), 'the wrong file')$$, 'VALUES (2::bigint, 0::bigint, 0::bigint)', 'she takes it back');
SELECT results_eq($$SELECT * FROM desk.withdraw_import(test.batch('c'), 'again')$$, 'VALUES (0::bigint, 0::bigint, 0::bigint)', 'twice does no harm');
SELECT is((SELECT concat_ws(', ', state, leads, withdrawn_by, why) FROM desk.imports WHERE batch = test.batch('c')), 'withdrawn, 0, test_nina, the wrong file', 'who, and why');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT count(*) FROM intake.lead WHERE id IN (test.lead(301), test.lead(302))), 2::bigint, 'what was received stays');
SELECT results_eq('SELECT state::text, verdict::text, client FROM intake.work WHERE lead = test.lead(302)', $$VALUES ('closed', 'withdrawn', NULL::uuid)$$, 'marked, and nobody''s');
SELECT is_empty($$SELECT * FROM intake.contact_point WHERE value IN ('+79000000301', 'ivan301@example.com', 'ivan302@example.com')$$, 'what only it knew is forgotten');
SELECT results_eq($$SELECT lead, client FROM intake.contact_point WHERE value = '+79000000302'$$, 'SELECT test.lead(102), test.lead(302)', 'what the visitor has named, too, is known by him');
SELECT results_eq('SELECT repeat FROM intake.waiting WHERE lead = test.lead(102)', 'VALUES (false)', 'who comes first no more');
SELECT is(test.off_count(), 0::bigint, 'and every report is without them');
SELECT intake.count_leads('1 minute') \g /dev/null
SELECT is(test.off_count(), 0::bigint, 'counted, too');
SELECT is((SELECT sum(leads) FROM marketing.hours), 2::numeric, 'the two visitors remain');
SELECT is(test.outcomes(test.record(103, test.contacts('+79000000301'))), 'new', 'whom only the batch knew');
SELECT is((SELECT repeat FROM intake.lead WHERE id = test.lead(103)), false, 'is a new client');

-- What somebody has worked on stays
SET SESSION AUTHORIZATION test_pavel;
SELECT isnt_empty('SELECT * FROM desk.take(test.receipt(201))', 'Pavel takes one of the queue');
SET SESSION AUTHORIZATION test_nina;
SELECT results_eq($$SELECT * FROM desk.withdraw_import(test.batch('q'), 'not these')$$, 'VALUES (1::bigint, 0::bigint, 1::bigint)', 'one is withdrawn, one is kept');
RESET SESSION AUTHORIZATION;
SELECT results_eq('SELECT lead FROM intake.waiting WHERE lead IN (test.lead(201), test.lead(202))', 'SELECT NULL::uuid WHERE false', 'neither waits');
SELECT is((SELECT client FROM intake.work WHERE lead = test.lead(201)), test.lead(201), 'Pavel''s is its client''s');

-- The same file again after that
SELECT is(test.bring(test.about('{"key": "c", "counts": true}'), test.old(301), test.old(302)), '0 2 0', 'it comes back');
SELECT isnt(test.batch('c'), (SELECT min(id) FROM intake.import_batch WHERE key = 'c'), 'as another batch');
SELECT results_eq('SELECT state::text, verdict::text, client FROM intake.work WHERE lead IN (test.lead(301), test.lead(302)) ORDER BY lead',
    $$SELECT 'closed', 'imported', c FROM unnest(ARRAY[test.lead(103), test.lead(302)]) AS c$$, 'to whose they are now');
SELECT is((SELECT client FROM intake.contact_point WHERE value = 'ivan301@example.com'), test.lead(103), 'with what it knows');
SELECT is(test.off_count(), 0::bigint, 'and counts again');
SELECT intake.count_leads('1 minute') \g /dev/null
SELECT is(test.off_count(), 0::bigint, 'counted, too');
SELECT is(test.outcomes(test.record(104, test.contacts('ivan302@example.com'))), 'new', 'a third visitor');
SELECT ok((SELECT repeat FROM intake.lead WHERE id = test.lead(104)), 'is known');

-- What a person has opened again is a lead as any other
SET SESSION AUTHORIZATION test_olga;
SELECT lives_ok($$SELECT desk.reopen(test.receipt(2), 'came_back')$$, 'an old one is opened again');
SELECT is((SELECT count(*) FROM desk.my_leads), 1::bigint, 'it is hers');
RESET SESSION AUTHORIZATION;
SELECT is(test.off_count(), 0::bigint, 'and still counts nowhere');

SELECT * FROM finish();
ROLLBACK;
