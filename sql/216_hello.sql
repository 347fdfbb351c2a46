-- What program and schema tell each other. A program meets an older schema when it was upgraded alone, and a record meets
-- one when the program that made it was newer than the one that delivers it from the spool. Neither is a fault of a lead:
-- FL001 is of no class for which a lead is refused, so all wait in the spool until install.sql of that version was run.

-- intake.unknown_keys(keys text[]) returns text[]: those that are no key of intake.record; null if there is none.
CREATE OR REPLACE FUNCTION intake.unknown_keys(keys text[])
RETURNS text[]
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT array_agg(left(k, 64) ORDER BY k) FROM unnest(keys) AS k
     WHERE NOT EXISTS (SELECT FROM pg_attribute AS a
                        WHERE a.attrelid = 'intake.record'::regclass AND a.attname = k AND NOT a.attisdropped);
END;

-- intake.hello(program text, needs integer, keys text[]) returns integer: the number of this schema. What the intake
-- program says first on each connection.
--   program  its version
--   needs    the number of the oldest schema that it can work with
--   keys     of the records that it will hand in
-- Raises FL001 if that is more than this schema has. Touches no table.
-- The number is one more with each version whose functions can do for the program what those before could not: today 2,
-- since 1 had no hello. A further key of a record needs none, it is asked for by its name.
CREATE OR REPLACE FUNCTION intake.hello(program text, needs integer, keys text[])
RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    number  CONSTANT integer := 2;
    unknown CONSTANT text[] := intake.unknown_keys(keys);
BEGIN
    IF needs > number OR unknown IS NOT NULL THEN
        RAISE EXCEPTION 'the schema of % is too old for firstline %: %', current_database(), program,
            concat_ws(', ', CASE WHEN needs > number THEN format('it is number %s, %s is needed', number, needs) END,
                            'it does not know the key ' || array_to_string(unknown, ', '))
            USING ERRCODE = 'FL001', HINT = 'Run sql/install.sql of that version.';
    END IF;
    RETURN number;
END
$$;
