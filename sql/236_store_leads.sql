-- intake.store_leads(leads intake.lead[]) returns uuid[]: the ids of those that were stored.
-- Writes a batch of facts with everything that hangs off them: work, a place in the queue, history, and the clients that begin with them.
-- A lead whose id is taken by then, by somebody who did not ask for the lock, is left out.
-- Repeat leads are told to whoever is at work on the client.
-- Adds to lead, work, waiting, lead_event, client, notice.

CREATE OR REPLACE FUNCTION intake.store_leads(leads intake.lead[])
RETURNS uuid[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me      CONSTANT text := intake.session_name();
    result  uuid[];
    repeats uuid[];
BEGIN
    WITH stored AS (
        INSERT INTO intake.lead SELECT l.* FROM unnest(leads) AS l
        ON CONFLICT (id) DO NOTHING
        RETURNING id, client, repeat, category, rank, received_at
    ), queued AS (
        INSERT INTO intake.work (lead, state, category, rank, repeat, received_at)
        SELECT s.id, 'new', s.category, s.rank, s.repeat, s.received_at FROM stored AS s
    ), waits AS (
        INSERT INTO intake.waiting (lead, repeat, rank, received_at)
        SELECT s.id, s.repeat, s.rank, s.received_at FROM stored AS s
    ), told AS (
        INSERT INTO intake.lead_event (lead, step, who, what)
        SELECT s.id, 1, me, 'received' FROM stored AS s
    ), begun AS (
        INSERT INTO intake.client (id) SELECT s.id FROM stored AS s WHERE s.client = s.id
    )
    SELECT array_agg(s.id), array_agg(s.id) FILTER (WHERE s.repeat) INTO result, repeats FROM stored AS s;
    IF repeats IS NOT NULL THEN
        PERFORM intake.tell_owners(repeats);
    END IF;
    RETURN result;
END
$$;
