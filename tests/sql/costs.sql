-- Costs: all rows of a file or none; the same source, medium, campaign and day replaces. The time before firstline.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
SELECT desk.add_staff('test_marina', 'Марина', 'marketing', language => 'ru'), desk.add_staff('test_max', 'Max', 'marketing', language => 'en'),
       desk.add_staff('test_olga', 'Olga', 'desk', language => 'en') \g /dev/null
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

-- One row as firstline import-costs sends it, with what is changed in it.
CREATE FUNCTION test.cost(n integer, changes jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql
RETURN jsonb_build_object('line', n + 1, 'source', 'yandex', 'medium', 'cpc', 'campaign', 'c' || n, 'day', '2026-11-01',
                          'amount', '100.50', 'currency', 'RUB') || changes;
CREATE FUNCTION test.load(VARIADIC rows jsonb[]) RETURNS text LANGUAGE sql
BEGIN ATOMIC SELECT l.new || ' ' || l.replaced || ' ' || l.same FROM marketing.load_costs(to_json(rows)) AS l; END;

SET SESSION AUTHORIZATION test_marina;
SELECT is(marketing.currency(), 'RUB', 'the currency');
SELECT is(test.load(test.cost(1), test.cost(2), test.cost(3, '{"campaign": null, "medium": "(none)"}')), '3 0 0', 'three are new');
SELECT is(test.load(test.cost(1), test.cost(2, '{"amount": "7"}'), test.cost(4)), '1 1 1', 'one is the same, one is replaced, one is new');
SELECT is(test.load(test.cost(1, '{"source": " Yandex ", "medium": "CPC", "campaign": "C1", "amount": "100.5"}')), '0 0 1', 'folded as tags are; the same amount');
RESET SESSION AUTHORIZATION;
SELECT results_eq($$SELECT source, medium, campaign, day, amount, currency, loaded_by = 'test_marina' FROM intake.cost ORDER BY campaign$$,
    $$VALUES ('yandex', '', '', date '2026-11-01', 100.50, 'RUB', true), ('yandex', 'cpc', 'c1', '2026-11-01', 100.50, 'RUB', true),
             ('yandex', 'cpc', 'c2', '2026-11-01', 7, 'RUB', true), ('yandex', 'cpc', 'c4', '2026-11-01', 100.50, 'RUB', true)$$, 'what is there');

-- Each fault, in the language of the caller; nothing of the file is loaded
CREATE TABLE test.fault (changes jsonb, ru text);
GRANT SELECT ON test.fault TO PUBLIC;
INSERT INTO test.fault VALUES
    ('{"source": " "}', 'строка 8: нужен источник, до 256 байт'),
    ('{"source": null}', 'строка 8: нужен источник, до 256 байт'),
    ('{"source": "{source}"}', 'строка 8: нужен источник, до 256 байт'),
    (jsonb_build_object('source', repeat('я', 129)), 'строка 8: нужен источник, до 256 байт'),
    (jsonb_build_object('medium', repeat('m', 257)), 'строка 8: тип трафика длиннее 256 байт или кампания длиннее 1024'),
    (jsonb_build_object('campaign', repeat('c', 1025)), 'строка 8: тип трафика длиннее 256 байт или кампания длиннее 1024'),
    ('{"campaign": "a\u0007b"}', 'строка 8: в источнике, типе трафика или кампании есть управляющий символ'),
    ('{"day": "2026-02-29"}', 'строка 8: «2026-02-29» — не день'),
    ('{"day": "infinity"}', 'строка 8: «infinity» — не день'),
    ('{"day": "1999-12-31"}', 'строка 8: «1999-12-31» — не день'),
    ('{"day": null}', 'строка 8: «» — не день'),
    ('{"amount": "NaN"}', 'строка 8: «NaN» — не сумма'),
    ('{"amount": "Infinity"}', 'строка 8: «Infinity» — не сумма'),
    ('{"amount": "-1"}', 'строка 8: «-1» — не сумма'),
    ('{"amount": "1e3"}', 'строка 8: «1e3» — не сумма'),
    ('{"amount": "1000000000000"}', 'строка 8: «1000000000000» — не сумма'),
    ('{"amount": ""}', 'строка 8: «» — не сумма'),
    ('{"currency": "USD"}', 'строка 8: валюта «USD», а расходы ведутся в RUB'),
    ('{"currency": null}', 'строка 8: валюта «», а расходы ведутся в RUB'),
    ('{"campaign": "C6"}', 'строки 7 и 8 — об одном и том же');
SET SESSION AUTHORIZATION test_marina;
SELECT throws_ok(format('SELECT test.load(test.cost(5), test.cost(6), test.cost(7, %L))', f.changes), '22023', f.ru, 'refused: ' || left(f.changes::text, 60))
  FROM test.fault AS f;
SELECT throws_ok($$SELECT marketing.load_costs((SELECT json_agg(test.cost(n)) FROM generate_series(1, 10001) AS n))$$, '22023',
    'строк больше 10000: разделите файл', 'as many as may be, and one more');
SELECT throws_ok($$SELECT marketing.load_costs('{"rows": []}')$$, '22023', NULL, 'no list of rows');
SELECT is(test.load(VARIADIC '{}'), '0 0 0', 'an empty one is nothing');
SET SESSION AUTHORIZATION test_max;
SELECT throws_ok($$SELECT test.load(test.cost(1, '{"amount": "NaN"}'))$$, '22023', 'line 2: "NaN" is no amount', 'in English');
SELECT is(test.load(test.cost(1, jsonb_build_object('source', repeat('s', 256), 'medium', repeat('m', 256), 'campaign', repeat('c', 1024),
    'amount', '999999999999.999999', 'day', '2099-12-31'))), '1 0 0', 'the largest of all');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT count(*) FROM intake.cost), 5::bigint, 'nothing of what was refused is there');

-- Another currency of the setting: the same key is counted anew in it
UPDATE intake.setting SET currency = 'KZT';
SET SESSION AUTHORIZATION test_max;
SELECT is(test.load(test.cost(1, '{"currency": "KZT"}')), '0 1 0', 'the same number in another currency is another amount');
RESET SESSION AUTHORIZATION;
SELECT results_eq($$SELECT currency, loaded_by = 'test_max' FROM intake.cost WHERE campaign = 'c1'$$, $$VALUES ('KZT', true)$$, 'and is so kept');
UPDATE intake.setting SET currency = 'RUB';

-- Who may
SELECT lives_ok($$SELECT test.load(test.cost(9))$$, 'an administrator');
SET SESSION AUTHORIZATION test_olga;
SELECT throws_ok($$SELECT test.load(test.cost(9))$$, '42501', NULL, 'a qualifier may not');
SELECT throws_ok('SELECT marketing.currency()', '42501', NULL, 'nor read the currency');
RESET SESSION AUTHORIZATION;
GRANT firstline_marketing TO test_olga;
SET SESSION AUTHORIZATION test_olga;
SELECT throws_ok($$SELECT test.load(test.cost(9))$$, '42501', 'this is for who works in marketing, and you work in desk', 'not even with the role');
SELECT throws_ok('SELECT count(*) FROM intake.cost', '42501', NULL, 'the table is nobody''s');
RESET SESSION AUTHORIZATION;
SELECT throws_ok(format('UPDATE intake.cost SET amount = %L', bad), '23514', NULL, 'the table itself refuses ' || bad)
  FROM unnest('{NaN,Infinity,-Infinity,-1,1e12}'::text[]) AS bad;

-- The time before firstline
SET SESSION AUTHORIZATION test_marina;
SELECT is(marketing.set_baseline('01.09.2026', '30.09.2026', 240, 18, 5400000.00),
    'До firstline, 01.09.2026–30.09.2026: заявок 240, продаж 18 на 5400000 RUB.', 'a period');
SELECT is(marketing.set_baseline('2026-10-01', '2026-10-31', 100, 0, 0), 'До firstline, 01.10.2026–31.10.2026: заявок 100, продаж 0 на 0 RUB.', 'and another');
SET SESSION AUTHORIZATION test_max;
SELECT is(marketing.set_baseline('30.09.2026', '01.10.2026', 10, 10, 1),
    'Before firstline, 30.09.2026 to 01.10.2026: leads 10, sales 10 for 1 RUB. Removed, as it was: 01.09.2026–30.09.2026, 01.10.2026–31.10.2026.', 'what overlaps is replaced, and told');
RESET SESSION AUTHORIZATION;
SELECT results_eq($$SELECT since, until, leads, won, amount, set_by = 'test_max' FROM intake.baseline$$,
    $$VALUES (date '2026-09-30', date '2026-10-01', 10::bigint, 10::bigint, 1::numeric, true)$$, 'so one is left');
SELECT throws_ok($$INSERT INTO intake.baseline (since, until, leads, won, amount, set_by) VALUES ('2026-10-01', '2026-10-02', 1, 1, 1, 'x')$$, '23P01', NULL,
    'the table itself keeps them apart');
SET SESSION AUTHORIZATION test_marina;
SELECT is(marketing.set_baseline('01.10.2026', '01.10.2026', NULL, NULL, NULL), 'Прежняя база убрана: 30.09.2026–01.10.2026.', 'forgotten');
SELECT is(marketing.set_baseline('01.10.2026', '01.10.2026', NULL, NULL, NULL), 'За 01.10.2026–01.10.2026 ничего и не было.', 'once only');
SELECT throws_ok(statement, '22023', NULL, statement) FROM unnest(ARRAY[
    $$SELECT marketing.set_baseline('02.10.2026', '01.10.2026', 10, 1, 1)$$, $$SELECT marketing.set_baseline('осенью', '01.10.2026', 10, 1, 1)$$,
    $$SELECT marketing.set_baseline('01.10.2026', NULL, 10, 1, 1)$$, $$SELECT marketing.set_baseline('01.10.2026', '02.10.2026', 0, 0, 0)$$,
    $$SELECT marketing.set_baseline('01.10.2026', '02.10.2026', 10, 11, 1)$$, $$SELECT marketing.set_baseline('01.10.2026', '02.10.2026', 10, NULL, 1)$$,
    $$SELECT marketing.set_baseline('01.10.2026', '02.10.2026', 10, 1, 'NaN')$$, $$SELECT marketing.set_baseline('01.10.2026', '02.10.2026', 10, 1, 'Infinity')$$,
    $$SELECT marketing.set_baseline('01.10.2026', '02.10.2026', 10, 1, -1)$$, $$SELECT marketing.set_baseline('01.10.2026', '02.10.2026', 10, 0, 1)$$]) AS statement;
SET SESSION AUTHORIZATION test_olga;
SELECT throws_ok($$SELECT marketing.set_baseline('01.10.2026', '01.10.2026', 10, 1, 1)$$, '42501', NULL, 'not for qualifiers');
RESET SESSION AUTHORIZATION;
-- Beside which leads a cost stands: those of its campaign; of its medium what has no cost of its own; of its source what is left.
DELETE FROM intake.cost;
SELECT test.submit(VARIADIC array_agg(test.record(100 + l.n, jsonb_build_object('touch', jsonb_build_object('landing', 'https://example.ru/?utm_source=' || l.tags)))))
  FROM (VALUES (1, 'yandex&utm_medium=cpc&utm_campaign=a'), (2, 'yandex&utm_medium=cpc&utm_campaign=a'), (3, 'ya&utm_medium=cpc&utm_campaign=b'),
               (4, 'yandex&utm_medium=cpc'), (5, 'yandex&utm_medium=banner'), (6, 'vk&utm_medium=target')) AS l (n, tags) \g /dev/null
INSERT INTO intake.cost (source, medium, campaign, day, amount, currency, loaded_by)
SELECT c.source, c.medium, c.campaign, '2026-11-22', c.amount, c.currency, 'test_marina'
  FROM (VALUES ('yandex', 'cpc', 'a', 100, 'RUB'), ('yandex', 'cpc', '', 30, 'RUB'), ('ya', 'cpc', '', 3, 'USD'), ('yandex', '', '', 7, 'RUB'),
               ('yandex', 'cpc', 'c', 5, 'RUB')) AS c (source, medium, campaign, amount, currency);
SET SESSION AUTHORIZATION test_marina;
SELECT results_eq('SELECT source, medium, campaign, cost, currency, leads, cost_per_lead FROM marketing.cost_daily ORDER BY 2 DESC, 3 DESC, 5',
    $$VALUES ('yandex', 'cpc', 'c', 5::numeric, 'RUB', 0::bigint, NULL::numeric), ('yandex', 'cpc', 'a', 100, 'RUB', 2, 50), ('yandex', 'cpc', '', 30, 'RUB', 2, 15),
             ('yandex', 'cpc', '', 3, 'USD', 2, 1.5), ('yandex', '', '', 7, 'RUB', 1, 7)$$, 'each cost has its leads; one that is paid in two currencies has them once in each');
SELECT is_empty($$SELECT * FROM marketing.cost_daily WHERE day <> '2026-11-22'$$, 'of its day');
RESET SESSION AUTHORIZATION;
SELECT throws_ok('UPDATE intake.setting SET small_group = 1', '23514', NULL, 'a group of one is always the smallest');
SELECT lives_ok('UPDATE intake.setting SET small_group = 5', 'small groups are shown together');

SELECT * FROM finish();
ROLLBACK;
