-- intake.not_locked(batch intake.record[]) returns integer[]: the numbers of the records whose names (230) nobody else has
-- locked now; these are then locked by the caller. For a batch that has waited in vain: one contact point that somebody
-- holds on to is not to keep other people's leads out. Out of the order of lock_names, so it waits for nobody.

CREATE OR REPLACE FUNCTION intake.not_locked(batch intake.record[])
RETURNS integer[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    numbers integer[] := ARRAY[]::integer[];
BEGIN
    FOR i IN 1 .. cardinality(batch) LOOP
        BEGIN
            PERFORM intake.lock_names(batch[i : i], false);
            numbers := numbers || i;
        EXCEPTION WHEN lock_not_available THEN
            NULL;
        END;
    END LOOP;
    RETURN numbers;
END
$$;
