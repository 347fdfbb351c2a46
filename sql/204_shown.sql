-- How times and receipts are written for people: short, and in the zone of the office. For the rows of a screen.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('span', 'under a minute', 'меньше минуты', 'under a minute'),
    ('span', 'minutes',        '%1$s мин',      '%1$s min'),
    ('span', 'hours',          '%1$s ч',        '%1$s h'),
    ('span', 'day',            '%1$s день',     '%1$s day'),
    ('span', 'days ending in 1', '%1$s день',   '%1$s days'),
    ('span', 'few days',       '%1$s дня',      '%1$s days'),
    ('span', 'days',           '%1$s дней',     '%1$s days')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.days_caption(n) returns text: which caption goes with so many days.
CREATE OR REPLACE FUNCTION intake.days_caption(n bigint)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
RETURN CASE WHEN n = 1 THEN 'day'
            WHEN n % 100 BETWEEN 11 AND 14 THEN 'days'
            WHEN n % 10 = 1 THEN 'days ending in 1'
            WHEN n % 10 BETWEEN 2 AND 4 THEN 'few days'
            ELSE 'days' END;

-- intake.span(length interval) returns text: "2 ч 05 мин", "3 дня 4 ч", in the caller's language: the two largest parts.
-- In days if the interval has any: working time is counted in hours alone (206), and stays so. Reads caption.
CREATE OR REPLACE FUNCTION intake.span(length interval)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    total   CONSTANT bigint := trunc(abs(extract(epoch FROM length)) / 60);
    days    CONSTANT bigint := CASE WHEN date_trunc('day', length) <> '0' THEN total / 1440 ELSE 0 END;
    hours   CONSTANT bigint := total / 60 - 24 * days;
    minutes CONSTANT bigint := total % 60;
    said    text;
BEGIN
    IF days > 0 THEN
        said := intake.say('span', intake.days_caption(days), days::text)
                || CASE WHEN hours > 0 THEN ' ' || intake.say('span', 'hours', hours::text) ELSE '' END;
    ELSIF hours > 0 THEN
        said := intake.say('span', 'hours', hours::text)
                || CASE WHEN minutes > 0 THEN ' ' || intake.say('span', 'minutes', lpad(minutes::text, 2, '0')) ELSE '' END;
    ELSIF minutes > 0 THEN
        said := intake.say('span', 'minutes', minutes::text);
    ELSE
        RETURN CASE WHEN length IS NOT NULL THEN intake.say('span', 'under a minute') END;
    END IF;
    RETURN CASE WHEN length < '0' THEN '−' ELSE '' END || said;
END
$$;

-- intake.clock(at timestamptz) returns text: "27.11.2026 10:00", by the clocks of the office. Reads setting.
CREATE OR REPLACE FUNCTION intake.clock(at timestamptz)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN to_char(at AT TIME ZONE (SELECT s.zone FROM intake.setting AS s), 'DD.MM.YYYY HH24:MI');
END
$$;

-- intake.short_receipt(receipt uuid) returns text: "b058-15b6", as it is read out and typed.
CREATE OR REPLACE FUNCTION intake.short_receipt(receipt uuid)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
RETURN overlay(right(receipt::text, 8) PLACING '-' FROM 5 FOR 0);
