-- intake.submit: every outcome, alone and inside a batch; who is whose client; what a bad record leaves behind.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();

-- Outcomes
SELECT is(test.outcomes(test.record(1)), 'new', 'a first record is new');
SELECT is(test.outcomes(test.record(1)), 'replay', 'the same record again is a replay');
SELECT results_eq('SELECT receipt, outcome FROM test.submit(test.record(1, ''{"answers": {"name": "Пётр"}}''))',
    $$SELECT (test.record(1) ->> 'spare_id')::uuid, 'differs'$$, 'another payload under its id goes to the spare id');
SELECT results_eq('SELECT receipt, outcome FROM test.submit(test.record(1, ''{"answers": {"name": "Пётр"}}''))',
    $$SELECT (test.record(1) ->> 'spare_id')::uuid, 'replay'$$, 'and again is a replay of that');
SELECT results_eq(
    $$SELECT receipt, outcome FROM test.submit(
          test.record(1, '{"answers": {"name": "Пётр"}, "spare_id": "01a20244-ebe8-7001-8c4c-0000000000aa"}'))$$,
    $$SELECT (test.record(1) ->> 'spare_id')::uuid, 'replay'$$, 'also when a new spare id was made for it');
SELECT is((SELECT differs_from FROM intake.lead WHERE id = (test.record(1) ->> 'spare_id')::uuid), test.lead(1),
    'the second names the first');
SELECT is((SELECT count(*) FROM intake.lead), 2::bigint, 'two leads in all');
SELECT is(test.outcomes(test.record(1, '{"answers": {"name": "Юрий"}, "spare_id": "01a20244-ebe8-7001-8c4c-0000000000bb"}')), 'differs',
    'a third payload is a third lead');
SELECT is((SELECT count(*) FROM intake.submit('[]')), 0::bigint, 'an empty batch has no answers');
SELECT is(test.outcomes(test.record(2), test.record(3), test.record(2), test.record(3, '{"answers": {"name": "x"}}'),
                        test.record(3, '{"answers": {"name": "x"}}')),
    'new new replay differs replay', 'the same outcomes inside one batch');
SELECT is((SELECT count(*) FROM intake.client), 3::bigint, 'replays and other payloads made no clients');

-- Without a key: the same payload within ten minutes
CREATE FUNCTION test.unkeyed(n bigint, minute numeric) RETURNS jsonb LANGUAGE sql AS $$
    SELECT test.record(n, test.contacts('+79990000001') || jsonb_build_object('keyed', false,
        'received_at', timestamptz '2026-11-22 09:00Z' + minute * interval '1 minute')) $$;
SELECT is(test.outcomes(test.unkeyed(10, 0)), 'new', 'a payload without a key is new');
SELECT results_eq('SELECT receipt, outcome FROM test.submit(test.unkeyed(11, 10))',
    $$SELECT test.lead(11), 'replay'$$, 'ten minutes later it is the same lead, and the receipt is the sender''s own: the first may be another''s');
SELECT results_eq('SELECT receipt, lead FROM intake.other_receipt', 'SELECT test.lead(11), test.lead(10)', 'which leads to it');
SELECT is((SELECT count(*) FROM intake.lead WHERE id IN (test.lead(10), test.lead(11))), 1::bigint, 'once');
SELECT results_eq('SELECT receipt, outcome FROM test.submit(test.unkeyed(11, 10))', $$SELECT test.lead(11), 'replay'$$, 'the repetition again has the same receipt');
SELECT is(test.outcomes(test.unkeyed(12, 10.0001)), 'new', 'a moment after that it is another');
SELECT is(test.outcomes(test.unkeyed(12, 10.0001)), 'replay', 'the same record is a replay whenever it comes');
SELECT is(test.outcomes(test.unkeyed(20, 100), test.unkeyed(21, 108), test.unkeyed(22, 116), test.unkeyed(23, 117)),
    'new replay new replay', 'in a batch the ten minutes count from the lead, not from the last click');
SELECT results_eq('SELECT receipt, outcome FROM test.submit(test.unkeyed(30, 99))', $$SELECT test.lead(30), 'replay'$$,
    'what was received before the lead, but stored after it, is the same submission');
SELECT is(test.outcomes(test.unkeyed(31, 89.9999)), 'new', 'unless it is more than ten minutes older');

-- Clients
CREATE FUNCTION test.client_of(n bigint) RETURNS uuid LANGUAGE sql STABLE
RETURN (SELECT client FROM intake.lead WHERE id = test.lead(n));
SELECT is(test.outcomes(test.record(40, test.contacts())), 'new', 'a lead may have no contact point');
SELECT results_eq('SELECT client, repeat FROM intake.lead WHERE id = test.lead(40)', 'SELECT NULL::uuid, false',
    'then it has no client and is no repeat');
SELECT lives_ok($$SELECT test.submit(test.record(41, test.contacts('+741', 'a41@b', '+741')))$$,
    'one contact point named twice is no trouble');
SELECT results_eq('SELECT client, repeat FROM intake.lead WHERE id = test.lead(41)', 'SELECT test.lead(41), false',
    'the first lead of a client gives the client its id');
SELECT lives_ok($$SELECT test.submit(test.record(42, test.contacts('a42@b', '+741')))$$, 'a known phone, a new e-mail');
SELECT results_eq('SELECT client, repeat FROM intake.lead WHERE id = test.lead(42)', 'SELECT test.lead(41), true',
    'is a repeat of the same client');
SELECT is((SELECT client FROM intake.contact_point WHERE kind = 'email' AND value = 'a42@b'), test.lead(41),
    'who has the new e-mail from now on');
SELECT lives_ok($$SELECT test.submit(test.record(43, test.contacts('+743')), test.record(44, test.contacts('+743', '+741')),
                                     test.record(45, test.contacts('+741', '+745')), test.record(46, test.contacts('+745')))$$,
    'a chain inside a batch');
SELECT results_eq('SELECT test.client_of(n) FROM generate_series(43, 46) n',
    'SELECT unnest(ARRAY[test.lead(43), test.lead(41), test.lead(41), test.lead(41)])',
    'goes through it: the lead of two clients goes to the older, the new phone with it');
SELECT results_eq('SELECT lead, client, others FROM intake.merge_proposal',
    'SELECT test.lead(44), test.lead(41), ARRAY[test.lead(43)]', 'and proposes a merge, once');
SELECT is(test.outcomes(test.record(47, test.contacts('+743', '+747', '+741'))), 'new', 'one who names both, and a phone that is new');
SELECT results_eq('SELECT client, others FROM intake.merge_proposal WHERE lead = test.lead(47)', 'SELECT test.lead(41), ARRAY[test.lead(43)]',
    'proposes the two, and nobody besides');
SELECT lives_ok($$SELECT intake.submit((SELECT json_agg(
        test.record(1000 + n, test.contacts('+7999', n || '@b'))) FROM generate_series(1, 100) n))$$,
    'a hundred e-mails with one phone in one batch');
SELECT results_eq('SELECT count(*), count(DISTINCT client), count(*) FILTER (WHERE repeat) FROM intake.lead
                    WHERE id >= test.lead(1001)', 'VALUES (100::bigint, 1::bigint, 99::bigint)',
    'are a hundred leads of one client, 99 of them repeats');
SELECT is_empty('SELECT value FROM intake.contact_point p WHERE NOT EXISTS (SELECT FROM intake.client c WHERE c.id = p.client)',
    'every contact point belongs to a client that exists');

-- Runs: what has a name in common is not stored by one statement, what has not, is
CREATE FUNCTION test.runs(VARIADIC records jsonb[]) RETURNS int[] LANGUAGE sql AS
    $$ SELECT intake.lock_names(intake.read_records(to_json(records))) $$;
SELECT is(test.runs(test.record(60), test.record(61), test.record(62)), '{3}', 'strangers are one run');
SELECT is(test.runs(test.record(60, test.contacts('+760', 'a60@b', '+760'))), '{1}', 'one record has nothing in common with itself');
SELECT is(test.runs(test.record(60), test.record(61), test.record(60, '{"answers": {}}'), test.record(62)), '{2,4}', 'the same id twice');
SELECT is(test.runs(test.record(60, test.contacts('+760')), test.record(61, test.contacts('+761')), test.record(62, test.contacts('+761', '+760')),
    test.record(63, test.contacts('+760'))), '{2,3,4}', 'a run ends before the first that names one of it');
SELECT is(test.runs(test.record(60, test.contacts('+760')), test.record(61, test.contacts('+760')), test.record(62, test.contacts('+762')),
    test.record(63, test.contacts('+762')), test.record(64, test.contacts('+760'))), '{1,3,5}', 'and not for one of the run before it');
SELECT is(test.runs(test.record(60, test.contacts('+760', 'a' || i || '@b')), test.record(61, test.contacts('+760', 'b' || i || '@b')),
    test.record(62, test.contacts('a' || i || '@b', 'b' || i || '@b'))), '{1,2,3}', 'of two earlier ones the later counts, ' || i) FROM generate_series(1, 4) AS i;
SELECT is(test.runs(test.record(60, test.contacts('760')), test.record(61, '{"contacts": [{"kind": "phone", "value": "760"}]}')), '{2}',
    'a phone and an e-mail of the same letters are two');
SELECT is(test.runs(test.unkeyed(60, 0) || test.contacts(), test.unkeyed(61, 60) || test.contacts(), test.record(62)), '{1,3}', 'one payload without a key');
SELECT is(test.runs(test.record(60, test.contacts()), test.record(61, test.contacts())), '{2}', 'with keys it is two');
SELECT results_eq($$SELECT n, outcome FROM test.submit(test.record(70, test.contacts('+770')), test.record(71, test.contacts('+770')), test.record(70, test.contacts('+770')),
        test.record(72, test.contacts('+770') || '{"answers": {}}'), test.record(71, test.contacts('+771'))) ORDER BY n$$,
    $$VALUES (1, 'new'), (2, 'new'), (3, 'replay'), (4, 'new'), (5, 'differs')$$, 'over several runs each record has its number');

-- Nothing is looked for by reading a table, though all were empty when this session made its plans.
CREATE FUNCTION test.reads() RETURNS TABLE (rows numeric, scans numeric) LANGUAGE sql AS $$
    SELECT sum(seq_tup_read + idx_tup_fetch), sum(seq_scan) FROM pg_stat_xact_user_tables
     WHERE relname IN ('lead', 'contact_point', 'category', 'other_receipt', 'merge_proposal') $$;
SELECT lives_ok($$SELECT test.submit(VARIADIC ARRAY(SELECT test.record(n) FROM generate_series(1000, 1149) AS n))$$, 'a hundred and fifty more');
SELECT cmp_ok((SELECT count(*) FROM intake.lead)::integer, '>', 150, 'a table read whole would be more than what follows');
CREATE TABLE test.before AS SELECT * FROM test.reads();
SELECT is(test.outcomes(test.record(80), test.record(81, '{"keyed": false}'), test.record(82, test.contacts('+741', '+743')),
    test.record(80, '{"answers": {}}')), 'new new new differs', 'four leads, beside hundreds');
-- The leads of one client are read to tell whoever is at work on him, by one index or another: eight or so.
SELECT results_eq('SELECT r.scans - b.scans, r.rows - b.rows < 40 FROM test.reads() AS r, test.before AS b', 'VALUES (0::numeric, true)', 'are found by key');

-- A lead of 3 kB is kept as it came
SELECT lives_ok($$SELECT test.submit(test.record(85, jsonb_build_object('answers', jsonb_build_object('comment', repeat('да ', 300)),
    'raw', jsonb_build_array(jsonb_build_array('comment', repeat('да ', 300))))))$$, 'a long comment');
SELECT results_eq('SELECT pg_column_compression(answers), pg_column_compression(raw) FROM intake.lead WHERE id = test.lead(85)',
    'VALUES (NULL::text, NULL::text)', 'nobody tries to make it smaller');

-- What hangs off a lead
SELECT is_empty('SELECT id FROM intake.lead l WHERE NOT EXISTS (SELECT FROM intake.work w WHERE w.lead = l.id
        AND w.state = ''new'' AND w.step = 1 AND (w.category, w.rank, w.repeat, w.received_at) = (l.category, l.rank, false, l.received_at)
        AND (w.party IS NOT DISTINCT FROM l.client) AND (w.client IS NOT DISTINCT FROM l.client))',
    'every lead has its work, and none of a client who has not earned it comes first');
SELECT is_empty('SELECT q.lead FROM intake.waiting q JOIN intake.work w ON w.lead = q.lead WHERE q.client <> coalesce(w.client, w.lead)', 'and stands with its client''s');
UPDATE intake.client SET earned_at = now() WHERE id = test.lead(41);
SELECT lives_ok($$SELECT test.submit(test.record(49, test.contacts('+741')))$$, 'a client we have tried to reach');
SELECT results_eq('SELECT w.repeat, q.repeat FROM intake.work w JOIN intake.waiting q ON q.lead = w.lead WHERE w.lead = test.lead(49)', 'VALUES (true, true)', 'comes first');
SELECT is_empty('SELECT id FROM intake.lead l WHERE NOT EXISTS (SELECT FROM intake.lead_event e WHERE e.lead = l.id
        AND e.step = 1 AND e.what = ''received'' AND e.who = session_user)', 'and the beginning of its history');

-- Categories
SELECT lives_ok($$SELECT test.submit(test.record(50, '{"colour": "pink", "rank": 3}'))$$, 'a category changes its colour');
SELECT lives_ok($$SELECT test.submit(test.record(51, '{"colour": "old", "received_at": "2020-01-01T00:00:00Z"}'))$$,
    'a lead from before comes late');
SELECT results_eq('SELECT colour::text, rank FROM intake.category WHERE name = ''high-margin''', $$VALUES ('pink', 3)$$,
    'the newest lead says what the category looks like');
UPDATE intake.category SET colour = 'violet', rank = 0 WHERE name = 'high-margin';
SELECT lives_ok($$SELECT test.submit(test.record(52, '{"colour": "pink", "rank": 3}'))$$, 'the owner edits the row, and the file says what it said');
SELECT results_eq('SELECT c.colour::text, c.rank, w.rank, q.rank, l.rank FROM intake.category c, intake.work w, intake.waiting q, intake.lead l
                    WHERE c.name = w.category AND w.lead = test.lead(52) AND q.lead = w.lead AND l.id = w.lead',
    $$VALUES ('violet', 0, 0, 0, 3)$$, 'what the owner wrote holds, for the queue as well; the lead keeps what came with it');
SELECT lives_ok($$SELECT test.submit(test.record(53, '{"colour": "pink", "rank": 4, "received_at": "2026-12-01T00:00:00Z"}'))$$, 'the owner edits the file');
SELECT results_eq('SELECT colour::text, rank FROM intake.category WHERE name = ''high-margin''', $$VALUES ('pink', 4)$$,
    'and that holds now');

DELETE FROM intake.category WHERE name = 'high-margin';
SELECT set_has('SELECT receipt FROM desk.queue', 'SELECT test.receipt(53)', 'a lead shows even without the row of its category');

SELECT * FROM finish();
ROLLBACK;
