-- intake.read_records(records json) returns intake.record[]: the typed records, in their order, with times that can be (222).
-- Raises class 22 or 23 with the number of the record and the name of the key that cannot be read, and FL001 with those of
-- a key that intake.record has not: the conversion would drop it without a word. Touches no table.
--
-- The conversion itself reports only the value ("invalid input syntax for type uuid"). So on failure the keys are tried
-- one by one; the good case pays for a subtransaction that writes nothing, which is next to nothing. Likewise the keys are
-- read only where their number is not what the record says: to read them all would cost a third more.

-- intake.keys_taken(r intake.record) returns integer: how many of its columns have a value. Made of the columns that the
-- type has now, so that a further one needs no line here. Its names are bound when it is made; with a search_path of its own
-- the server would call it for each record instead of putting it in place.
DO $keys_taken$
BEGIN
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION intake.keys_taken(r intake.record)
        RETURNS integer
        LANGUAGE sql IMMUTABLE
        RETURN num_nonnulls(%s)
        $function$,
        (SELECT string_agg(format('(r).%I', a.attname), ', ' ORDER BY a.attnum) FROM pg_catalog.pg_attribute AS a
          WHERE a.attrelid = 'intake.record'::regclass AND a.attnum > 0 AND NOT a.attisdropped));
END
$keys_taken$;

-- intake.can_be(moment timestamptz) returns boolean: a lead can have been received then: long ago as well, since it may have
-- waited or be brought in from elsewhere; clocks differ by ten minutes at most. Put in place, as keys_taken is.
CREATE OR REPLACE FUNCTION intake.can_be(moment timestamptz)
RETURNS boolean
LANGUAGE sql STABLE
RETURN moment BETWEEN timestamptz '1970-01-01 00:00+00' AND now() + interval '10 minutes';

CREATE OR REPLACE FUNCTION intake.read_records(records json)
RETURNS intake.record[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    batch         intake.record[];
    all_taken     boolean;
    all_can_be    boolean;
    record_number bigint;
    record_text   json;
    key           text;
    value         json;
BEGIN
    SELECT array_agg(r), bool_and(r.keys = intake.keys_taken(r)), bool_and(intake.can_be(r.received_at))
      INTO batch, all_taken, all_can_be
      FROM json_populate_recordset(NULL::intake.record, records) AS r;
    IF all_taken IS NOT TRUE THEN
        PERFORM intake.refuse_unknown_keys(records);
    END IF;
    IF NOT all_can_be THEN
        batch := intake.sane(batch);
    END IF;
    RETURN coalesce(batch, '{}');
EXCEPTION WHEN data_exception OR check_violation THEN
    IF json_typeof(records) <> 'array' THEN
        RAISE EXCEPTION 'records: not an array' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOR record_number, record_text IN
        SELECT e.ordinality, e.value FROM json_array_elements(records) WITH ORDINALITY AS e
    LOOP
        IF json_typeof(record_text) <> 'object' THEN
            RAISE EXCEPTION 'record %: not an object', record_number USING ERRCODE = 'invalid_parameter_value';
        END IF;
        FOR key, value IN SELECT e.key, e.value FROM json_each(record_text) AS e LOOP
            BEGIN
                PERFORM json_populate_record(NULL::intake.record, json_build_object(key, value));
            EXCEPTION WHEN data_exception OR check_violation THEN
                -- Without the server's own words: they quote the value, and the message goes to the server's log.
                RAISE EXCEPTION 'record %, key "%": no value of its kind', record_number, key USING ERRCODE = SQLSTATE;
            END;
        END LOOP;
    END LOOP;
    RAISE;
END
$$;

-- intake.refuse_unknown_keys(records json) returns void. Raises FL001 if a record has a key that intake.record has not:
-- nothing that was said may vanish. Touches no table.
CREATE OR REPLACE FUNCTION intake.refuse_unknown_keys(records json)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    record_number bigint;
    unknown       text[];
BEGIN
    SELECT e.ordinality, u INTO record_number, unknown
      FROM json_array_elements(records) WITH ORDINALITY AS e
     CROSS JOIN LATERAL intake.unknown_keys(ARRAY(SELECT json_object_keys(e.value))) AS u
     WHERE u IS NOT NULL
     ORDER BY e.ordinality LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'the schema of % is too old for record %: it does not know the key %', current_database(),
            record_number, array_to_string(unknown, ', ')
            USING ERRCODE = 'FL001',
                  HINT = 'Run sql/install.sql of the version that made it.';
    END IF;
END
$$;
