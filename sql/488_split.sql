-- One client was two. A phone or e-mail that is somebody else's gets a client of its own; no lead is rewritten, and it can be undone.
--
-- Which leads go with it: those that name it, and besides it nothing but shared e-mails. Two people of a firm write with one e-mail,
-- each from an own phone: who splits off a phone means its owner, and what came from that phone. Shared is an e-mail that a lead
-- without the contact names beside a phone. A phone is nobody else's: if somebody typed another's phone beside an own e-mail, and
-- that is split off, the lead that names both stays with whose the phone is. The person is told what stays and why, and may name
-- leads of the client that go along.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'split_reason', 'чтобы разделить клиента, нужна причина', 'to split a client wants a reason'),
    ('message', 'unsplit_reason', 'чтобы отменить разделение, нужна причина', 'to undo a split wants a reason'),
    ('message', 'only_contact', '%1$s — единственный контакт клиента %2$s', '%1$s is the only thing client %2$s is known by'),
    ('message', 'only_contact_hint', 'Отделять не от чего. Если клиента объединили с другим: SELECT desk.unmerge(''%2$s'', ''причина'')',
        'There is nothing to split it from. If the client was merged with another: SELECT desk.unmerge(''%2$s'', ''reason'')'),
    ('message', 'not_their_lead', 'заявка %1$s — не этого клиента', 'lead %1$s is not of this client'),
    ('message', 'split', 'Контакт %1$s — теперь отдельный клиент: %2$s. С ним заявок: %3$s.',
        '%1$s is a client of its own now: %2$s. It has %3$s of the leads.'),
    ('message', 'split_stays', '%1$s остаётся: в ней есть и %2$s.', '%1$s stays: it names %2$s, too.'),
    ('message', 'split_more', 'И ещё остаётся: %1$s.', '%1$s more stay.'),
    ('message', 'split_again', 'Чтобы взять их с собой: desk.unsplit_client(''%1$s'', ''причина''), затем desk.split_client(''%1$s'', ''причина'', ''номера через запятую'').',
        'To take them along: desk.unsplit_client(''%1$s'', ''reason''), then desk.split_client(''%1$s'', ''reason'', ''their receipts'').'),
    ('message', 'unsplit', 'Контакт %1$s снова у клиента %2$s.', '%1$s is of client %2$s again.'),
    ('message', 'not_split', 'контакт %1$s не отделяли', '%1$s has not been split off'),
    ('event', 'unsplit', 'разделение отменено', 'split undone')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.points_of_leads(client uuid) returns rows: the leads that are this client's by what they name, whatever it was merged with,
-- and which of its contact points they name, as they came or as somebody learned it: 'phone +79123456789'.
-- Reads work, lead, contact_point.
CREATE OR REPLACE FUNCTION intake.points_of_leads(client uuid)
RETURNS TABLE (lead uuid, points text[])
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT w.lead, ARRAY(
               SELECT t.kind || ' ' || t.value FROM json_to_recordset(l.contacts) AS c (kind text, value text)
                 JOIN intake.contact_point AS t ON t.kind = c.kind AND t.value = c.value AND t.client = points_of_leads.client
               UNION
               SELECT t.kind || ' ' || t.value FROM intake.contact_point AS t WHERE t.client = points_of_leads.client AND t.lead = w.lead)
      FROM intake.work AS w JOIN intake.lead AS l ON l.id = w.lead
     WHERE w.client = intake.client_root(points_of_leads.client) AND w.party = points_of_leads.client;
END
$$;

-- intake.leads_of_contact(p intake.contact_point) returns rows: the leads that name it, by age, and what keeps each with the client:
-- the other contact points it names that are not shared e-mails; null: nothing, it goes with the contact.
CREATE OR REPLACE FUNCTION intake.leads_of_contact(p intake.contact_point)
RETURNS TABLE (lead uuid, kept_by text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    this   CONSTANT text := p.kind || ' ' || p.value;
    shared CONSTANT text[] := ARRAY(
        SELECT DISTINCT o.point FROM intake.points_of_leads(p.client) AS n CROSS JOIN LATERAL unnest(n.points) AS o (point)
         WHERE this <> ALL (n.points) AND o.point LIKE 'email %' AND EXISTS (SELECT FROM unnest(n.points) AS x WHERE x LIKE 'phone %'));
BEGIN
    RETURN QUERY
    SELECT n.lead, (SELECT string_agg(split_part(o.point, ' ', 2), ', ' ORDER BY o.point DESC) FROM unnest(n.points) AS o (point)
                     WHERE o.point <> this AND o.point <> ALL (shared))
      FROM intake.points_of_leads(p.client) AS n JOIN intake.work AS w ON w.lead = n.lead
     WHERE this = ANY (n.points)
     ORDER BY w.received_at, n.lead;
END
$$;

-- intake.move_contact(p intake.contact_point, to_client uuid, moved uuid[]) returns void: the contact point and these leads are that
-- client's from now on. The caller holds the locks. Changes contact_point, work, deal, waiting, client.
CREATE OR REPLACE FUNCTION intake.move_contact(p intake.contact_point, to_client uuid, moved uuid[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE intake.contact_point AS t SET client = to_client WHERE t.kind = p.kind AND t.value = p.value;
    UPDATE intake.work AS w SET party = to_client WHERE w.lead = ANY (moved);
    PERFORM intake.move_leads(ARRAY[intake.client_root(p.client)]);
    IF EXISTS (SELECT FROM intake.work AS w WHERE w.lead = ANY (moved)
                  AND (w.attempts > 0 OR w.verdict <> 'spam' OR EXISTS (SELECT FROM intake.deal AS d WHERE d.lead = w.lead))) THEN
        PERFORM intake.client_earned(intake.client_root(to_client));
    END IF;
END
$$;

-- intake.leads_listed(leads text, client uuid) returns uuid[]: the leads whose receipts stand in a text, with blanks or commas between.
-- Raises 22023 if one is not the client's, and what intake.lead_named raises. Reads work.
CREATE OR REPLACE FUNCTION intake.leads_listed(leads text, client uuid)
RETURNS uuid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    one    text;
    listed uuid[] := ARRAY[]::uuid[];
BEGIN
    FOREACH one IN ARRAY regexp_split_to_array(btrim(coalesce(leads, ''), E' \t\r\n,;'), '[\s,;]+') LOOP
        CONTINUE WHEN one = '';
        IF NOT EXISTS (SELECT FROM intake.work AS w WHERE w.lead = intake.lead_named(one) AND w.client = intake.client_root(leads_listed.client)) THEN
            PERFORM intake.refuse('22023', 'not_their_lead', NULL, one);
        END IF;
        listed := listed || intake.lead_named(one);
    END LOOP;
    RETURN ARRAY(SELECT DISTINCT l FROM unnest(listed) AS l);
END
$$;

-- desk.split_client(contact, reason, leads) returns text: a contact point gets a client of its own, and its leads go with it (see
-- above). A lead that names both from now on proposes a merge.
--   contact  a phone in any spelling, or an e-mail
--   leads    receipts of further leads of the client that go along, with blanks or commas between; null: none
-- Raises 22023 if it is none, is all its client is known by, there is no reason, or a lead is not of the client; P0002 if nobody is
-- known by it; 55000 as desk.merge; what intake.lead_named raises.
-- Adds to client and client_split; changes what move_contact changes.
CREATE OR REPLACE FUNCTION desk.split_client(contact text, reason text, leads text DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    at_most    CONSTANT integer := 5;
    me         CONSTANT text := intake.person('desk');
    said       CONSTANT text := intake.noted(reason);
    new_client CONSTANT uuid := gen_random_uuid();
    p          intake.contact_point;
    moved      uuid[];
    stays      text[];
BEGIN
    PERFORM intake.lock_merges();
    p := intake.contact_named(contact);
    IF said IS NULL THEN
        PERFORM intake.refuse('22023', 'split_reason', NULL);
    ELSIF NOT EXISTS (SELECT FROM intake.contact_point AS o WHERE o.client = p.client AND (o.kind, o.value) <> (p.kind, p.value)) THEN
        PERFORM intake.refuse('22023', 'only_contact', 'only_contact_hint', p.value, p.client::text);
    END IF;
    moved := intake.leads_listed(leads, p.client);
    PERFORM intake.lock_clients(ARRAY[intake.client_root(p.client)]);
    SELECT moved || coalesce(array_agg(n.lead) FILTER (WHERE n.kept_by IS NULL), '{}'),
           array_agg(intake.say('message', 'split_stays', intake.short_receipt(n.lead), n.kept_by)) FILTER (WHERE n.kept_by IS NOT NULL)
      INTO moved, stays
      FROM intake.leads_of_contact(p) AS n WHERE n.lead <> ALL (moved);
    INSERT INTO intake.client (id) VALUES (new_client);
    INSERT INTO intake.client_split (kind, value, from_client, to_client, by, reason)
    VALUES (p.kind, p.value, p.client, new_client, me, said);
    PERFORM intake.move_contact(p, new_client, moved);
    RETURN concat_ws(' ', intake.say('message', 'split', p.value, new_client::text, cardinality(moved)::text),
                     array_to_string(stays[:at_most], ' '),
                     CASE WHEN cardinality(stays) > at_most THEN intake.say('message', 'split_more', (cardinality(stays) - at_most)::text) END,
                     CASE WHEN stays IS NOT NULL THEN intake.say('message', 'split_again', p.value) END);
END
$$;

COMMENT ON FUNCTION desk.split_client(text, text, text) IS
    'This phone or e-mail is somebody else''s: SELECT desk.split_client(''8 912 345-67-89'', ''a neighbour''). Its leads go with it; '
    'further ones if you name them: SELECT desk.split_client(''8 912 345-67-89'', ''a neighbour'', ''b058-15b6''). '
    'desk.unsplit_client() undoes it.';

-- desk.unsplit_client(contact, reason) returns text: a contact point that was split off is the first client's again, with the
-- leads that went with it or name it alone. What else the new client has become known by stays with that. Raises as desk.split_client.
-- Changes client_split and what move_contact changes.
CREATE OR REPLACE FUNCTION desk.unsplit_client(contact text, reason text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me    CONSTANT text := intake.person('desk');
    said  CONSTANT text := intake.noted(reason);
    p     intake.contact_point;
    split intake.client_split;
BEGIN
    PERFORM intake.lock_merges();
    p := intake.contact_named(contact);
    IF said IS NULL THEN
        PERFORM intake.refuse('22023', 'unsplit_reason', NULL);
    END IF;
    SELECT s.* INTO split FROM intake.client_split AS s
     WHERE s.kind = p.kind AND s.value = p.value AND s.to_client = p.client AND s.undone_at IS NULL;
    IF NOT FOUND THEN
        PERFORM intake.refuse('22023', 'not_split', NULL, p.value);
    END IF;
    PERFORM intake.lock_clients(ARRAY[intake.client_root(p.client)]);
    UPDATE intake.client_split AS s
       SET undone_at = clock_timestamp(), undone_by = me, undone_why = said
     WHERE s.to_client = split.to_client;
    PERFORM intake.move_contact(p, split.from_client, ARRAY(
        SELECT n.lead FROM intake.points_of_leads(p.client) AS n WHERE n.points <@ ARRAY[p.kind || ' ' || p.value]));
    RETURN intake.say('message', 'unsplit', p.value, split.from_client::text);
END
$$;

COMMENT ON FUNCTION desk.unsplit_client(text, text) IS 'Undoes a split: the phone or e-mail is the first client''s again.';
