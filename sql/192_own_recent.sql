-- What makes a lead one's own after it has been closed: what one did with it lately, and the deals of one's teams. By these, four
-- digits of a receipt will do.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('192_own_recent') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

-- Acts have a reason; that a lead was received, which is the most of all events, has none.
CREATE INDEX lead_event_own ON intake.lead_event (who, at) WHERE reason IS NOT NULL;
CREATE INDEX deal_recent ON intake.deal (team, closed_at);

-- It takes another argument now (274).
DROP FUNCTION IF EXISTS intake.client_of(uuid);

\endif
