-- Reports grow with what they report on, and not with its square: judged by the plan and by the rows that it counts. Of
-- desk.kpi what it is made of, since its own plan is a call.
BEGIN;
\ir lib/begin.sql
\ir lib/history.sql
\ir lib/plan.sql
SELECT plan(10);

CREATE TABLE test.report (view text PRIMARY KEY, few numeric, many numeric);
INSERT INTO test.report (view) VALUES ('intake.kpi'), ('marketing.funnel'), ('marketing.speed_to_lead'), ('marketing.channel_daily'), ('marketing.balance');
SELECT test.history(1000) \g /dev/null
ANALYZE;
UPDATE test.report AS r SET few = (SELECT sum(n.rows) FROM test.nodes(test.plan('TABLE ' || r.view)) AS n);
SELECT test.history(3000) \g /dev/null
ANALYZE;
UPDATE test.report AS r SET many = (SELECT sum(n.rows) FROM test.nodes(test.plan('TABLE ' || r.view)) AS n);

SELECT cmp_ok(r.many, '<', 5 * r.few, r.view || ' looks at four times the rows for four times the leads') FROM test.report AS r;
-- What is looked up by key for each lead is a few rows; a list that is begun anew for each lead is read to its end.
SELECT is_empty(format('SELECT * FROM test.nodes(test.plan(%L)) WHERE loops > 10 AND kind IN (''Seq Scan'', ''CTE Scan'', ''Function Scan'', ''Materialize'', ''Sort'')',
                       'TABLE ' || r.view),
                r.view || ' goes through no table and no list once for each lead') FROM test.report AS r;

SELECT * FROM finish();
ROLLBACK;
