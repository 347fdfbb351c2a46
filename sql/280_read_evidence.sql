-- intake.read_evidence(found json) returns one row: a piece of evidence in words.
--   subject   what the rule looked at: a field, an utm, the visitor's place, the phone's country
--   value     what was there; null if there was nothing to show
--   exact     the value is all of it, and not only the characters that matched
--   excluded  the condition was that it is not so
-- Touches no table.

CREATE OR REPLACE FUNCTION intake.read_evidence(found json)
RETURNS TABLE (subject text, value text, exact boolean, excluded boolean)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 1
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(found ->> 'field', found ->> 'utm',
                    CASE WHEN found -> 'place' IS NOT NULL THEN 'the visitor''s place'
                         WHEN found -> 'phone_country' IS NOT NULL THEN 'the phone''s country' END),
           nullif(coalesce(found ->> 'matched', found ->> 'value', found ->> 'place', found ->> 'phone_country'), ''),
           found -> 'matched' IS NULL,
           coalesce((found ->> 'not')::boolean, false)
$$;
