-- intake.read_records(records json) returns intake.record[]: the typed records, in their order.
-- Raises class 22 or 23 with the number of the record and the name of the key that cannot be read. Touches no table.
--
-- The conversion itself reports only the value ("invalid input syntax for type uuid"). So on failure the keys are tried
-- one by one; the good case pays for a subtransaction that writes nothing, which is next to nothing.

CREATE OR REPLACE FUNCTION intake.read_records(records json)
RETURNS intake.record[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    record_number bigint;
    record_text   json;
    key           text;
    value         json;
BEGIN
    RETURN ARRAY(SELECT r FROM json_populate_recordset(NULL::intake.record, records) AS r);
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
