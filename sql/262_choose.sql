-- What people type, found in the lists of the owner: by name, or by what it is called in Russian or English, in capital
-- or small letters. Who mistypes is told what there is to choose from. All raise 22023.

-- intake.choose_reason(act, given) returns the name of the reason, and the note that may follow it after a colon:
-- 'too_small', 'Слишком мелкий заказ', 'too small: 3 kg of letters'. Reads reason.
CREATE OR REPLACE FUNCTION intake.choose_reason(act text, given text, OUT name text, OUT note text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    word CONSTANT text := lower(btrim(split_part(given, ':', 1)));
BEGIN
    note := nullif(btrim(substr(given, strpos(given, ':') + 1)), '');
    IF strpos(given, ':') = 0 THEN
        note := NULL;
    END IF;
    SELECT r.name INTO name FROM intake.reason AS r
     WHERE r.act = choose_reason.act AND r.in_use AND word IN (r.name, lower(r.ru), lower(r.en));
    IF name IS NULL THEN
        RAISE EXCEPTION '%', CASE WHEN coalesce(word, '') = '' THEN format('"%s" wants a reason from the list', act)
                                  ELSE format('"%s" is not a reason in the list of "%s"', btrim(given), act) END
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'One of: ' || (SELECT string_agg(format('%s (%s, %s)', r.name, r.ru, r.en), '; '
                                                          ORDER BY r.position, r.name)
                                          FROM intake.reason AS r WHERE r.act = choose_reason.act AND r.in_use)
                         || '. Your own words may follow after a colon.';
    END IF;
END
$$;

-- intake.choose_why(verdict, given) returns the reason of a verdict and the note that may follow it: from the verdict's
-- list, or the team that is to have the lead. Reads verdict, reason.
CREATE OR REPLACE FUNCTION intake.choose_why(verdict text, given text, OUT name text, OUT note text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    list CONSTANT text := (SELECT v.reasons FROM intake.verdict AS v WHERE v.name = choose_why.verdict);
BEGIN
    IF list IS NULL THEN
        name := intake.choose('team', given);
    ELSE
        SELECT r.name, r.note INTO name, note FROM intake.choose_reason(list, given) AS r;
    END IF;
END
$$;

-- intake.choose(list, given) returns text: the name of a team, a verdict, a stage of a lead or a deal, a category.
--   list  'team', 'verdict', 'lead stage', 'deal stage' or 'category'
CREATE OR REPLACE FUNCTION intake.choose(list text, given text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found text;
BEGIN
    SELECT c.name INTO found FROM desk.choices AS c    -- the first category of a colour, if that is what was typed
     WHERE c.list = choose.list AND lower(btrim(given)) IN (lower(c.name), lower(c.ru), lower(c.en))
     ORDER BY c.position LIMIT 1;
    IF found IS NULL THEN
        RAISE EXCEPTION 'there is no % "%"', list, coalesce(given, '')
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'One of: ' || coalesce((SELECT string_agg(concat_ws(', ', c.name, c.ru), '; ' ORDER BY c.position)
                                                   FROM desk.choices AS c WHERE c.list = choose.list), 'none yet') || '.';
    END IF;
    RETURN found;
END
$$;

-- intake.check_reason_act(): trigger. A reason is for an act that there is, or it would be in no list that anybody sees.
-- Reads verdict.
CREATE OR REPLACE FUNCTION intake.check_reason_act()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    acts CONSTANT text[] := '{attempt,release,reopen,won,lost}'::text[]
                            || ARRAY(SELECT DISTINCT v.reasons::text FROM intake.verdict AS v WHERE v.reasons IS NOT NULL ORDER BY 1);
BEGIN
    IF NEW.act <> ALL (acts) THEN
        RAISE EXCEPTION 'there is no act "%" that wants a reason', NEW.act
            USING ERRCODE = 'check_violation', HINT = format('One of: %s.', array_to_string(acts, ', '));
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER reason_act BEFORE INSERT OR UPDATE OF act ON intake.reason
    FOR EACH ROW EXECUTE FUNCTION intake.check_reason_act();
