-- Clients across merges. A client is known here by the root of its tree: the oldest of those that are one.
-- intake.work.client is always a root; what merges or splits clients sees to it. contact_point.client is not.

-- intake.client_root(client uuid) returns uuid. Reads client_merge. Security definer: a view of desk uses it.
CREATE OR REPLACE FUNCTION intake.client_root(client uuid)
RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    root uuid := client;
    up   uuid;
BEGIN
    LOOP    -- ends: each step leads to an older one (desk.merge)
        SELECT m.into_one INTO up FROM intake.client_merge AS m WHERE m.client = root AND m.undone_at IS NULL;
        EXIT WHEN NOT FOUND;
        root := up;
    END LOOP;
    RETURN root;
END
$$;

-- intake.by_age(clients uuid[]) returns uuid[]: the same, who was here first, first: by our clock, since an id can be chosen by a
-- visitor. Nulls are left out. Reads client.
CREATE OR REPLACE FUNCTION intake.by_age(clients uuid[])
RETURNS uuid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT c.id FROM intake.client AS c WHERE c.id = ANY (clients) ORDER BY c.created_at, c.id);
END
$$;

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'client_busy', 'с заявками этого клиента как раз что-то происходит', 'something is just being done with the leads of this client')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.lock_leads(clients uuid[]) returns void: all leads of these clients are locked till the end of the transaction. Waits for
-- nobody: who works on some of them may want others of them next, and that would be a circle. Raises 55000. Reads work.
CREATE OR REPLACE FUNCTION intake.lock_leads(clients uuid[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM intake.work AS w WHERE w.client = ANY (clients) FOR UPDATE NOWAIT;
EXCEPTION WHEN lock_not_available THEN
    PERFORM intake.refuse('55000', 'client_busy', 'again_hint');
END
$$;

-- intake.spend_number(clients uuid[]) returns void: what waits of these clients is kept from others till the end of the transaction, as
-- by a claim; so it takes a number, and leaves a gap if it is rolled back. Reads waiting, staff; adds to spent_number.
CREATE OR REPLACE FUNCTION intake.spend_number(clients uuid[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM intake.waiting AS q WHERE q.client = ANY (clients)) THEN
        INSERT INTO intake.spent_number (who, number)
        VALUES (desk.caller(), nextval(intake.claim_counter(desk.caller())::regclass));
    END IF;
END
$$;

-- intake.lock_clients(roots uuid[]) returns void: till the end of the transaction no lead of these clients changes, and none is
-- stored that names one of their contact points: a submit that was under way would not know of the merge or split. Work
-- first, then names (intake.lock_names), as a hand-over does; then the leads that were stored meanwhile. What the caller may refuse
-- is refused before: an act that fails here or later is counted as one that was rolled back. Raises 55000.
-- Reads work, client_merge, contact_point; adds to spent_number.
CREATE OR REPLACE FUNCTION intake.lock_clients(roots uuid[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.lock_leads(roots);
    PERFORM pg_advisory_xact_lock(k.key)
       FROM (SELECT hashtextextended(p.kind || ' ' || p.value, 0) AS key FROM unnest(roots) AS r (root)
              CROSS JOIN LATERAL unnest(intake.client_parts(r.root)) AS part (id)
               JOIN intake.contact_point AS p ON p.client = part.id
              ORDER BY key) AS k;
    PERFORM intake.lock_leads(roots), intake.spend_number(roots);
END
$$;

-- intake.move_leads(clients uuid[]) returns void: after merges or splits of these clients their leads, deals and places in
-- the queue are theirs again whose they are now. The caller holds the locks. Reads client_merge; changes work, deal, waiting.
CREATE OR REPLACE FUNCTION intake.move_leads(clients uuid[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    moved uuid[];
BEGIN
    WITH now_of AS (
        SELECT w.lead, intake.client_root(w.party) AS client FROM intake.work AS w WHERE w.client = ANY (clients)
    ), changed AS (
        UPDATE intake.work AS w SET client = n.client FROM now_of AS n
         WHERE w.lead = n.lead AND w.client <> n.client
        RETURNING w.lead
    )
    SELECT array_agg(c.lead) INTO moved FROM changed AS c;
    UPDATE intake.deal AS d SET client = w.client FROM intake.work AS w WHERE w.lead = d.lead AND d.lead = ANY (moved);
    UPDATE intake.waiting AS q SET client = w.client FROM intake.work AS w WHERE w.lead = q.lead AND q.lead = ANY (moved);
END
$$;

-- intake.client_earned(client uuid) returns void: from now on the client comes first. Changes client, once.
CREATE OR REPLACE FUNCTION intake.client_earned(client uuid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE intake.client AS c SET earned_at = statement_timestamp() WHERE c.id = client_earned.client AND c.earned_at IS NULL;
END
$$;

-- intake.client_before(client uuid, before timestamptz) returns what there was with the client before; of null, null. Of a nuisance
-- the last hundred leads are looked at.
--   leads, deals, won   how many
--   last_verdict        of the newest earlier lead that is closed, with its reason; of a double only if there is no other
--   last_owner          who dealt with the client last: who has or had the deal, or else the lead
-- Of a lead that the caller is to judge a second time, only that it is one.
-- Reads work, deal.
CREATE OR REPLACE FUNCTION intake.client_before(client uuid, before timestamptz)
RETURNS intake.client_past
LANGUAGE plpgsql STABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    past intake.client_past;
BEGIN
    SELECT count(DISTINCT w.lead), count(d.lead), count(d.lead) FILTER (WHERE d.outcome = 'won'),
           (array_agg(w.verdict || ': ' || w.reason ORDER BY w.reason = 'double', w.received_at DESC)
                FILTER (WHERE w.state = 'closed' AND NOT b.blind))[1],
           (array_agg(coalesce(d.owner, w.owner)::text ORDER BY w.received_at DESC, d.n DESC)
                FILTER (WHERE coalesce(d.owner, w.owner) IS NOT NULL AND NOT b.blind))[1] INTO past
      FROM (SELECT o.* FROM intake.work AS o WHERE o.client = client_before.client AND o.received_at < client_before.before
             ORDER BY o.received_at DESC LIMIT 100) AS w
     CROSS JOIN LATERAL (SELECT intake.awaits_second(w.lead) AS blind OFFSET 0) AS b    -- asked once a lead
      LEFT JOIN intake.deal AS d ON d.lead = w.lead AND d.outcome IS DISTINCT FROM 'withdrawn' AND NOT b.blind;
    RETURN past;
END
$$;
