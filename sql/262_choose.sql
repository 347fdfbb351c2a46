-- What people type, found in the lists of the owner: by name, by what it is called in Russian or English, or by a further word
-- (193). Case, quotes, dashes and ё make no difference, and the beginning of a word will do that only one of them has. Who
-- mistypes is told what there is to choose from. All raise 22023.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'no_such_choice', 'в списке «%1$s» нет «%2$s»', 'there is no %1$s "%2$s"'),
    ('message', 'choice_wanted',  'нужно указать: %1$s', 'a %1$s is wanted'),
    ('message', 'choices',        'Есть: %3$s.', 'One of: %3$s.'),
    ('message', 'reason_wanted',  'для «%1$s» нужна причина из списка', '"%1$s" wants a reason from the list'),
    ('message', 'no_such_reason', '«%2$s» — не причина из списка «%1$s»', '"%2$s" is not a reason in the list of "%1$s"'),
    ('message', 'reasons',        'Есть: %3$s. После двоеточия можно добавить свои слова.',
                                  'One of: %3$s. Your own words may follow after a colon.'),
    ('choices', 'none',           'пока ничего', 'none yet')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.folded(words text) returns text: what is compared of words that people type: in small letters, ё as е, blanks one and
-- none at the ends, dashes one, no quotes, no point at the end.
CREATE OR REPLACE FUNCTION intake.folded(words text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
RETURN btrim(rtrim(regexp_replace(
           translate(lower(words), E'ё\u2010\u2011\u2012\u2013\u2014\u2015\u2212"''`\u00b4«»‘’‚‛“”„‟‹›', 'е-------'),
           '[\s\u00a0\u202f\ufeff]+', ' ', 'g'), ' .'));

-- intake.is_called(list, name, word) returns boolean: is that the folded word for a name of the list, by its caption or a
-- further word? Reads caption, also_called.
CREATE OR REPLACE FUNCTION intake.is_called(list text, name text, word text)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM intake.caption AS c WHERE c.list = is_called.list AND c.name = is_called.name
                      AND is_called.word IN (intake.folded(c.ru), intake.folded(c.en)))
        OR EXISTS (SELECT FROM intake.also_called AS a WHERE a.list = is_called.list AND a.name = is_called.name
                      AND is_called.word = intake.folded(a.word));
END
$$;

-- intake.begun_choice(list, word) returns text: the name that alone in a list of desk.choices has a word that begins so; null if
-- none or several have, or there are less than three letters. Reads category, caption, also_called.
CREATE OR REPLACE FUNCTION intake.begun_choice(list text, word text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF length(word) < 3 THEN
        RETURN NULL;
    END IF;
    RETURN (WITH called (name, words) AS (
                SELECT c.name, unnest(ARRAY[c.name, c.ru, c.en]) FROM desk.choices AS c WHERE c.list = begun_choice.list
                UNION ALL
                SELECT c.name, unnest(ARRAY[w.ru, w.en])
                  FROM desk.choices AS c
                  LEFT JOIN intake.category AS k ON c.list = 'category' AND k.name = c.name
                  JOIN intake.caption AS w ON w.list = c.list AND w.name = c.name OR w.list = 'colour' AND w.name = k.colour
                 WHERE c.list = begun_choice.list
                UNION ALL
                SELECT c.name, a.word FROM desk.choices AS c JOIN intake.also_called AS a ON a.list = c.list AND a.name = c.name
                 WHERE c.list = begun_choice.list)
            SELECT min(c.name) FROM called AS c
             WHERE strpos(' ' || intake.folded(translate(c.words, '_', ' ')), ' ' || word) > 0
            HAVING count(DISTINCT c.name) = 1);
END
$$;

-- intake.find_choice(list, given) returns text: the name in a list of desk.choices that was typed, or begun; null if there is
-- none. A colour is the first category of it. Reads category, caption, also_called.
CREATE OR REPLACE FUNCTION intake.find_choice(list text, given text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    word CONSTANT text := intake.folded(given);
BEGIN
    RETURN coalesce(
           (SELECT c.name FROM desk.choices AS c
             WHERE c.list = find_choice.list
               AND (word IN (intake.folded(c.name), intake.folded(c.ru), intake.folded(c.en)) OR intake.is_called(c.list, c.name, word)
                    OR c.list = 'category' AND EXISTS (SELECT FROM intake.category AS k
                                                        WHERE k.name = c.name AND intake.is_called('colour', k.colour, word)))
             ORDER BY word = intake.folded(c.name) DESC, c.position, c.name
             LIMIT 1),
           intake.begun_choice(list, word));
END
$$;

-- intake.choices_told(list) returns text: what there is to choose from, in the caller's language. Reads category, caption.
CREATE OR REPLACE FUNCTION intake.choices_told(list text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    russian CONSTANT boolean := intake.language() = 'ru';
BEGIN
    RETURN coalesce(
        (SELECT string_agg(CASE WHEN k.name IS NOT NULL THEN format('%s (%s)', k.name, intake.word('colour', k.colour))
                                WHEN russian THEN c.ru ELSE c.en END, '; ' ORDER BY c.position, c.name)
           FROM desk.choices AS c
           LEFT JOIN intake.category AS k ON c.list = 'category' AND k.name = c.name
          WHERE c.list = choices_told.list),
        intake.say('choices', 'none'));
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
    found CONSTANT text := intake.find_choice(list, given);
BEGIN
    IF found IS NULL THEN
        PERFORM intake.refuse('22023', CASE WHEN coalesce(intake.folded(given), '') = '' THEN 'choice_wanted' ELSE 'no_such_choice' END, 'choices',
                              intake.word('list', list), coalesce(btrim(given), ''), intake.choices_told(list));
    END IF;
    RETURN found;
END
$$;

-- intake.choose_verdict(given, OUT verdict, OUT team) returns one row: a verdict; where a team is named in its place, as in
-- 'Передать - общее', that is qualified, and the team.
CREATE OR REPLACE FUNCTION intake.choose_verdict(given text, OUT verdict text, OUT team text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    verdict := intake.find_choice('verdict', given);
    IF verdict IS NULL THEN
        team := intake.find_choice('team', given);
        verdict := intake.choose('verdict', CASE WHEN team IS NULL THEN given ELSE 'qualified' END);
    END IF;
END
$$;

-- intake.choose_reason(act, given) returns the name of the reason, and the note that may follow it after a colon:
-- 'too_small', 'Слишком мелкий заказ', 'too small: 3 kg of letters'.
CREATE OR REPLACE FUNCTION intake.choose_reason(act text, given text, OUT name text, OUT note text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    list CONSTANT text := 'reason: ' || act;
BEGIN
    name := intake.find_choice(list, split_part(given, ':', 1));
    note := CASE WHEN strpos(given, ':') > 0 THEN nullif(btrim(substr(given, strpos(given, ':') + 1)), '') END;
    IF name IS NULL THEN
        PERFORM intake.refuse('22023',
                              CASE WHEN coalesce(intake.folded(split_part(given, ':', 1)), '') = '' THEN 'reason_wanted' ELSE 'no_such_reason' END,
                              'reasons', intake.word('act', act), coalesce(btrim(given), ''), intake.choices_told(list));
    END IF;
END
$$;

-- intake.choose_why(verdict, given) returns the reason of a verdict and the note that may follow it: from the verdict's
-- list, or the team that is to have the lead. Reads verdict.
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
