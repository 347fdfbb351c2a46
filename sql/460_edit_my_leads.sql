-- desk.my_leads as a grid: what is written into a row and saved does what the functions do, with their checks and their
-- messages: the functions see to it that the caller has the lead. One saved row is one statement: all of it is done, or
-- none of it. What a verdict that was written does is in 430. An empty text is as good as none: grids write either.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'not_deleted', 'заявку не удаляют: её закрывают вердиктом', 'a lead is not deleted: it is closed with a verdict'),
    ('message', 'not_deleted_hint', 'Впишите verdict и reason и сохраните строку.', 'Write verdict and reason, and save the row.'),
    ('message', 'not_inserted', 'заявку сюда не вписывают: её берут из очереди', 'a lead is not written here: it is taken from the queue'),
    ('message', 'not_inserted_hint', 'SELECT * FROM desk.claim_next()', 'SELECT * FROM desk.claim_next()'),
    ('message', 'colour_stays', 'цвет — это цвет категории: измените её', 'the colour belongs to the category: change that'),
    ('message', 'colour_stays_hint', 'В столбец category можно вписать и цвет. Есть: %2$s.', 'The column category takes a colour, too. One of: %2$s.'),
    ('message', 'fact_stays', '%1$s остаётся таким, как пришло: новое добавляется рядом', '%1$s stays as it was received: add what you have learned'),
    ('message', 'fact_stays_hint', 'Впишите новое в столбец answer: «%2$s: …».', 'Write it into the column answer: "%2$s: ...".'),
    ('message', 'two_teams', 'вердикт называет команду «%1$s», а в team — «%2$s»', 'the verdict names the team %1$s, and team says %2$s'),
    ('message', 'field_and_value', '"%1$s": напишите поле, двоеточие и ответ', '"%1$s": write the field, a colon and the answer'),
    ('message', 'some_field', 'поле', 'field'),
    ('message', 'field_and_value_hint', 'Например: вес: 2000; куда: Хабаровск', 'For example: weight: 2000; to: Khabarovsk')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.add_answers(receipt, answers) returns void: several answers in one text: 'weight: 2000; to: Khabarovsk'.
CREATE OR REPLACE FUNCTION intake.add_answers(receipt text, answers text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY regexp_split_to_array(answers, '[;\n]') LOOP
        CONTINUE WHEN btrim(one) = '';
        IF strpos(one, ':') = 0 THEN
            PERFORM intake.refuse('22023', 'field_and_value', 'field_and_value_hint', btrim(one));
        END IF;
        PERFORM desk.add_answer(receipt, btrim(split_part(one, ':', 1)), btrim(substr(one, strpos(one, ':') + 1)));
    END LOOP;
END
$$;

-- intake.refuse_fact(lead uuid, fact text) returns void: raises, and says what to do instead. Reads lead.
CREATE OR REPLACE FUNCTION intake.refuse_fact(lead uuid, fact text)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF fact = 'colour' THEN
        PERFORM intake.refuse('2F002', 'colour_stays', 'colour_stays_hint', fact, intake.choices_told('category'));
    END IF;
    PERFORM intake.refuse('2F002', 'fact_stays', 'fact_stays_hint', fact,
        CASE WHEN fact = 'name' THEN (SELECT coalesce(l.name_fields[1], 'name') FROM intake.lead AS l WHERE l.id = refuse_fact.lead)
             WHEN fact IN ('phone', 'email') THEN intake.field_word(fact)
             ELSE intake.say('message', 'some_field') END);
END
$$;

-- intake.fact_changed(old jsonb, new jsonb) returns text: the column, other than those for writing, that differs; null: none. A
-- grid may have made a line end CR LF, and nothing ''.
CREATE OR REPLACE FUNCTION intake.fact_changed(old jsonb, new jsonb)
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
RETURN (SELECT n.key FROM jsonb_each_text(new) AS n JOIN jsonb_each_text(old) AS o ON o.key = n.key
         WHERE replace(coalesce(n.value, ''), E'\r\n', E'\n') <> replace(coalesce(o.value, ''), E'\r\n', E'\n')
           AND n.key <> ALL ('{category,verdict,reason,not_before,team,stage,note,attempt,answer}'::text[])
         ORDER BY n.key = 'colour', n.key
         LIMIT 1);

-- intake.decide_row(receipt, verdict, reason, not_before, team, note) returns void: as intake.decide, and the verdict may name
-- the team: 'Передать - общее'.
CREATE OR REPLACE FUNCTION intake.decide_row(receipt text, verdict text, reason text, not_before text, team text, note text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    chosen record;
    to_team CONSTANT text := CASE WHEN team IS NOT NULL THEN intake.choose('team', team) END;
BEGIN
    SELECT v.verdict, v.team INTO chosen FROM intake.choose_verdict(verdict) AS v WHERE decide_row.verdict IS NOT NULL;
    IF chosen.team <> to_team THEN
        PERFORM intake.refuse('22023', 'two_teams', NULL, intake.word('team', chosen.team), intake.word('team', to_team));
    END IF;
    PERFORM intake.decide(receipt, chosen.verdict, reason, not_before, coalesce(to_team, chosen.team), note);
END
$$;

-- intake.edit_my_leads(): the INSTEAD OF trigger.
CREATE OR REPLACE FUNCTION intake.edit_my_leads()
RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    fact text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM intake.refuse('2F002', 'not_deleted', 'not_deleted_hint');
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM intake.refuse('2F002', 'not_inserted', 'not_inserted_hint');
    END IF;
    fact := intake.fact_changed(to_jsonb(OLD), to_jsonb(NEW));
    IF fact IS NOT NULL THEN
        PERFORM intake.refuse_fact(OLD.receipt::uuid, fact);
    END IF;

    IF NEW.attempt <> '' THEN
        PERFORM desk.record_attempt(OLD.receipt, NEW.attempt);
    END IF;
    IF NEW.answer <> '' THEN
        PERFORM intake.add_answers(OLD.receipt, NEW.answer);
    END IF;
    IF NEW.category IS DISTINCT FROM OLD.category AND intake.choose('category', NEW.category) <> OLD.category THEN
        PERFORM desk.set_category(OLD.receipt, NEW.category);
    END IF;
    IF NEW.stage IS DISTINCT FROM OLD.stage THEN
        PERFORM desk.set_stage(OLD.receipt, NEW.stage);
    END IF;
    IF coalesce(nullif(NEW.verdict, ''), nullif(NEW.reason, ''), nullif(NEW.team, ''), nullif(NEW.not_before, '')) IS NOT NULL THEN
        PERFORM intake.decide_row(OLD.receipt, nullif(NEW.verdict, ''), nullif(NEW.reason, ''), nullif(NEW.not_before, ''),
                                  nullif(NEW.team, ''), nullif(NEW.note, ''));
    ELSIF NEW.note <> '' THEN
        PERFORM desk.add_note(OLD.receipt, NEW.note);
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER work_in_a_grid INSTEAD OF INSERT OR UPDATE OR DELETE ON desk.my_leads
    FOR EACH ROW EXECUTE FUNCTION intake.edit_my_leads();
