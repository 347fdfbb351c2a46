-- What a person did last with a lead can be taken back for a while: everything is as before, and nothing of it is counted.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 1, unreachable_after = 0;
UPDATE intake.team SET price_floor = NULL;
DELETE FROM intake.required_answer;
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_gleb', 'Gleb', 'sales', '{general}'), desk.add_staff('test_vera', 'Vera', 'sales', '{services}') \g /dev/null
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
-- test.says(who, act): what the act answers, or its error and hint, the receipt in short as <n>.
CREATE FUNCTION test.says(who text, act text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
    hint text;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    EXECUTE 'SELECT ' || act INTO said;
    RESET SESSION AUTHORIZATION;
    RETURN regexp_replace(said, '[0-9a-f]{4}-[0-9a-f]{4}', '<n>', 'g');
EXCEPTION WHEN OTHERS THEN
    RESET SESSION AUTHORIZATION;
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN regexp_replace(concat_ws(' / ', SQLSTATE, SQLERRM, nullif(hint, '')), '[0-9a-f]{4}-[0-9a-f]{4}', '<n>', 'g');
END $$;
-- test.work(n): the work on a lead, but for what counts its events and how long it is kept.
CREATE FUNCTION test.work(n int) RETURNS jsonb LANGUAGE sql STABLE AS $$ SELECT to_jsonb(w) - '{step,lease_until,was}'::text[] FROM intake.work AS w WHERE w.lead = test.lead(n) $$;
CREATE FUNCTION test.kpi(who text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT string_agg(concat_ws(' ', k.taken, k.skipped, k.handed_over, k.refused, k.second_chances,
    k.unreachable, k.spam, k.won, k.lost, coalesce(k.completeness::text, '-'), k.judged_again), '') FROM desk.kpi AS k WHERE k.qualifier = who $$;
CREATE TABLE test.before (n int, work jsonb, numbers text, funnel text, earned timestamptz);
CREATE FUNCTION test.funnel() RETURNS text LANGUAGE sql STABLE AS $$ SELECT string_agg(f::text, '') FROM marketing.funnel AS f $$;
CREATE FUNCTION test.now(n int) RETURNS test.before LANGUAGE sql STABLE AS $$ SELECT n, test.work(n), test.kpi('test_olga'), test.funnel(), (SELECT c.earned_at FROM intake.client AS c WHERE c.id = test.lead(n)) $$;

-- Every act that takes a lead from its owner
SELECT test.outcomes(test.record(n)) FROM generate_series(1, 8) AS n \g /dev/null
SELECT test.says('test_olga', 'test.take(1)') \g /dev/null
INSERT INTO test.before SELECT (test.now(1)).*;
SELECT is(said, 'Undone: ' || what || '. Lead <n> is yours again.', act) FROM (VALUES
    ('desk.postpone(test.receipt(1), ''+2h'', ''asked_later'')', 'postponed'), ('desk.postpone(test.receipt(1), ''+1m'', ''no_answer'')', 'postponed'),
    ('desk.refuse(test.receipt(1), ''too_small'')', 'refused'), ('desk.refuse(test.receipt(1), ''too_small'', ''the post'')', 'redirected'),
    ('desk.mark_unreachable(test.receipt(1), ''no_answer'')', 'unreachable'), ('desk.mark_spam(test.receipt(1), ''robot'')', 'spam'),
    ('desk.hand_over(test.receipt(1), ''general'', ''a note'')', 'handed over')) AS t (act, what)
 CROSS JOIN LATERAL (SELECT test.says('test_olga', act) OFFSET 0) AS a (did)
 CROSS JOIN LATERAL (SELECT CASE WHEN did ~ '<n>' THEN test.says('test_olga', 'desk.undo(test.receipt(1))') END) AS u (said);
SELECT results_eq('SELECT (test.now(1)).*', 'SELECT * FROM test.before', 'the lead is as it was, nothing is counted, and the client has earned nothing');
SELECT is((SELECT lease_until > now() + interval '29 minutes' FROM intake.work WHERE lead = test.lead(1)), true, 'for a new lease');
SELECT is_empty('SELECT * FROM intake.second_verdict', 'nobody is asked about a verdict that is none');
SELECT is_empty('SELECT * FROM intake.notice', 'sales are told nothing');
SELECT is_empty('SELECT * FROM intake.waiting WHERE lead = test.lead(1)', 'it does not wait');
SELECT results_eq($$SELECT details ->> 'what', (details ->> 'step')::integer = step - 1 FROM desk.lead_history WHERE receipt = test.receipt(1) AND what = 'undone' ORDER BY step$$,
    $$VALUES ('postponed', true), ('postponed', true), ('refused', true), ('redirected', true), ('unreachable', true), ('spam', true), ('handed_over', true)$$, 'the history says what');
SELECT results_eq('SELECT n, outcome, reason::text, amount FROM intake.deal', $$VALUES (1, 'withdrawn', 'undone', NULL::numeric)$$, 'the deal stays, withdrawn');
SELECT is(test.says('test_gleb', '(SELECT count(*)::text FROM sales.deals)'), '0', 'sales do not see it');
SELECT is(test.says('test_gleb', '(SELECT count(*)::text FROM sales.deal_history)'), '0', 'nor what becomes of the lead');
SELECT is(test.says('test_gleb', 'sales.take_deal(test.receipt(1))'), '42501 / there is no open deal <n> of your teams / The qualifier has taken it back: it had come to you by mistake.', 'who still had it on the screen is told');
SELECT is(test.says('test_vera', 'sales.take_deal(test.receipt(1))'), '42501 / there is no open deal <n> of your teams / Your deals are in sales.deals.', 'another team is not');
SELECT is(test.says('test_olga', 'desk.undo(test.receipt(1))'), '55000 / undone: that cannot be undone / You have the lead: decide anew. A merge is undone by desk.unmerge.', 'what was undone is not undone again');

-- A promise to the client, and who gave the lead back
SELECT test.says('test_olga', act) FROM (VALUES ('desk.record_attempt(test.receipt(1), ''talked'')'), ('desk.postpone(test.receipt(1), ''+3h'', ''asked_later'')'),
    ('(SELECT count(*)::text FROM desk.take(test.receipt(1)))')) AS t (act) \g /dev/null
UPDATE intake.work SET skipped_by = 'test_pavel' WHERE lead = test.lead(1);
TRUNCATE test.before;
INSERT INTO test.before SELECT (test.now(1)).*;
SELECT is(work ->> 'promised_by' || ' ' || (work ->> 'tried'), 'test_olga 1', 'a call is promised') FROM test.before;
SELECT is(test.says('test_olga', act || ' || desk.undo(test.receipt(1))') ~ 'Undone', true, act) FROM (VALUES ('desk.postpone(test.receipt(1), ''+2h'', ''no_answer'')'),
    ('desk.refuse(test.receipt(1), ''too_small'')'), ('desk.hand_over(test.receipt(1), ''services'')')) AS t (act);
SELECT results_eq('SELECT (test.now(1)).*', 'SELECT * FROM test.before', 'it is promised as before');
SELECT is(test.says('test_olga', 'desk.postpone(test.receipt(1), ''+2h'', ''no_answer'')') ~ 'skip', true, 'without an attempt since it was taken it is still a skip');
UPDATE intake.work SET not_before = now() - interval '1 second' WHERE lead = test.lead(1);
SELECT intake.wake_leads() \g /dev/null
SELECT is(test.says('test_olga', 'desk.undo(test.receipt(1))'), 'Undone: postponed. Lead <n> is yours again.', 'what has become due meanwhile nobody has done');
SELECT is_empty('SELECT * FROM intake.waiting WHERE lead = test.lead(1)', 'it waits no more');

-- A deal anew has the next number, and is counted once.
SELECT test.says('test_olga', 'desk.hand_over(test.receipt(1), ''services'', ''the right one'')') \g /dev/null
SELECT is(test.says('test_vera', '(SELECT concat_ws('' '', n IS NOT NULL, note, (SELECT count(*) FROM sales.notices)) FROM sales.deals)'), 't the right one 1', 'the right team has it, and is told');
SELECT is((SELECT max(n) FROM intake.deal WHERE lead = test.lead(1)), 3, 'the third');
SELECT is(test.says('test_vera', '(SELECT count(*)::text FROM sales.deal_history WHERE what = ''handed_over'' OR details ->> ''what'' = ''handed_over'')'), '1', 'that it was another''s is not theirs to read');
SELECT is(test.says('test_vera', 'sales.close_deal(test.receipt(1), ''lost'', ''price'')'), 'Deal <n> is lost.', 'it is lost');
SELECT results_eq('SELECT handed_over, won, lost FROM marketing.funnel', 'VALUES (1::bigint, 0::bigint, 1::bigint)', 'one hand-over, one loss');
SELECT is(test.kpi('test_olga'), '1 0 1 0 1 0 0 0 1 - 0', 'for the qualifier, too: the second chance that was not undone is one; what was taken by its receipt is apart');
SELECT is((SELECT concat_ws(' ', b.leads, b.deals, b.won) FROM intake.client_before(test.lead(1), 'infinity') AS b), '1 1 0', 'and for who takes the client next');
SELECT is(test.says('test_olga', 'desk.undo(test.receipt(1))') ~ '^55000 / sales have begun to work on lead <n> / .*desk.reopen', true, 'what sales have touched is not taken back');

-- What cannot be taken back, and what to do instead
SELECT test.says('test_olga', format('test.take(%s)', n)) FROM generate_series(2, 4) AS n \g /dev/null
SELECT is(test.says('test_pavel', 'desk.undo(test.receipt(2))'), '55000 / what was done last with lead <n> was not done by you / A colleague has it. The leads you have are in desk.my_leads.', 'a colleague''s lead');
SELECT is(test.says('test_olga', 'desk.release(test.receipt(3), ''other'')') ~ '<n>', true, 'a lead is given back');
SELECT is(test.says('test_olga', 'desk.undo(test.receipt(3))'), '55000 / given back: that cannot be undone / SELECT * FROM desk.take(''<n>'') takes it.', 'that is counted, and stays so');
SELECT is(test.says('test_pavel', 'desk.undo(test.receipt(5))') ~ '^55000 / what was done last .* takes it\.$', true, 'a lead that nobody has touched');
SELECT is(test.says('test_gleb', 'desk.undo(test.receipt(2))') ~ '^42501', true, 'not for sales');
SELECT is(test.says('test_olga', 'desk.undo(''0000-0000'')') ~ '^P0002', true, 'no lead');
SELECT is(test.says('test_olga', 'desk.refuse(test.receipt(2), ''too_small'')') ~ 'closed', true, 'refused');
SELECT is(test.says('test_pavel', 'desk.undo(test.receipt(2))'), '55000 / what was done last with lead <n> was not done by you / SELECT desk.reopen(''<n>'', ''closed by mistake'') opens it again.', 'a colleague''s verdict');
UPDATE intake.setting SET undo_within = '0';
SELECT is(test.says('test_olga', 'desk.undo(test.receipt(2))') ~ '^55000 / that was more than .* ago / .*desk.reopen', true, 'it is too late');
UPDATE intake.setting SET undo_within = '10 minutes';
SELECT is(test.says('test_pavel', 'desk.second_verdict(test.receipt(2), ''refused'', ''too_small'')') ~ 'Thank', true, 'a colleague judges it');
SELECT is(test.says('test_olga', 'desk.undo(test.receipt(2))') ~ '^55000 / a colleague has given a second opinion .*desk.reopen', true, 'what was judged stands');
SELECT is(test.says('test_olga', 'desk.reopen(test.receipt(2), ''mistake'')') ~ 'yours', true, 'it is reopened');
SELECT is(test.says('test_olga', 'desk.refuse(test.receipt(2), ''too_small'')') ~ 'closed', true, 'and closed again');
SELECT is(test.says('test_olga', 'desk.undo(test.receipt(2))'), 'Undone: refused. Lead <n> is yours again.', 'the later verdict nobody has judged');
SELECT isnt_empty('SELECT * FROM intake.second_verdict WHERE lead = test.lead(2) AND given_at IS NOT NULL', 'the second opinion on the first stays');
SELECT is(test.says('test_olga', 'desk.hand_over(test.receipt(4), ''general'')') ~ 'handed', true, 'handed over');
SELECT is(test.says('test_gleb', 'sales.add_note(test.receipt(4), ''called'')'), 'The note is written down.', 'and sales have called');
SELECT is(test.says('test_olga', 'desk.undo(test.receipt(4))'), '55000 / sales have begun to work on lead <n> / It is with sales, and can be reopened when its deal is won or lost.', 'it is theirs');
SELECT is(test.says('test_olga', '(SELECT count(*)::text FROM desk.take(test.receipt(4)))'), '55000 / lead <n> is closed / It is with sales, and can be reopened when its deal is won or lost.',
    'who wants to take it is told so at once');

-- Who has many clients; and a client who is with a colleague by now
UPDATE intake.setting SET max_clients = 1;
SELECT test.outcomes(test.record(9, test.contacts('+79000000001'))) \g /dev/null
SELECT is(test.says('test_olga', 'desk.postpone(test.receipt(2), ''+2h'', ''no_answer'')') ~ '<n>', true, 'a second chance');
SELECT is(test.says('test_olga', '(SELECT count(*)::text FROM desk.claim_next())'), '1', 'and the next client');
SELECT is(test.says('test_olga', 'desk.undo(test.receipt(2))'), 'Undone: postponed. Lead <n> is yours again.', 'one more does not matter');
UPDATE intake.setting SET max_clients = NULL;
SELECT test.outcomes(test.record(10, test.contacts('+79000000002'))) \g /dev/null
SELECT is(test.says('test_olga', 'desk.refuse(test.receipt(2), ''too_small'')') ~ 'closed', true, 'refused');
SELECT is(test.says('test_pavel', '(SELECT count(*)::text FROM desk.take(test.receipt(10)))'), '1', 'the client writes again, and a colleague takes it');
SELECT is(test.says('test_olga', 'desk.undo(test.receipt(2))') ~ '^55000 / lead .* is with Pavel now', true, 'nobody is called by two people');

-- A client who writes between hand-over and undo: sales were told, and now it is the qualifier's to know.
SELECT test.says('test_olga', 'test.take(6)'), test.says('test_olga', 'desk.hand_over(test.receipt(6), ''general'')') \g /dev/null
SELECT test.outcomes(test.record(11, test.contacts('+79000000006'))) \g /dev/null
SELECT is(test.says('test_gleb', '(SELECT count(*)::text FROM sales.notices WHERE receipt = test.receipt(6))'), '2', 'a new deal, and it has written again');
SELECT is(test.says('test_olga', 'desk.undo(test.receipt(6))'), 'Undone: handed over. Lead <n> is yours again.', 'taken back');
SELECT is(test.says('test_gleb', '(SELECT count(*)::text FROM sales.notices WHERE receipt = test.receipt(6))'), '0', 'sales are told nothing any more');
SELECT is(test.says('test_olga', '(SELECT test.n(wrote_again::uuid)::text FROM desk.notices WHERE receipt = test.receipt(6))'), '11', 'who has the lead is');

-- A merge
SELECT test.outcomes(test.record(12, test.contacts('+79000000007', 'ivan8@example.com'))) \g /dev/null
SELECT results_eq('SELECT client, others FROM intake.merge_proposal WHERE lead = test.lead(12)', 'SELECT test.lead(7), ARRAY[test.lead(8)]', 'a lead names two clients');
SELECT test.says('test_pavel', 'desk.take(test.receipt(12))'), test.says('test_pavel', 'desk.record_attempt(test.receipt(12), ''talked'')') \g /dev/null
SELECT is(test.says('test_olga', 'desk.merge(test.receipt(7), test.receipt(8), ''one phone'')') ~ 'one client', true, 'they are one');
SELECT is(test.says('test_pavel', 'desk.undo(test.receipt(12))') ~ '^55000', true, 'a colleague''s merge is not mine to undo');
UPDATE intake.setting SET undo_within = '0';
SELECT is(test.says('test_olga', 'desk.undo(test.receipt(8))') ~ '^55000', true, 'nor an own one of long ago');
UPDATE intake.setting SET undo_within = '10 minutes';
SELECT is(test.says('test_olga', 'desk.undo(test.receipt(8))'), 'The merge is undone: they are two clients again.', 'by a receipt of either');
SELECT results_eq('SELECT w.client FROM intake.work AS w WHERE w.lead IN (test.lead(7), test.lead(8)) ORDER BY w.lead', 'VALUES (test.lead(7)), (test.lead(8))', 'each has its lead');
SELECT results_eq('SELECT receipt FROM desk.merge_proposals', 'SELECT test.receipt(12)', 'and the question is open again');
SELECT is(test.says('test_olga', 'desk.undo(test.receipt(8))') ~ '^55000', true, 'there is nothing more to be undone');
SELECT test.says('test_pavel', 'desk.merge(test.receipt(12), test.receipt(8), ''she said so'')') \g /dev/null
SELECT is(test.says('test_pavel', 'desk.refuse(test.receipt(12), ''too_small'')') ~ 'closed', true, 'a merge, and then a verdict');
SELECT is(test.says('test_pavel', 'desk.undo(test.receipt(12))'), 'Undone: refused. Lead <n> is yours again.', 'the last is undone first');
SELECT is(test.says('test_pavel', 'desk.undo(test.receipt(12))'), 'The merge is undone: they are two clients again.', 'then the one before');
SELECT is((SELECT earned_at IS NOT NULL FROM intake.client WHERE id = test.lead(7)), true, 'who was called has earned a place');
SELECT is((SELECT earned_at FROM intake.client WHERE id = test.lead(8)), NULL, 'and who was not, has none');

-- Who is to judge a lead a second time is not told by the refusal what became of it
CREATE FUNCTION test.hint(who text, act text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    EXECUTE 'SELECT ' || act;
    RETURN 'done';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS said = PG_EXCEPTION_HINT;
    RETURN regexp_replace(said, '[0-9a-f]{4}-[0-9a-f]{4}', '<n>', 'g');
END $$;
UPDATE intake.setting SET recheck_share = 1;
SELECT test.outcomes(test.record(30), test.record(31)) \g /dev/null
SELECT test.says('test_olga', format('desk.take(test.receipt(%s))', n)) FROM generate_series(30, 31) AS n \g /dev/null
SELECT test.says('test_olga', 'desk.hand_over(test.receipt(30), ''general'')'), test.says('test_olga', 'desk.refuse(test.receipt(31), ''too_small'')') \g /dev/null
SELECT is(test.hint('test_pavel', 'desk.undo(test.receipt(30))'), test.hint('test_pavel', 'desk.undo(test.receipt(31))'), 'the same of both');

SELECT * FROM finish();
ROLLBACK;
