-- intake.working_time(since timestamptz, until timestamptz) returns interval: how much of the time between was working
-- time, by the hours of the owner. Nothing is negative. Reads setting, working_hours, special_day.
--
-- Security definer: views that run with the rights of a qualifier measure time, too.

CREATE OR REPLACE FUNCTION intake.working_time(since timestamptz, until timestamptz)
RETURNS interval
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan     -- a queue asks for each of its leads
AS $$
DECLARE
    zone CONSTANT text := (SELECT s.zone FROM intake.setting AS s);
BEGIN
    IF since >= until THEN
        RETURN interval '0';
    END IF;
    RETURN coalesce((
        SELECT (sum(greatest(interval '0',
                   least(until, (d.day + h.closes) AT TIME ZONE zone)
                   - greatest(since, (d.day + h.opens) AT TIME ZONE zone))))
          FROM (SELECT (since AT TIME ZONE zone)::date + i
                  FROM generate_series(0, (until AT TIME ZONE zone)::date - (since AT TIME ZONE zone)::date) AS i)
               AS d (day)
          LEFT JOIN intake.special_day AS s ON s.day = d.day
          JOIN LATERAL (
               SELECT w.opens, w.closes FROM intake.working_hours AS w
                WHERE s.day IS NULL AND w.weekday = extract(isodow FROM d.day)
               UNION ALL
               SELECT s.opens, s.closes WHERE s.opens IS NOT NULL) AS h ON true), interval '0');
END
$$;
