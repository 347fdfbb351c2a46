-- What was typed reaches the people: beside the number that was read of it, or in its place; and whose name is in the name.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 0;
\ir lib/qualifiers.sql
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

-- A lead with these contact points, answers and typed texts, as the queue shows it: phone | email | answers.
CREATE FUNCTION test.shown(contacts jsonb, answers jsonb, typed jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    PERFORM test.submit(test.record(1, jsonb_build_object('contacts', contacts, 'answers', answers, 'typed', typed)));
    SELECT concat_ws(' | ', coalesce(q.phone, '-'), coalesce(q.email, '-'), coalesce(q.answers, '-')) INTO result FROM desk.queue AS q;
    RAISE EXCEPTION USING ERRCODE = 'TT000', MESSAGE = result;
EXCEPTION WHEN OTHERS THEN
    RETURN SQLERRM;
END $$;

CREATE TABLE test.show (contacts jsonb, answers jsonb, typed jsonb, want text);
INSERT INTO test.show VALUES
    ('[{"kind": "phone", "value": "+79123456789", "field": "phone"}]', '{"phone": "+79123456789"}', '{}',
     '+79123456789 | - | phone: +79123456789'),
    ('[{"kind": "phone", "value": "+79123456789", "field": "phone"}]', '{"phone": "+79123456789"}', 'null',
     '+79123456789 | - | phone: +79123456789'),
    ('[{"kind": "phone", "value": "+79123456789", "field": "phone"}]', '{"phone": "+79123456789"}',
     '{"phone": {"kind": "phone", "text": "8 912 345-67-89, звонить после 18, спросить Марину"}}',
     '+79123456789 («8 912 345-67-89, звонить после 18, спросить Марину») | - | phone: +79123456789'),
    ('[{"kind": "phone", "value": "+7901", "field": "p", "extension": "77"}, {"kind": "phone", "value": "+7902", "field": "p"}]', '{}',
     '{"p": {"kind": "phone", "text": "901 доб-77, жены 902"}}',
     '+7901 ext. 77, +7902 («901 доб-77, жены 902») | - | p: «901 доб-77, жены 902»'),
    -- could not be read, and was set aside
    ('[{"kind": "phone", "value": "+7901", "field": "phone"}]', '{"phone": "+7901"}', '{"mail": {"kind": "email", "text": "ivan@"}}',
     '+7901 | «ivan@» | phone: +7901; mail: «ivan@»'),
    ('[{"kind": "email", "value": "a@b", "field": "email"}]', '{"email": "a@b"}',
     '{"phone": {"kind": "phone", "text": "8 912 345-67-8"}, "email": {"kind": "email", "text": "a@b (по делам)"}}',
     '«8 912 345-67-8» | a@b («a@b (по делам)») | email: a@b; phone: «8 912 345-67-8»'),
    ('[]', '{}', '{}', '- | - | -'),
    ('[]', '{"name": "Я", "weight_kg": 2000, "ready_on": "2026-12-01", "to": "Ы"}',
     '{"weight_kg": {"kind": "number", "text": "2 т примерно"}, "ready_on": {"kind": "date", "text": "1 дек, не раньше"}}',
     '- | - | to: Ы; name: Я; ready_on: 2026-12-01 («1 дек, не раньше»); weight_kg: 2000 («2 т примерно»)'),
    -- no line is broken, none is turned round, no terminal is commanded
    ('[]', '{}', '{"p": {"kind": "phone", "text": " 8\u001b[31m9\r\n1\u009b2\u202e3\u2028 "}}',
     '«8 [31m9 1 2 3» | - | p: «8 [31m9 1 2 3»'),
    ('[]', '{"a": 1}', '{"b": 7, "c": {"kind": "phone"}, "d": {"text": "x"}, "e": null}', '- | - | a: 1; d: «x»');
SELECT is(test.shown(s.contacts, s.answers, s.typed), s.want, s.want) FROM test.show AS s;

-- A qualifier's word counts: what was typed is not held against it.
SELECT is(test.outcomes(test.record(1, '{"answers": {"weight_kg": 2000, "volume": 3}, "typed": {"weight_kg": {"kind": "number", "text": "2 т примерно"},
    "volume": {"kind": "number", "text": "3 куба"}, "email": {"kind": "email", "text": "ivan@"}}}')), 'new', 'a lead with typed texts');
SET SESSION AUTHORIZATION test_olga;
SELECT isnt_empty('SELECT * FROM desk.claim_next()', 'is taken');
SELECT lives_ok($$SELECT desk.add_answer(test.receipt(1), 'weight_kg', '2100'), desk.add_answer(test.receipt(1), 'email', 'ivan@x.ru')$$, 'and asked about');
SELECT results_eq('SELECT answers, email FROM desk.my_leads',
    $$VALUES ('volume: 3 («3 куба»); weight_kg: 2100; email: ivan@x.ru', 'ivan@x.ru (earlier: ivan1@example.com («ivan@»))')$$, 'what was put right has no quotes any more');
RESET SESSION AUTHORIZATION;

-- Whose name
CREATE FUNCTION test.named(name_fields jsonb, answers jsonb) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM test.submit(test.record(2, jsonb_build_object('name_fields', name_fields, 'answers', answers)));
    RAISE EXCEPTION USING ERRCODE = 'TT000', MESSAGE = coalesce((SELECT name FROM desk.queue), '-');
EXCEPTION WHEN OTHERS THEN
    RETURN SQLERRM;
END $$;
SELECT is(test.named(fields, answers), want, concat(fields, ' of ', answers)) FROM (VALUES
    ('[]'::jsonb, '{"name": "Анна"}'::jsonb, 'Анна'), ('[]', '{"client": "Анна"}', '-'), ('["client"]', '{"client": "Анна"}', 'Анна'),
    ('["first", "last"]', '{"first": "Анна", "last": "Ли"}', 'Анна Ли'), ('["first", "last"]', '{"last": "Ли"}', 'Ли'),
    ('["client"]', '{"client": "", "name": "Анна"}', 'Анна')) AS t (fields, answers, want);
SELECT is(test.outcomes(test.record(3, '{"name_fields": ["who"], "answers": {"who": "Анна", "cargo": "x"}}')), 'new', 'a lead with a name of another name');
SET SESSION AUTHORIZATION test_olga;
SELECT isnt_empty('SELECT * FROM desk.claim_next()', 'is taken');
SELECT throws_matching('SELECT desk.hand_over(test.receipt(3), ''services'')', '^team services wants to know first: for themselves', 'its name is known to the team');
SELECT lives_ok('SELECT desk.add_answer(test.receipt(3), ''who'', ''Анна Ли'')', 'a qualifier learns the whole of it');
SELECT results_eq('SELECT name FROM desk.my_leads WHERE receipt = test.receipt(3)', $$VALUES ('Анна Ли')$$, 'and it is the name');
RESET SESSION AUTHORIZATION;
CREATE FUNCTION test.hint() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    SET LOCAL SESSION AUTHORIZATION test_olga;
    UPDATE desk.my_leads SET name = 'x' WHERE receipt = test.receipt(3);
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS result = PG_EXCEPTION_HINT;
    RESET SESSION AUTHORIZATION;
    RETURN result;
END $$;
SELECT alike(test.hint(), '%the column answer: "who: ...".', 'a grid is told which field that is');

SELECT * FROM finish();
ROLLBACK;
