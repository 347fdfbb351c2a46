-- What a card tells in words instead of names: why a lead has its category, and what went with an event. What the owner's forms call a
-- field and the owner's file a category only the program knows, which the pages ask (GET /desk/forms): so those names stand beside the words.

-- intake.field_label(field text) returns text: as intake.field_word, without all that desk.choices has: a card asks for many. Reads caption,
-- team, required_answer.
CREATE OR REPLACE FUNCTION intake.field_label(field text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((SELECT CASE intake.language() WHEN 'ru' THEN k.ru ELSE k.en END
                       FROM (SELECT c.ru, c.en, 0 AS position FROM intake.caption AS c WHERE c.list = 'field' AND c.name = field_label.field
                             UNION ALL
                             SELECT r.ru, r.en, 1000 * t.position + r.position FROM intake.required_answer AS r JOIN intake.team AS t ON t.name = r.team
                              WHERE r.any_of[1] = field_label.field AND t.in_use
                              ORDER BY position LIMIT 1) AS k), field);
END
$$;

-- intake.card_why(l intake.lead) returns json: why the rules gave the category: [{field, label, told}], told being what was found, behind
-- the label. Null: none was given by the file, or the words of the program are not what its evidence says. Reads what intake.clause reads.
CREATE OR REPLACE FUNCTION intake.card_why(l intake.lead)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    rest  text := l.why;
    parts jsonb := jsonb_build_array();
    e     json;
    c     record;
BEGIN
    FOR e IN SELECT json_array_elements(l.evidence) LOOP
        c := intake.clause(e, rest, intake.language());
        IF c.written IS NULL THEN
            RETURN NULL;
        END IF;
        parts := parts || CASE WHEN starts_with(c.told, e ->> 'field')
            THEN jsonb_build_object('field', e ->> 'field', 'label', intake.field_label(e ->> 'field'), 'told',
                     regexp_replace(intake.line(substr(c.told, length(e ->> 'field') + 1)), '^(: | is )(\d{4})-(\d\d)-(\d\d)$', '\1\4.\3.\2'))
            ELSE jsonb_build_object('told', intake.line(c.told)) END;
        rest := substr(rest, length(c.written) + length('; ') + 1);
    END LOOP;
    RETURN CASE WHEN rest = '' AND jsonb_array_length(parts) > 0 THEN parts END;
END
$$;

-- intake.detail_shown(key text, value text, process text) returns text: of the details of an event the value, in words.
CREATE OR REPLACE FUNCTION intake.detail_shown(key text, value text, process text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN key = 'not_before' THEN intake.clock(value::timestamptz)
                WHEN key IN ('from', 'to') THEN intake.word(process || ' stage', value)
                WHEN key = 'team' THEN intake.word('team', value)
                WHEN key = 'channel' THEN intake.word('way', value)
                WHEN key = 'was' THEN intake.word('verdict', value)
                WHEN key = 'what' THEN intake.word('event', value)
                WHEN key = 'of' THEN intake.person_called(value)
                ELSE intake.answer_shown(value) END;
END
$$;

-- intake.card_details(what text, details jsonb) returns json: what went with an event of a lead: [{word, value, field, category}], see
-- desk.card. Left out is what counts and measures, and what the reason says already.
CREATE OR REPLACE FUNCTION intake.card_details(what text, details jsonb)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
    WITH told AS (
        SELECT '' AS key, f.field, intake.field_label(f.field) AS word, intake.answer_shown(f.value) AS value, NULL AS category
          FROM (SELECT details ->> 'field' AS field, details ->> 'value' AS value WHERE details ? 'field'
                UNION ALL SELECT t, 'true' FROM regexp_split_to_table(details ->> 'ticked', ', ') AS t) AS f
        UNION ALL
        SELECT d.key, NULL, CASE WHEN d.key NOT IN ('channel', 'what') THEN intake.word('detail', d.key) END,
               intake.detail_shown(d.key, d.value, 'lead'), CASE WHEN card_details.what = 'categorised' THEN d.value END
          FROM jsonb_each_text(details - '{field,value,ticked,known,asked,claim,same,along,step,deal,by_receipt}'::text[]
                                       - CASE WHEN card_details.what = 'handed_over' THEN '{team}'::text[] ELSE '{}' END) AS d
         WHERE d.value IS NOT NULL)
    SELECT json_agg(json_build_object('word', t.word, 'value', t.value, 'field', t.field, 'category', t.category) ORDER BY t.key, t.field) FROM told AS t);
END
$$;
