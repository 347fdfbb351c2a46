-- Working time, by the hours of the owner: how long a client has waited while somebody could have called.

-- intake.office_hours(first date, last date) returns rows for each of these days, one for each time the desk opens, and one
-- for a day off. They make a clock that stands still while nobody works. At a moment of that day, counted from the beginning
-- of the first day, it shows, by the row of the day with since <= moment < until:
--     worked + greatest(least(lasts, moment - opens), interval '0')
-- So a view measures any number of leads by joining each moment to its day. Always in hours, never in days.
-- Reads setting, working_hours, special_day. Security definer, for views that run with the rights of whoever looks.
CREATE OR REPLACE FUNCTION intake.office_hours(first date, last date)
RETURNS TABLE (day date, since timestamptz, until timestamptz, opens timestamptz, lasts interval, worked interval)
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE ROWS 100
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan     -- a queue asks for each of its leads
AS $$
DECLARE
    zone CONSTANT text := (SELECT s.zone FROM intake.setting AS s);
BEGIN
    RETURN QUERY
    SELECT o.day,
           CASE WHEN row_number() OVER one_day = 1 THEN '-infinity' ELSE o.opens END,
           lead(o.opens, 1, 'infinity') OVER one_day,
           o.opens, o.lasts,
           coalesce(sum(o.lasts) OVER (ORDER BY o.day, o.opens ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), '0')
      FROM (SELECT d.day, t.opens, make_interval(secs => greatest(extract(epoch FROM t.closes - t.opens), 0)::float8)
              FROM (SELECT first + i FROM generate_series(0, last - first) AS i) AS d (day)
              LEFT JOIN intake.special_day AS s ON s.day = d.day
              LEFT JOIN intake.working_hours AS w ON s.day IS NULL AND w.weekday = extract(isodow FROM d.day)
             CROSS JOIN LATERAL (VALUES (coalesce(s.opens, w.opens, '00:00'), coalesce(s.closes, w.closes, '00:00')))
                   AS h (opens, closes)
             CROSS JOIN LATERAL (VALUES ((d.day + h.opens) AT TIME ZONE zone, (d.day + h.closes) AT TIME ZONE zone))
                   AS t (opens, closes)) AS o (day, opens, lasts)
    WINDOW one_day AS (PARTITION BY o.day ORDER BY o.opens)
     ORDER BY o.day, o.opens;
END
$$;

-- intake.working_time(since timestamptz, until timestamptz) returns interval: how much of the time between was working
-- time. Nothing is negative.
CREATE OR REPLACE FUNCTION intake.working_time(since timestamptz, until timestamptz)
RETURNS interval
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    zone CONSTANT text := (SELECT s.zone FROM intake.setting AS s);
BEGIN
    RETURN coalesce((
        SELECT sum(greatest(least(h.lasts, working_time.until - h.opens)
                            - greatest(interval '0', working_time.since - h.opens), interval '0'))
          FROM intake.office_hours((working_time.since AT TIME ZONE zone)::date, (working_time.until AT TIME ZONE zone)::date)
               AS h), interval '0');
END
$$;
