-- What a team wants to know, seen before the hand-over, and the names of answers as people call them.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('field', 'name',        'имя',     'name'),
    ('field', 'phone',       'телефон', 'phone'),
    ('field', 'email',       'почта',   'e-mail'),
    ('field', 'price_floor', 'цена',    'price')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.field_called(label text, value text) returns text: the field that is meant by what a team calls it, in either language; the
-- text itself if no team calls anything so. Where a team takes one of several, an e-mail address goes under email.
-- Reads required_answer, reserved_field, team, caption.
CREATE OR REPLACE FUNCTION intake.field_called(label text, value text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    word    CONSTANT text := intake.folded(label);
    address CONSTANT boolean := coalesce(strpos(value, '@') > 0, false);
BEGIN
    RETURN coalesce(
        (SELECT c.name FROM intake.caption AS c WHERE c.list = 'field' AND word IN (intake.folded(c.ru), intake.folded(c.en)) LIMIT 1),
        (SELECT f.name FROM intake.required_answer AS r
          CROSS JOIN LATERAL unnest(r.any_of) WITH ORDINALITY AS f (name, n)
           LEFT JOIN intake.reserved_field AS k ON k.name = f.name
          WHERE word IN (intake.folded(r.ru), intake.folded(r.en))
          ORDER BY r.team, r.position, coalesce(k.type = 'email', false) <> address, f.n LIMIT 1),
        (SELECT 'price_floor' FROM intake.team AS t CROSS JOIN LATERAL intake.price_wanted(t.price_floor) AS p
          WHERE word IN (intake.folded(p.ru), intake.folded(p.en)) LIMIT 1),
        btrim(label));
END
$$;

-- intake.known_as(card, answers, fields text[]) returns text: what is known of these fields, as a person reads it. Of a contact
-- that is all there are. Touches no table.
CREATE OR REPLACE FUNCTION intake.known_as(card intake.lead_card, answers json, fields text[])
RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
RETURN (SELECT string_agg(k.said, ', ' ORDER BY f.n)
          FROM unnest(fields) WITH ORDINALITY AS f (name, n)
         CROSS JOIN LATERAL (
               SELECT nullif(CASE f.name WHEN 'name' THEN card.name WHEN 'phone' THEN coalesce(card.phone, answers ->> 'phone')
                                         WHEN 'email' THEN coalesce(card.email, answers ->> 'email')
                                         ELSE answers ->> f.name END, '') AS said) AS k
         WHERE k.said IS NOT NULL);

-- desk.checklist(receipt, team) returns rows: what the team wants to know before the lead is handed over to it, gaps first.
--   what    as the team calls it, in the caller's language; good for desk.add_answer, too
--   known   true: it is known. answer: what is; of a price also one that is too low
--   field   under which name the answer is kept
-- Raises 22023 if there is no such team; what intake.lead_named raises. Reads required_answer, work, lead, and the card.
CREATE OR REPLACE FUNCTION desk.checklist(receipt text, team text)
RETURNS TABLE (what text, known boolean, answer text, field text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<checklist>>
DECLARE
    lead    uuid;
    to_team text;
    russian CONSTANT boolean := intake.language() = 'ru';
    card    intake.lead_card;
    answers json;
    price   text;
BEGIN
    PERFORM intake.reader();
    lead := intake.lead_named(receipt);
    to_team := intake.choose('team', team);
    SELECT k.* INTO card FROM intake.card(lead) AS k;
    SELECT coalesce(w.answers, l.answers), w.price::text INTO answers, price
      FROM intake.work AS w JOIN intake.lead AS l ON l.id = w.lead WHERE w.lead = checklist.lead;
    RETURN QUERY
    SELECT CASE WHEN russian THEN a.ru ELSE a.en END, a.known,
           CASE WHEN a.name = 'price_floor' THEN price WHEN a.known THEN intake.known_as(card, answers, r.any_of) END,
           coalesce(r.any_of[1], a.name)
      FROM intake.asked(lead, to_team) AS a
      LEFT JOIN intake.required_answer AS r ON r.team = to_team AND r.name = a.name
     ORDER BY a.known, a.position;
END
$$;

COMMENT ON FUNCTION desk.checklist(text, text) IS
    'What a team wants to know before it takes the lead, with the gaps first: SELECT * FROM desk.checklist(receipt, ''general'').';
