-- Merges and their undoing, the story of a client, blind second verdicts, staff, working time, local time, notices.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 0;
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}');
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

-- Three clients; a lead that names two of them
SELECT is(test.outcomes(test.record(1, test.contacts('+71')), test.record(2, test.contacts('a@b')), test.record(3, test.contacts('+73')),
    test.record(4, test.contacts('a@b', '+71'))), 'new new new new', 'four leads, three clients');
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT receipt, client, other, known_by, other_known_by FROM desk.merge_proposals',
    $$SELECT test.receipt(4), test.lead(1), test.lead(2), '+71', 'a@b'$$, 'a merge is proposed, with what both are known by');
SELECT throws_ok('SELECT desk.merge(test.receipt(1), test.receipt(2), '' '')', '22023', NULL, 'not without a reason');
SELECT throws_ok('SELECT desk.merge(test.receipt(1), test.receipt(1), ''same'')', '22023', NULL, 'nobody is two clients');
SELECT throws_ok('SELECT desk.merge(test.receipt(1), gen_random_uuid()::text, ''same'')', 'P0002', NULL, 'nor is one who is none');
SELECT is(desk.merge(test.receipt(2), test.receipt(1), 'one family'), 'They are one client now: ' || test.lead(1) || '.', 'merged: the older stands for both');
SELECT is_empty('SELECT * FROM desk.merge_proposals', 'the proposal is answered');
SELECT throws_ok('SELECT desk.merge(test.receipt(1), test.receipt(2), ''again'')', '22023', NULL, 'they are one already');
RESET SESSION AUTHORIZATION;
UPDATE intake.client SET earned_at = now() WHERE id = test.lead(3);
SET SESSION AUTHORIZATION test_olga;
SELECT is(desk.merge(test.receipt(3), test.receipt(2), 'the same voice'), 'They are one client now: ' || test.lead(1) || '.', 'a third joins by way of the second');
RESET SESSION AUTHORIZATION;
SELECT isnt((SELECT earned_at FROM intake.client WHERE id = test.lead(1)), NULL, 'and brings the place it has earned');
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT count(DISTINCT lead) FROM desk.client_history(test.receipt(3)) WHERE what = 'received'), 4::bigint, 'the story is that of all');
SELECT results_eq('SELECT who, note FROM desk.client_history(test.receipt(1)) WHERE what = ''merged''',
    $$VALUES ('test_olga', 'one family'), ('test_olga', 'the same voice')$$, 'and tells how they became one');
SELECT results_eq('SELECT receipt, wrote FROM desk.queue', $$SELECT test.receipt(1), 4::bigint$$, 'and they wait together');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT earlier_leads FROM intake.card(test.lead(3))), 2::bigint, 'and so is what was before');
SELECT results_eq('SELECT client FROM intake.lead ORDER BY id', 'SELECT unnest(ARRAY[test.lead(1), test.lead(2), test.lead(3), test.lead(1)])', 'no lead was rewritten');
SET SESSION AUTHORIZATION test_pavel;
SELECT lives_ok('SELECT desk.unmerge(test.receipt(3), ''a brother'')', 'one merge is undone');
SELECT throws_ok('SELECT desk.unmerge(test.receipt(3), ''again'')', '22023', NULL, 'once');
SELECT is((SELECT count(*) FROM desk.client_history(test.receipt(3)) WHERE what = 'received'), 1::bigint, 'the third is alone again');
SELECT results_eq('SELECT what, who, note FROM desk.client_history(test.receipt(3)) WHERE what LIKE ''%merged''',
    $$VALUES ('merged', 'test_olga', 'the same voice'), ('unmerged', 'test_pavel', 'a brother')$$, 'and the story says who did both, and why');
RESET SESSION AUTHORIZATION;
SELECT is(test.outcomes(test.record(5, test.contacts('+73', 'a@b'))), 'new', 'another proposal');
SET SESSION AUTHORIZATION test_olga;
SELECT lives_ok('SELECT desk.keep_apart(test.receipt(5))', 'is declined');
SELECT throws_ok('SELECT desk.keep_apart(test.receipt(5))', '22023', NULL, 'once');
SELECT is_empty('SELECT * FROM desk.merge_proposals', 'and not asked again');

-- A lead without a contact point gets its client with the hand-over
RESET SESSION AUTHORIZATION;
SELECT is(test.outcomes(test.record(6, test.contacts() || '{"rank": 1}')), 'new', 'a lead that names no contact point');
UPDATE intake.work SET repeat = true, rank = 0 WHERE lead = test.lead(6);
UPDATE intake.waiting SET repeat = true, rank = 0 WHERE lead = test.lead(6);
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(6), 'is taken');
SELECT throws_like('SELECT desk.hand_over(test.receipt(6), ''general'')', '%phone or e-mail, consent%', 'all that is missing is named');
SELECT lives_ok('SELECT desk.add_answer(test.receipt(6), ''phone'', ''+79123456789''), desk.add_answer(test.receipt(6), ''price_floor'', ''9000''), desk.hand_over(test.receipt(6), ''general'')',
    'a phone is learned, and it is handed over');
RESET SESSION AUTHORIZATION;
SELECT results_eq('SELECT p.client FROM intake.contact_point p JOIN intake.client c ON c.id = p.client JOIN intake.deal d ON d.client = c.id WHERE p.value = ''+79123456789''',
    'SELECT test.lead(6)', 'client, contact point and deal are there');
SELECT is(test.outcomes(test.record(7, test.contacts('+79123456789'))), 'new', 'who writes from that phone');
SELECT results_eq('SELECT lead, about, login, team::text FROM intake.notice WHERE lead <> about', $$SELECT test.lead(7), test.lead(6), NULL::name, 'general'$$, 'is known, and the team is told');

-- The second verdict is blind
UPDATE intake.setting SET recheck_share = 1;
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT receipt FROM desk.take(test.receipt(4)) ORDER BY 1', 'VALUES (test.receipt(1)), (test.receipt(2)), (test.receipt(4)), (test.receipt(5))', 'another client, with all leads of both parts');
SELECT lives_ok('SELECT desk.refuse(test.receipt(4), ''too_small'')', 'is refused');
SELECT is_empty('SELECT * FROM desk.second_look', 'she is not asked about it');
SELECT throws_ok('SELECT desk.second_verdict(test.receipt(4), ''spam'', ''robot'')', '42501', NULL, 'nor may she answer');
SELECT isnt_empty('SELECT * FROM desk.lead_history WHERE receipt = test.receipt(4) AND what = ''refused''', 'she sees what she said');
SET SESSION AUTHORIZATION test_pavel;
SELECT results_eq('SELECT receipt FROM desk.second_look', 'SELECT test.receipt(4)', 'a colleague is asked');
SELECT is_empty('SELECT * FROM desk.lead_history WHERE receipt = test.receipt(4) AND what = ''refused''', 'and does not see it');
SELECT is_empty('SELECT * FROM desk.client_history(test.receipt(4)) WHERE what = ''refused''', 'not in the story of the client either');
SELECT throws_ok('SELECT desk.second_verdict(test.receipt(4), ''unreachable'', ''no_answer'')', '22023', NULL, 'unreachable is no judgement');
SELECT lives_ok('SELECT desk.second_verdict(test.receipt(4), ''направлен'', ''not_our_region'')', 'he would have pointed it elsewhere');
RESET SESSION AUTHORIZATION;
UPDATE intake.second_verdict SET given_at = now() - interval '1 second' WHERE verdict IS NOT NULL;    -- in another transaction
SET SESSION AUTHORIZATION test_pavel;
SELECT isnt_empty('SELECT * FROM desk.lead_history WHERE receipt = test.receipt(4) AND what = ''refused''', 'now he sees what she said');
SELECT is_empty('SELECT * FROM desk.kpi WHERE qualifier = ''test_olga''', 'her numbers are not his');
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT judged_again, agreement FROM desk.kpi', 'VALUES (1::bigint, 1.00)', 'for her the two agree');
RESET SESSION AUTHORIZATION;
SELECT isnt_empty('SELECT * FROM desk.kpi WHERE qualifier = ''test_olga''', 'the superuser sees everybody''s');

-- Staff
SELECT throws_ok($$SELECT desk.add_staff('x', 'X', 'kitchen')$$, '22023', NULL, 'nobody works in the kitchen');
SELECT throws_ok($$SELECT desk.add_staff('x', 'X', 'sales', '{nowhere}')$$, '22023', 'there is no team nowhere', 'nor in a team that is none');
SELECT throws_ok($$SELECT desk.add_staff('x', 'X', 'desk', '{general}')$$, '22023', NULL, 'the desk has no teams');
SELECT lives_ok($$SELECT desk.add_staff('test_gleb', 'Глеб', 'desk')$$, 'a seller moves to the desk');
SELECT is(test.try('test_gleb', 'SELECT * FROM sales.deals'), '42501', 'and is no seller any more');
SELECT is(test.try('test_gleb', 'SELECT * FROM desk.queue'), 'ok', 'but a qualifier');
SELECT is_empty('SELECT * FROM intake.staff_team WHERE login = ''test_gleb''', 'without teams');
CREATE ROLE test_boss SUPERUSER;
SELECT throws_ok($$SELECT desk.add_staff('test_boss', 'B', 'desk')$$, '22023', NULL, 'no superuser: nothing would be hidden from him');

-- Somebody leaves
SELECT test.submit(test.record(20, test.contacts('+79125550020')));
CREATE ROLE test_zoya LOGIN;
SELECT desk.add_staff('test_rita', 'Рита', 'desk'), desk.add_staff('test_zoya', 'Зоя', 'desk') \g /dev/null
UPDATE intake.work SET state = 'claimed', owner = 'test_rita', lease_until = now() + interval '1 hour' WHERE lead = test.lead(20);
DELETE FROM intake.waiting WHERE lead = test.lead(20);
SELECT throws_ok($$SELECT desk.remove_staff('nobody')$$, '22023', NULL, 'nobody cannot leave');
SELECT is(desk.remove_staff('test_zoya'), 0, 'she had none');
SELECT has_role('test_zoya', 'a login that was there before stays');
SELECT is((SELECT owner::text FROM intake.work WHERE lead = test.lead(20)), 'test_rita', 'a colleague keeps hers');
SELECT is(desk.remove_staff('test_rita'), 1, 'she had one lead');
SELECT is((SELECT state::text || coalesce(owner, '') FROM intake.work WHERE lead = test.lead(20)), 'due', 'which is everybody''s again');
SELECT is((SELECT who::text FROM intake.lead_event WHERE lead = test.lead(20) AND what = 'expired'), 'test_rita', 'and its history says whose it was');
SELECT hasnt_role('test_rita', 'her login is gone');
SELECT lives_ok($$SELECT desk.add_staff('test_rita', 'Рита', 'sales', '{general}')$$, 'she may come back');
CREATE TABLE test.of_rita (n integer);
ALTER TABLE test.of_rita OWNER TO test_rita;
SELECT desk.remove_staff('test_rita') \g /dev/null
SELECT results_eq('SELECT rolcanlogin FROM pg_roles WHERE rolname = ''test_rita''', 'VALUES (false)', 'who owns something stays, and does not log in');
SELECT is_empty('SELECT FROM pg_auth_members WHERE member = ''test_rita''::regrole', 'with no rights of firstline');
SELECT desk.add_staff('test_rita', 'Рита', 'desk') \g /dev/null
SELECT results_eq('SELECT rolcanlogin FROM pg_roles WHERE rolname = ''test_rita''', 'VALUES (true)', 'until she comes back');

-- Working time, Moscow: 9 to 18 on weekdays. 2026-11-20 is a Friday.
SELECT is(intake.working_time(since::timestamptz, until::timestamptz), want::interval, since || ' to ' || until) FROM (VALUES
    ('2026-11-20 10:00+3', '2026-11-20 10:30+3', '00:30'), ('2026-11-20 17:00+3', '2026-11-23 10:00+3', '02:00'),
    ('2026-11-21 00:00+3', '2026-11-22 23:00+3', '00:00'), ('2026-11-20 08:00+3', '2026-11-20 20:00+3', '09:00'),
    ('2026-11-20 12:00+3', '2026-11-20 11:00+3', '00:00'), ('2026-11-16 00:00+3', '2026-11-23 00:00+3', '45:00')) AS t (since, until, want);
INSERT INTO intake.special_day VALUES ('2026-11-20', NULL, NULL, 'the firm''s birthday'), ('2026-11-21', '10:00', '14:00', 'instead');
SELECT is(intake.working_time('2026-11-16 00:00+3', '2026-11-23 00:00+3'), '40:00', 'a day off, and a Saturday of four hours');

-- Local time
SELECT is(intake.local_zone(place::jsonb, contacts::json), want, place || ' ' || contacts) FROM (VALUES
    ('{"country": "RU", "region": "Khabarovsk Krai"}', '[]', 'Asia/Vladivostok'), ('{"country": "RU", "region": "Хабаровский край"}', '[]', 'Asia/Vladivostok'),
    ('{"country": "RU"}', '[{"kind": "phone", "value": "+79123456789"}]', NULL), ('{"country": "RU"}', '[{"kind": "phone", "value": "+74951234567"}]', 'Europe/Moscow'),
    ('{"country": "KZ"}', '[]', 'Asia/Almaty'), ('{"country": "US", "region": "Ohio"}', '[]', NULL),
    ('{}', '[{"kind": "email", "value": "a@b"}, {"kind": "phone", "value": "+375291234567"}]', 'Europe/Minsk'),
    ('{"country": "RU", "region": "Tomsk Oblast"}', '[]', 'Asia/Tomsk')) AS t (place, contacts, want);

-- What was closed as a double hides no verdict
SELECT test.submit(test.record(31, test.contacts('+79125550031')), test.record(32, test.contacts('+79125550031')),
    test.record(33, test.contacts('+79125550031')), test.record(34, test.contacts('+79125550034')), test.record(35, test.contacts('+79125550034'))) \g /dev/null
UPDATE intake.work SET state = 'closed', owner = 'test_olga', verdict = 'refused', reason = CASE WHEN lead = test.lead(31) THEN 'too_small' ELSE 'double' END
 WHERE lead IN (test.lead(31), test.lead(32), test.lead(34));
SELECT results_eq('SELECT (intake.card(test.lead(n))).last_verdict, intake.last_verdict((SELECT w.client FROM intake.work AS w WHERE w.lead = test.lead(n))) FROM unnest(''{33,35}''::int[]) AS n',
    $$VALUES ('refused: too small', 'refused: too small'), ('refused: the same request again', 'refused: the same request again')$$, 'the newest that is none, if there is one');

RESET SESSION AUTHORIZATION;
SELECT is(test.outcomes(test.record(40, test.contacts())), 'new', 'a lead of nobody');
SET SESSION AUTHORIZATION test_olga;
SELECT throws_ok('SELECT desk.merge(test.receipt(3), test.receipt(40), ''same'')', '22023', NULL, 'is no client');
SELECT * FROM finish();
ROLLBACK;
