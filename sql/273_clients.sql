-- Clients across merges. A client is known here by the root of its tree: the oldest of those that are one.

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
    LOOP    -- ends: each step leads to an older one (client_merge_older)
        SELECT m.into_one INTO up FROM intake.client_merge AS m WHERE m.client = root AND m.undone_at IS NULL;
        EXIT WHEN NOT FOUND;
        root := up;
    END LOOP;
    RETURN root;
END
$$;

-- intake.client_members(client uuid) returns uuid[]: all that are one with it, itself included; null of null.
-- Reads client_merge.
CREATE OR REPLACE FUNCTION intake.client_members(client uuid)
RETURNS uuid[]
LANGUAGE plpgsql STABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    members uuid[];
    below   uuid[];
BEGIN
    -- Nearly all, and asked for each repeat lead on arrival.
    IF NOT EXISTS (SELECT FROM intake.client_merge AS m WHERE m.client = client_members.client AND m.undone_at IS NULL)
       AND NOT EXISTS (SELECT FROM intake.client_merge AS m WHERE m.into_one = client_members.client AND m.undone_at IS NULL)
    THEN
        RETURN ARRAY[client];
    END IF;
    members := ARRAY[intake.client_root(client)];
    below := members;
    LOOP
        below := ARRAY(SELECT m.client FROM intake.client_merge AS m
                        WHERE m.into_one = ANY (below) AND m.undone_at IS NULL);
        EXIT WHEN cardinality(below) = 0;
        members := members || below;
    END LOOP;
    RETURN members;
END
$$;

-- intake.client_before(client uuid, before timestamptz) returns one row: what there was with the client before; of null,
-- none.
--   leads, deals, won   how many
--   last_verdict        of the newest earlier lead that is closed, with its reason
--   last_owner          who dealt with the client last: who has or had the deal, or else the lead
-- Reads lead, work, deal, client_merge.
CREATE OR REPLACE FUNCTION intake.client_before(client uuid, before timestamptz)
RETURNS TABLE (leads bigint, deals bigint, won bigint, last_verdict text, last_owner text)
LANGUAGE plpgsql STABLE STRICT ROWS 1
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT count(DISTINCT l.id), count(d.lead), count(d.lead) FILTER (WHERE d.outcome = 'won'),
           (array_agg(w.verdict || ': ' || w.reason ORDER BY l.received_at DESC)
                FILTER (WHERE w.state = 'closed' AND NOT intake.awaits_second(l.id)))[1],
           (array_agg(coalesce(d.owner, w.owner)::text ORDER BY l.received_at DESC, d.n DESC)
                FILTER (WHERE coalesce(d.owner, w.owner) IS NOT NULL))[1]
      FROM intake.lead AS l
      JOIN intake.work AS w ON w.lead = l.id
      LEFT JOIN intake.deal AS d ON d.lead = l.id
     WHERE l.client = ANY (intake.client_members(client_before.client)) AND l.received_at < client_before.before;
END
$$;
