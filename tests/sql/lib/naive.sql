-- What the reports of marketing must say, counted without any sums: lead by lead, from the rows that were received and the work
-- on them. (percentile_cont calculates in floating point: what it misses a whole second by is no difference.) test.off() tells where a report says something else.
CREATE VIEW test.naive AS
SELECT l.id, (l.received_at AT TIME ZONE s.zone)::date AS day, extract(hour FROM l.received_at AT TIME ZONE s.zone)::int AS hour,
       g.channel, g.source, g.medium, g.campaign, g.ga4, g.metrica, CASE WHEN l.channel IS NULL THEN intake.page_of(intake.landing_of(l.touch)) END AS page,
       l.form, l.rule, l.category, l.colour, l.repeat, w.category <> l.category AS recategorised,
       (SELECT count(*) FROM intake.other_receipt AS o WHERE o.lead = l.id) AS doubles,
       CASE WHEN d.won THEN 'qualified' WHEN w.verdict IS NULL OR w.verdict = 'imported' THEN 'open' WHEN w.verdict = 'redirected' THEN 'refused' ELSE w.verdict::text END AS fate,
       w.reason, d.deals, coalesce(d.won, false) AS won, d.lost, coalesce(d.amount, 0) AS amount, coalesce(d.margin, 0) AS margin,
       a.at AS called_at, a.at IS NULL AND w.state <> 'closed' AS waits,
       intake.working_time(l.received_at, greatest(l.received_at, least(a.at, statement_timestamp()))) AS took
  FROM intake.lead AS l
  JOIN intake.work AS w ON w.lead = l.id
 CROSS JOIN intake.setting AS s
 CROSS JOIN LATERAL (SELECT o.* FROM marketing.channel_of(intake.landing_of(l.touch), intake.referrer_of(l.touch)) AS o WHERE l.channel IS NULL
                     UNION ALL SELECT o.* FROM intake.offline_group(l.channel, l.touch ->> 'line') AS o WHERE l.channel IS NOT NULL) AS g
 CROSS JOIN LATERAL (SELECT count(*) AS deals, bool_or(d.outcome = 'won') AS won, coalesce(bool_and(coalesce(d.outcome = 'lost', false)), false) AS lost,
                            sum(d.amount) AS amount, sum(d.margin) AS margin FROM intake.deal AS d
                      WHERE d.lead = l.id AND d.outcome IS DISTINCT FROM 'withdrawn') AS d
 CROSS JOIN LATERAL (SELECT min(e.at) AS at FROM intake.lead_event AS e WHERE e.lead = l.id AND e.what = 'attempted') AS a
 WHERE NOT EXISTS (SELECT FROM intake.import_lead AS i WHERE i.lead = l.id AND (i.withdrawn OR NOT i.counts));

CREATE FUNCTION test.off() RETURNS TABLE (report text, it text) LANGUAGE sql AS $$
    WITH n AS MATERIALIZED (
        SELECT *, CASE WHEN took < '10 min' THEN floor(extract(epoch FROM took)) ELSE 60 * floor(extract(epoch FROM took) / 60) END AS seconds FROM test.naive
    ), channel_daily AS (
        SELECT channel, day, count(*)::numeric, count(*) FILTER (WHERE repeat)::numeric, count(*) FILTER (WHERE colour = 'red')::numeric, count(*) FILTER (WHERE colour = 'green')::numeric,
               count(*) FILTER (WHERE colour NOT IN ('red', 'green'))::numeric, sum(doubles), count(*) FILTER (WHERE fate = 'qualified')::numeric,
               count(*) FILTER (WHERE fate = 'qualified' AND deals > 0)::numeric, count(*) FILTER (WHERE won)::numeric, sum(amount) FROM n GROUP BY 1, 2
    ), source_daily AS (
        SELECT day, channel, source, medium, campaign, page, count(*)::numeric, count(*) FILTER (WHERE repeat)::numeric, count(*) FILTER (WHERE won)::numeric FROM n GROUP BY 1, 2, 3, 4, 5, 6
    ), others AS (
        SELECT 'ga4', day, ga4, count(*)::numeric FROM n GROUP BY 2, 3 UNION ALL SELECT 'metrica', day, metrica, count(*) FROM n GROUP BY 2, 3
        UNION ALL SELECT 'hour', day, hour::text, count(*) FROM n GROUP BY 2, 3
    ), funnel AS (
        SELECT day, channel, count(*) + sum(doubles), sum(doubles), count(*)::numeric, count(*) FILTER (WHERE fate = 'open')::numeric, count(*) FILTER (WHERE fate = 'spam')::numeric,
               count(*) FILTER (WHERE fate = 'unreachable')::numeric, count(*) FILTER (WHERE fate = 'refused')::numeric,
               coalesce((SELECT jsonb_object_agg(r.reason, r.n) FROM (SELECT m.reason, count(*) AS n FROM n AS m WHERE (m.day, m.channel) = (n.day, n.channel) AND m.fate = 'refused' GROUP BY 1) AS r), '{}'),
               count(*) FILTER (WHERE fate = 'qualified')::numeric, count(*) FILTER (WHERE won)::numeric, count(*) FILTER (WHERE fate = 'qualified' AND lost)::numeric,
               sum(amount), sum(margin) FROM n GROUP BY day, channel
    ), speed AS (
        SELECT day, count(*), count(called_at), count(*) FILTER (WHERE waits),
               make_interval(secs => floor(round((percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE waits OR called_at IS NOT NULL))::numeric, 6))::float8),
               make_interval(secs => floor(round((percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE waits OR called_at IS NOT NULL))::numeric, 6))::float8) FROM n GROUP BY 1
    ), rules AS (
        SELECT day, form, rule, category, colour, count(*)::numeric, count(*) FILTER (WHERE fate <> 'open')::numeric, count(*) FILTER (WHERE fate = 'qualified')::numeric,
               count(*) FILTER (WHERE won)::numeric, count(*) FILTER (WHERE recategorised)::numeric FROM n GROUP BY 1, 2, 3, 4, 5
    ), want (report, it) AS (
        SELECT 'channel_daily', t::text FROM channel_daily AS t UNION ALL SELECT 'source_daily', t::text FROM source_daily AS t UNION ALL SELECT 'others', t::text FROM others AS t
        UNION ALL SELECT 'funnel', t::text FROM funnel AS t UNION ALL SELECT 'speed', t::text FROM speed AS t UNION ALL SELECT 'rules', t::text FROM rules AS t
    ), have (report, it) AS (
        SELECT 'channel_daily', t::text FROM marketing.channel_daily AS t
        UNION ALL SELECT 'source_daily', ROW(day, channel, source, medium, campaign, page, leads, repeats, won)::text FROM marketing.source_daily
        UNION ALL SELECT 'others', ROW('ga4', t.day, t.ga4, t.leads)::text FROM marketing.ga4_daily AS t UNION ALL SELECT 'others', ROW('metrica', t.day, t.metrica, t.leads)::text FROM marketing.metrica_daily AS t
        UNION ALL SELECT 'others', ROW('hour', t.day, t.hour::text, t.leads)::text FROM marketing.hours AS t
        UNION ALL SELECT 'funnel', ROW(day, channel, received, double, unique_leads, open, spam, unreachable, refused, refused_by, qualified, won, lost, amount, margin)::text FROM marketing.funnel
        UNION ALL SELECT 'speed', t::text FROM marketing.speed_to_lead AS t
        UNION ALL SELECT 'rules', ROW(day, form, rule, category, colour, leads, decided, qualified, won, category_changed)::text FROM marketing.rule_quality
    )
    (SELECT w.report, 'missing ' || w.it FROM (TABLE want EXCEPT ALL TABLE have) AS w)
    UNION ALL
    (SELECT h.report, 'not so ' || h.it FROM (TABLE have EXCEPT ALL TABLE want) AS h)
    UNION ALL
    SELECT 'parts', f::text FROM marketing.funnel AS f
     WHERE received <> suspect + invalid + double + unique_leads OR unique_leads <> open + spam + unreachable + refused + qualified OR unique_leads <> red + green + other_colours
        OR refused <> (SELECT coalesce(sum(v.value::numeric), 0) FROM jsonb_each_text(f.refused_by) AS v) $$;
