-- Clients and what they are known by.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('120_client') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.client (
    id         uuid        PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE  intake.client    IS 'A person or company that can be reached. Known by its contact points.';
COMMENT ON COLUMN intake.client.id IS
    'The id of its first lead: so the older of two clients is found without looking, and a lead repeats if its '
    'id is not its client.';

CREATE TABLE intake.contact_point (
    kind       intake.contact_kind  NOT NULL,
    value      intake.contact_value NOT NULL,
    client     uuid                 NOT NULL,
    created_at timestamptz          NOT NULL DEFAULT now(),
    CONSTRAINT contact_point_pkey PRIMARY KEY (kind, value)
);
CREATE INDEX contact_point_client ON intake.contact_point (client);

-- No foreign key from here or from the lead to the client: the tables are distributed by different columns.
COMMENT ON TABLE  intake.contact_point IS
    'What a client is known by. One phone, one client: the primary key sees to it.';
COMMENT ON COLUMN intake.contact_point.value  IS 'Normalised: a phone in E.164, an e-mail in canonical form.';
COMMENT ON COLUMN intake.contact_point.client IS 'Whose it is. Never rewritten by a lead.';

CREATE TABLE intake.merge_proposal (
    lead        uuid        PRIMARY KEY,
    client      uuid        NOT NULL,
    others      uuid[]      NOT NULL CONSTRAINT merge_proposal_others CHECK (cardinality(others) > 0),
    proposed_at timestamptz NOT NULL DEFAULT now(),
    answer      text        CONSTRAINT merge_proposal_answer CHECK (answer IN ('merged', 'kept apart')),
    answered_at timestamptz,
    answered_by name,
    CONSTRAINT merge_proposal_answered
        CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL))
);

COMMENT ON TABLE  intake.merge_proposal IS
    'A lead whose contact points belong to more than one client: are they the same?';
COMMENT ON COLUMN intake.merge_proposal.client IS 'The oldest of them, to which the lead was linked.';
COMMENT ON COLUMN intake.merge_proposal.others IS 'The others, oldest first.';
COMMENT ON COLUMN intake.merge_proposal.answer IS 'What a qualifier decided; null: nothing yet.';

\endif
