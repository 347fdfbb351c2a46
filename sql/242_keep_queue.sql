-- The queue keeps itself: a lead that is new or due stands in waiting, and no other does. Whoever changes work need not know
-- of it; but who makes a lead somebody's takes it out there (intake.claim, intake.leave_queue), which is quicker. Only desk.claim_next,
-- which looks for the first one, and the views that show them read it. Whoever changes the client of a work that waits changes it
-- here, too (intake.move_leads).
-- Both add to and remove from waiting.

-- intake.queue_new(): trigger. What comes in, with a whole batch at once: the leads of a batch are new together. They are also
-- noted as not counted yet (284); what is closed from the beginning was brought in (289), which notes those that count.
CREATE OR REPLACE FUNCTION intake.queue_new()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO intake.waiting (lead, client, repeat, rank, received_at, skipped_by)
    SELECT w.lead, coalesce(w.client, w.lead), w.repeat, w.rank, w.received_at, w.skipped_by
      FROM come_in AS w WHERE w.state IN ('new', 'due');
    INSERT INTO intake.uncounted (lead) SELECT w.lead FROM come_in AS w WHERE w.verdict IS DISTINCT FROM 'imported';
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER queue_new AFTER INSERT ON intake.work REFERENCING NEW TABLE AS come_in
    FOR EACH STATEMENT EXECUTE FUNCTION intake.queue_new();

-- intake.keep_queue(): trigger. What begins to wait, or waits no more.
CREATE OR REPLACE FUNCTION intake.keep_queue()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    waited CONSTANT boolean := old.state IN ('new', 'due');
    waits  CONSTANT boolean := new.state IN ('new', 'due');
BEGIN
    IF waits AND NOT waited THEN
        INSERT INTO intake.waiting (lead, client, repeat, rank, received_at, skipped_by, promised, promised_by)
        VALUES (new.lead, coalesce(new.client, new.lead), new.repeat, new.rank, new.received_at, new.skipped_by,
                new.promised, new.promised_by);
    ELSIF waited AND NOT waits THEN
        DELETE FROM intake.waiting AS q WHERE q.lead = new.lead;
    END IF;
    RETURN NULL;
END
$$;

-- Not of who is claimed, which is who has a lease: said in the fewest words, for the server reads them with each claim.
CREATE OR REPLACE TRIGGER keep_queue AFTER UPDATE OF state ON intake.work FOR EACH ROW
    WHEN (new.lease_until IS NULL)
    EXECUTE FUNCTION intake.keep_queue();
