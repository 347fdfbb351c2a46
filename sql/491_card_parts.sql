-- The parts of a card as the pages draw it (493): each a piece of JSON in the caller's language, of a lead that the caller may see.
-- Texts of visitors are one line each, but not armed for a table of calculations: a page has no formulas.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('contact', 'learned', 'узнали позже', 'learned later'),
    ('contact', 'client', 'по другим заявкам', 'by other leads')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.contact_json(kind, value, extension, typed, known) returns json: a contact point: as it is read, and as the page dials it.
CREATE OR REPLACE FUNCTION intake.contact_json(kind text, value text, extension text, typed text, known text)
RETURNS json
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
RETURN json_build_object('kind', kind, 'value', value, 'shown', coalesce(intake.line(value), '«' || btrim(intake.line(typed)) || '»'),
    'href', CASE WHEN kind = 'phone' AND value ~ '^\+[0-9]{5,15}$' THEN 'tel:' || value
                 WHEN kind = 'email' AND value ~ '^[^@\s"<>?&%#]+@[^@\s"<>?&%#]+$' THEN 'mailto:' || value END,
    'extension', intake.line(extension), 'typed', btrim(intake.line(typed)), 'known', known);

-- intake.card_contacts(l intake.lead, w intake.work) returns json: first what was learned since, then what the lead named and what of it
-- could not be read, then by what else the client is known. Reads contact_point, caption.
CREATE OR REPLACE FUNCTION intake.card_contacts(l intake.lead, w intake.work)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
    WITH learned AS (
        SELECT k.kind, intake.learned_contact(k.kind, l.answers, w.answers) AS value, k.n
          FROM (VALUES ('phone', 1), ('email', 2)) AS k (kind, n) WHERE w.answers IS NOT NULL
    ), named AS (
        SELECT c.kind, c.value, c.extension, l.typed -> c.field ->> 'text' AS typed, c.n
          FROM ROWS FROM (json_to_recordset(l.contacts) AS (kind text, value text, field text, extension text))
               WITH ORDINALITY AS c (kind, value, field, extension, n)
    ), unread AS (
        SELECT t.value ->> 'kind' AS kind, t.value ->> 'text' AS typed, t.key FROM jsonb_each(l.typed) AS t
         WHERE t.value ->> 'kind' IN ('phone', 'email')
           AND NOT EXISTS (SELECT FROM json_to_recordset(l.contacts) AS c (field text) WHERE c.field = t.key)
    ), known AS (
        SELECT p.kind::text, p.value::text, p.created_at FROM intake.contact_point AS p
         WHERE w.client IS NOT NULL AND p.client = ANY (intake.client_parts(w.client))
           AND NOT EXISTS (SELECT FROM named AS n WHERE n.kind = p.kind AND n.value = p.value)
           AND NOT EXISTS (SELECT FROM learned AS n WHERE n.kind = p.kind AND n.value = p.value)
         ORDER BY p.created_at, p.value LIMIT 10)
    SELECT coalesce(json_agg(intake.contact_json(a.kind, a.value, a.extension, a.typed, a.known) ORDER BY a.part, a.n, a.value), '[]')
      FROM (SELECT 1 AS part, o.n::bigint AS n, o.kind, o.value, NULL AS extension, NULL AS typed, intake.word('contact', 'learned') AS known
              FROM learned AS o WHERE o.value IS NOT NULL
            UNION ALL SELECT 2, n.n, n.kind, n.value, n.extension, n.typed, NULL FROM named AS n
             WHERE NOT EXISTS (SELECT FROM learned AS o WHERE o.kind = n.kind AND o.value = n.value)
            UNION ALL SELECT 3, 0, u.kind, NULL, NULL, u.typed, NULL FROM unread AS u
            UNION ALL SELECT 4, 0, k.kind, k.value, NULL, NULL, intake.word('contact', 'client') FROM known AS k) AS a);
END
$$;

-- intake.card_teams(lead uuid, russian boolean) returns json: what each team still wants to know. Reads team, and what intake.asked reads.
CREATE OR REPLACE FUNCTION intake.card_teams(lead uuid, russian boolean)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT coalesce(json_agg(json_build_object('name', t.name, 'caption', CASE WHEN russian THEN t.ru ELSE t.en END,
                                                       'ready', a.missing IS NULL, 'known', a.known, 'asked', a.asked,
                                                       'missing', coalesce(a.missing, '[]')) ORDER BY t.position, t.name), '[]')
              FROM intake.team AS t
             CROSS JOIN LATERAL (
                   SELECT count(*) AS asked, count(*) FILTER (WHERE k.known) AS known,
                          json_agg(json_build_object('field', coalesce(r.any_of[1], k.name), 'label', CASE WHEN russian THEN k.ru ELSE k.en END)
                                   ORDER BY k.position) FILTER (WHERE NOT k.known) AS missing
                     FROM intake.asked(card_teams.lead, t.name) AS k
                     LEFT JOIN intake.required_answer AS r ON r.team = t.name AND r.name = k.name) AS a
             WHERE t.in_use);
END
$$;

-- intake.answer_shown(answer text) returns text: as it is read: yes and no, a day as people write it, anything else in one line.
CREATE OR REPLACE FUNCTION intake.answer_shown(answer text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN answer IN ('true', 'false') THEN intake.word('yes/no', answer)
                WHEN answer ~ '^\d{4}-\d\d-\d\d$' THEN regexp_replace(answer, '^(\d{4})-(\d\d)-(\d\d)$', '\3.\2.\1')
                ELSE intake.line(answer) END;
END
$$;

-- intake.card_answers(l intake.lead, w intake.work, russian boolean, all_of_them boolean) returns json: in the order of the form, then what
-- was added, then the gaps in the order in which the teams ask. Contacts have a part of their own, and so has the price.
--   all_of_them  false: only what a team asks for, which desk.checklist tells of any lead
-- Reads team, required_answer, caption.
CREATE OR REPLACE FUNCTION intake.card_answers(l intake.lead, w intake.work, russian boolean, all_of_them boolean)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
    WITH asked AS MATERIALIZED (
        SELECT r.any_of, r.any_of[1] AS field, t.name AS team, CASE WHEN russian THEN r.ru ELSE r.en END AS label,
               1000 * t.position + r.position AS position
          FROM intake.required_answer AS r JOIN intake.team AS t ON t.name = r.team WHERE t.in_use
    ), labels AS MATERIALIZED (
        SELECT DISTINCT ON (f.field) f.field, f.label
          FROM (SELECT c.name::text AS field, CASE WHEN russian THEN c.ru ELSE c.en END AS label, 0 AS position
                  FROM intake.caption AS c WHERE c.list = 'field'
                UNION ALL SELECT a.field, a.label, a.position FROM asked AS a) AS f
         ORDER BY f.field, f.position
    ), given AS MATERIALIZED (
        SELECT k.field, k.value, k.n, l.typed -> k.field AS typed, l.answers ->> k.field AS sent, k.value #>> '{}' AS text
          FROM json_each(coalesce(w.answers, l.answers)) WITH ORDINALITY AS k (field, value, n)
         WHERE k.value #>> '{}' <> '' AND k.field NOT IN ('phone', 'email', 'price_floor')
        UNION ALL
        SELECT t.key, NULL, 10000, t.value, NULL, NULL FROM jsonb_each(l.typed) AS t
         WHERE coalesce(w.answers, l.answers) -> t.key IS NULL AND t.value ->> 'kind' NOT IN ('phone', 'email')
    ), there AS MATERIALIZED (
        SELECT array_agg(g.field) FILTER (WHERE g.text ~ '[[:alnum:]]')
               || array_agg('name'::text) FILTER (WHERE g.text ~ '[[:alnum:]]' AND g.field = ANY (l.name_fields))
               || ARRAY(SELECT c.kind FROM json_to_recordset(l.contacts) AS c (kind text))
               || ARRAY(SELECT k FROM unnest('{phone,email}'::text[]) AS k WHERE w.answers ->> k <> '') AS fields
          FROM given AS g
    ), told AS (
        SELECT g.field, g.value, g.typed, g.sent, g.text, g.n, g.text ~ '[[:alnum:]]' AS known,
               ARRAY(SELECT a.team FROM asked AS a
                      WHERE g.field = ANY (a.any_of) OR 'name' = ANY (a.any_of) AND g.field = ANY (l.name_fields) ORDER BY a.position) AS teams
          FROM given AS g
        UNION ALL
        SELECT a.field, NULL, NULL, NULL, NULL, 20000 + min(a.position), false, array_agg(a.team ORDER BY a.position)
          FROM asked AS a CROSS JOIN there AS h
         WHERE NOT a.any_of && coalesce(h.fields, '{}') AND NOT EXISTS (SELECT FROM given AS g WHERE g.field = ANY (a.any_of))
         GROUP BY a.field)
    SELECT coalesce(json_agg(json_build_object(
               'field', t.field, 'label', b.label, 'value', t.value, 'shown', intake.answer_shown(t.text),
               'typed', CASE WHEN t.text IS NULL OR t.text = t.sent THEN btrim(intake.line(t.typed ->> 'text')) END,
               'was', CASE WHEN t.sent <> t.text THEN intake.answer_shown(t.sent) END,
               'known', coalesce(t.known, false), 'required', cardinality(t.teams) > 0, 'asked_by', t.teams) ORDER BY t.n, t.field), '[]')
      FROM told AS t LEFT JOIN labels AS b ON b.field = t.field
     WHERE all_of_them OR cardinality(t.teams) > 0);
END
$$;
