-- One record cannot spoil what others read: its times, its bounds, what is typed into it.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();

-- ---- times ----
CREATE TABLE test.clock (n integer, claimed text, held boolean, what text);
INSERT INTO test.clock VALUES
    (1, 'infinity',                             false, 'the end of time'),
    (2, '-infinity',                            false, 'its beginning'),
    (3, (now() + interval '11 minutes')::text,  false, 'eleven minutes ahead'),
    (4, (now() + interval '10 minutes')::text,  true,  'ten minutes ahead'),
    (5, (now() + interval '9 minutes')::text,   true,  'nine minutes ahead'),
    (6, '294276-12-31 23:59:59+00',             false, 'the last year there is'),
    (7, '2019-05-01 12:00:00+00',               true,  'years ago'),
    (8, '1970-01-01 00:00:00+00',               true,  'as early as can be'),
    (9, '4713-01-01 00:00:00+00 BC',            false, 'the first year there is');
CREATE FUNCTION test.claims(n integer, claimed text) RETURNS jsonb LANGUAGE sql
RETURN test.record(n, jsonb_build_object('received_at', claimed, 'keyed', n % 2 = 0));
SELECT is(test.outcomes(test.claims(n, claimed)), 'new', what || ': stored') FROM test.clock;
SELECT is(l.received_at, CASE WHEN c.held THEN c.claimed::timestamptz ELSE now() END, c.what || CASE WHEN c.held THEN ' holds' ELSE ' is now' END)
    || E'\n' || is(l.marks, CASE WHEN c.held THEN '{}' ELSE '{clock_ahead}' END::text[], '  and is marked if it cannot be')
    || E'\n' || is(w.received_at, l.received_at, '  its work says the same')
    || E'\n' || is(q.received_at, l.received_at, '  its place in the queue')
    || E'\n' || ok(e.at >= l.stored_at AND (c.held OR e.at >= l.received_at), '  and its history begins when it was stored')
  FROM test.clock AS c JOIN intake.lead AS l ON l.id = test.lead(c.n) JOIN intake.work AS w ON w.lead = l.id
  JOIN intake.waiting AS q ON q.lead = l.id JOIN intake.lead_event AS e ON e.lead = l.id
 ORDER BY c.n;
SELECT lives_ok($$SELECT q::text FROM desk.queue AS q$$, 'the queue can be read');
SELECT lives_ok($$SELECT c::text FROM marketing.channel_daily AS c$$, 'and so can the channels');
SELECT is(count(*), 0::bigint, 'no category is as of a time to come') FROM intake.category WHERE as_of > now() + interval '10 minutes';

SELECT is(test.outcomes(test.record(11), test.claims(12, 'infinity'), test.record(13)), 'new new new', 'between two good ones');
SELECT is(string_agg(marks::text, ' ' ORDER BY id), '{} {clock_ahead} {}', 'it alone is marked')
  FROM intake.lead WHERE id IN (test.lead(11), test.lead(12), test.lead(13));
SELECT is(test.outcomes(test.claims(12, 'infinity')), 'replay', 'again: it was here');
SELECT is(test.outcomes(test.record(14, '{"received_at": "infinity", "marks": ["too_fast"]}')), 'new', 'one with a mark');
SELECT is(marks, '{too_fast,clock_ahead}', 'has both') FROM intake.lead WHERE id = test.lead(14);
SELECT is(test.outcomes(test.record(15, '{"received_at": "infinity", "keyed": false}'),
                        test.record(16, test.record(15, '{"received_at": "-infinity", "keyed": false}') - 'id')), 'new replay',
    'without keys: the repetition is one though neither clock is right');
SELECT is(string_agg(s.outcome, ' '), 'new', 'handed in again') FROM intake.submit_again(json_build_array(test.claims(17, 'infinity'))) AS s;
SELECT is(marks, '{clock_ahead,restored}', 'it has both marks') FROM intake.lead WHERE id = test.lead(17);

-- ---- bounds ----
CREATE FUNCTION test.fault(records json, OUT state text, OUT message text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM intake.submit(records);
    state := 'stored';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
END $$;
CREATE FUNCTION test.contact(more jsonb) RETURNS jsonb LANGUAGE sql
RETURN jsonb_build_object('contacts', jsonb_build_array('{"kind": "phone", "value": "+79123456789", "field": "phone"}' || more));
CREATE TABLE test.bound (key text, good jsonb, bad jsonb);
INSERT INTO test.bound VALUES
    ('rank', '{"rank": 1000000}', '{"rank": 1000001}'),
    ('rank', '{"rank": -1000000}', '{"rank": -1000001}'),
    ('rank', '{"rank": 999}', '{"rank": 2147483647}'),
    ('contacts', test.contact(jsonb_build_object('field', repeat('f', 256))), test.contact(jsonb_build_object('field', repeat('f', 257)))),
    ('contacts', test.contact('{"extension": "1234567"}'), test.contact(jsonb_build_object('extension', repeat('1', 257)))),
    ('contacts', (SELECT jsonb_build_object('contacts', jsonb_agg(jsonb_build_object('kind', 'email', 'value', i || '@example.com'))) FROM generate_series(1, 200) AS i),
                 (SELECT jsonb_build_object('contacts', jsonb_agg(jsonb_build_object('kind', 'email', 'value', i || '@example.org'))) FROM generate_series(1, 201) AS i)),
    ('marks', jsonb_build_object('marks', array_fill('m'::text, '{200}')), jsonb_build_object('marks', array_fill('m'::text, '{201}'))),
    ('marks', jsonb_build_object('marks', ARRAY[repeat('m', 256)]), jsonb_build_object('marks', ARRAY[repeat('m', 257)])),
    ('name_fields', jsonb_build_object('name_fields', array_fill('n'::text, '{200}')), jsonb_build_object('name_fields', array_fill('n'::text, '{201}'))),
    ('name_fields', jsonb_build_object('name_fields', ARRAY[repeat('n', 256)]), jsonb_build_object('name_fields', ARRAY[repeat('n', 257)])),
    -- what the program can make at most: each octet of it escaped
    ('touch', (SELECT jsonb_build_object('touch', jsonb_object_agg('k' || i, repeat('"', 2048))) FROM generate_series(1, 25) AS i),
              jsonb_build_object('touch', jsonb_build_object('landing', repeat('x', 128 * 1024)))),
    ('touch', '{"touch": {}}', '{"touch": []}'),
    ('touch', '{"touch": {"n": 1e9}}', '{"touch": {"n": 1e131071}}'),
    ('place', (SELECT jsonb_build_object('place', jsonb_object_agg('k' || i, repeat('"', 200))) FROM generate_series(1, 6) AS i),
              jsonb_build_object('place', jsonb_build_object('city', repeat('x', 128 * 1024)))),
    ('place', '{"place": null}', '{"place": "Moscow"}');
INSERT INTO test.bound SELECT k, '{}', jsonb_build_object(k, E'red\x1b[2J') FROM unnest('{form,language,category,colour,rule_set}'::text[]) AS k;
INSERT INTO test.bound VALUES ('category', '{}', jsonb_build_object('category', E'red\u202eder'));
SELECT is(f.state, 'stored', b.key || ': at its bound ' || left(b.good::text, 60)) FROM (SELECT row_number() OVER () AS n, * FROM test.bound) AS b
 CROSS JOIN LATERAL test.fault(json_build_array(test.record(20 + b.n::integer, b.good))) AS f;
SELECT is(f.state, '23514', b.key || ': beyond it ' || left(b.bad::text, 60)) || E'\n'
    || is(f.message, format('record 2, key "%s": no value of its kind', b.key), '  and it is said where')
  FROM test.bound AS b
 CROSS JOIN LATERAL test.fault(json_build_array(test.record(80), test.record(81, b.bad), test.record(82))) AS f;
SELECT is(f.state, '22003', 'a rank that is no integer of the server''s') FROM test.fault(json_build_array(test.record(81, '{"rank": 2147483648}'))) AS f;

-- deals
INSERT INTO intake.team (name, position, ru, en) VALUES ('test_sane', 0, 'x', 'x');
PREPARE deal (text, text) AS INSERT INTO intake.deal (lead, n, client, team, stage, opened_at, opened_by, outcome, reason, amount, margin, closed_at)
    VALUES (test.lead(11), (SELECT count(*) + 1 FROM intake.deal), test.lead(11), 'test_sane', 'new', now(), 'x', 'won', 'won', $1::numeric, $2::numeric, now());
SELECT lives_ok($$EXECUTE deal('999999999999.99', '999999999999.99')$$, 'a deal as large as any');
SELECT throws_ok(format('EXECUTE deal(%L, %L)', d.amount, d.margin), '23514', NULL, d.amount || ', ' || d.margin || ': no deal')
  FROM (VALUES ('NaN', '1'), ('NaN', 'NaN'), ('Infinity', '1'), ('1e12', '1'), ('5', 'NaN'), ('5', '-Infinity'), ('5', '-1e12'), ('-1', '-2')) AS d (amount, margin);

-- ---- what is typed ----
SELECT is(intake.line(E'a\u0001b\r\nc\u007fd\u009be\u061cf\u200eg\u2028h\u202ei\u2066j\u2069k'), 'a b c d e f g h i j k', 'what commands or turns round is a blank');
SELECT is(intake.line('Ян 😀 «é» - 1'), 'Ян 😀 «é» - 1', 'other text is as it was');
SELECT is(array_agg(c.n ORDER BY c.n), ARRAY(SELECT generate_series(1, 31)) || ARRAY(SELECT generate_series(127, 159)) || '{1564,8206,8207}'
        || ARRAY(SELECT generate_series(8232, 8238)) || ARRAY(SELECT generate_series(8294, 8297)), 'these and no others, of all characters')
  FROM (SELECT n FROM generate_series(1, 1114111) AS n WHERE n NOT BETWEEN 55296 AND 57343 AND n <> 32) AS c WHERE intake.line(chr(c.n)) = ' ';
SELECT is(intake.plain(t.typed), t.plain, 'in a table: ' || intake.line(t.typed))
  FROM (VALUES ('=1+1', '''=1+1'), ('+7', '''+7'), ('-1', '''-1'), ('@x', '''@x'), (E'\t=1', ''' =1'), (E'\r=1', ''' =1'), ('  =1', '''  =1'), ('＝1', '''＝1'),
               ('1+1', '1+1'), ('', ''), ('''=1', '''=1'), (E'a\n=1', 'a =1')) AS t (typed, plain);
SELECT is(intake.contact_shown(t.value), t.shown, 'a contact: ' || t.value)
  FROM (VALUES ('+79123456789', '+79123456789'), ('+7912-1', '''+7912-1'), (E'+7912\n', '''+7912 '), ('=1@x', '''=1@x'), ('-a@x', '''-a@x'), ('a@x', 'a@x')) AS t (value, shown);
SELECT test.submit(test.record(90, jsonb_build_object('rule', E'a\u202eb', 'contacts', jsonb_build_array(
    '{"kind": "phone", "value": "=1+1", "field": "phone", "extension": "1\n2"}'::jsonb, '{"kind": "email", "value": "+x@y", "field": "email"}'::jsonb)))) \g /dev/null
SELECT results_eq('SELECT phone, email, rule FROM desk.queue WHERE receipt = test.receipt(90)', $$VALUES ('''=1+1 ext. 1 2', '''+x@y', 'a b')$$, 'on a card');
SELECT test.submit(test.record(91), test.record(92, '{"contacts": [{"kind": "email", "value": "=x@y", "field": "email"}]}'),
                   test.record(93, '{"contacts": [{"kind": "email", "value": "=x@y", "field": "email"}, {"kind": "phone", "value": "+79000000091", "field": "phone"}]}')) \g /dev/null
SELECT results_eq('SELECT known_by, other_known_by FROM desk.merge_proposals WHERE receipt = test.receipt(93)', $$VALUES ('+79000000091, ivan91@example.com', '''=x@y')$$, 'in a proposal');

-- ---- what people here type ----
SELECT desk.add_staff('test_olga', 'Olga', 'desk', '{}', true), desk.add_staff('test_gleb', 'Gleb', 'sales', '{test_sane}') \g /dev/null
UPDATE intake.setting SET call_from = '00:00', call_until = '24:00';
DELETE FROM intake.required_answer WHERE name <> 'cargo' OR team <> 'general';
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
SET SESSION AUTHORIZATION test_olga;
SELECT count(*) FROM desk.take(test.receipt(91)) \g /dev/null
SELECT desk.add_note(test.receipt(91), E'=1\x1b[2J\u202e\nx'), desk.add_answer(test.receipt(91), 'cargo', E' =2\u202ex\n '), desk.record_attempt(test.receipt(91), E'busy: =3\u202e'),
       desk.set_day('31.12.2126', 'closed', E'=4\nx') \g /dev/null
SELECT results_eq($$SELECT note, details ->> 'value' FROM desk.lead_history WHERE receipt = test.receipt(91) AND what IN ('noted', 'answered', 'attempted')$$,
    $$VALUES ('''=1 [2J x', NULL), (NULL, '=2 x'), ('''=3', NULL)$$, 'the history is plain');
SELECT is((SELECT note FROM desk.office_hours WHERE day = '31.12.2126'), '''=4 x', 'and so are notes to a day');
SELECT is((SELECT answer FROM desk.checklist(test.receipt(91), 'general') WHERE field = 'cargo'), '''=2 x', 'and a checklist');
SELECT desk.hand_over(test.receipt(91), 'test_sane', E'=5\nx') \g /dev/null
SET SESSION AUTHORIZATION test_gleb;
SELECT sales.next_step(test.receipt(91), '+1d', E'=6\u202ex') \g /dev/null
SELECT results_eq('SELECT note, next_step FROM sales.deals WHERE receipt = test.receipt(91)', $$VALUES ('''=5 x', '''=6 x')$$, 'a deal is, too');
RESET SESSION AUTHORIZATION;
SELECT results_eq($$SELECT DISTINCT note FROM intake.lead_event WHERE lead = test.lead(91) AND note IS NOT NULL ORDER BY 1$$, $$VALUES ('=1 [2J x'), ('=3'), ('=5 x'), ('=6 x')$$, 'it is kept as one line');
SELECT is((SELECT answers ->> 'cargo' FROM intake.work WHERE lead = test.lead(91)), '=2 x', 'an answer as well');
SELECT is(intake.plain(NULL), NULL, 'nothing typed is nothing');

SELECT * FROM finish();
ROLLBACK;
