-- What the head of the first line needs: a reason to take a lead back from a colleague, and to find who has waited longest.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('199_head') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

INSERT INTO intake.reason (act, position, name, ru, en) VALUES
    ('release', 6, 'absent', 'коллега отсутствует', 'the colleague is absent')
ON CONFLICT DO NOTHING;
CREATE INDEX waiting_arrival ON intake.waiting (received_at, lead);

\endif
