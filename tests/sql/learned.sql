-- What a qualifier learns under a name that means something: a price, a phone, an e-mail address. And what a visitor or an
-- earlier version left under such a name, which must not stop anybody.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 0;
\ir lib/qualifiers.sql
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

-- The n-th lead, in the hands of test_olga.
CREATE FUNCTION test.taken(n int, answers jsonb DEFAULT '{}') RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    taken boolean;
BEGIN
    PERFORM test.submit(test.record(n, jsonb_build_object('answers', test.record(n) -> 'answers' || answers, 'rank', 1)));
    SET LOCAL SESSION AUTHORIZATION test_olga;
    SELECT k.receipt = test.receipt(n) INTO taken FROM desk.claim_next() AS k;
    RESET SESSION AUTHORIZATION;
    RETURN taken;
END $$;
-- test.told(statement): as test_olga, with $1 for the receipt; 'ok', or state, message and hint.
CREATE FUNCTION test.told(n int, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    hint text;
BEGIN
    SET LOCAL SESSION AUTHORIZATION test_olga;
    EXECUTE replace(statement, '$1', quote_literal(test.lead(n)));
    RESET SESSION AUTHORIZATION;
    RETURN 'ok';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RESET SESSION AUTHORIZATION;
    RETURN concat_ws(' | ', SQLSTATE, SQLERRM, hint);
END $$;
CREATE FUNCTION test.answers(n int) RETURNS text LANGUAGE sql AS $$ SELECT answers FROM intake.card(test.lead(n)) $$;

-- A form of an earlier day asked for price_floor, and got words.
SELECT ok(test.taken(1, '{"price_floor": "дорого"}'), 'a lead whose visitor wrote into a field price_floor');
SELECT is(test.told(1, 'SELECT desk.hand_over($1, ''general'')'),
    '55000 | team general wants to know first: consent to a price of at least 5000 RUB | Ask the client, then: '
    || format('SELECT desk.add_answer(''%s'', ''consent to a price of at least 5000 RUB'', ''...'')', intake.short_receipt(test.lead(1))), 'words are no consent');
SELECT matches(test.answers(1), 'price_floor: дорого', 'they are shown as any answer is');
SELECT is(test.told(1, 'SELECT desk.refuse($1, ''too_small'')'), 'ok', 'it can be refused');
SELECT is((SELECT verdict::text FROM intake.work WHERE lead = test.lead(1)), 'refused', 'and is');
SELECT ok(test.taken(2, '{"price_floor": "дорого"}'), 'another such');
SELECT is(test.told(2, 'SELECT desk.add_answer($1, ''price_floor'', ''9000'')'), 'ok', 'its client accepts a price');
SELECT is(test.told(2, 'SELECT desk.hand_over($1, ''general'')'), 'ok', 'and it is handed over');
SELECT matches(test.told(2, 'SELECT desk.add_note($1, ''late'')'), '\| It is with sales, and can be reopened when its deal is won or lost\.$',
    'who comes too late is sent on no way that is closed');
SELECT ok(test.taken(3, '{"price_floor": 90000}'), 'a visitor who wrote a number');
SELECT matches(test.told(3, 'SELECT desk.hand_over($1, ''general'')'), '^55000 .*consent to a price', 'has not agreed with anybody');

-- The price is apart from the answers, and is shown among them.
SELECT ok(test.taken(4), 'a lead');
SELECT is(test.told(4, 'SELECT desk.add_answer($1, ''price_floor'', ''4000'')'), 'ok', 'a price');
SELECT is(test.told(4, 'SELECT desk.add_answer($1, ''price_floor'', '' 7000.50 '')'), 'ok', 'a better one');
SELECT results_eq('SELECT price, answers::text FROM intake.work WHERE lead = test.lead(4)', 'VALUES (7000.50, NULL::text)', 'the last word counts; the answers are the visitor''s');
SELECT matches(test.answers(4), '; price_floor: 7000\.50$', 'and it stands last among what is known');
SELECT results_eq('SELECT details FROM intake.lead_event WHERE lead = test.lead(4) AND what = ''answered'' ORDER BY step',
    $$VALUES ('{"field": "price_floor", "value": "4000"}'::jsonb), ('{"field": "price_floor", "value": "7000.50"}')$$, 'the history has both');
SELECT matches(test.told(4, format('SELECT desk.add_answer($1, ''price_floor'', %L)', t)), '^22023 \| write the price as a number: ', 'no price: ' || t)
  FROM unnest(ARRAY['дорого', '-1', '1e3', '1 000 $', '6 тыс. км', '999999999999 тыс', '1234567890123', '1.234', '٣', 'NaN']) AS t;
SELECT is(test.told(4, 'SELECT desk.add_answer($1, ''price_floor'', ''20 000 $'')'),
    '22023 | write the price as a number: 15000 or 15000.50 | "From", "k" and the currency may stand beside it.',
    'a price in another currency: how it is written, and no command with another price to paste');
SELECT is((SELECT price FROM intake.work WHERE lead = test.lead(4)), 7000.50, 'and nothing of them was kept');
SELECT is(intake.plain_sum(typed), plain, 'read as people say it: ' || typed) FROM (VALUES
    ('6 000 руб', '6000'), ('6000 ₽', '6000'), ('6 тыс', '6000'), ('от 6000', '6000'), ('от 6,5 тыс. руб.', '6500'), ('15 000,50', '15000.50'), ('15k', '15000'), ('From 7000.50 RUB', '7000.50'),
    ('6 тысяч рублей', '6000'), (E'6\u00a0000\u202fр.', '6000')) AS t (typed, plain);
SELECT is(intake.plain_sum(typed), typed, 'not read: ' || typed) FROM unnest(ARRAY['15.000', '6000 $', '-1', 'до 6000', '6 млн']) AS t (typed);
INSERT INTO intake.required_answer (team, position, name, any_of, ru, en) VALUES ('services', 9, 'price', '{price_floor}', 'цена', 'price');
SELECT is((SELECT known FROM intake.asked(test.lead(4), 'services') WHERE name = 'price'), true, 'a team may want it by name');
SELECT is((SELECT known FROM intake.asked(test.lead(3), 'services') WHERE name = 'price'), false, 'from the qualifier');

-- A contact is taken exact, or not at all; who types it otherwise is shown it, where that is plain.
SELECT is(test.told(4, format('SELECT desk.add_answer($1, %L, %L)', field, value)), 'ok', field || ' ' || value) FROM (VALUES
    ('phone', '+79123456789'), ('phone', '+375291234567'), ('phone', '+1234567'), ('phone', '+123456789012345'), ('phone', '  +74951234567 '),
    ('email', 'ivan@example.com'), ('email', 'иван+1@xn--e1afmkfd.xn--p1ai'), ('email', 'o''neill@a.b-c.de')) AS t (field, value);
SELECT is(test.told(4, format('SELECT desk.add_answer($1, %L, %L)', field, value)),
    '22023 | that is no ' || CASE field WHEN 'phone' THEN 'phone number' ELSE 'e-mail address' END || ' as it is kept here | If it is this one, write ''' || meant || '''.',
    format('%s %s: %s?', field, value, meant)) FROM (VALUES
    ('phone', '8 912 345-67-89', '+79123456789'), ('phone', '8 (912) 345 67 89', '+79123456789'), ('phone', '79123456789', '+79123456789'),
    ('phone', '+7 912 345-67-89', '+79123456789'), ('phone', '+375 (29) 123-45-67', '+375291234567'),
    ('email', 'Ivan@Example.COM', 'ivan@example.com'), ('email', 'Иван@xn--p1ai.ru', 'иван@xn--p1ai.ru')) AS t (field, value, meant);
SELECT matches(test.told(4, format('SELECT desk.add_answer($1, %L, %L)', field, value)),
    CASE field WHEN 'phone' THEN '^22023 .* With \+ and the country, digits only: \+79123456789\.' ELSE '^22023 .* In small letters, one address alone: ' END,
    format('%s %s: nothing is guessed', field, value)) FROM (VALUES
    ('phone', '8 912 345-67-89 доб. 12'), ('phone', '8 912 345-67-89, Марина'), ('phone', '+7 912 345-67-89 12'), ('phone', '+7912345678912'), ('phone', '+7912345678'), ('phone', '9123456789'),
    ('phone', '+123456'), ('phone', '+1234567890123456'), ('phone', '+0123456789'), ('phone', '12'), ('phone', '+٧٩١٢٣٤٥٦٧٨٩'),
    ('email', 'at home'), ('email', 'ivan@'), ('email', 'ivan@localhost'), ('email', 'a@b@example.com'), ('email', 'ivan@пример.рф'),
    ('email', 'ivan@example.com, petr@example.com'), ('email', '<ivan@example.com>'), ('email', 'ivan@example..com'), ('email', 'ivan@-example.com')) AS t (field, value);
SELECT is((SELECT answers ->> 'phone' FROM intake.work WHERE lead = test.lead(4)), '+74951234567', 'what was refused is nowhere: the phone');
SELECT is((SELECT answers ->> 'email' FROM intake.work WHERE lead = test.lead(4)), 'o''neill@a.b-c.de', 'the address');
SELECT matches(test.told(4, format('SELECT desk.add_answer($1, ''email'', %L)', repeat('a', 244) || '@example.ru')), '^22023', 'an address of 255 octets');
SELECT is(intake.is_exact('email', repeat('a', 243) || '@example.ru'), true, 'one of 254 is one');
SELECT is(test.told(4, 'SELECT desk.add_answer($1, ''other_phone'', ''ask Marina'')'), 'ok', 'any other name takes any words');

-- An earlier version put right what was typed, and wrongly so: its numbers are answers, and nobody's identity.
UPDATE intake.work SET step = step + 2 WHERE lead = test.lead(4);
INSERT INTO intake.lead_event (lead, step, who, what, details)
SELECT w.lead, w.step - 1 + i, 'test_olga', 'answered', d FROM intake.work AS w,
       unnest('{1,0}'::int[], ARRAY['{"field": "phone", "value": "+7912345678912"}', '{"field": "email", "value": "a@b"}']::jsonb[]) AS t (i, d) WHERE w.lead = test.lead(4);
SELECT is(test.told(4, 'SELECT desk.hand_over($1, ''general'')'), 'ok', 'a lead with such answers is handed over');
SELECT set_eq('SELECT value::text FROM intake.contact_point WHERE client = test.lead(4)',
    ARRAY['+79000000004', 'ivan4@example.com', '+79123456789', '+375291234567', '+1234567', '+123456789012345', '+74951234567',
          'ivan@example.com', 'иван+1@xn--e1afmkfd.xn--p1ai', 'o''neill@a.b-c.de'], 'and its client is known by what was exact');
SELECT results_eq('SELECT p.lead, p.linked_by = CASE WHEN p.value LIKE ''%4'' OR p.value LIKE ''ivan4%'' THEN session_user ELSE ''test_olga'' END, count(*)
                     FROM intake.contact_point AS p WHERE p.client = test.lead(4) GROUP BY 1, 2',
    'VALUES (test.lead(4), true, 10::bigint)', 'by that lead, from the visitor or from who learned it');

-- The names that mean something. The fields of forms are held to the same list: see tests/reserved.t.
SELECT results_eq('SELECT name::text, type::text FROM intake.reserved_field ORDER BY name',
    $$VALUES ('email', 'email'), ('name', 'text'), ('phone', 'phone'), ('price_floor', 'price')$$, 'the list');

-- The last word on a phone is the one to dial, at once; who wrote from it is known by it.
CREATE FUNCTION test.shown(n int) RETURNS text LANGUAGE sql AS $$ SELECT concat_ws(' / ', phone, email) FROM intake.card(test.lead(n)) $$;
SELECT ok(test.taken(5), 'a lead');
SELECT is(test.told(5, 'SELECT desk.add_answer($1, ''телефон'', ''+79990000055'')'), 'ok', 'another phone is learned');
SELECT is(test.shown(5), '+79990000055 (earlier: +79000000005) / ivan5@example.com', 'it comes first, and what was sent is marked');
SELECT is(test.told(5, 'SELECT desk.add_answer($1, ''phone'', ''+79990000056''), desk.add_answer($1, ''почта'', ''new5@example.com'')'), 'ok', 'the last word counts');
SELECT is(test.shown(5), '+79990000056 (earlier: +79000000005) / new5@example.com (earlier: ivan5@example.com)', 'of each');
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT phone FROM desk.screen WHERE receipt = test.receipt(5)), '+79990000056 (earlier: +79000000005)', 'on the screen');
SELECT is((SELECT answer FROM desk.checklist(test.receipt(5), 'general') WHERE field = 'phone'),
    '+79990000056 (earlier: +79000000005), new5@example.com (earlier: ivan5@example.com)', 'in the checklist');
SELECT results_eq(format('SELECT test.n(receipt::uuid) FROM desk.find(%L)', what), 'VALUES (5)', 'found by ' || what)
  FROM unnest('{8 999 000-00-56,0056,new5@example.com,new5,+79990000055}'::text[]) AS what;
RESET SESSION AUTHORIZATION;
SELECT test.submit(test.record(6, test.contacts('+79990000056'))) \g /dev/null
SELECT results_eq('SELECT test.n(about), login FROM intake.notice WHERE lead = test.lead(6)', $$VALUES (5, 'test_olga'::name)$$, 'who writes from it is that client, and she is told');
SELECT ok(test.taken(6, '{}') IS NOT NULL, 'both are hers');
SELECT is(test.told(6, 'SELECT desk.add_answer($1, ''phone'', ''+79990000056'')'), 'ok', 'what was sent is confirmed');
SELECT is(test.shown(6), '+79990000056', 'and shown once');
SELECT test.submit(test.record(7, test.contacts('+79000000007') || '{"typed": {"phone": {"kind": "phone", "text": "8 900 000 00 07, after six"}}}')) \g /dev/null
SELECT ok(test.taken(7, '{}') IS NOT NULL, 'one who typed more');
SELECT is(test.told(7, 'SELECT desk.add_answer($1, ''phone'', ''+79990000077'')'), 'ok', 'and has another');
SELECT is(test.shown(7), '+79990000077 (earlier: +79000000007 («8 900 000 00 07, after six»))', 'whatever was typed');
-- A lead that came without one becomes the client's by the phone, unless a colleague has that client.
SELECT test.submit(test.record(8, test.contacts()), test.record(9, test.contacts()), test.record(10)) \g /dev/null
SET SESSION AUTHORIZATION test_olga;
SELECT FROM desk.take(test.receipt(8)) \g /dev/null
SELECT FROM desk.take(test.receipt(9)) \g /dev/null
SELECT desk.add_answer(test.receipt(8), 'phone', '+79000000007') \g /dev/null
SET SESSION AUTHORIZATION test_pavel;
SELECT FROM desk.take(test.receipt(10)) \g /dev/null
SET SESSION AUTHORIZATION test_olga;
SELECT desk.add_answer(test.receipt(9), 'phone', '+79000000010') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is((SELECT test.n(client) FROM intake.work WHERE lead = test.lead(8)), 7, 'the lead is that client''s');
SELECT is((SELECT client FROM intake.work WHERE lead = test.lead(9)), NULL, 'whom a colleague has, stays the colleague''s till the hand-over');
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT test.n(receipt::uuid) FROM desk.find(''0010'') ORDER BY 1', 'VALUES (9), (10)', 'both are found');
SELECT desk.add_answer(test.receipt(9), 'price_floor', '9000'), desk.hand_over(test.receipt(9), 'general') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is((SELECT test.n(client) FROM intake.work WHERE lead = test.lead(9)), 10, 'then it is that client''s');

SELECT * FROM finish();
ROLLBACK;
