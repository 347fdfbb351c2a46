-- The lists that people work from, when they are counted: no card of a lead is made to count it, and twice as many leads are
-- twice the work. Each view that a qualifier or a seller may read, so that a later one is looked at as well. Counted by the
-- plan, not timed.
BEGIN;
\ir lib/begin.sql
\ir lib/plan.sql
\ir lib/qualifiers.sql
SELECT no_plan();
UPDATE intake.staff SET head = true WHERE login = 'test_olga';     -- who sees the board as well
CREATE ROLE test_vera IN ROLE firstline_sales;
INSERT INTO intake.staff (login, name, works_in) VALUES ('test_vera', 'Вера', 'sales');
INSERT INTO intake.staff_team (login, team) VALUES ('test_vera', 'general');

-- test.fill(since, till): four leads for each of these numbers, copies of one. The first waits; olga has the second, and was
-- told of it; sales have the third, and were told of it; a second verdict on the fourth is wanted, and its client may be the
-- third's. Straight into the tables: handed in at once they would want more locks than the server has.
SELECT test.submit(test.record(0)) \g /dev/null
CREATE FUNCTION test.fill(since int, till int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE part AS
    SELECT kind, ids[1 + kind] AS lead, ids[1] AS waits, ids[3] AS sold
      FROM (SELECT ARRAY(SELECT test.uuid7(timestamptz '2026-11-20 08:00Z' + n * interval '1 second', 4 * n + i) FROM generate_series(0, 3) AS i) AS ids
              FROM generate_series(since, till) AS n) AS four
     CROSS JOIN generate_series(0, 3) AS kind;
    INSERT INTO intake.lead (id, form, language, received_at, client, repeat, keyed, fingerprint, contacts, answers, raw, place, touch,
                             category, colour, rank, rule, rule_set, evidence, why, marks)
    SELECT p.lead, l.form, l.language, l.received_at, p.lead, false, true, l.fingerprint, l.contacts, l.answers, l.raw, l.place, l.touch,
           l.category, l.colour, l.rank, l.rule, l.rule_set, l.evidence, l.why, l.marks
      FROM part AS p JOIN intake.lead AS l ON l.id = test.lead(0);
    INSERT INTO intake.work (lead, state, owner, lease_until, category, rank, repeat, verdict, reason, received_at, party, client, promised, promised_by)
    SELECT p.lead, (ARRAY['new', 'claimed', 'closed', 'closed'])[1 + p.kind], CASE p.kind WHEN 1 THEN 'test_olga' END,
           CASE p.kind WHEN 1 THEN now() + interval '1 hour' END, 'high-margin', 10, false,
           (ARRAY[NULL, NULL, 'qualified', 'refused'])[1 + p.kind], (ARRAY[NULL, NULL, 'general', 'too_small'])[1 + p.kind], now(),
           p.lead, p.lead, CASE p.kind WHEN 1 THEN now() + interval '1 hour' END, CASE p.kind WHEN 1 THEN 'test_olga' END
      FROM part AS p;
    INSERT INTO intake.lead_event (lead, step, who, what) SELECT p.lead, 1, 'test_pavel', 'received' FROM part AS p;
    INSERT INTO intake.deal (lead, n, client, team, stage, opened_at, opened_by)
    SELECT p.lead, 1, p.lead, 'general', 'new', now(), 'test_pavel' FROM part AS p WHERE p.kind = 2;
    INSERT INTO intake.notice (lead, about, login, team)
    SELECT p.waits, p.lead, CASE p.kind WHEN 1 THEN 'test_olga' END, CASE p.kind WHEN 2 THEN 'general' END
      FROM part AS p WHERE p.kind IN (1, 2);
    INSERT INTO intake.second_verdict (lead, first_by, first_verdict, first_reason)
    SELECT p.lead, 'test_pavel', 'refused', 'too_small' FROM part AS p WHERE p.kind = 3;
    INSERT INTO intake.merge_proposal (lead, client, others) SELECT p.lead, p.sold, ARRAY[p.lead] FROM part AS p WHERE p.kind = 3;
    DROP TABLE part;
END $$;

-- test.looks(view, reader): the number of rows, and what it takes to count them: cards, rows and pages.
CREATE FUNCTION test.looks(view text, reader text, OUT n bigint, OUT cards bigint, OUT rows numeric, OUT pages numeric)
LANGUAGE plpgsql AS $$
DECLARE
    query CONSTANT text := 'SELECT count(*) FROM ' || view;
    plan  jsonb;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', reader);
    EXECUTE query INTO n;           -- what is read once in a session has been read
    plan := test.plan(query);
    RESET SESSION AUTHORIZATION;
    SELECT coalesce(sum(s.loops) FILTER (WHERE s.calls = 'card'), 0), sum(s.rows) INTO cards, rows FROM test.nodes(plan) AS s;
    pages := (plan ->> 'Shared Hit Blocks')::bigint + (plan ->> 'Shared Read Blocks')::bigint;
END $$;
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

CREATE TABLE test.list AS
SELECT c.oid::regclass::text AS view, r.reader, pg_get_viewdef(c.oid) ~ 'intake\.card\(' AS of_leads
  FROM (VALUES ('test_olga'), ('test_vera')) AS r (reader)
 CROSS JOIN pg_class AS c
 WHERE c.relkind = 'v' AND c.relnamespace IN ('desk'::regnamespace, 'sales'::regnamespace) AND has_table_privilege(r.reader, c.oid, 'SELECT');
SELECT set_has('SELECT view FROM test.list WHERE of_leads',
    $$VALUES ('desk.queue'), ('desk.my_leads'), ('desk.notices'), ('desk.second_look'), ('sales.deals'), ('sales.notices')$$,
    'what shows leads is among them');

-- Marketing's numbers, of which the head sees some, are counted beside the leads, as the program does.
SELECT test.fill(1, 1000), intake.count_leads('1 minute') \g /dev/null
ANALYZE;
CREATE TABLE test.few AS SELECT l.view, t.* FROM test.list AS l CROSS JOIN LATERAL test.looks(l.view, l.reader) AS t;
SELECT test.fill(1001, 2000), intake.count_leads('1 minute') \g /dev/null
ANALYZE;
CREATE TABLE test.many AS SELECT l.view, t.* FROM test.list AS l CROSS JOIN LATERAL test.looks(l.view, l.reader) AS t;

SELECT is(few.n || ' ' || many.n, CASE WHEN l.view IN ('desk.queue', 'desk.board') THEN '1001 2001' WHEN l.view = 'desk.by_client' THEN '4001 8001' ELSE '1000 2000' END,
          l.view || ' has a lead in each row, at first a thousand')
  FROM test.list AS l JOIN test.few USING (view) JOIN test.many USING (view) WHERE l.of_leads;
SELECT is(many.cards, 0::bigint, 'to count ' || many.view || ' no card is made') FROM test.many;
-- Twice, or a little more where the plan is another one by then; the square would be four times.
SELECT cmp_ok(many.rows, '<', 3 * few.rows + 10, many.view || ' looks at twice the rows for twice the leads')
  FROM test.few JOIN test.many USING (view);
-- Pages depend more on the plan. There are eight thousand leads: a few pages for each is what a look by key takes.
-- A history takes three: its events, the names of those, and whether the verdict is to be hidden. desk.by_client shows all of
-- them, and looks for the client of each, and for the newest of that.
SELECT cmp_ok(many.pages, '<', CASE many.view WHEN 'desk.lead_history' THEN 3 WHEN 'desk.by_client' THEN 2 ELSE 1 END * 4 * 8000::numeric, many.view || ' looks at a few pages for each lead')
  FROM test.many;

SET SESSION AUTHORIZATION test_olga;
SELECT is(sum(s.loops), 2001::numeric, 'who reads the queue gets a card for each lead, and one')
  FROM test.nodes(test.plan('SELECT * FROM desk.queue')) AS s WHERE s.calls = 'card';
SELECT is(sum(s.loops), 20::numeric, 'who reads its first twenty gets twenty')
  FROM test.nodes(test.plan('SELECT * FROM desk.queue LIMIT 20')) AS s WHERE s.calls = 'card';
RESET SESSION AUTHORIZATION;
UPDATE intake.waiting AS q SET rank = 10 + abs(hashtext(q.lead::text)) % 90;     -- the order is not that in which they stand
ANALYZE intake.waiting;
SET SESSION AUTHORIZATION test_olga;
SELECT cmp_ok(sum(s.rows), '<', 1000::numeric, 'and nobody looks at the two thousand')
  FROM test.nodes(test.plan('SELECT * FROM desk.queue LIMIT 20')) AS s;
SELECT is_empty($$SELECT FROM test.nodes(test.plan('SELECT max(waiting), min(received_at), count(*) FILTER (WHERE wrote > 1) FROM desk.queue'))
                   WHERE calls = 'card'$$, 'for how long the first has been waiting is known without any');
RESET SESSION AUTHORIZATION;

SELECT * FROM finish();
ROLLBACK;
