-- What a team wants to know, seen before the hand-over, and the names of answers as people call them.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('field', 'name',        'имя',     'name'),
    ('field', 'phone',       'телефон', 'phone'),
    ('field', 'email',       'почта',   'e-mail'),
    ('field', 'price_floor', 'цена',    'price')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.field_called(label text) returns text: the field that is meant by what a team calls it, in either language; the text
-- itself if no team calls anything so. Reads required_answer, caption.
CREATE OR REPLACE FUNCTION intake.field_called(label text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    word CONSTANT text := intake.folded(label);
BEGIN
    RETURN coalesce(
        (SELECT c.name FROM intake.caption AS c WHERE c.list = 'field' AND word IN (intake.folded(c.ru), intake.folded(c.en)) LIMIT 1),
        (SELECT r.any_of[1] FROM intake.required_answer AS r
          WHERE word IN (intake.folded(r.ru), intake.folded(r.en)) ORDER BY r.team, r.position LIMIT 1),
        btrim(label));
END
$$;

-- desk.checklist(receipt, team) returns rows: what the team wants to know before the lead is handed over to it, gaps first.
--   what    as the team calls it, in the caller's language; good for desk.add_answer, too
--   known   true: it is known. answer: what is
--   field   under which name the answer is kept
-- Raises 22023 if there is no such team; what intake.lead_named raises. Reads required_answer, work, lead.
CREATE OR REPLACE FUNCTION desk.checklist(receipt text, team text)
RETURNS TABLE (what text, known boolean, answer text, field text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<checklist>>
DECLARE
    lead    CONSTANT uuid := intake.lead_named(receipt);
    to_team CONSTANT text := intake.choose('team', team);
    russian CONSTANT boolean := intake.language() = 'ru';
    card    intake.lead_card;
    answers json;
BEGIN
    PERFORM intake.reader();
    SELECT k.* INTO card FROM intake.card(lead) AS k;
    SELECT coalesce(w.answers, l.answers) INTO answers
      FROM intake.work AS w JOIN intake.lead AS l ON l.id = w.lead WHERE w.lead = checklist.lead;
    RETURN QUERY
    SELECT CASE WHEN russian THEN a.ru ELSE a.en END, a.known,
           CASE WHEN a.known THEN coalesce(CASE a.name WHEN 'name' THEN card.name WHEN 'contact' THEN concat_ws(', ', card.phone, card.email)
                                                       WHEN 'price_floor' THEN (SELECT w.price::text FROM intake.work AS w WHERE w.lead = checklist.lead) END,
                                           (SELECT string_agg(answers ->> f, ', ') FROM unnest(r.any_of) AS f)) END,
           CASE a.name WHEN 'contact' THEN 'phone' ELSE coalesce(r.any_of[1], a.name) END
      FROM intake.asked(lead, to_team) AS a
      LEFT JOIN intake.required_answer AS r ON r.team = to_team AND r.name = a.name
     ORDER BY a.known, a.position;
END
$$;

COMMENT ON FUNCTION desk.checklist(text, text) IS
    'What a team wants to know before it takes the lead, with the gaps first: SELECT * FROM desk.checklist(receipt, ''general'').';
