-- A verdict is one row: what it does to a lead, as what it counts, which event gives it, from which list its reasons are.
-- The events that give no verdict are rows of their own. Whatever asks one of these things asks here.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('186_verdict_kinds') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

ALTER TABLE intake.verdict
    ADD COLUMN closes       boolean NOT NULL DEFAULT true,
    ADD COLUMN counts_as    intake.label CONSTRAINT verdict_counts_as REFERENCES intake.verdict,
    ADD COLUMN judged_again boolean NOT NULL DEFAULT true,
    ADD COLUMN event        intake.label CONSTRAINT verdict_event UNIQUE,
    ADD COLUMN reasons      intake.label,
    ADD CONSTRAINT verdict_judged_again CHECK (closes OR NOT judged_again);
UPDATE intake.verdict AS v
   SET closes = v.name <> 'second_chance',
       counts_as = CASE v.name WHEN 'redirected' THEN 'refused' ELSE v.name END,
       judged_again = v.name NOT IN ('second_chance', 'unreachable'),
       event = CASE v.name WHEN 'qualified' THEN 'handed_over' WHEN 'second_chance' THEN 'postponed' ELSE v.name END,
       reasons = CASE v.name WHEN 'qualified' THEN NULL WHEN 'second_chance' THEN 'postpone'
                             WHEN 'unreachable' THEN 'unreachable' WHEN 'spam' THEN 'spam' ELSE 'refuse' END;
ALTER TABLE intake.verdict ALTER COLUMN counts_as SET NOT NULL, ALTER COLUMN event SET NOT NULL;

COMMENT ON TABLE  intake.verdict IS
    'What can become of a lead. The names are the program''s; ru and en are what may be typed as well, and are yours. A '
    'further verdict is a further row: it can be written into desk.my_leads from then on.';
COMMENT ON COLUMN intake.verdict.closes       IS 'The lead is closed by it. Not by a second chance.';
COMMENT ON COLUMN intake.verdict.counts_as    IS 'Under which verdict it is counted in reports: usually itself.';
COMMENT ON COLUMN intake.verdict.judged_again IS
    'There is something to judge: a share of these verdicts is given a second time, blind, by a colleague.';
COMMENT ON COLUMN intake.verdict.event        IS 'As what it stands in the history of the lead.';
COMMENT ON COLUMN intake.verdict.reasons      IS
    'From which list the reason is: intake.reason.act. Null: the reason is the team that has the lead now.';

CREATE TABLE intake.event_name (
    name          intake.label PRIMARY KEY,
    process       intake.label NOT NULL CONSTRAINT event_name_process CHECK (process IN ('lead', 'deal')),
    tells_verdict boolean      NOT NULL DEFAULT false,
    CONSTRAINT event_name_deal_tells CHECK (tells_verdict OR process <> 'deal')
);
INSERT INTO intake.event_name (process, tells_verdict, name)
SELECT 'lead', false, unnest('{received,claimed,renewed,released,expired,due,attempted,categorised,staged,answered,noted}'::text[])
UNION ALL
SELECT 'lead', true, 'reopened'
UNION ALL
SELECT 'deal', true, unnest('{deal_taken,deal_staged,deal_noted,won,lost}'::text[]);

COMMENT ON TABLE  intake.event_name         IS
    'What stands in the history of a lead besides its verdicts; those are in intake.verdict.event.';
COMMENT ON COLUMN intake.event_name.process IS 'Of the lead, or of the deal made from it. One history for both.';
COMMENT ON COLUMN intake.event_name.tells_verdict IS
    'There was a verdict if this stands there: hidden with it from whoever is to judge the lead a second time.';

-- The names stand in tables now, which a domain cannot ask; who writes them does (intake.enter). Nothing is asked of each
-- row that comes in.
ALTER DOMAIN intake.event_kind DROP CONSTRAINT event_kind_known;
ALTER DOMAIN intake.event_kind ADD CONSTRAINT event_kind_length CHECK (octet_length(VALUE) BETWEEN 1 AND 256);
ALTER DOMAIN intake.verdict_name DROP CONSTRAINT verdict_name_known;
ALTER DOMAIN intake.verdict_name ADD CONSTRAINT verdict_name_length CHECK (octet_length(VALUE) BETWEEN 1 AND 256);
ALTER TABLE intake.second_verdict
    ADD CONSTRAINT second_verdict_first_known FOREIGN KEY (first_verdict) REFERENCES intake.verdict,
    ADD CONSTRAINT second_verdict_known FOREIGN KEY (verdict) REFERENCES intake.verdict;
-- A list of reasons for each verdict that has one: 262 asks for it.
ALTER TABLE intake.reason DROP CONSTRAINT reason_act;

\endif
