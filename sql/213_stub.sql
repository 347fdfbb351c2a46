CREATE OR REPLACE FUNCTION intake.short_receipt(receipt uuid) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN substr(right(receipt::text, 8), 1, 4) || '-' || right(receipt::text, 4);
CREATE OR REPLACE FUNCTION intake.clock(at timestamptz) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
SELECT to_char(at AT TIME ZONE s.zone, 'DD.MM.YYYY HH24:MI') FROM intake.setting AS s;
END;
CREATE OR REPLACE FUNCTION intake.moment(typed text) RETURNS timestamptz LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN typed::timestamptz;
CREATE OR REPLACE FUNCTION intake.word(list text, name text) RETURNS text LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$ BEGIN
RETURN coalesce((SELECT CASE intake.language() WHEN 'ru' THEN c.ru ELSE c.en END FROM intake.caption AS c WHERE c.list = word.list AND c.name = word.name), (SELECT CASE intake.language() WHEN 'ru' THEN c.ru ELSE c.en END FROM desk.choices AS c WHERE c.list = word.list AND c.name = word.name LIMIT 1), name);
END $$;
CREATE OR REPLACE FUNCTION intake.folded(word text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN regexp_replace(btrim(replace(lower(word), 'ё', 'е')), '\s+', ' ', 'g');
