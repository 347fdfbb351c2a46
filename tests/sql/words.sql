-- The words of the desk in both languages: what is typed and found in the lists, captions, the explanation of the rule, times and
-- receipts as they are shown.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
INSERT INTO intake.category (name, colour, rank, file_colour, file_rank, as_of)
SELECT name, colour, rank, colour, rank, now() FROM (VALUES ('high-margin', 'red', 10), ('dear', 'red', 5), ('other', 'grey', 20), ('low-margin', 'green', 30),
    ('green', 'blue', 40), ('unfit', 'brown', 90), ('own', 'mauve', 95)) AS c (name, colour, rank);

-- What is done in a language
CREATE FUNCTION test.speaks(language text) RETURNS void LANGUAGE sql AS 'UPDATE intake.setting SET language = speaks.language';
-- The error with its hint
CREATE FUNCTION test.refusal(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    hint text;
BEGIN
    EXECUTE statement;
    RETURN 'ok';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN concat_ws(' ', SQLSTATE, SQLERRM, hint);
END $$;

-- Folding
SELECT is(intake.folded(words), folded, coalesce(quote_literal(folded), 'null')) FROM (VALUES
    (E'  Передать —\u00a0\n общее ', 'передать - общее'), ('«Ещё»', 'еще'), ('Second "Chance".', 'second chance'), ('A–B‑C−D', 'a-b-c-d'), ('отказ. .', 'отказ'),
    ('т.е. x', 'т.е. x'), ('', ''), (NULL, NULL)) AS t (words, folded);

-- Each word of each list, whatever its case and quotes, is one of that list
SELECT is_empty($$SELECT c.list, w.word FROM desk.choices AS c CROSS JOIN LATERAL (VALUES (c.name), (c.ru), (c.en)) AS w (word)
                   WHERE intake.find_choice(c.list, format('  «%s». ', upper(replace(w.word, ' ', '  ')))) IS NULL$$, 'every word of the seeds is found');
SELECT is_empty($$SELECT c.list, c.name, w.word FROM desk.choices AS c CROSS JOIN LATERAL (VALUES (c.name), (c.ru), (c.en)) AS w (word)
                   WHERE c.list <> 'category' AND intake.find_choice(c.list, w.word) <> c.name$$, 'as itself');
SELECT is_empty($$SELECT a.list, a.word FROM intake.also_called AS a
                   WHERE a.list NOT IN ('colour', 'category') AND intake.find_choice(a.list, upper(a.word)) IS DISTINCT FROM a.name$$, 'so is every further word');
SELECT is_empty($$SELECT a.list, a.word FROM intake.also_called AS a WHERE a.list = 'category' AND intake.find_choice(a.list, a.word) IS DISTINCT FROM a.name$$, 'and category');
SELECT is_empty($$SELECT a.name FROM intake.also_called AS a WHERE a.list = 'colour'
                     AND NOT EXISTS (SELECT FROM intake.caption AS c WHERE c.list = 'colour' AND c.name = a.name)$$, 'and colour');
SELECT is(intake.choose(list, given), name::text, list || ' ' || given) FROM (VALUES
    ('team', 'Передать – общее', 'general'), ('team', 'ТОВАРЫ', 'general'), ('team', 'клиент на услуги', 'services'), ('team', 'Hand over - services', 'services'),
    ('verdict', 'Отказать', 'refused'), ('verdict', 'refuse', 'refused'), ('verdict', 'перенаправлен', 'redirected'), ('verdict', 'Не дозвонились', 'unreachable'),
    ('verdict', 'позже', 'second_chance'), ('verdict', 'later', 'second_chance'), ('verdict', 'квалифицированный', 'qualified'),
    ('lead stage', 'Детали', 'details'), ('deal stage', 'договор', 'agreement'),
    ('category', 'красный', 'dear'), ('category', 'Красная', 'dear'), ('category', 'red', 'dear'), ('category', 'зелёная', 'low-margin'),
    ('category', 'зеленый', 'low-margin'), ('category', 'GREEN', 'green'), ('category', 'серый', 'other'), ('category', 'gray', 'other'),
    ('category', 'коричневый', 'unfit'), ('category', 'brown', 'unfit'), ('category', 'синий', 'green'), ('category', 'mauve', 'own'),
    ('category', 'Высокомаржинальный', 'high-margin'), ('category', 'high margin', 'high-margin'), ('category', 'низкомаржинальный', 'low-margin')) AS t (list, given, name);
INSERT INTO intake.also_called (list, word, name) VALUES ('team', 'Всё прочее', 'general'), ('team', 'nothing', 'no_such_team'), ('reason: refuse', 'мелочь', 'too_small');
SELECT is(intake.choose('team', 'все прочее'), 'general', 'a word of the owner''s, as he wrote it');
SELECT is(intake.find_choice('team', 'nothing'), NULL, 'a word for what there is not');
SELECT throws_ok($$INSERT INTO intake.also_called VALUES ('reason: refuse', 'a: b', 'too_small')$$, '23514', NULL, 'a reason is what stands before the colon');
UPDATE intake.team SET in_use = false WHERE name = 'services';
SELECT is(intake.find_choice('team', given), NULL, given || ' is out of use') FROM unnest('{услуги,Передать - услуги}'::text[]) AS given;
UPDATE intake.team SET in_use = true;

-- A verdict, or the team in its place
SELECT is(v::text, want, given) FROM (VALUES
    ('Передать - общее', '(qualified,general)'), ('hand over - services', '(qualified,services)'), ('Услуги', '(qualified,services)'), ('передан', '(qualified,)'),
    ('отказ', '(refused,)'), ('Второй шанс', '(second_chance,)')) AS t (given, want) CROSS JOIN LATERAL intake.choose_verdict(given) AS v;
SELECT matches(test.refusal(format('SELECT intake.choose_verdict(%L)', given)), CASE WHEN given <> '' THEN '^22023 there is no verdict' ELSE '^22023 a verdict is wanted One of: qualified; ' END, coalesce(given, 'null')) FROM unnest('{передать - никому,"",NULL}'::text[]) AS given;

-- Reasons, and words of one's own behind them
SELECT is(r::text, want, given) FROM (VALUES
    ('refuse', 'too_small', '(too_small,)'), ('refuse', 'Слишком мелкий  заказ.', '(too_small,)'), ('refuse', 'Мелочь: 3 кг: письма', '(too_small,"3 кг: письма")'),
    ('refuse', 'Тот же запрос еще раз :', '(double,)'), ('lost', '«Ушел к другому»', '(competitor,)')) AS t (act, given, want) CROSS JOIN LATERAL intake.choose_reason(act, given) AS r;
SELECT is(w::text, want, verdict || ' ' || given) FROM (VALUES
    ('refused', 'мелочь: x', '(too_small,x)'), ('qualified', 'Общее', '(general,)'), ('spam', 'РЕКЛАМА', '(advertising,)')) AS t (verdict, given, want)
 CROSS JOIN LATERAL intake.choose_why(verdict, given) AS w;

-- Who mistypes is told in his language alone
SELECT is(test.refusal($$SELECT intake.choose('team', ' nobody ')$$), '22023 there is no team "nobody" One of: general; services.', 'a team');
SELECT is(test.refusal($$SELECT intake.choose('category', NULL)$$), '22023 a category is wanted One of: dear (red); high-margin (red); other (grey); low-margin (green); green (blue); unfit (brown); own (mauve).', 'a category');
SELECT is(test.refusal($$SELECT intake.choose_reason('spam', 'x: y')$$), '22023 "x: y" is not a reason in the list of "spam" One of: advertising; nonsense; robot. Your own words may follow after a colon.', 'a reason');
SELECT matches(test.refusal($$SELECT intake.choose_reason('refuse', ': y')$$), '^22023 "refuse" wants a reason from the list One of: needs special equipment;', 'none');
SELECT test.speaks('ru') \g /dev/null
SELECT is(test.refusal($$SELECT intake.choose('team', 'nobody')$$), '22023 в списке «команда» нет «nobody» Есть: общее; услуги.', 'a team, in Russian');
SELECT is(test.refusal($$SELECT intake.choose('category', 'x')$$), '22023 в списке «категория» нет «x» Есть: dear (красный); high-margin (красный); other (серый); low-margin (зелёный); green (синий); unfit (коричневый); own (mauve).', 'a category');
SELECT is(test.refusal($$SELECT intake.choose_reason('spam', 'x')$$), '22023 «x» — не причина из списка «спам» Есть: реклама; бессмыслица; робот. После двоеточия можно добавить свои слова.', 'a reason');
SELECT matches(test.refusal($$SELECT intake.choose_reason('refuse', NULL)$$), '^22023 для «отказ» нужна причина из списка Есть: нужно спецоборудование;', 'none');
CREATE TABLE test.category AS SELECT * FROM intake.category;
DELETE FROM intake.category;
SELECT is(test.refusal($$SELECT intake.choose('category', 'x')$$), '22023 в списке «категория» нет «x» Есть: пока ничего.', 'an empty list');
INSERT INTO intake.category SELECT * FROM test.category;
SELECT test.speaks('en') \g /dev/null

-- Captions
SELECT is_empty($$SELECT name FROM intake.event_name UNION SELECT event FROM intake.verdict EXCEPT SELECT name FROM intake.caption WHERE list = 'event'$$, 'each event has one');
SELECT is_empty($$SELECT unnest('{new,claimed,postponed,due,closed}'::text[]) EXCEPT SELECT name FROM intake.caption WHERE list = 'state'$$, 'each state');
SELECT is_empty($$SELECT DISTINCT act FROM intake.reason EXCEPT SELECT name FROM intake.caption WHERE list = 'act'$$, 'each act with reasons');
SELECT is_empty($$SELECT DISTINCT list FROM desk.choices WHERE list NOT LIKE 'reason: %' EXCEPT SELECT name FROM intake.caption WHERE list = 'list'$$, 'each list');
\set marks `sed -n 's/.*\[MARK_[A-Z_]*\] = "\(.*\)",/\1/p' fcgi/lead/mark.c | paste -sd ,`
\set colours `sed -n '/colours\[\]/,/;/p' fcgi/form/category.c | grep -o '"[a-z]*"' | tr -d '"' | paste -sd ,`
SELECT set_eq($$SELECT name FROM intake.caption WHERE list = 'mark'$$, string_to_array(:'marks' || ',restored,clock_ahead,imported', ','), 'each mark of the program');
SELECT set_eq($$SELECT name FROM intake.caption WHERE list = 'colour'$$, string_to_array(:'colours', ','), 'each colour');
SELECT is_empty($$SELECT list, name FROM intake.caption WHERE list IN ('colour', 'event', 'state', 'outcome', 'mark') AND (ru !~ '^[а-яё -]+$' OR en !~ '^[a-z -]+$')$$, 'in its language');
SELECT unnest(ARRAY[is(intake.word('colour', 'red'), 'red', 'a word'), is(intake.word('colour', 'mauve'), 'mauve', 'without a caption'), is(intake.word('state', 'due'), 'back in the queue', 'a state'),
       is(intake.word('yes/no', true::text), 'yes', 'yes'), is(intake.word('mark', NULL), NULL, 'nothing')]);
SELECT test.speaks('ru') \g /dev/null
UPDATE intake.reason SET in_use = false WHERE act = 'lost' AND name = 'price';
SELECT unnest(ARRAY[is(intake.word('colour', 'red'), 'красный', 'in Russian'), is(intake.word('colour', 'mauve'), 'mauve', 'without a caption'), is(intake.word('event', 'handed_over'), 'передана в продажи', 'an event'),
       is(intake.word('outcome', 'won'), 'выиграна', 'an outcome'), is(intake.word('mark', 'too_fast'), 'заполнено слишком быстро', 'a mark'),
       is(intake.word('team', 'general'), 'общее', 'a team'), is(intake.word('reason: lost', 'price'), 'дорого', 'a reason, out of use'), is(intake.word('verdict', 'spam'), 'спам', 'a verdict'), is(intake.word('deal stage', 'offer'), 'предложение', 'a stage'), is(intake.word('lead stage', 'gone'), 'gone', 'a stage that is gone'), is(intake.word('refuse', 'double'), 'double', 'a list that is none'),
       is(intake.word('category', 'unfit'), 'unfit', 'a category is its name'), is(intake.word('yes/no', false::text), 'нет', 'no')]);

-- Why: every kind of evidence, as the program writes it
CREATE TABLE test.why (evidence jsonb, why text, ru text);
INSERT INTO test.why VALUES
    ('{"field": "to", "matched": "Хабаровск", "start": 0, "end": 18}', 'to has "Хабаровск"', 'to содержит «Хабаровск»'),
    ('{"field": "to", "matched": "a; b is c", "start": 0, "end": 9}', 'to has "a; b is c"', 'to содержит «a; b is c»'),
    ('{"field": "to", "matched": "", "start": 0, "end": 0}', 'to has ""', 'to содержит «»'),
    ('{"field": "to", "matched": "100% %s", "start": 0, "end": 7}', 'to has "100% %s"', 'to содержит «100% %s»'),
    ('{"field": "weight_kg", "value": 2000}', 'weight_kg is 2000', 'weight_kg: 2000'),
    ('{"field": "weight_kg", "value": 0.5, "not": true}', 'weight_kg is 0.5', 'weight_kg: 0.5'),
    ('{"field": "kind", "value": "box"}', 'kind is box', 'kind: box'),
    ('{"field": "kind", "value": "not in the list"}', 'kind is not in the list', 'kind: not in the list'),
    ('{"field": "on", "value": "2026-11-24"}', 'on is 2026-11-24', 'on: 2026-11-24'),
    ('{"field": "to", "value": null, "not": true}', 'to does not match', 'to: не подходит образец'),
    ('{"field": "to", "value": "", "not": true}', 'to does not match', 'to: не подходит образец'),
    ('{"field": "kind", "value": null, "not": true}', 'kind is not in the list', 'kind: нет в списке'),
    ('{"place": "RU"}', 'the visitor''s country is RU', 'страна посетителя: RU'),
    ('{"place": "Tver Oblast"}', 'the visitor''s region is Tver Oblast', 'регион посетителя: Tver Oblast'),
    ('{"place": "Тверь"}', 'the visitor''s city is Тверь', 'город посетителя: Тверь'),
    ('{"place": null, "not": true}', 'the visitor''s city is not in the list', 'город посетителя: нет в списке'),
    ('{"phone_country": "KZ"}', 'the phone''s country is KZ', 'страна телефона: KZ'),
    ('{"phone_country": null, "not": true}', 'the phone''s country is not in the list', 'страна телефона: нет в списке'),
    ('{"received": "Saturday 23:05", "not": true}', 'the time of arrival is Saturday 23:05', 'время обращения: суббота 23:05'),
    ('{"received": "Sunday"}', 'the time of arrival is Sunday', 'время обращения: воскресенье'),
    ('{"utm": "source", "matched": "ya", "start": 0, "end": 2}', 'utm_source has "ya"', 'utm_source содержит «ya»'),
    ('{"utm": "source", "value": null, "not": true}', 'utm_source does not match', 'utm_source: не подходит образец');
SELECT is(intake.why('x', why, json_build_array(evidence), 'ru'), ru, why) FROM test.why;
SELECT is(intake.told_evidence(why, json_build_array(evidence), 'en'), why, 'in English: ' || why) FROM test.why;
SELECT is(intake.told_evidence(string_agg(why, '; ' ORDER BY ru), json_agg(evidence ORDER BY ru), 'en'), string_agg(why, '; ' ORDER BY ru), 'all in one') FROM test.why;
SELECT is(intake.why('x', string_agg(why, '; ' ORDER BY ru), json_agg(evidence ORDER BY ru), 'ru'), string_agg(ru, '; ' ORDER BY ru), 'all in one, in Russian') FROM test.why;
SELECT is(intake.why('x', why, evidence::json, language), why, 'as it is: ' || why || ', ' || language) FROM unnest('{ru,en}'::text[]) AS language, (VALUES
    ('something else', '[{"field": "to", "matched": "x"}]'), ('to has "x" or so', '[{"field": "to", "matched": "x"}]'), ('to has "x"; y', '[{"field": "to", "matched": "x"}]'),
    ('to has "x"', '[]'), ('to has "x"', '[{}]'), ('to has "x"', '[{"field": "to", "matched": "x"}, {"field": "to", "matched": "x"}]'), ('', '[]')) AS t (why, evidence);
SELECT unnest(ARRAY[is(intake.why(NULL, NULL, '[]', 'en'), 'no rule held: the default of the form', 'no rule'),
       is(intake.why(NULL, NULL, '[]', 'ru'), 'ни одно правило не подошло: категория формы по умолчанию', 'no rule, in Russian')]);
SELECT is(intake.told_evidence(r ->> 'why', (r -> 'evidence')::json, 'en'), r ->> 'why', 'a record') FROM test.record(1) AS r;
SELECT is(intake.why(r ->> 'rule', r ->> 'why', (r -> 'evidence')::json, 'ru'), 'to содержит «Хабаровск»; weight_kg: 2000; страна посетителя: RU', 'a record, in Russian') FROM test.record(1) AS r;

-- Spans
CREATE TABLE test.span (span interval, ru text, en text);
INSERT INTO test.span VALUES
    ('0', 'меньше минуты', 'under a minute'), ('59.9 s', 'меньше минуты', 'under a minute'), ('-3 s', 'меньше минуты', 'under a minute'), ('1 min', '1 мин', '1 min'),
    ('59 min 59 s', '59 мин', '59 min'), ('1 h', '1 ч', '1 h'), ('2:05:59', '2 ч 05 мин', '2 h 05 min'), ('76:30', '76 ч 30 мин', '76 h 30 min'),
    ('1 day', '1 день', '1 day'), ('3 days 4:59', '3 дня 4 ч', '3 days 4 h'), ('1 day 30 min', '1 день', '1 day'), ('1 day 30:00', '2 дня 6 ч', '2 days 6 h'),
    ('5 days', '5 дней', '5 days'), ('11 days', '11 дней', '11 days'), ('12 days 1 h', '12 дней 1 ч', '12 days 1 h'), ('21 days', '21 день', '21 days'),
    ('22 days', '22 дня', '22 days'), ('111 days', '111 дней', '111 days'), ('1 mon', '30 дней', '30 days'), ('-2 h', '−2 ч', '−2 h'), (NULL, NULL, NULL);
SELECT is(intake.span(span), ru, 'ru ' || coalesce(span::text, 'null')) FROM test.span;
SELECT test.speaks('en') \g /dev/null
SELECT is(intake.span(span), en, 'en ' || coalesce(span::text, 'null')) FROM test.span;

-- Clock and receipt
SET timezone = 'Pacific/Honolulu';
SET datestyle = 'SQL, MDY';
SELECT is(intake.clock('2026-11-27 07:00Z'), '27.11.2026 10:00', 'by the clocks of the office');
UPDATE intake.setting SET zone = 'Asia/Vladivostok', language = 'ru';
SELECT unnest(ARRAY[is(intake.clock('2026-11-27 17:00:59Z'), '28.11.2026 03:00', 'wherever it is, in Russian as well'), is(intake.clock(NULL), NULL, 'no time')]);
SELECT is(intake.moment(intake.clock('2026-11-27 17:00Z')), '2026-11-27 17:00Z', 'what is shown may be typed');
SELECT unnest(ARRAY[is(intake.short_receipt('019abcde-0001-7000-8000-1234b05815b6'), 'b058-15b6', 'a receipt'), is(intake.short_receipt(NULL), NULL, 'none')]);

-- Each reads in the own language, in the views
\ir lib/qualifiers.sql
UPDATE intake.setting SET language = 'en', zone = 'Europe/Moscow';
UPDATE intake.staff SET language = 'ru' WHERE login = 'test_olga';
CREATE VIEW test.card WITH (security_invoker) AS
SELECT concat_ws(', ', intake.word('state', 'new'), intake.span('2 h 5 min'), intake.clock('2026-11-27 07:00Z'), intake.short_receipt(test.lead(1)),
                 intake.why('x', 'to has "x"', '[{"field": "to", "matched": "x"}]', 'ru')) AS said;
GRANT SELECT ON test.card TO PUBLIC;
SET SESSION AUTHORIZATION test_olga;
SELECT matches(said, '^новая, 2 ч 05 мин, 27.11.2026 10:00, [0-9a-f]{4}-[0-9a-f]{4}, to содержит «x»$', 'Olga''s') FROM test.card;
SET SESSION AUTHORIZATION test_pavel;
SELECT matches(said, '^new, 2 h 05 min, 27.11.2026 10:00, [0-9a-f]{4}-[0-9a-f]{4}, to содержит «x»$', 'Pavel''s') FROM test.card;
RESET SESSION AUTHORIZATION;

SELECT finish();
ROLLBACK;
