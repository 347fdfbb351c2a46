-- The queue by itself: the leads that wait for somebody. Apart from work, which keeps every lead there ever was: what a
-- claim leaves behind is passed over by each later claim until it is vacuumed, and this table is vacuumed in no time.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('142_waiting') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.waiting (
    lead        uuid        PRIMARY KEY,
    repeat      boolean     NOT NULL,
    rank        integer     NOT NULL,
    received_at timestamptz NOT NULL,
    skipped_by  name
) WITH (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 0,
        vacuum_index_cleanup = on, vacuum_truncate = off,
        autovacuum_analyze_scale_factor = 100);     -- new statistics would make every session plan anew, to the same end

CREATE INDEX waiting_order ON intake.waiting (repeat DESC, rank, received_at, lead);

COMMENT ON TABLE intake.waiting IS
    'The queue: the leads that are new or due. A row for each, copied from work, and gone when somebody takes the lead.';
COMMENT ON COLUMN intake.waiting.skipped_by IS 'As in work.';

\endif
