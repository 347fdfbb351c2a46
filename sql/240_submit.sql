-- intake.submit(records json) returns one row for each record: how a lead comes in.
--   records  a JSON array of objects of the form intake.record
--   n        which record is answered, counted from 1
--   receipt  the id of its lead
--   outcome  new      stored under its id
--            replay   was here before, nothing stored; the receipt is that of the first time, or without a key its own
--            differs  its id stands for another payload; stored under its spare id, which is the receipt
--            racing   somebody else is storing the same id; nothing known yet, hand it in again
-- As if the records had come one by one, in their order. All of them are stored or, with an error, none; but one whose names
-- (230) somebody keeps locked for half a second has no row in the answer, and is to be handed in again. A record that
-- can never be stored raises class 22 or 23, so that the caller can halve the batch until the record is alone.
-- Repeat leads are told to whoever is at work on the client.
-- Reads and adds to lead, work, lead_event, client, contact_point, merge_proposal, other_receipt, notice; category is
-- brought up to date.
--
-- intake.submit_again(records json) does the same with records that were stored before, by a server that may have taken it
-- back since: what has to be stored again carries the mark "restored". Both are made of one text: the usual way pays nothing
-- for the other.

DO $make$
DECLARE
    maker CONSTANT text := $text$
CREATE OR REPLACE FUNCTION intake.%I(records json)
RETURNS TABLE (n integer, receipt uuid, outcome text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
SET lock_timeout = '500ms'
AS $$
DECLARE
    batch    intake.record[] := %s;
    numbers  integer[];        -- of what is stored, if not all of it can be
    run_ends integer[];
    done     integer := 0;
    run_end  integer;
    again    boolean;
    repeats  uuid[] := ARRAY[]::uuid[];
    replayed boolean := false;
BEGIN
    BEGIN
        run_ends := intake.lock_names(batch);
    EXCEPTION WHEN lock_not_available THEN
        numbers := intake.not_locked(batch);
        SELECT coalesce(array_agg(batch[u.i] ORDER BY u.i), '{}') INTO batch FROM unnest(numbers) AS u (i);
        run_ends := intake.lock_names(batch);
    END;
    PERFORM intake.note_categories(batch);
    FOREACH run_end IN ARRAY run_ends LOOP
        FOR n, receipt, outcome, again IN
            SELECT s.n, s.receipt, s.outcome, s.again FROM intake.store_run(batch[done + 1 : run_end], done) AS s
        LOOP
            n := coalesce(numbers[n], n);
            RETURN NEXT;
            replayed := replayed OR outcome = 'replay';
            IF again THEN
                repeats := repeats || receipt;
            END IF;
        END LOOP;
        done := run_end;
    END LOOP;

    IF cardinality(repeats) > 0 THEN
        PERFORM intake.tell_owners(repeats);
    END IF;
    -- A commit that wrote nothing waits for nobody; but what a replay repeats may be here and on no standby yet.
    IF replayed THEN
        PERFORM pg_logical_emit_message(true, 'firstline', 'replay');
    END IF;
END
$$;
$text$;
BEGIN
    EXECUTE format(maker, 'submit', 'intake.read_records(records)');
    EXECUTE format(maker, 'submit_again', 'intake.with_mark(intake.read_records(records), ''restored'')');
END
$make$;
