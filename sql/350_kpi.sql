-- How the first line works, per qualifier and day. The last thirteen weeks.

-- intake.claims_made(login text) returns bigint: the number of the person's last claim, one that was rolled back too; null: there
-- was none, the person is not the caller's to look at, or nobody can say: a standby knows the number ahead of what was claimed.
CREATE OR REPLACE FUNCTION intake.claims_made(login text)
RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN NOT pg_is_in_recovery() AND (login = desk.caller() OR desk.is_head())
                THEN pg_sequence_last_value(to_regclass(intake.claim_counter(login))) END;
END
$$;

-- intake.kpi: the numbers of everybody. Private: it counts deals, which a qualifier does not see.
-- Linear in the events: nothing is looked for among the rows of another step, but hashed or sorted and put together.
CREATE OR REPLACE VIEW intake.kpi AS
WITH now AS (
    SELECT s.zone, statement_timestamp() - interval '13 weeks' AS since FROM intake.setting AS s
), kind AS (
    SELECT v.event::text AS what, v.closes, v.counts_as::text AS counts_as FROM intake.verdict AS v
    UNION ALL
    SELECT unnest('{claimed,released,expired,taken_back,reopened,attempted}'::text[]) AS what, false AS closes, NULL AS counts_as
), undone AS (      -- what was taken back counts for nothing
    SELECT e.lead, (e.details ->> 'step')::integer AS step
      FROM now JOIN intake.lead_event AS e ON e.at >= now.since AND e.what = 'undone'
), first AS (       -- each lead counts for the one who took it first; without an attempt its time still runs
    SELECT e.lead, (array_agg(e.who ORDER BY e.step) FILTER (WHERE e.what = 'claimed'))[1]::text AS who,
           min(e.at) FILTER (WHERE e.what = 'claimed') AS at, min(e.at) FILTER (WHERE e.what = 'attempted') AS attempted_at
      FROM intake.lead_event AS e WHERE e.what IN ('claimed', 'attempted') GROUP BY e.lead
), numbered AS (    -- the leads of one claim have one number, and stand together: a person claims one at a time
    SELECT e.who::text AS who, e.at, e.n, lag(e.n, 1, 0::bigint) OVER later AS before, lead(e.at) OVER later IS NULL AS last
      FROM (SELECT o.who, o.at, (o.details ->> 'claim')::bigint AS n, o.lead FROM intake.lead_event AS o WHERE o.what = 'claimed' AND o.details ? 'claim'
            UNION ALL
            SELECT o.who, o.at, o.number AS n, NULL AS lead FROM intake.spent_number AS o) AS e
    WINDOW later AS (PARTITION BY e.who ORDER BY e.at, e.lead)
), rolled_back AS ( -- numbers without a claim; who came back to work begins with 1 again
    SELECT m.who, m.at, CASE WHEN m.n >= m.before THEN greatest(m.n - m.before - 1, 0) ELSE m.n - 1 END AS claims FROM numbered AS m
    UNION ALL
    SELECT s.login, coalesce(m.at, statement_timestamp()), greatest(intake.claims_made(s.login) - coalesce(m.n, 0), 0)
      FROM intake.staff AS s
      LEFT JOIN numbered AS m ON m.who = s.login AND m.last
), act AS (
    -- What is decided after sales have won does not count again: the lead was reopened, and has been counted.
    SELECT e.who::text AS who, (e.at AT TIME ZONE now.zone)::date AS day, k.what,
           k.what = 'claimed' AND coalesce(e.details ? 'by_receipt', false) AS by_receipt,    -- older ones have no details
           k.what IN ('reopened', 'taken_back') AND coalesce(e.details ->> 'of' = e.who, true) AS own,
           e.details @> '{"skip": true}' AS skip,
           k.what = 'attempted' AND e.details IS NULL AS attempt,
           v.verdict, v.verdict IS NOT NULL AND (c.attempted_at < e.at) IS NOT TRUE AS untried,
           c.outcomes[(v.details ->> 'deal')::integer] AS outcome,
           (v.details ->> 'known')::integer AS known, (v.details ->> 'asked')::integer AS asked, 0::bigint AS rolled_back
      FROM now
      JOIN intake.lead_event AS e ON e.at >= now.since
      JOIN kind AS k ON k.what = e.what
      LEFT JOIN (SELECT coalesce(f.lead, w.lead) AS lead, f.attempted_at, w.outcomes, w.won_at
                   FROM first AS f
                   FULL JOIN (SELECT d.lead, array_agg(d.outcome ORDER BY d.n) AS outcomes,
                                     min(d.closed_at) FILTER (WHERE d.outcome = 'won') AS won_at
                                FROM intake.deal AS d GROUP BY d.lead) AS w ON w.lead = f.lead) AS c ON c.lead = e.lead AND k.closes
     CROSS JOIN LATERAL (SELECT k.closes AND (c.won_at < e.at) IS NOT TRUE AS counts) AS f
     CROSS JOIN LATERAL (SELECT CASE WHEN f.counts THEN k.counts_as END AS verdict,
                                CASE WHEN f.counts THEN e.details END AS details) AS v
     WHERE NOT EXISTS (SELECT FROM undone AS u WHERE u.lead = e.lead AND u.step = e.step)
    UNION ALL
    SELECT r.who, (r.at AT TIME ZONE now.zone)::date AS day, NULL AS what, false AS by_receipt, false AS own, false AS skip,
           false AS attempt, NULL AS verdict, false AS untried, NULL AS outcome, NULL AS known, NULL AS asked, r.claims AS rolled_back
      FROM now JOIN rolled_back AS r ON r.at >= now.since AND r.claims > 0
), done AS (
    SELECT a.who, a.day,
           count(*) FILTER (WHERE a.what = 'claimed' AND NOT a.by_receipt OR a.what = 'reopened' AND NOT a.own) AS taken,
           count(*) FILTER (WHERE a.by_receipt) AS by_receipt,
           count(*) FILTER (WHERE a.what = 'released' OR a.skip OR a.what = 'taken_back' AND a.own)
               + sum(a.rolled_back)::bigint AS skipped,
           count(*) FILTER (WHERE a.what = 'expired') AS expired,
           count(*) FILTER (WHERE a.attempt) AS attempts,
           count(*) FILTER (WHERE a.what = 'postponed') AS second_chances,
           count(a.verdict) AS decided,
           count(*) FILTER (WHERE a.untried) AS without_attempt,
           count(*) FILTER (WHERE a.verdict = 'qualified') AS handed_over,
           count(*) FILTER (WHERE a.verdict = 'refused') AS refused,
           count(*) FILTER (WHERE a.verdict = 'unreachable') AS unreachable,
           count(*) FILTER (WHERE a.verdict = 'spam') AS spam,
           count(*) FILTER (WHERE a.outcome = 'won') AS won,
           count(*) FILTER (WHERE a.outcome = 'lost') AS lost,
           sum(a.known)::numeric / nullif(sum(a.asked), 0) AS completeness
      FROM act AS a GROUP BY a.who, a.day
), waited AS (
    SELECT f.who, (f.at AT TIME ZONE now.zone)::date AS day, f.attempted_at, now.zone, l.received_at AS since,
           greatest(l.received_at, least(f.attempted_at, statement_timestamp())) AS until
      FROM now
      JOIN first AS f ON f.at >= now.since
      JOIN intake.lead AS l ON l.id = f.lead
     WHERE l.channel IS DISTINCT FROM 'import' OR (SELECT i.counts FROM intake.import_lead AS i WHERE i.lead = l.id) IS NOT FALSE
), office AS (
    SELECT h.day, h.since, h.until, h.opens, h.lasts, h.worked
      FROM now
     CROSS JOIN (SELECT min(w.since) AS first, greatest(max(w.until), statement_timestamp()) AS last FROM waited AS w) AS span
     CROSS JOIN LATERAL intake.office_hours((span.first AT TIME ZONE now.zone)::date,
                                            (span.last AT TIME ZONE now.zone)::date) AS h
), timed AS (
    SELECT w.who, w.day, w.attempted_at,
           e.worked + greatest(least(e.lasts, w.until - e.opens), interval '0')
           - b.worked - greatest(least(b.lasts, w.since - b.opens), interval '0') AS took
      FROM waited AS w
      JOIN office AS b ON b.day = (w.since AT TIME ZONE w.zone)::date AND b.since <= w.since AND w.since < b.until
      JOIN office AS e ON e.day = (w.until AT TIME ZONE w.zone)::date AND e.since <= w.until AND w.until < e.until
), speed AS (
    SELECT t.who, t.day, count(*) FILTER (WHERE t.attempted_at IS NULL) AS not_yet_called,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY t.took) AS half_within
      FROM timed AS t GROUP BY t.who, t.day
), second AS (
    SELECT j.first_by::text AS who, (j.asked_at AT TIME ZONE now.zone)::date AS day, count(*) AS judged_again,
           count(*) FILTER (WHERE one.counts_as = other.counts_as) AS agreed
      FROM now
      JOIN intake.second_verdict AS j ON j.asked_at >= now.since
      JOIN intake.verdict AS one ON one.name = j.first_verdict
      JOIN intake.verdict AS other ON other.name = j.verdict
     GROUP BY j.first_by, day
)
SELECT d.day, d.who AS qualifier, d.taken, d.skipped, d.expired, d.attempts,
       date_trunc('second', p.half_within) AS speed_to_lead, coalesce(p.not_yet_called, 0) AS not_yet_called,
       round(d.completeness, 2) AS completeness,
       d.handed_over, d.refused, d.second_chances, d.unreachable, d.spam,
       round(d.handed_over::numeric / nullif(d.decided, 0), 2) AS handed_over_share,
       d.won, d.lost, round(d.won::numeric / nullif(d.won + d.lost, 0), 2) AS won_share,
       coalesce(s.judged_again, 0) AS judged_again, round(s.agreed::numeric / s.judged_again, 2) AS agreement,
       d.by_receipt, d.without_attempt
  FROM done AS d
  LEFT JOIN speed AS p ON p.who = d.who AND p.day = d.day
  LEFT JOIN second AS s ON s.who = d.who AND s.day = d.day;

COMMENT ON VIEW intake.kpi IS 'The numbers of everybody: what desk.kpi shows of them, its comments tell.';

-- intake.kpi_rows() returns rows of intake.kpi: the caller's own, and of a head everybody's.
CREATE OR REPLACE FUNCTION intake.kpi_rows()
RETURNS SETOF intake.kpi
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me        CONSTANT text := intake.reader();
    everybody CONSTANT boolean := desk.is_head();
BEGIN
    RETURN QUERY SELECT k.* FROM intake.kpi AS k WHERE k.qualifier = me OR everybody;
END
$$;

CREATE OR REPLACE VIEW desk.kpi WITH (security_barrier) AS
SELECT k.* FROM intake.kpi_rows() AS k ORDER BY k.day DESC, k.qualifier;

COMMENT ON VIEW   desk.kpi                IS
    'Your work by day, of the last thirteen weeks; a head sees everybody''s. Shares are between 0 and 1. A lead that was '
    'reopened after sales had won it counts once: what is decided on it later is not counted. Each other verdict is counted, also of '
    'a lead that was reopened and closed again: so many verdicts were given. One that was undone is not.';
COMMENT ON COLUMN desk.kpi.day            IS 'In the zone of the installation.';
COMMENT ON COLUMN desk.kpi.qualifier      IS 'Whose.';
COMMENT ON COLUMN desk.kpi.taken          IS 'Leads taken from the queue, and leads of colleagues that were reopened.';
COMMENT ON COLUMN desk.kpi.skipped        IS
    'Leads given back; claims, merges and splits of waiting clients that were rolled back; leads postponed without an attempt or for less than the setting '
    'least_postponement; leads whose lease ran out without an attempt. All should skip about the same share. What was rolled back '
    'is a gap in the numbers of the claims, and stands on the day of the next one, or of the last if there is none. A crash of the '
    'server may leave a gap of up to 32 numbers.';
COMMENT ON COLUMN desk.kpi.expired        IS 'Leads whose lease ran out, with an attempt or without.';
COMMENT ON COLUMN desk.kpi.attempts       IS
    'Tries to reach a client. Several within the setting attempt_gap are one, and so is one for several leads of a client.';
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
COMMENT ON COLUMN desk.kpi.by_receipt     IS 'Leads taken by their receipt, past the queue: clients who called. Not among those taken.';
COMMENT ON COLUMN desk.kpi.without_attempt IS 'Leads closed that nobody had tried to reach.';
