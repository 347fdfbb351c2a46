-- Why a lead has its category, in the language of whoever asks. The program writes it in English (lead/explain.c), and
-- beside it what each condition found. What of the subject or the test is not in the evidence is read from the sentence.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('evidence', 'has',      '%1$s содержит «%2$s»',       '%1$s has "%2$s"'),
    ('evidence', 'is',       '%1$s: %2$s',                 '%1$s is %2$s'),
    ('evidence', 'no match', '%1$s: не подходит образец',  '%1$s does not match'),
    ('evidence', 'not in',   '%1$s: нет в списке',         '%1$s is not in the list'),
    ('subject: field', 'field', '%1$s', '%1$s'),
    ('subject: utm', 'utm', 'utm_%1$s', 'utm_%1$s'),
    ('subject: place', 'country', 'страна посетителя', 'the visitor''s country'),
    ('subject: place', 'region',  'регион посетителя', 'the visitor''s region'),
    ('subject: place', 'city',    'город посетителя',  'the visitor''s city'),
    ('subject: phone_country', 'country', 'страна телефона', 'the phone''s country'),
    ('subject: received', 'time', 'время обращения', 'the time of arrival'),
    ('weekday', 'Monday',    'понедельник', 'Monday'),
    ('weekday', 'Tuesday',   'вторник',     'Tuesday'),
    ('weekday', 'Wednesday', 'среда',       'Wednesday'),
    ('weekday', 'Thursday',  'четверг',     'Thursday'),
    ('weekday', 'Friday',    'пятница',     'Friday'),
    ('weekday', 'Saturday',  'суббота',     'Saturday'),
    ('weekday', 'Sunday',    'воскресенье', 'Sunday'),
    ('why', 'no rule', 'ни одно правило не подошло: категория формы по умолчанию', 'no rule held: the default of the form')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.clause(e json, rest text, language, OUT told, OUT written) returns one row: a piece of evidence told in that language,
-- and as it is written at the beginning of rest. Both null if that begins with something else. Reads caption.
CREATE OR REPLACE FUNCTION intake.clause(e json, rest text, language text, OUT told text, OUT written text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    key   CONSTANT text := (SELECT k FROM json_object_keys(e) AS k WHERE k IN ('field', 'utm', 'place', 'phone_country', 'received'));
    what  CONSTANT text := e ->> key;       -- of a subject that has none: what was found
    found CONSTANT text := CASE WHEN key IN ('field', 'utm') THEN coalesce(e ->> 'matched', e ->> 'value') ELSE what END;
    shown text := found;
BEGIN
    IF key = 'received' AND language = 'ru' THEN
        shown := coalesce((SELECT c.ru FROM intake.caption AS c WHERE c.list = 'weekday' AND c.name = split_part(found, ' ', 1)),
                          split_part(found, ' ', 1)) || substr(found, strpos(found || ' ', ' '));
    END IF;
    SELECT CASE language WHEN 'ru' THEN format(t.ru, format(s.ru, what), shown) ELSE c.written END, c.written INTO told, written
      FROM intake.caption AS s
      JOIN intake.caption AS t ON t.list = 'evidence'
     CROSS JOIN LATERAL format(t.en, format(s.en, what), found) AS c (written)
     WHERE s.list = 'subject: ' || key AND starts_with(rest || '; ', c.written || '; ')
     ORDER BY t.name      -- a value that says what we say is a value
     LIMIT 1;
END
$$;

-- intake.told_evidence(why, evidence, language) returns text: all clauses of the sentence; null if it does not say what the
-- evidence does. Reads caption.
CREATE OR REPLACE FUNCTION intake.told_evidence(why text, evidence json, language text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    rest text := why;
    told text;
    e    json;
    c    record;
BEGIN
    FOR e IN SELECT json_array_elements(evidence) LOOP
        c := intake.clause(e, rest, language);
        IF c.written IS NULL THEN
            RETURN NULL;
        END IF;
        told := concat_ws('; ', told, c.told);
        rest := substr(rest, length(c.written) + length('; ') + 1);
    END LOOP;
    RETURN CASE WHEN rest = '' THEN told END;
END
$$;

-- intake.why(rule, why, evidence, language) returns text: why a lead has its category; the words of the program where they
-- cannot be told in another language. Reads caption.
CREATE OR REPLACE FUNCTION intake.why(rule text, why text, evidence json, language text)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF coalesce(rule, why) IS NULL THEN
        RETURN (SELECT CASE language WHEN 'ru' THEN c.ru ELSE c.en END FROM intake.caption AS c
                 WHERE c.list = 'why' AND c.name = 'no rule');
    ELSIF language = 'en' THEN
        RETURN why;
    END IF;
    RETURN coalesce(intake.told_evidence(why, evidence, language), why);
END
$$;
