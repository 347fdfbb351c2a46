-- The time before firstline, to compare with: what the company counted then.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('189_baseline') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.baseline (
    since  date    NOT NULL,
    until  date    NOT NULL,
    leads  bigint  NOT NULL CONSTRAINT baseline_leads CHECK (leads > 0),
    won    bigint  NOT NULL CONSTRAINT baseline_won CHECK (won BETWEEN 0 AND leads),
    amount numeric NOT NULL CONSTRAINT baseline_amount CHECK (amount >= 0 AND amount < 1e15),    -- NaN is above all numbers
    set_at timestamptz NOT NULL DEFAULT statement_timestamp(),
    set_by name    NOT NULL,
    CONSTRAINT baseline_pkey PRIMARY KEY (since),
    CONSTRAINT baseline_order CHECK (since <= until),
    CONSTRAINT baseline_nothing_for_nothing CHECK (won > 0 OR amount = 0),
    CONSTRAINT baseline_apart EXCLUDE USING gist (daterange(since, until, '[]') WITH &&)
);

COMMENT ON TABLE  intake.baseline        IS
    'What there was before firstline: leads and sales of one period, or of several that do not overlap. SELECT marketing.set_baseline(...).';
COMMENT ON COLUMN intake.baseline.since  IS 'The first day of the period.';
COMMENT ON COLUMN intake.baseline.until  IS 'The last day of it.';
COMMENT ON COLUMN intake.baseline.leads  IS 'How many requests there were.';
COMMENT ON COLUMN intake.baseline.won    IS 'How many of them became sales.';
COMMENT ON COLUMN intake.baseline.amount IS 'What these were worth together, in the currency of the setting.';
COMMENT ON COLUMN intake.baseline.set_at IS 'When this was said.';
COMMENT ON COLUMN intake.baseline.set_by IS 'By whom.';

\endif
