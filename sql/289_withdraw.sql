-- Leads that were brought in and should not have been (499): they stay, marked, but are nobody's.

-- intake.lock_points(leads uuid[]) returns void: the names (230) of these leads, till the end of the transaction. Reads lead.
CREATE OR REPLACE FUNCTION intake.lock_points(leads uuid[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(k.key)
       FROM (SELECT DISTINCT hashtextextended(n.name, 0) AS key
               FROM intake.lead AS l
              CROSS JOIN LATERAL (SELECT 'lead ' || l.id
                                  UNION ALL
                                  SELECT c.kind || ' ' || c.value FROM json_to_recordset(l.contacts) AS c (kind text, value text)) AS n (name)
              WHERE l.id = ANY (leads) ORDER BY key) AS k;
END
$$;

-- intake.unlink_points(leads uuid[]) returns void: what is known of clients by these leads alone is forgotten; what another lead of the
-- client names, too, is known by that one from now on. The caller holds the locks. Reads lead, work; changes contact_point.
CREATE OR REPLACE FUNCTION intake.unlink_points(leads uuid[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    WITH point AS MATERIALIZED (
        SELECT DISTINCT p.kind, p.value,
               (SELECT o.lead FROM intake.work AS o JOIN intake.lead AS n ON n.id = o.lead
                 WHERE o.client = intake.client_root(p.client) AND o.lead <> ALL (leads)
                   AND EXISTS (SELECT FROM json_to_recordset(n.contacts) AS x (kind text, value text) WHERE x.kind = p.kind AND x.value = p.value)
                 ORDER BY o.received_at, o.lead LIMIT 1) AS heir
          FROM intake.lead AS l
         CROSS JOIN LATERAL json_to_recordset(l.contacts) AS c (kind text, value text)
          JOIN intake.contact_point AS p ON p.kind = c.kind AND p.value = c.value AND p.lead = l.id
         WHERE l.id = ANY (leads)
    ), kept AS (
        UPDATE intake.contact_point AS t SET lead = p.heir FROM point AS p WHERE t.kind = p.kind AND t.value = p.value AND p.heir IS NOT NULL
    )
    DELETE FROM intake.contact_point AS t USING point AS p WHERE t.kind = p.kind AND t.value = p.value AND p.heir IS NULL;
END
$$;

-- intake.first_no_more(clients uuid[]) returns void: what of these clients has earned nothing besides comes first no more, with what of
-- it is open; what somebody is just at is let alone. Changes client, work, waiting.
CREATE OR REPLACE FUNCTION intake.first_no_more(clients uuid[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    theirs uuid[];
BEGIN
    PERFORM intake.earned_still(c) FROM unnest(clients) AS c;
    theirs := ARRAY(SELECT w.lead FROM intake.work AS w JOIN intake.client AS c ON c.id = w.client AND c.earned_at IS NULL
                     WHERE w.client = ANY (clients) AND w.repeat AND w.state <> 'closed' ORDER BY w.lead FOR UPDATE OF w SKIP LOCKED);
    theirs := ARRAY(SELECT w.lead FROM intake.work AS w
                     WHERE w.lead = ANY (theirs) AND (w.state NOT IN ('new', 'due') OR EXISTS (
                         SELECT FROM intake.waiting AS q WHERE q.lead = w.lead FOR UPDATE SKIP LOCKED)));
    UPDATE intake.work AS w SET repeat = false WHERE w.lead = ANY (theirs);
    UPDATE intake.waiting AS q SET repeat = false WHERE q.lead = ANY (theirs);
END
$$;

-- intake.withdraw_leads(batch bigint, most integer) returns integer: so many leads of the batch that nobody has touched, no more than
-- most, are withdrawn. Waits for nobody who works on one. Reads lead; changes work, waiting, contact_point, client, import_lead, uncounted.
CREATE OR REPLACE FUNCTION intake.withdraw_leads(batch bigint, most integer)
RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    leads   uuid[];
    clients uuid[];
BEGIN
    SELECT array_agg(k.lead), array_agg(DISTINCT k.client) FILTER (WHERE k.client IS NOT NULL) INTO leads, clients
      FROM (SELECT w.lead, w.client FROM intake.import_lead AS i JOIN intake.work AS w ON w.lead = i.lead
             WHERE i.batch = withdraw_leads.batch AND NOT i.withdrawn AND w.step = 1 AND w.state IN ('new', 'closed')
             ORDER BY i.lead LIMIT most FOR UPDATE OF w SKIP LOCKED) AS k;
    IF leads IS NULL THEN
        RETURN 0;
    END IF;
    PERFORM intake.lock_points(leads), intake.unlink_points(leads);
    UPDATE intake.work AS w SET state = 'closed', verdict = 'withdrawn', reason = 'import', client = NULL, party = NULL, repeat = false
     WHERE w.lead = ANY (leads);
    PERFORM intake.first_no_more(clients);
    UPDATE intake.import_lead AS i SET withdrawn = true WHERE i.lead = ANY (leads);
    INSERT INTO intake.uncounted (lead) SELECT i.lead FROM intake.import_lead AS i WHERE i.lead = ANY (leads) AND i.counts;
    RETURN cardinality(leads);
END
$$;
