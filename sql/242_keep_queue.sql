-- intake.keep_queue(): trigger. A lead that is due waits in the queue, and one that somebody takes does not any more.
-- A new lead is put there by intake.store_leads, with a whole batch. Adds to and removes from waiting.

CREATE OR REPLACE FUNCTION intake.keep_queue()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF new.state = 'due' THEN
        INSERT INTO intake.waiting (lead, repeat, rank, received_at, promised, skipped_by)
        VALUES (new.lead, new.repeat, new.rank, new.received_at, new.promised, new.skipped_by);
    ELSE
        DELETE FROM intake.waiting AS q WHERE q.lead = new.lead;
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER to_the_queue AFTER UPDATE OF state ON intake.work
    FOR EACH ROW WHEN (new.state = 'due' AND old.state NOT IN ('new', 'due')) EXECUTE FUNCTION intake.keep_queue();
CREATE OR REPLACE TRIGGER from_the_queue AFTER UPDATE OF state ON intake.work
    FOR EACH ROW WHEN (old.state IN ('new', 'due') AND new.state NOT IN ('new', 'due'))
    EXECUTE FUNCTION intake.keep_queue();
