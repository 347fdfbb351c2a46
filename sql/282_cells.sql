-- As what a lead counts: everything that a report tells of it, in one row.

-- intake.waited(took interval) returns integer: a time as it is counted (intake.counted.waited).
CREATE OR REPLACE FUNCTION intake.waited(took interval)
RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN took < interval '10 minutes' THEN floor(extract(epoch FROM took)) ELSE floor(extract(epoch FROM took) / 60) * 60 END::integer;

-- intake.cells_of(leads uuid[]) returns a row for each of these leads that counts, which what was brought in does only if it was to: its
-- cell as of now; and of one that was never counted, what its channel is decided by. Its cost is that of the leads that are asked for, ten
-- or a million: planned each time for so many, and everything of a lead is looked up by key.
-- Reads lead, work, lead_event, deal, verdict, other_receipt, import_lead, counted, setting.
CREATE OR REPLACE FUNCTION intake.cells_of(leads uuid[])
RETURNS TABLE (cell intake.counted, fresh boolean, offline text, line text, landing text, referrer text, page text)
LANGUAGE plpgsql STABLE ROWS 200
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    RETURN QUERY
    WITH lead AS MATERIALIZED (
        SELECT l.id, l.received_at AT TIME ZONE s.zone AS here, l.received_at, l.form, left(coalesce(l.rule, ''), 256) AS rule, l.category,
               l.colour, l.repeat, w.category <> l.category AS recategorised, w.reason, w.state <> 'closed' AS open, l.channel, l.touch, s.zone,
               (SELECT v.counts_as FROM intake.verdict AS v WHERE v.name = w.verdict)::text AS verdict,
               (SELECT c.input FROM intake.counted AS c WHERE c.lead = l.id) AS input,
               (SELECT count(*) FROM intake.other_receipt AS o WHERE o.lead = l.id)::integer AS doubles, d.*, a.at AS called_at,
               greatest(l.received_at, least(a.at, statement_timestamp())) AS until
          FROM intake.setting AS s
         CROSS JOIN (SELECT DISTINCT u.lead FROM unnest(leads) AS u (lead)) AS n
          JOIN intake.lead AS l ON l.id = n.lead
          JOIN intake.work AS w ON w.lead = n.lead
         CROSS JOIN LATERAL (SELECT min(e.at) AS at FROM intake.lead_event AS e WHERE e.lead = l.id AND e.what = 'attempted') AS a
         CROSS JOIN LATERAL (SELECT count(*) AS deals, coalesce(bool_or(d.outcome IS NOT DISTINCT FROM 'won'), false) AS won,
                                    coalesce(bool_and(d.outcome IS NOT DISTINCT FROM 'lost'), false) AS lost,
                                    coalesce(sum(d.amount), 0) AS amount, coalesce(sum(d.margin), 0) AS margin
                               FROM intake.deal AS d WHERE d.lead = l.id AND d.outcome IS DISTINCT FROM 'withdrawn') AS d
         WHERE l.channel IS DISTINCT FROM 'import'
            OR (SELECT i.counts AND NOT i.withdrawn FROM intake.import_lead AS i WHERE i.lead = l.id) IS NOT FALSE
    ), touch AS MATERIALIZED (
        SELECT l.id, l.channel, CASE WHEN l.channel IS NOT NULL THEN l.touch ->> 'line' END AS line,
               CASE WHEN l.channel IS NULL THEN intake.landing_of(l.touch) END AS landing,
               CASE WHEN l.channel IS NULL THEN intake.referrer_of(l.touch) END AS referrer
          FROM lead AS l WHERE l.input IS NULL
    ), way AS MATERIALIZED (    -- many have come by one link: it is read once
        SELECT g.leads, g.line, g.landing, g.referrer, g.page,
               md5(ROW(g.channel, g.line, intake.read_tags(g.landing, g.referrer), g.page)::text)::uuid AS input
          FROM (SELECT t.channel, t.line, t.landing, t.referrer, intake.page_of(t.landing) AS page, array_agg(t.id) AS leads
                  FROM touch AS t GROUP BY t.channel, t.line, t.landing, t.referrer) AS g
    ), office AS (
        SELECT h.day, h.since, h.until, h.opens, h.lasts, h.worked
          FROM (SELECT min((l.received_at AT TIME ZONE l.zone)::date) AS first, max((l.until AT TIME ZONE l.zone)::date) AS last
                  FROM lead AS l WHERE l.called_at IS NOT NULL) AS span
         CROSS JOIN LATERAL intake.office_hours(span.first, span.last) AS h
    )
    SELECT ROW(l.id, l.here::date, extract(hour FROM l.here)::smallint, coalesce(l.input, y.input), l.form, l.rule, l.category, l.colour,
               l.repeat, l.recategorised, l.doubles, f.fate, CASE WHEN f.fate = 'refused' THEN coalesce(l.reason, '') END,
               f.fate = 'qualified' AND l.deals > 0, l.won, f.fate = 'qualified' AND l.lost, l.amount, l.margin,
               CASE WHEN l.called_at IS NOT NULL THEN
                   intake.waited(e.worked + greatest(least(e.lasts, l.until - e.opens), interval '0')
                                 - b.worked - greatest(least(b.lasts, l.received_at - b.opens), interval '0')) END,
               l.open AND l.called_at IS NULL)::intake.counted,
           l.input IS NULL, l.channel, y.line, y.landing, y.referrer, y.page
      FROM lead AS l
     CROSS JOIN LATERAL (SELECT CASE WHEN l.won OR l.verdict = 'qualified' THEN 'qualified'
                                     WHEN l.verdict IS NULL THEN 'open'
                                     WHEN l.verdict IN ('spam', 'unreachable') THEN l.verdict
                                     ELSE 'refused' END AS fate) AS f
      LEFT JOIN (SELECT unnest(w.leads) AS lead, w.line, w.landing, w.referrer, w.page, w.input FROM way AS w) AS y ON y.lead = l.id
      LEFT JOIN office AS b ON l.called_at IS NOT NULL AND b.day = l.here::date AND b.since <= l.received_at AND l.received_at < b.until
      LEFT JOIN office AS e ON l.called_at IS NOT NULL AND e.day = (l.until AT TIME ZONE l.zone)::date AND e.since <= l.until AND l.until < e.until;
END
$$;

-- intake.group_input(offline text, line text, landing text, referrer text) returns intake.grouping: by the rules of now.
CREATE OR REPLACE FUNCTION intake.group_input(offline text, line text, landing text, referrer text)
RETURNS intake.grouping
LANGUAGE sql STABLE
RETURN CASE WHEN offline IS NOT NULL THEN intake.offline_group(offline, line)
            ELSE intake.group_of(intake.read_tags(landing, referrer)) END;
