-- What people do with a lead: its present state, narrow, and its history, which is only added to.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('140_work') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

-- No foreign keys: a lead is written in one statement with its work and its first event and can never be deleted; and
-- to the category each lead would lock one of very few rows. One CHECK, and text where a domain is not needed: the server
-- compiles each of them anew for every INSERT (105).
CREATE TABLE intake.work (
    lead        uuid              PRIMARY KEY,
    state       intake.work_state NOT NULL,
    step        integer           NOT NULL DEFAULT 1,
    owner       name,
    lease_until timestamptz,
    not_before  timestamptz,
    promised    timestamptz,
    skipped_by  name,
    stage       text,
    attempts    bigint            NOT NULL DEFAULT 0,
    answers     json,
    category    intake.label      NOT NULL,
    rank        integer           NOT NULL,
    repeat      boolean           NOT NULL,
    verdict     intake.verdict_name,
    reason      intake.label,
    received_at timestamptz       NOT NULL,
    CONSTRAINT work_state_fits CHECK (
        (state = 'postponed') = (not_before IS NOT NULL)
        AND (state = 'claimed') = (lease_until IS NOT NULL AND owner IS NOT NULL)
        AND (state = 'closed') = (verdict IS NOT NULL) AND (verdict IS NULL) = (reason IS NULL))
);

-- What goes back to the queue by itself.
CREATE INDEX work_wakes ON intake.work ((coalesce(lease_until, not_before))) WHERE state IN ('claimed', 'postponed');

COMMENT ON TABLE  intake.work             IS 'The present state of each lead.';
COMMENT ON COLUMN intake.work.state IS
    'claimed: owner has it until lease_until. postponed: until not_before. The others: see intake.work_state.';
COMMENT ON COLUMN intake.work.step        IS 'How many events its history has: the number of the last one.';
COMMENT ON COLUMN intake.work.owner       IS 'Who has it; of a closed lead, who closed it.';
COMMENT ON COLUMN intake.work.promised    IS 'For when a second chance was agreed on, until the lead is closed.';
COMMENT ON COLUMN intake.work.skipped_by  IS 'Who gave it back last: gets it again only if nothing else waits.';
COMMENT ON COLUMN intake.work.stage       IS 'How far the talk with the client has come; null: not begun.';
COMMENT ON COLUMN intake.work.attempts    IS 'How often somebody tried to reach the client.';
COMMENT ON COLUMN intake.work.answers     IS
    'All answers as qualifiers have corrected and added to them; null: as the visitor gave them.';
COMMENT ON COLUMN intake.work.reason      IS 'Why it was closed; of a qualified lead, the team that has it now.';
COMMENT ON COLUMN intake.work.category    IS 'The category now; what the rules said is in the lead.';
COMMENT ON COLUMN intake.work.received_at IS 'As in the lead, for the order of the queue.';

CREATE TABLE intake.lead_event (
    lead    uuid              NOT NULL,
    step    integer           NOT NULL,
    at      timestamptz       NOT NULL DEFAULT clock_timestamp(),
    who     name              NOT NULL,
    what    intake.event_kind NOT NULL,
    reason  intake.label,
    note    text,
    details jsonb,
    CONSTRAINT lead_event_pkey PRIMARY KEY (lead, step)
);

COMMENT ON TABLE  intake.lead_event      IS 'Who did what when. Only added to.';
COMMENT ON COLUMN intake.lead_event.step IS
    'Counts from 1 for each lead; the key makes two actions at one time impossible.';
COMMENT ON COLUMN intake.lead_event.who  IS 'The login, or the role it had taken on.';
COMMENT ON COLUMN intake.lead_event.reason  IS 'From a list: intake.reason.';
COMMENT ON COLUMN intake.lead_event.note    IS 'In the person''s own words.';
COMMENT ON COLUMN intake.lead_event.details IS 'What goes with the act: from and to, field and value, not_before, team, deal.';

\endif
