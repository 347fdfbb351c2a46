-- intake.store_leads(leads intake.lead[]) returns uuid[]: the ids of those that were stored.
-- Writes a batch of facts with everything that hangs off them: work, which has its place in the queue by itself (242),
-- history, and the clients that begin with them.
-- A lead whose id is taken by then, by somebody who did not ask for the lock, is left out.
-- Repeat leads are told to whoever is at work on the client.
-- The place in the queue is that of the category as the owner ranks it now.
-- Reads category; adds to lead, work, lead_event, client, notice.

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
        INSERT INTO intake.lead (id, form, language, received_at, stored_at, client, repeat, keyed, fingerprint,
                                 differs_from, contacts, answers, raw, typed, name_fields, address, user_agent, place, touch,
                                 category, colour, rank, rule, rule_set, evidence, why, marks)
        SELECT l.* FROM unnest(leads) AS l
        ON CONFLICT (id) DO NOTHING
        RETURNING id, client, repeat, category, rank, received_at
    ), ranked AS (
        SELECT s.id, s.category, s.repeat, s.received_at, coalesce(c.rank, s.rank) AS rank
          FROM stored AS s LEFT JOIN intake.category AS c ON c.name = s.category
    ), queued AS (
        INSERT INTO intake.work (lead, state, category, rank, repeat, received_at)
        SELECT r.id, 'new', r.category, r.rank, r.repeat, r.received_at FROM ranked AS r
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
