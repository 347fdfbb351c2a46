-- What people read when something is done or refused is in their language and says what to do; what they type is understood as
-- they say it.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 0;
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_rita', 'Рита', 'desk', language => 'ru'), desk.add_staff('test_nina', 'Нина', 'desk', head => true, language => 'ru'),
       desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}', language => 'ru'), desk.add_staff('test_gena', 'Gena', 'sales', '{general}') \g /dev/null
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

-- test.says(who, act): what the act answers, or its error and hint ('-' for an empty one), the receipt in short as <n>.
CREATE FUNCTION test.says(who text, act text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
    hint text;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    EXECUTE CASE WHEN act LIKE 'UPDATE%' THEN act ELSE 'SELECT ' || act END INTO said;
    RESET SESSION AUTHORIZATION;
    RETURN regexp_replace(said, '\m[0-9a-f]{4}-[0-9a-f]{4}\M', '<n>', 'g');
EXCEPTION WHEN OTHERS THEN
    RESET SESSION AUTHORIZATION;
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN regexp_replace(concat_ws(' / ', SQLSTATE, SQLERRM, nullif(hint, '')), '\m[0-9a-f]{4}-[0-9a-f]{4}\M', '<n>', 'g');
END $$;
-- test.asked(who, act): the same, and undone.
CREATE FUNCTION test.asked(who text, act text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
BEGIN
    said := test.says(who, act);
    RAISE SQLSTATE 'TT000';
EXCEPTION WHEN SQLSTATE 'TT000' THEN
    RETURN said;
END $$;
SELECT is(test.outcomes(test.record(1, test.contacts('+79000000001') || '{"place": {}}'), test.record(2, test.contacts('+79000000002') || '{"place": {"country": "RU", "region": "Omsk Oblast"}}'), test.record(3, test.contacts('+79000000003'))), 'new new new', 'three clients');
SELECT test.says('test_rita', format('t.receipt FROM desk.take(test.receipt(%s)) AS t', n)) FROM generate_series(1, 2) AS n \g /dev/null

-- Where there is nothing to advise, there is no empty line.
CREATE FUNCTION test.has_hint() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    hint text;
BEGIN
    PERFORM intake.refuse('22023', 'empty_note', NULL);
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN hint <> '';
END $$;
SELECT is(test.has_hint(), false, 'no hint');
SELECT matches(pg_get_functiondef('intake.refuse(text,text,text,text[])'::regprocedure), 'USING ERRCODE = code;', 'nor an empty one');

-- A contact or a price that is none, in Russian.
SELECT is(test.says('test_rita', format('desk.add_answer(test.receipt(1), %L, %L)', field, value)), '22023 / ' || said, field || ' ' || value) FROM (VALUES
    ('телефон', '8 912 345-67-89', 'это не номер телефона в том виде, в каком он здесь хранится / Если это он, напишите ''+79123456789''.'),
    ('телефон', '12', 'это не номер телефона в том виде, в каком он здесь хранится / С + и кодом страны, только цифры: +79123456789. Один номер; остальное, например добавочный, — в заметку.'),
    ('почта', 'Ivan@example.com', 'это не адрес почты в том виде, в каком он здесь хранится / Если это он, напишите ''ivan@example.com''.'),
    ('почта', 'ivan@', 'это не адрес почты в том виде, в каком он здесь хранится / Малыми буквами, один адрес: ivan@example.com. Буквы кроме a-z после @ пишутся как xn--…'),
    ('цена', 'дорого', 'напишите цену числом: 15 000 или 15 000,50 / Рядом могут стоять «от», «тыс.» и валюта.')) AS t (field, value, said);

-- Receipts are short
SELECT is(test.says('test_rita', act), said, act) FROM (VALUES
    ('desk.add_note(test.receipt(3), ''x'')', '42501 / заявка <n> сейчас не у вас / Ваши заявки — в desk.my_leads. Следующую даёт SELECT * FROM desk.claim_next().'),
    ('desk.reopen(test.receipt(3), ''mistake'')', '55000 / заявка <n> не закрыта: новая'),
    ('desk.second_verdict(test.receipt(3), ''отказ'', ''too_small'')', '42501 / о заявке <n> вашего второго мнения не ждут / Где ждут — в desk.second_look.')) AS t (act, said);
SELECT is(test.says('test_nina', 'desk.take_back(test.receipt(3), ''другое'')'), '55000 / заявку <n> сейчас никто не ведёт / Кто что ведёт: SELECT * FROM desk.board', 'to the head, too');
SELECT is((SELECT string_agg(m, E'\n') FROM regexp_matches((SELECT string_agg(pg_get_functiondef(p.oid), '') FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
            WHERE n.nspname IN ('intake', 'desk', 'sales') AND p.prokind = 'f'), 'refuse\([^;]*[ .]lead::text[^;]*;', 'g') AS r (g) CROSS JOIN unnest(g) AS m), NULL, 'everywhere');

-- Fields as people call them
SELECT is(test.asked('test_rita', format('desk.add_answer(test.receipt(1), %L, ''7000'')', word)), 'Записано: ' || label || ' — 7000.', word) FROM (VALUES
    ('согласие с ценой от 5000 RUB', 'цена'), ('consent to a price of at least 5000 RUB', 'цена'), ('цена не ниже', 'цена'), ('Согласие', 'цена'), ('price_floor', 'цена'),
    ('вес', 'вес'), ('weig', 'вес'), ('частное лицо или компания', 'частное лицо или компания'), ('частное', 'частное лицо или компания'), ('комп', 'частное лицо или компания'),
    ('когда', 'когда груз готов'), ('груз', 'что за груз'), ('company', 'company'), ('delivery_note', 'delivery_note')) AS t (word, label);
SELECT is(test.asked('test_olga', 'desk.add_answer(test.receipt(1), ''вес'', ''7000'')'), '42501 / lead <n> is not yours now / A colleague has it. The leads you have are in desk.my_leads.', 'a colleague');
SELECT matches(test.says('test_rita', 'desk.add_answer(test.receipt(1), ''цвет глаз'', ''1'')'),
    '^22023 / "цвет глаз" — не название поля / Есть: имя; телефон; почта; что за груз; вес; .*; цена\. Своё — латинскими буквами: ', 'what there is');
SELECT matches(test.says('test_rita', 'desk.add_answer(test.receipt(1), ''гру'', ''1'')'), '^22023 / "гру" — не название поля', 'a beginning that several have');
SELECT results_eq($$SELECT name, ru, en FROM desk.choices WHERE list = 'field' AND name IN ('name', 'weight_kg', 'acts_for', 'price_floor') ORDER BY position$$,
    $$VALUES ('name', 'имя', 'name'), ('weight_kg', 'вес', 'weight'), ('acts_for', 'частное лицо или компания', 'for themselves or a company'), ('price_floor', 'цена', 'price')$$, 'the list of fields');
SELECT is((SELECT count(*) FROM desk.choices WHERE list = 'field'), (SELECT count(DISTINCT name) FROM desk.choices WHERE list = 'field'), 'has each once');
UPDATE intake.work SET answers = '{"consent": "yes"}' WHERE lead = test.lead(1);
SELECT is(test.asked('test_rita', 'desk.add_answer(test.receipt(1), ''consent'', ''no'')'), 'Записано: consent — no.', 'a field of the form is meant by its name');
UPDATE intake.work SET answers = NULL WHERE lead = test.lead(1);
SELECT is(test.says('test_rita', format('desk.add_answer(test.receipt(1), %L, %L)', field, '5')) LIKE 'Записано%', true, field) FROM unnest(ARRAY['имя', 'чем интересуется']) AS field;
SELECT is(test.says('test_rita', 'desk.hand_over(test.receipt(1), ''услуги'')'), '55000 / команда «услуги» сначала хочет знать: частное лицо или компания'
    ' / Спросите клиента, затем: SELECT desk.add_answer(''<n>'', ''частное лицо или компания'', ''...'')', 'what is missing is named as people call it');

-- A team is wanted
SELECT is(test.says('test_rita', act), '22023 / нужно указать: команда / Есть: общее; услуги.', act) FROM unnest(ARRAY[
    'UPDATE desk.my_leads SET verdict = ''квалифицирована'' WHERE receipt = test.receipt(1)', 'desk.hand_over(test.receipt(1), '''')']) AS act;
SELECT is(test.asked('test_olga', 'desk.checklist(test.receipt(1), '' '')'), '22023 / a team is wanted / One of: general; services.', 'in English');
SELECT is(test.says('test_rita', 'UPDATE desk.my_leads SET verdict = ''отказ'', team = ''общее'', reason = ''too_small'' WHERE receipt = test.receipt(1)'),
    '22023 / команда не пишется с вердиктом «отказ» / Команда — для передачи продавцам, not_before — для второго шанса.', 'a verdict in words');

-- Words
SELECT is(test.asked('test_rita', act), said, act) FROM (VALUES
    ('desk.undo(test.receipt(1))', '55000 / «ответ записан» — это нельзя отменить / Заявка у вас: решите её заново. Объединение отменяет desk.unmerge.'),
    ('desk.record_attempt(test.receipt(1), ''поговорил'')', 'Записана попытка 1: поговорили.'), ('desk.record_attempt(test.receipt(1), ''говорили'')', 'Записана попытка 1: поговорили.'),
    ('desk.record_attempt(test.receipt(1), ''не ответила'')', 'Записана попытка 1: не отвечает.'), ('desk.record_attempt(test.receipt(1), ''чужой номер'')', 'Записана попытка 1: номер чужой.')) AS t (act, said);
SELECT is(intake.find_choice('team', 'Общая'), 'general', 'Общая');
SELECT is_empty($$SELECT list, name, ru FROM intake.caption WHERE ru ~* '\mлид(а|у|ом|е|ы|ов|ам|ами|ах)?\M'$$, 'a lead is «заявка»');
SELECT is_empty($$SELECT name, ru FROM intake.caption WHERE list IN ('state', 'event') AND ru ~ '^(новый|отложен|закрыт|поступил|взят|возвращён|забран|направлен|передан|открыт)( |$)'$$, 'which is feminine');
SELECT is_empty($$SELECT name, ru FROM intake.verdict WHERE ru ~ '^(квалифицирован|направлен)$'$$, 'in verdicts, too');
SELECT is(intake.find_choice('verdict', w), v, w) FROM (VALUES ('квалифицирован', 'qualified'), ('направлен', 'redirected'), ('квалифицирована', 'qualified'), ('направлена', 'redirected')) AS t (w, v);

-- A second chance: for when, by whose clock, and what it counts as
DELETE FROM intake.working_hours;
INSERT INTO intake.working_hours SELECT d, '09:00', '18:00' FROM generate_series(1, 5) AS d;
DELETE FROM intake.special_day;
UPDATE intake.setting SET zone = 'Europe/Moscow';
-- test.day(d): the next such day of the week, at least a week ahead.
CREATE FUNCTION test.day(d int) RETURNS text LANGUAGE sql AS $$
    SELECT to_char(current_date + 7 + (d - extract(isodow FROM current_date)::int + 7) % 7, 'DD.MM.YYYY') $$;
SELECT is(test.asked('test_rita', format('desk.postpone(test.receipt(%s), %L, %L)', n, test.day(d) || t, why)), replace(said, '<d>', test.day(d)), why || t) FROM (VALUES
    (1, 1, ' 10:00', 'просил позже', 'Заявка <n>: звонок обещан на <d> 10:00 (по времени офиса), сначала он достанется вам. Это считается как пропуск: попытка связаться не записана. Передумали — в течение десяти минут SELECT desk.undo(''<n>'').'),
    (1, 1, ' 10:00', 'думает', 'Заявка <n> вернётся в очередь <d> 10:00 (по времени офиса). Это считается как пропуск: попытка связаться не записана. Передумали — в течение десяти минут SELECT desk.undo(''<n>'').'),
    (2, 2, ' 10:00', 'просил позже', 'Заявка <n>: звонок обещан на <d> 10:00 (по времени офиса; у клиента 13:00), сначала он достанется вам. Это считается как пропуск: попытка связаться не записана. Передумали — в течение десяти минут SELECT desk.undo(''<n>'').'),
    (1, 6, ' 10:00', 'думает', 'Заявка <n> вернётся в очередь <d> 10:00 (по времени офиса). В это время мы не работаем: <d> (суббота), выходной. Это считается как пропуск: попытка связаться не записана. Передумали — в течение десяти минут SELECT desk.undo(''<n>'').'),
    (1, 5, ' 20:30', 'думает', 'Заявка <n> вернётся в очередь <d> 20:30 (по времени офиса). В это время мы не работаем: <d> (пятница), 09:00-18:00. Это считается как пропуск: попытка связаться не записана. Передумали — в течение десяти минут SELECT desk.undo(''<n>'').'))
  AS t (n, d, t, why, said);
SELECT test.says('test_rita', 'desk.record_attempt(test.receipt(1), ''занято'')') \g /dev/null
SELECT matches(test.asked('test_rita', 'desk.postpone(test.receipt(1), ''+3 мин'', ''не дозвонились'')'), 'Это считается как пропуск: отложено меньше чем на 10 мин\.', 'for too short');
SELECT doesnt_match(test.asked('test_rita', 'desk.postpone(test.receipt(1), ''+11 мин'', ''не дозвонились'')'), 'пропуск', 'for long enough');
SELECT results_eq($$SELECT name::text FROM intake.reason WHERE promises$$, $$VALUES ('asked_later')$$, 'who thinks it over was promised nothing to the minute');
INSERT INTO intake.special_day (day, opens, closes, note) VALUES (to_date(test.day(1), 'DD.MM.YYYY'), NULL, NULL, 'праздник');
SELECT matches(test.asked('test_rita', format('desk.postpone(test.receipt(1), %L, ''думает'')', test.day(1) || ' 10:00')), 'В это время мы не работаем: ' || test.day(1) || ' \(понедельник\), выходной\.', 'a holiday');

-- A stranger is not phoned three times.
SELECT is(test.says('test_rita', 'desk.mark_unreachable(test.receipt(1), ''номер чужой'')'), '55000 / недозвон — после 3 попыток, а их было 1'
    ' / Запишите попытку с исходом «номер чужой»: тогда хватит и одной.', 'the attempt was another');
SELECT test.says('test_rita', 'desk.record_attempt(test.receipt(1), ''номер чужой'')') \g /dev/null
SELECT matches(test.asked('test_rita', 'desk.mark_unreachable(test.receipt(1), ''не отвечает'')'), '^55000 / недозвон — после 3 попыток, а их было 2 / Каждую', 'another reason wants its attempts');
SELECT matches(test.asked('test_rita', 'desk.mark_unreachable(test.receipt(1), ''номер чужой'')'), '^Заявка <n> закрыта: недозвон\.', 'one is enough');

-- Special days stand in their order.
INSERT INTO intake.special_day (day, opens, closes, note)
SELECT current_date + n, NULL, NULL, n::text FROM unnest(ARRAY[400, 40, 370, 45]) AS n;
SELECT is(test.says('test_nina', 'string_agg(o.note, '','') FROM (SELECT note FROM desk.office_hours WHERE note ~ ''^\d+$'') AS o'), '40,45,370,400', 'by date');
SELECT is(test.says('test_nina', '(array_agg(day))[1] FROM desk.office_hours'), 'понедельник', 'behind the week');

-- The end of a deal in words
SELECT is(test.says('test_rita', format('desk.add_answer(test.receipt(2), %L, %L)', field, value)) LIKE 'Записано%', true, field)
  FROM (VALUES ('имя', 'Я'), ('груз', 'x'), ('вес', '5'), ('откуда', 'x'), ('куда', 'y'), ('когда', 'z'), ('цена', '5000')) AS t (field, value);
SELECT matches(test.says('test_rita', 'desk.hand_over(test.receipt(2), ''общая'')'), '^Заявка <n> передана: общее\. Передумали — в течение десяти минут SELECT desk\.undo', 'handed over');
SELECT is(test.asked('test_gleb', format('sales.close_deal(test.receipt(2), %L, ''цена'', 10, 1)', w)), 'Сделка <n> выиграна: 10, из них нам 1.', w) FROM unnest(ARRAY['won', 'выиграна', 'Выиграли', 'выиграл', 'win']) AS w;
SELECT is(test.asked('test_gena', format('sales.close_deal(test.receipt(2), %L, ''competitor'')', w)), 'Deal <n> is lost.', w) FROM unnest(ARRAY['lost', 'проиграна', 'проиграли', 'lose']) AS w;
SELECT is(test.asked('test_gleb', format('sales.close_deal(test.receipt(2), %L, ''цена'')', w)), '22023 / сделка бывает выиграна или проиграна, а не "' || w || '"', 'not ' || w) FROM unnest(ARRAY['withdrawn', 'отозвана', '', 'w']) AS w;
SELECT is((SELECT string_agg(name, ',' ORDER BY position) FROM sales.choices WHERE list = 'outcome'), 'won,lost', 'the list');

SELECT * FROM finish();
ROLLBACK;
