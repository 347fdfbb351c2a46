-- What becomes of the leads, and how fast they are answered. No personal data, and no way back to a lead.

CREATE OR REPLACE VIEW marketing.funnel AS
SELECT (l.received_at AT TIME ZONE s.zone)::date AS day,
       nullif(lower(btrim(l.touch ->> 'utm_source')), '') AS source,
       nullif(lower(btrim(l.touch ->> 'utm_medium')), '') AS medium,
       count(*) AS leads,
       count(*) FILTER (WHERE w.state <> 'closed') AS open,
       count(*) FILTER (WHERE w.verdict = 'spam') AS spam,
       count(*) FILTER (WHERE w.verdict = 'unreachable') AS unreachable,
       count(*) FILTER (WHERE w.verdict IN ('refused', 'redirected')) AS refused,
       count(*) FILTER (WHERE d.lead IS NOT NULL) AS handed_over,
       count(*) FILTER (WHERE d.outcome = 'won') AS won,
       count(*) FILTER (WHERE d.outcome = 'lost') AS lost,
       sum(d.amount) AS amount,
       sum(d.margin) AS margin
  FROM intake.lead AS l
 CROSS JOIN intake.setting AS s
  JOIN intake.work AS w ON w.lead = l.id
  LEFT JOIN LATERAL (SELECT o.lead, o.outcome, o.amount, o.margin FROM intake.deal AS o
                      WHERE o.lead = l.id ORDER BY o.n DESC LIMIT 1) AS d ON true
 GROUP BY day, source, medium;

COMMENT ON VIEW   marketing.funnel             IS 'What became of the leads of a day and a channel, up to now.';
COMMENT ON COLUMN marketing.funnel.day         IS 'The day they were received, in the configured zone.';
COMMENT ON COLUMN marketing.funnel.source      IS 'utm_source, in lower case; empty: the link was not tagged.';
COMMENT ON COLUMN marketing.funnel.medium      IS 'utm_medium, in lower case.';
COMMENT ON COLUMN marketing.funnel.leads       IS 'Leads.';
COMMENT ON COLUMN marketing.funnel.open        IS 'Of these: not decided yet.';
COMMENT ON COLUMN marketing.funnel.spam        IS 'Of these: no requests at all.';
COMMENT ON COLUMN marketing.funnel.unreachable IS 'Of these: nobody answered.';
COMMENT ON COLUMN marketing.funnel.refused     IS 'Of these: we cannot serve them.';
COMMENT ON COLUMN marketing.funnel.handed_over IS 'Of these: became deals.';
COMMENT ON COLUMN marketing.funnel.won         IS 'Of the deals: won.';
COMMENT ON COLUMN marketing.funnel.lost        IS 'Of the deals: lost.';
COMMENT ON COLUMN marketing.funnel.amount      IS 'What the deals won are worth.';
COMMENT ON COLUMN marketing.funnel.margin      IS 'What of it is left for us.';

CREATE OR REPLACE VIEW marketing.speed_to_lead AS
SELECT (l.received_at AT TIME ZONE s.zone)::date AS day,
       count(*) AS leads,
       count(t.at) AS called,
       count(*) FILTER (WHERE t.at IS NULL AND w.state <> 'closed') AS waiting,
       date_trunc('second', percentile_cont(0.5) WITHIN GROUP (ORDER BY m.took)) AS half_within,
       date_trunc('second', percentile_cont(0.9) WITHIN GROUP (ORDER BY m.took)) AS nine_in_ten_within
  FROM intake.lead AS l
 CROSS JOIN intake.setting AS s
  JOIN intake.work AS w ON w.lead = l.id
 CROSS JOIN LATERAL (SELECT min(e.at) AS at FROM intake.lead_event AS e
                      WHERE e.lead = l.id AND e.what = 'attempted') AS t
 CROSS JOIN LATERAL (SELECT CASE WHEN t.at IS NOT NULL OR w.state <> 'closed'
                                 THEN intake.working_time(l.received_at, coalesce(t.at, statement_timestamp())) END
                            AS took) AS m
 WHERE l.received_at >= statement_timestamp() - interval '13 weeks'
 GROUP BY day;

COMMENT ON VIEW   marketing.speed_to_lead             IS
    'How long the leads of a day waited for the first call, in working time; of the last thirteen weeks.';
COMMENT ON COLUMN marketing.speed_to_lead.day         IS 'The day they were received, in the configured zone.';
COMMENT ON COLUMN marketing.speed_to_lead.leads       IS 'Leads.';
COMMENT ON COLUMN marketing.speed_to_lead.called      IS 'Of these: called by now.';
COMMENT ON COLUMN marketing.speed_to_lead.waiting     IS
    'Of these: open and not called yet. They count with the time so far, so what follows is at least that.';
COMMENT ON COLUMN marketing.speed_to_lead.half_within IS 'Half of them waited no longer than this.';
COMMENT ON COLUMN marketing.speed_to_lead.nine_in_ten_within IS 'Nine in ten waited no longer than this.';
