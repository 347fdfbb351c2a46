-- intake.keep_queue(): trigger. A lead that is due waits in the queue, and one that is not any more does not.
-- A new lead is put there by intake.store_leads, with a whole batch, and desk.claim_next takes out what it takes.
-- Adds to and removes from waiting.

CREATE OR REPLACE FUNCTION intake.keep_queue()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF new.state IN ('new', 'due') THEN
        INSERT INTO intake.waiting (lead, repeat, rank, received_at, skipped_by)
        VALUES (new.lead, new.repeat, new.rank, new.received_at, new.skipped_by);
    ELSE
        DELETE FROM intake.waiting AS q WHERE q.lead = new.lead;
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER keep_queue AFTER UPDATE OF state ON intake.work FOR EACH ROW
    WHEN ((old.state IN ('new', 'due')) <> (new.state IN ('new', 'due')) AND new.state <> 'claimed')
    EXECUTE FUNCTION intake.keep_queue();
