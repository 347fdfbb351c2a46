-- Reports grow with what they report on, and not with its square: judged by the plan, by the rows that it counts, and by the
-- pages that are looked at. Each view of marketing, so that a later one is looked at as well; of desk.kpi what it is made of, since its
-- own plan is a call, and so with what a report adds to the sums. While nothing is counted, and when all is.
BEGIN;
\ir lib/begin.sql
\ir lib/history.sql
\ir lib/plan.sql
SELECT no_plan();

-- Where a plan ends at a call: what is asked inside, of all leads.
CREATE FUNCTION test.query(report text) RETURNS text LANGUAGE sql STABLE
RETURN CASE report WHEN 'intake.cells_of' THEN (
    SELECT replace(substring(p.prosrc FROM 'RETURN QUERY\s+(.*);\s*END\s*$'), 'unnest(leads)',
                   format('unnest(%L::uuid[])', ARRAY(SELECT w.lead FROM intake.work AS w)))
      FROM pg_proc AS p WHERE p.oid = 'intake.cells_of(uuid[])'::regprocedure) ELSE 'TABLE ' || report END;
CREATE TABLE test.report AS
SELECT c.oid::regclass::text AS name FROM pg_class AS c WHERE c.relkind = 'v' AND c.relnamespace = 'marketing'::regnamespace
UNION ALL
VALUES ('intake.kpi'), ('desk.speed_to_lead'), ('intake.cells_of');
SELECT set_has('SELECT name FROM test.report', $$VALUES ('marketing.funnel'), ('marketing.cost_daily'), ('marketing.offline_conversions')$$, 'all reports are looked at');

CREATE TABLE test.look (name text, counted boolean, leads int, rows numeric, pages numeric, plan jsonb);
CREATE FUNCTION test.look(counted boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    ANALYZE;
    INSERT INTO test.look
    SELECT r.name, look.counted, (SELECT count(*) FROM intake.lead), (SELECT sum(n.rows) FROM test.nodes(p.plan) AS n),
           (p.plan ->> 'Shared Hit Blocks')::numeric + (p.plan ->> 'Shared Read Blocks')::numeric, p.plan
      FROM test.report AS r CROSS JOIN LATERAL (SELECT test.plan(test.query(r.name)) AS plan) AS p;
END $$;
-- What was paid, too, for as many days.
INSERT INTO intake.cost (source, medium, campaign, day, amount, currency, loaded_by)
SELECT s.source, '', '', current_date - d, 100, 'RUB', 'x' FROM (VALUES ('yandex'), ('vk')) AS s (source), generate_series(0, 100) AS d;

SELECT test.history(300), test.look(false), intake.count_leads('1 minute'), test.look(true) \g /dev/null
SELECT is((SELECT count(*) FROM intake.counted), 300::bigint, 'the first three hundred are counted');
SELECT test.history(900), intake.count_leads('1 minute'), test.look(true) \g /dev/null
SELECT is((SELECT count(*) FROM intake.counted), 1200::bigint, 'all is counted');
TRUNCATE intake.counted, intake.touch_input, intake.daily_sum, intake.daily_refusal, intake.daily_rule, intake.daily_hour, intake.daily_speed;
INSERT INTO intake.uncounted (lead) SELECT w.lead FROM intake.work AS w;
SELECT test.look(false) \g /dev/null

CREATE VIEW test.growth AS
SELECT many.*, few.rows AS few_rows, few.pages AS few_pages, many.name || CASE WHEN many.counted THEN ', counted,' ELSE ', not counted,' END AS called
  FROM test.look AS few JOIN test.look AS many USING (name, counted) WHERE few.leads = 300 AND many.leads = 1200;
SELECT is((SELECT count(*) FROM test.growth), 2 * (SELECT count(*) FROM test.report), 'each is looked at twice');
-- Four times the leads: a square would be sixteen times; a tree of an index becomes a level deeper, and few rows are put together otherwise.
SELECT cmp_ok(g.rows, '<', 8 * g.few_rows + 10, g.called || ' looks at some four times the rows for four times the leads') FROM test.growth AS g;
SELECT cmp_ok(g.pages, '<', 8 * g.few_pages + 100, g.called || ' looks at some four times the pages') FROM test.growth AS g;
-- What is looked up by key for each lead is a few rows, and so is a list of words; a list that is begun anew for each lead is read to its end.
SELECT is_empty(format('SELECT n.* FROM test.growth AS g CROSS JOIN LATERAL test.nodes(g.plan) AS n WHERE g.called = %L AND n.loops > 10 AND n.rows > 10 * n.loops AND n.kind IN (''Seq Scan'', ''CTE Scan'', ''Function Scan'', ''Materialize'', ''Sort'')', g.called),
                g.called || ' goes through no table and no list once for each lead') FROM test.growth AS g;
-- Counted, a report is one of days: whoever looks at it does not look at the leads.
SELECT cmp_ok(g.pages, '<', 1200::numeric, g.called || ' looks at less than a page for each lead')
  FROM test.growth AS g WHERE g.counted AND g.name LIKE 'marketing.%' AND g.name NOT IN ('marketing.speed_to_lead', 'marketing.offline_conversions');

SELECT * FROM finish();
ROLLBACK;
