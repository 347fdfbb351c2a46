-- Clients across merges, one step at a time: who is who after a merge, its undoing and a merge again; what is known of a
-- client before; contact points that are learned on the phone. The receipts are test.lead(n), the older has the lower n.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 0;
UPDATE intake.team SET price_floor = NULL;
DELETE FROM intake.required_answer;
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}');
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

-- Five clients, each with a phone of its own
SELECT is(test.outcomes(test.record(1, test.contacts('+79120000001')), test.record(2, test.contacts('+79120000002')), test.record(3, test.contacts('+79120000003')),
    test.record(4, test.contacts('+79120000004')), test.record(5, test.contacts('+79120000005'))), 'new new new new new', 'five leads');
CREATE FUNCTION test.members(n int) RETURNS int[] LANGUAGE sql AS
    $$ SELECT array_agg(test.n(m) ORDER BY test.n(m)) FROM unnest(intake.client_parts(intake.client_root(test.lead($1)))) AS m $$;
-- test.merge(one, other, why): who stands for both, as the caller is told.
CREATE FUNCTION test.merge(one int, other int, why text) RETURNS int LANGUAGE sql AS
    $$ SELECT test.n(substring(desk.merge(test.receipt(one), test.receipt(other), why) FROM '[0-9a-f-]{36}')::uuid) $$;
CREATE FUNCTION test.roots() RETURNS int[] LANGUAGE sql AS
    $$ SELECT array_agg(test.n(intake.client_root(test.lead(n))) ORDER BY n) FROM generate_series(1, 5) AS n $$;

SELECT is(test.roots(), '{1,2,3,4,5}', 'each is its own');
SELECT is(test.members(3), '{3}', 'and alone');
SELECT is(intake.client_parts(NULL), '{}', 'of no client there are no members');

-- 4 into 3, 3 into 2, 5 into 3 (which by then is 2): a tree of three levels, whatever side is named first
SET SESSION AUTHORIZATION test_olga;
SELECT is(test.merge(4, 3, 'a'), 3, 'the younger is named first: the older stands for both');
SELECT is(test.merge(2, 4, 'b'), 2, 'the older is named first; the other is part of one already');
SELECT is(test.merge(5, 4, 'c'), 2, 'a third');
RESET SESSION AUTHORIZATION;
SELECT is(test.roots(), '{1,2,2,2,2}', 'one root for all');
SELECT is(test.members(n), '{2,3,4,5}', 'all members, asked of ' || n) FROM generate_series(2, 5) AS n;
SELECT is(test.members(1), '{1}', 'the first is none of them');
SELECT results_eq('SELECT test.n(client), test.n(into_one) FROM intake.client_merge ORDER BY 1', 'VALUES (3, 2), (4, 3), (5, 2)', 'links from root to root');
SET SESSION AUTHORIZATION test_olga;
SELECT throws_ok($$SELECT desk.merge(' ' || test.receipt(3) || ' ', test.receipt(3), 'blanks')$$, '22023', NULL, 'an id with blanks round it is one');
SELECT throws_ok('SELECT desk.merge(test.receipt(5), test.receipt(4), ''again'')', '22023', NULL, 'they are one by way of others');

-- Undone in the middle: what hung below goes with it
SELECT throws_ok('SELECT desk.unmerge(test.receipt(3), '' '')', '22023', NULL, 'to undo wants a reason');
SELECT lives_ok('SELECT desk.unmerge(test.receipt(3), '' a mistake '')', 'the link in the middle is undone');
RESET SESSION AUTHORIZATION;
SELECT is(test.roots(), '{1,2,3,3,2}', 'three and four are one client, two and five another');
SELECT is(test.members(4), '{3,4}', 'an undone merge does not count');
SELECT is(test.members(5), '{2,5}', 'nor on the other side');
SELECT results_eq('SELECT undone_by, undone_why FROM intake.client_merge WHERE undone_at IS NOT NULL', $$VALUES ('test_olga'::name, 'a mistake'::intake.remark)$$, 'who undid it, and why');
SET SESSION AUTHORIZATION test_pavel;
SELECT is(test.merge(3, 5, 'after all'), 2, 'merged again');
RESET SESSION AUTHORIZATION;
SELECT is(test.roots(), '{1,2,2,2,2}', 'and one again');
SELECT results_eq('SELECT merged_by, undone_at IS NULL FROM intake.client_merge WHERE client = test.lead(3) ORDER BY merged_at',
    $$VALUES ('test_olga'::name, false), ('test_pavel', true)$$, 'both merges are kept');
SELECT is(test.try('test_pavel', 'SELECT desk.unmerge(test.receipt(2), ''x'')'), '22023', 'the root is part of nothing');

-- What was before, across the members, counts leads, deals and wins, the newest verdict and the last who dealt with them
SET SESSION AUTHORIZATION test_olga;
SELECT test.take(2), desk.refuse(test.receipt(2), 'too_small'), test.take(3), desk.hand_over(test.receipt(3), 'general') \g /dev/null
SET SESSION AUTHORIZATION test_gleb;
SELECT sales.close_deal(test.receipt(3), 'won', 'price', 10, 1) \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT results_eq(format('SELECT leads, deals, won, last_verdict, last_owner FROM intake.client_before(intake.client_root(test.lead(%s)), %L)', who, before), want, what) FROM (VALUES
    (5, timestamptz '2026-11-22 08:00:06Z', $$VALUES (4::bigint, 1::bigint, 1::bigint, 'qualified: general', 'test_olga')$$, 'what all four have been through; she has the newest'),
    (5, '2026-11-22 08:00:04Z', $$VALUES (2::bigint, 1::bigint, 1::bigint, 'qualified: general', 'test_gleb')$$, 'of the second the deal counts, and not who handed it over'),
    (5, '2026-11-22 08:00:03Z', $$VALUES (1::bigint, 0::bigint, 0::bigint, 'refused: too_small', 'test_olga')$$, 'before the third came there was one lead, refused'),
    (1, '2026-11-22 08:00:06Z', $$VALUES (1::bigint, 0::bigint, 0::bigint, NULL::text, 'test_olga')$$, 'the first has a lead that somebody has'),
    (2, '2026-11-22 08:00:02Z', $$VALUES (0::bigint, 0::bigint, 0::bigint, NULL::text, NULL::text)$$, 'before the oldest there was nothing')) AS t (who, before, want, what);
SELECT is_empty('SELECT FROM intake.client_before(NULL, now()) AS b WHERE NOT b IS NULL', 'of no client nothing is known');
SET SESSION AUTHORIZATION test_olga;
SELECT desk.reopen(test.receipt(3), 'came_back'), desk.hand_over(test.receipt(3), 'general') \g /dev/null
SET SESSION AUTHORIZATION test_gleb;
SELECT sales.close_deal(test.receipt(3), 'lost', 'silent') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT results_eq('SELECT leads, deals, won FROM intake.client_before(intake.client_root(test.lead(5)), ''2026-11-22 08:00:06Z'')', 'VALUES (4::bigint, 2::bigint, 1::bigint)',
    'a lead with two deals is one lead, and a deal lost is not won');

-- Who writes again over any member's phone is a repeat of all, and the proposals that are settled by a merge are answered
SELECT is(test.outcomes(test.record(6, test.contacts('+79120000005'))), 'new', 'the youngest writes again');
SELECT is((SELECT test.n(client) FROM intake.lead WHERE id = test.lead(6)), 5, 'its lead is the youngest''s');
SELECT is((SELECT earlier_leads FROM desk.queue WHERE receipt = test.receipt(6)), 4::bigint, 'and all that was before is seen');
SELECT is(test.outcomes(test.record(7, test.contacts('+79120000001', '+79120000002')), test.record(8, test.contacts('+79120000001', '+79120000005'))),
    'new new', 'two leads that name two clients');
SELECT results_eq('SELECT test.n(lead), test.n(client), ARRAY(SELECT test.n(o) FROM unnest(others) AS o) FROM intake.merge_proposal ORDER BY 1',
    'VALUES (7, 1, ''{2}''::int[]), (8, 1, ''{5}'')', 'two proposals, the older client first');
SET SESSION AUTHORIZATION test_olga;
SELECT is(test.merge(1, 4, 'one firm'), 1, 'merged by way of a third');
RESET SESSION AUTHORIZATION;
SELECT results_eq('SELECT test.n(lead), answer, answered_by FROM intake.merge_proposal ORDER BY 1',
    $$VALUES (7, 'merged', 'test_olga'::name), (8, 'merged', 'test_olga')$$, 'answers both');

-- A phone that is learned is the client's at once; another's stays another's, and a merge is proposed
SELECT is(test.outcomes(test.record(10, test.contacts('+79120000010')), test.record(11, test.contacts('+79120000011')), test.record(12, test.contacts())), 'new new new', 'three more');
SET SESSION AUTHORIZATION test_olga;
SELECT test.take(11), desk.add_answer(test.receipt(11), 'phone', '+79120000099'), desk.add_answer(test.receipt(11), 'email', 'new@example.com') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT results_eq('SELECT kind::text, value::text, test.n(client) FROM intake.contact_point WHERE value IN (''+79120000099'', ''new@example.com'') ORDER BY 2',
    $$VALUES ('phone', '+79120000099', 11), ('email', 'new@example.com', 11)$$, 'what was learned is the client''s');
SET SESSION AUTHORIZATION test_olga;
SELECT desk.hand_over(test.receipt(11), 'general') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT results_eq('SELECT kind::text, value::text, test.n(client) FROM intake.contact_point WHERE client = test.lead(11) ORDER BY 2',
    $$VALUES ('phone', '+79120000011', 11), ('phone', '+79120000099', 11), ('email', 'new@example.com', 11)$$, 'and so it is when it is handed over');
SET SESSION AUTHORIZATION test_olga;
SELECT test.take(10), desk.add_answer(test.receipt(10), 'phone', '+79120000099'), desk.hand_over(test.receipt(10), 'general') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is((SELECT test.n(client) FROM intake.contact_point WHERE value = '+79120000099'), 11, 'another''s phone stays another''s');
SELECT is((SELECT test.n(client) FROM intake.deal WHERE lead = test.lead(10)), 10, 'and the deal is of whoever the lead was');
SELECT results_eq('SELECT test.n(client), ARRAY(SELECT test.n(o) FROM unnest(others) AS o) FROM intake.merge_proposal WHERE lead = test.lead(10)', 'VALUES (10, ''{11}''::int[])', 'but a merge is proposed');
SET SESSION AUTHORIZATION test_pavel;
SELECT test.take(12), desk.add_answer(test.receipt(12), 'email', 'new@example.com'), desk.hand_over(test.receipt(12), 'general') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is((SELECT test.n(client) FROM intake.deal WHERE lead = test.lead(12)), 11, 'a lead without contact points is of whoever it turns out to be');

SELECT is(test.outcomes(test.record(13, test.contacts('+79120000013'))), 'new', 'who has a phone already');
SET SESSION AUTHORIZATION test_olga;
SELECT test.take(13), desk.add_answer(test.receipt(13), 'phone', '+79120000010'), desk.hand_over(test.receipt(13), 'general') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is((SELECT test.n(client) FROM intake.deal WHERE lead = test.lead(13)), 13, 'stays who it is, though the phone is an older client''s');

-- A proposal of three is answered when all three are one, and shows meanwhile what is left to say
SELECT is(test.outcomes(test.record(20, test.contacts('+79120000020')), test.record(21, test.contacts('+79120000021')), test.record(22, test.contacts('+79120000022')),
    test.record(23, test.contacts('+79120000020', '+79120000021', '+79120000022'))), 'new new new new', 'a lead that names three');
SET SESSION AUTHORIZATION test_olga;
SELECT is(test.merge(20, 21, 'one firm'), 20, 'two of them are one');
SELECT results_eq('SELECT test.n(client), test.n(other) FROM desk.merge_proposals WHERE receipt = test.receipt(23)', 'VALUES (20, 22)', 'is the third, too?');
SELECT is(test.merge(22, 21, 'one firm'), 20, 'it is');
SELECT is_empty('SELECT * FROM desk.merge_proposals WHERE receipt = test.receipt(23)', 'and nothing is left to say');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT answer FROM intake.merge_proposal WHERE lead = test.lead(23)), 'merged', 'answered');

SELECT * FROM finish();
ROLLBACK;
