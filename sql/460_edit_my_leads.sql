-- desk.my_leads as a grid: what is written into a row and saved does what the functions do, with their checks and their
-- messages: the functions see to it that the caller has the lead. One saved row is one statement: all of it is done, or
-- none of it. What a verdict that was written does is in 430.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'field_and_value', '"%1$s": напишите поле, двоеточие и ответ', '"%1$s": write the field, a colon and the answer'),
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

-- intake.edit_my_leads(): the INSTEAD OF trigger.
CREATE OR REPLACE FUNCTION intake.edit_my_leads()
RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    may_change CONSTANT text[] := ARRAY['category', 'verdict', 'reason', 'not_before', 'team', 'stage', 'note', 'attempt', 'answer'];
    fact       text;
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION '%', CASE TG_OP WHEN 'DELETE' THEN 'a lead is not deleted: it is closed with a verdict'
                                        ELSE 'a lead is not written here: it is taken from the queue' END
            USING ERRCODE = 'modifying_sql_data_not_permitted',
                  HINT = CASE TG_OP WHEN 'DELETE' THEN 'Write verdict and reason, and save the row.'
                                    ELSE 'SELECT * FROM desk.claim_next()' END;
    END IF;
    SELECT n.key INTO fact
      FROM jsonb_each(to_jsonb(NEW)) AS n JOIN jsonb_each(to_jsonb(OLD)) AS o ON o.key = n.key
     WHERE n.value IS DISTINCT FROM o.value AND n.key <> ALL (may_change)
     ORDER BY n.key = 'colour', n.key
     LIMIT 1;
    IF fact IS NOT NULL THEN
        RAISE EXCEPTION '%', CASE fact
            WHEN 'colour' THEN 'the colour belongs to the category: change that'
            ELSE format('%s stays as it was received: add what you have learned', fact) END
            USING ERRCODE = 'modifying_sql_data_not_permitted',
                  HINT = CASE fact
            WHEN 'colour' THEN 'The categories: SELECT * FROM desk.choices WHERE list = ''category''.'
            ELSE format('SELECT desk.add_answer(''%s'', %L, %L)', OLD.receipt,
                        CASE WHEN fact = 'name' THEN (SELECT coalesce(l.name_fields[1], 'name') FROM intake.lead AS l
                                                       WHERE l.id = OLD.receipt::uuid)
                             WHEN fact IN ('phone', 'email') THEN fact ELSE 'field' END, '...') END;
    END IF;

    IF NEW.attempt IS NOT NULL THEN
        PERFORM desk.record_attempt(OLD.receipt, NEW.attempt);
    END IF;
    IF NEW.answer IS NOT NULL THEN
        PERFORM intake.add_answers(OLD.receipt, NEW.answer);
    END IF;
    IF NEW.category IS DISTINCT FROM OLD.category THEN
        PERFORM desk.set_category(OLD.receipt, NEW.category);
    END IF;
    IF NEW.stage IS DISTINCT FROM OLD.stage THEN
        PERFORM desk.set_stage(OLD.receipt, NEW.stage);
    END IF;
    IF coalesce(NEW.verdict, NEW.reason, NEW.team, NEW.not_before) IS NOT NULL THEN
        PERFORM intake.decide(OLD.receipt, NEW.verdict, NEW.reason, NEW.not_before, NEW.team, NEW.note);
    ELSIF NEW.note IS NOT NULL THEN
        PERFORM desk.add_note(OLD.receipt, NEW.note);
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER work_in_a_grid INSTEAD OF INSERT OR UPDATE OR DELETE ON desk.my_leads
    FOR EACH ROW EXECUTE FUNCTION intake.edit_my_leads();
