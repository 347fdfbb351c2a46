-- What came from another system, a file at a time: who brought it, and which leads are of it, so that it can be withdrawn.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('199_import') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.import_batch (
    id            bigint       GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    form          intake.label NOT NULL,
    key           intake.label NOT NULL,
    file          intake.label NOT NULL,
    queued        boolean      NOT NULL,
    counts        boolean      NOT NULL,
    begun_at      timestamptz  NOT NULL DEFAULT clock_timestamp(),
    begun_by      name         NOT NULL,
    last_at       timestamptz  NOT NULL DEFAULT clock_timestamp(),
    done_at       timestamptz,
    rows          bigint       NOT NULL DEFAULT 0,
    refused       bigint       NOT NULL DEFAULT 0,
    stored        bigint       NOT NULL DEFAULT 0,
    withdrawn_at  timestamptz,
    withdrawn_by  name,
    withdrawn_why intake.remark,
    gone_at       timestamptz,
    CONSTRAINT import_batch_withdrawn CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);
CREATE UNIQUE INDEX import_batch_key ON intake.import_batch (form, key) WHERE withdrawn_at IS NULL;

CREATE TABLE intake.import_lead (
    lead      uuid    PRIMARY KEY,
    batch     bigint  NOT NULL,
    counts    boolean NOT NULL,
    withdrawn boolean NOT NULL DEFAULT false
);
CREATE INDEX import_lead_batch ON intake.import_lead (batch, lead) WHERE NOT withdrawn;

COMMENT ON TABLE  intake.import_batch            IS 'Files of another system that were brought in (firstline import). Nothing of it is deleted, a batch is withdrawn.';
COMMENT ON COLUMN intake.import_batch.key        IS 'By what the same file is known again: a digest of it, or the number that a page has given it.';
COMMENT ON COLUMN intake.import_batch.file       IS 'What the file was called.';
COMMENT ON COLUMN intake.import_batch.queued     IS 'Its leads went into the queue; otherwise they are history, closed from the beginning.';
COMMENT ON COLUMN intake.import_batch.counts     IS 'Its leads are in the numbers of marketing.';
COMMENT ON COLUMN intake.import_batch.last_at    IS 'When the last piece of it came.';
COMMENT ON COLUMN intake.import_batch.done_at    IS 'When it was through; null: it is under way, or was interrupted, and goes on when the same file is brought again.';
COMMENT ON COLUMN intake.import_batch.rows       IS 'Rows of the file that were read.';
COMMENT ON COLUMN intake.import_batch.refused    IS 'Of these: not taken.';
COMMENT ON COLUMN intake.import_batch.stored     IS 'Of these: a lead that was not known yet.';
COMMENT ON COLUMN intake.import_batch.withdrawn_at IS 'Since then it takes no row more; null: it was not withdrawn.';
COMMENT ON COLUMN intake.import_batch.gone_at    IS 'When all of its leads were withdrawn that nobody had worked on.';
COMMENT ON TABLE  intake.import_lead             IS 'Which lead is of which batch: the last that brought it.';
COMMENT ON COLUMN intake.import_lead.counts      IS 'As in the batch.';
COMMENT ON COLUMN intake.import_lead.withdrawn   IS 'It belongs to no client any more and counts nowhere; what was received stays.';

-- What takes one argument more since.
DROP FUNCTION IF EXISTS intake.store_run(intake.record[], bigint);

\endif
