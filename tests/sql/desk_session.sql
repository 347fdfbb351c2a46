-- What the program behind the desk's pages asks as firstline_desk: who is let in, what was done already, leads by hand.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
\ir lib/qualifiers.sql
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
UPDATE intake.setting SET language = 'en';
SELECT desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}', NULL, 'ru'), desk.add_staff('test_mara', 'Mara', 'marketing', NULL, true) \g /dev/null
ALTER ROLE test_olga PASSWORD 'one';
ALTER ROLE test_gleb PASSWORD 'one';
ALTER ROLE test_gleb SET TimeZone = 'Asia/Tokyo';
ALTER ROLE test_olga SET TimeZone = 'Asia/Tokyo';

-- test.desk(statement): runs it as the program's login; what it returned, or SQLSTATE and message.
CREATE FUNCTION test.desk(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    it text;
    hint text;
BEGIN
    SET LOCAL SESSION AUTHORIZATION firstline_desk;
    EXECUTE statement INTO it;
    RESET SESSION AUTHORIZATION;
    RETURN it;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RESET SESSION AUTHORIZATION;
    RETURN concat_ws(' | ', SQLSTATE, SQLERRM, nullif(hint, ''));
END
$$;

-- Who may
SELECT results_eq($$SELECT p.oid::regprocedure::text COLLATE "default" FROM pg_proc AS p CROSS JOIN LATERAL aclexplode(p.proacl) AS a
                     WHERE a.grantee = 'firstline_desk'::regrole ORDER BY 1$$,
    ARRAY['intake.act_begin(text,uuid)', 'intake.act_done(text,uuid,text)', 'intake.begin_session(text,text,integer,boolean)',
          'intake.end_session(text,text)', 'intake.enter(text,text)', 'intake.submit_by_hand(text,json)', 'intake.submit_import(text,json,json)'], 'this is all that the program may itself');
SELECT is(test.try(who, s.statement), '42501', who || ' may not: ' || s.statement)
  FROM unnest(ARRAY['test_olga', 'test_gleb', 'test_mara', 'firstline_intake']) AS who,
       unnest(ARRAY['SELECT intake.begin_session(''test_olga'', ''n'', 60, false)', 'SELECT intake.enter(''test_olga'', NULL)',
                    'SELECT intake.end_session(''test_olga'', ''n'')', 'SELECT intake.act_begin(''test_olga'', gen_random_uuid())',
                    'SELECT intake.act_done(''test_olga'', gen_random_uuid(), ''x'')', 'SELECT intake.submit_by_hand(''test_olga'', ''{}'')',
                    'SELECT intake.password_stamp(''test_olga'')', 'TABLE intake.desk_session', 'TABLE intake.act_done']) AS s (statement);
SELECT is(test.try('firstline_desk', s), '42501', 'nor the program: ' || s)
  FROM unnest(ARRAY['SELECT intake.password_stamp(''test_olga'')', 'TABLE intake.desk_session', 'SELECT intake.submit(''[]'')',
                    'SET LOCAL ROLE test_olga; SELECT intake.submit_by_hand(''test_olga'', ''{}'')', 'SELECT rolpassword FROM pg_authid']) AS s;
SELECT results_eq($$SELECT attname::text COLLATE "default", attacl::text COLLATE "default" FROM pg_attribute WHERE attrelid = 'pg_authid'::regclass AND attacl IS NOT NULL ORDER BY 1$$,
    format($$VALUES ('rolname', '{firstline_keeper=r/%1$s}'), ('rolpassword', '{firstline_keeper=r/%1$s}')$$, session_user), 'the keeper alone reads passwords');

-- Sessions
SELECT is(test.desk($$SELECT intake.begin_session('test_olga', 'n1', 3600, true)$$), '', 'she signs in');
SELECT is(test.desk($$SELECT e::text FROM intake.enter('test_olga', 'n1') AS e$$), '(Olga,desk,f,en,Europe/Moscow)', 'and is let in; her zone is that of this database');
SELECT is(test.desk($$SELECT e::text FROM intake.enter('test_gleb', NULL) AS e$$), '(Глеб,sales,f,ru,Europe/Moscow)', 'nginx knows him; nothing of ours is asked');
ALTER ROLE test_gleb IN DATABASE :DBNAME RESET TimeZone;
SELECT is(test.desk($$SELECT zone FROM intake.enter('test_gleb', NULL)$$), 'Asia/Tokyo', 'without one of this database that of the login');
ALTER ROLE test_gleb RESET TimeZone;
SELECT is(test.desk($$SELECT zone FROM intake.enter('test_gleb', NULL)$$), 'Europe/Moscow', 'without one at all the office''s');
SELECT is(test.desk($$SELECT head FROM intake.enter('test_mara', NULL)$$), 'true', 'who is a head');
SELECT is(test.desk($$SELECT intake.enter('test_gleb', 'n1')$$), '28000 | сеанс закончен | Войдите снова.', 'nobody enters by the nonce of another, and is told so in his language');
SELECT is(test.desk($$SELECT intake.enter('test_olga', 'n2')$$), '28000 | this session is over | Sign in again.', 'nor by one that never was');
SELECT is(test.desk($$SELECT intake.enter('test_rita', 'n1')$$), '28000 | nobody works here as test_rita | An administrator adds people: firstline staff add test_rita', 'nor who does not work here');
SELECT is(test.desk($$SELECT intake.enter('test_rita', NULL)$$), '28000 | nobody works here as test_rita | An administrator adds people: firstline staff add test_rita', 'whoever says so');
SELECT is(test.desk($$SELECT intake.begin_session('test_rita', 'n1', 3600, false)$$),
    '42501 | nobody works here as test_rita | An administrator adds people: firstline staff add test_rita', 'nor begins');
SELECT is(test.desk($$SELECT intake.begin_session('test_pavel', 'n1', 3600, true)$$), '28000 | the password is another one since then | Sign in again.', 'without a password there is none by it');

SELECT is(test.desk($$SELECT intake.begin_session('test_olga', 'n3', 3600, true)$$), '', 'a second one, elsewhere');
SELECT is(test.desk($$SELECT intake.end_session('test_olga', 'n3')$$), NULL, 'she signs out there');
SELECT is(test.desk($$SELECT intake.end_session('test_olga', 'n3')$$), NULL, 'twice');
SELECT is(test.desk($$SELECT intake.enter('test_olga', 'n3')$$), '28000 | this session is over | Sign in again.', 'and is out');
SELECT is(test.desk($$SELECT name FROM intake.enter('test_olga', 'n1')$$), 'Olga', 'but not here');
UPDATE intake.desk_session SET begun_at = now() - interval '2 hours', until = now() WHERE nonce = 'n1';
SELECT is(test.desk($$SELECT intake.enter('test_olga', 'n1')$$), '28000 | this session is over | Sign in again.', 'it ends by itself');
UPDATE intake.desk_session SET begun_at = now() - interval '4 hours', until = now() - interval '2 hours' WHERE nonce = 'n1';
SELECT is(test.desk($$SELECT intake.begin_session('test_olga', 'n4', 3600, true)$$), '', 'the next');
SELECT results_eq('SELECT nonce FROM intake.desk_session', ARRAY['n4'], 'what is long over is forgotten then');
SELECT is(left(test.desk($$SELECT intake.begin_session('test_olga', 'n5', 100000000, true)$$), 5), '23514', 'none is for ever');

-- The password
SELECT isnt((SELECT rolpassword FROM pg_authid WHERE rolname = 'test_olga'), (SELECT stamp FROM intake.desk_session WHERE nonce = 'n4'), 'no verifier is kept');
SET SESSION AUTHORIZATION test_olga;
ALTER ROLE test_olga PASSWORD 'SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';    -- as \password does it
RESET SESSION AUTHORIZATION;
SELECT is(test.desk($$SELECT intake.enter('test_olga', 'n4')$$), '28000 | the password is another one since then | Sign in again.', 'with another password it is over');
SELECT is(test.desk($$SELECT intake.begin_session('test_olga', 'n6', 3600, true)$$), '', 'she signs in with that');
ALTER ROLE test_olga NOLOGIN;
SELECT is(test.desk($$SELECT intake.enter('test_olga', 'n6')$$), '28000 | the password is another one since then | Sign in again.', 'a login that is shut lets nobody in');
ALTER ROLE test_olga LOGIN VALID UNTIL '2020-01-01';
SELECT is(left(test.desk($$SELECT intake.enter('test_olga', 'n6')$$), 5), '28000', 'nor one whose time is over');
ALTER ROLE test_olga VALID UNTIL 'infinity';
SELECT is(test.desk($$SELECT name FROM intake.enter('test_olga', 'n6')$$), 'Olga', 'it was that');
ALTER ROLE test_olga PASSWORD NULL;
SELECT is(left(test.desk($$SELECT intake.enter('test_olga', 'n6')$$), 5), '28000', 'nor one without a password');
SELECT is(test.desk($$SELECT intake.begin_session('test_pavel', 'n7', 3600, false)$$), '', 'a session that asked for none');
SELECT is(test.desk($$SELECT name FROM intake.enter('test_pavel', 'n7')$$), 'Pavel', 'lives without');
SELECT desk.remove_staff('test_pavel'), desk.add_staff('test_pavel', 'Pavel', 'desk') \g /dev/null
SELECT is(test.desk($$SELECT intake.enter('test_pavel', 'n7')$$), '28000 | this session is over | Sign in again.', 'who was away in between does not come back by it');

-- Acts once
\set key '''0b9c55d6-95c5-4f25-8b2c-1b8c2a54a2f0'''
SELECT is(test.desk($$SELECT intake.act_begin('test_olga', $$ || quote_literal(:key) || ')'), NULL, 'an act');
SELECT is(test.desk($$SELECT intake.act_done('test_olga', $$ || quote_literal(:key) || $$, '{"rows":[]}')$$), NULL, 'is done');
SELECT is(test.desk($$SELECT intake.act_begin('test_olga', $$ || quote_literal(:key) || ')'), '{"rows":[]}', 'and is not done again');
SELECT is(test.desk($$SELECT intake.act_begin('test_pavel', $$ || quote_literal(:key) || ')'), NULL, 'a colleague''s is another');
SELECT is(left(test.desk($$SELECT intake.act_done('test_pavel', $$ || quote_literal(:key) || $$, repeat('x', 1048577))$$), 5), '23514', 'no answer is without end');
UPDATE intake.act_done SET at = now() - interval '25 hours';
SELECT is(test.desk($$SELECT intake.act_begin('test_olga', gen_random_uuid())$$), NULL, 'the next day');
SELECT results_eq('SELECT login::text COLLATE "default" FROM intake.act_done ORDER BY at, login', ARRAY['test_pavel', 'test_olga'], 'her old ones are forgotten');
SELECT is(test.desk($$SELECT intake.begin_session('test_olga', 'n9', 60, false)$$), '', 'whoever signs in');
SELECT results_eq('SELECT login::text COLLATE "default" FROM intake.act_done', ARRAY['test_olga'], 'sees to it that nobody''s answers are kept for longer, who acts no more');

-- Leads by hand
CREATE FUNCTION test.by_hand(n bigint, changes jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
    SELECT to_json(test.record(n, '{"channel": "phone"}' || changes))::text $$;
SELECT is(test.desk(format('SELECT s::text FROM intake.submit_by_hand(%L, %L) AS s', 'test_olga', test.by_hand(1))),
    format('(%s,new)', test.receipt(1)), 'she enters a lead');
SELECT is(test.desk(format('SELECT s::text FROM intake.submit_by_hand(%L, %L) AS s', 'test_olga', test.by_hand(1))),
    format('(%s,replay)', test.receipt(1)), 'sent twice, it is one');
SELECT row_eq(format('SELECT channel, entered_by FROM intake.lead WHERE id = %L', test.receipt(1)), ROW('phone'::text, 'test_olga'::text), 'hers, by phone');
SELECT is(test.desk(format('SELECT outcome FROM intake.submit_by_hand(%L, %L) AS s', 'test_olga', test.by_hand(1, '{"answers": {"name": "Ева"}}'))),
    'differs', 'other words under its number are another lead');
SELECT is(test.desk(format('SELECT outcome FROM intake.submit_by_hand(%L, %L) AS s', 'test_olga', test.by_hand(2, '{"entered_by": "test_pavel", "keys": 27}'))), 'new', 'whatever it says');
SELECT is((SELECT entered_by FROM intake.lead WHERE id = test.lead(2)), 'test_olga', 'it is hers');
SELECT is(test.desk(format('SELECT outcome FROM intake.submit_by_hand(%L, %L) AS s', 'test_gleb', test.by_hand(3, '{"keys": 26, "channel": "visit"}'))), 'new', 'the number of keys is right again; a seller enters them, too');
SELECT is(test.desk(format('SELECT intake.submit_by_hand(%L, %L)', 'test_olga', test.by_hand(4, jsonb_build_object('channel', c)))),
    '22023 | how the client came: phone, visit, chat or mail, not "' || coalesce(c, '') || '"', 'not by ' || coalesce(c, 'nothing'))
  FROM unnest(ARRAY['import', 'form', '', NULL]) AS c;
SELECT is(left(test.desk(format('SELECT intake.submit_by_hand(%L, %L)', 'test_olga', r)), 5), '22023', 'one record only: ' || r) FROM unnest(ARRAY['[]', '"x"', '[{"channel": "phone"}]']) AS r;
SELECT is(left(test.desk(format('SELECT intake.submit_by_hand(%L, %L)', who, test.by_hand(4))), 5), '42501', 'not by ' || who) FROM unnest(ARRAY['test_mara', 'test_rita', 'firstline_desk']) AS who;
SELECT is_empty($$SELECT FROM intake.lead WHERE id = test.lead(4)$$, 'nothing of that is kept');

-- Whose word it is
SELECT results_eq(format($$SELECT what::text, who::text COLLATE "default", details FROM intake.lead_event WHERE lead = %L ORDER BY step$$, test.receipt(1)),
    $$VALUES ('received', 'firstline_desk', NULL::jsonb), ('entered', 'test_olga', '{"channel": "phone", "ticked": "consent"}')$$, 'its history says by whom, and what was ticked for the client');
SELECT ok((SELECT w.step = 2 AND w.state = 'new' FROM intake.work AS w WHERE w.lead = test.lead(1)), 'it waits as any other');
SET SESSION AUTHORIZATION test_pavel;
SELECT results_eq(format($$SELECT what, event, who, at > now() - interval '1 minute', details FROM desk.lead_history WHERE receipt = %L AND what = 'entered'$$, test.receipt(1)),
    $$VALUES ('entered', 'entered by hand', 'test_olga', true, '{"channel": "phone", "ticked": "consent"}'::jsonb)$$, 'colleagues read it');
SELECT is((SELECT note FROM desk.client_history(test.receipt(1)) WHERE what = 'entered' AND lead = test.receipt(1)), 'agreed orally: consent, came by: phone', 'in the client''s story, too');
RESET SESSION AUTHORIZATION;

-- In the transaction in which she enters it she may take it
SET SESSION AUTHORIZATION firstline_desk;
SELECT is((SELECT outcome FROM intake.submit_by_hand('test_olga', to_json(test.record(7) || '{"channel": "chat"}'))), 'new', 'one more');
SET ROLE test_olga;
SELECT is((SELECT receipt FROM desk.take(test.receipt(7))), test.receipt(7), 'which is hers at once');
RESET ROLE;
RESET SESSION AUTHORIZATION;

SELECT * FROM finish();
ROLLBACK;
