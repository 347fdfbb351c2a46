-- intake.local_zone(place jsonb, contacts json) returns one row (zone text): the time zone of a visitor, or null if
-- it is not certain.
--   place     what the geo database said: country and region
--   contacts  the contact points of the lead
-- The place goes before the phone: a number moves with its owner. Reads place_zone, phone_zone.
-- A plain query, as intake.known_answers.

CREATE OR REPLACE FUNCTION intake.local_zone(place jsonb, contacts json)
RETURNS TABLE (zone text)
LANGUAGE sql STABLE ROWS 1
BEGIN ATOMIC
    SELECT coalesce(
        (SELECT z.zone
           FROM (SELECT lower(coalesce(place ->> 'region', '')) AS region OFFSET 0) AS here    -- once, not for each row
           JOIN intake.place_zone AS z ON z.country = place ->> 'country' AND strpos(here.region, z.region_has) > 0
          ORDER BY length(z.region_has) DESC, z.region_has
          LIMIT 1),
        (SELECT z.zone
           FROM json_to_recordset(contacts) AS c (kind text, value text)
           JOIN intake.phone_zone AS z ON starts_with(c.value, z.prefix)
          WHERE c.kind = 'phone'
          ORDER BY length(z.prefix) DESC
          LIMIT 1));
END;
