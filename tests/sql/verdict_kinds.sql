-- Verdicts and events as rows: what the rows say, and that a further verdict needs no more than one.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 1;
\ir lib/qualifiers.sql
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

SELECT results_eq('SELECT name::text, closes, counts_as::text, judged_again, event::text, reasons::text FROM intake.verdict ORDER BY position',
    $$VALUES ('qualified', true, 'qualified', true, 'handed_over', NULL), ('second_chance', false, 'second_chance', false, 'postponed', 'postpone'),
             ('refused', true, 'refused', true, 'refused', 'refuse'), ('redirected', true, 'refused', true, 'redirected', 'refuse'),
             ('unreachable', true, 'unreachable', false, 'unreachable', 'unreachable'), ('spam', true, 'spam', true, 'spam', 'spam')$$, 'the verdicts');
SELECT set_eq('SELECT name::text, process::text, tells_verdict FROM intake.event_name', $$VALUES ('received', 'lead', false), ('claimed', 'lead', false),
    ('renewed', 'lead', false), ('released', 'lead', false), ('expired', 'lead', false), ('due', 'lead', false), ('attempted', 'lead', false),
    ('categorised', 'lead', false), ('staged', 'lead', false), ('answered', 'lead', false), ('noted', 'lead', false), ('reopened', 'lead', true),
    ('taken_back', 'lead', false), ('called_again', 'lead', false), ('entered', 'lead', false), ('undone', 'lead', true),
    ('deal_withdrawn', 'deal', true), ('deal_mended', 'deal', true), ('deal_next', 'deal', true), ('deal_answered', 'deal', true),
    ('deal_taken', 'deal', true), ('deal_staged', 'deal', true), ('deal_noted', 'deal', true), ('won', 'deal', true), ('lost', 'deal', true)$$, 'and the other events');
SELECT is_empty('SELECT n.name FROM intake.event_name AS n JOIN intake.verdict AS v ON v.event = n.name', 'no event is both');
SELECT set_eq('SELECT unnest(intake.telling_events())', ARRAY['refused', 'redirected', 'spam', 'handed_over', 'reopened', 'undone', 'deal_taken',
    'deal_withdrawn', 'deal_mended', 'deal_next', 'deal_answered', 'deal_staged', 'deal_noted', 'won', 'lost'], 'what tells a verdict');

-- What a row cannot say
CREATE FUNCTION test.row(changes text) RETURNS text LANGUAGE sql AS $$ SELECT
    'INSERT INTO intake.verdict SELECT (jsonb_populate_record(NULL::intake.verdict, ''{"name": "duplicate", "position": 7, "ru": "повтор", "en": "duplicate",
     "closes": true, "counts_as": "refused", "judged_again": true, "event": "duplicate", "reasons": "refuse"}''::jsonb || ' || quote_literal(changes) || '::jsonb)).*' $$;
SELECT throws_ok(test.row(changes), state, NULL, changes) FROM (VALUES
    ('{"closes": false}', '23514'), ('{"counts_as": "nothing"}', '23503'), ('{"counts_as": null}', '23502'), ('{"event": "refused"}', '23505'), ('{"event": null}', '23502')) AS t (changes, state);
SELECT throws_ok($$DELETE FROM intake.verdict WHERE name = 'refused'$$, '23503', NULL, 'one as which another counts stays');

-- Who writes a name that is none
SELECT is(test.outcomes(test.record(1), test.record(2)), 'new new', 'two leads');
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(1), 'one is taken');
RESET SESSION AUTHORIZATION;
SELECT throws_ok($$SELECT intake.enter(w, 'sold') FROM intake.work AS w WHERE lead = test.lead(1)$$, '23503', 'there is no event "sold"', 'an event that there is not');
SELECT throws_ok(format($$SELECT intake.close(w, %L, 'x') FROM intake.work AS w WHERE lead = test.lead(1)$$, v), '23503', format('there is no verdict "%s" that closes a lead', v), v)
  FROM unnest('{sold,second_chance}'::text[]) AS v;
SELECT throws_ok($$INSERT INTO intake.reason (act, name, ru, en) VALUES ('refused', 'x', 'x', 'x')$$, '23514', 'there is no act "refused" that wants a reason', 'a reason in a list that nobody sees');
SELECT throws_ok($$UPDATE intake.reason SET act = 'duplicate' WHERE act = 'spam'$$, '23514', NULL, 'nor can one be moved there');

-- A further verdict, and its list of reasons
SELECT lives_ok(test.row('{"reasons": "duplicate"}'), 'a verdict of the owner''s');
SELECT lives_ok($$INSERT INTO intake.reason (act, name, ru, en) VALUES ('duplicate', 'same_day', 'в тот же день', 'the same day')$$, 'now there is a list for it');
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq($$SELECT list, name FROM desk.choices WHERE list LIKE '%duplicate' OR list = 'verdict' AND name = 'duplicate'$$,
    $$VALUES ('reason: duplicate', 'same_day'), ('verdict', 'duplicate')$$, 'both can be chosen');
SELECT throws_ok($$UPDATE desk.my_leads SET verdict = 'Повтор', reason = 'too_small'$$, '22023', '"too_small" is not a reason in the list of "duplicate"', 'its reasons are its own');
SELECT throws_ok($$UPDATE desk.my_leads SET verdict = 'Повтор', reason = 'same_day', team = 'general'$$, '22023', 'a team does not go with the verdict duplicate', 'it has no team');
SELECT lives_ok($$UPDATE desk.my_leads SET verdict = 'Повтор', reason = 'В тот же день', note = 'the same hand'$$, 'it is given');
SELECT results_eq('SELECT what, reason, note FROM desk.lead_history WHERE receipt = test.receipt(1) AND step = 3', $$VALUES ('duplicate', 'same_day', 'the same hand')$$, 'the history says so');
RESET SESSION AUTHORIZATION;
SELECT results_eq('SELECT state::text, verdict::text, reason::text FROM intake.work WHERE lead = test.lead(1)', $$VALUES ('closed', 'duplicate', 'same_day')$$, 'the lead is closed');

-- It is judged a second time, blind, with the same words
SET SESSION AUTHORIZATION test_pavel;
SELECT is_empty('SELECT * FROM desk.lead_history WHERE receipt = test.receipt(1) AND what = ''duplicate''', 'a colleague does not see it');
SELECT is_empty('SELECT * FROM desk.client_history(test.receipt(1)) WHERE what = ''duplicate''', 'not in the story of the client either');
SELECT throws_ok($$SELECT desk.second_verdict(test.receipt(1), 'unreachable', 'no_answer')$$, '22023', 'nobody is asked a second time whether a lead is unreachable', 'there is nothing to judge in that');
SELECT throws_ok($$SELECT desk.second_verdict(test.receipt(1), 'duplicate', 'robot')$$, '22023', NULL, 'a second verdict has its reason from the list, too');
SELECT throws_ok($$SELECT desk.second_verdict(test.receipt(1), 'qualified', 'nobody')$$, '22023', 'there is no team "nobody"', 'or its team');
SELECT lives_ok($$SELECT desk.second_verdict(test.receipt(1), 'duplicate', 'same_day')$$, 'he says the same');
SELECT is_empty('SELECT * FROM desk.lead_history WHERE receipt = test.receipt(1) AND what = ''duplicate''', 'and sees nothing while he could still take it back');
RESET SESSION AUTHORIZATION;
UPDATE intake.second_verdict SET given_at = now() - interval '1 second';
SET SESSION AUTHORIZATION test_pavel;
SELECT isnt_empty('SELECT * FROM desk.lead_history WHERE receipt = test.receipt(1) AND what = ''duplicate''', 'and then he sees it');
SET SESSION AUTHORIZATION test_olga;
SELECT lives_ok($$SELECT desk.reopen(test.receipt(1), 'mistake'), desk.refuse(test.receipt(1), 'too_small', 'Почта')$$, 'it is opened again and closed otherwise');
RESET SESSION AUTHORIZATION;

-- One that nobody is asked about again hides nothing
SELECT lives_ok(test.row('{"name": "training", "event": "training", "judged_again": false, "counts_as": "spam"}'), 'another verdict');
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(2), 'another lead');
SELECT lives_ok($$UPDATE desk.my_leads SET verdict = 'training', reason = 'double'$$, 'is closed with it');
RESET SESSION AUTHORIZATION;
SELECT is_empty('SELECT * FROM intake.second_verdict WHERE lead = test.lead(2)', 'no second is asked for');

SELECT * FROM finish();
ROLLBACK;
