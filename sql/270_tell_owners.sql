-- intake.tell_owners(leads uuid[]) returns void: a client has written again, and whoever is at work on that client is
-- told: the owner of an open deal, or its whole team while nobody has taken it; and the qualifier who has an earlier
-- lead of the client now. Each is a row of notice.
-- Besides, NOTIFY firstline_repeat_lead with the receipt goes out for every repeat lead: what listens can hurry. It has
-- no personal data, for anyone who may connect may listen.
-- Called by intake.store_leads, for repeat leads only. Reads lead, work, deal, client_merge; adds to notice.

CREATE OR REPLACE FUNCTION intake.tell_owners(leads uuid[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    new_id  uuid;
    members uuid[];
BEGIN
    FOREACH new_id IN ARRAY leads LOOP
        PERFORM pg_notify('firstline_repeat_lead', new_id::text);
        members := intake.client_members((SELECT l.client FROM intake.lead AS l WHERE l.id = new_id));
        INSERT INTO intake.notice (lead, about, login, team)
        SELECT new_id, d.lead, d.owner, CASE WHEN d.owner IS NULL THEN d.team END
          FROM intake.deal AS d
         WHERE d.client = ANY (members) AND d.outcome IS NULL
        UNION ALL
        SELECT new_id, w.lead, w.owner, NULL
          FROM intake.lead AS l
          JOIN intake.work AS w ON w.lead = l.id
         WHERE l.client = ANY (members) AND l.id <> new_id
           AND w.state = 'claimed' AND w.lease_until > statement_timestamp()
        ON CONFLICT ON CONSTRAINT notice_pkey DO NOTHING;
    END LOOP;
END
$$;
