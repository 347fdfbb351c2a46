-- The talk with the client: attempts, what was learned, how far it has come. Each takes the receipt of a lead the caller
-- has now, and raises 42501 for any other, 22023 for a word that is not in its list.

-- desk.record_attempt(lead, outcome, note) returns void: one try to reach the client, whatever came of it.
-- The first attempt ends the client's waiting. Changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION desk.record_attempt(lead uuid, outcome text, note text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    what CONSTANT record := intake.choose_reason('attempt', outcome);
    w    intake.work := intake.hold(lead);
BEGIN
    w.attempts := w.attempts + 1;
    PERFORM intake.enter(w, 'attempted', what.name, concat_ws('; ', what.note, note));
END
$$;

COMMENT ON FUNCTION desk.record_attempt(uuid, text, text) IS
    'You have tried to reach the client: the outcome is from the list "reason: attempt" of desk.choices.';

-- desk.add_answer(lead, field, value) returns void: what the client says now, beside what the form says.
--   field  a field of the form, or any other: one that a team wants (intake.required_answer), price_floor
--   value  for price_floor a number: the price the client accepts at least; for phone and email an exact one
-- The last word on a field counts; what was said before stays in the history. Reads reserved_field, lead; changes work,
-- adds to lead_event.
CREATE OR REPLACE FUNCTION desk.add_answer(lead uuid, field text, value text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    said CONSTANT text := btrim(value);
    kind CONSTANT text := (SELECT r.type FROM intake.reserved_field AS r WHERE r.name = field);
    w    intake.work;
BEGIN
    IF coalesce(field, '') !~ '^[a-z][a-z0-9_]{0,63}$' THEN
        RAISE EXCEPTION '"%" is not the name of a field', coalesce(field, '')
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Small Latin letters, digits and _: ready_on, weight_kg.';
    ELSIF coalesce(said, '') = '' OR octet_length(said) > 8192 THEN
        RAISE EXCEPTION 'an answer has between 1 and 8192 octets' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM intake.demand_exact(kind, said);
    w := intake.hold(lead);
    IF kind = 'price' THEN
        w.price := said::numeric;
    ELSE
        w.answers := intake.with_answer(
            coalesce(w.answers, (SELECT l.answers FROM intake.lead AS l WHERE l.id = w.lead)), field, said);
    END IF;
    PERFORM intake.enter(w, 'answered', NULL, NULL, jsonb_build_object('field', field, 'value', said));
END
$$;

COMMENT ON FUNCTION desk.add_answer(uuid, text, text) IS
    'Notes what you have learned: SELECT desk.add_answer(receipt, ''ready_on'', ''2026-12-01''). A phone is written with + '
    'and digits only: +79123456789. What the visitor wrote stays as it was.';

-- desk.add_note(lead, note) returns void. Changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION desk.add_note(lead uuid, note text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF coalesce(btrim(note), '') = '' THEN
        RAISE EXCEPTION 'an empty note says nothing' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM intake.enter(intake.hold(lead), 'noted', NULL, note);
END
$$;

COMMENT ON FUNCTION desk.add_note(uuid, text) IS 'Writes a note into the history of a lead you have.';

-- desk.set_category(lead, category, note) returns void: the qualifier knows better than the rule; what the rule said
-- stays with the lead. A colour will do for a category. Changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION desk.set_category(lead uuid, category text, note text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    w   intake.work := intake.hold(lead);
    old CONSTANT text := w.category;
BEGIN
    w.category := intake.choose('category', category);
    w.rank := (SELECT c.rank FROM intake.category AS c WHERE c.name = w.category);
    PERFORM intake.enter(w, 'categorised', NULL, note, jsonb_build_object('from', old, 'to', w.category));
END
$$;

COMMENT ON FUNCTION desk.set_category(uuid, text, text) IS
    'Gives a lead you have another category, by its name or its colour.';

-- desk.set_stage(lead, stage) returns void. Changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION desk.set_stage(lead uuid, stage text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    w   intake.work := intake.hold(lead);
    old CONSTANT text := w.stage;
BEGIN
    w.stage := intake.choose('lead stage', stage);
    PERFORM intake.enter(w, 'staged', NULL, NULL, jsonb_strip_nulls(jsonb_build_object('from', old, 'to', w.stage)));
END
$$;

COMMENT ON FUNCTION desk.set_stage(uuid, text) IS 'Says how far the talk has come: from "lead stage" of desk.choices.';
