-- What became of everything that was posted to a form: sums, as the intake program counts them.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('185_balance') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

-- A quarter of an hour is one of UTC: with each, days end in some zone, and in none between.
CREATE TABLE intake.post_count (
    slot       timestamptz NOT NULL,
    ledger     uuid        NOT NULL,
    received   bigint      NOT NULL,
    stored     bigint      NOT NULL,
    double     bigint      NOT NULL,
    spooled    bigint      NOT NULL,
    invalid    bigint      NOT NULL,
    refused    bigint      NOT NULL,
    not_sent   bigint      NOT NULL,
    busy       bigint      NOT NULL,
    unanswered bigint      NOT NULL,
    PRIMARY KEY (slot, ledger)
);

COMMENT ON TABLE  intake.post_count            IS 'How many submissions reached the intake, and what became of them: a row for each quarter of an hour and ledger.';
COMMENT ON COLUMN intake.post_count.slot       IS 'When the quarter of an hour began.';
COMMENT ON COLUMN intake.post_count.ledger     IS 'Whose numbers they are: a process has a ledger of its own, and goes on with that of the one before it.';
COMMENT ON COLUMN intake.post_count.received   IS 'Submissions that were read, without those that are being answered: counted apart from what follows.';
COMMENT ON COLUMN intake.post_count.stored     IS 'Thanked for, and new to the database.';
COMMENT ON COLUMN intake.post_count.double     IS 'The same submission again: thanked for with the first receipt.';
COMMENT ON COLUMN intake.post_count.spooled    IS 'Thanked for when they were safe on the disk, since the database was away.';
COMMENT ON COLUMN intake.post_count.invalid    IS 'Sent back with what is wrong in them.';
COMMENT ON COLUMN intake.post_count.refused    IS 'Answered that there is no such form, or that it cannot be read.';
COMMENT ON COLUMN intake.post_count.not_sent   IS 'Not meant to be sent: the visitor changed the language of the page.';
COMMENT ON COLUMN intake.post_count.busy       IS 'Neither database nor disk took them: the visitor was asked to send again later.';
COMMENT ON COLUMN intake.post_count.unanswered IS 'The program was killed before it had answered.';

\endif
