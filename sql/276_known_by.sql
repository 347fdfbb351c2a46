-- What a client is known by, and how well. A visitor can type somebody else's phone beside an own e-mail: from then on the two
-- are one client, on the word of one lead. People are told where it is so.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('known', 'from one lead', 'известно только из одной заявки', 'known from one lead only'),
    ('known', 'more', 'и другие', 'and more')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.client_parts(root uuid) returns uuid[]: all clients that are one with it by merges, itself the first. Reads client_merge.
CREATE OR REPLACE FUNCTION intake.client_parts(root uuid)
RETURNS uuid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(WITH RECURSIVE part (id) AS (
                     SELECT root WHERE root IS NOT NULL
                     UNION ALL
                     SELECT m.client FROM part AS p JOIN intake.client_merge AS m ON m.into_one = p.id AND m.undone_at IS NULL)
                 SELECT p.id FROM part AS p);
END
$$;

-- intake.tied_once(client uuid, party uuid, points text[], before timestamptz) returns boolean: are these contact points the
-- client's on the word of one lead only? That is: some of the client's leads name none of them, and one lead alone names both
-- one of them and another contact point. Not if a qualifier has learned one of these on the phone: then a person said so.
--   client, party  as in work: merges are a person's word, too, so only leads of the same party count
--   points         'phone +79123456789', 'email ivan@example.com'
--   before         what came before that is in question; null: everything
-- Of a nuisance the last hundred leads are looked at. Reads work, lead, contact_point.
CREATE OR REPLACE FUNCTION intake.tied_once(client uuid, party uuid, points text[], before timestamptz)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT count(*) FILTER (WHERE n.names && points AND NOT n.names <@ points) = 1
               AND NOT coalesce(bool_or(n.learned) FILTER (WHERE n.names && points AND NOT n.names <@ points), false)
               AND bool_or(NOT n.names && points AND (n.received_at < before) IS NOT FALSE)
          FROM (SELECT o.received_at, array_agg(c.kind || ' ' || c.value) AS names,
                       bool_or(p.lead IS NULL OR NOT EXISTS (    -- what it is linked by does not name it
                           SELECT FROM intake.lead AS f CROSS JOIN LATERAL json_to_recordset(f.contacts) AS o (kind text, value text)
                            WHERE f.id = p.lead AND o.kind = p.kind AND o.value = p.value)) AS learned
                  FROM (SELECT w.lead, w.received_at FROM intake.work AS w
                         WHERE w.client = tied_once.client AND w.party = tied_once.party
                         ORDER BY w.received_at DESC LIMIT 100) AS o
                  JOIN intake.lead AS l ON l.id = o.lead
                 CROSS JOIN LATERAL json_to_recordset(l.contacts) AS c (kind text, value text)
                  JOIN intake.contact_point AS p ON p.kind = c.kind AND p.value = c.value AND p.client = tied_once.party
                 GROUP BY o.lead, o.received_at) AS n);
END
$$;

-- intake.known_by(client uuid) returns text: the phones, then the e-mails, in the order in which they became known; the first ten.
-- Reads contact_point, and what tied_once reads.
CREATE OR REPLACE FUNCTION intake.known_by(client uuid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(CASE WHEN p.n > 10 THEN intake.word('known', 'more')
                                   WHEN intake.tied_once(known_by.client, p.client, ARRAY[p.kind || ' ' || p.value], NULL)
                                   THEN p.value || ' (' || intake.word('known', 'from one lead') || ')' ELSE p.value END, ', ' ORDER BY p.n)
              FROM (SELECT o.kind, o.value, o.client, row_number() OVER (ORDER BY o.kind DESC, o.created_at, o.value) AS n
                      FROM intake.contact_point AS o WHERE o.client = ANY (intake.client_parts(known_by.client)) LIMIT 11) AS p);
END
$$;

-- intake.last_verdict(client uuid) returns text: of the newest of the client's leads that is closed, with its reason; of a double
-- only if there is no other. A verdict that the caller may be asked about is passed over. Of a nuisance the last hundred leads are looked at. Reads work, verdict.
CREATE OR REPLACE FUNCTION intake.last_verdict(client uuid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT intake.word('verdict', w.verdict) || ': ' ||
                   intake.word(coalesce('reason: ' || (SELECT v.reasons FROM intake.verdict AS v WHERE v.name = w.verdict), 'team'), w.reason)
              FROM (SELECT o.* FROM intake.work AS o WHERE o.client = last_verdict.client ORDER BY o.received_at DESC LIMIT 100) AS w
             WHERE w.state = 'closed' AND NOT intake.awaits_second(w.lead)
             ORDER BY w.reason = 'double', w.received_at DESC, w.lead DESC LIMIT 1);
END
$$;

-- intake.person_called(login text) returns text: what the person is called; the login of who works here no more. Reads staff.
CREATE OR REPLACE FUNCTION intake.person_called(login text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((SELECT s.name::text FROM intake.staff AS s WHERE s.login = person_called.login), login);
END
$$;

-- intake.colleague_called(login text) returns text: intake.person_called, for views whose reader has no way to the staff. Reads staff.
CREATE OR REPLACE FUNCTION intake.colleague_called(login text)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN intake.person_called(login);
END
$$;

-- intake.talks_with(client uuid) returns text: who has a lead of the client now; null: nobody. Reads work, staff.
CREATE OR REPLACE FUNCTION intake.talks_with(client uuid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT intake.person_called(w.owner) FROM intake.work AS w
             WHERE w.client = talks_with.client AND w.state = 'claimed' AND w.lease_until > statement_timestamp() LIMIT 1);
END
$$;

-- intake.sold_by(client uuid) returns text: who has its open deals: owners, or the team of one that nobody has taken yet. A deal
-- would tell the verdict to who may be asked about it: it is passed over. Reads deal, staff, team.
CREATE OR REPLACE FUNCTION intake.sold_by(client uuid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(DISTINCT coalesce(intake.person_called(d.owner), intake.word('team', d.team)), ', ')
              FROM intake.deal AS d
             WHERE d.client = sold_by.client AND d.outcome IS NULL AND NOT intake.awaits_second(d.lead));
END
$$;
