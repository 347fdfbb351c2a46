-- Merges of clients: links, with author and reason, that can be undone. They rewrite no lead.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('170_client_merge') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.client_merge (
    client     uuid          NOT NULL,
    merged_at  timestamptz   NOT NULL DEFAULT clock_timestamp(),
    into_one   uuid          NOT NULL,
    merged_by  name          NOT NULL,
    reason     intake.remark NOT NULL,
    undone_at  timestamptz,
    undone_by  name,
    undone_why intake.remark,
    CONSTRAINT client_merge_pkey PRIMARY KEY (client, merged_at),
    CONSTRAINT client_merge_older CHECK (into_one < client),
    CONSTRAINT client_merge_undone CHECK ((undone_at IS NULL) = (undone_by IS NULL)
                                          AND (undone_at IS NULL) = (undone_why IS NULL))
);
-- A client is part of one other at the most, and of an older one: so the links make trees, and each has one root.
CREATE UNIQUE INDEX client_merge_once ON intake.client_merge (client) WHERE undone_at IS NULL;
CREATE INDEX client_merge_parts ON intake.client_merge (into_one) WHERE undone_at IS NULL;

COMMENT ON TABLE  intake.client_merge           IS 'Two clients are one: client is the same as into_one.';
COMMENT ON COLUMN intake.client_merge.into_one  IS 'The older of the two.';
COMMENT ON COLUMN intake.client_merge.undone_at IS 'Since then they are two again; null: they are one.';

\endif
