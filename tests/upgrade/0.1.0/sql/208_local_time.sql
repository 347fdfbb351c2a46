-- intake.local_zone(place jsonb, contacts json) returns text: the time zone of a visitor, or null if it is not certain.
--   place     what the geo database said: country and region
--   contacts  the contact points of the lead
-- The place goes before the phone: a number moves with its owner. Reads place_zone, phone_zone.

CREATE OR REPLACE FUNCTION intake.local_zone(place jsonb, contacts json)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    region CONSTANT text := lower(coalesce(place ->> 'region', ''));
    zone   text;
BEGIN
    SELECT z.zone INTO zone FROM intake.place_zone AS z
     WHERE z.country = place ->> 'country' AND strpos(region, z.region_has) > 0
     ORDER BY length(z.region_has) DESC, z.region_has
     LIMIT 1;
    IF zone IS NULL THEN
        SELECT z.zone INTO zone
          FROM json_to_recordset(contacts) AS c (kind text, value text)
          JOIN intake.phone_zone AS z ON starts_with(c.value, z.prefix)
         WHERE c.kind = 'phone'
         ORDER BY length(z.prefix) DESC
         LIMIT 1;
    END IF;
    RETURN zone;
END
$$;
