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

-- intake.lead_card: the cards of all leads, each in either language. Whoever reads it asks for one lead and one language.
-- One statement, which becomes part of the caller's: a card is wanted with each claim, and to hand it through functions takes
-- longer than to make it. What few leads need is left to functions, which the others do not enter.
-- What visitors sent, and what is made of it, is one plain line; that there is nothing to be done, as nearly always, is seen at one
-- look (rough).
-- Of a client that wrote before it reads what client_before reads.
CREATE OR REPLACE VIEW intake.lead_card AS
SELECT f.id AS lead, coalesce(CASE s.language WHEN 'ru' THEN t.ru ELSE t.en END, c.colour) AS colour, w.category::text AS category,
       CASE WHEN w.stage IS NOT NULL THEN intake.word('lead stage', w.stage) END AS stage,
       f.repeat, coalesce(b.leads, 0) AS earlier_leads, coalesce(b.deals, 0) AS earlier_deals,
       CASE WHEN b.last_verdict IS NOT NULL THEN intake.verdict_told(b.last_verdict) END AS last_verdict, b.last_owner,
       CASE WHEN r.rough THEN intake.plain(k.name) ELSE k.name END AS name,
       CASE WHEN p.phone ~ '[^+0-9, ]' OR num_nonnulls(f.typed, w.answers) > 0
            THEN intake.phone_shown(f.contacts, f.typed, f.answers, w.answers) ELSE p.phone END AS phone,
       z.zone,
       CASE WHEN r.rough THEN intake.plain(k.email) ELSE k.email END AS email,
       CASE WHEN r.rough THEN intake.plain(k.place) ELSE k.place END AS place,
       CASE WHEN r.rough THEN intake.plain(k.answers) ELSE k.answers END AS answers,
       CASE WHEN r.rough THEN intake.plain(k.source) ELSE k.source END AS source,
       CASE WHEN r.rough THEN intake.plain(f.rule) ELSE f.rule::text END AS rule,
       CASE WHEN r.rough THEN intake.line(k.why) ELSE k.why END AS why,
       CASE WHEN f.marks = '{}' THEN '' ELSE intake.marks_told(f.marks) END AS marks,
       w.attempts, coalesce(w.promised, w.not_before) AS call_at, f.form::text AS form, f.received_at,
       CASE WHEN f.repeat AND intake.tied_once(w.client, w.party, intake.named_by(f.contacts), f.received_at)
            THEN intake.word('known', 'from one lead') END AS known, w.lease_until, s.language
  FROM (VALUES ('ru'), ('en')) AS s (language)
 CROSS JOIN intake.lead AS f
  JOIN intake.work AS w ON w.lead = f.id
  LEFT JOIN intake.category AS c ON c.name = w.category     -- a lead shows, whatever becomes of the list
  LEFT JOIN intake.caption AS t ON t.list = 'colour' AND t.name = c.colour
  LEFT JOIN LATERAL intake.client_before(
            CASE WHEN EXISTS (SELECT FROM intake.work AS e WHERE e.client = w.client AND e.received_at < w.received_at)
                 THEN w.client END, w.received_at) AS b ON true     -- of most clients there is nothing to tell
 CROSS JOIN LATERAL (     -- with the price: people look for it where they have noted it
       SELECT CASE WHEN w.price IS NULL THEN coalesce(w.answers, f.answers)
                   ELSE intake.with_answer(coalesce(w.answers, f.answers), 'price_floor', w.price::text) END AS answers) AS n
 CROSS JOIN LATERAL (
       SELECT string_agg(e.field || ': ' || e.value, '; ') AS list, max(e.value) FILTER (WHERE e.field = 'name') AS name
         FROM json_each_text(n.answers) AS e (field, value) WHERE e.value <> '') AS a
 CROSS JOIN LATERAL (
       SELECT string_agg((o.point ->> 'value') || CASE WHEN o.point ->> 'extension' IS NULL THEN '' ELSE ' #' END, ', ')
                  FILTER (WHERE o.point ->> 'kind' = 'phone') AS phone,
              string_agg(o.point ->> 'value', ', ') FILTER (WHERE o.point ->> 'kind' = 'email') AS email
         FROM json_array_elements(f.contacts) AS o (point)) AS p
 CROSS JOIN LATERAL intake.zone_of(f.place, CASE WHEN w.answers IS NULL THEN f.contacts
                                                 ELSE intake.contacts_dialled(f.contacts, f.answers, w.answers) END) AS z
 CROSS JOIN LATERAL (
       SELECT CASE WHEN f.name_fields IS NULL THEN a.name ELSE coalesce(intake.joined(n.answers, f.name_fields), a.name) END AS name,
              CASE WHEN num_nonnulls(f.typed, w.answers) > 0
                   THEN intake.email_shown(p.email, f.typed, f.answers, w.answers) ELSE p.email END AS email,
              concat_ws(', ', f.place ->> 'city', f.place ->> 'region', f.place ->> 'country') AS place,
              CASE WHEN f.typed IS NULL THEN a.list ELSE intake.typed_answers(f.typed, f.answers, n.answers) END AS answers,
              coalesce(nullif(concat_ws(' / ', f.touch ->> 'utm_source', f.touch ->> 'utm_medium'), ''),
                       f.touch ->> 'referrer_host') AS source,
              CASE WHEN s.language = 'ru' OR f.why IS NULL THEN intake.why(f.rule, f.why, f.evidence, s.language) ELSE f.why END AS why
       OFFSET 0) AS k     -- made once, and not wherever it is used
 CROSS JOIN LATERAL (
       SELECT concat_ws('|', k.name, k.email, k.place, k.answers, k.source, f.rule, k.why)
              ~ '[\u0001-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|(^|\|) *[=+@＝＋＠－-]' AS rough
       OFFSET 0) AS r;

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
    language CONSTANT text := intake.language();
BEGIN
    RETURN QUERY SELECT k.* FROM intake.lead_card AS k WHERE k.lead = card.lead AND k.language = card.language;
END
$$;
