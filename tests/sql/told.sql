-- Who is told what, and what nobody is told: notices by person, the blind second verdict in every view, the rows that each
-- person sees, and who one is after SET ROLE.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 0;
UPDATE intake.team SET price_floor = NULL;
DELETE FROM intake.required_answer;
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}'), desk.add_staff('test_vera', 'Вера', 'sales', '{services}'),
       desk.add_staff('test_gena', 'Гена', 'sales', '{general}');
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
-- test.sees(who, query): the numbers of the leads it answers with, in order; or the SQLSTATE
CREATE FUNCTION test.sees(who text, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    seen text;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    EXECUTE format('SELECT coalesce(string_agg(test.n(x.id::uuid)::text, '' '' ORDER BY test.n(x.id::uuid)), '''') FROM (%s) AS x (id)', query) INTO seen;
    RESET SESSION AUTHORIZATION;
    RETURN seen;
EXCEPTION WHEN OTHERS THEN
    RESET SESSION AUTHORIZATION;
    RETURN SQLSTATE;
END $$;

-- Notices: of a lead in somebody's hands, that person's; of a deal nobody has taken, its team's; of a taken one, its owner's
SELECT is(test.outcomes(test.record(1, test.contacts('+79120000001')), test.record(2, test.contacts('+79120000002')), test.record(3, test.contacts('+79120000003')),
    test.record(4, test.contacts('+79120000004')), test.record(5, test.contacts('+79120000005'))), 'new new new new new', 'five leads');
SET SESSION AUTHORIZATION test_olga;
SELECT test.take(3), desk.hand_over(test.receipt(1), 'general'), desk.hand_over(test.receipt(2), 'services') \g /dev/null
SET SESSION AUTHORIZATION test_pavel;
SELECT test.take(4) \g /dev/null
SET SESSION AUTHORIZATION test_vera;
SELECT sales.take_deal(test.receipt(2)) \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is(test.outcomes(test.record(11, test.contacts('+79120000001')), test.record(12, test.contacts('+79120000002')), test.record(13, test.contacts('+79120000003')),
    test.record(14, test.contacts('+79120000004')), test.record(15, test.contacts('+79120000005'))), 'new new new new new', 'all write again');
SELECT results_eq('SELECT test.n(lead), test.n(about), login, team::text FROM intake.notice WHERE lead <> about ORDER BY 1',
    $$VALUES (11, 1, NULL::name, 'general'), (12, 2, 'test_vera', NULL), (13, 3, 'test_olga', NULL), (14, 4, 'test_pavel', NULL)$$,
    'of the fifth, whom nobody has, nobody is told');
SELECT is(test.sees(who, query), want, who || ': ' || query) FROM (VALUES
    ('test_olga', 'SELECT wrote_again FROM desk.notices', '13'), ('test_pavel', 'SELECT wrote_again FROM desk.notices', '14'),
    ('test_gleb', 'SELECT wrote_again FROM sales.notices', '11'), ('test_gena', 'SELECT wrote_again FROM sales.notices', '11'),
    ('test_vera', 'SELECT wrote_again FROM sales.notices', '12'), ('test_vera', 'SELECT wrote_again FROM desk.notices', '42501'),
    ('test_olga', 'SELECT wrote_again FROM sales.notices', '42501'), ('firstline_qualifier', 'SELECT wrote_again FROM desk.notices', '42501')) AS t (who, query, want);
SELECT is(test.try('test_pavel', format('SELECT desk.seen(%L)', test.lead(3))), 'ok', 'another''s notice is left alone');
SELECT is(test.sees('test_olga', 'SELECT wrote_again FROM desk.notices'), '13', 'and stands');
SELECT is(test.try('test_olga', format('SELECT desk.seen(%L)', test.lead(3))), 'ok', 'the own is read');
SELECT is(test.sees('test_olga', 'SELECT wrote_again FROM desk.notices'), '', 'and is gone');
SELECT is(test.try('test_vera', format('SELECT sales.seen(%L)', test.lead(1))), 'ok', 'another team''s is left alone');
SELECT is(test.sees('test_gleb', 'SELECT wrote_again FROM sales.notices'), '11', 'and stands');
SELECT is(test.try('test_gena', format('SELECT sales.seen(%L)', test.lead(1))), 'ok', 'a colleague''s may be read');
SELECT is(test.sees('test_gleb', 'SELECT wrote_again FROM sales.notices'), '', 'and is gone for both');
SELECT results_eq('SELECT test.n(lead), seen_by FROM intake.notice WHERE seen_at IS NOT NULL AND lead <> about ORDER BY 1', $$VALUES (11, 'test_gena'::name), (13, 'test_olga')$$, 'with the name of who has read it');
-- A seller reads what the client wrote, not what the deal is made of
SELECT test.submit(test.record(23, test.contacts('+79120000001') || '{"answers": {"name": "Пётр", "cargo": "трубы"}}')) \g /dev/null
SET SESSION AUTHORIZATION test_gleb;
SELECT results_eq('SELECT receipt, name, phone, answers FROM sales.notices WHERE wrote_again = test.receipt(23)',
    $$VALUES (test.receipt(1), 'Пётр', '+79120000001', 'name: Пётр; cargo: трубы')$$, 'what the client wrote, and the deal');
SELECT sales.seen(test.receipt(1)) \g /dev/null
RESET SESSION AUTHORIZATION;
-- A lease that is over, and a deal that is closed, is nobody's work any more
UPDATE intake.work SET lease_until = statement_timestamp() WHERE lead = test.lead(4);
SET SESSION AUTHORIZATION test_vera;
SELECT sales.close_deal(test.receipt(2), 'lost', 'price') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is(test.outcomes(test.record(22, test.contacts('+79120000002')), test.record(24, test.contacts('+79120000004'))), 'new new', 'two write a third time');
SELECT is_empty('SELECT * FROM intake.notice WHERE lead IN (test.lead(22), test.lead(24))', 'and nobody is told');
SELECT is(test.sees('test_vera', 'SELECT wrote_again FROM sales.notices'), '', 'of a closed deal nothing is shown');

-- Whoever is one with the client by a merge is the client
SET SESSION AUTHORIZATION test_olga;
SELECT desk.merge(test.receipt(1), test.receipt(5), 'one family') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is(test.outcomes(test.record(25, test.contacts('+79120000005'))), 'new', 'the other half writes');
SELECT is(test.sees('test_gleb', 'SELECT wrote_again FROM sales.notices'), '25', 'and the team of the first is told');

-- The rows of each: a seller those of the own teams
SELECT is(test.sees(who, query), want, who || ': ' || query) FROM (VALUES
    ('test_gleb', 'SELECT receipt FROM sales.deals', '1'), ('test_vera', 'SELECT receipt FROM sales.deals', '2'),
    ('test_gleb', 'SELECT DISTINCT receipt FROM sales.deal_history', '1'), ('test_vera', 'SELECT DISTINCT receipt FROM sales.deal_history', '2'),
    ('test_olga', 'SELECT receipt FROM desk.my_leads', '3'), ('test_pavel', 'SELECT receipt FROM desk.my_leads', ''),
    ('test_gleb', 'SELECT receipt FROM desk.lead_history', '42501')) AS t (who, query, want);

-- Second verdicts are blind: what was decided stands in no view of a colleague until the second is given
UPDATE intake.setting SET recheck_share = 1;
SET SESSION AUTHORIZATION test_olga;
SELECT desk.refuse(test.receipt(3), 'too_small', 'Соседи, 200-00-00') \g /dev/null
RESET SESSION AUTHORIZATION;
CREATE FUNCTION test.tells(who text) RETURNS text LANGUAGE plpgsql AS $$    -- which view tells who of the verdict on the third
DECLARE
    said text;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    SELECT string_agg(v.view, ' ' ORDER BY v.view) INTO said FROM (
        SELECT 'history' FROM desk.lead_history AS h WHERE h.receipt = test.receipt(3) AND h::text ~ 'redirected|refused|too_small|Соседи'
        UNION ALL SELECT 'story' FROM desk.client_history(test.receipt(3)) AS h WHERE h::text ~ 'redirected|refused|too_small|Соседи'
        UNION ALL SELECT 'queue' FROM desk.queue AS q WHERE q.receipt = test.receipt(13) AND q::text ~ 'redirected|too_small|Соседи'
        UNION ALL SELECT 'second look' FROM desk.second_look AS s WHERE s::text ~ 'redirected|too_small|Соседи'
        UNION ALL SELECT 'kpi' FROM desk.kpi AS k WHERE k.qualifier = 'test_olga') AS v (view);
    RESET SESSION AUTHORIZATION;
    RETURN coalesce(said, 'nothing');
END $$;
SELECT is(test.tells('test_olga'), 'history kpi queue story', 'she knows what she said');
SELECT is(test.tells('test_pavel'), 'nothing', 'he does not');
SELECT is(test.sees('test_pavel', 'SELECT receipt FROM desk.second_look'), '3', 'he is asked');
SELECT is(test.sees('test_olga', 'SELECT receipt FROM desk.second_look'), '', 'she is not');
SELECT is(test.try(who, format('SELECT desk.second_verdict(%L, %L, %L)', test.lead(n), verdict, reason)), want, format('%s may say %s of %s: %s', who, verdict, n, want)) FROM (VALUES
    ('test_olga', 3, 'spam', 'robot', '42501'), ('test_pavel', 5, 'spam', 'robot', '42501'), ('test_pavel', 3, 'second_chance', 'thinking', '22023'),
    ('test_pavel', 3, 'unreachable', 'no_answer', '22023'), ('test_pavel', 3, 'qualified', 'too_small', '22023'), ('test_pavel', 3, 'spam', 'too_small', '22023'),
    ('test_pavel', 3, 'refused', 'robot', '22023'), ('test_gleb', 3, 'spam', 'robot', '42501'), ('test_pavel', 3, 'квалифицирован', 'общее', 'ok'),
    ('test_pavel', 3, 'spam', 'robot', '42501')) AS t (who, n, verdict, reason, want);
SELECT results_eq('SELECT first_by, first_verdict::text, first_reason::text, second_by, verdict::text, reason::text FROM intake.second_verdict WHERE lead = test.lead(3)',
    $$VALUES ('test_olga'::name, 'redirected', 'too_small', 'test_pavel'::name, 'qualified', 'general')$$, 'both verdicts stand as they were given first');
SELECT is((SELECT concat_ws(' ', state, verdict, reason) FROM intake.work WHERE lead = test.lead(3)), 'closed redirected too_small', 'the lead stays what it was');
UPDATE intake.second_verdict SET given_at = now() - interval '1 second' WHERE verdict IS NOT NULL;    -- in another transaction
SELECT is(test.tells('test_pavel'), 'history queue story', 'now he sees it, and no numbers of hers');
SELECT is(test.sees('test_pavel', 'SELECT receipt FROM desk.second_look'), '', 'and is not asked again');
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT judged_again, agreement FROM desk.kpi', 'VALUES (1::bigint, 0.00)', 'they did not agree');
SELECT desk.reopen(test.receipt(3), 'mistake'), desk.mark_spam(test.receipt(3), 'robot') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT results_eq('SELECT first_verdict::text, verdict::text FROM intake.second_verdict WHERE picked', $$VALUES ('redirected', 'qualified')$$, 'a verdict given anew is not judged again');

-- How many are judged again: a share by the receipt, none at 0, and not those whom nobody reached
UPDATE intake.setting SET recheck_share = 0.5, unreachable_after = 0;
SELECT test.submit(VARIADIC ARRAY(SELECT test.record(100 + n, test.contacts('+7912' || lpad(n::text, 7, '0'))) FROM generate_series(1000, 1199) AS n)) \g /dev/null
SET SESSION AUTHORIZATION test_olga;
DO $$ BEGIN FOR i IN 1..100 LOOP PERFORM desk.mark_spam(k.receipt, 'robot') FROM desk.claim_next() AS k; END LOOP; END $$;
RESET SESSION AUTHORIZATION;
SELECT ok((SELECT count(*) BETWEEN 30 AND 70 FROM intake.second_verdict WHERE first_verdict = 'spam' AND picked), 'about half of a hundred');
UPDATE intake.setting SET recheck_share = 1;
SET SESSION AUTHORIZATION test_olga;
DO $$ BEGIN FOR i IN 1..20 LOOP PERFORM desk.mark_unreachable(k.receipt, 'no_answer') FROM desk.claim_next() AS k; END LOOP; END $$;
RESET SESSION AUTHORIZATION;
SELECT is((SELECT count(*) FROM intake.second_verdict WHERE first_verdict = 'unreachable'), 0::bigint, 'of those whom nobody reached none');

-- A login of the staff is that person, whatever role it takes on
SELECT is(test.outcomes(test.record(30, '{"rank": 0}')), 'new', 'one more');
UPDATE intake.setting SET recheck_share = 0;
SELECT desk.add_staff('test_rita', 'Рита', 'desk') \g /dev/null
SET SESSION AUTHORIZATION test_rita;
SET ROLE firstline_qualifier;
SELECT is(desk.caller(), 'test_rita', 'she works under her name');
SELECT receipt AS taken FROM desk.claim_next() \gset
SELECT is((SELECT count(*) FROM desk.my_leads), 1::bigint, 'what she takes is hers');
RESET ROLE;
SELECT is((SELECT count(*) FROM desk.my_leads), 1::bigint, 'with and without the role');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT owner FROM intake.work WHERE lead = :'taken'), 'test_rita', 'and the history has her name');
SELECT is((SELECT who FROM intake.lead_event WHERE lead = :'taken' AND what = 'claimed'), 'test_rita', 'there, too');

SELECT * FROM finish();
ROLLBACK;
