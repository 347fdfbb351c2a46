-- intake.telling_events() returns text[]: the events that tell the verdict on a lead, or that there was one. A verdict that
-- nobody is asked about again need not be hidden.
-- Asked once a query, and not for each row of a history. Security definer: row security uses it. Reads verdict, event_name.
CREATE OR REPLACE FUNCTION intake.telling_events()
RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT v.event::text FROM intake.verdict AS v WHERE v.judged_again
                 UNION ALL SELECT n.name FROM intake.event_name AS n WHERE n.tells_verdict);
END
$$;

-- intake.awaits_second(lead uuid) returns boolean: is the verdict on the lead to be hidden from the caller?
-- Till the second is given, from everybody but the first. Used by row security. Reads second_verdict.
CREATE OR REPLACE FUNCTION intake.awaits_second(lead uuid)
RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM intake.second_verdict AS s
                    WHERE s.lead = awaits_second.lead AND s.verdict IS NULL AND s.first_by <> desk.caller());
END
$$;
