-- What ties a contact point to its client, and how it is cut: who said so, when, by which lead. What finds promised calls and
-- the newest leads.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('197_contact_link') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

ALTER TABLE intake.contact_point
    ADD COLUMN lead      uuid,
    ADD COLUMN linked_by name NOT NULL DEFAULT 'firstline_intake';
COMMENT ON COLUMN intake.contact_point.created_at IS 'Since when it is known.';
COMMENT ON COLUMN intake.contact_point.lead       IS
    'The lead by which it became its client''s; null: it was learned before version 0.2, and nobody noted of which.';
COMMENT ON COLUMN intake.contact_point.linked_by  IS 'Who said so: the intake program for the visitor, or the qualifier who learned it.';
COMMENT ON COLUMN intake.contact_point.client     IS 'Whose it is. Never rewritten by a lead; a person may split it off (intake.client_split).';

UPDATE intake.contact_point AS p SET lead = f.lead
  FROM (SELECT DISTINCT ON (c.kind, c.value, l.client) c.kind, c.value, l.client, l.id AS lead
          FROM intake.lead AS l CROSS JOIN LATERAL json_to_recordset(l.contacts) AS c (kind text, value text)
         WHERE l.client IS NOT NULL
         ORDER BY c.kind, c.value, l.client, l.received_at, l.id) AS f
 WHERE f.kind = p.kind AND f.value = p.value AND f.client = p.client;

CREATE TABLE intake.client_split (
    kind        intake.contact_kind  NOT NULL,
    value       intake.contact_value NOT NULL,
    from_client uuid                 NOT NULL,
    to_client   uuid                 NOT NULL CONSTRAINT client_split_pkey PRIMARY KEY,
    at          timestamptz          NOT NULL DEFAULT clock_timestamp(),
    by          name                 NOT NULL,
    reason      intake.remark        NOT NULL,
    undone_at   timestamptz,
    undone_by   name,
    undone_why  intake.remark,
    CONSTRAINT client_split_undone CHECK ((undone_at IS NULL) = (undone_by IS NULL) AND (undone_at IS NULL) = (undone_why IS NULL))
);
CREATE INDEX client_split_contact ON intake.client_split (kind, value);
CREATE INDEX client_split_from ON intake.client_split (from_client);
COMMENT ON TABLE  intake.client_split             IS 'A contact point was given a client of its own, for it was somebody else''s.';
COMMENT ON COLUMN intake.client_split.from_client IS 'Whose it had been.';
COMMENT ON COLUMN intake.client_split.to_client   IS 'The new client.';
COMMENT ON COLUMN intake.client_split.undone_at   IS 'Since then it is the first one''s again; null: it is not.';

-- In one transaction clients come one after another, too: which is the older is no matter of their ids.
ALTER TABLE intake.client ALTER COLUMN created_at SET DEFAULT clock_timestamp();
COMMENT ON COLUMN intake.client.id         IS 'The id of its first lead, or one of its own after a split.';
COMMENT ON COLUMN intake.client.created_at IS 'By our clock: the older of two clients is told by this, since a visitor may choose an id.';

CREATE INDEX work_promised ON intake.work (promised) WHERE promised IS NOT NULL;
CREATE INDEX lead_received ON intake.lead (received_at, id);      -- not of work, which changes

\endif
