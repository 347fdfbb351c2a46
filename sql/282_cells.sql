-- As what a lead counts: everything that a report tells of it, in one row.

-- intake.waited(took interval) returns integer: a time as it is counted (intake.counted.waited).
CREATE OR REPLACE FUNCTION intake.waited(took interval)
RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN took < interval '10 minutes' THEN floor(extract(epoch FROM took)) ELSE floor(extract(epoch FROM took) / 60) * 60 END::integer;

-- intake.cells_of(leads uuid[]) returns a row for each of these leads that there is: its cell as of now; and of one that was
-- never counted, what its channel is decided by. Its cost is that of the leads that are asked for.
-- Reads lead, work, lead_event, deal, verdict, other_receipt, counted, setting.
CREATE OR REPLACE FUNCTION intake.cells_of(leads uuid[])
RETURNS TABLE (cell intake.counted, fresh boolean, offline text, line text, landing text, referrer text, page text)
LANGUAGE plpgsql STABLE ROWS 200
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
BEGIN
    RETURN QUERY
    WITH zone AS (
        SELECT s.zone FROM intake.setting AS s
    ), lead AS MATERIALIZED (
        SELECT l.id, l.received_at AT TIME ZONE z.zone AS here, l.received_at, l.form, coalesce(l.rule, '') AS rule, l.category,
               l.colour, l.repeat, w.category <> l.category AS recategorised, w.reason, w.state <> 'closed' AS open,
               (SELECT v.counts_as FROM intake.verdict AS v WHERE v.name = w.verdict)::text AS verdict,
               (SELECT c.input FROM intake.counted AS c WHERE c.lead = l.id) AS input,
               (SELECT count(*) FROM intake.other_receipt AS o WHERE o.lead = l.id)::integer AS doubles,
               (SELECT min(e.at) FROM intake.lead_event AS e WHERE e.lead = l.id AND e.what = 'attempted') AS called_at,
               l.channel, l.touch
          FROM zone AS z
         CROSS JOIN (SELECT DISTINCT u.lead FROM unnest(leads) AS u (lead)) AS a
          JOIN intake.lead AS l ON l.id = a.lead
          JOIN intake.work AS w ON w.lead = a.lead
    ), way AS (
        SELECT l.id, l.channel AS offline, CASE WHEN l.channel IS NOT NULL THEN l.touch ->> 'line' END AS line,
               intake.landing_of(l.touch) AS landing, intake.referrer_of(l.touch) AS referrer
          FROM lead AS l WHERE l.input IS NULL
    ), read AS (
        SELECT w.id, w.offline, w.line, w.landing, w.referrer, p.page,
               md5(ROW(w.offline, w.line, CASE WHEN w.offline IS NULL THEN intake.read_tags(w.landing, w.referrer) END, p.page)::text)::uuid AS input
          FROM way AS w
         CROSS JOIN LATERAL (SELECT CASE WHEN w.offline IS NULL THEN intake.page_of(w.landing) END AS page) AS p
    ), deals AS (
        SELECT d.lead, bool_or(d.outcome IS NOT DISTINCT FROM 'won') AS won, bool_and(d.outcome IS NOT DISTINCT FROM 'lost') AS lost,
               coalesce(sum(d.amount), 0) AS amount, coalesce(sum(d.margin), 0) AS margin
          FROM intake.deal AS d WHERE d.lead = ANY (leads) AND d.outcome IS DISTINCT FROM 'withdrawn' GROUP BY d.lead
    ), office AS (
        SELECT h.day, h.since, h.until, h.opens, h.lasts, h.worked
          FROM (SELECT min(least(l.received_at, l.called_at)) AS first, max(greatest(l.received_at, l.called_at)) AS last
                  FROM lead AS l WHERE l.called_at IS NOT NULL) AS span
         CROSS JOIN zone AS z
         CROSS JOIN LATERAL intake.office_hours((span.first AT TIME ZONE z.zone)::date, (span.last AT TIME ZONE z.zone)::date) AS h
    ), speed AS (
        SELECT l.id, intake.waited(e.worked + greatest(least(e.lasts, u.until - e.opens), interval '0')
                                   - b.worked - greatest(least(b.lasts, l.received_at - b.opens), interval '0')) AS waited
          FROM lead AS l
         CROSS JOIN zone AS z
         CROSS JOIN LATERAL (SELECT greatest(l.received_at, least(l.called_at, statement_timestamp())) AS until) AS u
          JOIN office AS b ON b.day = l.here::date AND b.since <= l.received_at AND l.received_at < b.until
          JOIN office AS e ON e.day = (u.until AT TIME ZONE z.zone)::date AND e.since <= u.until AND u.until < e.until
         WHERE l.called_at IS NOT NULL
    )
    SELECT ROW(l.id, l.here::date, extract(hour FROM l.here)::smallint, coalesce(l.input, r.input), l.form, l.rule, l.category, l.colour,
               l.repeat, l.recategorised, l.doubles, f.fate, CASE WHEN f.fate = 'refused' THEN coalesce(l.reason, '') END,
               f.fate = 'qualified' AND d.lead IS NOT NULL, coalesce(d.won, false), f.fate = 'qualified' AND coalesce(d.lost, false),
               coalesce(d.amount, 0), coalesce(d.margin, 0), s.waited, l.open AND l.called_at IS NULL)::intake.counted,
           l.input IS NULL, r.offline, r.line, r.landing, r.referrer, r.page
      FROM lead AS l
      LEFT JOIN read AS r ON r.id = l.id
      LEFT JOIN deals AS d ON d.lead = l.id
      LEFT JOIN speed AS s ON s.id = l.id
     CROSS JOIN LATERAL (SELECT CASE WHEN d.won OR l.verdict = 'qualified' THEN 'qualified'
                                     WHEN l.verdict IS NULL THEN 'open'
                                     WHEN l.verdict IN ('spam', 'unreachable') THEN l.verdict
                                     ELSE 'refused' END AS fate) AS f;
END
$$;

-- intake.group_input(offline text, line text, landing text, referrer text) returns intake.grouping: by the rules of now.
CREATE OR REPLACE FUNCTION intake.group_input(offline text, line text, landing text, referrer text)
RETURNS intake.grouping
LANGUAGE sql STABLE
RETURN CASE WHEN offline IS NOT NULL THEN intake.offline_group(offline, line)
            ELSE intake.group_of(intake.read_tags(landing, referrer)) END;
