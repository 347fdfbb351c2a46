-- What is known of a lead: what the visitor answered, and over it what qualifiers have added since. The price that the
-- client has accepted is apart (intake.work): an answer of a visitor under its name is none.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('asked', 'price_floor', 'согласие с ценой от %1$s %2$s', 'consent to a price of at least %1$s %2$s'),
    ('message', 'no_phone', 'это не номер телефона в том виде, в каком он здесь хранится', 'that is no phone number as it is kept here'),
    ('message', 'no_email', 'это не адрес почты в том виде, в каком он здесь хранится', 'that is no e-mail address as it is kept here'),
    ('message', 'no_price', 'напишите цену числом: 15 000 или 15 000,50', 'write the price as a number: 15000 or 15000.50'),
    ('message', 'value_meant', 'Если это он, напишите %1$s.', 'If it is this one, write %1$s.'),
    ('message', 'phone_hint', 'С + и кодом страны, только цифры: +79123456789. Один номер; остальное, например добавочный, — в заметку.',
        'With + and the country, digits only: +79123456789. One number; what else there is to say, such as an extension, goes into a note.'),
    ('message', 'email_hint', 'Малыми буквами, один адрес: ivan@example.com. Буквы кроме a-z после @ пишутся как xn--…',
        'In small letters, one address alone: ivan@example.com. Letters other than a-z behind the @ are written as xn--…'),
    ('message', 'price_hint', 'Рядом могут стоять «от», «тыс.» и валюта.', '"From", "k" and the currency may stand beside it.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.with_answer(answers json, field, value) returns json: the answers with one corrected in its place, or added as
-- the last. Touches no table.
CREATE OR REPLACE FUNCTION intake.with_answer(answers json, field text, value text)
RETURNS json
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT json_object_agg(a.key, a.value ORDER BY a.n)
              FROM (SELECT e.key, CASE WHEN e.key = field THEN to_json(with_answer.value) ELSE e.value END AS value, e.n
                      FROM json_each(answers) WITH ORDINALITY AS e (key, value, n)
                    UNION ALL
                    SELECT field, to_json(with_answer.value), NULL    -- the last
                     WHERE NOT EXISTS (SELECT FROM json_object_keys(answers) AS k WHERE k = field)) AS a);
END
$$;

-- intake.price_wanted(lowest numeric, OUT ru, OUT en) returns one row: what a team wants to know that wants at least this price.
-- Reads setting, caption.
CREATE OR REPLACE FUNCTION intake.price_wanted(lowest numeric, OUT ru text, OUT en text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    SELECT format(c.ru, lowest, s.currency), format(c.en, lowest, s.currency) INTO ru, en
      FROM intake.setting AS s CROSS JOIN intake.caption AS c
     WHERE lowest IS NOT NULL AND c.list = 'asked' AND c.name = 'price_floor';
END
$$;

-- intake.asked(lead uuid, team text) returns rows (position, name, ru, en, known): what the team wants to know, and
-- whether it is known: an answer has a letter or a digit. The consent to a price floor is one of them, where the team has one.
-- Reads team, required_answer, lead, work.
CREATE OR REPLACE FUNCTION intake.asked(lead uuid, team text)
RETURNS TABLE ("position" integer, name text, ru text, en text, known boolean)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    fields text[];
    price  CONSTANT numeric := (SELECT w.price FROM intake.work AS w WHERE w.lead = asked.lead);
BEGIN
    SELECT array_agg(k.field) || array_agg('name'::text) FILTER (WHERE k.field = ANY (l.name_fields)) INTO fields
      FROM intake.lead AS l JOIN intake.work AS w ON w.lead = l.id
     CROSS JOIN LATERAL json_each_text(coalesce(w.answers, l.answers)) AS k (field, value)
     WHERE l.id = asked.lead AND k.value ~ '[[:alnum:]]' AND k.field <> 'price_floor';
    fields := fields || CASE WHEN price IS NOT NULL THEN 'price_floor' END
                     || ARRAY(SELECT c.kind FROM intake.lead AS l
                               CROSS JOIN LATERAL json_to_recordset(l.contacts) AS c (kind text)
                               WHERE l.id = asked.lead);
    RETURN QUERY
    SELECT r.position, r.name::text, r.ru::text, r.en::text, coalesce(r.any_of && fields, false)
      FROM intake.required_answer AS r WHERE r.team = asked.team
    UNION ALL
    SELECT 1000, 'price_floor', p.ru, p.en, coalesce(price >= t.price_floor, false)
      FROM intake.team AS t CROSS JOIN LATERAL intake.price_wanted(t.price_floor) AS p
     WHERE t.name = asked.team AND t.price_floor IS NOT NULL
     ORDER BY 1;
END
$$;

-- intake.completeness(lead uuid, team text) returns jsonb: {"team", "known", "asked"}. Without a team: for the team of
-- which most is known, which is what the talk was about.
CREATE OR REPLACE FUNCTION intake.completeness(lead uuid, team text DEFAULT NULL)
RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT jsonb_build_object('team', t.name, 'known', count(*) FILTER (WHERE a.known), 'asked', count(a.name))
              FROM intake.team AS t LEFT JOIN LATERAL intake.asked(lead, t.name) AS a ON true    -- a team may ask nothing
             WHERE t.name = completeness.team OR completeness.team IS NULL AND t.in_use
             GROUP BY t.name, t.position
             ORDER BY avg(a.known::integer) DESC NULLS LAST, t.position
             LIMIT 1);
END
$$;

-- intake.is_exact(type, value) returns boolean: is the value one of that type of intake.reserved_field, as it is stored? A
-- phone in E.164 (Russian ones have ten digits behind +7: more would be an extension), an e-mail address in the canonical
-- form of the intake program, a price. Nothing is put right here: what people type is read in one place, by the program.
CREATE OR REPLACE FUNCTION intake.is_exact(type text, value text)
RETURNS boolean
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
RETURN CASE type
    WHEN 'phone' THEN value ~ '^\+([1-689][0-9]{6,14}|7[0-9]{10})$'
    WHEN 'email' THEN value = lower(value) AND octet_length(value) <= 254
                      AND value ~ '^[^@\s"<>(),:;\\\[\]]+@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$'
    WHEN 'price' THEN value ~ '^[0-9]{1,12}(\.[0-9]{1,2})?$'
    ELSE true END;

-- intake.plain_sum(typed) returns text: a sum as people say it ("от 6,5 тыс. руб.") as a plain number: 6500. What it is not sure of
-- stays as it was: another currency, 15.000. Reads setting.
CREATE OR REPLACE FUNCTION intake.plain_sum(typed text)
RETURNS text
LANGUAGE plpgsql STABLE STRICT
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    currency CONSTANT text := (SELECT lower(s.currency) FROM intake.setting AS s);
    bare     CONSTANT text := regexp_replace(lower(typed), '[\s\u00a0\u2009\u202f]', '', 'g');
    part     CONSTANT text[] := regexp_match(bare, '^(?:от|from)?([0-9]{1,12})(?:[.,]([0-9]{1,2}))?(тыс(?:\.|яч[аи]?)?|k)?(?:'
                                || currency || CASE currency WHEN 'rub' THEN '|₽|р\.?|руб(?:\.|л[ьяей]+)?' ELSE '' END || ')?$');
BEGIN
    RETURN CASE WHEN part IS NULL THEN typed
                WHEN part[3] IS NULL THEN concat_ws('.', part[1], part[2])
                ELSE trim_scale(1000 * concat_ws('.', part[1], part[2])::numeric)::text END;
END
$$;

-- intake.demand_exact(type, value) returns void. Raises 22023 if the value is none of the type; the hint shows what was
-- typed as it would be right, where that is plain. Nothing but an error comes of it.
CREATE OR REPLACE FUNCTION intake.demand_exact(type text, value text)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- Signs between digits tell nothing; a letter could mean anything.
    typed CONSTANT text := CASE type WHEN 'email' THEN lower(value) ELSE regexp_replace(value, '[\s().–‑-]+', '', 'g') END;
    meant CONSTANT text := CASE type WHEN 'phone' THEN regexp_replace(typed, '^[78](?=[0-9]{10}$)', '+7') ELSE typed END;
BEGIN
    IF NOT intake.is_exact(type, value) THEN
        PERFORM intake.refuse('22023', 'no_' || type, CASE WHEN intake.is_exact(type, meant) THEN 'value_meant' ELSE type || '_hint' END,
                              quote_literal(meant));
    END IF;
END
$$;
