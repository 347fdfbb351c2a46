-- desk.find: who is that? desk.promised: whom to call. desk.by_client is in split.sql.
BEGIN;
\ir lib/begin.sql
\ir lib/plan.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 0;
UPDATE intake.team SET price_floor = NULL;
DELETE FROM intake.required_answer;
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}'), desk.add_staff('test_pyotr', 'Пётр', 'desk', language => 'ru') \g /dev/null
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
-- test.finds(who, what): the numbers of the leads, in the order shown; or the SQLSTATE
CREATE FUNCTION test.finds(who text, what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    SELECT coalesce(string_agg(test.n(f.receipt::uuid)::text, ' '), '') INTO said FROM desk.find(what) AS f;
    RESET SESSION AUTHORIZATION;
    RETURN said;
EXCEPTION WHEN OTHERS THEN
    RESET SESSION AUTHORIZATION;
    RETURN SQLSTATE;
END $$;
CREATE FUNCTION test.named(n int, points text[], name text) RETURNS jsonb LANGUAGE sql AS
    $$ SELECT test.record(n, test.contacts(VARIADIC points) || jsonb_build_object('answers', jsonb_build_object('name', name))) $$;

SELECT is(test.outcomes(test.named(1, '{+79123456789,semyonov@example.com}', 'Семёнов Артём'), test.named(2, '{+79123456789}', 'Семёнов'),
    test.named(3, '{+79991112233}', '100% Петров_Иван'), test.named(4, '{+375291234567}', 'Ольга \ Ли'), test.named(5, '{}', 'Никто'),
    test.named(6, '{s.petrova@example.com}', 'Светлана Петрова') || '{"keyed": false}'), 'new new new new new new', 'six leads');
SELECT is(test.outcomes(test.named(7, '{s.petrova@example.com}', 'Светлана Петрова') || '{"keyed": false}'), 'replay', 'and a repetition');

SELECT is(test.finds('test_olga', what), want, coalesce(what, 'nothing') || ': ' || want) FROM (VALUES
    ('8 (912) 345-67-89', '2 1'), ('912 345 67 89', '2 1'), ('+7 912 345‑67‑89', '2 1'), ('345-67-89', '2 1'), ('6789', '2 1'), (E' \u00a089123456789 ', '2 1'),
    ('810 375 29 123-45-67', '4'), ('00375291234567', '4'), ('291234567', '4'), ('123', '22023'), ('1234', ''), ('3456', ''),
    ('СЕМЕНОВ', '2 1'), ('семён', '2 1'), ('артем', '2 1'), ('новар', ''), ('Семёнов  Артем', '2 1'), ('Ольга', '4'),
    ('Semyonov@Example.COM', '2 1'), ('semyonov', '2 1'), ('s.petrova', '6'), ('s.petrova@', '6'), ('s.petrova@exam', '6'), ('petrova@example.com', ''),
    ('100%', '3'), ('%', '22023'), ('%%%', '22023'), ('в_и', '3'), ('п_тров', ''), ('а%и', ''), ('га \ л', '4'), ('\', '22023'), ('никто', '5'), ('s_petrova', ''),
    ('', '22023'), (NULL, '22023'), ('и', '22023'), ('''; DROP TABLE intake.lead; --', '')) AS t (what, want);
SELECT is(test.finds('test_olga', what), want, what || ': ' || want) FROM (VALUES
    (test.receipt(4), '4'), (upper(test.receipt(4)), '4'), (right(test.receipt(4), 8), '4'), (intake.short_receipt(test.lead(4)), '4'), (left(test.receipt(4), 18), '4'),
    (right(test.receipt(4), 12), '4'), (right(test.receipt(4), 6), '4'), (test.receipt(7), '6'), (right(test.receipt(7), 8), '6'), (test.receipt(9), '')) AS t (what, want);
SELECT is(test.finds('test_gleb', 'Семёнов'), '42501', 'not for sales');
SELECT is(test.finds('firstline_qualifier', 'Семёнов'), '42501', 'nor for nobody');

SELECT is(test.finds('test_olga', what), want, what || ': ' || want) FROM (VALUES
    ('тел. 8912 3456789', '2 1'), ('Тел.: 345-67-89', '2 1'), ('+7(912)345.67.89 доб 12', '2 1'), ('8 912 345 67 89, Марина', '2 1'), ('８９１２３４５６７８９', '2 1'),
    (E'8\u00a0912\u202f345\u200967\u00a089', '2 1'), (E'\u202a+7 912 345-67-89\u202c', '2 1'), ('Марина 12', ''), ('8 912 345 67 89; 8 999 111 22 33', '2 1'),
    (translate(intake.short_receipt(test.lead(4)), 'abcde', 'авсде'), '4'), (translate(upper(test.receipt(4)), 'ABCDE', 'АВСДЕ'), '4'),
    ('9' || repeat('b', 7), ''), ('Мы ищем +79129999999', '')) AS t (what, want);
SELECT is((SELECT value FROM intake.contact_named('тел. 8 912 345 67 89 доб. 3')), '+79123456789', 'so does who splits');
SELECT is(intake.lead_named(translate(test.short(4), 'abcde', 'авсде')), test.lead(4), 'a receipt typed in Russian');

-- What is told
SET SESSION AUTHORIZATION test_olga;
SELECT FROM desk.take(test.receipt(1)) \g /dev/null
SELECT desk.refuse(test.receipt(2), 'too_small'), desk.postpone(test.receipt(1), (now() + interval '1 day')::text, 'thinking') \g /dev/null
SELECT FROM desk.take(test.receipt(3)) \g /dev/null
SELECT FROM desk.take(test.receipt(4)) \g /dev/null
SELECT desk.hand_over(test.receipt(4), 'general') \g /dev/null
RESET SESSION AUTHORIZATION;
SET SESSION AUTHORIZATION test_pyotr;
SELECT results_eq(format('SELECT right(receipt, 8), name, phone, email, state, with_whom, call_at IS NOT NULL, last_verdict, wrote FROM desk.find(%L)', what), want, what) FROM (VALUES
    ('6789', format($$VALUES (%L, 'Семёнов', '+79123456789', NULL::text, 'закрыта', NULL::text, false, 'отказ: %s', 2::bigint),
                             (%L, 'Семёнов Артём', '+79123456789', 'semyonov@example.com', 'отложена', NULL, true, 'отказ: %2$s', 2)$$,
                    right(test.receipt(2), 8), (SELECT c.ru FROM desk.choices AS c WHERE c.list = 'reason: refuse' AND c.name = 'too_small'), right(test.receipt(1), 8))),
    ('2233', format($$VALUES (%L, '100%% Петров_Иван', '+79991112233', NULL::text, 'в работе', 'Olga', false, NULL::text, 1::bigint)$$, right(test.receipt(3), 8))),
    ('Ольга', format($$VALUES (%L, 'Ольга \ Ли', '+375291234567', NULL::text, 'у продавцов', %L, false, %L, 1::bigint)$$, right(test.receipt(4), 8),
                    (SELECT c.ru FROM desk.choices AS c WHERE c.list = 'team' AND c.name = 'general'),
                    'квалифицирована: ' || (SELECT c.ru FROM desk.choices AS c WHERE c.list = 'team' AND c.name = 'general'))),
    ('никто', format($$VALUES (%L, 'Никто', NULL::text, NULL::text, 'новая', NULL::text, false, NULL::text, 1::bigint)$$, right(test.receipt(5), 8)))) AS t (what, want);
RESET SESSION AUTHORIZATION;
SET SESSION AUTHORIZATION test_gleb;
SELECT sales.take_deal(test.receipt(4)) \g /dev/null
RESET SESSION AUTHORIZATION;
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT state, with_whom FROM desk.find(''Ольга'')', $$VALUES ('with sales', 'Глеб')$$, 'the owner of the deal, by name');
RESET SESSION AUTHORIZATION;
UPDATE intake.work SET lease_until = statement_timestamp() WHERE lead = test.lead(3);
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT state, with_whom FROM desk.find(''2233'')', $$VALUES ('back in the queue', NULL::text)$$, 'what has run out is nobody''s');
RESET SESSION AUTHORIZATION;
-- To who may be asked, nothing is told of the verdict
UPDATE intake.second_verdict SET picked = true WHERE lead = test.lead(4);
SET SESSION AUTHORIZATION test_pyotr;
SELECT results_eq('SELECT state, with_whom, last_verdict FROM desk.find(''Ольга'')', $$VALUES ('закрыта', NULL::text, NULL::text)$$, 'by a search');
SELECT results_eq('SELECT sold_by, last_verdict FROM desk.by_client WHERE receipt = test.receipt(4)', $$VALUES (NULL::text, NULL::text)$$, 'or the list of clients');
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT state, last_verdict FROM desk.find(''Ольга'')', $$VALUES ('with sales', 'qualified: general')$$, 'who gave it sees it');
RESET SESSION AUTHORIZATION;
-- What a qualifier learned
SET SESSION AUTHORIZATION test_olga;
SELECT FROM desk.take(test.receipt(5)) \g /dev/null
SELECT desk.add_answer(test.receipt(5), 'name', 'Зинаида'), desk.add_answer(test.receipt(5), 'phone', '+79120000055'), desk.hand_over(test.receipt(5), 'general') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is(test.finds('test_olga', 'зинаида') || test.finds('test_olga', '8 912 000-00-55'), '55', 'is found, too');
-- A merged client is one, and a nuisance fills no screen
SET SESSION AUTHORIZATION test_olga;
SELECT desk.merge(test.receipt(6), test.receipt(1), 'x') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is(test.finds('test_olga', 's.petrova@example.com'), '6 2 1', 'one of a merged client shows all');
SELECT test.submit(VARIADIC ARRAY(SELECT test.named(100 + n, '{+79123456789}', 'Робот') FROM generate_series(1, 60) AS n)) \g /dev/null
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT count(*), min(wrote), max(wrote) FROM desk.find(''+79123456789'')', 'VALUES (50::bigint, 63::bigint, 63::bigint)', 'fifty at the most, and it says of how many');
SELECT is((SELECT count(*) FROM desk.find(test.receipt(1)) AS f WHERE f.receipt = test.receipt(1)), 1::bigint, 'what was asked for is among them');
RESET SESSION AUTHORIZATION;

-- Promises: the own ones first, of these what is due first
SELECT is(test.outcomes(test.record(21), test.record(22), test.record(23), test.record(24)), 'new new new new', 'four leads');
UPDATE intake.work SET state = 'postponed', not_before = p.at, promised = p.at, promised_by = p.who
  FROM (VALUES (21, 'test_olga', now() + interval '2 hours'), (22, 'test_olga', now() - interval '65 minutes'), (23, 'test_pavel', now() - interval '2 hours'),
               (24, 'test_pavel', now() + interval '1 hour')) AS p (n, who, at) WHERE lead = test.lead(p.n);
CREATE FUNCTION test.promised(who text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    SELECT string_agg(test.n(p.receipt::uuid) || coalesce(' ' || p.overdue, ''), ', ') INTO said FROM desk.promised AS p WHERE test.n(p.receipt::uuid) > 20;
    RESET SESSION AUTHORIZATION;
    RETURN said;
END $$;
SELECT is(test.promised('test_olga'), '22 overdue: 1 h 05 min, 21, 23 overdue: 2 h, 24', 'hers first');
SELECT is(test.promised('test_pyotr'), '23 просрочено: 2 ч, 22 просрочено: 1 ч 05 мин, 24, 21', 'who promised nothing sees what is due first');
SELECT is(test.try('test_gleb', 'SELECT * FROM desk.promised'), '42501', 'no list of sales');
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT promised_by, name, phone, local_time FROM desk.promised WHERE receipt = test.receipt(22)',
    $$SELECT 'test_olga'::name::text, 'Иван', '+79000000022', to_char(statement_timestamp() AT TIME ZONE 'Asia/Vladivostok', 'HH24:MI')$$, 'with whom');
SELECT FROM desk.take(test.receipt(21)) \g /dev/null
SELECT desk.mark_spam(test.receipt(21), 'robot') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is(test.promised('test_olga'), '22 overdue: 1 h 05 min, 23 overdue: 2 h, 24', 'what is closed is promised no more');

-- Four digits of what one had lately, and of the deals of the own teams
CREATE FUNCTION test.names(who text, what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
    hint text;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    said := test.n(intake.lead_named(what));
    RESET SESSION AUTHORIZATION;
    RETURN said;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RESET SESSION AUTHORIZATION;
    RETURN concat_ws(' | ', SQLSTATE, SQLERRM, hint);
END $$;
GRANT USAGE ON SCHEMA intake TO PUBLIC;
GRANT EXECUTE ON FUNCTION intake.lead_named(text) TO PUBLIC;
SELECT is(test.names(who, right(test.receipt(n), 4)), want, who || ' ' || n) FROM (VALUES
    ('test_olga', 4, '4'), ('test_olga', 21, '21'), ('test_gleb', 4, '4'), ('test_gleb', 5, '5'),
    ('test_pavel', 21, 'P0002 | four digits will do for a lead you have, or had today: of another it takes eight | Look for it by phone, name or e-mail: SELECT * FROM desk.find(''…'')'),
    ('test_gleb', 21, 'P0002 | four digits will do for a deal of your teams: of another it takes eight | Your deals are in sales.deals.')) AS t (who, n, want);
SELECT is(test.names(who, '99999999'), want, who || ': none') FROM (VALUES
    ('test_olga', 'P0002 | there is no lead 99999999 | Look for it by phone, name or e-mail: SELECT * FROM desk.find(''…'')'),
    ('test_gleb', 'P0002 | there is no lead 99999999 | Your deals are in sales.deals.')) AS t (who, want);
SET LOCAL session_replication_role = replica;
UPDATE intake.lead_event SET at = at - interval '25 hours' WHERE lead = test.lead(21);
SET LOCAL session_replication_role = origin;
SELECT alike(test.names('test_olga', right(test.receipt(21), 4)), 'P0002%', 'not of yesterday');
UPDATE intake.deal SET outcome = 'lost', reason = 'price', closed_at = now() WHERE lead = test.lead(4);
SELECT is(test.names('test_gleb', right(test.receipt(4), 4)), '4', 'a deal just closed');
UPDATE intake.deal SET closed_at = now() - interval '25 hours' WHERE lead = test.lead(4);
SELECT alike(test.names('test_gleb', right(test.receipt(4), 4)), 'P0002%', 'not one of yesterday');

-- The first twenty are had for twenty looks
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT sum(s.loops) FROM test.nodes(test.plan('SELECT * FROM desk.by_client LIMIT 2')) AS s WHERE s.calls IN ('card', 'client_row')), 4::numeric,
    'two clients are looked up for two');
SELECT is((SELECT sum(s.loops) FROM test.nodes(test.plan('SELECT * FROM desk.promised LIMIT 2')) AS s WHERE s.calls = 'card'), 2::numeric, 'two cards for two promises');
SELECT is_empty($$SELECT FROM test.nodes(test.plan('SELECT count(*) FROM desk.by_client')) WHERE calls IN ('card', 'client_row')$$, 'counting looks nobody up');
RESET SESSION AUTHORIZATION;

-- The newest are so by their time: a program may number its leads at random
INSERT INTO intake.lead SELECT (jsonb_populate_record(l, jsonb_build_object('id', 'ffffffff-ffff-4fff-bfff-ffffffffffff',
    'client', 'ffffffff-ffff-4fff-bfff-ffffffffffff', 'received_at', l.received_at - interval '1 minute'))).*
  FROM intake.lead AS l WHERE l.id = test.lead(1);
INSERT INTO intake.work (lead, state, category, rank, repeat, received_at, party, client)
SELECT l.id, 'new', l.category, l.rank, false, l.received_at, l.id, l.id FROM intake.lead AS l WHERE l.id::text ~ '^ffffffff';
SET SESSION AUTHORIZATION test_olga;
SELECT isnt((SELECT receipt FROM desk.by_client LIMIT 1), 'ffffffff-ffff-4fff-bfff-ffffffffffff', 'of the clients');
SELECT isnt((SELECT receipt FROM desk.find('Семёнов') LIMIT 1), 'ffffffff-ffff-4fff-bfff-ffffffffffff', 'of what is found');
RESET SESSION AUTHORIZATION;

SELECT * FROM finish();
ROLLBACK;
