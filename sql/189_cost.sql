-- What marketing spends, as it is loaded from the accounts of the channels: a sum for a source, medium, campaign and day.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('189_cost') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

-- The lengths keep a key within what an index takes.
CREATE TABLE intake.cost (
    source    text        NOT NULL CONSTRAINT cost_source CHECK (octet_length(source) BETWEEN 1 AND 256),
    medium    text        NOT NULL CONSTRAINT cost_medium CHECK (octet_length(medium) <= 256),
    campaign  text        NOT NULL CONSTRAINT cost_campaign CHECK (octet_length(campaign) <= 1024),
    day       date        NOT NULL CONSTRAINT cost_day CHECK (day BETWEEN '2000-01-01' AND '2099-12-31'),
    amount    numeric     NOT NULL CONSTRAINT cost_amount CHECK (amount >= 0 AND amount < 1e12),    -- NaN is above all numbers
    currency  text        NOT NULL CONSTRAINT cost_currency CHECK (currency ~ '^[A-Z]{3}$'),
    loaded_at timestamptz NOT NULL DEFAULT statement_timestamp(),
    loaded_by name        NOT NULL,
    CONSTRAINT cost_pkey PRIMARY KEY (source, medium, campaign, day)
);
CREATE INDEX cost_of_day ON intake.cost (day);

COMMENT ON TABLE  intake.cost           IS 'What was spent on advertising: firstline import-costs. A row that is loaded again replaces the one before.';
COMMENT ON COLUMN intake.cost.source    IS 'As in utm_source, in lower case.';
COMMENT ON COLUMN intake.cost.medium    IS 'As in utm_medium, in lower case; empty: none.';
COMMENT ON COLUMN intake.cost.campaign  IS 'As in utm_campaign, in lower case; empty: none.';
COMMENT ON COLUMN intake.cost.day       IS 'The day it was spent on, in the zone of the installation.';
COMMENT ON COLUMN intake.cost.amount    IS 'How much.';
COMMENT ON COLUMN intake.cost.currency  IS 'That of the setting when it was loaded.';
COMMENT ON COLUMN intake.cost.loaded_at IS 'When this amount was loaded; the same amount once more leaves it.';
COMMENT ON COLUMN intake.cost.loaded_by IS 'By whom.';

\endif
