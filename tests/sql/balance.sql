-- The balance: numbers that are told twice, late or in another order count once; days are those of the office; and a submission
-- that is in no column shows.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET zone = 'Asia/Vladivostok';    -- ten hours ahead: the day begins at 14:00 UTC
CREATE ROLE test_marina IN ROLE firstline_marketing;
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

-- What one ledger tells of one quarter of an hour: parts in the order of the columns; received is their sum, but for missing.
CREATE FUNCTION test.tell(ledger integer, slot timestamptz, parts integer[], missing integer DEFAULT 0) RETURNS boolean LANGUAGE sql AS $$
    SELECT intake.note_counts(lpad(tell.ledger::text, 32, '0')::uuid, json_build_array(json_build_object(
        'slot', extract(epoch FROM tell.slot)::bigint, 'received', (SELECT sum(n) FROM unnest(parts) AS n) + missing,
        'stored', parts[1], 'double', parts[2], 'spooled', parts[3], 'invalid', parts[4], 'refused', parts[5],
        'not_sent', parts[6], 'busy', parts[7], 'unanswered', parts[8])))
$$;

SELECT ok(test.tell(1, '2026-07-01 13:45Z', '{5,1,2,3,1,1,4,0}'), 'what is told is noted');
SELECT ok(test.tell(1, '2026-07-01 13:45Z', '{5,1,2,3,1,1,4,0}'), 'and may be told twice');
SELECT ok(test.tell(1, '2026-07-01 13:45Z', '{4,1,2,3,1,1,4,0}'), 'or late');
SELECT ok(test.tell(1, '2026-07-01 14:00Z', '{10,0,0,0,0,0,0,0}'), 'a quarter later it is another day there');
SELECT ok(test.tell(2, '2026-07-01 14:00Z', '{1,0,0,0,0,0,0,2}'), 'another process adds its own');
SELECT ok(test.tell(2, '2026-07-02 02:30Z', '{1,0,0,0,0,0,0,0}'), 'late at night in UTC it is still that day');
SELECT is((SELECT count(*) FROM intake.post_count), 4::bigint, 'a row for each quarter of an hour and ledger');
SELECT results_eq('SELECT day::text, received, stored, double, spooled, invalid, refused, not_sent, busy, suspect, abandoned, unanswered, difference, leads '
                  'FROM marketing.balance ORDER BY day',
    $$VALUES ('2026-07-01', 17::bigint, 5::bigint, 1::bigint, 2::bigint, 3::bigint, 1::bigint, 1::bigint, 4::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint),
             ('2026-07-02', 14, 12, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0)$$, 'days of the office, and each in one column');

SELECT ok(test.tell(2, '2026-07-02 02:30Z', '{2,1,1,1,1,1,1,1}'), 'numbers grow');
SELECT results_eq($$SELECT received, stored, double, unanswered, difference FROM marketing.balance WHERE day = '2026-07-02'$$,
    $$VALUES (22::bigint, 13::bigint, 1::bigint, 3::bigint, 0::bigint)$$, 'and the day with them');
SELECT ok(test.tell(1, '2026-07-03 10:00Z', '{7,0,0,0,0,0,0,0}', 1) AND test.tell(1, '2026-07-04 10:00Z', '{7,0,0,0,0,0,0,0}', -1), 'a program that miscounts is believed');
SELECT results_eq($$SELECT day::text, difference FROM marketing.balance WHERE difference <> 0 ORDER BY day$$,
    $$VALUES ('2026-07-03', 1::bigint), ('2026-07-04', -1::bigint)$$, 'and shows: one is missing, one is counted twice');
SELECT ok(test.tell(1, '2026-07-03 10:00Z', '{8,0,0,0,0,0,0,0}'), 'a part that comes after the whole');
SELECT is((SELECT difference FROM marketing.balance WHERE day = '2026-07-03'), 0::bigint, 'is noted, too');

-- leads
SELECT lives_ok($$SELECT intake.submit(json_build_array(test.record(1), test.record(2)))$$, 'leads that came in otherwise');
SELECT results_eq($$SELECT received, difference, leads FROM marketing.balance WHERE leads > 0$$, $$VALUES (0::bigint, 0::bigint, 2::bigint)$$,
    'stand beside it, on a day without submissions as well');

-- whose it is
SET LOCAL ROLE test_marina;
SELECT isnt_empty('TABLE marketing.balance', 'marketing reads it');
RESET ROLE;
SET SESSION AUTHORIZATION test_marina;    -- a login that is no person of ours
SELECT throws_ok('TABLE marketing.balance', '42501', NULL, 'a right alone shows nothing');
RESET SESSION AUTHORIZATION;
SET LOCAL ROLE firstline_intake;
SELECT ok(intake.note_counts('00000000-0000-0000-0000-000000000003', '[]'), 'the program may tell nothing, too');
SELECT throws_ok('TABLE intake.post_count', '42501', NULL, 'and may not read what it told');
SELECT throws_ok('TABLE marketing.balance', '42501', NULL, 'nor what became of it');
RESET ROLE;

SELECT * FROM finish();
ROLLBACK;
