-- desk.by_client: who our clients are. The order is made first; what is told of a client is looked up for what is shown only.

-- intake.client_row(client uuid) returns one row: what is told of a client. Its leads are counted to a thousand.
-- Reads work, deal, contact_point.
CREATE OR REPLACE FUNCTION intake.client_row(client uuid)
RETURNS TABLE (id uuid, known_by text, leads bigint, waiting bigint, sold_by text, last_verdict text, talks_with text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 COST 10000
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    RETURN QUERY
    SELECT client_row.client, intake.known_by(client_row.client),
           (SELECT count(*) FROM (SELECT FROM intake.work AS w WHERE w.client = client_row.client LIMIT 1000) AS w),
           (SELECT count(*) FROM (SELECT FROM intake.waiting AS q WHERE q.client = client_row.client LIMIT 1000) AS q),
           intake.sold_by(client_row.client), intake.last_verdict(client_row.client), intake.talks_with(client_row.client);
END
$$;

CREATE OR REPLACE VIEW desk.by_client WITH (security_barrier) AS
SELECT w.client::text, w.lead::text AS receipt, k.name, r.known_by, r.leads, r.waiting, r.talks_with, r.sold_by, r.last_verdict,
       w.received_at AS last_at
  FROM (SELECT o.client, o.lead, o.received_at
          FROM (SELECT l.id AS lead, l.received_at, (SELECT k.client FROM intake.work AS k WHERE k.lead = l.id) AS client
                  FROM intake.lead AS l
                 WHERE (SELECT intake.reader()) IS NOT NULL
                 ORDER BY l.received_at DESC, l.id DESC) AS o
         WHERE o.lead = (SELECT n.lead FROM intake.work AS n WHERE n.client = o.client ORDER BY n.received_at DESC, n.lead DESC LIMIT 1)) AS w
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.id) c.* FROM intake.client_row(w.client) AS c) AS r ON r.id = w.client
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.lead) c.* FROM intake.card(w.lead) AS c) AS k ON k.lead = w.lead;

COMMENT ON VIEW   desk.by_client              IS
    'Our clients, who wrote last first. If a phone or an e-mail is somebody else''s: SELECT desk.split_client(contact, reason).';
COMMENT ON COLUMN desk.by_client.client       IS 'What the client is known by in desk.merge and desk.client_history.';
COMMENT ON COLUMN desk.by_client.receipt      IS 'Its newest lead.';
COMMENT ON COLUMN desk.by_client.name         IS 'How it signed there.';
COMMENT ON COLUMN desk.by_client.known_by     IS
    'Its phones and e-mails. "known from one lead only": on the word of one lead it is the same client, and could be another.';
COMMENT ON COLUMN desk.by_client.leads        IS 'How often it has written; counted to a thousand.';
COMMENT ON COLUMN desk.by_client.waiting      IS 'How many of these leads wait for somebody.';
COMMENT ON COLUMN desk.by_client.talks_with   IS 'Who has this client at the moment; empty: nobody.';
COMMENT ON COLUMN desk.by_client.sold_by      IS 'Who has its open deals; the team while nobody has taken one.';
COMMENT ON COLUMN desk.by_client.last_verdict IS 'What became of the newest lead that is closed, and why.';
COMMENT ON COLUMN desk.by_client.last_at      IS 'When it wrote last.';
