-- intake.lead_card: a lead as a person reads it. Private; the views of desk and sales choose from it whose leads, which of
-- its columns, and in which order. It is in the language of whoever looks, and what visitors sent is one plain line in it.

-- What was typed stands in quotes behind what was read of it, so that a number is dialled as before; what could not be
-- read stands there alone. Few leads have such texts, and only those pay for it: see the CASEs of the view.

-- intake.typed_words(typed jsonb, field text) returns text: what was typed into the field, in quotes; null if that says no
-- more than the answer. Characters that could break a line, turn it round or command a terminal are blanks here.
CREATE OR REPLACE FUNCTION intake.typed_words(typed jsonb, field text)
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
RETURN '«' || btrim(intake.line(typed -> field ->> 'text')) || '»';

-- intake.typed_contacts(typed jsonb, kind text, found text) returns text: the contact points found, and what was typed
-- into the fields of that kind.
CREATE OR REPLACE FUNCTION intake.typed_contacts(typed jsonb, kind text, found text)
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
RETURN (SELECT coalesce(found || ' (' || t.words || ')', found, t.words)
          FROM (SELECT string_agg(intake.typed_words(typed, e.key), ', ') AS words
                  FROM jsonb_each(typed) AS e WHERE e.value ->> 'kind' = typed_contacts.kind) AS t);

-- intake.learned_contact(kind text, sent json, known json) returns text: the phone or e-mail that was learned last; null: none was.
CREATE OR REPLACE FUNCTION intake.learned_contact(kind text, sent json, known json)
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
RETURN CASE WHEN known ->> kind IS DISTINCT FROM sent ->> kind AND intake.is_exact(kind, known ->> kind) THEN known ->> kind END;

-- intake.last_word(learned text, before text) returns text: what was learned, which is to be dialled; and, marked as such, what it
-- was before.
CREATE OR REPLACE FUNCTION intake.last_word(learned text, before text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN learned IS NULL THEN before
                WHEN before IS NULL OR before = learned THEN learned
                ELSE learned || ' (' || intake.say('contact', 'earlier', before) || ')' END;
END
$$;

-- intake.typed_answers(typed jsonb, sent json, known json) returns text: the list of answers with what was typed: numbers,
-- dates and the like (contacts have columns of their own), unless a qualifier has put them right since, then what could not
-- be read, unless it was asked for since.
CREATE OR REPLACE FUNCTION intake.typed_answers(typed jsonb, sent json, known json)
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
RETURN (SELECT string_agg(a.field || ': ' || a.words, '; ')
          FROM (SELECT k.field, k.value || CASE WHEN typed -> k.field ->> 'kind' NOT IN ('phone', 'email')
                                                 AND k.value = sent ->> k.field
                                                THEN ' (' || intake.typed_words(typed, k.field) || ')' ELSE '' END AS words
                  FROM json_each_text(known) AS k (field, value) WHERE k.value <> ''
                UNION ALL
                SELECT e.key, intake.typed_words(typed, e.key)
                  FROM jsonb_each(typed) AS e WHERE known -> e.key IS NULL) AS a);

-- intake.joined(answers json, fields text[]) returns text: the answers to these fields with a blank between; null if none.
CREATE OR REPLACE FUNCTION intake.joined(answers json, fields text[])
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
RETURN (SELECT string_agg(nullif(answers ->> f, ''), ' ') FROM unnest(fields) AS f);

CREATE OR REPLACE VIEW intake.lead_card AS
SELECT l.id AS lead,
       said.colour,
       w.category::text,
       said.stage,
       l.repeat,
       coalesce(before.leads, 0) AS earlier_leads,
       coalesce(before.deals, 0) AS earlier_deals,
       said.last_verdict,
       before.last_owner,
       CASE WHEN sent.plain THEN sent.name ELSE intake.plain(sent.name) END AS name,
       CASE WHEN w.answers IS NULL THEN came.phone ELSE intake.last_word(learned.phone, came.phone) END AS phone,
       intake.local_zone(l.place, CASE WHEN learned.phone IS NULL THEN l.contacts
                                       ELSE json_build_array(json_build_object('kind', 'phone', 'value', learned.phone)) END) AS zone,
       CASE WHEN sent.plain THEN sent.email ELSE intake.plain(sent.email) END AS email,
       CASE WHEN sent.plain THEN sent.place ELSE intake.plain(sent.place) END AS place,
       CASE WHEN sent.plain THEN sent.answers ELSE intake.plain(sent.answers) END AS answers,
       CASE WHEN sent.plain THEN sent.source ELSE intake.plain(sent.source) END AS source,
       l.rule::text,
       CASE WHEN sent.plain THEN sent.why ELSE intake.line(sent.why) END AS why,
       said.marks,
       w.attempts,
       coalesce(w.promised, w.not_before) AS call_at,
       l.form::text,
       l.received_at,
       CASE WHEN l.repeat AND intake.tied_once(w.client, w.party, contact.points, w.received_at) THEN intake.word('known', 'from one lead') END AS known
  FROM intake.lead AS l
  JOIN intake.work AS w ON w.lead = l.id
  LEFT JOIN intake.category AS c ON c.name = w.category     -- a lead shows, whatever becomes of the list
  LEFT JOIN LATERAL intake.client_before(
            CASE WHEN EXISTS (SELECT FROM intake.work AS e WHERE e.client = w.client AND e.received_at < w.received_at)
                 THEN w.client END, w.received_at) AS before ON true    -- of most clients there is nothing to tell
 CROSS JOIN LATERAL intake.card_words(c.colour, w.stage, l.marks, before.last_verdict) AS said
 CROSS JOIN LATERAL (    -- with the price, which people look for where they have noted it
       SELECT CASE WHEN w.price IS NULL THEN coalesce(w.answers, l.answers)
                   ELSE intake.with_answer(coalesce(w.answers, l.answers), 'price_floor', w.price::text) END AS answers) AS known
 CROSS JOIN LATERAL (
       SELECT string_agg(p.value || CASE WHEN p.extension IS NULL THEN ''
                                         ELSE ' ' || intake.word('contact', 'extension') || ' ' || p.extension END, ', ' ORDER BY p.n)
                  FILTER (WHERE p.kind = 'phone') AS phone,
              string_agg(p.value, ', ' ORDER BY p.n) FILTER (WHERE p.kind = 'email') AS email,
              array_agg(p.kind || ' ' || p.value) AS points
         FROM ROWS FROM (json_to_recordset(l.contacts) AS (kind text, value text, extension text)) WITH ORDINALITY
              AS p (kind, value, extension, n)) AS contact
 CROSS JOIN LATERAL (
       SELECT CASE WHEN l.typed IS NULL THEN contact.phone ELSE intake.typed_contacts(l.typed, 'phone', contact.phone) END AS phone,
              CASE WHEN l.typed IS NULL THEN contact.email ELSE intake.typed_contacts(l.typed, 'email', contact.email) END AS email) AS came
 CROSS JOIN LATERAL (
       SELECT CASE WHEN w.answers IS NOT NULL THEN intake.learned_contact('phone', l.answers, w.answers) END AS phone,
              CASE WHEN w.answers IS NOT NULL THEN intake.learned_contact('email', l.answers, w.answers) END AS email) AS learned
 CROSS JOIN LATERAL (
       SELECT string_agg(a.field || ': ' || a.value, '; ') AS list, max(a.value) FILTER (WHERE a.field = 'name') AS name
         FROM json_each_text(known.answers) AS a (field, value)
        WHERE a.value <> '') AS answer
 CROSS JOIN LATERAL (    -- what visitors sent; plain: none of it need be looked at singly (211), which is nearly always so
       SELECT t.name, t.email, t.place, t.answers, t.source, t.why,
              concat_ws('|', t.name, t.email, t.place, t.answers, t.source, t.why)
                  !~ '[\u0001-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|(^|\|) *[=+@＝＋＠－-]' AS plain
         FROM (SELECT CASE WHEN l.name_fields IS NULL THEN answer.name
                           ELSE coalesce(intake.joined(known.answers, l.name_fields), answer.name) END AS name,
                      CASE WHEN w.answers IS NULL THEN came.email ELSE intake.last_word(learned.email, came.email) END AS email,
                      concat_ws(', ', l.place ->> 'city', l.place ->> 'region', l.place ->> 'country') AS place,
                      CASE WHEN l.typed IS NULL THEN answer.list
                           ELSE intake.typed_answers(l.typed, l.answers, known.answers) END AS answers,
                      coalesce(nullif(concat_ws(' / ', l.touch ->> 'utm_source', l.touch ->> 'utm_medium'), ''),
                               l.touch ->> 'referrer_host') AS source,
                      intake.why(l.rule, l.why, l.evidence, said.language) AS why
               OFFSET 0) AS t
       OFFSET 0) AS sent;

COMMENT ON VIEW intake.lead_card IS 'A lead as a person reads it: what the views of desk and sales are made of.';

-- intake.card(lead uuid) returns the row of intake.lead_card of one lead.
-- The views join this function, and not the view: then the planner can only go through the leads in the order of the
-- queue and stop when the grid is full, whatever it believes about the sizes; and a card is planned once in a session.
-- They join it as LEFT JOIN LATERAL (SELECT DISTINCT ON (lead) ...) ON its lead: each lead has a card, and this form
-- says that it has one only. So the planner leaves it out where nothing of it is wanted, as in count(*).
-- Security definer: who may look at a work, a deal or a notice may see the card of its lead, and has no other way to it.
CREATE OR REPLACE FUNCTION intake.card(lead uuid)
RETURNS SETOF intake.lead_card
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 COST 10000
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    RETURN QUERY SELECT k.* FROM intake.lead_card AS k WHERE k.lead = card.lead;
END
$$;
