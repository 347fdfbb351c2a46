-- A card: a lead as a person reads it. The views of desk and sales choose whose leads, which of its columns, and in which order.
-- It is in the language of whoever looks, and what visitors sent is one plain line in it.

-- What was typed stands in quotes behind what was read of it, so that a number is dialled as before; what could not be
-- read stands there alone. Few leads have such texts, and only those pay for it.

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

-- intake.phone_shown(contacts json, typed jsonb, sent json, told json) returns text: the phones as they are read: with their
-- extensions, what is no number plain, what was typed, and what was learned since.
CREATE OR REPLACE FUNCTION intake.phone_shown(contacts json, typed jsonb, sent json, told json)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    phones CONSTANT text := (
        SELECT string_agg(intake.contact_shown(p.value)
                          || CASE WHEN p.extension IS NULL THEN ''
                                  ELSE ' ' || intake.word('contact', 'extension') || ' ' || intake.line(p.extension) END, ', ')
          FROM json_to_recordset(contacts) AS p (kind text, value text, extension text) WHERE p.kind = 'phone');
BEGIN
    RETURN intake.last_word(intake.learned_contact('phone', sent, told),
                            CASE WHEN typed IS NULL THEN phones ELSE intake.typed_contacts(typed, 'phone', phones) END);
END
$$;

-- intake.email_shown(emails text, typed jsonb, sent json, told json) returns text: the e-mails, with what was typed, and what was
-- learned since.
CREATE OR REPLACE FUNCTION intake.email_shown(emails text, typed jsonb, sent json, told json)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN intake.last_word(intake.learned_contact('email', sent, told),
                            CASE WHEN typed IS NULL THEN emails ELSE intake.typed_contacts(typed, 'email', emails) END);
END
$$;

-- intake.contacts_dialled(contacts json, sent json, told json) returns json: the contact points, or in their place the phone that was
-- learned since.
CREATE OR REPLACE FUNCTION intake.contacts_dialled(contacts json, sent json, told json)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    learned CONSTANT text := intake.learned_contact('phone', sent, told);
BEGIN
    RETURN CASE WHEN learned IS NULL THEN contacts ELSE json_build_array(json_build_object('kind', 'phone', 'value', learned)) END;
END
$$;

-- intake.named_by(contacts json) returns text[]: the contact points as 'kind value'.
CREATE OR REPLACE FUNCTION intake.named_by(contacts json)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT p.kind || ' ' || p.value FROM json_to_recordset(contacts) AS p (kind text, value text));
END
$$;

-- intake.marks_told(marks text[]) returns text: the marks in the words of whoever looks.
CREATE OR REPLACE FUNCTION intake.marks_told(marks text[])
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(intake.word('mark', m.name), ', ' ORDER BY m.n) FROM unnest(marks) WITH ORDINALITY AS m (name, n));
END
$$;

-- intake.colour_told(colour text, language text) returns text: as people call it. Becomes part of the caller's statement.
CREATE OR REPLACE FUNCTION intake.colour_told(colour text, language text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE language WHEN 'ru' THEN coalesce(intake.colours() ->> colour, colour) ELSE colour END;

-- intake.why_in_russian(lead uuid) returns text: why the lead has its category. Reads lead, caption.
CREATE OR REPLACE FUNCTION intake.why_in_russian(lead uuid)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT intake.line(intake.why(f.rule, f.why, f.evidence, 'ru')) FROM intake.lead AS f WHERE f.id = why_in_russian.lead);
END
$$;

-- intake.card_facts: of each lead what most cards say, colour and why in English. special: there is more to tell, or something of it has
-- to be made plain first (rough); then lead_card has it.
-- One statement, which becomes part of desk.claim_next: there the card is a quarter of the price, and of that most is the beginning, for
-- each table, function and part that a statement has. So it has few of them.
CREATE OR REPLACE VIEW intake.card_facts AS
SELECT f.id AS lead, k.colour, w.category::text AS category, f.repeat, a.name, a.phone, k.zone, a.email, k.place, a.answers, k.source,
       f.rule::text AS rule, f.why::text AS why, w.attempts, coalesce(w.promised, w.not_before) AS call_at, f.form::text AS form,
       f.received_at, w.lease_until, n.answers AS told,
       num_nonnulls(f.typed, f.name_fields, w.answers, w.stage) > 0 OR f.repeat OR f.marks <> '{}' OR f.why IS NULL
       OR a.phone IS NOT NULL AND (a.phone ~ '[^+0-9, ]' OR k.zone IS NULL OR f.contacts::text ~ '"\+7[348]')     -- a landline tells the zone
       OR EXISTS (SELECT FROM intake.work AS e WHERE e.client = w.client AND e.received_at < w.received_at)
       OR concat_ws('|', a.name, a.email, k.place, a.answers, k.source, f.rule, f.why)     -- rough
          ~ '[\u0001-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|(^|\|) *[=+@＝＋＠－-]' AS special
  FROM intake.lead AS f
  JOIN intake.work AS w ON w.lead = f.id
 CROSS JOIN LATERAL (     -- with the price: people look for it where they have noted it
       SELECT CASE WHEN w.price IS NULL THEN coalesce(w.answers, f.answers)
                   ELSE intake.with_answer(coalesce(w.answers, f.answers), 'price_floor', w.price::text) END AS answers) AS n
 CROSS JOIN LATERAL (
       SELECT string_agg(e.field || ': ' || e.value, '; ') FILTER (WHERE e.value <> '') AS answers,
              max(e.value) FILTER (WHERE e.field = 'name' AND e.value <> '') AS name,
              string_agg((e.point ->> 'value') || CASE WHEN e.point ->> 'extension' IS NULL THEN '' ELSE ' #' END, ', ')
                  FILTER (WHERE e.point ->> 'kind' = 'phone') AS phone,
              string_agg(e.point ->> 'value', ', ') FILTER (WHERE e.point ->> 'kind' = 'email') AS email
         FROM ROWS FROM (json_each_text(n.answers), json_array_elements(f.contacts)) AS e (field, value, point)) AS a
 CROSS JOIN LATERAL (
       SELECT (SELECT c.colour FROM intake.category AS c WHERE c.name = w.category)::text AS colour,
              (SELECT z.zone FROM intake.place_zone AS z     -- as intake.local_zone does it; cards.sql holds both together
                WHERE z.country = f.place ->> 'country' AND strpos(lower(coalesce(f.place ->> 'region', '')), z.region_has) > 0
                ORDER BY length(z.region_has) DESC, z.region_has
                LIMIT 1)::text AS zone,
              concat_ws(', ', f.place ->> 'city', f.place ->> 'region', f.place ->> 'country') AS place,
              coalesce(nullif(concat_ws(' / ', f.touch ->> 'utm_source', f.touch ->> 'utm_medium'), ''),
                       f.touch ->> 'referrer_host') AS source
       OFFSET 0) AS k;     -- made once, and not wherever it is used

COMMENT ON VIEW intake.card_facts IS 'What most cards say, and of which leads there is more to tell.';

-- intake.lead_card: the cards of all leads, colour and why in English. Whoever reads it asks for one lead.
-- What visitors sent, and what is made of it, is one plain line.
-- Of a client that wrote before it reads what client_before reads.
CREATE OR REPLACE VIEW intake.lead_card AS
SELECT b.lead, b.colour, b.category, CASE WHEN w.stage IS NOT NULL THEN intake.word('lead stage', w.stage) END AS stage,
       b.repeat, coalesce((k.past).leads, 0) AS earlier_leads, coalesce((k.past).deals, 0) AS earlier_deals,
       CASE WHEN (k.past).last_verdict IS NOT NULL THEN intake.verdict_told((k.past).last_verdict) END AS last_verdict,
       (k.past).last_owner, CASE WHEN k.special THEN intake.plain(k.name) ELSE k.name END AS name,
       CASE WHEN b.phone ~ '[^+0-9, ]' OR num_nonnulls(f.typed, w.answers) > 0
            THEN intake.phone_shown(f.contacts, f.typed, f.answers, w.answers) ELSE b.phone END AS phone,
       CASE WHEN k.special THEN intake.local_zone(f.place, intake.contacts_dialled(f.contacts, f.answers, w.answers)) ELSE b.zone END AS zone,
       CASE WHEN k.special THEN intake.plain(k.email) ELSE k.email END AS email,
       CASE WHEN k.special THEN intake.plain(b.place) ELSE b.place END AS place,
       CASE WHEN k.special THEN intake.plain(k.answers) ELSE k.answers END AS answers,
       CASE WHEN k.special THEN intake.plain(b.source) ELSE b.source END AS source,
       CASE WHEN k.special THEN intake.plain(b.rule) ELSE b.rule END AS rule,
       CASE WHEN k.special THEN intake.line(coalesce(b.why, intake.why(b.rule, NULL, NULL, 'en'))) ELSE b.why END AS why,
       CASE WHEN f.marks = '{}' THEN '' ELSE intake.marks_told(f.marks) END AS marks,
       b.attempts, b.call_at, b.form, b.received_at,
       CASE WHEN b.repeat AND intake.tied_once(w.client, w.party, intake.named_by(f.contacts), b.received_at)
            THEN intake.word('known', 'from one lead') END AS known, b.lease_until
  FROM intake.card_facts AS b
  JOIN intake.lead AS f ON f.id = b.lead
  JOIN intake.work AS w ON w.lead = b.lead
 CROSS JOIN LATERAL (
       SELECT b.special, CASE WHEN b.special THEN intake.client_before(w.client, w.received_at) END AS past,
              CASE WHEN f.name_fields IS NULL THEN b.name ELSE coalesce(intake.joined(b.told, f.name_fields), b.name) END AS name,
              CASE WHEN num_nonnulls(f.typed, w.answers) > 0
                   THEN intake.email_shown(b.email, f.typed, f.answers, w.answers) ELSE b.email END AS email,
              CASE WHEN f.typed IS NULL THEN b.answers ELSE intake.typed_answers(f.typed, f.answers, b.told) END AS answers
       OFFSET 0) AS k;     -- made once, and not wherever it is used

COMMENT ON VIEW intake.lead_card IS 'The cards: a lead as a person reads it, in the views of desk and sales.';

-- intake.card(lead uuid) returns the card of one lead, in the language of whoever looks; no row: there is no such lead.
-- The views join it as LEFT JOIN LATERAL (SELECT DISTINCT ON (lead) ...) ON its lead: each lead has a card, and this form
-- says that it has one only. So the planner leaves it out where nothing of it is wanted, as in count(*).
-- Security definer: who may look at a work, a deal or a notice may see the card of its lead, and has no other way to it.
CREATE OR REPLACE FUNCTION intake.card(lead uuid)
RETURNS SETOF intake.lead_card
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 COST 10000
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
<<card>>
DECLARE
    it intake.lead_card;
BEGIN
    SELECT k.* INTO it FROM intake.lead_card AS k WHERE k.lead = card.lead;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF intake.language() = 'ru' THEN
        it.colour := intake.colour_told(it.colour, 'ru');
        it.why := intake.why_in_russian(lead);
    END IF;
    RETURN NEXT it;
END
$$;
