-- What there was with a client before comes as one value: a card asks for it within a CASE, and most clients have none.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('198_client_past') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

DROP FUNCTION IF EXISTS intake.client_before(uuid, timestamptz);
CREATE TYPE intake.client_past AS (leads bigint, deals bigint, won bigint, last_verdict text, last_owner text);

\endif
