-- What people are told, in their language. Every file that says something begins with its captions.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'nobody', 'под именем %1$s здесь никто не работает', 'nobody works here as %1$s'),
    ('message', 'nobody_hint', 'Людей добавляет администратор: firstline staff add %1$s', 'An administrator adds people: firstline staff add %1$s'),
    ('message', 'works_elsewhere', 'это для тех, кто работает в %1$s, а вы — в %2$s', 'this is for who works in %1$s, and you work in %2$s'),
    ('place', 'desk', 'первой линии', 'desk'),
    ('place', 'sales', 'продажах', 'sales'),
    ('place', 'marketing', 'маркетинге', 'marketing')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.language() returns text: ru or en, by the staff row of the caller. Reads staff, setting.
CREATE OR REPLACE FUNCTION intake.language()
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT coalesce(s.language, r.language)
              FROM intake.setting AS r LEFT JOIN intake.staff AS s ON s.login = desk.caller());
END
$$;

-- intake.say(list, name, args...) returns text: the caption, with the arguments in their places. Raises 23503 if there is no
-- such caption. Reads caption.
CREATE OR REPLACE FUNCTION intake.say(list text, name text, VARIADIC args text[] DEFAULT '{}')
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    said CONSTANT text := (SELECT CASE intake.language() WHEN 'ru' THEN c.ru ELSE c.en END FROM intake.caption AS c
                            WHERE c.list = say.list AND c.name = say.name);
BEGIN
    IF said IS NULL THEN
        RAISE EXCEPTION 'there is no caption "%" in the list "%"', name, list USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN format(said, VARIADIC args);
END
$$;

-- intake.refuse(code, message, hint, args...) returns void, but never returns: raises the error in the caller's language.
--   code     SQLSTATE
--   message  and hint: captions of the list "message", which share the arguments; a hint may be null
CREATE OR REPLACE FUNCTION intake.refuse(code text, message text, hint text, VARIADIC args text[] DEFAULT '{}')
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF hint IS NULL THEN      -- an empty one would be a line of its own
        RAISE EXCEPTION '%', intake.say('message', message, VARIADIC args) USING ERRCODE = code;
    END IF;
    RAISE EXCEPTION '%', intake.say('message', message, VARIADIC args)
        USING ERRCODE = code, HINT = intake.say('message', hint, VARIADIC args);
END
$$;

-- intake.person(place text) returns text: the caller, who works here. Raises 42501 if not, or not at that place. Reads staff.
--   place  desk, sales or marketing: reading goes by the roles that somebody was granted, acting by where one works; null: any
CREATE OR REPLACE FUNCTION intake.person(place text DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me       CONSTANT text := desk.caller();
    works_in CONSTANT text := (SELECT s.works_in FROM intake.staff AS s WHERE s.login = me);
BEGIN
    IF works_in IS NULL THEN
        PERFORM intake.refuse('42501', 'nobody', 'nobody_hint', me);
    ELSIF works_in <> place THEN
        PERFORM intake.refuse('42501', 'works_elsewhere', NULL, intake.say('place', place), intake.say('place', works_in));
    END IF;
    RETURN me;
END
$$;

-- intake.reader() returns text: the caller, who works here or administers. Raises 42501 if not. What views ask before they
-- show anything.
CREATE OR REPLACE FUNCTION intake.reader()
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN intake.is_administrator() THEN desk.caller() ELSE intake.person() END;
END
$$;
