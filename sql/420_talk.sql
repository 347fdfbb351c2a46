-- The talk with the client: attempts, what was learned, how far it has come. Each takes the receipt of a lead the caller
-- has now, and raises 42501 for any other, 22023 for a word that is not in its list. Each answers with what happened.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'attempted', 'Записана попытка %1$s: %2$s.', 'Attempt %1$s is noted: %2$s.'),
    ('message', 'same_attempt', 'Та же попытка, что минуту назад: по-прежнему %1$s.', 'The same attempt as a moment ago: it is still %1$s.'),
    ('message', 'no_field', '"%1$s" — не название поля', '"%1$s" is not the name of a field'),
    ('message', 'no_field_hint', 'Есть: %2$s. Своё — латинскими буквами: delivery_note.', 'One of: %2$s. A new one is named in small Latin letters: delivery_note.'),
    ('message', 'answer_length', 'в ответе от 1 до 8192 октетов', 'an answer has between 1 and 8192 octets'),
    ('message', 'no_answer', '"%1$s" — не ответ', '"%1$s" is no answer'),
    ('message', 'no_answer_hint', 'В ответе есть буква или цифра. Не знаете — оставьте пустым.', 'An answer has a letter or a digit. Leave open what you do not know.'),
    ('message', 'answered', 'Записано: %1$s — %2$s.', 'Noted: %1$s is %2$s.'),
    ('message', 'empty_note', 'пустая заметка ни о чём не говорит', 'an empty note says nothing'),
    ('message', 'noted', 'Заметка записана.', 'The note is written down.'),
    ('message', 'categorised', 'Теперь категория — %1$s.', 'The category is %1$s now.'),
    ('message', 'staged', 'Теперь этап — %1$s.', 'The stage is %1$s now.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.attempt(w, outcome, note, along) returns boolean: notes an attempt with one lead; false: it is the one of a moment ago. A
-- promised call that was due has been made. along: it was made for another lead of the client, and is no further one of the
-- caller's. Reads lead_event, setting; changes work and client, adds to lead_event.
CREATE OR REPLACE FUNCTION intake.attempt(w intake.work, outcome text, note text, along boolean)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    same CONSTANT boolean := EXISTS (
        SELECT FROM intake.lead_event AS e CROSS JOIN intake.setting AS s
         WHERE e.lead = w.lead AND e.what = 'attempted' AND (e.details ? 'same') IS NOT TRUE AND e.at > clock_timestamp() - s.attempt_gap);
BEGIN
    w.attempts := w.attempts + CASE WHEN same THEN 0 ELSE 1 END;
    IF w.promised <= statement_timestamp() THEN
        w.promised := NULL;
        w.promised_by := NULL;
    END IF;
    PERFORM intake.enter(w, 'attempted', outcome, note, CASE WHEN same THEN '{"same": true}'::jsonb WHEN along THEN '{"along": true}' END);
    PERFORM intake.client_earned(w.client);
    RETURN NOT same;
END
$$;

-- desk.record_attempt(receipt, outcome, note) returns text: one try to reach the client, whatever came of it. It counts for
-- everything the caller has of that client. Several within a moment (setting attempt_gap) are one.
-- The first attempt ends the client's waiting. Changes work and client, adds to lead_event.
CREATE OR REPLACE FUNCTION desk.record_attempt(receipt text, outcome text, note text DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    what CONSTANT record := intake.choose_reason('attempt', outcome);
    mine CONSTANT uuid[] := intake.lock_mine(intake.lead_named(receipt));
    w    CONSTANT intake.work := intake.hold(receipt);
    one  CONSTANT boolean := intake.attempt(w, what.name, concat_ws('; ', what.note, note), false);
    also intake.work;
BEGIN
    FOR also IN SELECT k.* FROM intake.work AS k WHERE k.lead = ANY (mine) AND k.lead <> w.lead ORDER BY k.lead LOOP
        PERFORM intake.attempt(also, what.name, NULL, true);
    END LOOP;
    RETURN intake.say('message', CASE WHEN one THEN 'attempted' ELSE 'same_attempt' END,
                      (SELECT k.attempts::text FROM intake.work AS k WHERE k.lead = w.lead), intake.word('reason: attempt', what.name));
END
$$;

COMMENT ON FUNCTION desk.record_attempt(text, text, text) IS
    'You have tried to reach the client: the outcome is from the list "reason: attempt" of desk.choices.';

-- intake.answer(w, field, value, what, details) returns text: what the client says now, beside what the form says.
--   w      the work on the lead, locked
--   field  a field of the form, or any other: one that a team wants, by its name or as the team calls it (desk.checklist);
--          price_floor
--   value  for price_floor a sum: the price the client accepts at least; for phone and email an exact one
--   what   as which event it stands in the history, with these details
-- The last word on a field counts; what was said before stays in the history. A phone or an e-mail address is the client's from
-- now on. Reads reserved_field, lead; changes work, adds to lead_event, contact_point, client, merge_proposal.
CREATE OR REPLACE FUNCTION intake.answer(w intake.work, field text, value text, what text, details jsonb)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    known  CONSTANT json := coalesce(w.answers, (SELECT l.answers FROM intake.lead AS l WHERE l.id = w.lead));
    called CONSTANT text := coalesce(intake.field_called(field, value, known), '');
    kind   CONSTANT text := (SELECT r.type FROM intake.reserved_field AS r WHERE r.name = called);
    typed  CONSTANT text := btrim(intake.line(value));
    said   CONSTANT text := CASE kind WHEN 'price' THEN intake.plain_sum(typed) ELSE typed END;
BEGIN
    IF called !~ '^[a-z][a-z0-9_]{0,63}$' THEN
        PERFORM intake.refuse('22023', 'no_field', 'no_field_hint', coalesce(field, ''), intake.choices_told('field'));
    ELSIF coalesce(said, '') = '' OR octet_length(said) > 8192 THEN
        PERFORM intake.refuse('22023', 'answer_length', NULL);
    ELSIF said !~ '[[:alnum:]]' THEN
        PERFORM intake.refuse('22023', 'no_answer', 'no_answer_hint', said);
    END IF;
    PERFORM intake.demand_exact(kind, said);
    IF kind = 'price' THEN
        w.price := said::numeric;
    ELSE
        w.answers := intake.with_answer(known, called, said);
    END IF;
    PERFORM intake.enter(w, what, NULL, NULL, details || jsonb_build_object('field', called, 'value', said));
    IF kind IN ('phone', 'email') THEN
        PERFORM intake.client_of(w.lead, w.state = 'claimed');
    END IF;
    RETURN intake.say('message', 'answered', intake.field_word(called), said);
END
$$;

-- desk.add_answer(receipt, field, value) returns text: see intake.answer.
CREATE OR REPLACE FUNCTION desk.add_answer(receipt text, field text, value text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN intake.answer(intake.hold(receipt), field, value, 'answered', '{}');
END
$$;

COMMENT ON FUNCTION desk.add_answer(text, text, text) IS
    'Notes what you have learned: SELECT desk.add_answer(receipt, ''ready_on'', ''2026-12-01''). A phone is written with + '
    'and digits only: +79123456789. What the visitor wrote stays as it was.';

-- intake.demand_note(note) returns text: the note. Raises 22023 if it says nothing.
CREATE OR REPLACE FUNCTION intake.demand_note(note text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF coalesce(btrim(note), '') = '' THEN
        PERFORM intake.refuse('22023', 'empty_note', NULL);
    END IF;
    RETURN note;
END
$$;

-- desk.add_note(receipt, note) returns text. Changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION desk.add_note(receipt text, note text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.demand_note(note), intake.enter(intake.hold(receipt), 'noted', NULL, note);
    RETURN intake.say('message', 'noted');
END
$$;

COMMENT ON FUNCTION desk.add_note(text, text) IS 'Writes a note into the history of a lead you have.';

-- desk.set_category(receipt, category, note) returns text: the qualifier knows better than the rule; what the rule said
-- stays with the lead. A colour will do for a category. Changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION desk.set_category(receipt text, category text, note text DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    w   intake.work := intake.hold(receipt);
    old CONSTANT text := w.category;
BEGIN
    w.category := intake.choose('category', category);
    w.rank := (SELECT c.rank FROM intake.category AS c WHERE c.name = w.category);
    PERFORM intake.enter(w, 'categorised', NULL, note, jsonb_build_object('from', old, 'to', w.category));
    RETURN intake.say('message', 'categorised', w.category);
END
$$;

COMMENT ON FUNCTION desk.set_category(text, text, text) IS
    'Gives a lead you have another category, by its name or its colour.';

-- desk.set_stage(receipt, stage) returns text. Changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION desk.set_stage(receipt text, stage text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    w   intake.work := intake.hold(receipt);
    old CONSTANT text := w.stage;
BEGIN
    w.stage := intake.choose('lead stage', stage);
    PERFORM intake.enter(w, 'staged', NULL, NULL, jsonb_strip_nulls(jsonb_build_object('from', old, 'to', w.stage)));
    RETURN intake.say('message', 'staged', intake.word('lead stage', w.stage));
END
$$;

COMMENT ON FUNCTION desk.set_stage(text, text) IS 'Says how far the talk has come: from "lead stage" of desk.choices.';
