-- What a record may already have become, besides a lead under its own id. Both read lead.

-- intake.find_second(taken_id uuid, payload bytea) returns uuid
-- The lead that came under taken_id after another payload, and so has its spare id; or null.
CREATE OR REPLACE FUNCTION intake.find_second(taken_id uuid, payload bytea)
RETURNS uuid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT l.id FROM intake.lead AS l WHERE l.differs_from = taken_id AND l.fingerprint = payload LIMIT 1);
END
$$;

-- intake.find_recent(payload bytea, received_at timestamptz) returns uuid
-- The lead without a key that had the same payload, received at most ten minutes before or after; or null.
-- After: what was received first may be stored last, by threads that overtake each other or from the spool.
CREATE OR REPLACE FUNCTION intake.find_recent(payload bytea, received_at timestamptz)
RETURNS uuid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT l.id FROM intake.lead AS l
             WHERE NOT l.keyed AND l.fingerprint = payload
               AND l.received_at BETWEEN find_recent.received_at - interval '10 minutes'
                                     AND find_recent.received_at + interval '10 minutes'
             ORDER BY l.received_at
             LIMIT 1);
END
$$;
