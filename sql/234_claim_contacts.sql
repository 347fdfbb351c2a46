-- intake.claim_contacts(new_id uuid, contacts intake.contact[]) returns uuid: whose lead it is; null without contacts.
--   new_id    the lead
--   contacts  its contact points, normalised
-- Called for what a qualifier has learned (274). The client is the oldest, by our clock, of those the contact points belong to, or else a new one with the id of the lead. Contact
-- points that belonged to nobody become his. If they belong to several clients a merge is proposed and nothing moves.
-- Reads and adds to contact_point, adds to merge_proposal. The caller holds the locks (intake.lock_names).

CREATE OR REPLACE FUNCTION intake.claim_contacts(new_id uuid, contacts intake.contact[])
RETURNS uuid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    owners uuid[];
    client uuid;
BEGIN
    IF cardinality(contacts) = 0 THEN
        RETURN NULL;
    END IF;
    SELECT array_agg(DISTINCT o.owner ORDER BY o.owner) INTO owners
      FROM (SELECT (SELECT p.client FROM intake.contact_point AS p WHERE p.kind = c.kind AND p.value = c.value)
              FROM unnest(contacts) AS c) AS o (owner);

    client := coalesce(CASE WHEN owners[2] IS NULL THEN owners[1] ELSE (intake.by_age(owners))[1] END, new_id);
    IF owners[cardinality(owners)] IS NULL THEN     -- nulls sort last: one of them belonged to nobody
        INSERT INTO intake.contact_point (kind, value, client, lead, linked_by)
        SELECT c.kind, c.value, client, new_id, desk.caller() FROM unnest(contacts) AS c
        ON CONFLICT (kind, value) DO NOTHING;
    END IF;

    owners := array_remove(owners, NULL);
    IF cardinality(owners) > 1 THEN
        INSERT INTO intake.merge_proposal (lead, client, others) VALUES (new_id, client, intake.by_age(array_remove(owners, client)))
        ON CONFLICT (lead) DO NOTHING;              -- it was racing, and is handed in again
    END IF;
    RETURN client;
END
$$;
