-- desk.kpi: how the first line works, per qualifier and day. A qualifier sees the own rows, a head everybody's. Runs with
-- the rights of its owner: it counts deals, which a qualifier does not see. The last thirteen weeks.

CREATE OR REPLACE VIEW desk.kpi WITH (security_barrier) AS
WITH now AS (
    SELECT s.zone, statement_timestamp() - interval '13 weeks' AS since FROM intake.setting AS s
), act AS (
    SELECT e.lead, e.who, (e.at AT TIME ZONE now.zone)::date AS day, e.at, e.what::text AS what, e.details
      FROM now JOIN intake.lead_event AS e ON e.at >= now.since
     WHERE e.what IN ('claimed', 'released', 'expired', 'attempted', 'postponed', 'refused', 'redirected',
                      'unreachable', 'spam', 'handed_over')
), done AS (
    SELECT a.who, a.day,
           count(*) FILTER (WHERE a.what = 'claimed') AS taken,
           count(*) FILTER (WHERE a.what = 'released') AS skipped,
           count(*) FILTER (WHERE a.what = 'expired') AS expired,
           count(*) FILTER (WHERE a.what = 'attempted') AS attempts,
           count(*) FILTER (WHERE a.what = 'postponed') AS second_chances,
           count(*) FILTER (WHERE a.what IN ('refused', 'redirected')) AS refused,
           count(*) FILTER (WHERE a.what = 'unreachable') AS unreachable,
           count(*) FILTER (WHERE a.what = 'spam') AS spam,
           count(*) FILTER (WHERE a.what = 'handed_over') AS handed_over,
           count(d.lead) FILTER (WHERE d.outcome = 'won') AS won,
           count(d.lead) FILTER (WHERE d.outcome = 'lost') AS lost,
           sum((a.details ->> 'known')::numeric) / nullif(sum((a.details ->> 'asked')::numeric), 0) AS completeness
      FROM act AS a
      LEFT JOIN intake.deal AS d ON a.what = 'handed_over' AND d.lead = a.lead AND d.n = (a.details ->> 'deal')::integer
     GROUP BY a.who, a.day
), answered AS (      -- each lead counts for the one who took it first; without an attempt its time still runs
    SELECT DISTINCT ON (c.lead) c.lead, c.who, c.day,
           (SELECT min(t.at) FROM act AS t WHERE t.lead = c.lead AND t.what = 'attempted') AS attempted_at
      FROM act AS c
     WHERE c.what = 'claimed' AND NOT EXISTS (SELECT FROM intake.lead_event AS b    -- before the thirteen weeks
                                               WHERE b.lead = c.lead AND b.what = 'claimed' AND b.at < c.at)
     ORDER BY c.lead, c.at
), speed AS (
    SELECT a.who, a.day, count(*) FILTER (WHERE a.attempted_at IS NULL) AS not_yet_called,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY intake.working_time(
               l.received_at, coalesce(a.attempted_at, statement_timestamp()))) AS speed
      FROM answered AS a JOIN intake.lead AS l ON l.id = a.lead
     GROUP BY a.who, a.day
), second AS (
    SELECT s.first_by AS who, (s.asked_at AT TIME ZONE now.zone)::date AS day, count(*) AS judged_again,
           count(*) FILTER (WHERE replace(s.verdict, 'redirected', 'refused')
                                = replace(s.first_verdict, 'redirected', 'refused')) AS agreed
      FROM now JOIN intake.second_verdict AS s ON s.asked_at >= now.since AND s.verdict IS NOT NULL
     GROUP BY s.first_by, day
)
SELECT d.day, d.who::text AS qualifier, d.taken, d.skipped, d.expired, d.attempts,
       date_trunc('second', p.speed) AS speed_to_lead, coalesce(p.not_yet_called, 0) AS not_yet_called,
       round(d.completeness, 2) AS completeness,
       d.handed_over, d.refused, d.second_chances, d.unreachable, d.spam,
       round(d.handed_over::numeric / nullif(d.handed_over + d.refused + d.unreachable + d.spam, 0), 2)
           AS handed_over_share,
       d.won, d.lost, round(d.won::numeric / nullif(d.won + d.lost, 0), 2) AS won_share,
       coalesce(s.judged_again, 0) AS judged_again, round(s.agreed::numeric / s.judged_again, 2) AS agreement
  FROM done AS d
  LEFT JOIN speed AS p ON p.who = d.who AND p.day = d.day
  LEFT JOIN second AS s ON s.who = d.who AND s.day = d.day
 WHERE d.who = (SELECT desk.caller()) OR (SELECT desk.is_head())
 ORDER BY d.day DESC, qualifier;

COMMENT ON VIEW   desk.kpi                IS
    'Your work by day, of the last thirteen weeks; a head sees everybody''s. Shares are between 0 and 1.';
COMMENT ON COLUMN desk.kpi.day            IS 'In the zone of the installation.';
COMMENT ON COLUMN desk.kpi.qualifier      IS 'Whose.';
COMMENT ON COLUMN desk.kpi.taken          IS 'Leads taken from the queue.';
COMMENT ON COLUMN desk.kpi.skipped        IS 'Leads given back. All should skip about the same share.';
COMMENT ON COLUMN desk.kpi.expired        IS 'Leads whose lease ran out.';
COMMENT ON COLUMN desk.kpi.attempts       IS 'Tries to reach a client.';
COMMENT ON COLUMN desk.kpi.speed_to_lead  IS
    'Median of the working time from the request to the first attempt, over the leads that were first taken that day. '
    'A lead that has not been called yet counts with the time so far, so the median is at least this.';
COMMENT ON COLUMN desk.kpi.not_yet_called IS 'How many of these leads have not been called yet.';
COMMENT ON COLUMN desk.kpi.completeness   IS
    'Of what the team wants to know, the share that was known when the lead was handed over or refused.';
COMMENT ON COLUMN desk.kpi.handed_over    IS 'Leads handed over to sales.';
COMMENT ON COLUMN desk.kpi.refused        IS 'Leads refused, those that were pointed elsewhere included.';
COMMENT ON COLUMN desk.kpi.second_chances IS 'Leads postponed.';
COMMENT ON COLUMN desk.kpi.unreachable    IS 'Leads closed because nobody answered.';
COMMENT ON COLUMN desk.kpi.spam           IS 'Leads that were none.';
COMMENT ON COLUMN desk.kpi.handed_over_share IS 'Of the leads closed that day, the share handed over.';
COMMENT ON COLUMN desk.kpi.won            IS 'Of the leads handed over that day: won by sales so far.';
COMMENT ON COLUMN desk.kpi.lost           IS 'Of the leads handed over that day: lost by sales so far.';
COMMENT ON COLUMN desk.kpi.won_share      IS 'Of those that sales have closed, the share won.';
COMMENT ON COLUMN desk.kpi.judged_again   IS 'Verdicts of that day on which a colleague has given a second one.';
COMMENT ON COLUMN desk.kpi.agreement      IS 'The share of them in which both said the same; refused and redirected are one.';
