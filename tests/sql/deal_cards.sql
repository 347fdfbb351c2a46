-- A deal as the pages of sales show it: on the board and as a card with its story; of the own teams, and nothing of another's.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
\ir lib/qualifiers.sql
UPDATE intake.setting SET recheck_share = 0;
SELECT desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}', language => 'ru'), desk.add_staff('test_rita', 'Рита', 'sales', '{general}'),
       desk.add_staff('test_vera', 'Вера', 'sales', '{services}') \g /dev/null
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
DELETE FROM intake.required_answer WHERE name <> 'weight_kg';
UPDATE intake.team SET price_floor = NULL;
-- test.has(receipt, path): what the card has there, as text.
CREATE FUNCTION test.has(n int, VARIADIC path text[]) RETURNS text LANGUAGE sql AS $$ SELECT sales.deal_card(test.receipt(n)) #>> path $$;

SELECT is(test.outcomes(test.record(1), test.record(2, '{"category": "low-margin", "colour": "green", "rank": 30}'), test.record(3)), 'new new new', 'three leads');
SET SESSION AUTHORIZATION test_olga;
SELECT isnt_empty(format('SELECT * FROM desk.take(test.receipt(%s))', n), 'taken') FROM generate_series(1, 3) AS n;
SELECT lives_ok($$SELECT desk.record_attempt(test.receipt(1), 'talked'), desk.add_answer(test.receipt(1), 'weight_kg', '11'), desk.hand_over(test.receipt(1), 'general', 'ждёт звонка после обеда'),
                         desk.hand_over(test.receipt(2), 'general'), desk.hand_over(test.receipt(3), 'services', 'word to services')$$, 'and handed over');

SET SESSION AUTHORIZATION test_gleb;
SELECT results_eq('SELECT receipt, team_called, stage, stage_called, owner, owner_called, colour_name, colour, due FROM sales.board', $$VALUES
    (test.receipt(1), 'общее', 'new', 'новая', NULL::text, NULL::text, 'red', 'красный', NULL::boolean), (test.receipt(2), 'общее', 'new', 'новая', NULL, NULL, 'green', 'зелёный', NULL)$$,
    'the board: the own team''s, red first');
SELECT lives_ok($$SELECT sales.take_deal(test.receipt(1)), sales.set_stage(test.receipt(1), 'offer'), sales.next_step(test.receipt(1), '+1h', 'позвонить'), sales.add_note(test.receipt(1), E'слово\nГлеба')$$, 'work');
SELECT results_eq('SELECT owner, owner_called, stage_called, next_step, due FROM sales.board WHERE owner IS NOT NULL', $$VALUES ('test_gleb', 'Глеб', 'предложение', 'позвонить', false)$$, 'is on it');
SELECT results_eq($$SELECT test.has(1, 'team', 'caption'), test.has(1, 'stage', 'caption'), test.has(1, 'owner', 'name'), test.has(1, 'owner', 'mine'), test.has(1, 'category', 'colour'), test.has(1, 'category', 'colour_word'),
                           test.has(1, 'note'), test.has(1, 'next', 'step'), test.has(1, 'next', 'due'), test.has(1, 'handed_over_by'), test.has(1, 'outcome'), test.has(1, 'currency'), test.has(1, 'short'), test.has(1, 'n'), test.has(1, 'form')$$,
    $$VALUES ('общее', 'предложение', 'Глеб', 'true', 'red', 'красный', 'ждёт звонка после обеда', 'позвонить', 'false', 'Olga', NULL, 'RUB', test.short(1), '1', 'cargo')$$, 'the card');
SELECT results_eq($$SELECT test.has(1, 'client', 'name'), test.has(1, 'client', 'contacts', '0', 'href'), test.has(1, 'client', 'contacts', '1', 'kind')$$, $$VALUES ('Иван', 'tel:+79000000001', 'email')$$, 'whom to call');
SELECT is((SELECT a ->> 'shown' FROM json_array_elements(sales.deal_card(test.receipt(1)) -> 'answers') AS a WHERE a ->> 'field' = 'weight_kg'), '11', 'what is known, with what was learned');
SELECT results_eq($$SELECT e ->> 'what', e ->> 'who', e ->> 'told', e ->> 'note', e ->> 'next_at' IS NOT NULL FROM json_array_elements(sales.deal_card(test.receipt(1)) -> 'timeline') AS e OFFSET 3$$, $$VALUES
    ('answered', 'Olga', 'вес: 11', NULL, false), ('handed_over', 'Olga', NULL, 'ждёт звонка после обеда', false), ('deal_taken', 'Глеб', NULL, NULL, false), ('deal_staged', 'Глеб', 'новая → предложение', NULL, false),
    ('deal_next', 'Глеб', NULL, 'позвонить', true), ('deal_noted', 'Глеб', NULL, 'слово Глеба', false)$$, 'the story');
SET SESSION AUTHORIZATION test_rita;
SELECT lives_ok($$SELECT sales.take_deal(test.receipt(1))$$, 'a colleague takes it over');
SELECT results_eq($$SELECT test.has(1, 'owner', 'mine'), test.has(1, 'timeline', '9', 'told')$$, $$VALUES ('true', 'from: Глеб')$$, 'from whom is told, in her language');
SELECT is(sales.next_step(test.receipt(1), '', ''), format('Deal %s has no next step any more.', test.short(1)), 'the step is taken off');
SELECT is(test.has(1, 'timeline', '10', 'told'), 'the step is taken off', 'and the story says so');
SELECT lives_ok($$SELECT sales.close_deal(test.receipt(1), 'won', 'speed', 1000.5, 200), sales.mend_deal(test.receipt(1), 900, 100, 'discount')$$, 'and wins it');
SELECT results_eq($$SELECT test.has(1, 'outcome_word'), test.has(1, 'because'), test.has(1, 'amount'), test.has(1, 'margin'), test.has(1, 'next'), test.has(1, 'timeline', '11', 'amount'), test.has(1, 'timeline', '12', 'amount', 'from')$$,
    $$VALUES ('won', 'speed of answer', '900', '100', NULL, '1000.5', '1000.5')$$, 'what came of it');
SELECT is_empty('SELECT * FROM sales.board WHERE receipt = test.receipt(1)', 'the board has open ones only');

-- Nobody else
SET SESSION AUTHORIZATION test_vera;
SELECT throws_ok($$SELECT sales.deal_card(test.receipt(1))$$, '42501', format('your teams have had no deal %s', test.short(1)), 'another team has no card of it');
SELECT results_eq('SELECT receipt FROM sales.board', 'SELECT test.receipt(3)', 'nor sees it');
SET SESSION AUTHORIZATION test_olga;
SELECT lives_ok($$SELECT desk.reopen(test.receipt(1), 'came_back'), desk.hand_over(test.receipt(1), 'services', 'second')$$, 'the lead becomes a deal of theirs');
SET SESSION AUTHORIZATION test_vera;
SELECT results_eq($$SELECT test.has(1, 'n'), test.has(1, 'team', 'name'), test.has(1, 'amount'), test.has(1, 'note')$$, $$VALUES ('1', 'services', NULL, 'second')$$, 'then they have a card of that one');
SELECT unalike(sales.deal_card(test.receipt(1))::text, '%слово%', 'with no word of the other team') ;
SELECT is_empty($$SELECT e FROM jsonb_array_elements(sales.deal_card(test.receipt(1))::jsonb -> 'timeline') AS e WHERE (e - '{at,next_at}'::text[])::text ~ '900|1000'$$, 'nor a number: times, where chance may put any digits, apart');
SET SESSION AUTHORIZATION test_rita;
SELECT is(test.has(1, 'outcome'), 'won', 'and the first team the card of its own');
RESET SESSION AUTHORIZATION;
SELECT lives_ok($$SELECT sales.deal_card(test.receipt(1))$$, 'who administers may look');
CREATE ROLE test_nobody IN ROLE firstline_sales;
SELECT is(test.try('test_nobody', 'SELECT sales.deal_card(test.receipt(1))'), '42501', 'who does not work here may not');
SELECT is(test.try('test_olga', 'SELECT sales.deal_card(test.receipt(1))'), '42501', 'nor may a qualifier');
SELECT * FROM finish();
ROLLBACK;
