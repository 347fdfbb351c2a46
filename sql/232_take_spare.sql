-- intake.take_spare(n bigint, id uuid, spare_id uuid) returns uuid: the spare id, for a record whose id is taken.
--   n  the number of the record in its batch
-- Raises class 23 if the id is missing in the first place, or the spare id is missing or taken, too. Reads lead.

CREATE OR REPLACE FUNCTION intake.take_spare(n bigint, id uuid, spare_id uuid)
RETURNS uuid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF id IS NULL OR spare_id IS NULL THEN
        RAISE EXCEPTION 'record %: "%" is missing', n, CASE WHEN id IS NULL THEN 'id' ELSE 'spare_id' END
            USING ERRCODE = 'not_null_violation';
    ELSIF EXISTS (SELECT FROM intake.lead AS l WHERE l.id = take_spare.spare_id) THEN
        RAISE EXCEPTION 'record %: "spare_id" is taken, too', n USING ERRCODE = 'unique_violation';
    END IF;
    RETURN spare_id;
END
$$;
