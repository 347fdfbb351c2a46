-- Which lead a person means by a receipt, or the end of one.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_gleb', 'Gleb', 'sales', '{general}'), desk.add_staff('test_vera', 'Vera', 'sales', '{services}') \g /dev/null
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
UPDATE intake.team SET price_floor = NULL;
DELETE FROM intake.required_answer;

-- Two end in the same eight digits; one was sent twice.
CREATE FUNCTION test.with_id(n int, id text) RETURNS jsonb LANGUAGE sql AS $$ SELECT test.record(n, jsonb_build_object('id', id)) $$;
SELECT is(test.outcomes(test.with_id(1, '019abcde-0001-7000-8000-1234b05815b6'), test.with_id(2, '019abcde-0001-7000-8000-5678b05815b6'),
    test.with_id(3, '019abcde-0001-7000-8000-1234aaaa0003'), test.with_id(4, '019abcde-0001-7000-8000-1234aaaa0004')), 'new new new new', 'four leads');
INSERT INTO intake.other_receipt (receipt, lead) VALUES ('019abcde-0001-7000-8000-1234cccc0009', '019abcde-0001-7000-8000-1234aaaa0003');

-- test.meant(person, typed): the end of the lead that is meant, or the error.
CREATE FUNCTION test.meant(person text, typed text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE said text;
BEGIN
    PERFORM set_config('session_authorization', person, true);
    EXECUTE 'SELECT test.end_of($1)' INTO said USING typed;
    RETURN said;
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$;
CREATE FUNCTION test.end_of(typed text) RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT right(intake.lead_named(typed)::text, 12) $$;
SET SESSION AUTHORIZATION test_olga;
SELECT count(*) FROM desk.take('aaaa0003') \g /dev/null
SELECT count(*) FROM desk.take('aaaa0004') \g /dev/null
SELECT desk.hand_over('aaaa0004', 'general') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is(test.meant('test_' || who, typed), want, format('%s: %s', who, typed)) FROM (VALUES
    ('pavel', '019abcde-0001-7000-8000-1234aaaa0003', '1234aaaa0003'), ('pavel', ' 019ABCDE 0001 7000 8000 1234AAAA0003 ', '1234aaaa0003'),
    ('pavel', '019abcde-0001-7000-8000-1234cccc0009', '1234aaaa0003'), ('pavel', 'cccc-0009', '1234aaaa0003'), ('pavel', '4 cccc 0009', '1234aaaa0003'),
    ('pavel', 'aaaa 0003', '1234aaaa0003'), ('pavel', '4aaaa0003', '1234aaaa0003'), ('pavel', '5aaaa0003', 'P0002'), ('pavel', 'aaaa0005', 'P0002'),
    ('pavel', 'b058-15b6', '22023'), ('pavel', '1234-b058-15b6', '1234b05815b6'), ('pavel', '…8b058-15b6', '5678b05815b6'),
    ('pavel', '0003', 'P0002'), ('olga', '0003', '1234aaaa0003'), ('olga', '003', '22023'), ('olga', 'x', '22023'),
    ('gleb', '0004', '1234aaaa0004'), ('vera', '0004', 'P0002'), ('vera', 'aaaa0004', '1234aaaa0004')) AS t (who, typed, want);
SELECT * FROM finish();
ROLLBACK;
