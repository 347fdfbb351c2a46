-- A card is made in two ways: of a lead of which there is nothing special to tell by card_facts alone, of others by lead_card. Whoever
-- takes a lead sees what desk.screen shows, whichever it was.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 0;
\ir lib/qualifiers.sql
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

CREATE TABLE test.lead_of (n integer PRIMARY KEY, changes jsonb NOT NULL, special boolean NOT NULL, what text NOT NULL);
INSERT INTO test.lead_of VALUES
    (1,  '{}', false, 'an ordinary one'),
    (2,  '{"contacts": []}', false, 'nobody to call'),
    (3,  '{"contacts": [{"kind": "phone", "value": "+74951234567", "field": "phone"}]}', true, 'a landline of Moscow, from Khabarovsk'),
    (4,  '{"contacts": [{"kind": "phone", "value": "+79120000004", "field": "phone", "extension": "77"}]}', true, 'an extension'),
    (5,  '{"typed": {"phone": {"kind": "phone", "text": "8 912, звонить после 18"}}}', true, 'typed in another way'),
    (6,  '{"answers": {"name": "=2+5", "cargo": "станки"}}', true, 'a formula for a name'),
    (7,  '{"answers": {"name": "Иван\u202enavI", "cargo": "станки"}}', true, 'a name that turns the line round'),
    (8,  '{"contacts": [{"kind": "email", "value": "+ivan@example.com", "field": "email"}]}', true, 'an e-mail like a formula'),
    (9,  '{"marks": ["too_fast"]}', true, 'a mark'),
    (10, '{"rule": null, "why": null, "evidence": []}', true, 'no rule held'),
    (11, '{"name_fields": ["last", "first"], "answers": {"first": "Иван", "last": "Ли"}}', true, 'a name in two fields'),
    (12, '{"contacts": [{"kind": "phone", "value": "+375291234567", "field": "phone"}], "place": {}}', true, 'only the phone tells the zone'),
    (13, '{"touch": {"utm_source": "@yandex", "utm_medium": "cpc"}}', true, 'a source like a formula'),
    (14, '{"contacts": [{"kind": "phone", "value": "+79000000001", "field": "phone"}]}', true, 'who wrote before'),
    (15, '{"answers": {"cargo": "=1+1", "name": ""}}', false, 'a formula inside a line is none'),
    (16, '{"colour": "teal", "category": "odd"}', false, 'a colour without a name of ours'),
    (17, '{"contacts": [], "place": {"country": "AQ"}, "touch": {"referrer_host": "ya.ru"}}', false, 'no zone, and no phone to tell it'),
    (18, '{"answers": {"name": "Анна", "weight_kg": 3}, "touch": {}}', false, 'from nowhere');
SELECT is(test.outcomes(VARIADIC ARRAY(SELECT test.record(o.n, o.changes) FROM test.lead_of AS o ORDER BY o.n)),
          trim(repeat('new ', 18)), 'they come in');
SELECT is(k.special, o.special, o.what) FROM test.lead_of AS o JOIN intake.card_facts AS k ON k.lead = test.lead(o.n) ORDER BY o.n;

-- test.take_all() returns rows of desk.screen: everything that waits for the caller. Minutes may pass meanwhile.
CREATE FUNCTION test.take_all() RETURNS SETOF jsonb LANGUAGE plpgsql AS $$
DECLARE
    one jsonb;
BEGIN
    LOOP
        FOR one IN SELECT to_jsonb(k) || jsonb_build_object('local_time', left(k.local_time, 2)) FROM desk.claim_next() AS k LOOP
            RETURN NEXT one;
        END LOOP;
        EXIT WHEN one IS NULL;
        one := NULL;
    END LOOP;
END $$;
CREATE VIEW test.on_screen AS SELECT to_jsonb(s) || jsonb_build_object('local_time', left(s.local_time, 2)) AS shown FROM desk.screen AS s;
GRANT SELECT ON test.on_screen TO PUBLIC;

CREATE FUNCTION test.each_way(language text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE intake.staff SET language = each_way.language;
    UPDATE intake.work SET state = 'new', owner = NULL, lease_until = NULL, skipped_by = NULL WHERE state = 'claimed';
    SET LOCAL SESSION AUTHORIZATION test_olga;
    CREATE TEMP TABLE taken AS SELECT t AS shown FROM test.take_all() AS t;
    RETURN NEXT tap.is((SELECT count(*) FROM taken), 18::bigint, language || ': all are taken');
    RETURN NEXT tap.set_eq('SELECT shown FROM taken', 'SELECT shown FROM test.on_screen', language || ': and are shown as on the screen');
    DROP TABLE taken;
    RESET SESSION AUTHORIZATION;
END $$;
GRANT TEMPORARY ON DATABASE :"DBNAME" TO PUBLIC;
SELECT test.each_way('en');
SELECT test.each_way('ru');

SET SESSION AUTHORIZATION test_olga;
SELECT desk.add_answer(test.receipt(1), 'phone', '+74951234567'), desk.add_answer(test.receipt(2), 'price_floor', '120000'),
       desk.set_stage(test.receipt(16), 'первый контакт') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT results_eq($$SELECT k.lead, k.special FROM intake.card_facts AS k WHERE k.lead IN (test.lead(1), test.lead(2), test.lead(16)) ORDER BY k.lead$$,
    $$VALUES (test.lead(1), true), (test.lead(2), false), (test.lead(16), true)$$, 'what was learned is special, but for a price');
SELECT test.each_way('ru');
SELECT test.each_way('en');
SELECT * FROM finish();
ROLLBACK;
