-- What each of those who work here does not see: qualifiers no words and no money of sales, a team nothing of another team's
-- deal, the second judge nothing of the first verdict, nobody which verdict will be judged again; and no plan tells more.
BEGIN;
\ir lib/begin.sql
\ir lib/plan.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 0;
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_nina', 'Nina', 'desk', head => true), desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}'),
       desk.add_staff('test_vera', 'Вера', 'sales', '{services}') \g /dev/null
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
DELETE FROM intake.required_answer;
UPDATE intake.team SET price_floor = NULL;

-- test.tale(who, view, lead, pattern): the rows of that lead in which it stands, as text.
CREATE FUNCTION test.tale(who text, source text, lead bigint, pattern text DEFAULT '') RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    RETURN QUERY EXECUTE format('SELECT s::text FROM %s AS s WHERE s::text ~ %L', replace(source, '$1', quote_literal(test.lead(lead))), pattern);
    RESET SESSION AUTHORIZATION;
END $$;
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

-- ---- A lead that became two deals, of two teams ------------------------------------------------------------------------
SELECT test.submit(test.record(1)) \g /dev/null
SELECT test.do('test_olga', 'desk.claim_next()', $$desk.add_answer(test.receipt(1), 'weight_kg', '11')$$, $$desk.hand_over(test.receipt(1), 'general', 'word to general')$$),
       test.do('test_gleb', $$sales.add_note(test.receipt(1), 'word of general')$$, $$sales.set_stage(test.receipt(1), 'agreement')$$) \g /dev/null
SELECT test.do('test_gleb', $$sales.close_deal(test.receipt(1), 'won', 'price: why general', 777000, 123456)$$) \g /dev/null
SELECT test.do('test_olga', $$desk.reopen(test.receipt(1), 'came_back')$$, $$desk.add_answer(test.receipt(1), 'weight_kg', '22')$$,
               $$desk.add_note(test.receipt(1), 'word of desk')$$, $$desk.hand_over(test.receipt(1), 'services', 'word to services')$$),
       test.do('test_vera', $$sales.add_note(test.receipt(1), 'word of services')$$) \g /dev/null
SELECT is((SELECT count(*) FROM intake.deal), 2::bigint, 'there are two');

SELECT results_eq(format($$SELECT h.what, h.reason, h.note, h.details FROM (SELECT * FROM desk.lead_history) AS h JOIN intake.event_name AS n ON n.name = h.what
                            WHERE n.process = 'deal' ORDER BY h.step$$),
    $$VALUES ('deal_noted', NULL::text, NULL::text, NULL::jsonb), ('deal_staged', NULL, NULL, NULL), ('won', NULL, NULL, NULL), ('deal_noted', NULL, NULL, NULL)$$,
    'the desk sees that sales have done something, and no word of it');
SELECT is_empty(format('SELECT * FROM test.tale(%L, %L, 1, %L)', who, source, '777000|123456|price: why|word of (general|services)|agreement|"price"|amount|[^-]margin'),
                who || ' reads no words of sales in ' || source)
  FROM unnest('{test_olga,test_pavel,test_nina}'::text[]) AS who, unnest(ARRAY['desk.lead_history', 'desk.client_history($1)', '(SELECT desk.card($1)::jsonb - ''choices'')', 'desk.kpi']) AS source;
SELECT isnt_empty($$SELECT * FROM test.tale('test_pavel', 'desk.client_history($1)', 1, 'word to general')$$, 'the words of qualifiers are there for all of them');

SELECT results_eq($$SELECT * FROM test.tale('test_vera', '(SELECT receipt, n, team, outcome, amount FROM sales.deals)', 1)$$,
                  $$SELECT format('(%s,1,services,,)', test.receipt(1))$$, 'a team sees its own deal, which is the first that it knows of');
SELECT is_empty($$SELECT * FROM test.tale('test_vera', 'sales.deal_history', 1, 'general|gleb|777000|123456|reopened|won|agreement|"deal"')$$, 'nothing of the one before');
SELECT results_eq($$SELECT * FROM test.tale('test_vera', '(SELECT step, what, details->>''value'' FROM sales.deal_history)', 1)$$,
    $$VALUES ('(1,received,)'), ('(2,claimed,)'), ('(3,answered,11)'), ('(4,answered,22)'), ('(5,noted,)'), ('(6,handed_over,)'), ('(7,deal_noted,)')$$,
    'all that the client said, and no step is left out');
SELECT is_empty($$SELECT * FROM test.tale('test_gleb', 'sales.deal_history', 1, 'services|vera|"deal"|"was"')$$, 'the first team sees nothing of the second deal');
SELECT results_eq($$SELECT * FROM test.tale('test_gleb', '(SELECT step, what, details->>''value'' FROM sales.deal_history)', 1)$$,
    $$VALUES ('(1,received,)'), ('(2,claimed,)'), ('(3,answered,11)'), ('(4,handed_over,)'), ('(5,deal_noted,)'), ('(6,deal_staged,)'), ('(7,won,)'), ('(8,reopened,)'),
             ('(9,answered,22)'), ('(10,noted,)')$$, 'but that its lead was opened again, and what the client said then');
SELECT is(test.try('test_gleb', format('SELECT sales.%s', act)), '42501', 'nor can it touch it: ' || act)
  FROM unnest(ARRAY['add_note(test.receipt(1), ''x'')', 'take_deal(test.receipt(1))', 'close_deal(test.receipt(1), ''lost'', ''price'')']) AS act;
SELECT test.submit(test.record(11, test.record(1) #- '{id}' #- '{spare_id}' #- '{received_at}' #- '{fingerprint}' || '{"answers": {"cargo": "again"}}')) \g /dev/null
SELECT isnt_empty($$SELECT * FROM test.tale('test_vera', 'sales.notices', 1)$$, 'the client writes again: who has the open deal is told');
SELECT is_empty($$SELECT * FROM test.tale('test_gleb', 'sales.notices', 1)$$, 'and no other team');
SELECT results_eq($$SELECT * FROM test.tale('test_gleb', '(SELECT wrote_again FROM sales.deals)', 1)$$, $$VALUES ('(0)')$$, 'nor by a number');
-- A hand-over that was taken back, before another team had it
SELECT test.submit(test.record(2, '{"rank": 0}')) \g /dev/null
SELECT test.do('test_olga', $$desk.take(test.receipt(2))$$, $$desk.hand_over(test.receipt(2), 'general', 'by mistake')$$);
INSERT INTO intake.lead_event (lead, step, who, what, details) VALUES
    (test.lead(2), 4, 'test_olga', 'undone', '{"what": "handed_over", "step": 3, "deal": 1}'), (test.lead(2), 5, 'test_gleb', 'deal_withdrawn', '{"deal": 1}');
UPDATE intake.deal SET outcome = 'lost', reason = 'price', closed_at = now() WHERE lead = test.lead(2);
UPDATE intake.work SET step = 5 WHERE lead = test.lead(2);
SELECT test.do('test_olga', $$desk.reopen(test.receipt(2), 'mistake')$$, $$desk.hand_over(test.receipt(2), 'services', 'to services')$$);
SELECT results_eq($$SELECT * FROM test.tale('test_vera', '(SELECT step, what, note FROM sales.deal_history WHERE receipt = $1)', 2)$$,
    $$VALUES ('(1,received,)'), ('(2,claimed,)'), ('(3,handed_over,"to services")')$$, 'what was taken back from another team is not there');

-- ---- Plans ---------------------------------------------------------------------------------------------------------------
-- Which tables a plan goes through, and how many rows each step has left out. What all people of the audience may know is let be.
CREATE FUNCTION test.leaks(who text, query text) RETURNS TABLE (kind text, relation text, removed text) LANGUAGE plpgsql AS $$
DECLARE
    plan jsonb;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    EXECUTE 'EXPLAIN (ANALYZE, VERBOSE, COSTS, FORMAT json) ' || query INTO plan;
    RESET SESSION AUTHORIZATION;
    RETURN QUERY
    WITH RECURSIVE node (n) AS (
        SELECT plan -> 0 -> 'Plan'
        UNION ALL
        SELECT c.child FROM node CROSS JOIN LATERAL jsonb_array_elements(node.n -> 'Plans') AS c (child))
    SELECT n ->> 'Node Type', n ->> 'Relation Name', coalesce(n ->> 'Rows Removed by Filter', n ->> 'Rows Removed by Join Filter', n ->> 'Rows Removed by Index Recheck')
      FROM node
     WHERE n ->> 'Relation Name' NOT IN ('waiting', 'work', 'other_receipt', 'merge_proposal', 'contact_point', 'setting', 'reason', 'verdict', 'team', 'stage', 'category',
                                         'required_answer', 'caption', 'working_hours', 'special_day');
END $$;
CREATE TABLE test.view AS
SELECT r.who, c.oid::regclass::text AS view
  FROM unnest('{test_olga,test_pavel,test_vera}'::text[]) AS r (who), pg_class AS c
 WHERE c.relkind = 'v' AND c.relnamespace IN ('desk'::regnamespace, 'sales'::regnamespace) AND has_table_privilege(r.who, c.oid, 'SELECT')
   AND pg_get_viewdef(c.oid) !~ 'intake\.head\(' AND c.oid <> ALL (coalesce((SELECT array_agg(o) FROM unnest('{desk.board,desk.hours}'::text[]) AS v CROSS JOIN LATERAL (SELECT to_regclass(v)::oid AS o) AS t WHERE o IS NOT NULL), '{}'));
SELECT set_has('SELECT view FROM test.view', $$VALUES ('desk.queue'), ('desk.my_leads'), ('desk.lead_history'), ('desk.kpi'), ('desk.second_look'), ('sales.deals'), ('sales.deal_history')$$,
               'the views are among them');
-- Which leads there are any qualifier may know: desk.find finds them all.
SELECT is_empty(format('SELECT * FROM test.leaks(%L, %L) WHERE (%L, relation) IS DISTINCT FROM (%L, %L)', who, 'SELECT * FROM ' || view, view, 'desk.by_client', 'lead'), who || ': the plan of ' || view || ' goes through nothing private') FROM test.view;
SELECT is_empty(format('SELECT * FROM test.leaks(%L, %L)', who, query), who || ': nor does that of ' || query) FROM (VALUES
    ('test_vera', 'SELECT * FROM sales.deals WHERE amount > 1000'), ('test_vera', 'SELECT * FROM sales.deal_history WHERE details ? ''amount'''),
    ('test_vera', 'SELECT * FROM sales.deals AS d JOIN sales.deal_history AS h USING (receipt) WHERE h.what = ''won'''),
    ('test_pavel', 'SELECT * FROM desk.lead_history WHERE details ? ''amount'''), ('test_pavel', 'SELECT * FROM desk.kpi WHERE won > 0'),
    ('test_pavel', 'SELECT * FROM desk.second_look AS s JOIN desk.lead_history AS h USING (receipt) WHERE h.what = ''refused''')) AS q (who, query);
SELECT is_empty($$SELECT c.oid::regclass FROM pg_class AS c WHERE c.oid IN (SELECT v.view::regclass FROM test.view AS v) AND pg_get_viewdef(c.oid) ~ 'intake\.\w+_rows\('
                    AND NOT c.reloptions @> '{security_barrier=true}'$$, 'what chooses by person is a barrier as well');
-- A condition of the caller's own meets only rows that the caller sees.
CREATE FUNCTION test.probe(thing text, pattern text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$
BEGIN
    IF thing ~ pattern THEN
        RAISE EXCEPTION USING ERRCODE = 'TT001', MESSAGE = thing;
    END IF;
    RETURN true;
END $$;
SELECT is(test.try(who, format('SELECT * FROM %s WHERE test.probe(%s, %L)', view, thing, pattern)), 'ok', who || ' with a condition that would tell: ' || view) FROM (VALUES
    ('test_vera', 'sales.deals', 'amount::text', '777'), ('test_vera', 'sales.deal_history', 'coalesce(note, '''')', 'general'),
    ('test_pavel', 'desk.kpi', 'qualifier', 'olga'), ('test_olga', 'desk.lead_history', 'coalesce(details::text, '''')', '777')) AS q (who, view, thing, pattern);
SELECT is(test.try('test_gleb', $$SELECT * FROM sales.deals WHERE test.probe(amount::text, '777')$$), 'TT001', 'what is the own team''s it meets');

-- ---- Blind -----------------------------------------------------------------------------------------------------------------
-- Three leads with the same history but for the verdict; each client writes again. All that the second judge can be told of
-- them is the same.
UPDATE intake.setting SET recheck_share = 1;
SELECT test.submit(VARIADIC ARRAY(SELECT test.record(n, test.contacts('+7900000' || n)) FROM generate_series(4001, 4003) AS n)) \g /dev/null
SELECT test.do('test_olga', format('desk.take(test.receipt(%s))', n), format('desk.record_attempt(test.receipt(%s), ''talked'')', n),
               format('desk.add_answer(test.receipt(%s), ''weight_kg'', ''5'')', n), verdict)
  FROM (VALUES (4001, $$desk.refuse(test.receipt(4001), 'too_small', 'Соседи')$$), (4002, $$desk.hand_over(test.receipt(4002), 'general', 'горячий')$$),
               (4003, $$desk.mark_spam(test.receipt(4003), 'robot')$$)) AS t (n, verdict) \g /dev/null
SELECT test.do('test_gleb', 'sales.take_deal(test.receipt(4002))') \g /dev/null
SELECT test.submit(VARIADIC ARRAY(SELECT test.record(100 + n, test.contacts('+7900000' || n)) FROM generate_series(4001, 4003) AS n)) \g /dev/null

-- test.told(who, n): everything the person is told of a lead, and of the client's next one, by views, messages and plans; digits
-- left out. What it does is taken back.
CREATE FUNCTION test.told(who text, n bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    act  text;
    said text := '';
    hint text;
    part text;
BEGIN
  BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    FOREACH act IN ARRAY ARRAY['renew($1)', 'release($1, ''other'')', 'record_attempt($1, ''busy'')', 'add_answer($1, ''to'', ''x'')', 'add_note($1, ''x'')',
                               'set_category($1, ''red'')', 'set_stage($1, ''details'')', 'postpone($1, (now() + interval ''1 hour'')::text, ''asked_later'')',
                               'refuse($1, ''too_small'')', 'mark_spam($1, ''robot'')', 'mark_unreachable($1, ''no_answer'')', 'hand_over($1, ''general'')',
                               'reopen($1, ''mistake'')', 'take($1)', 'seen($1)', 'keep_apart($1)', 'unmerge($1, ''x'')'] LOOP
        BEGIN
            EXECUTE 'SELECT desk.' || replace(act, '$1', quote_literal(test.lead(n)));
            said := said || E'\n' || act || ': done';
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
            said := said || E'\n' || concat_ws(' ', act || ':', SQLSTATE, SQLERRM, hint);
        END;
    END LOOP;
    FOREACH act IN ARRAY ARRAY['desk.lead_history WHERE receipt = $1', 'desk.client_history($1)', 'desk.client_history($2)', 'desk.second_look WHERE receipt = $1',
                               'desk.card($1)', 'desk.card($2)', 'desk.find($1)', 'desk.search($1)', 'desk.queue WHERE receipt = $2', 'desk.notices WHERE receipt = $1', 'desk.merge_proposals WHERE receipt = $1'] LOOP
        act := replace(replace(act, '$1', quote_literal(test.lead(n))), '$2', quote_literal(test.lead(n + 100)));
        EXECUTE 'SELECT string_agg(s::text, E''\n'') FROM (SELECT * FROM ' || act || ') AS s' INTO part;
        said := concat(said, E'\n', act, ': ', part, E'\n', test.plan('SELECT * FROM ' || act) -> 'Actual Rows');
    END LOOP;
    RAISE EXCEPTION USING ERRCODE = 'TT000';
  EXCEPTION WHEN SQLSTATE 'TT000' THEN
    RESET SESSION AUTHORIZATION;
    RETURN regexp_replace(regexp_replace(said, '[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|\m[0-9a-f]{4}-[0-9a-f]{4}\M', 'ID', 'g'), '[0-9]+', '#', 'g');
  END;
END $$;
SELECT isnt(test.told('test_olga', 4001), test.told('test_olga', n), 'she knows what she said of ' || n) FROM unnest('{4002,4003}'::int[]) AS n;
SELECT is(test.told(who, 4001), test.told(who, n), format('%s is told the same of one that was refused and of %s', who, n))
  FROM unnest('{test_pavel,test_nina}'::text[]) AS who, unnest('{4002,4003}'::int[]) AS n;
SELECT unalike(test.told('test_pavel', n), '%test_olga%', 'not who judged ' || n) FROM generate_series(4001, 4003) AS n;
SELECT results_eq($$SELECT * FROM test.tale('test_pavel', '(SELECT step, what, at IS NULL, who IS NULL, details FROM desk.lead_history WHERE receipt = $1)', 4002)$$,
    $$VALUES ('(1,received,f,f,)'), ('(2,claimed,t,t,)'), ('(3,attempted,t,t,)'), ('(4,answered,t,t,"{""field"": ""weight_kg"", ""value"": ""5""}")')$$, 'what was learned he sees');
SELECT is_empty($$SELECT * FROM test.tale('test_pavel', '(SELECT earlier_deals, last_verdict, last_owner FROM desk.queue WHERE receipt = ' || quote_literal(test.receipt(4102)) || ')', 4102, '[1-9a-z]')$$,
    'the next card has no verdict, no deal and nobody');
-- What stands behind a hidden step has the next number
SELECT test.submit(test.record(4004, test.contacts('+79000004004') || '{"rank": 0}')) \g /dev/null
SELECT test.do('test_olga', 'desk.take(test.receipt(4004))', $$desk.mark_spam(test.receipt(4004), 'robot')$$, $$desk.reopen(test.receipt(4004), 'mistake')$$,
               $$desk.add_note(test.receipt(4004), 'x')$$, $$desk.refuse(test.receipt(4004), 'too_small')$$) \g /dev/null
SELECT results_eq($$SELECT * FROM test.tale('test_pavel', '(SELECT step, what FROM desk.lead_history WHERE receipt = $1)', 4004)$$,
    $$VALUES ('(1,received)'), ('(2,claimed)'), ('(3,noted)')$$, 'that a lead was opened again in between he cannot count');
SELECT throws_ok($$SELECT test.do('test_pavel', 'desk.reopen(test.receipt(4001), ''mistake'')')$$, '55000', 'your second opinion on lead ' || test.short(4001) || ' is wanted first',
    'to open it would be a way to look');
-- A look at the answer and back: what was given a moment ago could still be taken back.
SELECT test.do('test_pavel', $$desk.second_verdict(test.receipt(4001), 'refused', 'too_small')$$, $$desk.second_verdict(test.receipt(4002), 'refused', 'too_small')$$,
               $$desk.second_verdict(test.receipt(4003), 'refused', 'too_small')$$) \g /dev/null
SELECT is(test.told('test_pavel', 4001), test.told('test_pavel', n), 'before the end of the transaction he is told no more: ' || n) FROM unnest('{4002,4003}'::int[]) AS n;
UPDATE intake.second_verdict SET given_at = now() - interval '1 second' WHERE verdict IS NOT NULL;
SELECT isnt_empty($$SELECT * FROM test.tale('test_pavel', '(SELECT what, who, details FROM desk.lead_history WHERE receipt = $1)', 4001, 'redirected,test_olga.*Соседи')$$, 'after it he sees what she said');
SELECT lives_ok($$SELECT test.do('test_pavel', 'desk.reopen(test.receipt(4001), ''mistake'')')$$, 'and may open it again');

-- ---- Which verdicts are judged again ----------------------------------------------------------------------------------------
SELECT is_empty($$SELECT r FROM unnest('{test_olga,test_gleb,firstline_desk,firstline_intake}'::text[]) AS r WHERE has_table_privilege(r, 'intake.secret', 'SELECT')
                   OR has_function_privilege(r, 'intake.is_picked(uuid)', 'EXECUTE') OR has_table_privilege(r, 'intake.second_verdict', 'SELECT')$$, 'the salt is nobody''s to read');
UPDATE intake.setting SET recheck_share = 0.5;
SELECT ok(count(*) FILTER (WHERE intake.is_picked(id)) BETWEEN 150 AND 250 AND count(*) FILTER (WHERE intake.is_picked(id) = ((hashtextextended(id::text, 0) & 1048575) < 524288)) BETWEEN 150 AND 250,
          'half of them are, and the receipt does not tell which') FROM (SELECT test.lead(n) AS id FROM generate_series(1, 400) AS n) AS t;
-- Whoever closes a lead may count what that did, look around, and take it back.
CREATE FUNCTION test.counted(OUT added bigint, OUT read bigint) LANGUAGE plpgsql AS $$
BEGIN
    SELECT sum(pg_stat_get_xact_tuples_inserted(c.oid)), sum(pg_stat_get_xact_tuples_returned(c.oid) + pg_stat_get_xact_tuples_fetched(c.oid)) INTO added, read
      FROM pg_class AS c WHERE c.oid = 'intake.second_verdict'::regclass OR c.oid IN (SELECT i.indexrelid FROM pg_index AS i WHERE i.indrelid = 'intake.second_verdict'::regclass);
END $$;
CREATE FUNCTION test.did(n bigint, share numeric) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    since record;
    till  record;
BEGIN
    UPDATE intake.setting SET recheck_share = share;
    PERFORM test.submit(test.record(n, test.contacts('+79001' || n)));
    PERFORM test.do('test_olga', format('desk.take(test.receipt(%s))', n));
    since := test.counted();
    PERFORM test.do('test_olga', format('desk.refuse(test.receipt(%s), ''too_small'')', n), '1 FROM desk.second_look');
    till := test.counted();
    RETURN (till.added - since.added) || ' ' || (till.read - since.read);
END $$;
SELECT test.did(5000, 0) \g /dev/null
SELECT alike(test.did(5001, 0), '1 %', 'closing a lead notes whether it will be judged again, which it will not');
SELECT is(test.did(5002, 1), test.did(5003, 0), 'one that will be does just as much');
SELECT is_empty($$SELECT * FROM test.tale('test_olga', '(SELECT receipt FROM desk.second_look)', 0, right(test.receipt(5002), 12))$$, 'who judged it is not asked');
SELECT results_eq($$SELECT * FROM test.tale('test_pavel', '(SELECT receipt FROM desk.second_look) ', 0, right(test.receipt(5001), 12) || '|' || right(test.receipt(5002), 12))$$,
    $$SELECT format('(%s)', test.receipt(5002))$$, 'the one is asked about, the other not');
SELECT is(test.try('test_pavel', $$SELECT desk.second_verdict(test.receipt(5001), 'spam', 'robot')$$), '42501', 'nor answered');
SELECT isnt_empty($$SELECT * FROM test.tale('test_pavel', '(SELECT what FROM desk.lead_history WHERE receipt = $1)', 5001, 'refused')$$, 'and hides nothing');

SELECT * FROM finish();
ROLLBACK;
