-- intake.office_so_far() returns rows of intake.office_hours, from the first lead that still waits for a call to today: for
-- intake.speed_sums. Security definer, for whoever looks at that. Reads counted, uncounted, work, setting.
CREATE OR REPLACE FUNCTION intake.office_so_far()
RETURNS TABLE (day date, since timestamptz, until timestamptz, opens timestamptz, lasts interval, worked interval)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 500
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    zone  CONSTANT text := (SELECT s.zone FROM intake.setting AS s);
    first CONSTANT date := least((SELECT min(k.day) FROM intake.counted AS k WHERE k.waits),
                                 (SELECT min(w.received_at AT TIME ZONE zone)::date FROM intake.uncounted AS u JOIN intake.work AS w ON w.lead = u.lead));
    last  CONSTANT date := greatest((statement_timestamp() AT TIME ZONE zone)::date,
                                    (SELECT max(k.day) FROM intake.counted AS k WHERE k.waits),
                                    (SELECT max(w.received_at AT TIME ZONE zone)::date FROM intake.uncounted AS u JOIN intake.work AS w ON w.lead = u.lead));
BEGIN
    RETURN QUERY SELECT h.* FROM intake.office_hours(first, last) AS h;
END
$$;
