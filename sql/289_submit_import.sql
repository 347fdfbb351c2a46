-- intake.submit_import(login text, about json, records json) returns one row: how a piece of a file comes in.
--   login    who brings it; null: the caller
--   about    {"form", "key", "file", "queued", "counts", "rows", "refused", "last"}: see intake.import_batch. rows and refused are those of
--            the file up to here, so that a piece that comes twice is not added twice; last: it is through
--   records  as for intake.submit, each with a key that is made of what it says: so the same row is the same lead, whenever it comes
--   batch    its number
--   stored   how many leads were new
--   again    how many had been withdrawn and are back
--   busy     numbers of records that somebody kept locked: to be handed in again
-- Who came before is not told of them, nothing is proposed, and nothing of it is in the queue or in a report, unless the batch says so.
-- For the desk's own login and the owner alone: a person could forge leads with it. Raises what import_batch_of and intake.submit raise.
-- Reads and adds to what intake.submit does; import_batch, import_lead.

CREATE OR REPLACE FUNCTION intake.submit_import(login text, about json, records json,
                                                OUT batch bigint, OUT stored integer, OUT again integer, OUT busy integer[])
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
SET lock_timeout = '500ms'
AS $$
<<my>>
DECLARE
    b        intake.import_batch := intake.import_batch_of(login, about);
    given    intake.record[] := intake.imported(intake.read_records(records), b.begun_by);
    numbers  integer[];
    run_ends integer[];
    done     integer := 0;
    run_end  integer;
    r        record;
    fresh    uuid[] := ARRAY[]::uuid[];
    known    uuid[] := ARRAY[]::uuid[];
    back     uuid[];
BEGIN
    busy := ARRAY(SELECT generate_subscripts(given, 1));
    numbers := busy;
    BEGIN
        run_ends := intake.lock_names(given);
    EXCEPTION WHEN lock_not_available THEN
        numbers := intake.not_locked(given);
        SELECT coalesce(array_agg(given[u.i] ORDER BY u.i), '{}') INTO given FROM unnest(numbers) AS u (i);
        run_ends := intake.lock_names(given);
    END;
    PERFORM intake.note_categories(given);
    FOREACH run_end IN ARRAY run_ends LOOP
        FOR r IN SELECT s.n, s.receipt, s.outcome
                   FROM intake.store_run(given[done + 1 : run_end], done, CASE WHEN NOT b.queued THEN b.file END) AS s LOOP
            CONTINUE WHEN r.outcome = 'racing';
            busy := array_remove(busy, numbers[r.n]);
            IF r.outcome = 'replay' THEN
                known := known || r.receipt;
            ELSE
                fresh := fresh || r.receipt;
            END IF;
        END LOOP;
        done := run_end;
    END LOOP;
    back := intake.import_again(known, b);
    PERFORM intake.note_imported(fresh || back, b);
    UPDATE intake.import_batch AS k
       SET stored = k.stored + cardinality(fresh || back), rows = greatest(k.rows, (about ->> 'rows')::bigint),
           refused = coalesce((about ->> 'refused')::bigint, k.refused), last_at = clock_timestamp(),
           done_at = CASE WHEN (about ->> 'last')::boolean THEN clock_timestamp() ELSE k.done_at END
     WHERE k.id = b.id;
    batch := b.id;
    stored := cardinality(fresh);
    again := cardinality(back);
END
$$;
