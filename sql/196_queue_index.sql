-- The queue stays quick whatever lies at its head: who sleeps stands behind everybody, and whom somebody has is found by key. Its
-- index is as narrow as can be, for all that was taken lies at its head till the next vacuum.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('196_queue_index') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

DROP INDEX intake.waiting_order, intake.waiting_of_client, intake.work_of_owner;
CREATE INDEX waiting_order ON intake.waiting (asleep_until NULLS FIRST, promised, repeat DESC, rank, received_at);
CREATE INDEX waiting_of_client ON intake.waiting
    (client, asleep_until NULLS FIRST, promised, repeat DESC, rank, received_at, lead);

CREATE INDEX work_of_owner ON intake.work (owner, claimed_at DESC) WHERE state = 'claimed';
-- Who has a client. A predicate of its own, which is that of no other index: where nothing is known of the sizes the planner takes
-- any index with a fitting one, and reads it through.
CREATE INDEX work_held ON intake.work (client) WHERE lease_until IS NOT NULL;

COMMENT ON COLUMN intake.waiting.asleep_until IS
    'It was night where the client is when somebody could have had the lead, or it is one of a nuisance''s hundreds whom somebody '
    'has: it stands behind the others till then.';

-- With what is learned of a table all sessions plan anew what they do with it, all at once (waiting: 142). Half of it changed is
-- early enough.
ALTER TABLE intake.work       SET (autovacuum_analyze_scale_factor = 0.5);
ALTER TABLE intake.lead_event SET (autovacuum_analyze_scale_factor = 0.5);

\endif
