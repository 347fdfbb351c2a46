-- What a team wants to know before a lead is handed over to it, for the head.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'answer_unknown', 'команда «%1$s» не спрашивает "%2$s"', 'team %1$s does not ask for "%2$s"'),
    ('message', 'answer_unknown_hint', 'Что спрашивают: SELECT * FROM desk.required_answers', 'What is asked for: SELECT * FROM desk.required_answers'),
    ('message', 'answer_fields', '"%1$s" — не имена полей: латинские буквы, цифры и _, через запятую, не больше %2$s', '"%1$s" are no names of fields: Latin letters, digits and _, with commas between, %2$s at the most'),
    ('message', 'answer_price', 'о цене команда спрашивает иначе', 'a team asks for the price in another way'),
    ('message', 'answer_price_hint', 'SELECT * FROM desk.edit_team(''%1$s'', price_floor => 5000)', 'SELECT * FROM desk.edit_team(''%1$s'', price_floor => 5000)'),
    ('message', 'answer_lacks', 'Форма %1$s: этого не хватало бы открытым заявкам: %2$s из %3$s, сейчас: %4$s.',
        'Form %1$s: open leads that would lack it: %2$s of %3$s, at present: %4$s.'),
    ('message', 'answer_free', 'Форма %1$s: это перестало бы держать открытых заявок: %2$s из %3$s.', 'Form %1$s: open leads that it would hold up no more: %2$s of %3$s.'),
    ('message', 'no_open_leads', 'Открытых заявок нет.', 'There are no open leads.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

CREATE OR REPLACE VIEW desk.required_answers WITH (security_barrier) AS
SELECT r.team::text, r.name::text, r."position", r.ru::text, r.en::text, array_to_string(r.any_of, ', ') AS fields
  FROM intake.required_answer AS r JOIN intake.team AS t ON t.name = r.team
 WHERE (SELECT intake.head()) IS NOT NULL
 ORDER BY NOT t.in_use, t."position", t.name, r."position", r.name;

COMMENT ON VIEW   desk.required_answers          IS 'For the head: what each team wants to know before it takes a lead. To change it: desk.edit_answer(). A price is asked for by desk.edit_team().';
COMMENT ON COLUMN desk.required_answers.team     IS 'The team.';
COMMENT ON COLUMN desk.required_answers.name     IS 'Under which name it stands here.';
COMMENT ON COLUMN desk.required_answers.position IS 'The order in which they are named when they are missing.';
COMMENT ON COLUMN desk.required_answers.ru       IS 'In Russian.';
COMMENT ON COLUMN desk.required_answers.en       IS 'In English.';
COMMENT ON COLUMN desk.required_answers.fields   IS 'The fields of the form, or answers of a qualifier, of which one is enough.';

-- intake.open_leads() returns rows: what is open: the leads that wait, and those that somebody has or that wait for their time; and
-- which of their answers are known. Two lists that have an index each, and not all leads there ever were. Reads waiting, work, lead.
CREATE OR REPLACE FUNCTION intake.open_leads()
RETURNS TABLE (lead uuid, form text, category text, price numeric)
LANGUAGE sql STABLE ROWS 1000
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT w.lead, l.form, w.category, w.price
      FROM (SELECT q.lead FROM intake.waiting AS q
            UNION
            SELECT o.lead FROM intake.work AS o WHERE o.state IN ('claimed', 'postponed')) AS open
      JOIN intake.work AS w ON w.lead = open.lead
      JOIN intake.lead AS l ON l.id = w.lead;
END;

-- intake.known_fields(lead uuid) returns text[]: as intake.asked counts them. Reads lead, work.
CREATE OR REPLACE FUNCTION intake.known_fields(lead uuid)
RETURNS text[]
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT ARRAY(SELECT k.key FROM json_each_text(coalesce(w.answers, l.answers)) AS k WHERE k.value ~ '[[:alnum:]]')
           || ARRAY(SELECT c.kind FROM json_to_recordset(l.contacts) AS c (kind text))
           || CASE WHEN EXISTS (SELECT FROM json_each_text(coalesce(w.answers, l.answers)) AS k WHERE k.key = ANY (l.name_fields) AND k.value ~ '[[:alnum:]]')
                   THEN '{name}' ELSE '{}' END::text[]
      FROM intake.lead AS l JOIN intake.work AS w ON w.lead = l.id WHERE l.id = known_fields.lead;
END;

-- intake.answer_effects(was text[], wanted text[]) returns text[]: by form, how many open leads would lack one of these fields, and how
-- many lack it now; null: nothing is wanted.
CREATE OR REPLACE FUNCTION intake.answer_effects(was text[], wanted text[])
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    told text[];
BEGIN
    SELECT array_agg(CASE WHEN wanted IS NULL THEN intake.say('message', 'answer_free', f.form, f.lacked::text, f.n::text)
                          ELSE intake.say('message', 'answer_lacks', f.form, f.lack::text, f.n::text, f.lacked::text) END ORDER BY f.form) INTO told
      FROM (SELECT o.form, count(*) AS n, count(*) FILTER (WHERE NOT o.fields && wanted) AS lack, count(*) FILTER (WHERE NOT o.fields && was) AS lacked
              FROM (SELECT k.form, intake.known_fields(k.lead) AS fields FROM intake.open_leads() AS k) AS o GROUP BY o.form) AS f;
    RETURN coalesce(told, ARRAY[intake.say('message', 'no_open_leads')]);
END
$$;

-- intake.fields_typed(team, typed text) returns text[]: the names in a list with commas. Raises 22023 if they are none.
CREATE OR REPLACE FUNCTION intake.fields_typed(team text, typed text)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    most   CONSTANT integer := 10;
    fields CONSTANT text[] := regexp_split_to_array(btrim(typed, ' ,'), '\s*,\s*');
BEGIN
    IF cardinality(fields) > most OR EXISTS (SELECT FROM unnest(fields) AS f WHERE f !~ '^[a-z][a-z0-9_]{0,63}$') THEN
        PERFORM intake.refuse('22023', 'answer_fields', NULL, left(intake.line(typed), 100), most::text);
    ELSIF 'price_floor' = ANY (fields) THEN
        PERFORM intake.refuse('22023', 'answer_price', 'answer_price_hint', team);
    END IF;
    RETURN fields;
END
$$;

-- desk.edit_answer(team, name, fields, ru, en, "position", wanted, dry) returns texts: see the head of 497_edits. Without a name a
-- wish is added, under the name of its first field; wanted => false takes it away.
CREATE OR REPLACE FUNCTION desk.edit_answer(team text, name text DEFAULT NULL, fields text DEFAULT NULL, ru text DEFAULT NULL, en text DEFAULT NULL,
                                            "position" integer DEFAULT NULL, wanted boolean DEFAULT true, dry boolean DEFAULT false)
RETURNS TABLE (said text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    adds    CONSTANT boolean := coalesce(btrim(name), '') = '';
    of_team text;
    was     intake.required_answer;
    a       intake.required_answer;
    effects text[];
BEGIN
    PERFORM intake.acting_head();
    of_team := (SELECT t.name FROM intake.team AS t WHERE t.name = edit_answer.team);
    IF of_team IS NULL THEN
        PERFORM intake.refuse('22023', 'team_unknown', 'team_unknown_hint', coalesce(team, ''));
    END IF;
    SELECT r.* INTO was FROM intake.required_answer AS r WHERE r.team = of_team AND r.name = edit_answer.name FOR NO KEY UPDATE;
    IF NOT FOUND AND NOT adds THEN
        PERFORM intake.refuse('22023', 'answer_unknown', 'answer_unknown_hint', intake.word('team', of_team), name);
    END IF;
    a := was;
    a.team := of_team;
    a.any_of := coalesce(intake.fields_typed(of_team, fields), was.any_of, intake.fields_typed(of_team, ''));
    a.name := coalesce(was.name, a.any_of[1]);
    a.position := coalesce("position", was.position, (SELECT 1 + max(r.position) FROM intake.required_answer AS r WHERE r.team = of_team), 1);
    PERFORM intake.demand_captions('', NULL, coalesce(ru, was.ru), coalesce(en, was.en));
    a.ru := btrim(coalesce(ru, was.ru));
    a.en := btrim(coalesce(en, was.en));
    IF adds AND EXISTS (SELECT FROM intake.required_answer AS r WHERE r.team = of_team AND r.name = a.name) THEN
        PERFORM intake.refuse('22023', 'edit_taken', 'answer_unknown_hint', a.name);
    END IF;
    effects := intake.answer_effects(was.any_of, CASE WHEN wanted THEN a.any_of END);
    IF dry IS FALSE AND wanted THEN
        INSERT INTO intake.required_answer AS o (team, name, any_of, "position", ru, en)
        VALUES (a.team, a.name, a.any_of, a."position", a.ru, a.en)
        ON CONFLICT ON CONSTRAINT required_answer_pkey DO UPDATE
           SET any_of = excluded.any_of, ru = excluded.ru, en = excluded.en, "position" = excluded."position";
    ELSIF dry IS FALSE THEN
        DELETE FROM intake.required_answer AS r WHERE r.team = of_team AND r.name = a.name;
    END IF;
    RETURN QUERY SELECT * FROM intake.edited('answer', of_team || ': ' || a.name, CASE WHEN NOT adds THEN to_jsonb(was) END,
                                             CASE WHEN wanted THEN to_jsonb(a) END, dry, effects);
END
$$;

COMMENT ON FUNCTION desk.edit_answer(text, text, text, text, text, integer, boolean, boolean) IS
    'For the head: what a team wants to know before it takes a lead: SELECT * FROM desk.edit_answer(''services'', fields => ''weight_kg'', ru => ''вес'', '
    'en => ''weight'', dry => true) only says how many open leads would lack it; without dry it is done. wanted => false takes one away.';
