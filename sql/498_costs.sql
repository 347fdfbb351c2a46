-- Marketing's costs come in as a whole file or not at all.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'costs_many',     'строк больше %1$s: разделите файл', 'more than %1$s rows: split the file'),
    ('message', 'cost_source',    'строка %1$s: нужен источник, до 256 байт', 'line %1$s: a source is wanted, of at most 256 octets'),
    ('message', 'cost_words',     'строка %1$s: тип трафика длиннее 256 байт или кампания длиннее 1024',
        'line %1$s: the medium has more than 256 octets, or the campaign more than 1024'),
    ('message', 'cost_control',   'строка %1$s: в источнике, типе трафика или кампании есть управляющий символ',
        'line %1$s: a control character in source, medium or campaign'),
    ('message', 'cost_no_day',    'строка %1$s: «%2$s» — не день', 'line %1$s: "%2$s" is no day'),
    ('message', 'cost_no_amount', 'строка %1$s: «%2$s» — не сумма', 'line %1$s: "%2$s" is no amount'),
    ('message', 'cost_currency',  'строка %1$s: валюта «%2$s», а расходы ведутся в %3$s', 'line %1$s: the currency is "%2$s", and costs are kept in %3$s'),
    ('message', 'cost_twice',     'строки %2$s и %1$s — об одном и том же', 'lines %2$s and %1$s are of the same'),
    ('message', 'cost_twice_hint', 'Сложите суммы с одинаковыми источником, типом, кампанией и днём в одну строку.',
        'Add up the amounts of one source, medium, campaign and day into one line.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.marketer() returns text: the caller, who works in marketing or administers. Raises 42501 if not. Reads staff.
CREATE OR REPLACE FUNCTION intake.marketer()
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN intake.is_administrator() THEN desk.caller() ELSE intake.person('marketing') END;
END
$$;

-- marketing.currency() returns text: that of costs and amounts. Raises 42501 if the caller does not work here. Reads setting.
CREATE OR REPLACE FUNCTION marketing.currency()
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT s.currency FROM intake.setting AS s WHERE intake.reader() IS NOT NULL);
END
$$;

COMMENT ON FUNCTION marketing.currency() IS 'The currency of costs and amounts here.';

-- intake.cost_word(word text) returns text: as tags of a link are compared: in small letters, without blanks at the ends; empty for
-- what systems write when there is nothing, and for a macro that nobody has filled in. Becomes a part of the statement: a file has
-- 150,000 words.
CREATE OR REPLACE FUNCTION intake.cost_word(word text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN word IS NULL OR word ~ '[{}]' OR word ~* '^\s*(\(none\)|\(not set\)|null|undefined)\s*$' THEN ''
            ELSE lower(btrim(word, E' \t\u00a0')) END;

-- intake.cost_rows(given json, currency text) returns rows: what was sent, folded, in the order of the file; fault is the caption of
-- what is wrong with the row, and typed what it speaks of; null: the row will do.
CREATE OR REPLACE FUNCTION intake.cost_rows(given json, currency text)
RETURNS TABLE (line bigint, source text, medium text, campaign text, day date, amount numeric, fault text, typed text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    WITH f AS MATERIALIZED (      -- or each mention of a word folds it anew
        SELECT coalesce(r.line, r.n) AS line, intake.cost_word(r.source) AS source, intake.cost_word(r.medium) AS medium,
               intake.cost_word(r.campaign) AS campaign, r.n, r.day AS typed_day, r.amount AS typed_amount, r.currency AS typed_currency,
               CASE WHEN r.day ~ '^20\d\d-\d\d-\d\d$'
                    THEN intake.date_of(left(r.day, 4)::integer, substr(r.day, 6, 2)::integer, right(r.day, 2)::integer) END AS day,
               CASE WHEN r.amount ~ '^\d{1,12}(\.\d{1,6})?$' THEN r.amount::numeric END AS amount
          FROM ROWS FROM (json_to_recordset(given)
                       AS (line bigint, source text, medium text, campaign text, day text, amount text, currency text))
               WITH ORDINALITY AS r (line, source, medium, campaign, day, amount, currency, n)
    )
    SELECT f.line, f.source, f.medium, f.campaign, f.day, f.amount, w.fault,
           CASE w.fault WHEN 'cost_no_day' THEN f.typed_day WHEN 'cost_no_amount' THEN f.typed_amount ELSE f.typed_currency END
      FROM f
     CROSS JOIN LATERAL (
        SELECT CASE WHEN f.source = '' OR octet_length(f.source) > 256 THEN 'cost_source'
                    WHEN octet_length(f.medium) > 256 OR octet_length(f.campaign) > 1024 THEN 'cost_words'
                    WHEN f.source || f.medium || f.campaign ~ '[\u0001-\u001f\u007f]' THEN 'cost_control'
                    WHEN f.day IS NULL THEN 'cost_no_day'
                    WHEN f.amount IS NULL THEN 'cost_no_amount'
                    WHEN f.typed_currency IS DISTINCT FROM cost_rows.currency THEN 'cost_currency' END AS fault) AS w
     ORDER BY f.n;
END;

-- marketing.load_costs(rows json) returns one row: how many are new, replaced, or the same as before. All rows or none.
--   rows  [{"line": 2, "source": "yandex", "medium": "cpc", "campaign": "", "day": "2026-11-01", "amount": "1234.56",
--         "currency": "RUB"}, ...]; line is for messages. At most so many as are done before the keeper ends it (280)
-- Raises 42501 if the caller neither works in marketing nor administers, 22023 for a row that will not do, and for two of one
-- source, medium, campaign and day. Adds to and changes cost.
CREATE OR REPLACE FUNCTION marketing.load_costs(rows json, OUT new bigint, OUT replaced bigint, OUT same bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<load>>
DECLARE
    rows_max CONSTANT integer := 10000;
    me       CONSTANT text := intake.marketer();
    currency CONSTANT text := marketing.currency();
    done     record;
BEGIN
    IF json_array_length(rows) > rows_max THEN
        PERFORM intake.refuse('22023', 'costs_many', NULL, rows_max::text);
    END IF;
    WITH given AS MATERIALIZED (
        SELECT r.*, c.amount AS before, c.currency AS before_in,
               min(r.line) OVER (PARTITION BY r.source, r.medium, r.campaign, r.day) AS first_line
          FROM intake.cost_rows(rows, load.currency) AS r LEFT JOIN intake.cost AS c USING (source, medium, campaign, day)
    ), wrong AS MATERIALIZED (
        SELECT g.line, coalesce(g.fault, 'cost_twice') AS fault, CASE WHEN g.fault IS NULL THEN g.first_line::text ELSE g.typed END AS typed
          FROM given AS g WHERE g.fault IS NOT NULL OR g.line <> g.first_line ORDER BY g.fault IS NULL, g.line LIMIT 1
    ), written AS (      -- in the order of the key: two who load at once wait for each other once, and never in a circle
        INSERT INTO intake.cost (source, medium, campaign, day, amount, currency, loaded_by)
        SELECT g.source, g.medium, g.campaign, g.day, g.amount, load.currency, load.me FROM given AS g
         WHERE NOT EXISTS (SELECT FROM wrong) AND (g.before, g.before_in) IS DISTINCT FROM (g.amount, load.currency)
         ORDER BY g.source, g.medium, g.campaign, g.day
        ON CONFLICT ON CONSTRAINT cost_pkey DO UPDATE
           SET amount = excluded.amount, currency = excluded.currency, loaded_at = excluded.loaded_at, loaded_by = excluded.loaded_by
    )
    SELECT count(*) AS rows, count(g.before) AS known,
           count(*) FILTER (WHERE (g.before, g.before_in) = (g.amount, load.currency)) AS same,
           max(w.line) AS line, max(w.fault) AS fault, max(w.typed) AS typed
      INTO done FROM given AS g LEFT JOIN wrong AS w ON true;
    IF done.fault IS NOT NULL THEN
        PERFORM intake.refuse('22023', done.fault, CASE done.fault WHEN 'cost_twice' THEN 'cost_twice_hint' END,
                              done.line::text, left(coalesce(done.typed, ''), 100), load.currency);
    END IF;
    new := done.rows - done.known;
    replaced := done.known - done.same;
    same := done.same;
END
$$;

COMMENT ON FUNCTION marketing.load_costs(json) IS
    'Takes in costs, all rows or none: firstline import-costs calls it. A row of the same source, medium, campaign and day replaces the one before.';
