-- Who is let in: people with a row of staff, under the name of their login, at the place where they work. Nobody else.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 1;
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}'), desk.add_staff('test_vera', 'Вера', 'sales', '{services}'),
       desk.add_staff('test_marina', 'Марина', 'marketing') \g /dev/null
CREATE ROLE test_rita IN ROLE firstline_qualifier;
CREATE ROLE test_sam IN ROLE firstline_sales;
CREATE ROLE test_mark IN ROLE firstline_marketing;
CREATE ROLE test_boss IN ROLE firstline_owner;
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
SELECT is(test.outcomes(test.record(1), test.record(2)), 'new new', 'two leads');
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(1), 'she takes the first');
SELECT desk.add_answer(test.receipt(1), 'price_floor', '9000'), desk.hand_over(test.receipt(1), 'general') \g /dev/null
RESET SESSION AUTHORIZATION;

-- test.said(who, statement): 'ok', or the code and the message.
CREATE FUNCTION test.said(who text, statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    BEGIN
        EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
        EXECUTE statement;
        RAISE EXCEPTION USING ERRCODE = 'TT000', MESSAGE = 'ok';
    EXCEPTION WHEN OTHERS THEN
        RESET SESSION AUTHORIZATION;
        RETURN CASE SQLSTATE WHEN 'TT000' THEN 'ok' ELSE SQLSTATE || ' ' || SQLERRM END;
    END;
END $$;

-- Everything that an audience may look at or call, with arguments that make sense. desk.caller() only tells the name.
CREATE TABLE test.door AS
SELECT r.who, 'TABLE ' || c.oid::regclass AS statement
  FROM unnest('{test_rita,test_sam,test_mark}'::text[]) AS r (who), pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname IN ('desk', 'sales', 'marketing') AND c.relkind = 'v' AND has_table_privilege(r.who, c.oid, 'SELECT')
UNION ALL
SELECT r.who, format('SELECT %s(%s)', p.oid::regproc, (
           SELECT string_agg(format('%L', CASE a.name WHEN 'receipt' THEN test.receipt(1) WHEN 'client' THEN test.receipt(1) WHEN 'other' THEN test.receipt(2)
                                               WHEN 'reason' THEN 'other' WHEN 'outcome' THEN CASE n.nspname WHEN 'desk' THEN 'busy' ELSE 'lost' END
                                               WHEN 'verdict' THEN 'spam' WHEN 'not_before' THEN to_char(now() + interval '1 hour', 'YYYY-MM-DD HH24:MI')
                                               WHEN 'team' THEN 'general' WHEN 'field' THEN 'weight_kg' WHEN 'value' THEN '5' WHEN 'category' THEN 'high-margin'
                                               WHEN 'stage' THEN 'new' WHEN 'amount' THEN NULL WHEN 'margin' THEN NULL
                                               ELSE CASE a.type::regtype::text WHEN 'date' THEN '2026-11-23' WHEN 'integer' THEN '1' WHEN 'bigint' THEN '1' WHEN 'numeric' THEN '1' WHEN 'boolean' THEN 'true' WHEN 'json' THEN '[]' ELSE 'word' END END), ', ' ORDER BY a.i)
             FROM unnest(p.proargnames[1:p.pronargs], p.proargtypes) WITH ORDINALITY AS a (name, type, i)))
  FROM unnest('{test_rita,test_sam,test_mark}'::text[]) AS r (who), pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
 WHERE n.nspname IN ('desk', 'sales', 'marketing') AND has_function_privilege(r.who, p.oid, 'EXECUTE') AND has_schema_privilege(r.who, n.oid, 'USAGE')
   AND p.oid <> 'desk.caller()'::regprocedure;
SELECT set_has('SELECT statement FROM test.door', $$VALUES ('TABLE desk.queue'), ('TABLE desk.choices'), ('TABLE sales.deals'), ('TABLE marketing.funnel'), ('TABLE marketing.balance'), ('TABLE desk.speed_to_lead'),
    ('SELECT desk.claim_next()'), ('SELECT desk.is_head()'), ('SELECT sales.my_teams()')$$, 'all doors are tried');
SELECT is(test.said(d.who, d.statement), '42501 nobody works here as ' || d.who, d.statement || ' is for people only') FROM test.door AS d;
SELECT is(test.said('test_rita', 'UPDATE desk.my_leads SET note = ''x'''), '42501 nobody works here as test_rita', 'nor is the grid');
-- Who works here may look at whatever the audience may; what is for heads says so.
SELECT matches(test.said(w.who, d.statement), '^(ok|42501 this is for the head of the first line)$', w.who || ' may: ' || d.statement)
  FROM test.door AS d JOIN (VALUES ('test_rita', 'test_olga'), ('test_sam', 'test_gleb'), ('test_mark', 'test_marina')) AS w (nobody, who) ON w.nobody = d.who
 WHERE d.statement LIKE 'TABLE%';
UPDATE intake.setting SET language = 'ru';
SELECT is(test.said('test_rita', 'TABLE desk.queue'), '42501 под именем test_rita здесь никто не работает', 'they are told so in the language of the place');
UPDATE intake.setting SET language = 'en';

-- SET ROLE gives nothing and takes nothing
SELECT is(test.said('test_olga', 'SET LOCAL ROLE firstline_qualifier; SELECT desk.claim_next()'), 'ok', 'a qualifier who takes on the role of the audience works on');
SET SESSION AUTHORIZATION test_olga;
SET ROLE firstline_qualifier;
SELECT is(desk.caller(), 'test_olga', 'under the own name');
SELECT is((SELECT receipt FROM desk.claim_next()), test.receipt(2), 'takes a lead');
SELECT results_eq('SELECT receipt FROM desk.my_leads', 'SELECT test.receipt(2)', 'sees it');
SELECT desk.add_note(test.receipt(2), 'x') \g /dev/null
RESET ROLE;
SELECT results_eq('SELECT receipt FROM desk.my_leads', 'SELECT test.receipt(2)', 'and has it without the role');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT string_agg(DISTINCT who, ' ') FROM intake.lead_event WHERE lead = test.lead(2) AND step > 1), 'test_olga', 'the history has the person');
GRANT test_pavel TO test_olga;
SELECT is(test.said('test_olga', format('SET LOCAL ROLE test_pavel; SELECT desk.add_note(%L, ''x'')', test.receipt(2))), 'ok', 'whoever may take on a colleague stays who logged in');

-- The desk's own login is whom it takes on; by itself, or as somebody who does not work here, it is nobody
SELECT is(test.said('firstline_desk', 'TABLE desk.queue'), '42501 permission denied for schema desk', 'it may look at nothing');
SELECT is(test.said('firstline_desk', 'SELECT desk.claim_next()'), '42501 permission denied for schema desk', 'and do nothing');
SELECT is(test.said('firstline_desk', 'SET LOCAL ROLE firstline_qualifier; TABLE desk.queue'), '42501 nobody works here as firstline_qualifier', 'an audience is nobody');
SELECT is(test.said('firstline_desk', 'SET LOCAL ROLE test_rita'), '42501 permission denied to set role "test_rita"', 'it cannot become who does not work here');
GRANT test_rita TO firstline_desk;
SELECT is(test.said('firstline_desk', 'SET LOCAL ROLE test_rita; TABLE desk.queue'), '42501 nobody works here as test_rita', 'and if it could: nobody');
SET SESSION AUTHORIZATION firstline_desk;
SET ROLE test_olga;
SELECT is(desk.caller(), 'test_olga', 'it speaks for her');
SELECT results_eq('SELECT receipt FROM desk.my_leads', 'SELECT test.receipt(2)', 'sees what she has');
SELECT lives_ok($$SELECT desk.add_note(test.receipt(2), 'by the pages')$$, 'does what she may');
SET ROLE test_gleb;
SELECT results_eq('SELECT receipt, team FROM sales.deals', $$VALUES (test.receipt(1), 'general')$$, 'or for a seller');
RESET ROLE;
RESET SESSION AUTHORIZATION;
SELECT is((SELECT who::text FROM intake.lead_event WHERE note = 'by the pages'), 'test_olga', 'the history has her');

-- Reading goes by the roles one was granted, acting by where one works
GRANT firstline_qualifier TO test_vera;
GRANT firstline_sales TO test_olga;
SELECT is(test.said('test_vera', 'TABLE desk.queue'), 'ok', 'a seller who may look at the queue looks');
SELECT is(test.said('test_vera', 'SELECT ' || act), '42501 this is for who works in desk, and you work in sales', 'but not: ' || act)
  FROM unnest(ARRAY['desk.claim_next()', 'desk.take(test.receipt(2))', 'desk.add_note(test.receipt(2), ''x'')', 'desk.reopen(test.receipt(1), ''mistake'')', 'desk.seen(test.receipt(2))',
                    'desk.second_verdict(test.receipt(1), ''spam'', ''robot'')', 'desk.merge(test.receipt(1), test.receipt(2), ''x'')']) AS act;
SET SESSION AUTHORIZATION test_olga;
SELECT is_empty('TABLE sales.deals', 'a qualifier has no team, and sees no deal');
SELECT is_empty('TABLE sales.deal_history', 'nor what was said of one');
RESET SESSION AUTHORIZATION;
SELECT is(test.said('test_olga', 'SELECT sales.take_deal(test.receipt(1))'), '42501 this is for who works in sales, and you work in desk', 'and works on none');

-- An administrator reads everything, and acts nowhere; not by way of the pages
SELECT lives_ok(d.statement, 'a superuser: ' || d.statement) FROM test.door AS d WHERE d.statement LIKE 'TABLE%';
SELECT is(test.said('test_boss', d.statement), 'ok', 'a member of the owner: ' || d.statement) FROM test.door AS d WHERE d.statement LIKE 'TABLE%';
SELECT results_eq('SELECT receipt FROM sales.deals', 'SELECT test.receipt(1)', 'deals of all teams');
SELECT isnt_empty($$SELECT FROM desk.lead_history WHERE what = 'handed_over'$$, 'verdicts, too');
SELECT is(test.said(who, 'SELECT ' || act), '42501 nobody works here as ' || who, who || ' does not: ' || act)
  FROM unnest(ARRAY[session_user::text, 'test_boss']) AS who, unnest(ARRAY['desk.claim_next()', 'desk.reopen(test.receipt(1), ''mistake'')', 'sales.take_deal(test.receipt(1))']) AS act;
SELECT desk.add_staff('test_boss', 'Boss', 'desk') \g /dev/null
SET SESSION AUTHORIZATION firstline_desk;
SET ROLE test_boss;
SELECT ok(NOT desk.is_head(), 'by way of the pages an administrator is what the row of staff says');
SET ROLE test_pavel;
SELECT ok(NOT desk.is_head(), 'and nobody else is one for it');
SELECT is_empty($$SELECT FROM desk.kpi WHERE qualifier <> 'test_pavel'$$, 'so that a colleague''s numbers stay hers');
RESET ROLE;
RESET SESSION AUTHORIZATION;

-- A login that was there before has no limit of sessions of ours
CREATE ROLE test_old LOGIN;
SELECT desk.add_staff(p, p, 'desk') FROM unnest(ARRAY['test_old', 'test_new']) AS p \g /dev/null
SELECT results_eq($$SELECT rolname, rolconnlimit FROM pg_roles WHERE rolname IN ('test_old', 'test_new') ORDER BY rolname$$,
    $$VALUES ('test_new'::name, 8), ('test_old', -1)$$, 'only ours are kept from having many sessions');

SELECT * FROM finish();
ROLLBACK;
