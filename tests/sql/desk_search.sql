-- While the phone rings: who is it, at once.
BEGIN;
\ir lib/begin.sql
\ir lib/plan.sql
SELECT no_plan();
\ir lib/qualifiers.sql
UPDATE intake.setting SET recheck_share = 0, language = 'en';
SELECT desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}'), desk.add_staff('test_nina', 'Нина', 'desk', language => 'ru') \g /dev/null
DELETE FROM intake.required_answer;
UPDATE intake.team SET price_floor = NULL;
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
CREATE FUNCTION test.do(who text, VARIADIC acts text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    act text;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    FOREACH act IN ARRAY acts LOOP
        EXECUTE 'SELECT ' || act;
    END LOOP;
    RESET SESSION AUTHORIZATION;
END $$;
-- test.found(who, what, columns): as that person finds it.
CREATE FUNCTION test.found(who text, what text, columns text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    RETURN QUERY EXECUTE format('SELECT concat_ws(''|'', %s) FROM desk.search(%L)', columns, what);
    RESET SESSION AUTHORIZATION;
END $$;
SELECT test.submit(test.record(1, test.contacts('+79121234567', 'ivan@example.com')), test.record(2, test.contacts('+79121234567')), test.record(3, test.contacts('+79125550000'))) \g /dev/null
SELECT test.do('test_olga', 'desk.take(test.receipt(2))', $$desk.refuse(test.receipt(1), 'too_small')$$) \g /dev/null

SELECT results_eq(format('SELECT * FROM test.found(%L, %L, %L)', 'test_pavel', spelt, 'receipt, short, name, phone, state, state_word, held_by, mine, last_verdict, wrote'),
    $$VALUES (concat_ws('|', test.receipt(2), test.short(2), 'Иван', '+79121234567', 'claimed', 'being worked on', 'Olga', 'f', 'refused: too small', '2')),
             (concat_ws('|', test.receipt(1), test.short(1), 'Иван', '+79121234567', 'closed', 'closed', 'f', 'refused: too small', '2'))$$, spelt || ': what is open first, and who has it')
  FROM unnest('{+79121234567,8 (912) 123-45-67,912 1234567,007 912 123 45 67,ivan@example.com,IVAN@EXAMPLE.COM}'::text[]) AS spelt;
SELECT results_eq($$SELECT * FROM test.found('test_olga', '+79121234567', 'mine')$$, $$VALUES ('t'), ('f')$$, 'it is hers');
SELECT results_eq($$SELECT * FROM test.found('test_nina', test.short(3), 'receipt, state_word')$$, $$VALUES (test.receipt(3) || '|новая')$$, 'by a receipt, in her language');
SELECT results_eq($$SELECT * FROM test.found('test_nina', '5550000', 'receipt')$$, 'SELECT test.receipt(3)', 'by the end of a phone');
SELECT results_eq($$SELECT last_at = received_at FROM desk.search('+79125550000')$$, 'VALUES (true)', 'when the client wrote last');
SELECT results_eq($$SELECT DISTINCT last_at FROM desk.search('+79121234567')$$, 'SELECT received_at FROM intake.lead WHERE id = test.lead(2)', 'of the newest lead');
SELECT is((SELECT count(*) FROM desk.search('Иван')), 3::bigint, 'by a name');
SELECT is_empty(format('SELECT * FROM desk.search(%L)', nobody), 'nobody: ' || coalesce(nobody, 'null')) FROM unnest(ARRAY['+79129999999', 'nobody@example.com', '', ' ', NULL, 'И', '+7', '123', '%%%']) AS nobody;

-- A number that nobody has is not looked for among all leads
CREATE FUNCTION test.looked(what text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    before bigint;
BEGIN
    before := pg_stat_get_xact_function_calls('intake.found_lately(text)'::regprocedure);
    PERFORM FROM desk.search(what);
    RETURN coalesce(pg_stat_get_xact_function_calls('intake.found_lately(text)'::regprocedure), 0) - coalesce(before, 0);
END $$;
SET track_functions = 'all';
SELECT is(test.looked(what), looks::bigint, what || ' is looked for in ' || looks || ' ways by guess') FROM (VALUES
    ('+79129999999', 0), ('8 912 999 99 99', 0), ('nobody@example.com', 0), ('9999', 1), ('nobody', 1)) AS t (what, looks);

-- With sales; a nuisance; who may
SELECT test.do('test_olga', $$desk.hand_over(test.receipt(2), 'general')$$), test.do('test_gleb', 'sales.take_deal(test.receipt(2))') \g /dev/null
SELECT results_eq($$SELECT * FROM test.found('test_pavel', '+79121234567', 'state, held_by')$$, $$VALUES ('with_sales|Глеб'), ('closed')$$, 'the seller who has it');
SELECT test.submit(VARIADIC ARRAY(SELECT test.record(n, test.contacts('+79125550000')) FROM generate_series(100, 130) AS n)) \g /dev/null
SELECT results_eq($$SELECT count(*), min(wrote) FROM desk.search('+79125550000')$$, 'VALUES (10::bigint, 32::bigint)', 'of a nuisance ten');
SELECT ok((SELECT bool_or(receipt = test.receipt(3)) FROM desk.search(test.receipt(3))), 'with the one that was asked for');
SELECT is(test.try('test_gleb', $$SELECT * FROM desk.search('+79121234567')$$), '42501', 'it is for qualifiers');
SELECT is(test.try('firstline_desk', $$SELECT * FROM desk.search('+79121234567')$$), '42501', 'not for the program itself');

SELECT * FROM finish();
ROLLBACK;
