-- desk.find(what) returns rows: the leads of whoever calls or writes, by whatever is known: newest first, fifty at the most.
--   what  a phone in any spelling or its last digits (four at least), an e-mail or what stands before the @, a part of a name,
--         a receipt or a part of one, also of a repetition
-- All leads of the clients that are found, whatever their state. Nothing in it is a pattern. No amounts; and what would tell a
-- verdict to whoever may be asked about it is left out.
-- Whole phones and e-mails and receipts are found by their index; ends of phones, names and parts of an e-mail among the newest
-- hundred thousand leads. Raises 22023 for what is too short. Reads lead, work, contact_point, other_receipt, deal.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'find_more', 'слишком коротко, чтобы искать: "%1$s"', 'too short to look for: "%1$s"'),
    ('message', 'find_more_hint', 'Телефон или его последние четыре цифры, почта, имя, номер заявки.',
        'A phone or its last four digits, an e-mail, a name, a receipt.'),
    ('state', 'with_sales', 'у продавцов', 'with sales')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.found_points(what text) returns uuid[]: the clients of a whole phone or e-mail. Reads contact_point.
CREATE OR REPLACE FUNCTION intake.found_points(what text)
RETURNS uuid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT p.client FROM intake.contact_point AS p WHERE p.kind = 'phone' AND p.value = ANY (intake.phones_meant(what))
                 UNION
                 SELECT p.client FROM intake.contact_point AS p WHERE p.kind = 'email' AND p.value = lower(what));
END
$$;

-- intake.found_receipts(what text) returns uuid[]: the leads whose receipt, or that of a repetition, begins or ends so: eight
-- digits or more. Reads lead, other_receipt.
CREATE OR REPLACE FUNCTION intake.found_receipts(what text)
RETURNS uuid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    digits CONSTANT text := intake.hex_meant(what);
    low    uuid;
    high   uuid;
BEGIN
    IF digits !~ '^[0-9a-f]{8,32}$' THEN
        RETURN ARRAY[]::uuid[];
    END IF;
    low := rpad(digits, 32, '0')::uuid;
    high := rpad(digits, 32, 'f')::uuid;
    RETURN ARRAY(
        (SELECT l.id FROM intake.lead AS l WHERE l.id BETWEEN low AND high ORDER BY l.id DESC LIMIT 50)
        UNION
        (SELECT o.lead FROM intake.other_receipt AS o WHERE o.receipt BETWEEN low AND high ORDER BY o.receipt DESC LIMIT 50)
        UNION
        SELECT unnest(intake.leads_ending(digits)));
END
$$;

-- intake.found_lately(what text) returns uuid[]: of the newest hundred thousand leads those whose name has it, whose e-mail
-- begins so, whose phone or receipt ends so, as they came or were learned since. Reads work, lead.
CREATE OR REPLACE FUNCTION intake.found_lately(what text)
RETURNS uuid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    plain CONSTANT text := regexp_replace(replace(lower(what), 'ё', 'е'), '([\\%_])', '\\\1', 'g');    -- no pattern of anybody's
    name  CONSTANT text := '%' || regexp_replace(plain, '\s+', ' ', 'g') || '%';
    email CONSTANT text := '%"' || plain || CASE WHEN strpos(what, '@') > 0 THEN '%' ELSE '@%' END;
    phone CONSTANT text := regexp_replace(intake.dialled(what), '^8(?=[0-9]{10}$)', '');
    ends  CONSTANT text := '%' || CASE WHEN length(phone) >= 4 THEN phone END;
    hex   CONSTANT text := '%' || substring(intake.hex_meant(what), '^[0-9a-f]{4,7}$');
BEGIN
    RETURN ARRAY(
        SELECT w.lead
          FROM (SELECT o.* FROM intake.lead AS o ORDER BY o.received_at DESC, o.id DESC LIMIT 100000) AS l
          JOIN intake.work AS w ON w.lead = l.id
         WHERE CASE WHEN ends IS NULL
                    THEN replace(lower((SELECT string_agg(coalesce(w.answers, l.answers) ->> f, ' ')
                                          FROM unnest(coalesce(l.name_fields, '{name}')) AS f)), 'ё', 'е') LIKE name
                         OR l.contacts::text LIKE email OR '"' || (w.answers ->> 'email') LIKE email
                    ELSE w.answers ->> 'phone' LIKE ends OR l.contacts::text LIKE ends || '"%'
                         AND EXISTS (SELECT FROM json_to_recordset(l.contacts) AS c (kind text, value text)
                                      WHERE c.kind = 'phone' AND c.value LIKE ends) END
               OR w.lead::text LIKE hex
         LIMIT 50);
END
$$;

-- intake.with_whom(w intake.work) returns text: the colleague who has the lead, or who of sales. Reads deal, staff, team.
CREATE OR REPLACE FUNCTION intake.with_whom(w intake.work)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF w.state = 'claimed' AND w.lease_until > statement_timestamp() THEN
        RETURN intake.person_called(w.owner);
    ELSIF intake.awaits_second(w.lead) THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT coalesce(intake.person_called(d.owner), intake.word('team', d.team)) FROM intake.deal AS d
             WHERE d.lead = w.lead AND d.outcome IS DISTINCT FROM 'withdrawn' ORDER BY d.n DESC LIMIT 1);
END
$$;

-- intake.state_of(w intake.work) returns text: how the lead stands. What has run out is back in the queue, though nobody has looked for
-- work since. Reads deal.
CREATE OR REPLACE FUNCTION intake.state_of(w intake.work)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN coalesce(w.lease_until, w.not_before) <= statement_timestamp() THEN 'due'
                WHEN w.state = 'closed' AND intake.is_with_sales(w.lead) THEN 'with_sales'
                ELSE w.state::text END;
END
$$;

-- intake.found_leads(said text, guess boolean, most integer) returns rows: the newest leads of whom it is, as many as most; what was asked
-- for is among them, however often the client has written since.
--   guess  look among the newest leads, too, if nobody is known by all of it
CREATE OR REPLACE FUNCTION intake.found_leads(said text, guess boolean, most integer)
RETURNS TABLE (lead uuid, client uuid)
LANGUAGE plpgsql STABLE ROWS 10
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    clients uuid[] := intake.found_points(said);
    hits    uuid[] := intake.found_receipts(said);
BEGIN
    IF guess AND cardinality(clients || hits) = 0 THEN
        hits := intake.found_lately(said);
    END IF;
    clients := ARRAY(SELECT intake.client_root(c) FROM unnest(clients) AS c
                     UNION SELECT w.client FROM intake.work AS w WHERE w.lead = ANY (hits) AND w.client IS NOT NULL);
    RETURN QUERY
    WITH theirs AS (
        SELECT w.lead FROM unnest(clients) AS c (id)
         CROSS JOIN LATERAL (SELECT o.lead FROM intake.work AS o WHERE o.client = c.id ORDER BY o.received_at DESC LIMIT most) AS w
        UNION
        SELECT h FROM unnest(hits) AS h
    )
    SELECT w.lead, w.client FROM theirs AS t JOIN intake.work AS w ON w.lead = t.lead
     ORDER BY w.lead = ANY (hits) DESC, w.received_at DESC, w.lead LIMIT most;
END
$$;

-- intake.long_enough(said text) returns boolean: is it enough to look for?
CREATE OR REPLACE FUNCTION intake.long_enough(said text)
RETURNS boolean
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
RETURN coalesce(length(regexp_replace(said, '[^[:alnum:]]', '', 'g')), 0) >= CASE WHEN intake.dialled(said) IS NULL THEN 2 ELSE 4 END;

CREATE OR REPLACE FUNCTION desk.find(what text)
RETURNS TABLE (receipt text, client text, name text, phone text, email text, state text, with_whom text, call_at timestamptz,
               last_verdict text, received_at timestamptz, wrote bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    said CONSTANT text := intake.contact_text(what);
BEGIN
    PERFORM intake.reader();
    IF NOT intake.long_enough(said) THEN
        PERFORM intake.refuse('22023', 'find_more', 'find_more_hint', left(coalesce(said, ''), 64));
    END IF;
    RETURN QUERY
    WITH shown AS (
        SELECT f.lead, f.client FROM intake.found_leads(said, true, 50) AS f
    ), told AS (
        SELECT s.client, intake.last_verdict(s.client) AS verdict, (SELECT count(*) FROM intake.work AS o WHERE o.client = s.client) AS leads
          FROM (SELECT DISTINCT d.client FROM shown AS d) AS s
    )
    SELECT w.lead::text, w.client::text, k.name, k.phone, k.email, intake.word('state', intake.state_of(w)), intake.with_whom(w), k.call_at,
           t.verdict, w.received_at, greatest(t.leads, 1)
      FROM shown AS s
      JOIN intake.work AS w ON w.lead = s.lead
      JOIN told AS t ON t.client IS NOT DISTINCT FROM s.client
     CROSS JOIN LATERAL intake.card(w.lead) AS k
     ORDER BY w.received_at DESC, w.lead;
END
$$;

COMMENT ON FUNCTION desk.find(text) IS
    'Who is that? SELECT * FROM desk.find(''345-67-89''): by a phone in any spelling or its last digits, an e-mail or what stands '
    'before the @, a part of a name, a receipt or a part of it. Shows all leads of the clients found, the newest fifty. '
    'Names, the ends of phones and parts of e-mails are looked for among the last 100,000 leads.';
