-- Two clients are one. A merge is a link; it rewrites no lead and can be undone.

-- desk.merge_proposals: leads whose contact points belong to more than one client, and nobody has said yet what is so.
CREATE OR REPLACE VIEW desk.merge_proposals WITH (security_barrier) AS
SELECT p.lead AS receipt, p.proposed_at, p.client, o.client AS other,
       (SELECT string_agg(c.value, ', ' ORDER BY c.kind DESC, c.created_at) FROM intake.contact_point AS c
         WHERE c.client = p.client) AS known_by,
       (SELECT string_agg(c.value, ', ' ORDER BY c.kind DESC, c.created_at) FROM intake.contact_point AS c
         WHERE c.client = o.client) AS other_known_by
  FROM intake.merge_proposal AS p CROSS JOIN LATERAL unnest(p.others) WITH ORDINALITY AS o (client, n)
 WHERE p.answer IS NULL
   AND intake.client_root(p.client) <> intake.client_root(o.client)
 ORDER BY p.proposed_at, p.lead, o.n;

COMMENT ON VIEW   desk.merge_proposals                IS
    'Are these two clients one? Answer with desk.merge(client, other, why) or desk.keep_apart(receipt).';
COMMENT ON COLUMN desk.merge_proposals.receipt        IS 'The lead that named contact points of both.';
COMMENT ON COLUMN desk.merge_proposals.proposed_at    IS 'When it came.';
COMMENT ON COLUMN desk.merge_proposals.client         IS 'The older client, to whom the lead was given.';
COMMENT ON COLUMN desk.merge_proposals.other          IS 'The other one.';
COMMENT ON COLUMN desk.merge_proposals.known_by       IS 'The phones and e-mails of the older one.';
COMMENT ON COLUMN desk.merge_proposals.other_known_by IS 'The phones and e-mails of the other one.';

-- intake.lock_merges() returns void: one merge, its undoing or its refusal at a time, till the end of the transaction. Two at
-- once could make a chain that neither of them sees, or wait for each other's proposals.
CREATE OR REPLACE FUNCTION intake.lock_merges()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('firstline merge', 0));
END
$$;

-- desk.merge(client, other, why) returns uuid: the client as which both are known from now on, the oldest of all.
-- Raises 22023 if one of them is no client, they are one already, or why is empty.
-- Adds to client_merge; answers the proposals that are settled by it.
CREATE OR REPLACE FUNCTION desk.merge(client uuid, other uuid, why text)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    a uuid;
    b uuid;
BEGIN
    PERFORM intake.lock_merges();
    a := intake.client_root(client);
    b := intake.client_root(other);
    IF coalesce(btrim(why), '') = '' THEN
        RAISE EXCEPTION 'a merge wants a reason' USING ERRCODE = 'invalid_parameter_value';
    ELSIF (SELECT count(*) FROM intake.client AS c WHERE c.id IN (client, other)) < 2 OR a = b THEN
        RAISE EXCEPTION '% and % are not two clients', client, other
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Clients that may be one are in desk.merge_proposals.';
    END IF;
    INSERT INTO intake.client_merge (client, into_one, merged_by, reason)
    VALUES (greatest(a, b), least(a, b), desk.caller(), btrim(why));
    UPDATE intake.merge_proposal AS p
       SET answer = 'merged', answered_at = clock_timestamp(), answered_by = desk.caller()
     WHERE p.answer IS NULL AND (SELECT bool_and(intake.client_root(o) = least(a, b))
                                   FROM unnest(p.client || p.others) AS o);
    RETURN least(a, b);
END
$$;

COMMENT ON FUNCTION desk.merge(uuid, uuid, text) IS
    'Says that two clients are one, and why. No lead is changed, and desk.unmerge() undoes it.';

-- desk.unmerge(client, why) returns void: a client that was made part of an older one is one of its own again.
-- Raises 22023 if it is not part of another, or why is empty. Changes client_merge.
CREATE OR REPLACE FUNCTION desk.unmerge(client uuid, why text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF coalesce(btrim(why), '') = '' THEN
        RAISE EXCEPTION 'to undo a merge wants a reason' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM intake.lock_merges();
    UPDATE intake.client_merge AS m
       SET undone_at = clock_timestamp(), undone_by = desk.caller(), undone_why = btrim(why)
     WHERE m.client = unmerge.client AND m.undone_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'client % is not part of another', unmerge.client USING ERRCODE = 'invalid_parameter_value';
    END IF;
END
$$;

COMMENT ON FUNCTION desk.unmerge(uuid, text) IS 'Undoes a merge: the younger client is one of its own again.';

-- desk.keep_apart(receipt) returns void: what a lead proposed is not so. Changes merge_proposal.
CREATE OR REPLACE FUNCTION desk.keep_apart(receipt uuid)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.lock_merges();
    UPDATE intake.merge_proposal AS p
       SET answer = 'kept apart', answered_at = clock_timestamp(), answered_by = desk.caller()
     WHERE p.lead = keep_apart.receipt AND p.answer IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'lead % proposes no merge', keep_apart.receipt USING ERRCODE = 'invalid_parameter_value';
    END IF;
END
$$;

COMMENT ON FUNCTION desk.keep_apart(uuid) IS 'Says that the clients a lead named are not one.';
