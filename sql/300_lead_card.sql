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

-- intake.lead_card: the columns of a card. It has no rows and is there for its type: unlike a type of its own it can be given
-- further columns, and what leans on it comes back (090).
CREATE OR REPLACE VIEW intake.lead_card AS
SELECT NULL::uuid AS lead, NULL::text AS colour, NULL::text AS category, NULL::text AS stage, NULL::boolean AS repeat,
       NULL::bigint AS earlier_leads, NULL::bigint AS earlier_deals, NULL::text AS last_verdict, NULL::text AS last_owner,
       NULL::text AS name, NULL::text AS phone, NULL::text AS zone, NULL::text AS email, NULL::text AS place,
       NULL::text AS answers, NULL::text AS source, NULL::text AS rule, NULL::text AS why, NULL::text AS marks,
       NULL::bigint AS attempts, NULL::timestamptz AS call_at, NULL::text AS form, NULL::timestamptz AS received_at,
       NULL::text AS known
 WHERE false;

COMMENT ON VIEW intake.lead_card IS 'What a card has: a lead as a person reads it, in the views of desk and sales.';

-- intake.card_contacts(contacts json, OUT phone, OUT email, OUT points) returns one row: the contact points as they are read, and
-- as 'kind value'.
CREATE OR REPLACE FUNCTION intake.card_contacts(contacts json, OUT phone text, OUT email text, OUT points text[])
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    SELECT string_agg(CASE WHEN p.value ~ '^\+[0-9]+$' THEN p.value ELSE intake.contact_shown(p.value) END
                      || CASE WHEN p.extension IS NULL THEN ''
                              ELSE ' ' || intake.word('contact', 'extension') || ' ' || intake.line(p.extension) END, ', ' ORDER BY p.n)
               FILTER (WHERE p.kind = 'phone'),
           string_agg(p.value, ', ' ORDER BY p.n) FILTER (WHERE p.kind = 'email'),
           array_agg(p.kind || ' ' || p.value)
      INTO phone, email, points
      FROM ROWS FROM (json_to_recordset(contacts) AS (kind text, value text, extension text)) WITH ORDINALITY
           AS p (kind, value, extension, n);
END
$$;

-- intake.plain_card(k intake.lead_card) returns intake.lead_card: what visitors sent, and what is made of it, is one plain line in
-- it. That there is nothing to be done, as nearly always, is seen at one look.
CREATE OR REPLACE FUNCTION intake.plain_card(k intake.lead_card)
RETURNS intake.lead_card
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    k.name := intake.plain(k.name);
    k.email := intake.plain(k.email);
    k.place := intake.plain(k.place);
    k.answers := intake.plain(k.answers);
    k.source := intake.plain(k.source);
    k.rule := intake.plain(k.rule);
    k.why := intake.line(k.why);
    RETURN k;
END
$$;

-- intake.card(lead uuid) returns the card of one lead.
-- In few small statements, and not one view of all tables: to begin such a statement takes longer than to run all of these, and a
-- card is wanted with each claim and for each row of a list.
-- The views join it as LEFT JOIN LATERAL (SELECT DISTINCT ON (lead) ...) ON its lead: each lead has a card, and this form
-- says that it has one only. So the planner leaves it out where nothing of it is wanted, as in count(*).
-- Security definer: who may look at a work, a deal or a notice may see the card of its lead, and has no other way to it.
-- Reads lead, work, category, caption, staff, setting; of a client that wrote before, what client_before reads.
CREATE OR REPLACE FUNCTION intake.card(lead uuid)
RETURNS SETOF intake.lead_card
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 COST 10000
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
<<card>>
DECLARE
    me      CONSTANT text := desk.caller();
    l       record;
    before  record;
    came    record;
    russian boolean;
    known   json;
    learned text;
    k       intake.lead_card;
BEGIN
    SELECT f.id, f.repeat, f.name_fields, f.typed, f.place, f.contacts, f.answers AS sent, f.touch, f.rule::text, f.why, f.evidence,
           f.marks, f.form::text, f.received_at, w.category::text, w.stage, w.attempts, w.promised, w.not_before, w.price,
           w.answers AS told, w.client, w.party, c.colour::text, t.ru, t.en, coalesce(s.language, g.language) AS language,
           EXISTS (SELECT FROM intake.work AS e WHERE e.client = w.client AND e.received_at < w.received_at) AS again
      INTO l
      FROM intake.lead AS f
      JOIN intake.work AS w ON w.lead = f.id
     CROSS JOIN intake.setting AS g
      LEFT JOIN intake.staff AS s ON s.login = me
      LEFT JOIN intake.category AS c ON c.name = w.category     -- a lead shows, whatever becomes of the list
      LEFT JOIN intake.caption AS t ON t.list = 'colour' AND t.name = c.colour
     WHERE f.id = card.lead;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    russian := l.language = 'ru';
    known := coalesce(l.told, l.sent);
    IF l.price IS NOT NULL THEN    -- people look for it where they have noted it
        known := intake.with_answer(known, 'price_floor', l.price::text);
    END IF;

    k.lead := l.id;
    k.colour := coalesce(CASE WHEN russian THEN l.ru ELSE l.en END, l.colour);
    k.category := l.category;
    k.stage := CASE WHEN l.stage IS NOT NULL THEN intake.word('lead stage', l.stage) END;
    k.marks := CASE WHEN l.marks = '{}' THEN '' ELSE (SELECT string_agg(intake.word('mark', m.name), ', ' ORDER BY m.n)
                                                         FROM unnest(l.marks) WITH ORDINALITY AS m (name, n)) END;
    k.repeat := l.repeat;
    k.earlier_leads := 0;
    k.earlier_deals := 0;
    IF l.again THEN
        SELECT b.* INTO before FROM intake.client_before(l.client, l.received_at) AS b;
        k.earlier_leads := before.leads;
        k.earlier_deals := before.deals;
        k.last_verdict := CASE WHEN before.last_verdict IS NOT NULL THEN intake.verdict_told(before.last_verdict) END;
        k.last_owner := before.last_owner;
    END IF;

    SELECT string_agg(a.field || ': ' || a.value, '; '), max(a.value) FILTER (WHERE a.field = 'name')
      INTO k.answers, k.name
      FROM json_each_text(known) AS a (field, value) WHERE a.value <> '';
    IF l.name_fields IS NOT NULL THEN
        k.name := coalesce(intake.joined(known, l.name_fields), k.name);
    END IF;
    came := intake.card_contacts(l.contacts);
    k.phone := came.phone;
    k.email := came.email;
    IF l.typed IS NOT NULL THEN
        k.phone := intake.typed_contacts(l.typed, 'phone', k.phone);
        k.email := intake.typed_contacts(l.typed, 'email', k.email);
        k.answers := intake.typed_answers(l.typed, l.sent, known);
    END IF;
    IF l.told IS NOT NULL THEN
        learned := intake.learned_contact('phone', l.sent, l.told);
        k.phone := intake.last_word(learned, k.phone);
        k.email := intake.last_word(intake.learned_contact('email', l.sent, l.told), k.email);
    END IF;
    k.zone := intake.local_zone(l.place, CASE WHEN learned IS NULL THEN l.contacts
                                              ELSE json_build_array(json_build_object('kind', 'phone', 'value', learned)) END);
    k.place := concat_ws(', ', l.place ->> 'city', l.place ->> 'region', l.place ->> 'country');
    k.source := coalesce(nullif(concat_ws(' / ', l.touch ->> 'utm_source', l.touch ->> 'utm_medium'), ''), l.touch ->> 'referrer_host');
    k.rule := l.rule;
    k.why := CASE WHEN russian OR l.why IS NULL THEN intake.why(l.rule, l.why, l.evidence, l.language) ELSE l.why END;
    k.attempts := l.attempts;
    k.call_at := coalesce(l.promised, l.not_before);
    k.form := l.form;
    k.received_at := l.received_at;
    k.known := CASE WHEN l.repeat AND intake.tied_once(l.client, l.party, came.points, l.received_at)
                    THEN intake.word('known', 'from one lead') END;
    IF concat_ws('|', k.name, k.email, k.place, k.answers, k.source, k.rule, k.why)
       ~ '[\u0001-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|(^|\|) *[=+@＝＋＠－-]' THEN
        k := intake.plain_card(k);
    END IF;
    RETURN NEXT k;
END
$$;
