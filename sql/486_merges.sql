-- Two clients are one. A merge is a link; it rewrites no lead and can be undone.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'merge_reason', 'объединению нужна причина', 'a merge wants a reason'),
    ('message', 'unmerge_reason', 'чтобы отменить объединение, нужна причина', 'to undo a merge wants a reason'),
    ('message', 'not_two_clients', '%1$s и %2$s — не два клиента', '%1$s and %2$s are not two clients'),
    ('message', 'not_two_clients_hint', 'Кто может оказаться одним клиентом — в desk.merge_proposals.',
        'Clients that may be one are in desk.merge_proposals.'),
    ('message', 'merged', 'Теперь это один клиент: %1$s.', 'They are one client now: %1$s.'),
    ('message', 'unmerged', 'Клиент %1$s снова сам по себе.', 'Client %1$s is one of its own again.'),
    ('message', 'not_merged', 'клиент %1$s не часть другого', 'client %1$s is not part of another'),
    ('message', 'no_merge', 'заявка %1$s не предлагает объединения', 'lead %1$s proposes no merge'),
    ('message', 'kept_apart', 'Записано: это разные клиенты.', 'Noted: they are different clients.'),
    ('message', 'merging', 'кто-то другой как раз объединяет или разделяет клиентов', 'somebody else is just merging or splitting clients')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- desk.merge_proposals: leads whose contact points belong to more than one client, and nobody has said yet what is so.
CREATE OR REPLACE VIEW desk.merge_proposals WITH (security_barrier) AS
SELECT p.lead::text AS receipt, p.proposed_at, p.client, o.client AS other,
       (SELECT string_agg(intake.contact_shown(c.value), ', ' ORDER BY c.kind DESC, c.created_at) FROM intake.contact_point AS c
         WHERE c.client = p.client) AS known_by,
       (SELECT string_agg(intake.contact_shown(c.value), ', ' ORDER BY c.kind DESC, c.created_at) FROM intake.contact_point AS c
         WHERE c.client = o.client) AS other_known_by
  FROM intake.merge_proposal AS p CROSS JOIN LATERAL unnest(p.others) WITH ORDINALITY AS o (client, n)
 WHERE (SELECT intake.reader()) IS NOT NULL AND p.answer IS NULL
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
-- once could make a chain that neither of them sees, or wait for each other's proposals. And no claim of the same person: it would
-- pass over what the merge has locked. Raises 55000 if it takes too long.
CREATE OR REPLACE FUNCTION intake.lock_merges()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '2s'
AS $$
BEGIN
    PERFORM intake.one_at_a_time(desk.caller());
    PERFORM pg_advisory_xact_lock(hashtextextended('firstline merge', 0));
EXCEPTION WHEN lock_not_available THEN
    PERFORM intake.refuse('55000', 'merging', 'again_hint');
END
$$;

-- intake.client_by_id(given text) returns uuid: the client with that id; null: there is none. Reads client.
CREATE OR REPLACE FUNCTION intake.client_by_id(given text)
RETURNS uuid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF btrim(given) ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
        RETURN (SELECT c.id FROM intake.client AS c WHERE c.id = btrim(given)::uuid);
    END IF;
    RETURN NULL;
END
$$;

-- intake.client_named(given text) returns uuid: the client that is meant: by its id, or by a receipt of one of its leads.
-- Raises what intake.lead_named raises. Reads client, work.
CREATE OR REPLACE FUNCTION intake.client_named(given text)
RETURNS uuid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    client uuid := intake.client_by_id(given);
BEGIN
    IF client IS NULL THEN
        client := (SELECT w.client FROM intake.work AS w WHERE w.lead = intake.lead_named(given));
    END IF;
    RETURN client;
END
$$;

-- desk.merge(client, other, why) returns text: two clients are one from now on, and known as the older of them.
--   client  and other: a receipt of a lead of theirs, or their ids
-- Raises 22023 if they are one already, or why is empty; 55000 if somebody is at their leads; what intake.lead_named raises.
-- Adds to client_merge; answers the proposals that are settled by it; changes work, deal, waiting.
CREATE OR REPLACE FUNCTION desk.merge(client text, other text, why text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me   CONSTANT text := intake.person('desk');
    said CONSTANT text := intake.noted(why);
    a    uuid;
    b    uuid;
    older uuid;
BEGIN
    PERFORM intake.lock_merges();
    a := intake.client_root(intake.client_named(client));
    b := intake.client_root(intake.client_named(other));
    IF said IS NULL THEN
        PERFORM intake.refuse('22023', 'merge_reason', NULL);
    ELSIF a IS NULL OR b IS NULL OR a = b THEN
        PERFORM intake.refuse('22023', 'not_two_clients', 'not_two_clients_hint', client, other);
    END IF;
    PERFORM intake.lock_clients(ARRAY[a, b]);
    older := (intake.by_age(ARRAY[a, b]))[1];
    INSERT INTO intake.client_merge (client, into_one, merged_by, reason)
    VALUES (CASE older WHEN a THEN b ELSE a END, older, me, said);
    UPDATE intake.client AS c SET earned_at = o.earned_at FROM intake.client AS o
     WHERE c.id = older AND c.earned_at IS NULL AND o.id IN (a, b) AND o.earned_at IS NOT NULL;
    PERFORM intake.move_leads(ARRAY[a, b]);
    UPDATE intake.merge_proposal AS p
       SET answer = 'merged', answered_at = clock_timestamp(), answered_by = me
     WHERE p.answer IS NULL AND (SELECT bool_and(intake.client_root(o) = older) FROM unnest(p.client || p.others) AS o);
    RETURN intake.say('message', 'merged', older::text);
END
$$;

COMMENT ON FUNCTION desk.merge(text, text, text) IS
    'Says that two clients are one, and why. No lead is changed, and desk.unmerge() undoes it.';

-- desk.unmerge(client, why) returns text: a client that was made part of an older one is one of its own again.
-- Raises 22023 if it is not part of another, or why is empty; 55000 as desk.merge. Changes client_merge, work, deal, waiting.
CREATE OR REPLACE FUNCTION desk.unmerge(client text, why text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me   CONSTANT text := intake.person('desk');
    part CONSTANT uuid := intake.client_by_id(client);
    said CONSTANT text := intake.noted(why);
    root uuid;
BEGIN
    IF said IS NULL THEN
        PERFORM intake.refuse('22023', 'unmerge_reason', NULL);
    END IF;
    PERFORM intake.lock_merges();
    root := intake.client_root(part);
    IF root IS NOT DISTINCT FROM part THEN
        PERFORM intake.refuse('22023', 'not_merged', NULL, client);
    END IF;
    PERFORM intake.lock_clients(ARRAY[root]);
    UPDATE intake.client_merge AS m
       SET undone_at = clock_timestamp(), undone_by = me, undone_why = said
     WHERE m.client = part AND m.undone_at IS NULL;
    PERFORM intake.move_leads(ARRAY[root]);
    RETURN intake.say('message', 'unmerged', client);
END
$$;

COMMENT ON FUNCTION desk.unmerge(text, text) IS 'Undoes a merge: the younger client is one of its own again.';

-- desk.keep_apart(receipt) returns text: what a lead proposed is not so. Changes merge_proposal.
CREATE OR REPLACE FUNCTION desk.keep_apart(receipt text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<keep_apart>>
DECLARE
    me   CONSTANT text := intake.person('desk');
    lead CONSTANT uuid := intake.lead_named(receipt);
BEGIN
    PERFORM intake.lock_merges();
    UPDATE intake.merge_proposal AS p
       SET answer = 'kept apart', answered_at = clock_timestamp(), answered_by = me
     WHERE p.lead = keep_apart.lead AND p.answer IS NULL;
    IF NOT FOUND THEN
        PERFORM intake.refuse('22023', 'no_merge', NULL, receipt);
    END IF;
    RETURN intake.say('message', 'kept_apart');
END
$$;

COMMENT ON FUNCTION desk.keep_apart(text) IS 'Says that the clients a lead named are not one.';
