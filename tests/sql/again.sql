-- What a server says of its history, and records that are handed in a second time since it may have forgotten them.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();

-- The name of the history
SELECT is(test.try('firstline_intake', $$SELECT FROM intake.look('{}')$$), 'ok', 'the program may ask');
SELECT matches(intake.history(), '^[0-9]+-[0-9a-f]+-[0-9a-f]+$', 'letters, digits and "-": it becomes part of a file name');
SELECT cmp_ok(length(intake.history()), '<=', 48, 'and is short');
SELECT is(split_part(intake.history(), '-', 1), (SELECT system_identifier::text FROM pg_control_system()), 'it has the system');
SELECT is(split_part(intake.history(), '-', 2), (SELECT to_hex(timeline_id) FROM pg_control_checkpoint()), 'the timeline');
SELECT is(('x' || lpad(split_part(intake.history(), '-', 3), 16, '0'))::bit(64)::bigint,
    (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint, 'and when the server was started');

-- How far, and what is known
CREATE TABLE test.before AS SELECT * FROM intake.look('{}');
SELECT is(history, intake.history(), 'a look tells the same name') FROM test.before;
SELECT ok(remembered, 'nothing is known of nothing') FROM test.before;
SELECT is(wal, (pg_current_wal_flush_lsn() - '0/0')::bigint, 'the end of the safe log in octets') FROM intake.look('{}');
SELECT is(test.outcomes(test.record(1), test.record(2)), 'new new', 'two leads');
SELECT is(test.outcomes(test.record(3, '{"keyed": false}')), 'new', 'one without a key');
SELECT is(test.outcomes(test.record(4, test.record(3, '{"keyed": false}') - 'id')), 'replay', 'and its repetition');
SELECT is(remembered, known, what)
  FROM (VALUES (ARRAY[test.lead(1), test.lead(2)], true, 'both are remembered'), (ARRAY[test.lead(4)], true, 'and the other receipt'),
               (ARRAY[test.lead(1), test.lead(9)], false, 'one of them is not'), (ARRAY[test.lead(9)], false, 'nor is it alone'))
       AS t (receipts, known, what)
 CROSS JOIN intake.look(receipts);

-- Handed in again
CREATE FUNCTION test.again(VARIADIC records jsonb[]) RETURNS text LANGUAGE sql
RETURN (SELECT string_agg(s.outcome, ' ' ORDER BY s.n) FROM intake.submit_again(to_json(records)) AS s);
CREATE FUNCTION test.marks(n bigint) RETURNS text[] LANGUAGE sql STABLE RETURN (SELECT marks FROM intake.lead WHERE id = test.lead(n));
SELECT is(test.again(test.record(1), test.record(5), test.record(4, test.record(3, '{"keyed": false}') - 'id')), 'replay new replay',
    'what is there stays, what is not comes back');
SELECT is(test.marks(1), '{}', 'nothing is written on a lead that was there');
SELECT is(test.marks(5), '{restored}', 'the other is marked');
SELECT is(test.again(test.record(6, '{"marks": ["too_fast"]}')), 'new', 'one that was marked before');
SELECT is(test.marks(6), '{too_fast,restored}', 'has both marks');
SELECT is(test.again(test.record(7) - 'marks'), 'new', 'a record may have no marks');
SELECT is(test.marks(7), '{restored}', 'and has one then');
SELECT is(test.again(test.record(6, '{"answers": {"name": "Пётр"}}')), 'differs', 'another payload under its id');
SELECT is((SELECT marks FROM intake.lead WHERE differs_from = test.lead(6)), '{restored}', 'is marked as well');
SELECT is(to_jsonb(l) - '{id,marks,contacts,raw,client,received_at,stored_at,fingerprint}'::text[],
    (SELECT to_jsonb(m) - '{id,marks,contacts,raw,client,received_at,stored_at,fingerprint}'::text[] FROM intake.lead AS m WHERE m.id = test.lead(2)),
    'nothing else is told of it than of any lead') FROM intake.lead AS l WHERE l.id = test.lead(5);
SELECT is_empty($$SELECT * FROM intake.submit_again('[]')$$, 'an empty batch has no answers');
SELECT throws_ok($$SELECT intake.submit_again('[{"zone": 1}]')$$, 'FL001', NULL, 'a key that the schema does not know waits');
SELECT throws_ok($$SELECT intake.submit_again('[{"id": "x"}]')$$, '22P02', NULL, 'and a bad record is refused');

SELECT finish();
ROLLBACK;
