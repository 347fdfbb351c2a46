-- What is known of a lead: what the visitor answered, and over it what qualifiers have added since.

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

-- intake.asked(lead uuid, team text) returns rows (position, name, ru, en, known): what the team wants to know, and
-- whether it is known. The consent to a price floor is one of them, where the team has one.
-- Reads team, required_answer, lead, work.
CREATE OR REPLACE FUNCTION intake.asked(lead uuid, team text)
RETURNS TABLE ("position" integer, name text, ru text, en text, known boolean)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    fields text[];
    price  numeric;
BEGIN
    SELECT array_agg(k.field) || array_agg('name'::text) FILTER (WHERE k.field = ANY (l.name_fields)),
           max(k.value::numeric) FILTER (WHERE k.field = 'price_floor') INTO fields, price
      FROM intake.lead AS l JOIN intake.work AS w ON w.lead = l.id
     CROSS JOIN LATERAL json_each_text(coalesce(w.answers, l.answers)) AS k (field, value)
     WHERE l.id = asked.lead AND k.value <> '';
    fields := fields || ARRAY(SELECT c.kind FROM intake.lead AS l
                               CROSS JOIN LATERAL json_to_recordset(l.contacts) AS c (kind text)
                               WHERE l.id = asked.lead);
    RETURN QUERY
    SELECT r.position, r.name::text, r.ru::text, r.en::text, coalesce(r.any_of && fields, false)
      FROM intake.required_answer AS r WHERE r.team = asked.team
    UNION ALL
    SELECT 1000, 'price_floor', format('согласие с ценой от %s %s', t.price_floor, s.currency),
           format('consent to a price of at least %s %s', t.price_floor, s.currency),
           coalesce(price >= t.price_floor, false)
      FROM intake.team AS t CROSS JOIN intake.setting AS s
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
    RETURN (SELECT jsonb_build_object('team', t.name, 'known', count(*) FILTER (WHERE a.known), 'asked', count(*))
              FROM intake.team AS t CROSS JOIN LATERAL intake.asked(lead, t.name) AS a
             WHERE t.name = completeness.team OR completeness.team IS NULL AND t.in_use
             GROUP BY t.name, t.position
             ORDER BY avg(a.known::integer) DESC, t.position
             LIMIT 1);
END
$$;

-- intake.contact(field, value) returns intake.contact: an answer as a contact point, normalised; null if it is none.
-- An answer to phone or email that cannot be one raises 22023.
CREATE OR REPLACE FUNCTION intake.contact(field text, value text)
RETURNS intake.contact
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    digits CONSTANT text := regexp_replace(regexp_replace(value, '[^0-9+]', '', 'g'), '^8(\d{10})$', '+7\1');
BEGIN
    IF field = 'phone' AND digits ~ '^\+\d{8,15}$' THEN
        RETURN ROW('phone', digits, field, NULL)::intake.contact;
    ELSIF field = 'email' AND btrim(value) ~ '^[^@\s]+@[^@\s]+$' THEN
        RETURN ROW('email', lower(btrim(value)), field, NULL)::intake.contact;
    ELSIF field IN ('phone', 'email') THEN
        RAISE EXCEPTION 'that is no %', CASE field WHEN 'phone' THEN 'phone number' ELSE 'e-mail address' END
            USING ERRCODE = 'invalid_parameter_value', HINT = 'A phone with its country code: +7 912 345-67-89.';
    END IF;
    RETURN NULL;
END
$$;
