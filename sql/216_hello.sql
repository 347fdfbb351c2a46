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
-- The number is one more with each version whose functions can do for the program what those before could not: today 5.
-- 1 had no hello, 2 no history, 3 no keep_order, 4 no note_counts, both of which a program can do without. A further key of a record needs none, it is asked for by its name.
CREATE OR REPLACE FUNCTION intake.hello(program text, needs integer, keys text[])
RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    number  CONSTANT integer := 5;
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

-- intake.history() returns text: a name of what this server holds to have happened, in lower-case letters, digits and "-":
-- its system identifier, its timeline and when it was started. What was committed under one name can be missing under
-- another only: after a failover, a backup restored, a server rewound. It may be there as well. Raises 55000 in recovery.
CREATE OR REPLACE FUNCTION intake.history()
RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT format('%s-%s-%s', (pg_control_system()).system_identifier,
                  ltrim(lower(left(pg_walfile_name(pg_current_wal_flush_lsn()), 8)), '0'),
                  to_hex((extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint));
END;

-- intake.look(receipts uuid[]) returns one row: what the program asks over a new connection and each second.
--   history     see above
--   wal         how far the server's log is safe, in octets: under one name of a history it never gets less
--   remembered  all of the receipts are known here: the last that the program was given
-- A machine that was put back to an earlier state while it ran is given away by the last two only. Reads lead, other_receipt.
CREATE OR REPLACE FUNCTION intake.look(receipts uuid[], OUT history text, OUT wal bigint, OUT remembered boolean)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT intake.history(), (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint,
           NOT EXISTS (SELECT FROM unnest(receipts) AS r (receipt)
                        WHERE NOT EXISTS (SELECT FROM intake.lead AS l WHERE l.id = r.receipt)
                          AND NOT EXISTS (SELECT FROM intake.other_receipt AS o WHERE o.receipt = r.receipt));
END;
