-- The head of the first line: who has what, what is late, who is away, and when the office works. Nobody else may.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_nina', 'Нина', 'desk', head => true, language => 'ru') \g /dev/null
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
DELETE FROM intake.working_hours;
INSERT INTO intake.working_hours SELECT d, '00:00', '24:00' FROM generate_series(1, 7) AS d;     -- whatever the hour of the test

-- What is on the board
SELECT is(test.outcomes(test.record(1, jsonb_build_object('received_at', now() - interval '2 hours')),
                        test.record(2, jsonb_build_object('received_at', now() - interval '90 minutes')),
                        test.record(3, jsonb_build_object('received_at', now() - interval '5 minutes'))), 'new new new', 'three leads');
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(1), 'Olga has the first');
SET SESSION AUTHORIZATION test_nina;
SELECT results_eq('SELECT who, receipt, late FROM desk.board',
    $$VALUES (NULL, test.receipt(2), true), ('Olga', test.receipt(1), true)$$, 'what nobody has called in time, had or not; what came a moment ago is not late');
SELECT ok((SELECT since <= statement_timestamp() AND lease_until > statement_timestamp() AND waited >= '2 hours' FROM desk.board WHERE who = 'Olga'),
    'since when, till when, and for how long without a call');
SET SESSION AUTHORIZATION test_olga;
SELECT ok(desk.record_attempt(test.receipt(1), 'talked') LIKE 'Attempt 1%', 'she calls');
SET SESSION AUTHORIZATION test_nina;
SELECT results_eq($$SELECT late, waited, attempts FROM desk.board WHERE who = 'Olga'$$, $$VALUES (false, NULL::interval, 1::bigint)$$, 'then it is late no more');
RESET SESSION AUTHORIZATION;
UPDATE intake.setting SET answer_within = '2 days';
SET SESSION AUTHORIZATION test_nina;
SELECT is((SELECT count(*) FROM desk.board), 1::bigint, 'the target is a setting');

RESET SESSION AUTHORIZATION;
UPDATE intake.setting SET answer_within = '15 minutes';
SELECT is(test.outcomes(test.record(4, jsonb_build_object('received_at', now() - interval '3 hours') || test.contacts('+79004444444'))), 'new', 'one more');
SET SESSION AUTHORIZATION test_pavel;
SELECT isnt_empty('SELECT * FROM desk.take(test.receipt(4))', 'Pavel takes it');
RESET SESSION AUTHORIZATION;
UPDATE intake.work SET lease_until = statement_timestamp() - interval '1 s' WHERE lead = test.lead(4);
SET SESSION AUTHORIZATION test_nina;
SELECT results_eq($$SELECT who, late FROM desk.board WHERE receipt = test.receipt(4)$$, $$VALUES (NULL, true)$$, 'and lets his time run out: nobody has it, and it is late');
SET SESSION AUTHORIZATION test_pavel;
SELECT isnt_empty('SELECT * FROM desk.take(test.receipt(4))', 'he takes it again');
SELECT lives_ok($$SELECT desk.mark_spam(test.receipt(4), 'robot')$$, 'and it goes');
RESET SESSION AUTHORIZATION;
UPDATE intake.setting SET answer_within = '2 days';
SET SESSION AUTHORIZATION test_nina;

-- Taking back
SELECT throws_ok($$SELECT desk.take_back(test.receipt(1), 'скучно')$$, '22023', NULL, 'a reason is from the list');
SELECT is(desk.take_back(test.receipt(1), 'коллега отсутствует: ушла'), format('Заявка %s возвращена в очередь, Olga её больше не ведёт.', test.short(1)), 'a lead is taken back');
SELECT throws_ok($$SELECT desk.take_back(test.receipt(1), 'absent')$$, '55000', format('заявку %s сейчас никто не ведёт', test.short(1)), 'nobody has it then');
SELECT results_eq($$SELECT who, what, reason, note, details ->> 'of' FROM desk.lead_history WHERE receipt = test.receipt(1) ORDER BY step DESC LIMIT 1$$,
    $$VALUES ('test_nina', 'taken_back', 'absent', 'ушла', 'test_olga')$$, 'the history says by whom and from whom');
SELECT is((SELECT count(*) FROM desk.queue WHERE receipt = test.receipt(1)), 1::bigint, 'and it waits');
SELECT is((SELECT sum(skipped) FROM desk.kpi WHERE qualifier IN ('test_olga', 'test_nina')), 0::numeric, 'and is nobody''s skip');
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(1), 'for her, too: it was no skip of hers');

-- Away
RESET SESSION AUTHORIZATION;
UPDATE intake.work SET promised = statement_timestamp() + interval '1 day', promised_by = owner WHERE lead = test.lead(1);
SET SESSION AUTHORIZATION test_nina;
SELECT throws_ok($$SELECT desk.absent('nobody', 'завтра')$$, '22023', 'под именем "nobody" здесь никто не работает', 'who is not here cannot be away');
SELECT throws_like($$SELECT desk.absent('OLGA', '01.01.2020')$$, 'отсутствие длится до времени впереди, а не до %', 'nobody is away till yesterday');
SELECT throws_ok($$SELECT desk.set_day('31.12.2026', NULL)$$, '22023', NULL, 'a day without hours that are said');
SELECT throws_ok($$SELECT desk.set_hours('Monday', NULL)$$, '22023', NULL, 'nor a weekday');
SELECT matches(desk.absent('OLGA', '31.12.2126'), '^Olga отсутствует до 31\.12\.2126 \d\d:\d\d; заявок вернулось в очередь: 1\.$', 'by name, in any case; what she held is back');
RESET SESSION AUTHORIZATION;
SELECT results_eq('SELECT state::text, not_before = promised, promised_by FROM intake.work WHERE lead = test.lead(1)', $$VALUES ('postponed', true, 'test_olga'::name)$$,
    'when the call is promised');
SET SESSION AUTHORIZATION test_nina;
SELECT is_empty($$SELECT * FROM desk.board WHERE who IS NOT NULL$$, 'nobody has anything');
SELECT throws_ok($$SELECT desk.absent('test_olga', '01.01.2020')$$, '22023', 'отсутствие длится до времени впереди, а не до 01.01.2020 00:00', 'nobody is away till yesterday');
RESET SESSION AUTHORIZATION;
UPDATE intake.staff SET name = 'Женя' WHERE login IN ('test_nina', 'test_pavel');
SET SESSION AUTHORIZATION test_nina;
SELECT throws_ok($$SELECT desk.absent('женя', 'завтра')$$, '22023', 'имя "женя" не у одного человека', 'of two of a name none is away by mistake');
RESET SESSION AUTHORIZATION;
UPDATE intake.staff SET name = CASE login WHEN 'test_nina' THEN 'Нина' ELSE 'Pavel' END WHERE name = 'Женя';
SET SESSION AUTHORIZATION test_nina;
SELECT results_eq($$SELECT name, absent_until IS NOT NULL, clients FROM desk.people WHERE works_in = 'desk' AND login LIKE 'test%'$$,
    $$VALUES ('Olga', true, 0::bigint), ('Pavel', false, 0), ('Нина', false, 0)$$, 'people are shown');
SELECT is(desk.present('test_olga'), 'Olga снова здесь.', 'and back');
SELECT is((SELECT absent_until FROM desk.people WHERE login = 'test_olga'), NULL, 'she is');

-- When the office works
SELECT is(desk.set_hours('пт', '9-13, 14:00-17:30'), 'пятница: 9-13, 14:00-17:30.', 'a day with a pause');
SELECT is(desk.set_hours('Saturday', 'выходной'), 'суббота: выходной.', 'a day off, in either language');
SELECT is(desk.set_day('31.12.2126', '9:00-14:00', 'Новый год'), '31.12.2126: 9:00-14:00.', 'one day');
SELECT results_eq($$SELECT day, hours, note FROM desk.office_hours WHERE day IN ('пятница', 'суббота', '31.12.2126')$$,
    $$VALUES ('пятница', '09:00-13:00, 14:00-17:30', NULL), ('суббота', 'выходной', NULL), ('31.12.2126', '09:00-14:00', 'Новый год')$$, 'is what the office works by');
SELECT is(desk.set_day('31.12.2126', 'как обычно'), '31.12.2126: как обычно.', 'as usual');
SELECT is_empty($$SELECT * FROM desk.office_hours WHERE day = '31.12.2126'$$, 'forgets it');
SELECT throws_ok(format('SELECT desk.set_hours(%L, %L)', day, hours), '22023', NULL, day || ' ' || hours) FROM (VALUES
    ('пн', '18-9'), ('пн', 'утром'), ('пн', ''), ('пн', '9-25'), ('пн', '9-14, 13-18'), ('п', '9-18'), ('завтра', '9-18'), ('', '9-18')) AS t (day, hours);
SELECT throws_ok($$SELECT desk.set_day('31.12.2126', '9-13, 14-18')$$, '22023', NULL, 'a single day has no pause');
SELECT throws_ok(format('SELECT desk.set_day(%L, %L)', day, hours), '22023', NULL, concat_ws(' ', 'set_day', day, hours)) FROM (VALUES
    ('31.02.2126', 'выходной'), ('18:00', 'выходной'), ('+2ч', 'выходной'), ('31.12.2126 10:00', 'выходной'), ('', 'выходной'), (NULL, 'выходной'),
    ('31.12.2126', NULL), ('31.12.2126', ''), ('31.12.2126', 'праздник')) AS t (day, hours);
SELECT is(desk.set_day('2126-01-02', '10-15'), '02.01.2126: 10-15.', 'a day as forms write it');
SELECT is(desk.set_day('1.1.2126', 'closed', 'Новый год'), '01.01.2126: closed.', 'the day before');
SELECT results_eq($$SELECT day, hours FROM desk.office_hours WHERE day LIKE '%.2126'$$, $$VALUES ('01.01.2126', 'выходной'), ('02.01.2126', '10:00-15:00')$$, 'in their order');
SELECT is((SELECT hours FROM desk.office_hours WHERE day = 'понедельник'), '00:00-24:00', 'what was refused has changed nothing');
SELECT lives_ok('SELECT * FROM desk.speed_to_lead', 'speed to lead');

-- Nobody else
SET SESSION AUTHORIZATION test_pavel;
SELECT throws_ok(statement, '42501', 'this is for the head of the first line', statement) FROM unnest(ARRAY['SELECT * FROM desk.board', 'SELECT * FROM desk.people', 'SELECT * FROM desk.speed_to_lead',
    'SELECT desk.take_back(test.receipt(1), ''absent'')', 'SELECT desk.absent(''test_olga'', ''+1d'')', 'SELECT desk.present(''test_olga'')',
    'SELECT desk.set_hours(''mon'', ''9-18'')', 'SELECT desk.set_day(''31.12.2126'', ''closed'')']) AS statement;
SELECT is((SELECT hours FROM desk.office_hours WHERE day = 'Friday'), '09:00-13:00, 14:00-17:30', 'everybody may see when the office works');

-- Who administers looks, and changes tables: there is no name for the history
RESET SESSION AUTHORIZATION;
SELECT lives_ok('SELECT * FROM desk.board, desk.people, desk.speed_to_lead, desk.office_hours', 'the superuser may look');
SELECT throws_ok(statement, '42501', format('nobody works here as %s', session_user), statement) FROM unnest(ARRAY[
    'SELECT desk.take_back(test.receipt(1), ''absent'')', 'SELECT desk.absent(''test_olga'', ''+1d'')', 'SELECT desk.present(''test_olga'')',
    'SELECT desk.set_hours(''mon'', ''9-18'')', 'SELECT desk.set_day(''31.12.2126'', ''closed'')']) AS statement;

-- Blind is blind on the board, too
RESET SESSION AUTHORIZATION;
UPDATE intake.setting SET recheck_share = 1, answer_within = '1 minute';
SET SESSION AUTHORIZATION test_pavel;
SELECT isnt_empty('SELECT * FROM desk.take(test.receipt(2))', 'Pavel has one');
SELECT lives_ok('SELECT desk.refuse(test.receipt(2), ''too_small'')', 'and refuses it');
SET SESSION AUTHORIZATION test_nina;
SELECT is_empty('SELECT * FROM desk.board WHERE receipt = test.receipt(2)', 'what is closed is on no board');

-- Late is late by the hours of the office.
RESET SESSION AUTHORIZATION;
UPDATE intake.setting SET answer_within = '15 minutes';
SAVEPOINT hours;
DELETE FROM intake.working_hours;
INSERT INTO intake.working_hours SELECT d, '00:00', '24:00' FROM generate_series(1, 7) AS d;
SELECT is(test.outcomes(test.record(5, jsonb_build_object('received_at', now() - interval '1 hour') || test.contacts('+79005555555'))), 'new', 'one of an hour ago');
SET SESSION AUTHORIZATION test_nina;
SELECT isnt_empty('SELECT * FROM desk.board WHERE late', 'somebody waits too long');
SELECT lives_ok(format('SELECT desk.set_day(%L, %L)', to_char((now() AT TIME ZONE s.zone)::date + d, 'DD.MM.YYYY'), 'выходной'), 'a day off') FROM desk.office_hours AS o
  CROSS JOIN (VALUES (-1), (0)) AS t (d) CROSS JOIN (SELECT 'Europe/Moscow' AS zone) AS s WHERE o.day = 'понедельник';
SELECT is_empty('SELECT * FROM desk.board WHERE late', 'nobody, if the office has been closed since');
RESET SESSION AUTHORIZATION;
ROLLBACK TO hours;

-- However many wait, the board looks at the first of them only.
RESET SESSION AUTHORIZATION;
DELETE FROM intake.special_day;
DELETE FROM intake.working_hours;
INSERT INTO intake.working_hours SELECT d, '00:00', '24:00' FROM generate_series(1, 7) AS d;     -- whatever the day of the test
SELECT intake.submit((SELECT json_agg(test.record(1000 + i, jsonb_build_object('received_at', now() - interval '1 day') || test.contacts('+7' || 9100000000 + i)))
                        FROM generate_series(1, 3000) AS i)) \g /dev/null
SELECT pg_stat_get_xact_tuples_returned('intake.waiting_arrival'::regclass) + pg_stat_get_xact_tuples_returned('intake.waiting'::regclass) AS before \gset
SET SESSION AUTHORIZATION test_nina;
SELECT is((SELECT count(*) FROM desk.board), 200::bigint, 'three thousand are late, and the oldest are shown');
RESET SESSION AUTHORIZATION;
SELECT cmp_ok(pg_stat_get_xact_tuples_returned('intake.waiting_arrival'::regclass) + pg_stat_get_xact_tuples_returned('intake.waiting'::regclass) - :before,
    '<=', 210::bigint, 'by their order, without a look at the rest');
SELECT * FROM finish();
ROLLBACK;
