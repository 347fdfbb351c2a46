-- What a head changes of the lists: first said, then done, and written down. Nobody else may.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_nina', 'Нина', 'desk', head => true, language => 'ru'), desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}'),
       desk.add_staff('test_vera', 'Вера', 'sales', '{services}') \g /dev/null
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
DELETE FROM intake.working_hours;
INSERT INTO intake.working_hours SELECT d, '00:00', '24:00' FROM generate_series(1, 7) AS d;     -- whatever the hour of the test
UPDATE intake.setting SET answer_within = '15 minutes';
-- test.lines(statement): what it answers, in one text.
CREATE FUNCTION test.lines(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    told text;
BEGIN
    EXECUTE format('SELECT string_agg(said, '' / '') FROM %s', statement) INTO told;
    RETURN told;
END $$;

SELECT is(test.outcomes(test.record(1, jsonb_build_object('received_at', now() - interval '2 hours')),
                        test.record(2, jsonb_build_object('received_at', now() - interval '20 minutes', 'category', 'low-margin', 'colour', 'green', 'rank', 30)),
                        test.record(3, jsonb_build_object('received_at', now() - interval '5 minutes', 'form', 'callback', 'answers', '{"name": "Яна"}'::jsonb)
                                       || test.contacts('+79003333333'))), 'new new new', 'three leads');
UPDATE intake.work SET price = 4000 WHERE lead = test.lead(2);
SET SESSION AUTHORIZATION test_nina;

-- ---- Reasons -------------------------------------------------------------------------------------------------------------
SELECT is(test.lines($$desk.edit_reason('refuse', ru => 'нет машин', en => 'no trucks', dry => true)$$),
    'Будет: причина «отказ: no_trucks» — по-русски: нет машин; по-английски: no trucks; место в списке: 8; в списке: да. / '
    'Её сразу увидят все, кто выбирает из этого списка. / В списке останется причин: 8.', 'a new reason is shown first');
SELECT is_empty($$SELECT * FROM desk.reasons WHERE name = 'no_trucks'$$, 'and is not there');
SELECT is_empty('SELECT * FROM desk.edits', 'nor is it written down');
SELECT alike(test.lines($$desk.edit_reason('refuse', ru => 'нет машин', en => 'no trucks')$$), 'Сделано: причина «отказ: нет машин» — %', 'then done');
SELECT results_eq($$SELECT act_called, ru, en, "position", in_use FROM desk.reasons WHERE name = 'no_trucks'$$, $$VALUES ('отказ', 'нет машин', 'no trucks', 8, true)$$, 'it is there');
SET SESSION AUTHORIZATION test_olga;
SELECT isnt_empty('SELECT * FROM desk.take(test.receipt(1))', 'a qualifier');
SELECT lives_ok($$SELECT desk.refuse(test.receipt(1), 'нет машин')$$, 'gives it');
SELECT lives_ok($$SELECT desk.undo(test.receipt(1))$$, 'and thinks better of it');
SET SESSION AUTHORIZATION test_nina;
SELECT is(test.lines($$desk.edit_reason('refuse', 'no_trucks', ru => 'машин нет', dry => true)$$),
    'Будет: причина «отказ: нет машин» — по-русски: нет машин → машин нет. / За 13 недель её назвали столько раз: 1. История и отчёты её сохраняют.', 'what a new caption means');
SELECT is(test.lines($$desk.edit_reason('refuse', 'no_trucks', in_use => false)$$),
    'Сделано: причина «отказ: нет машин» — в списке: да → нет. / За 13 недель её назвали столько раз: 1. История и отчёты её сохраняют. / В списке останется причин: 7.', 'it is taken from the list');
SELECT is(test.lines($$desk.edit_reason('refuse', 'no_trucks', in_use => false)$$), 'Ничего не меняется: так и есть.', 'once');
SELECT is_empty($$SELECT * FROM desk.choices WHERE name = 'no_trucks'$$, 'nobody can choose it');
SELECT isnt_empty($$SELECT * FROM desk.reasons WHERE name = 'no_trucks' AND NOT in_use$$, 'and nothing is lost');
SELECT is(test.lines($$desk.edit_reason('refuse', 'double', "position" => 1, dry => NULL)$$), 'Будет: причина «отказ: тот же запрос ещё раз» — место в списке: 7 → 1.', 'without a yes or no it is only said');
SELECT is(test.lines($$desk.edit_reason('postpone', 'thinking', promises => true)$$), 'Сделано: причина «второй шанс: думает» — клиент ждёт звонка: нет → да.', 'a reason may promise a call');
SELECT lives_ok(format('SELECT desk.edit_reason(%L, %L, in_use => false)', act, name), 'retired: ' || name) FROM (VALUES ('reopen', 'came_back')) AS r (act, name);
SELECT throws_ok(format('SELECT * FROM desk.edit_reason(%s)', a), '22023', said, a) FROM (VALUES
    ($$'reopen', 'mistake', in_use => false$$, '«закрыт по ошибке» — последнее в этом списке'),
    ($$'won', 'price', promises => true$$, 'звонка ждут только после второго шанса'),
    ($$'nix', ru => 'а', en => 'a'$$, '"nix" — не действие, которому нужна причина'), ($$NULL, ru => 'а', en => 'a'$$, '"" — не действие, которому нужна причина'),
    ($$'refuse', 'nix', ru => 'а'$$, 'в списке «отказ» нет причины с именем "nix"'),
    ($$'refuse', 'double', ru => 'мелочь: три'$$, 'нужно название по-русски и по-английски, без двоеточия, не длиннее 256 байт: «мелочь: три»'),
    ($$'refuse', 'double', en => ' '$$, 'нужно название по-русски и по-английски, без двоеточия, не длиннее 256 байт: « »'),
    ($$'refuse', 'double', ru => repeat('я', 129)$$, NULL), ($$'refuse', 'double', ru => E'а\nб'$$, NULL), ($$'refuse', ru => 'только так'$$, NULL),
    ($$'refuse', 'double', ru => 'НЕ наш  регион.'$$, '«НЕ наш  регион.» в этом списке уже есть'),
    ($$'refuse', ru => 'ещё', en => 'too  small!'$$, '«too_small» в этом списке уже есть'),
    ($$'refuse', ru => 'новое', en => 'новое'$$, 'из «новое» не получается имени: нужны латинские буквы')) AS t (a, said);

-- ---- Teams ---------------------------------------------------------------------------------------------------------------
SELECT is(test.lines($$desk.edit_team('general', price_floor => 7000, dry => true)$$),
    'Будет: команда «общее» — цена от: 5000 → 7000. / Открытых заявок, где клиент согласился на цену: 1; из них ниже 7000: 1, было ниже прежней: 1.', 'a price is shown first');
SELECT alike(test.lines($$desk.edit_team('general', price_floor => 3500.5)$$), '%из них ниже 3500.5: 0, было ниже прежней: 1.', 'a lower one lets more through');
SELECT is(test.lines($$desk.edit_team('general', price_floor => 0)$$), 'Сделано: команда «общее» — цена от: 3500.5 → —.', 'and none asks for none');
SELECT is(test.lines($$desk.edit_team('services', in_use => false, dry => true)$$),
    format('Будет: команда «услуги» — в списке: да → нет. / Открытых сделок у команды: 0; они остаются у продавцов. Продавцов в команде: %s.', (SELECT sellers FROM desk.teams WHERE name = 'services')), 'what a team leaves behind');
SELECT alike(test.lines($$desk.edit_team(ru => 'море', en => 'Sea freight')$$), 'Сделано: команда «море» — %', 'a new team');
SELECT results_eq($$SELECT ru, price_floor, in_use, sellers FROM desk.teams WHERE name = 'sea_freight'$$, $$VALUES ('море', NULL::numeric, true, 0::bigint)$$, 'is there');
SELECT throws_ok(format('SELECT * FROM desk.edit_team(%s)', a), '22023', NULL, a) FROM (VALUES
    ($$'nix', ru => 'а'$$), ($$ru => 'море', en => 'x'$$), ($$ru => 'х', en => 'sea freight'$$), ($$'general', price_floor => 'NaN'$$), ($$'general', price_floor => 'Infinity'$$),
    ($$'general', price_floor => -1$$), ($$'general', price_floor => 0.001$$), ($$'general', price_floor => 1e12$$), ($$ru => 'без английского'$$), ('')) AS t (a);
SELECT is(test.lines($$desk.edit_member('море', 'test_vera', true)$$),
    'Сделано: продавец команды «море: Вера» — в команде: нет → да. / Открытых сделок команды, которые ведёт Вера: 0. / Продавцов в команде: 1.', 'a seller of it');
SELECT results_eq($$SELECT member FROM desk.team_members WHERE team = 'sea_freight' AND login IN ('test_vera', 'test_gleb') ORDER BY login$$, 'VALUES (false), (true)', 'is one');
SELECT alike(test.lines($$desk.edit_member('море', 'test_vera', false)$$), '%Их больше не увидит Вера, а взять сможет любой из команды; останется продавцов: 0.', 'and is none any more');
SELECT throws_ok(format('SELECT * FROM desk.edit_member(%s)', a), '22023', NULL, a) FROM (VALUES
    ($$'море', 'test_olga', true$$), ($$'nix', 'test_vera', true$$), ($$'море', 'nobody', true$$)) AS t (a);

-- ---- Required answers -----------------------------------------------------------------------------------------------------
SELECT is(test.lines($$desk.edit_answer('services', fields => 'weight_kg', ru => 'вес', en => 'weight', dry => true)$$),
    'Будет: нужный ответ «услуги: weight_kg» — по-русски: вес; по-английски: weight; любое из полей: weight_kg; место в списке: 5. / '
    'Форма callback: этого не хватало бы открытым заявкам: 1 из 1, сейчас: 0. / Форма cargo: этого не хватало бы открытым заявкам: 0 из 2, сейчас: 0.', 'how many would lack it, by form');
SELECT alike(test.lines($$desk.edit_answer('services', fields => ' weight_kg ,name', ru => 'вес', en => 'weight')$$), 'Сделано:%', 'it is asked for');
SELECT results_eq($$SELECT fields, "position" FROM desk.required_answers WHERE team = 'services' AND name = 'weight_kg'$$, $$VALUES ('weight_kg, name', 5)$$, 'with what will do');
SELECT alike(test.lines($$desk.edit_answer('services', 'weight_kg', fields => 'weight_kg')$$), '%любое из полей: weight_kg, name → weight_kg.%открытым заявкам: 1 из 1, сейчас: 0%', 'less will do');
SELECT is((SELECT string_agg(what, ', ') FROM desk.checklist(test.receipt(3), 'services') WHERE NOT known AND field = 'weight_kg'), 'вес', 'the checklist of a lead has it');
SELECT alike(test.lines($$desk.edit_answer('services', 'weight_kg', wanted => false)$$), 'Сделано: % — убрано: %Форма callback: это перестало бы держать открытых заявок: 1 из 1.%', 'and taken away');
SELECT is_empty($$SELECT * FROM desk.required_answers WHERE team = 'services' AND name = 'weight_kg'$$, 'it is asked for no more');
SELECT throws_ok(format('SELECT * FROM desk.edit_answer(%s)', a), '22023', NULL, a) FROM (VALUES
    ($$'nix', fields => 'a', ru => 'а', en => 'a'$$), ($$'services', 'nix', ru => 'а'$$), ($$'services', fields => 'Вес', ru => 'а', en => 'a'$$), ($$'services', ru => 'а', en => 'a'$$),
    ($$'services', fields => 'price_floor', ru => 'а', en => 'a'$$), ($$'services', fields => 'a,', en => 'a'$$), ($$'services', fields => 'name', ru => 'а', en => 'a'$$),
    ($$'services', fields => 'a,b,c,d,e,f,g,h,i,j,k', ru => 'а', en => 'a'$$)) AS t (a);

-- ---- Categories -----------------------------------------------------------------------------------------------------------
SELECT is(test.lines($$desk.edit_category('low-margin', rank => 5, dry => true)$$),
    'Будет: категория «low-margin» — очередь: 30 → 5. / Ждут в очереди: 1; они своё место сохранят, а новые встанут так: low-margin, high-margin. / '
    'Действует, пока categories.yaml не скажет о ней другое, чем сейчас.', 'which goes before which');
SELECT alike(test.lines($$desk.edit_category('low-margin', colour => 'синяя')$$), 'Сделано: % — цвет: зелёный → синий. / Открытых заявок этой категории: 1; новый цвет у них сразу.%', 'a colour, as people call it');
SELECT results_eq($$SELECT colour_name, colour, file_colour, rank FROM desk.categories WHERE name = 'low-margin'$$, $$VALUES ('blue', 'синий', 'зелёный', 30)$$, 'and the file has another');
SELECT throws_ok(format('SELECT * FROM desk.edit_category(%s)', a), '22023', NULL, a) FROM (VALUES
    ($$'nix', rank => 1$$), ($$'low-margin', colour => 'иий'$$), ($$'low-margin', rank => 1000001$$), ($$NULL$$)) AS t (a);

-- ---- Hours ----------------------------------------------------------------------------------------------------------------
SELECT is((SELECT hours FROM desk.office_hours WHERE weekday = 5), '00:00-24:00', 'so it was');
SELECT alike(test.lines($$desk.preview_hours('пт', '9-17')$$), 'Будет: часы работы «пятница» — часы: 00:00-24:00 → 09:00-17:00. / Рабочих часов в обычной неделе: 152.0 вместо 168.0. / Ждут дольше цели без звонка: %', 'other hours');
SELECT alike(test.lines($$desk.preview_day('31.12.2126', 'выходной', 'Новый год')$$), 'Будет: особый день «31.12.2126» — часы: как обычно → выходной; почему: — → Новый год. / %', 'another day');
SELECT is((SELECT hours FROM desk.office_hours WHERE weekday = 5), '00:00-24:00', 'are not set');
SELECT is_empty($$SELECT * FROM desk.office_hours WHERE date = '2126-12-31'$$, 'nor it');
SELECT is(test.lines($$desk.preview_hours('пт', '0-24')$$), 'Ничего не меняется: так и есть.', 'the same hours');
SELECT is(test.lines(format($$desk.preview_day(%L, 'выходной')$$, to_char((now() AT TIME ZONE 'Europe/Moscow')::date + d, 'DD.MM.YYYY'))) LIKE '%без звонка: % вместо 1.%', true, 'late is late by the hours')
  FROM (VALUES (0)) AS t (d);
SELECT throws_ok(format('SELECT desk.%s', a), '22023', NULL, a) FROM (VALUES ($$preview_hours('пт', 'утром')$$), ($$preview_hours(NULL, '9-18')$$), ($$preview_day('завтрак', '9-18')$$)) AS t (a);
SELECT lives_ok($$SELECT desk.set_hours('пт', '9-17'), desk.set_day('31.12.2126', 'выходной', 'Новый год'), desk.absent('test_olga', '31.12.2126'), desk.present('test_olga')$$, 'then they are');
SELECT results_eq('SELECT login, who, what, subject, change FROM desk.edits LIMIT 5', $$VALUES
    ('test_nina', 'Нина', 'отсутствие', 'Olga', 'до: 31.12.2126 09:00 → —'), ('test_nina', 'Нина', 'отсутствие', 'Olga', 'до: — → 31.12.2126 09:00'),
    ('test_nina', 'Нина', 'особый день', '31.12.2126', 'часы: как обычно → выходной; почему: — → Новый год'),
    ('test_nina', 'Нина', 'часы работы', 'пятница', 'часы: 00:00-24:00 → 09:00-17:00'), ('test_nina', 'Нина', 'категория', 'low-margin', 'цвет: зелёный → синий')$$, 'all of it is written down');
SELECT cmp_ok((SELECT count(*) FROM desk.edits WHERE what = 'причина' AND subject = 'отказ: нет машин'), '=', 2::bigint, 'each once');

-- ---- What is looked at ------------------------------------------------------------------------------------------------------
RESET SESSION AUTHORIZATION;
DELETE FROM intake.working_hours;
INSERT INTO intake.working_hours SELECT d, '00:00', '24:00' FROM generate_series(1, 7) AS d;
DELETE FROM intake.special_day;
UPDATE intake.waiting SET asleep_until = now() + interval '1 hour' WHERE lead = test.lead(3);
SET SESSION AUTHORIZATION test_nina;
SELECT results_eq('SELECT category, colour_name, leads, in_time, to_1h, to_4h, over_4h, late, asleep FROM desk.queue_ages', $$VALUES
    ('high-margin', 'red', 2::bigint, 1::bigint, 0::bigint, 1::bigint, 0::bigint, 1::bigint, 1::bigint), ('low-margin', 'blue', 1, 0, 1, 0, 0, 1, 0)$$, 'the queue by colour and age');
SET SESSION AUTHORIZATION test_olga;
SELECT isnt_empty('SELECT * FROM desk.take(test.receipt(1))', 'what somebody has');
SET SESSION AUTHORIZATION test_nina;
SELECT results_eq($$SELECT leads, to_4h, oldest < '1 hour' FROM desk.queue_ages WHERE category = 'high-margin'$$, $$VALUES (1::bigint, 0::bigint, true)$$, 'does not wait');
SELECT results_eq('SELECT login, category FROM desk.board WHERE who IS NOT NULL', $$VALUES ('test_olga', 'high-margin')$$, 'it is on the board');
SET SESSION AUTHORIZATION test_olga;
SELECT lives_ok($$SELECT desk.release(test.receipt(1), 'other')$$, 'what goes back');
SET SESSION AUTHORIZATION test_nina;
SELECT results_eq($$SELECT leads, to_4h, oldest >= '2 hours' FROM desk.queue_ages WHERE category = 'high-margin'$$, $$VALUES (2::bigint, 1::bigint, true)$$, 'counts from its beginning');
SELECT is((SELECT count(*) FROM desk.kpi_daily), 91::bigint, 'each day has a row');
SELECT results_eq('SELECT sum(d.received)::bigint, sum(d.skipped)::bigint FROM (SELECT k.received, k.skipped FROM desk.kpi_daily AS k LIMIT 2) AS d', 'VALUES (3::bigint, 1::bigint)',
    'today, or yesterday: the oldest came two hours ago');
SELECT results_eq($$SELECT login COLLATE "default", skipped, json_array_length(days), days -> 27 ->> 'taken' FROM desk.kpi_people WHERE login LIKE 'test%'$$, $$VALUES ('test_olga', 1::bigint, 28, '0')$$, 'each person has a line, with the days');

-- ---- Nobody else ------------------------------------------------------------------------------------------------------------
RESET SESSION AUTHORIZATION;
CREATE FUNCTION test.act(OUT statement text) RETURNS SETOF text LANGUAGE sql AS $$ VALUES ('SELECT desk.edit_reason(''refuse'', ''double'', ru => ''х'')'),
    ('SELECT desk.edit_team(''general'', ru => ''х'', dry => true)'), ('SELECT desk.edit_member(''general'', ''test_vera'', true)'), ('SELECT desk.edit_answer(''general'', ''name'', ru => ''х'')'),
    ('SELECT desk.edit_category(''high-margin'', rank => 1)'), ('SELECT desk.preview_hours(''mon'', ''9-18'')'), ('SELECT desk.preview_day(''31.12.2126'', ''closed'')') $$;
CREATE FUNCTION test.look(OUT statement text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT 'SELECT * FROM desk.' || v FROM unnest('{edits,reasons,teams,team_members,required_answers,categories,queue_ages,kpi_daily,kpi_people}'::text[]) AS v $$;
SET SESSION AUTHORIZATION test_pavel;
SELECT throws_ok(statement, '42501', 'this is for the head of the first line', statement) FROM (SELECT * FROM test.act() UNION ALL SELECT * FROM test.look()) AS s;
SET SESSION AUTHORIZATION test_vera;
SELECT throws_ok(statement, '42501', NULL, statement) FROM (SELECT * FROM test.act() UNION ALL SELECT * FROM test.look()) AS s;
RESET SESSION AUTHORIZATION;
SELECT lives_ok(statement, statement) FROM test.look() AS s;
SELECT throws_ok(statement, '42501', format('nobody works here as %s', session_user), statement) FROM test.act() AS s;
SELECT * FROM finish();
ROLLBACK;
