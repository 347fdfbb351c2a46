-- The reasons, for the head: add, rename, put in another place, take from the list. Nothing is deleted: the history uses it.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'reason_unknown', 'в списке «%1$s» нет причины с именем "%2$s"', 'the list "%1$s" has no reason with the name "%2$s"'),
    ('message', 'reason_unknown_hint', 'Какие есть: SELECT * FROM desk.reasons', 'What there is: SELECT * FROM desk.reasons'),
    ('message', 'act_unknown', '"%1$s" — не действие, которому нужна причина', '"%1$s" is no act that wants a reason'),
    ('message', 'act_unknown_hint', 'Есть: %2$s.', 'One of: %2$s.'),
    ('message', 'reason_promises', 'звонка ждут только после второго шанса', 'only after a second chance a call is expected'),
    ('message', 'reason_new', 'Её сразу увидят все, кто выбирает из этого списка.', 'Everybody who chooses from this list sees it at once.'),
    ('message', 'reason_given', 'За 13 недель её назвали столько раз: %1$s. История и отчёты её сохраняют.',
        'In 13 weeks it was given so many times: %1$s. History and reports keep it.'),
    ('message', 'reason_left', 'В списке останется причин: %1$s.', 'Reasons that stay in the list: %1$s.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.acts() returns text[]: what wants a reason: the names of the lists. Reads verdict.
CREATE OR REPLACE FUNCTION intake.acts()
RETURNS text[]
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT '{attempt,release,reopen,won,lost}'::text[]
           || ARRAY(SELECT DISTINCT v.reasons::text FROM intake.verdict AS v WHERE v.reasons IS NOT NULL ORDER BY 1);
END;

CREATE OR REPLACE VIEW desk.reasons WITH (security_barrier) AS
SELECT r.act::text, intake.word('act', r.act) AS act_called, r.name::text, r."position", r.ru::text, r.en::text, r.promises, r.in_use
  FROM intake.reason AS r
 WHERE (SELECT intake.head()) IS NOT NULL
 ORDER BY r.act, NOT r.in_use, r."position", r.name;

COMMENT ON VIEW   desk.reasons            IS 'For the head: why something is done, a list for each act. To change one: desk.edit_reason().';
COMMENT ON COLUMN desk.reasons.act        IS 'For what it is given: attempt, release, refuse, won, lost ...';
COMMENT ON COLUMN desk.reasons.act_called IS 'The same in words.';
COMMENT ON COLUMN desk.reasons.name       IS 'Stands in the history, and never changes.';
COMMENT ON COLUMN desk.reasons.position   IS 'Its place in the list.';
COMMENT ON COLUMN desk.reasons.ru         IS 'In Russian.';
COMMENT ON COLUMN desk.reasons.en         IS 'In English.';
COMMENT ON COLUMN desk.reasons.promises   IS 'Of a second chance: the client expects the call at that time.';
COMMENT ON COLUMN desk.reasons.in_use     IS 'It stands in the list; false: only in the history.';

-- intake.reason_given(act, name) returns bigint: how often people who work here have given it in thirteen weeks. Reads lead_event,
-- verdict, staff.
CREATE OR REPLACE FUNCTION intake.reason_given(act text, name text)
RETURNS bigint
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT count(*) FROM intake.lead_event AS e     -- by the index of what each person did
     WHERE e.who IN (SELECT s.login FROM intake.staff AS s) AND e.at >= statement_timestamp() - interval '13 weeks'
       AND e.reason = reason_given.name
       AND e.what = ANY (CASE act WHEN 'attempt' THEN '{attempted}' WHEN 'release' THEN '{released,taken_back}' WHEN 'reopen' THEN '{reopened}'
                                  WHEN 'won' THEN '{won}' WHEN 'lost' THEN '{lost}'
                                  ELSE ARRAY(SELECT v.event::text FROM intake.verdict AS v WHERE v.reasons = reason_given.act) END::text[]);
END;

-- intake.reason_effects(was intake.reason, r intake.reason) returns text[]: what it means that a reason becomes another.
CREATE OR REPLACE FUNCTION intake.reason_effects(was intake.reason, r intake.reason)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    others CONSTANT bigint := (SELECT count(*) FROM intake.reason AS o WHERE o.act = r.act AND o.in_use AND o.name <> r.name);
BEGIN
    IF was.name IS NOT NULL AND others = 0 AND NOT r.in_use THEN
        PERFORM intake.refuse('22023', 'edit_last', 'edit_last_hint', CASE intake.language() WHEN 'ru' THEN was.ru ELSE was.en END);
    END IF;
    RETURN ARRAY[
        CASE WHEN was.name IS NULL THEN intake.say('message', 'reason_new') END,
        CASE WHEN was.name IS NOT NULL AND (was.ru, was.en, was.in_use) IS DISTINCT FROM (r.ru, r.en, r.in_use)
             THEN intake.say('message', 'reason_given', intake.reason_given(r.act, r.name)::text) END,
        CASE WHEN was.in_use IS DISTINCT FROM r.in_use THEN intake.say('message', 'reason_left', (others + r.in_use::integer)::text) END];
END
$$;

-- desk.edit_reason(act, name, ru, en, "position", in_use, promises, dry) returns texts: see the head of 497_edits. Without a name a
-- reason is added, and its name made of the English caption.
CREATE OR REPLACE FUNCTION desk.edit_reason(act text, name text DEFAULT NULL, ru text DEFAULT NULL, en text DEFAULT NULL, "position" integer DEFAULT NULL,
                                            in_use boolean DEFAULT NULL, promises boolean DEFAULT NULL, dry boolean DEFAULT false)
RETURNS TABLE (said text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    was     intake.reason;
    r       intake.reason;
    adds    CONSTANT boolean := coalesce(btrim(name), '') = '';
    effects text[];
BEGIN
    PERFORM intake.acting_head();
    IF (act = ANY (intake.acts())) IS NOT TRUE THEN
        PERFORM intake.refuse('22023', 'act_unknown', 'act_unknown_hint', coalesce(act, ''), array_to_string(intake.acts(), ', '));
    END IF;
    SELECT o.* INTO was FROM intake.reason AS o WHERE o.act = edit_reason.act AND o.name = edit_reason.name FOR NO KEY UPDATE;
    IF NOT FOUND AND NOT adds THEN
        PERFORM intake.refuse('22023', 'reason_unknown', 'reason_unknown_hint', intake.word('act', act), name);
    END IF;
    r := was;
    r.act := act;
    IF adds OR coalesce(ru, en) IS NOT NULL THEN
        PERFORM intake.demand_captions('reason: ' || act, was.name, coalesce(ru, was.ru), coalesce(en, was.en));
    END IF;
    r.ru := btrim(coalesce(ru, was.ru));
    r.en := btrim(coalesce(en, was.en));
    r.name := coalesce(was.name, intake.name_made(r.en));
    r.position := coalesce("position", was.position, (SELECT 1 + max(o.position) FROM intake.reason AS o WHERE o.act = edit_reason.act), 1);
    r.in_use := coalesce(in_use, was.in_use, true);
    r.promises := coalesce(promises, was.promises, false);
    IF r.promises AND act <> 'postpone' THEN
        PERFORM intake.refuse('22023', 'reason_promises', NULL);
    ELSIF adds AND EXISTS (SELECT FROM intake.reason AS o WHERE o.act = r.act AND o.name = r.name) THEN
        PERFORM intake.refuse('22023', 'edit_taken', 'reason_unknown_hint', r.name);
    END IF;
    effects := intake.reason_effects(was, r);
    IF dry IS FALSE THEN
        INSERT INTO intake.reason AS o (act, name, "position", ru, en, in_use, promises)
        VALUES (r.act, r.name, r."position", r.ru, r.en, r.in_use, r.promises)
        ON CONFLICT ON CONSTRAINT reason_pkey DO UPDATE
           SET ru = excluded.ru, en = excluded.en, "position" = excluded."position", in_use = excluded.in_use, promises = excluded.promises;
    END IF;
    RETURN QUERY SELECT * FROM intake.edited('reason', r.act || ': ' || r.name, CASE WHEN NOT adds THEN to_jsonb(was) END, to_jsonb(r), dry, effects);
END
$$;

COMMENT ON FUNCTION desk.edit_reason(text, text, text, text, integer, boolean, boolean, boolean) IS
    'For the head: changes a reason, or adds one (without a name): SELECT * FROM desk.edit_reason(''refuse'', ''too_small'', ru => ''мелкий заказ'', dry => true) '
    'only says what that would mean; without dry it is done. in_use => false takes it from the list.';
