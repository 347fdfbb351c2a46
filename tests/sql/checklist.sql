-- What a team wants to know before the hand-over: the gaps first, in the words of whoever looks, which are good for an answer, too.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_irina', 'Ирина', 'desk', language => 'ru'), desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}') \g /dev/null
UPDATE intake.setting SET recheck_share = 0;
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
CREATE FUNCTION test.answers(n int) RETURNS jsonb LANGUAGE sql SECURITY DEFINER AS $$ SELECT coalesce(w.answers, l.answers)::jsonb FROM intake.work AS w JOIN intake.lead AS l ON l.id = w.lead WHERE l.id = test.lead(n) $$;
SELECT is(test.outcomes(test.record(1, '{"contacts": [], "answers": {"cargo": "картофель", "from": "Петрово", "name": "", "consent": true}}'),
                        test.record(2)), 'new new', 'two leads: of one little is known');

SET SESSION AUTHORIZATION test_irina;
SELECT test.take(1) \g /dev/null
SELECT results_eq($$SELECT * FROM desk.checklist(test.receipt(1), 'Передать - общее')$$,
    $$VALUES ('имя', false, NULL, 'name'), ('телефон или почта', false, NULL, 'phone'), ('вес', false, NULL, 'weight_kg'), ('куда', false, NULL, 'to'),
             ('когда груз готов', false, NULL, 'ready_on'), ('согласие с ценой от 5000 RUB', false, NULL, 'price_floor'),
             ('что за груз', true, 'картофель', 'cargo'), ('откуда', true, 'Петрово', 'from')$$, 'what is missing comes first, in the order of the team');
SELECT is(desk.add_answer(test.receipt(1), typed, value), format('Записано: %s — %s.', told, value), typed) FROM (VALUES
    ('имя', 'Пётр', 'имя'), ('Вес', '300', 'вес'), ('Когда груз готов', '2026-12-01', 'когда груз готов'), ('телефон или почта', 'petr@example.com', 'почта'),
    ('Телефон или почта', '+79123456789', 'телефон'), ('согласие с ценой от 5000 RUB', '4000', 'цена')) AS t (typed, value, told);
SELECT is(test.answers(1) - 'cargo' - 'from' - 'consent', '{"name": "Пётр", "weight_kg": "300", "ready_on": "2026-12-01", "email": "petr@example.com", "phone": "+79123456789"}',
    'each where it belongs: an address is no phone');
SELECT throws_ok($$SELECT desk.add_answer(test.receipt(1), 'телефон или почта', 'Petr@Example.com')$$, '22023', NULL, 'an address that is not exact is no phone either');
SELECT results_eq($$SELECT what, known, answer FROM desk.checklist(test.receipt(1), 'general')$$,
    $$VALUES ('куда', false, NULL), ('согласие с ценой от 5000 RUB', false, '4000'), ('имя', true, 'Пётр'), ('телефон или почта', true, '+79123456789, petr@example.com'),
             ('что за груз', true, 'картофель'), ('вес', true, '300'), ('откуда', true, 'Петрово'), ('когда груз готов', true, '2026-12-01')$$,
    'what has been learned is no gap any more; of the price what was said so far');
SELECT lives_ok($$SELECT desk.add_answer(test.receipt(1), 'куда', 'райцентр'), desk.add_answer(test.receipt(1), 'цена', '6000'), desk.hand_over(test.receipt(1), 'Передать - общее')$$,
    'without a gap it can be handed over');

SET SESSION AUTHORIZATION test_olga;
SELECT test.take(2) \g /dev/null
SELECT results_eq($$SELECT * FROM desk.checklist(test.receipt(2), 'services')$$,
    $$VALUES ('for themselves or a company', false, NULL, 'acts_for'), ('name', true, 'Иван', 'name'), ('phone or e-mail', true, '+79000000002, ivan2@example.com', 'phone'),
             ('what they are interested in', true, 'станки', 'interest')$$, 'in English, of the other team');
SELECT is(desk.add_answer(test.receipt(2), typed, value), format('Noted: %s is %s.', told, value), typed) FROM (VALUES
    ('weight', '20', 'weight'), ('WEIGHT', '30', 'weight'), ('phone or e-mail', 'new@example.com', 'e-mail'), ('consent to a price of at least 5000 RUB', '7000', 'price'),
    ('price', '8000', 'price'), ('What they are interested in', 'lorries', 'what they are interested in'), ('colour', 'blue', 'colour')) AS t (typed, value, told);
SELECT results_eq($$SELECT details ->> 'field', details ->> 'value' FROM desk.lead_history WHERE receipt = test.receipt(2) AND what = 'answered' ORDER BY step$$,
    $$VALUES ('weight_kg', '20'), ('weight_kg', '30'), ('email', 'new@example.com'), ('price_floor', '7000'), ('price_floor', '8000'), ('interest', 'lorries'), ('colour', 'blue')$$,
    'each under its name');
SELECT throws_ok($$SELECT desk.checklist(test.receipt(2), 'логистика')$$, '22023', NULL, 'there is no such team');
SELECT throws_ok($$SELECT desk.checklist(test.receipt(9), 'general')$$, 'P0002', NULL, 'nor such a lead');

-- Whatever the first verdict was, the second sees the same.
RESET SESSION AUTHORIZATION;
UPDATE intake.setting SET recheck_share = 1;
UPDATE intake.team SET price_floor = NULL;
SET SESSION AUTHORIZATION test_olga;
SAVEPOINT verdict;
SELECT lives_ok($$SELECT desk.hand_over(test.receipt(2), 'general')$$, 'handed over');
SET SESSION AUTHORIZATION test_pavel;
SELECT isnt_empty('SELECT * FROM desk.second_look', 'Pavel is to judge it');
SELECT string_agg(c::text, ' ') AS handed FROM desk.checklist(test.receipt(2), 'general') AS c \gset
ROLLBACK TO verdict;
SET SESSION AUTHORIZATION test_olga;
SELECT lives_ok($$SELECT desk.refuse(test.receipt(2), 'too_small')$$, 'refused');
SET SESSION AUTHORIZATION test_pavel;
SELECT is((SELECT string_agg(c::text, ' ') FROM desk.checklist(test.receipt(2), 'general') AS c), :'handed', 'the list tells nothing of it');
SET SESSION AUTHORIZATION test_gleb;
SELECT throws_ok($$SELECT desk.checklist(test.receipt(2), 'general')$$, '42501', NULL, 'it is for the desk');
SELECT * FROM finish();
ROLLBACK;
