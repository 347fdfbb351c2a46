-- A second verdict, given blind, on a share of the leads: how well do qualifiers agree?

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('180_second_verdict') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.second_verdict (
    lead          uuid                PRIMARY KEY,
    asked_at      timestamptz         NOT NULL DEFAULT clock_timestamp(),
    first_by      name                NOT NULL,
    first_verdict intake.verdict_name NOT NULL,
    first_reason  intake.label        NOT NULL,
    second_by     name,
    verdict       intake.verdict_name,
    reason        intake.label,
    given_at      timestamptz,
    CONSTRAINT second_verdict_given CHECK (
        (verdict IS NULL) = (second_by IS NULL) AND (verdict IS NULL) = (given_at IS NULL)
        AND (verdict IS NULL) = (reason IS NULL)),
    CONSTRAINT second_verdict_other CHECK (second_by <> first_by)
);
CREATE INDEX second_verdict_waits ON intake.second_verdict (asked_at) WHERE verdict IS NULL;

COMMENT ON TABLE  intake.second_verdict IS
    'Leads that were picked for a second verdict: the share recheck_share of the setting. The second changes nothing '
    'but the numbers of desk.kpi.';
COMMENT ON COLUMN intake.second_verdict.first_by IS 'Who gave the verdict that stands.';
COMMENT ON COLUMN intake.second_verdict.verdict  IS 'What the second said; null: nobody yet.';

\endif
