-- The card as the pages show it: what it says, and that it tells nobody more than the views do.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
\ir lib/qualifiers.sql
UPDATE intake.setting SET language = 'en', recheck_share = 0, answer_within = '1 minute';
SELECT desk.add_staff('test_nina', 'Нина', 'desk', head => true, language => 'ru'), desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}') \g /dev/null
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

-- test.card(who, n, path): a part of the card, as that person has it.
CREATE FUNCTION test.card(who text, n bigint, VARIADIC path text[] DEFAULT '{}') RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    card jsonb;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    card := desk.card(test.receipt(n));
    RESET SESSION AUTHORIZATION;
    RETURN card #> path;
END $$;
CREATE FUNCTION test.do(who text, VARIADIC acts text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    act  text;
    said text;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    FOREACH act IN ARRAY acts LOOP
        EXECUTE 'SELECT ' || act INTO said;
    END LOOP;
    RESET SESSION AUTHORIZATION;
    RETURN said;
END $$;

-- A lead with what is odd about it: an extension, a contact and an answer nobody could read, a line break, a formula
SELECT test.submit(test.record(1, jsonb_build_object(
    'contacts', '[{"kind": "phone", "value": "+74212000001", "field": "phone", "extension": "12"}, {"kind": "email", "value": "ivan@example.com", "field": "email"}]'::jsonb,
    'answers', '{"name": "Иван", "cargo": "=станки\nи пресс", "weight_kg": 2000, "ready_on": "2026-11-24", "consent": true, "to": "—"}'::jsonb,
    'typed', '{"weight_kg": {"kind": "number", "text": "2 т"}, "second": {"kind": "phone", "text": "спросить у Пети"}, "from": {"kind": "text", "text": "\u0001?"}, "email": {"kind": "email", "text": "Ivan@Example.com"}}'::jsonb,
    'marks', '["too_fast"]'::jsonb))) \g /dev/null

-- While it waits everybody sees all of it
SELECT is(test.card('test_olga', 1, 'shows'), '"all"', 'what waits is everybody''s');
SELECT row_eq($$SELECT c ->> 'receipt', c ->> 'short', c ->> 'state', c ->> 'state_word', c -> 'mine', c ->> 'held_by', c ->> 'lease_until', c -> 'attempts' FROM test.card('test_olga', 1) AS c$$,
    ROW(test.receipt(1), test.short(1), 'new'::text, 'new'::text, 'false'::jsonb, NULL::text, NULL::text, '0'::jsonb), 'who has it');
SELECT is(test.card('test_olga', 1, 'category') - 'why',
    '{"name": "high-margin", "caption": "high-margin", "colour": "red", "colour_word": "red", "rule": "far city, heavy, this week"}', 'its category');
SELECT is(test.card('test_nina', 1, 'category', 'colour_word'), '"красный"', 'in her language');
SELECT is(test.card('test_nina', 1, 'category', 'colour'), '"red"', 'and as programs say it');
SELECT is(test.card('test_nina', 1, 'category', 'why'), '"to содержит «Хабаровск»; weight_kg: 2000; страна посетителя: RU"', 'why, in words');
SELECT is(test.card('test_nina', 1, 'why'), '[{"field": "to", "label": "куда", "told": " содержит «Хабаровск»"}, {"field": "weight_kg", "label": "вес", "told": ": 2000"}, {"told": "страна посетителя: RU"}]', 'the same with what people call a field');
SELECT is(test.card('test_nina', 1, 'marks'), '[{"name": "too_fast", "caption": "заполнено слишком быстро"}]', 'what looked odd');
SELECT is(test.card('test_nina', 1, 'waited', 'late'), 'true', 'that it waits for longer than it should');
SELECT is(test.card('test_nina', 1, 'source'), '"yandex / cpc"', 'how it came');

SELECT is(test.card('test_olga', 1, 'client', 'contacts'), '[
    {"kind": "phone", "value": "+74212000001", "shown": "+74212000001", "href": "tel:+74212000001", "extension": "12", "typed": null, "known": null},
    {"kind": "email", "value": "ivan@example.com", "shown": "ivan@example.com", "href": "mailto:ivan@example.com", "extension": null, "typed": "Ivan@Example.com", "known": null},
    {"kind": "phone", "value": null, "shown": "«спросить у Пети»", "href": null, "extension": null, "typed": "спросить у Пети", "known": null}]', 'its contacts, to dial and to copy');
SELECT is(test.card('test_olga', 1, 'client', 'zone'), '"Asia/Vladivostok"', 'a landline says where the client is');
SELECT is(test.card('test_olga', 1, 'client', 'local_time') #>> '{}', to_char(now() AT TIME ZONE 'Asia/Vladivostok', 'HH24:MI'), 'and what time it is there');
SELECT is(test.card('test_olga', 1, 'client', 'utc_offset'), '600', 'and later');
SELECT is(intake.contact_json('phone', v, NULL, NULL, NULL) ->> 'href', NULL, 'no link is made of ' || v) FROM unnest(ARRAY['112', '+7 912', 'javascript:alert(1)', '+79123456789;x']) AS v;
SELECT is(intake.contact_json('email', v, NULL, NULL, NULL) ->> 'href', NULL, 'nor of ' || v) FROM unnest(ARRAY['a@b?subject=x', 'a b@c', 'a@b&cc=d@e', '<a@b>']) AS v;

SELECT results_eq($$SELECT a ->> 'field', a ->> 'label', a ->> 'shown', a ->> 'typed', a -> 'known', a -> 'required' FROM jsonb_array_elements(test.card('test_nina', 1, 'answers')) AS a$$,
    $$VALUES ('to', 'куда', '—', NULL, 'false'::jsonb, 'true'::jsonb), ('name', 'имя', 'Иван', NULL, 'true', 'true'), ('cargo', 'что за груз', '=станки и пресс', NULL, 'true', 'true'),
             ('consent', NULL, 'да', NULL, 'true', 'false'), ('ready_on', 'когда груз готов', '24.11.2026', NULL, 'true', 'true'), ('weight_kg', 'вес', '2000', '2 т', 'true', 'true'),
             ('from', 'откуда', NULL, '?', 'false', 'true'), ('acts_for', 'частное лицо или компания', NULL, NULL, 'false', 'true')$$,
    'answers in their order, what was typed beside it, then what the teams still want to know');
SELECT is(test.card('test_olga', 1, 'answers', '1', 'asked_by'), '["general", "services"]', 'and which of them');
SELECT is(test.card('test_olga', 1, 'teams', '0') - 'missing', '{"name": "general", "caption": "general", "ready": false, "known": 5, "asked": 8}', 'how far it is ready for a team');
SELECT is(test.card('test_olga', 1, 'teams', '0', 'missing'), (SELECT jsonb_agg(jsonb_build_object('field', c.field, 'label', c.what)) FROM desk.checklist(test.receipt(1), 'general') AS c WHERE NOT c.known),
    'the same that desk.checklist tells');
SELECT is(test.card('test_olga', 1, 'price_floor'), '{"agreed": null, "currency": "RUB", "amount": 5000, "teams": [{"name": "general", "caption": "general", "amount": 5000, "met": false}]}', 'what price is wanted');
SELECT is(test.card('test_nina', 1, 'choices', 'verdicts', '0') - 'reasons', '{"name": "qualified", "caption": "квалифицирована", "judged_again": true}', 'the words to choose from');
SELECT is(test.card('test_nina', 1, 'choices', 'verdicts', '0', 'reasons', '1'), '{"name": "services", "caption": "услуги", "note": false}', 'of qualified a team');
SELECT is((SELECT array_agg(r ->> 'name') FROM jsonb_array_elements(test.card('test_nina', 1, 'choices', 'verdicts', '1', 'reasons')) AS r),
    (SELECT array_agg(c.name ORDER BY c.position) FROM desk.choices AS c WHERE c.list = 'reason: postpone'), 'of a second chance its reasons');
SELECT is((SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(test.card('test_nina', 1, 'choices', 'reasons')) AS k), '{attempt,release,reopen}', 'and of what is no verdict');

-- Taken with its card in one call
SET SESSION AUTHORIZATION test_olga;
SELECT is(desk.next_card() ->> 'receipt', test.receipt(1), 'the next client');
SELECT ok(desk.next_card() IS NULL, 'there is no other');
-- The act and the next client in one go: the next is there, nobody is, or is not given, and then the act is done all the same.
SELECT throws_ok($$SELECT desk.done_and_next('refuse', json_build_object('receipt', test.receipt(1), 'reason', 'none such'))$$, NULL, 'what the act refuses is raised');
SELECT throws_ok($$SELECT desk.done_and_next('no_such', '{}')$$, '42883', NULL, 'a function that is not there');
SELECT throws_ok($$SELECT desk.done_and_next('refuse', '{"receipt) --": "x"}')$$, '42883', NULL, 'a name is a name');
SELECT throws_ok(format('SELECT desk.done_and_next(%s)', a), '42883', NULL, a) FROM (VALUES ($$'', '{}'$$), ($$'add_note', '{"": "x"}'$$)) AS t (a);
SELECT throws_ok($$SELECT desk.done_and_next('add_note', '{"receipt": "a", "receipt": "b", "note": "x"}')$$, '22023', '"b" is no receipt', 'the last of a name counts');
SELECT is(desk.done_and_next('add_note', json_build_object('receipt', test.receipt(1), 'note', 'it''s'))::jsonb - 'told', '{"next": null, "refused": null}', 'nobody is next');
SELECT is((SELECT h.note FROM desk.client_history(test.receipt(1)) AS h WHERE h.what = 'noted'), 'it''s', 'a value is a value');
RESET SESSION AUTHORIZATION;
SELECT row_eq($$SELECT c -> 'mine', c ->> 'held_by', (c ->> 'lease_seconds')::integer BETWEEN 1700 AND 1800, (c ->> 'lease_until')::timestamptz FROM test.card('test_olga', 1) AS c$$,
    ROW('true'::jsonb, 'Olga'::text, true, (SELECT lease_until FROM intake.work)), 'hers, and for how long');
SELECT test.do('test_olga', $$desk.record_attempt(test.receipt(1), 'talked')$$, $$desk.add_answer(test.receipt(1), 'weight_kg', '3000')$$,
               $$desk.add_answer(test.receipt(1), 'phone', '+79990001122')$$, $$desk.add_answer(test.receipt(1), 'price_floor', '6000')$$, $$desk.set_stage(test.receipt(1), 'price')$$) \g /dev/null
SELECT is(test.card('test_olga', 1, 'client', 'contacts', '0') - 'typed' - 'extension', '{"kind": "phone", "value": "+79990001122", "shown": "+79990001122", "href": "tel:+79990001122", "known": "learned later"}', 'what was learned is dialled first');
SELECT is((SELECT a - 'label' FROM jsonb_array_elements(test.card('test_olga', 1, 'answers')) AS a WHERE a ->> 'field' = 'weight_kg'),
    '{"field": "weight_kg", "value": "3000", "shown": "3000", "typed": null, "was": "2000", "known": true, "required": true, "asked_by": ["general"]}', 'what was put right, and what it was');
SELECT is(test.card('test_olga', 1, 'price_floor', 'teams', '0', 'met'), 'true', 'the price is agreed on');
SELECT is(test.card('test_olga', 1, 'stage'), '"price"', 'how far the talk is');
SELECT results_eq($$SELECT t ->> 'what', d ->> 'word', d ->> 'value', d ->> 'field' FROM jsonb_array_elements(test.card('test_nina', 1, 'timeline')) AS t CROSS JOIN jsonb_array_elements(t -> 'details') AS d WHERE t -> 'details' <> 'null'$$,
    $$VALUES ('answered', 'вес', '3000', 'weight_kg'), ('answered', 'телефон', '+79990001122', 'phone'), ('answered', 'цена', '6000', 'price_floor'), ('staged', 'стало', 'цена', NULL)$$, 'what went with what happened, in words');
SELECT row_eq($$SELECT t ->> 'form', t ->> 'category', t -> 'note' FROM jsonb_array_elements(test.card('test_olga', 1, 'timeline')) AS t WHERE t ->> 'what' = 'received'$$, ROW('cargo'::text, 'high-margin'::text, 'null'::jsonb), 'by which form it came, and as what');
SELECT is(test.card('test_olga', 1, 'waited'), 'null', 'it waits no more');

-- The client writes again: one timeline, and the other leads
SELECT test.submit(test.record(2, '{"contacts": [{"kind": "phone", "value": "+74212000001", "field": "phone"}, {"kind": "phone", "value": "+79993334455", "field": "other"}]}')) \g /dev/null
SELECT results_eq($$SELECT o ->> 'receipt', o ->> 'state', o ->> 'held_by', o -> 'mine' FROM jsonb_array_elements(test.card('test_olga', 1, 'others')) AS o$$,
    $$VALUES (test.receipt(2), 'new', NULL, 'false'::jsonb)$$, 'the other lead');
SELECT results_eq($$SELECT t ->> 'what', t ->> 'who', t -> 'here' FROM jsonb_array_elements(test.card('test_olga', 1, 'timeline')) AS t$$,
    $$SELECT h.what, coalesce((SELECT s.name::text FROM intake.staff AS s WHERE s.login = h.who), h.who), to_jsonb(h.lead = test.receipt(1)) FROM desk.client_history(test.receipt(1)) AS h$$, 'the timeline is the client''s story');
SELECT is((SELECT jsonb_agg(DISTINCT t -> 'kind') FROM jsonb_array_elements(test.card('test_olga', 1, 'timeline')) AS t), '["event", "lead"]', 'its kinds');
SELECT is(test.card('test_olga', 2, 'client', 'contacts', '2', 'known'), '"by other leads"', 'by what else it is known');
SELECT is(test.card('test_olga', 2, 'client', 'talks_with'), '"Olga"', 'who has the client');

-- Whoever has not the lead sees what the views tell of it
CREATE VIEW test.hidden AS SELECT unnest('{category,source,marks,stage,attempts,lease_until}'::text[]) AS key;
SELECT is(test.card('test_pavel', 1, 'shows'), '"some"', 'of a colleague''s not all');
SELECT is(test.card('test_pavel', 1, key), 'null', 'not its ' || key) FROM test.hidden;
SELECT is(test.card('test_pavel', 1, 'client', key), 'null', 'nor the client''s ' || key) FROM unnest('{zone,place,local_time}'::text[]) AS key;
SELECT is_empty($$SELECT a FROM jsonb_array_elements(test.card('test_pavel', 1, 'answers')) AS a WHERE a ->> 'field' = 'consent'$$, 'of the answers those that desk.checklist tells');
SELECT is((SELECT jsonb_agg(a -> 'field') FROM jsonb_array_elements(test.card('test_pavel', 1, 'answers')) AS a), '["to", "name", "cargo", "ready_on", "weight_kg", "from", "acts_for"]', 'all of them');
SELECT is(test.card('test_pavel', 1, 'held_by'), '"Olga"', 'who has it');
SELECT row_eq($$SELECT c #>> '{client,contacts,0,value}', c #>> '{client,name}' FROM test.card('test_pavel', 1) AS c$$, ROW('+79990001122'::text, 'Иван'::text), 'who it is, as desk.find tells');

-- With sales
SELECT test.do('test_olga', $$desk.add_answer(test.receipt(1), 'from', 'Пермь')$$, $$desk.add_answer(test.receipt(1), 'to', 'Уфа')$$, $$desk.hand_over(test.receipt(1), 'general', 'word')$$),
       test.do('test_gleb', 'sales.take_deal(test.receipt(1))', $$sales.add_note(test.receipt(1), 'secret of sales')$$, $$sales.close_deal(test.receipt(1), 'won', 'price', 777000, 123456)$$) \g /dev/null
SELECT unalike(test.card('test_olga', 1)::text, '%' || secret || '%', 'no ' || secret) FROM unnest('{secret of sales,777000,123456}'::text[]) AS secret;
SELECT is((SELECT jsonb_agg(t -> 'what') FROM jsonb_array_elements(test.card('test_olga', 1, 'timeline')) AS t WHERE t ->> 'kind' = 'deal'), '["deal_taken", "deal_noted", "won"]', 'that sales did something');
SELECT is(test.card('test_olga', 2, 'others', '0', 'verdict'), '"qualified"', 'what became of the other one');

-- Blind
UPDATE intake.setting SET recheck_share = 1;
SELECT test.submit(test.record(3, '{"marks": ["too_fast"]}')) \g /dev/null
SELECT test.do('test_pavel', 'desk.take(test.receipt(3))', $$desk.record_attempt(test.receipt(3), 'talked')$$, $$desk.set_category(test.receipt(3), 'high-margin')$$, $$desk.refuse(test.receipt(3), 'too_small')$$) \g /dev/null
SELECT is(test.card('test_olga', 3, 'shows'), '"blind"', 'she is to judge it');
SELECT is(test.card('test_olga', 3, key), 'null', 'without its ' || key) FROM unnest('{category,stage,lease_until,held_by,call_at,waited}'::text[]) AS key;
SELECT is((SELECT jsonb_agg(a -> 'field') FROM jsonb_array_elements(test.card('test_olga', 3, 'answers')) AS a), '["to", "from", "name", "cargo", "consent", "ready_on", "weight_kg", "acts_for"]', 'by all that is known');
SELECT is(test.card('test_olga', 3, 'attempts'), '1', 'as desk.second_look tells it');
SELECT is_empty($$SELECT t FROM jsonb_array_elements(test.card('test_olga', 3, 'timeline')) AS t WHERE t ->> 'what' = 'refused' OR t ->> 'who' = 'Pavel'$$, 'no verdict, and nobody');
SELECT is(test.card('test_pavel', 3, 'shows'), '"some"', 'who gave it knows');

-- One lead names the contacts of two clients
SELECT test.submit(test.record(n, jsonb_build_object('contacts', c))) FROM (VALUES (5, '[{"kind": "phone", "value": "+79990005555", "field": "phone"}]'::jsonb), (6, '[{"kind": "phone", "value": "+79990006666", "field": "phone"}]'),
    (7, '[{"kind": "phone", "value": "+79990005555", "field": "phone"}, {"kind": "phone", "value": "+79990006666", "field": "other"}]')) AS v (n, c) \g /dev/null
SELECT is(test.card('test_pavel', 5, 'proposals'), '[]', 'who names one client proposes nothing');
SELECT is(test.card('test_pavel', 7, 'proposals') -> 0 ->> 'known_by', '+79990006666', 'who may be the same client');
SELECT is(test.card('test_pavel', 7, 'proposals') -> 0 ->> 'other', (SELECT p.other::text FROM desk.merge_proposals AS p WHERE p.receipt = test.receipt(7)), 'as desk.merge_proposals has it');
SELECT test.do('test_olga', 'desk.keep_apart(test.receipt(7))') \g /dev/null
SELECT is(test.card('test_pavel', 7, 'proposals'), '[]', 'till somebody says what is so');

-- Who may, and of what
SELECT is(test.try('test_gleb', 'SELECT desk.card(test.receipt(1))'), '42501', 'it is for qualifiers');
SELECT is(test.try('test_olga', $$SELECT desk.card('00000000-0000-7000-8000-000000000000')$$), 'P0002', 'of a lead that there is');
SELECT is(test.try('test_olga', $$SELECT intake.card_json(test.lead(1))$$), '42501', 'and no other way');
SET SESSION AUTHORIZATION firstline_desk;
SET ROLE test_olga;
SELECT is(desk.card(test.short(1)) ->> 'receipt', test.receipt(1), 'through the pages, too');
RESET ROLE;
RESET SESSION AUTHORIZATION;

-- What is written of it holds: each key stands in the comment
SELECT is_empty($$SELECT k FROM (SELECT jsonb_object_keys(c) AS k FROM test.card('test_olga', 1) AS c UNION SELECT jsonb_object_keys(c -> 'client') FROM test.card('test_olga', 1) AS c
                                 UNION SELECT jsonb_object_keys(c #> '{answers,0}') FROM test.card('test_olga', 1) AS c UNION SELECT jsonb_object_keys(c #> '{timeline,0}') FROM test.card('test_olga', 1) AS c
                                 UNION SELECT jsonb_object_keys(c #> '{others,0}') FROM test.card('test_olga', 1) AS c UNION SELECT jsonb_object_keys(c #> '{client,contacts,0}') FROM test.card('test_olga', 1) AS c) AS t
                    WHERE obj_description('desk.card(text)'::regprocedure) !~ ('\m' || k || '\M')$$, 'each key is told in the comment');

SELECT * FROM finish();
ROLLBACK;
