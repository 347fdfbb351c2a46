-- The four schemas, one for each audience, and the list of what has been done once.

CREATE SCHEMA IF NOT EXISTS intake;
CREATE SCHEMA IF NOT EXISTS desk;
CREATE SCHEMA IF NOT EXISTS sales;
CREATE SCHEMA IF NOT EXISTS marketing;

COMMENT ON SCHEMA intake IS
    'What was received and what is done with it: private tables. The intake program calls intake.hello() and '
    'intake.submit(), nothing else.';
COMMENT ON SCHEMA desk IS
    'For qualifiers: the queue of leads to call, and the functions to take a lead and to give it back.';
COMMENT ON SCHEMA sales IS
    'For sales teams: their own deals.';
COMMENT ON SCHEMA marketing IS
    'For marketing: numbers of leads by day and channel. No personal data.';

CREATE TABLE IF NOT EXISTS intake.migration (
    name    text        PRIMARY KEY CONSTRAINT migration_name CHECK (name ~ '^1\d\d_\w+$'),
    done_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE intake.migration IS 'The 1nn files of sql/ that have been run in this database.';
