-- desk.my_leads as a grid edits it: each saved row does what the functions do; facts stay, and the message says what to do.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 0;
INSERT INTO intake.category VALUES ('other', 'grey', 20, 'grey', 20, now());
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
    ($$not_before = 'tomorrow'$$,                                          '22023 "postpone" wants a reason from the list'),
    ($$verdict = 'unreachable', reason = 'no_answer'$$,                    '55000 unreachable after 3 attempts, and there were 0'),
    ($$category = 'high-margin', stage = 'цена', note = 'hurry'$$,         'claimed | staged, noted: hurry'),
    ($$note = 'only a note'$$,                                             'claimed | noted: only a note'),
    ($$stage = 'first contact', verdict = 'spam', reason = 'robot'$$,      'closed | spam | robot | staged, spam: robot'),
    ($$verdict = 'refused'$$,                                              '22023 "refuse" wants a reason from the list'),
    ($$reason = 'too_small'$$,                                             '22023 a reason goes with a verdict: write both, then save the row'),
    ($$verdict = 'maybe', reason = 'too_small'$$,                          '22023 there is no verdict "maybe"'),
    ($$verdict = 'refused', reason = 'too_small', team = 'general'$$,      '22023 a team does not go with the verdict refused'),
    ($$verdict = 'spam', reason = 'robot', not_before = 'tomorrow'$$,      '22023 a time to call again does not go with the verdict spam'),
    ($$category = 'mauve'$$,                                               '22023 there is no category "mauve"'),
    ($$verdict = 'отказ', reason = 'мелк'$$,                               'closed | refused | too_small | refused: too_small'),
    ($$verdict = 'refused', reason = 'to'$$,                               '22023 "to" is not a reason in the list of "refuse"'),
    ($$attempt = 'talked', answer = 'price: 15000; when the cargo is ready: 2026-12-01', category = 'red', stage = 'details', verdict = 'передать - общее', note = 'call at noon'$$,
        'closed | qualified | general | attempted: talked, answered, answered, staged, handed_over: general: call at noon'),
    ($$attempt = 'no answer', verdict = 'second chance', not_before = 'tomorrow 10:00', reason = 'no answer yet', note = ''$$,
        'postponed | attempted: no_answer, postponed: no_answer'),
    ($$attempt = '', answer = '', verdict = '', reason = '', not_before = '', team = '', note = '', stage = stage$$, 'claimed'),
    ($$answer = 'weight 2000'$$,                                           '22023 "weight 2000": write the field, a colon and the answer'),
    ($$attempt = 'talked', verdict = 'refused', reason = 'ugly'$$,         '22023 "ugly" is not a reason in the list of "refuse"'),
    ($$verdict = 'hand over - general', team = 'services'$$,               '22023 the verdict names the team general, and team says services'),
    ($$verdict = 'hand over - general', not_before = 'tomorrow'$$,         '22023 a time to call again does not go with the verdict qualified'),
    ($$receipt = 'x'$$,                                                    '2F002 receipt stays as it was received: add what you have learned'),
    ($$name = name, phone = phone$$,                                       'claimed'),
    ($$name = 'Пётр'$$,                                                    '2F002 name stays as it was received: add what you have learned'),
    ($$phone = '+7', verdict = 'spam', reason = 'robot'$$,                 '2F002 phone stays as it was received: add what you have learned'),
    ($$answers = ''$$,                                                     '2F002 answers stays as it was received: add what you have learned'),
    ($$colour = 'green'$$,                                                 '2F002 the colour belongs to the category: change that'),
    ($$call_at = 'tomorrow'$$,                                             '2F002 call_at stays as it was received: add what you have learned')
    ) AS t (columns, want);
SELECT matches(test.saved($$not_before = '01.11.2020 10:00', reason = 'thinking'$$), '^22023 a second chance is later than now and within a year', 'a time that has gone by');
SELECT matches(test.saved($$team = 'general'$$), '^55000 team general wants to know first: consent to a price', 'a team, and something is missing');
SELECT is(test.saved($$verdict = 'spam', reason = 'robot'$$, 'test_pavel'), 'claimed', 'another does not see the row');

SET SESSION AUTHORIZATION test_olga;
SELECT isnt_empty('SELECT * FROM desk.claim_next()', 'taken');
SELECT throws_ok('DELETE FROM desk.my_leads', '2F002', 'a lead is not deleted: it is closed with a verdict', 'deleting is answered');
SELECT throws_ok('INSERT INTO desk.my_leads (name) VALUES (''x'')', '2F002', 'a lead is not written here: it is taken from the queue', 'inserting, too');
SELECT throws_like('UPDATE desk.my_leads SET email = NULL', 'email stays%', 'emptying a fact is a change');

RESET SESSION AUTHORIZATION;

-- What a grid needs to find its row again: nothing that time alone changes, and no type whose empty value is an error.
SELECT is_empty($$SELECT a.attname, format_type(a.atttypid, NULL) FROM pg_attribute AS a
                   WHERE a.attrelid = 'desk.my_leads'::regclass AND a.attnum > 0 AND format_type(a.atttypid, NULL) NOT IN ('text', 'boolean', 'integer', 'bigint')$$,
    'text, numbers and yes or no');
SELECT ok(strpos(pg_get_viewdef('desk.my_leads'), f) = 0, 'nothing that changes by itself: ' || f)
  FROM unnest('{now(),statement_timestamp,clock_timestamp,w.lease_until}'::text[]) AS f;
CREATE TABLE test.seen AS SELECT m.* FROM desk.my_leads AS m LIMIT 0;
GRANT SELECT, INSERT ON test.seen TO PUBLIC;
SET SESSION AUTHORIZATION test_olga;
INSERT INTO test.seen SELECT m.* FROM desk.my_leads AS m;
SELECT desk.renew(receipt) FROM test.seen \g /dev/null
SELECT is_empty('SELECT * FROM desk.my_leads EXCEPT SELECT * FROM test.seen', 'a renewed lease changes no column of the row');
SELECT isnt_empty('SELECT * FROM desk.my_leads', 'which is there');

-- Two saves of a row that was read once, as a grid sends them: only what was written, addressed by the receipt.
SELECT lives_ok('UPDATE desk.my_leads SET stage = ''details'' WHERE receipt = (SELECT receipt FROM test.seen)', 'the first save');
SELECT lives_ok('UPDATE desk.my_leads SET answer = E''weight_kg: 3000\nкуда: Омск'' WHERE receipt = (SELECT receipt FROM test.seen)', 'the second');
SELECT matches(answers, 'to: Омск;.*weight_kg: 3000', 'what was written is there') FROM desk.my_leads;
SELECT is(stage, 'details', 'and the first') FROM desk.my_leads;

-- A form writes all columns, with line ends of its own.
SELECT lives_ok($$UPDATE desk.my_leads SET answers = answers, name = name, call_at = call_at, received_at = received_at, why = why, stage = 'price', note = E'two\r\nlines' WHERE receipt = (SELECT receipt FROM test.seen)$$,
    'all columns, as they were');
RESET SESSION AUTHORIZATION;
SELECT is(intake.fact_changed(jsonb_build_object('answers', E'a\nb'), jsonb_build_object('answers', E'a\r\nb')), NULL, 'CR LF is as good as LF');
SELECT is(intake.fact_changed(jsonb_build_object('answers', E'a\nb'), jsonb_build_object('answers', E'a\r\nc')), 'answers', 'other words are not');
SELECT is(intake.fact_changed('{"email": null, "name": "x"}', '{"email": "", "name": "x"}'), NULL, 'an empty text is as good as nothing');
SELECT is(intake.fact_changed('{"email": "a@b.c"}', '{"email": null}'), 'email', 'nothing is not as good as a text');

-- In Russian.
UPDATE intake.staff SET language = 'ru' WHERE login = 'test_olga';
SET SESSION AUTHORIZATION test_olga;
SELECT is(colour || '; ' || stage, 'красный; цена', 'the words of the row are in the language of whoever looks') FROM desk.my_leads;
SELECT throws_ok('DELETE FROM desk.my_leads', '2F002', 'заявку не удаляют: её закрывают вердиктом', 'and the messages');
SELECT throws_ok('INSERT INTO desk.my_leads (name) VALUES (''x'')', '2F002', 'заявку сюда не вписывают: её берут из очереди', 'of each');
SELECT throws_ok('UPDATE desk.my_leads SET name = ''x''', '2F002', 'name остаётся таким, как пришло: новое добавляется рядом', 'kind');
SELECT throws_ok('UPDATE desk.my_leads SET colour = ''x''', '2F002', 'цвет — это цвет категории: измените её', 'of');
SELECT throws_ok('UPDATE desk.my_leads SET verdict = ''передать - услуги'', team = ''общее''', '22023', NULL, 'mistake');
SELECT lives_ok($$UPDATE desk.my_leads SET attempt = 'поговорили', answer = 'цена: 15000', category = 'серый', verdict = 'Передать - общее', note = 'до обеда'
                   WHERE receipt = (SELECT receipt FROM test.seen)$$, 'the whole work in a row');
RESET SESSION AUTHORIZATION;
SELECT is(verdict || ': ' || reason || ', ' || category, 'qualified: general, other', 'is done') FROM intake.work;

SELECT * FROM finish();
ROLLBACK;
