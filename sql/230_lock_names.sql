-- intake.lock_names(batch intake.record[], waits boolean) returns integer[]: where its runs end, as the numbers of their last records.
-- Locks, till the end of the transaction, everything by which one of the records could be the same as a record of
-- another transaction: its id, its payload where it came without a key, its contact points. Touches no table.
-- Not waiting, it raises 55P03 if somebody has one of them.
--
-- After that nobody else can store what the caller is about to look for, so that plain look-ups are the truth. All
-- locks of a batch are taken at once and in one order: two batches wait for each other, but never in a circle.
--
-- The records of a run have no name in common, so none has to see what becomes of another. One that has a name of an
-- earlier record begins a run: a double click inside one batch, rare. Two names with one hash wait, and end a run,
-- without need, no more.

CREATE OR REPLACE FUNCTION intake.lock_names(batch intake.record[], waits boolean DEFAULT true)
RETURNS integer[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    keys    bigint[];
    numbers integer[];       -- whose keys they are
    before  integer[];       -- for each record the last earlier one that has a name in common with it
    begun   integer := 1;    -- the first record of the run
    ends    integer[] := ARRAY[]::integer[];
    taken   boolean;         -- by somebody else
BEGIN
    SELECT array_agg(l.key), array_agg(l.n), bool_or(l.got = 'false') INTO keys, numbers, taken
      FROM (SELECT k.key, k.n, CASE WHEN waits THEN pg_advisory_xact_lock(k.key)::text ELSE pg_try_advisory_xact_lock(k.key)::text END AS got
              FROM (SELECT hashtextextended(names.name, 0) AS key, r.ordinality AS n
                      FROM unnest(batch) WITH ORDINALITY AS r
                     CROSS JOIN LATERAL (
                           SELECT 'lead ' || r.id
                           UNION ALL
                           SELECT 'payload ' || r.fingerprint WHERE NOT r.keyed
                           UNION ALL
                           SELECT c.kind || ' ' || c.value FROM unnest(r.contacts) AS c
                           ) AS names (name)
                     ORDER BY key, n) AS k) AS l;
    IF taken THEN
        RAISE lock_not_available;
    END IF;

    FOR i IN 2 .. coalesce(cardinality(keys), 0) LOOP
        IF keys[i] = keys[i - 1] AND numbers[i] > numbers[i - 1] THEN
            before[numbers[i]] := greatest(before[numbers[i]], numbers[i - 1]);
        END IF;
    END LOOP;
    FOR i IN 1 .. cardinality(batch) LOOP
        IF before[i] >= begun THEN
            ends := ends || i - 1;
            begun := i;
        END IF;
    END LOOP;
    RETURN ends || cardinality(batch);
END
$$;
