-- desk.my_leads as a grid edits it: each saved row does what the functions do; facts stay, and the message says what to do.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 0;
\ir lib/qualifiers.sql
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
SELECT is(test.outcomes(test.record(1)), 'new', 'one lead');

-- Takes the lead as test_olga, saves the row with these columns, answers state, verdict, reason, note or the error.
CREATE FUNCTION test.saved(columns text, who text DEFAULT 'test_olga') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
    hint   text;
BEGIN
    SET LOCAL SESSION AUTHORIZATION test_olga;
    PERFORM desk.claim_next();
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    EXECUTE 'UPDATE desk.my_leads SET ' || columns;
    RESET SESSION AUTHORIZATION;
    SELECT concat_ws(' | ', w.state, w.verdict, w.reason, (SELECT string_agg(concat_ws(': ', e.what, e.reason, e.note, e.details ->> 'pointed_to'), ', ' ORDER BY e.step)
             FROM intake.lead_event AS e WHERE e.step > 2)) INTO result FROM intake.work AS w;
    RAISE EXCEPTION USING ERRCODE = 'TT000', MESSAGE = result;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RESET SESSION AUTHORIZATION;
    RETURN CASE SQLSTATE WHEN 'TT000' THEN SQLERRM ELSE SQLSTATE || ' ' || SQLERRM END;
END $$;

SELECT is(test.saved(columns), want, columns) FROM (VALUES
    ($$verdict = 'refused', reason = 'too_small'$$,                        'closed | refused | too_small | refused: too_small'),
    ($$verdict = 'отказ', reason = 'слишком мелкий заказ', note = '3 кг'$$, 'closed | refused | too_small | refused: too_small: 3 кг'),
    ($$verdict = 'redirected', reason = 'too_small', note = 'Почта'$$,     'closed | redirected | too_small | redirected: too_small: Почта'),
    ($$verdict = 'redirected', reason = 'too_small'$$,                     '22023 write into note where you have sent the client'),
    ($$verdict = 'spam', reason = 'robot'$$,                               'closed | spam | robot | spam: robot'),
    ($$verdict = 'second chance', not_before = 'tomorrow', reason = 'thinking'$$, 'postponed | postponed: thinking'),
    ($$not_before = 'tomorrow', reason = 'thinking: calls her sister'$$,   'postponed | postponed: thinking: calls her sister'),
    ($$not_before = 'yesterday', reason = 'thinking'$$,                    NULL),
    ($$not_before = 'tomorrow'$$,                                          '22023 "postpone" wants a reason from the list'),
    ($$verdict = 'unreachable', reason = 'no_answer'$$,                    '55000 unreachable after 3 attempts, and there were 0'),
    ($$team = 'general'$$,                                                 NULL),
    ($$category = 'high-margin', stage = 'цена', note = 'hurry'$$,         'claimed | staged, noted: hurry'),
    ($$note = 'only a note'$$,                                             'claimed | noted: only a note'),
    ($$stage = 'first contact', verdict = 'spam', reason = 'robot'$$,      'closed | spam | robot | staged, spam: robot'),
    ($$verdict = 'refused'$$,                                              '22023 "refuse" wants a reason from the list'),
    ($$reason = 'too_small'$$,                                             '22023 a reason goes with a verdict: write both, then save the row'),
    ($$verdict = 'maybe', reason = 'too_small'$$,                          '22023 there is no verdict "maybe"'),
    ($$verdict = 'refused', reason = 'too_small', team = 'general'$$,      '22023 a team does not go with the verdict refused'),
    ($$verdict = 'spam', reason = 'robot', not_before = 'tomorrow'$$,      '22023 a time to call again does not go with the verdict spam'),
    ($$category = 'mauve'$$,                                               '22023 there is no category "mauve"'),
    ($$name = name, phone = phone$$,                                       'claimed'),
    ($$name = 'Пётр'$$,                                                    '2F002 name stays as it was received: add what you have learned'),
    ($$phone = '+7', verdict = 'spam', reason = 'robot'$$,                 '2F002 phone stays as it was received: add what you have learned'),
    ($$answers = ''$$,                                                     '2F002 answers stays as it was received: add what you have learned'),
    ($$colour = 'green'$$,                                                 '2F002 the colour belongs to the category: change that'),
    ($$lease_until = 'infinity'$$,                                         '2F002 the lease is not written: renew it')
    ) AS t (columns, want) WHERE want IS NOT NULL;
SELECT matches(test.saved($$not_before = 'yesterday', reason = 'thinking'$$), '^22023 a second chance is some time within a year from now', 'a time that has gone by');
SELECT matches(test.saved($$team = 'general'$$), '^55000 team general wants to know first: consent to a price', 'a team, and something is missing');
SELECT is(test.saved($$verdict = 'spam', reason = 'robot'$$, 'test_pavel'), 'claimed', 'another does not see the row');

SET SESSION AUTHORIZATION test_olga;
SELECT isnt_empty('SELECT * FROM desk.claim_next()', 'taken');
SELECT throws_ok('DELETE FROM desk.my_leads', '2F002', 'a lead is not deleted: it is closed with a verdict', 'deleting is answered');
SELECT throws_ok('INSERT INTO desk.my_leads (name) VALUES (''x'')', '2F002', 'a lead is not written here: it is taken from the queue', 'inserting, too');
SELECT throws_like('UPDATE desk.my_leads SET email = NULL', 'email stays%', 'emptying a fact is a change');

SELECT * FROM finish();
ROLLBACK;
