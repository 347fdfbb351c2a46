-- For reports.sh: what the reports must say, counted without any sums from the rows that were received and the work on them, as
-- tests/sql/lib/naive.sql does lead by lead; but put together as sets. Each way is grouped once: of addresses that differ in the number of
-- the click only, one.
\set ON_ERROR_STOP on
SET work_mem = '512MB';
CREATE UNLOGGED TABLE bench.raw AS
SELECT (l.received_at AT TIME ZONE s.zone)::date AS day, extract(hour FROM l.received_at AT TIME ZONE s.zone)::integer AS hour, l.received_at,
       l.channel AS offline, l.touch ->> 'line' AS line, regexp_replace(intake.landing_of(l.touch), 'clid=[0-9]+', 'clid=1') AS landing,
       intake.referrer_of(l.touch) AS referrer, l.form, l.rule, l.category, l.colour, l.repeat, w.category <> l.category AS recategorised,
       coalesce(o.doubles, 0) AS doubles,
       CASE WHEN d.won THEN 'qualified' WHEN w.verdict IS NULL THEN 'open' WHEN w.verdict = 'redirected' THEN 'refused' ELSE w.verdict::text END AS fate,
       w.reason::text AS reason, coalesce(d.deals, 0) AS deals, coalesce(d.won, false) AS won, coalesce(d.lost, false) AS lost,
       coalesce(d.amount, 0) AS amount, coalesce(d.margin, 0) AS margin, a.at AS called_at, a.at IS NULL AND w.state <> 'closed' AS waits
  FROM intake.lead AS l
  JOIN intake.work AS w ON w.lead = l.id
 CROSS JOIN intake.setting AS s
  LEFT JOIN (SELECT d.lead, count(*) AS deals, bool_or(d.outcome = 'won') AS won, bool_and(coalesce(d.outcome = 'lost', false)) AS lost,
                    sum(d.amount) AS amount, sum(d.margin) AS margin
               FROM intake.deal AS d WHERE d.outcome IS DISTINCT FROM 'withdrawn' GROUP BY d.lead) AS d ON d.lead = l.id
  LEFT JOIN (SELECT e.lead, min(e.at) AS at FROM intake.lead_event AS e WHERE e.what = 'attempted' GROUP BY e.lead) AS a ON a.lead = l.id
  LEFT JOIN (SELECT o.lead, count(*) AS doubles FROM intake.other_receipt AS o GROUP BY o.lead) AS o ON o.lead = l.id;
ANALYZE bench.raw;

CREATE TEMP TABLE way AS
SELECT w.*, g.channel, g.source, g.medium, g.campaign, CASE WHEN w.offline IS NULL THEN intake.page_of(w.landing) END AS page
  FROM (SELECT DISTINCT r.offline, r.line, CASE WHEN r.offline IS NULL THEN r.landing END AS landing,
                        CASE WHEN r.offline IS NULL THEN r.referrer END AS referrer FROM bench.raw AS r) AS w
 CROSS JOIN LATERAL (SELECT o.* FROM marketing.channel_of(w.landing, w.referrer) AS o WHERE w.offline IS NULL
                     UNION ALL SELECT o.* FROM intake.offline_group(w.offline, w.line) AS o WHERE w.offline IS NOT NULL) AS g;
ANALYZE way;

-- Working time is a join of both moments to the office's days (206). Who waits counts with the time so far: that of the statement below.
CREATE UNLOGGED TABLE bench.naive AS
SELECT r.*, w.channel, w.source, w.medium, w.campaign, w.page,
       e.worked + greatest(least(e.lasts, r.called_at - e.opens), interval '0')
       - b.worked - greatest(least(b.lasts, r.received_at - b.opens), interval '0') AS took
  FROM bench.raw AS r
 CROSS JOIN bench.size AS z
  JOIN way AS w ON concat_ws(' ', w.offline, w.line, w.landing, '|', w.referrer)
                   = concat_ws(' ', r.offline, r.line, CASE WHEN r.offline IS NULL THEN r.landing END, '|', CASE WHEN r.offline IS NULL THEN r.referrer END)
  LEFT JOIN bench.office AS b ON r.called_at IS NOT NULL AND b.day = r.day AND b.since <= r.received_at AND r.received_at < b.until
  LEFT JOIN bench.office AS e ON e.day = (r.called_at AT TIME ZONE z.zone)::date AND e.since <= r.called_at AND r.called_at < e.until;
DROP TABLE bench.raw;
ANALYZE bench.naive;

CREATE FUNCTION bench.seconds(took interval) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN took < '10 min' THEN floor(extract(epoch FROM took)) ELSE 60 * floor(extract(epoch FROM took) / 60) END;
CREATE FUNCTION bench.told(seconds float8) RETURNS interval LANGUAGE sql IMMUTABLE
RETURN make_interval(secs => floor(round(seconds::numeric, 6))::float8);

CREATE VIEW bench.channel_daily AS
SELECT n.channel, n.day, count(*)::numeric AS leads, count(*) FILTER (WHERE n.repeat)::numeric AS repeats, count(*) FILTER (WHERE n.colour = 'red')::numeric AS red,
       count(*) FILTER (WHERE n.colour = 'green')::numeric AS green, count(*) FILTER (WHERE n.colour NOT IN ('red', 'green'))::numeric AS other,
       sum(n.doubles)::numeric AS doubles, count(*) FILTER (WHERE n.fate = 'qualified')::numeric AS qualified,
       count(*) FILTER (WHERE n.fate = 'qualified' AND n.deals > 0)::numeric AS handed_over, count(*) FILTER (WHERE n.won)::numeric AS won, sum(n.amount) AS amount
  FROM bench.naive AS n GROUP BY n.channel, n.day;
CREATE VIEW bench.source_daily AS
SELECT n.day, n.channel, n.source, n.medium, n.campaign, n.page, count(*) AS leads, count(*) FILTER (WHERE n.repeat) AS repeats, count(*) FILTER (WHERE n.won) AS won
  FROM bench.naive AS n GROUP BY n.day, n.channel, n.source, n.medium, n.campaign, n.page;
CREATE VIEW bench.funnel AS
SELECT n.day, n.channel, count(*) + sum(n.doubles) AS received, sum(n.doubles) AS doubles, count(*) AS leads, count(*) FILTER (WHERE n.fate = 'open') AS open,
       count(*) FILTER (WHERE n.fate = 'spam') AS spam, count(*) FILTER (WHERE n.fate = 'unreachable') AS unreachable,
       count(*) FILTER (WHERE n.fate = 'refused') AS refused, r.refused_by, count(*) FILTER (WHERE n.fate = 'qualified') AS qualified,
       count(*) FILTER (WHERE n.won) AS won, count(*) FILTER (WHERE n.fate = 'qualified' AND n.lost) AS lost, sum(n.amount) AS amount, sum(n.margin) AS margin
  FROM bench.naive AS n
  JOIN (SELECT f.day, f.channel, coalesce(jsonb_object_agg(f.reason, f.n) FILTER (WHERE f.reason IS NOT NULL), '{}') AS refused_by
          FROM (SELECT m.day, m.channel, CASE m.fate WHEN 'refused' THEN m.reason END AS reason, count(*) AS n FROM bench.naive AS m GROUP BY 1, 2, 3) AS f
         GROUP BY f.day, f.channel) AS r ON r.day = n.day AND r.channel = n.channel
 GROUP BY n.day, n.channel, r.refused_by;
CREATE VIEW bench.hours AS
SELECT n.day, n.hour, count(*)::numeric AS leads FROM bench.naive AS n GROUP BY n.day, n.hour;
CREATE VIEW bench.rule_quality AS
SELECT n.day, n.form, n.rule, n.category, n.colour, count(*)::numeric AS leads, count(*) FILTER (WHERE n.fate <> 'open')::numeric AS decided,
       count(*) FILTER (WHERE n.fate = 'qualified')::numeric AS qualified, count(*) FILTER (WHERE n.won)::numeric AS won,
       count(*) FILTER (WHERE n.recategorised)::numeric AS recategorised
  FROM bench.naive AS n GROUP BY n.day, n.form, n.rule, n.category, n.colour;
CREATE VIEW bench.speed_to_lead AS
SELECT n.day, count(*) AS leads, count(n.called_at) AS called, count(*) FILTER (WHERE n.waits) AS waiting,
       bench.told(percentile_cont(0.5) WITHIN GROUP (ORDER BY n.seconds)) AS half, bench.told(percentile_cont(0.9) WITHIN GROUP (ORDER BY n.seconds)) AS most
  FROM (SELECT m.day, m.called_at, m.waits,
               bench.seconds(CASE WHEN m.waits THEN intake.working_time(m.received_at, greatest(m.received_at, statement_timestamp())) ELSE m.took END) AS seconds
          FROM bench.naive AS m) AS n
 GROUP BY n.day;

CREATE FUNCTION bench.compare(report text, want text, have text, OUT rows bigint, OUT different bigint) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('WITH want (it) AS MATERIALIZED (SELECT t::text FROM (%1$s) AS t), have (it) AS MATERIALIZED (SELECT t::text FROM (%2$s) AS t),
                    less AS (TABLE want EXCEPT ALL TABLE have), more AS (TABLE have EXCEPT ALL TABLE want)
                    SELECT (SELECT count(*) FROM want), (SELECT count(*) FROM less) + (SELECT count(*) FROM more)', want, have) INTO rows, different;
END $$;
SELECT c.report, r.rows, r.different
  FROM (VALUES (1, 'channel_daily', '*'), (2, 'source_daily', 'day, channel, source, medium, campaign, page, leads, repeats, won'),
               (3, 'funnel', 'day, channel, received, double, unique_leads, open, spam, unreachable, refused, refused_by, qualified, won, lost, amount, margin'),
               (4, 'hours', '*'), (5, 'rule_quality', 'day, form, rule, category, colour, leads, decided, qualified, won, category_changed'),
               (6, 'speed_to_lead', '*')) AS c (n, report, columns)
 CROSS JOIN LATERAL bench.compare(c.report, format('TABLE bench.%I', c.report), format('SELECT %s FROM marketing.%I', c.columns, c.report)) AS r
 ORDER BY c.n;
