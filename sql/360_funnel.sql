-- What becomes of the leads, and how fast they are answered. No personal data, and no way back to a lead.

-- Each lead is in one of open, spam, unreachable, refused and handed_over: by its verdict now, but what sales have won
-- stays handed over, whatever becomes of it after it was reopened.
CREATE OR REPLACE VIEW marketing.funnel AS
SELECT (l.received_at AT TIME ZONE s.zone)::date AS day,
       nullif(lower(btrim(l.touch ->> 'utm_source')), '') AS source,
       nullif(lower(btrim(l.touch ->> 'utm_medium')), '') AS medium,
       count(*) AS leads,
       count(*) FILTER (WHERE b.became IS NULL) AS open,
       count(*) FILTER (WHERE b.became = 'spam') AS spam,
       count(*) FILTER (WHERE b.became = 'unreachable') AS unreachable,
       count(*) FILTER (WHERE b.became = 'refused') AS refused,
       count(*) FILTER (WHERE b.became = 'qualified') AS handed_over,
       count(*) FILTER (WHERE d.won) AS won,
       count(*) FILTER (WHERE b.became = 'qualified' AND d.lost) AS lost,
       sum(d.amount) AS amount,
       sum(d.margin) AS margin
  FROM intake.lead AS l
 CROSS JOIN intake.setting AS s
  JOIN intake.work AS w ON w.lead = l.id
  LEFT JOIN intake.verdict AS v ON v.name = w.verdict
  LEFT JOIN (SELECT o.lead, bool_or(o.outcome IS NOT DISTINCT FROM 'won') AS won,
                    bool_and(o.outcome IS NOT DISTINCT FROM 'lost') AS lost, sum(o.amount) AS amount, sum(o.margin) AS margin
               FROM intake.deal AS o WHERE o.outcome IS DISTINCT FROM 'withdrawn' GROUP BY o.lead) AS d ON d.lead = l.id
 CROSS JOIN LATERAL (SELECT CASE WHEN d.won THEN 'qualified' ELSE v.counts_as::text END AS became) AS b
 WHERE (SELECT intake.reader()) IS NOT NULL
 GROUP BY day, source, medium;

COMMENT ON VIEW   marketing.funnel             IS
    'What became of the leads of a day and a channel, up to now. Each lead is in one of open, spam, unreachable, refused '
    'and handed_over.';
COMMENT ON COLUMN marketing.funnel.day         IS 'The day they were received, in the configured zone.';
COMMENT ON COLUMN marketing.funnel.source      IS 'utm_source, in lower case; empty: the link was not tagged.';
COMMENT ON COLUMN marketing.funnel.medium      IS 'utm_medium, in lower case.';
COMMENT ON COLUMN marketing.funnel.leads       IS 'Leads.';
COMMENT ON COLUMN marketing.funnel.open        IS 'Of these: not decided yet.';
COMMENT ON COLUMN marketing.funnel.spam        IS 'Of these: no requests at all.';
COMMENT ON COLUMN marketing.funnel.unreachable IS 'Of these: nobody answered.';
COMMENT ON COLUMN marketing.funnel.refused     IS 'Of these: we cannot serve them.';
COMMENT ON COLUMN marketing.funnel.handed_over IS 'Of these: are deals now, or were won once.';
COMMENT ON COLUMN marketing.funnel.won         IS 'Of those handed over: won.';
COMMENT ON COLUMN marketing.funnel.lost        IS 'Of those handed over: lost.';
COMMENT ON COLUMN marketing.funnel.amount      IS 'What the deals won are worth.';
COMMENT ON COLUMN marketing.funnel.margin      IS 'What of it is left for us.';

CREATE OR REPLACE VIEW marketing.speed_to_lead AS
WITH now AS (
    SELECT s.zone, statement_timestamp() - interval '13 weeks' AS since FROM intake.setting AS s
), waited AS (
    SELECT (l.received_at AT TIME ZONE now.zone)::date AS day, l.received_at AS since, now.zone, t.at AS called_at,
           w.state <> 'closed' AS open,
           CASE WHEN t.at IS NOT NULL OR w.state <> 'closed'
                THEN greatest(l.received_at, least(t.at, statement_timestamp())) END AS until
      FROM now
      JOIN intake.lead AS l ON l.received_at >= now.since
      JOIN intake.work AS w ON w.lead = l.id
      LEFT JOIN (SELECT e.lead, min(e.at) AS at FROM intake.lead_event AS e
                  WHERE e.what = 'attempted' GROUP BY e.lead) AS t ON t.lead = l.id
), office AS (
    SELECT h.day, h.since, h.until, h.opens, h.lasts, h.worked
      FROM now
     CROSS JOIN (SELECT greatest(max(l.received_at), statement_timestamp()) AS last FROM intake.lead AS l) AS span
     CROSS JOIN LATERAL intake.office_hours((now.since AT TIME ZONE now.zone)::date,
                                            (span.last AT TIME ZONE now.zone)::date) AS h
), timed AS (
    SELECT w.day, w.called_at, w.open,
           e.worked + greatest(least(e.lasts, w.until - e.opens), interval '0')
           - b.worked - greatest(least(b.lasts, w.since - b.opens), interval '0') AS took
      FROM waited AS w
      JOIN office AS b ON b.day = w.day AND b.since <= w.since AND w.since < b.until
      LEFT JOIN office AS e ON e.day = (w.until AT TIME ZONE w.zone)::date AND e.since <= w.until AND w.until < e.until
)
SELECT t.day,
       count(*) AS leads,
       count(t.called_at) AS called,
       count(*) FILTER (WHERE t.called_at IS NULL AND t.open) AS waiting,
       date_trunc('second', percentile_cont(0.5) WITHIN GROUP (ORDER BY t.took)) AS half_within,
       date_trunc('second', percentile_cont(0.9) WITHIN GROUP (ORDER BY t.took)) AS nine_in_ten_within
  FROM timed AS t
 WHERE (SELECT intake.reader()) IS NOT NULL
 GROUP BY t.day;

COMMENT ON VIEW   marketing.speed_to_lead             IS
    'How long the leads of a day waited for the first call, in working time; of the last thirteen weeks.';
COMMENT ON COLUMN marketing.speed_to_lead.day         IS 'The day they were received, in the configured zone.';
COMMENT ON COLUMN marketing.speed_to_lead.leads       IS 'Leads.';
COMMENT ON COLUMN marketing.speed_to_lead.called      IS 'Of these: called by now.';
COMMENT ON COLUMN marketing.speed_to_lead.waiting     IS
    'Of these: open and not called yet. They count with the time so far, so what follows is at least that.';
COMMENT ON COLUMN marketing.speed_to_lead.half_within IS 'Half of them waited no longer than this.';
COMMENT ON COLUMN marketing.speed_to_lead.nine_in_ten_within IS 'Nine in ten waited no longer than this.';
