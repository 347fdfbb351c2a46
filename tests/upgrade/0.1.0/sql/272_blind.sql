-- intake.tells_verdict(what text) returns boolean: would this event tell the verdict on the lead? Touches no table.

CREATE OR REPLACE FUNCTION intake.tells_verdict(what text)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT what IN ('refused', 'redirected', 'spam', 'handed_over', 'reopened', 'deal_taken', 'deal_staged', 'deal_noted',
                    'won', 'lost')
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
