-- One client was two. A phone or e-mail that is somebody else's gets a client of its own; no lead is rewritten, and it can be undone.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'split_reason', 'чтобы разделить клиента, нужна причина', 'to split a client wants a reason'),
    ('message', 'unsplit_reason', 'чтобы отменить разделение, нужна причина', 'to undo a split wants a reason'),
    ('message', 'only_contact', '%1$s — единственный контакт клиента %2$s', '%1$s is the only thing client %2$s is known by'),
    ('message', 'only_contact_hint', 'Отделять не от чего. Если клиента объединили с другим: SELECT desk.unmerge(''%2$s'', ''причина'')',
        'There is nothing to split it from. If the client was merged with another: SELECT desk.unmerge(''%2$s'', ''reason'')'),
    ('message', 'split', 'Контакт %1$s — теперь отдельный клиент: %2$s. С ним заявок: %3$s.',
        '%1$s is a client of its own now: %2$s. It has %3$s of the leads.'),
    ('message', 'unsplit', 'Контакт %1$s снова у клиента %2$s.', '%1$s is of client %2$s again.'),
    ('message', 'not_split', 'контакт %1$s не отделяли', '%1$s has not been split off'),
    ('event', 'unsplit', 'разделение отменено', 'split undone')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.leads_of_contact(p intake.contact_point) returns uuid[]: the leads of its client that name it and no other contact
-- point of that client, as they came or as a qualifier learned it. Reads work, lead, contact_point.
CREATE OR REPLACE FUNCTION intake.leads_of_contact(p intake.contact_point)
RETURNS uuid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(
        SELECT w.lead FROM intake.work AS w
          JOIN intake.lead AS l ON l.id = w.lead
         CROSS JOIN LATERAL (
               SELECT bool_or((o.kind, o.value) = (p.kind, p.value)) AS this, bool_or((o.kind, o.value) <> (p.kind, p.value)) AS other
                 FROM (SELECT c.kind, c.value FROM json_to_recordset(l.contacts) AS c (kind text, value text)
                         JOIN intake.contact_point AS t ON t.kind = c.kind AND t.value = c.value AND t.client = p.client
                       UNION ALL
                       SELECT t.kind, t.value FROM intake.contact_point AS t WHERE t.client = p.client AND t.lead = w.lead) AS o) AS n
         WHERE w.client = intake.client_root(p.client) AND w.party = p.client AND n.this AND NOT n.other
         ORDER BY w.lead);
END
$$;

-- intake.move_contact(p intake.contact_point, to_client uuid) returns bigint: the contact point, and the leads that name it
-- alone, are that client's from now on; how many leads. The caller holds the locks. Changes contact_point, work, deal, waiting, client.
CREATE OR REPLACE FUNCTION intake.move_contact(p intake.contact_point, to_client uuid)
RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    moved CONSTANT uuid[] := intake.leads_of_contact(p);
BEGIN
    UPDATE intake.contact_point AS t SET client = to_client WHERE t.kind = p.kind AND t.value = p.value;
    UPDATE intake.work AS w SET party = to_client WHERE w.lead = ANY (moved);
    PERFORM intake.move_leads(ARRAY[intake.client_root(p.client)]);
    IF EXISTS (SELECT FROM intake.work AS w WHERE w.lead = ANY (moved)
                  AND (w.attempts > 0 OR w.verdict <> 'spam' OR EXISTS (SELECT FROM intake.deal AS d WHERE d.lead = w.lead))) THEN
        PERFORM intake.client_earned(intake.client_root(to_client));
    END IF;
    RETURN cardinality(moved);
END
$$;

-- desk.split_client(contact, reason) returns text: a contact point gets a client of its own. Its leads go with it; those that
-- name another contact point of the old client, too, stay. A lead that names both from now on proposes a merge.
--   contact  a phone in any spelling, or an e-mail
-- Raises 22023 if it is none, is all its client is known by, or there is no reason; P0002 if nobody is known by it; 55000 as
-- desk.merge.
-- Adds to client and client_split; changes what move_contact changes.
CREATE OR REPLACE FUNCTION desk.split_client(contact text, reason text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me         CONSTANT text := intake.person('desk');
    new_client CONSTANT uuid := gen_random_uuid();
    p          intake.contact_point;
    leads      bigint;
BEGIN
    PERFORM intake.lock_merges();
    p := intake.contact_named(contact);
    IF coalesce(btrim(reason), '') = '' THEN
        PERFORM intake.refuse('22023', 'split_reason', NULL);
    END IF;
    PERFORM intake.lock_clients(ARRAY[intake.client_root(p.client)]);
    IF NOT EXISTS (SELECT FROM intake.contact_point AS o WHERE o.client = p.client AND (o.kind, o.value) <> (p.kind, p.value)) THEN
        PERFORM intake.refuse('22023', 'only_contact', 'only_contact_hint', p.value, p.client::text);
    END IF;
    INSERT INTO intake.client (id) VALUES (new_client);
    INSERT INTO intake.client_split (kind, value, from_client, to_client, by, reason)
    VALUES (p.kind, p.value, p.client, new_client, me, intake.noted(split_client.reason));
    leads := intake.move_contact(p, new_client);
    RETURN intake.say('message', 'split', p.value, new_client::text, leads::text);
END
$$;

COMMENT ON FUNCTION desk.split_client(text, text) IS
    'This phone or e-mail is somebody else''s: SELECT desk.split_client(''8 912 345-67-89'', ''a neighbour''). Its leads go with it, and '
    'desk.unsplit_client() undoes it.';

-- desk.unsplit_client(contact, reason) returns text: a contact point that was split off is the first client's again, with the
-- leads that name it alone. What else the new client has become known by stays with that. Raises as desk.split_client.
-- Changes client_split and what move_contact changes.
CREATE OR REPLACE FUNCTION desk.unsplit_client(contact text, reason text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me    CONSTANT text := intake.person('desk');
    p     intake.contact_point;
    split intake.client_split;
BEGIN
    PERFORM intake.lock_merges();
    p := intake.contact_named(contact);
    IF coalesce(btrim(reason), '') = '' THEN
        PERFORM intake.refuse('22023', 'unsplit_reason', NULL);
    END IF;
    SELECT s.* INTO split FROM intake.client_split AS s
     WHERE s.kind = p.kind AND s.value = p.value AND s.to_client = p.client AND s.undone_at IS NULL;
    IF NOT FOUND THEN
        PERFORM intake.refuse('22023', 'not_split', NULL, p.value);
    END IF;
    PERFORM intake.lock_clients(ARRAY[intake.client_root(p.client)]);
    UPDATE intake.client_split AS s
       SET undone_at = clock_timestamp(), undone_by = me, undone_why = intake.noted(unsplit_client.reason)
     WHERE s.to_client = split.to_client;
    PERFORM intake.move_contact(p, split.from_client);
    RETURN intake.say('message', 'unsplit', p.value, split.from_client::text);
END
$$;

COMMENT ON FUNCTION desk.unsplit_client(text, text) IS 'Undoes a split: the phone or e-mail is the first client''s again.';
