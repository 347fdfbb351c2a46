-- What sales have: deals, each made from a lead by a hand-over; and what people are told.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('160_deal') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

-- A deal has no number of its own to be mixed up with another: it is the n-th of its lead, and only the last can be
-- open. So visitor, qualifier and seller all speak of one receipt.
CREATE TABLE intake.deal (
    lead      uuid         NOT NULL,
    n         integer      NOT NULL CONSTRAINT deal_n CHECK (n >= 1),
    client    uuid         NOT NULL,
    team      intake.label NOT NULL CONSTRAINT deal_team REFERENCES intake.team,
    stage     intake.label NOT NULL,
    owner     name,
    opened_at timestamptz  NOT NULL,
    opened_by name         NOT NULL,
    outcome   text         CONSTRAINT deal_outcome CHECK (outcome IN ('won', 'lost')),
    reason    intake.label,
    amount    numeric      CONSTRAINT deal_amount CHECK (amount >= 0),
    margin    numeric,
    closed_at timestamptz,
    CONSTRAINT deal_pkey PRIMARY KEY (lead, n),
    CONSTRAINT deal_closed CHECK ((outcome IS NULL) = (closed_at IS NULL) AND (outcome IS NULL) = (reason IS NULL)),
    CONSTRAINT deal_won CHECK ((outcome IS NOT DISTINCT FROM 'won') = (amount IS NOT NULL AND margin IS NOT NULL)),
    CONSTRAINT deal_margin CHECK (margin <= amount)
);
CREATE UNIQUE INDEX deal_one_open ON intake.deal (lead) WHERE outcome IS NULL;
CREATE INDEX deal_of_client ON intake.deal (client);
CREATE INDEX deal_of_team ON intake.deal (team, opened_at);

COMMENT ON TABLE  intake.deal        IS 'A deal: the part of the work that begins when a lead is handed over.';
COMMENT ON COLUMN intake.deal.lead   IS 'From which it was made.';
COMMENT ON COLUMN intake.deal.n IS
    'Counts the deals of a lead: there is a second if the lead was reopened after the first was closed.';
COMMENT ON COLUMN intake.deal.owner  IS 'Who of the team has taken it; null: nobody yet.';
COMMENT ON COLUMN intake.deal.margin IS 'What of the amount is left for us.';

CREATE TABLE intake.notice (
    lead    uuid        NOT NULL,
    about   uuid        NOT NULL,
    login   name,
    team    intake.label,
    made_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz,
    seen_by name,
    CONSTRAINT notice_pkey PRIMARY KEY (lead, about),
    CONSTRAINT notice_addressee CHECK ((login IS NULL) <> (team IS NULL)),
    CONSTRAINT notice_seen CHECK ((seen_at IS NULL) = (seen_by IS NULL))
);
CREATE INDEX notice_to_login ON intake.notice (login) WHERE seen_at IS NULL;
CREATE INDEX notice_to_team ON intake.notice (team) WHERE seen_at IS NULL;

COMMENT ON TABLE  intake.notice IS
    'A client has written again: told to whoever has an open deal or an open lead of that client.';
COMMENT ON COLUMN intake.notice.lead  IS 'The new lead.';
COMMENT ON COLUMN intake.notice.about IS 'The earlier one, which is somebody''s work.';
COMMENT ON COLUMN intake.notice.team  IS 'Whom it is for if nobody of the team has taken the deal yet.';

\endif
