-- What a record says of itself that cannot be: it is put right and marked, since no lead is refused for a wrong clock, and
-- none may stand at the end of time, where nobody can reckon with it.

-- intake.with_mark(batch intake.record[], mark text) returns intake.record[]: the same with one mark more. Touches no table.
CREATE OR REPLACE FUNCTION intake.with_mark(batch intake.record[], mark text)
RETURNS intake.record[]
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT coalesce(array_agg(json_populate_record(batch[i], json_build_object('marks', array_append(batch[i].marks::text[], mark)))
                              ORDER BY i), '{}')
      FROM generate_subscripts(batch, 1) AS i;
END;

-- intake.sane(batch intake.record[]) returns intake.record[]: what claims a time at which nobody can have written was
-- received now, and has the mark "clock_ahead". Touches no table.
CREATE OR REPLACE FUNCTION intake.sane(batch intake.record[])
RETURNS intake.record[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    FOR i IN 1 .. cardinality(batch) LOOP
        IF NOT intake.can_be(batch[i].received_at) THEN
            batch[i] := (intake.with_mark(batch[i : i], 'clock_ahead'))[1];
            batch[i].received_at := now();
        END IF;
    END LOOP;
    RETURN batch;
END
$$;
