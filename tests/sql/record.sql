-- A record comes back as it was handed in; a bad one names its key, has class 22 or 23 and leaves nothing behind.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();

-- A json, because a jsonb would already have forgotten the order of the keys.
CREATE FUNCTION test.verbatim() RETURNS json LANGUAGE sql AS $$ SELECT json_build_array((
    rtrim(test.record(1) #- '{answers}' #- '{raw}' #>> '{}', '}')
    || ', "answers": {"name": "Ян 😀", "weight_kg": 2000.50, "a": true, "to": "Ы"}'
    || ', "raw": [["name", " Ян 😀 "], ["x", "1\n2"], ["x", "\"q\"\\"], ["", ""]]}')::json) $$;
SELECT lives_ok('SELECT intake.submit(test.verbatim())', 'a record with emoji, quotes, repeated and empty names');
SELECT is((SELECT answers::text FROM intake.lead), '{"name": "Ян 😀", "weight_kg": 2000.50, "a": true, "to": "Ы"}',
    'answers keep their order and their digits');
SELECT is((SELECT raw::text FROM intake.lead), '[["name", " Ян 😀 "], ["x", "1\n2"], ["x", "\"q\"\\"], ["", ""]]',
    'raw fields are kept to the letter');
SELECT results_eq('SELECT address, user_agent::text, place, touch, rule::text, marks, encode(fingerprint, ''hex''), keyed FROM intake.lead',
    $$SELECT '203.0.113.7'::inet, r ->> 'user_agent', r -> 'place', r -> 'touch', r ->> 'rule', '{}'::text[],
             r ->> 'fingerprint', true FROM test.record(1) AS r$$, 'and so is the rest');
SELECT lives_ok($$SELECT test.submit(test.record(2, '{"address": null, "user_agent": null, "place": null, "rule": null,
    "touch": {"seen": false, "clicks": {}}, "evidence": [], "marks": ["too_fast", "phone_unverified"]}'))$$,
    'what may be null may be null');
SELECT is(test.outcomes(test.record(5), test.record(6, '{"typed": {}, "name_fields": []}'),
        test.record(10, '{"typed": {"phone": {"kind": "phone", "text": "8 912 \u202e «»"}}, "name_fields": ["last", "first"]}')),
    'new new new', 'records without what was typed, and with it');
SELECT results_eq('SELECT typed::jsonb, name_fields FROM intake.lead WHERE id IN (test.lead(5), test.lead(6), test.lead(10)) ORDER BY id',
    $$VALUES (NULL::jsonb, NULL::text[]), ('{}', '{}'), ('{"phone": {"kind": "phone", "text": "8 912 \u202e «»"}}', '{last,first}')$$,
    'are kept as they came');
SELECT lives_ok($$SELECT test.submit(test.record(3, jsonb_build_object('raw',
        (SELECT jsonb_agg(jsonb_build_array(repeat('n', 64), repeat('"', 8192))) FROM generate_series(1, 200)))))$$,
    'the largest record the intake lets through');

CREATE TABLE test.bad (changes jsonb, state text, key text);
INSERT INTO test.bad VALUES
    ('{"id": "x"}',                 '22P02', 'id'),
    ('{"id": null}',                '23502', 'id'),
    ('{"received_at": "soon"}',     '22007', 'received_at'),
    ('{"received_at": null}',       '23502', 'received_at'),
    ('{"form": null}',              '23502', 'form'),
    ('{"form": ""}',                '23514', 'form'),
    ('{"language": null}',          '23502', 'language'),
    ('{"keyed": "perhaps"}',        '22P02', 'keyed'),
    ('{"keyed": null}',             '23502', 'keyed'),
    ('{"fingerprint": "zz"}',       '22023', 'hexadecimal'),
    ('{"fingerprint": "00"}',       '23514', 'payload_hash'),
    ('{"fingerprint": null}',       '23502', 'fingerprint'),
    ('{"contacts": "x"}',           '22P02', 'contacts'),
    ('{"contacts": null}',          '23502', 'contacts'),
    ('{"contacts": [{"kind": "pigeon", "value": "x"}]}', '23514', 'contacts'),
    ('{"contacts": [{"kind": "phone"}]}',                '23502', 'value'),
    ('{"contacts": [{"kind": "phone", "value": ""}]}',   '23514', 'contacts'),
    ('{"answers": []}',             '23514', 'answers'),
    ('{"answers": null}',           '23502', 'answers'),
    ('{"raw": {}}',                 '23514', 'raw'),
    ('{"raw": null}',               '23502', 'raw'),
    ('{"typed": []}',               '23514', 'typed'),
    ('{"typed": "x"}',              '23514', 'typed'),
    ('{"name_fields": {}}',         '22P02', 'name_fields'),
    ('{"address": "here"}',         '22P02', 'address'),
    ('{"touch": null}',             '23502', 'touch'),
    ('{"category": null}',          '23502', 'name'),
    ('{"colour": null}',            '23502', 'colour'),
    ('{"rank": "first"}',           '22P02', 'rank'),
    ('{"rank": null}',              '23502', 'rank'),
    ('{"rule_set": null}',          '23502', 'rule_set'),
    ('{"evidence": "x"}',           '23514', 'evidence'),
    ('{"marks": {}}',               '22P02', 'marks'),
    ('{"marks": null}',             '23502', 'marks');

CREATE FUNCTION test.fault(records json, OUT state text, OUT message text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM intake.submit(records);
    state := 'stored';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
END $$;
-- A key that the type has not is no fault of the record: the schema is too old for it.
SELECT is(f.state, 'FL001', 'not lost without a word: ' || b.changes) || E'\n'
    || is(f.message, format('the schema of %s is too old for record 2: it does not know the key %s', current_database(), b.keys),
          '  and says where')
  FROM (VALUES ('{"utm_zone": "x"}', 'utm_zone'), ('{"utm_zone": null}', 'utm_zone'), ('{"Form": "x", "": 1}', ', Form'),
               ('{"keys": 24, "utm_zone": "x"}', 'utm_zone'), ('{"keys": "24", "utm_zone": 0}', 'utm_zone'),
               ('{"tableoid": 1}', 'tableoid'), (format('{"%s": 1}', repeat('k', 100)), repeat('k', 64))) AS b (changes, keys)
 CROSS JOIN LATERAL test.fault(json_build_array(test.record(7), test.record(8, b.changes::jsonb), test.record(9))) AS f;
-- keys_taken is made of the type: it counts each of its columns
SELECT is(intake.keys_taken(json_populate_record(NULL::intake.record, (SELECT r::json FROM test.record(1) AS r))),
    (SELECT count(*)::integer FROM json_object_keys((SELECT r::json FROM test.record(1) AS r))), 'each key that has a value is counted');
SELECT is((SELECT array_agg(a.attname::text ORDER BY 1) FROM pg_attribute AS a
            WHERE a.attrelid = 'intake.record'::regclass AND a.attnum > 0 AND NOT a.attisdropped
              AND strpos(pg_get_functiondef('intake.keys_taken(intake.record)'::regprocedure), '(r).' || quote_ident(a.attname)) = 0),
    NULL, 'and keys_taken counts each key of the type');

-- hello
SELECT is(intake.hello('9', 5, '{id,keys}'), 5, 'a program is told the number of the schema');
SELECT is(intake.hello('9', 0, '{}'), 5, 'an older one is welcome');
SELECT throws_ok($$SELECT intake.hello('9', 6, '{id}')$$, 'FL001',
    format('the schema of %s is too old for firstline 9: it is number 5, 6 is needed', current_database()), 'a newer one is told so');
SELECT throws_ok($$SELECT intake.hello('9', 6, '{id,z,y}')$$, 'FL001',
    format('the schema of %s is too old for firstline 9: it is number 5, 6 is needed, it does not know the key y, z',
           current_database()), 'and of its keys');

-- Between two good ones, as it would be met with.
SELECT is(f.state, b.state, 'refused: ' || b.changes::text) || E'\n' || alike(f.message, '%' || b.key || '%', '  and says where')
  FROM test.bad AS b
 CROSS JOIN LATERAL test.fault(json_build_array(test.record(7), test.record(8, b.changes), test.record(9))) AS f;
SELECT is(f.state, '22023', 'not an array: ' || t) || E'\n' || alike(f.message, '%array%', '  and says so')
  FROM unnest(ARRAY['{}', '1', '"x"']) AS t CROSS JOIN LATERAL test.fault(t::json) AS f;
SELECT lives_ok('SELECT test.submit(test.record(4))', 'a good record');
SELECT is(f.state, '23502', 'no spare id where it is needed') || E'\n' || alike(f.message, '%spare_id%', '  and says so')
  FROM test.fault(json_build_array(test.record(4, '{"spare_id": null, "answers": {"name": "other"}}'))) AS f;
SELECT is(f.state, '23505', 'a spare id that is taken') || E'\n' || alike(f.message, '%spare_id%', '  and says so')
  FROM test.fault(json_build_array(test.record(4, jsonb_build_object('spare_id', test.lead(2), 'answers', '{"a": 1}'::jsonb)))) AS f;
SELECT is((test.fault('[1]')).state, '22023', 'not an object');
SELECT is((test.fault(replace(json_build_array(test.record(8, '{"answers": {"name": "NUL"}}'))::text, 'NUL', '\u0000')::json)).state,
    '22P05', 'a NUL is refused');
SELECT is((SELECT count(*) FROM intake.lead), 7::bigint, 'nothing of a batch with a bad record is stored');
SELECT is((SELECT count(*) FROM intake.contact_point), 14::bigint, 'nor of its clients');

SELECT is(test.outcomes(test.record(40, '{"keys": 23}')), 'new', 'a record that counts its keys');
SELECT is(test.outcomes(test.record(41, '{"keys": 7}')), 'new', 'one that cannot count loses nothing');
SELECT * FROM finish();
ROLLBACK;
