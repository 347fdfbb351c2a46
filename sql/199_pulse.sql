-- By what it is seen at one look that something has changed (244): each event has the number of its transaction, and what leaves no
-- event is noted apart.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('199_pulse') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

-- Two steps: with a default from the start each event of before would be written anew.
ALTER TABLE intake.lead_event ADD COLUMN xid xid8;
ALTER TABLE intake.lead_event ALTER COLUMN xid SET DEFAULT pg_current_xact_id();
CREATE INDEX lead_event_xid ON intake.lead_event (xid) WHERE xid IS NOT NULL;
COMMENT ON COLUMN intake.lead_event.xid IS 'The transaction that wrote it, of the server that did; null: of before.';

CREATE TABLE intake.changed (
    xid  xid8  NOT NULL DEFAULT pg_current_xact_id(),
    what name  NOT NULL
);
CREATE INDEX changed_xid ON intake.changed (xid);
COMMENT ON TABLE  intake.changed      IS 'Changes that are no event of a lead, such as a merge or a notice that was read: the last thousand or so.';
COMMENT ON COLUMN intake.changed.what IS 'Of which table.';

\endif
