-- A merge or split locks what waits of its clients, as a claim does: so it takes a number of the person's claims, too, and one
-- that is rolled back leaves a gap. One that stands leaves its number here.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('192_spent_number') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.spent_number (
    who    name        NOT NULL,
    at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    number bigint      NOT NULL,
    CONSTRAINT spent_number_pkey PRIMARY KEY (who, at, number)
);
COMMENT ON TABLE  intake.spent_number        IS 'Numbers of the claims of people (intake.claims_NUMBER) that a merge or split took, and no claim.';
COMMENT ON COLUMN intake.spent_number.who    IS 'Whose.';
COMMENT ON COLUMN intake.spent_number.at     IS 'When.';
COMMENT ON COLUMN intake.spent_number.number IS 'Which.';

\endif
