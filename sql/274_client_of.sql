-- intake.client_of(lead uuid, held boolean) returns uuid: whose lead it is. Contact points that a qualifier or a seller has learned
-- become the client's; if they are known to be another's a merge is proposed, as on arrival. A lead that came without any contact
-- point gets its client now; if held, because its owner goes on with it, not while a colleague has that client: a client is one
-- person's. Then at the hand-over.
-- What was noted under phone or email before only exact ones were taken may be none: it is an answer, and no identity.
-- Reads lead, lead_event, reserved_field; adds to client, contact_point, merge_proposal; changes work.

CREATE OR REPLACE FUNCTION intake.client_of(lead uuid, held boolean)
RETURNS uuid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
<<client_of>>
DECLARE
    l       intake.lead;
    names   intake.record;
    learned intake.contact[];
    theirs  uuid;
    client  uuid := (SELECT w.client FROM intake.work AS w WHERE w.lead = client_of.lead);
BEGIN
    SELECT f.* INTO STRICT l FROM intake.lead AS f WHERE f.id = client_of.lead;
    learned := ARRAY(SELECT ROW(r.type, e.details ->> 'value', r.name, NULL)::intake.contact
                       FROM intake.lead_event AS e JOIN intake.reserved_field AS r ON r.name = e.details ->> 'field'
                      WHERE e.lead = l.id AND e.what IN ('answered', 'deal_answered') AND r.type IN ('phone', 'email')
                        AND intake.is_exact(r.type, e.details ->> 'value')
                      ORDER BY e.step);
    IF cardinality(learned) = 0 AND client IS NOT NULL THEN
        RETURN client;
    END IF;
    names.id := l.id;
    names.keyed := true;
    names.contacts := learned || ARRAY(SELECT c FROM json_populate_recordset(NULL::intake.contact, l.contacts) AS c);
    PERFORM intake.lock_names(ARRAY[names]);
    theirs := intake.claim_contacts(l.id, names.contacts);
    IF client IS NULL THEN
        client := intake.client_root(coalesce(theirs, l.id));
        INSERT INTO intake.client (id) VALUES (client) ON CONFLICT DO NOTHING;
        UPDATE intake.work AS w SET party = coalesce(theirs, l.id), client = client_of.client
         WHERE w.lead = l.id
           AND (NOT held OR intake.lock_client(client_of.client)
                            AND NOT EXISTS (SELECT FROM intake.work AS o WHERE o.client = client_of.client AND o.owner <> w.owner
                                               AND o.lease_until > statement_timestamp()));
    END IF;
    RETURN client;
END
$$;
