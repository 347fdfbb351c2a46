-- What a team wants to know, seen before the hand-over, and the names of answers as people call them.

-- intake.field_words(address boolean) returns rows (name, words, position): the fields that people know, and all that each is called,
-- folded. Of several that a team takes it is the first; for an e-mail address, the one for such.
-- Reads required_answer, reserved_field, team, caption, also_called.
CREATE OR REPLACE FUNCTION intake.field_words(address boolean)
RETURNS TABLE (name text, words text, "position" integer)
LANGUAGE plpgsql STABLE ROWS 50
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    last CONSTANT integer := 1000000;
BEGIN
    RETURN QUERY
    SELECT f.name, intake.folded(translate(w, '_', ' ')), f.position
      FROM (SELECT c.name, ARRAY[c.name, c.ru, c.en], c.position FROM desk.choices AS c WHERE c.list = 'field'
            UNION ALL
            SELECT (SELECT o.name FROM unnest(r.any_of) WITH ORDINALITY AS o (name, n) LEFT JOIN intake.reserved_field AS k ON k.name = o.name
                     ORDER BY coalesce(k.type = 'email', false) <> address, o.n LIMIT 1), ARRAY[r.ru, r.en]::text[], last
              FROM intake.required_answer AS r
            UNION ALL
            SELECT 'price_floor', ARRAY[p.ru, p.en], last FROM intake.team AS t CROSS JOIN LATERAL intake.price_wanted(t.price_floor) AS p
            UNION ALL
            SELECT a.name, ARRAY[a.word]::text[], last FROM intake.also_called AS a WHERE a.list = 'field') AS f (name, called, "position")
     CROSS JOIN unnest(f.called) AS w
     WHERE w IS NOT NULL;
END
$$;

-- intake.field_called(label text, value text, answers json) returns text: the field that is meant: by its name or what people call it,
-- in either language; one of these answers; or by the beginning of a word that only one field has, three letters at least. Of a
-- name in Latin letters, which may be a new one, only by how a field begins. Else the text itself. Where a team takes one of
-- several, an e-mail address goes under email.
CREATE OR REPLACE FUNCTION intake.field_called(label text, value text, answers json)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    given   CONSTANT text := btrim(label);
    word    CONSTANT text := intake.folded(translate(label, '_', ' '));
    latin   CONSTANT boolean := given ~ '^[a-z][a-z0-9_]*$';
    address CONSTANT boolean := coalesce(strpos(value, '@') > 0, false);
BEGIN
    RETURN coalesce(
        CASE WHEN EXISTS (SELECT FROM json_object_keys(answers) AS k WHERE k = given) THEN given END,
        (SELECT f.name FROM intake.field_words(address) AS f WHERE f.words = word ORDER BY f.position, f.name LIMIT 1),
        (SELECT min(f.name) FROM intake.field_words(address) AS f
          WHERE length(word) >= 3 AND (starts_with(f.words, word) OR NOT latin AND strpos(f.words, ' ' || word) > 0)
         HAVING count(DISTINCT f.name) = 1),
        given);
END
$$;

-- intake.field_word(field text) returns text: what it is called in the caller's language, or its name. Reads what desk.choices reads.
CREATE OR REPLACE FUNCTION intake.field_word(field text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((SELECT CASE intake.language() WHEN 'ru' THEN c.ru ELSE c.en END FROM desk.choices AS c
                      WHERE c.list = 'field' AND c.name = field_word.field), field);
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
                                         ELSE intake.plain(answers ->> f.name) END, '') AS said) AS k
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
