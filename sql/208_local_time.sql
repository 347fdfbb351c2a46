-- intake.phones_zone(contacts json, which text) returns text: the zone that the phones tell by their beginnings; of two the one of the
-- longest. Only of those that match which.
CREATE OR REPLACE FUNCTION intake.phones_zone(contacts json, which text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT z.zone
              FROM json_to_recordset(contacts) AS c (kind text, value text)
              JOIN intake.phone_zone AS z ON starts_with(c.value, z.prefix)
             WHERE c.kind = 'phone' AND c.value ~ which
             ORDER BY length(z.prefix) DESC
             LIMIT 1);
END
$$;

-- intake.local_zone(place jsonb, contacts json) returns text: the time zone of a visitor, or null if it is not certain.
--   place     what the geo database said: country and region
--   contacts  the contact points of the lead
-- The place goes before the phone, for a number moves with its owner; but a landline of Russia stays where it is, and the network
-- address of who has one may be the provider's. Reads place_zone, phone_zone.
CREATE OR REPLACE FUNCTION intake.local_zone(place jsonb, contacts json)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce(
        CASE WHEN contacts::text ~ '"\+7[348]' THEN intake.phones_zone(contacts, '^\+7[348]') END,     -- a landline
        (SELECT z.zone FROM intake.place_zone AS z
          WHERE z.country = place ->> 'country' AND strpos(lower(coalesce(place ->> 'region', '')), z.region_has) > 0
          ORDER BY length(z.region_has) DESC, z.region_has
          LIMIT 1),
        intake.phones_zone(contacts, ''));
END
$$;
