-- What can be taken back for a while, and what sellers need besides: a next step, and an owner by turn.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('198_undo_and_sales') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

ALTER TABLE intake.work ADD COLUMN was jsonb;
COMMENT ON COLUMN intake.work.was IS
    'What its last event took from its owner, and what it was like then: desk.undo gives it back. Null: nothing.';

-- A hand-over that was taken back leaves its deal, so that the next has another number; it counts nowhere.
ALTER TABLE intake.deal
    DROP CONSTRAINT deal_outcome,
    ADD CONSTRAINT deal_outcome CHECK (outcome IN ('won', 'lost', 'withdrawn')),
    ADD COLUMN next_at   timestamptz,
    ADD COLUMN next_step text,
    ADD CONSTRAINT deal_next CHECK ((next_at IS NULL) = (next_step IS NULL) AND (next_at IS NULL OR outcome IS NULL));
COMMENT ON COLUMN intake.deal.outcome   IS 'won, lost, or withdrawn: the hand-over was undone, and the deal counts nowhere. Null: open.';
COMMENT ON COLUMN intake.deal.next_at   IS 'When the seller wants to go on with it; null: said nothing.';
COMMENT ON COLUMN intake.deal.next_step IS 'What is to be done then.';

ALTER TABLE intake.staff_team ADD COLUMN assigned_at timestamptz;
COMMENT ON COLUMN intake.staff_team.assigned_at IS 'When this person last got a deal of the team by turn; null: not yet.';

-- Of each deal somebody is told.
CREATE INDEX notice_about ON intake.notice (about) WHERE seen_at IS NULL;
COMMENT ON TABLE  intake.notice IS
    'What people are told: there is a new deal; or a client has written again of whom somebody has an open deal or an open lead.';
COMMENT ON COLUMN intake.notice.lead  IS 'The new lead; the same as about: it is the deal that is new.';
COMMENT ON COLUMN intake.notice.about IS 'The earlier one, which is somebody''s work.';

\endif
