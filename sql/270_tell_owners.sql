-- intake.tell_owners(leads uuid[]) returns void: a client has written again, and whoever is at work on that client is
-- told: the owner of an open deal, or its whole team while nobody has taken it; and the qualifier who has one of the
-- client's last hundred leads now. Each is a row of notice, to be looked for in desk.notices and sales.notices. There is no
-- NOTIFY: any login can fill the server's queue of them, and then no lead that tells somebody would come in.
-- Called by intake.submit, for repeat leads only. Reads work, deal; adds to notice.

CREATE OR REPLACE FUNCTION intake.tell_owners(leads uuid[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    WITH again AS MATERIALIZED (
        SELECT w.lead AS id, w.client FROM intake.work AS w WHERE w.lead = ANY (leads)
    )
    INSERT INTO intake.notice (lead, about, login, team)
    SELECT a.id, d.lead, d.owner, CASE WHEN d.owner IS NULL THEN d.team END
      FROM again AS a
      JOIN intake.deal AS d ON d.client = a.client
     WHERE d.outcome IS NULL
    UNION ALL
    SELECT a.id, w.lead, w.owner, NULL
      FROM again AS a
     CROSS JOIN LATERAL (SELECT o.lead, o.state, o.owner, o.lease_until FROM intake.work AS o    -- a nuisance may have thousands
                          WHERE o.client = a.client
                          ORDER BY o.received_at DESC LIMIT 100) AS w
     WHERE w.state = 'claimed' AND w.lease_until > statement_timestamp()
    ON CONFLICT ON CONSTRAINT notice_pkey DO NOTHING;
END
$$;
