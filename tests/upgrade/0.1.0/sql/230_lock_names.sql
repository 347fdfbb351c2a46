-- intake.lock_names(batch intake.record[]) returns void
-- Locks, till the end of the transaction, everything by which one of the records could be the same as a record of
-- another transaction: its id, its payload where it came without a key, its contact points. Touches no table.
--
-- After that nobody else can store what the caller is about to look for, so that plain look-ups are the truth. All
-- locks of a batch are taken at once and in one order: two batches wait for each other, but never in a circle. Two
-- names with one hash wait without need, no more.

CREATE OR REPLACE FUNCTION intake.lock_names(batch intake.record[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(locks.key)
       FROM (SELECT DISTINCT hashtextextended(names.name, 0) AS key
               FROM unnest(batch) AS r
              CROSS JOIN LATERAL (
                    SELECT 'lead ' || r.id
                    UNION ALL
                    SELECT 'payload ' || r.fingerprint WHERE NOT r.keyed
                    UNION ALL
                    SELECT c.kind || ' ' || c.value FROM unnest(r.contacts) AS c
                    ) AS names (name)
              ORDER BY key) AS locks;
END
$$;
