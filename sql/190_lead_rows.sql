-- Leads are kept as they came, two and more on a page. Beyond 2 kB, which a lead with a comment has, the server would
-- try to make each of its texts smaller: a fifth of the work of storing one, and to no end, since short texts hardly
-- get smaller. Beyond 4 kB it still does.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('190_lead_rows') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

ALTER TABLE intake.lead SET (toast_tuple_target = 4080);

-- What intake.store_run has taken the place of, and what answers otherwise since.
DROP FUNCTION IF EXISTS intake.find_second(uuid, bytea);
DROP FUNCTION IF EXISTS intake.find_recent(bytea, timestamptz);
DROP FUNCTION IF EXISTS intake.store_leads(intake.lead[]);
DROP FUNCTION IF EXISTS intake.lock_names(intake.record[]);

\endif
