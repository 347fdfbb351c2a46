-- A row for each verdict that may be judged again, picked or not: so that closing a lead does the same work either way.
-- Anybody may count what the own transaction has added to a table (pg_stat_xact_all_tables, EXPLAIN with WAL), and take it back.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('195_unpicked') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

ALTER TABLE intake.second_verdict ADD COLUMN picked boolean NOT NULL DEFAULT true;
ALTER TABLE intake.second_verdict ADD CONSTRAINT second_verdict_of_picked CHECK (picked OR verdict IS NULL);
DROP INDEX intake.second_verdict_waits;
CREATE INDEX second_verdict_waits ON intake.second_verdict (picked, first_by) WHERE verdict IS NULL;
COMMENT ON TABLE  intake.second_verdict IS
    'Verdicts of the kinds that are judged again. Picked is the share recheck_share of the setting: on these a colleague is asked. '
    'The second verdict changes nothing but the numbers of desk.kpi.';
COMMENT ON COLUMN intake.second_verdict.picked IS 'A second verdict is wanted.';

\endif
