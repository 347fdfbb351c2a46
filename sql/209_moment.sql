-- What people type as a time, read by the clocks of the office. What may mean two things is refused, not guessed. None of it
-- depends on the session's zone or DateStyle. A time may lie in the past, or far ahead: the act says whether it will do.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'moment_wanted', 'нужно время', 'a time is wanted'),
    ('message', 'no_moment', 'не понимаю время «%1$s»', 'cannot read "%1$s" as a time'),
    ('message', 'moments', 'Например: 27.11.2026 10:00; 27.11 10:00; завтра в 10; послезавтра; пн 15:30; 18:00; +2ч; +30м; +1д; через 2 недели.',
                           'For example: 27.11.2026 10:00; 2026-11-27 10:00; tomorrow at 10; mon 15:30; 18:00; +2h; +30m; +1d; in 2 weeks.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.opening(day date) returns time: when the office opens that day; 09:00 on a day off. Reads special_day, working_hours.
CREATE OR REPLACE FUNCTION intake.opening(day date)
RETURNS time
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    opens time;
BEGIN
    SELECT s.opens INTO opens FROM intake.special_day AS s WHERE s.day = opening.day;
    IF NOT FOUND THEN
        SELECT min(w.opens) INTO opens FROM intake.working_hours AS w WHERE w.weekday = extract(isodow FROM day);
    END IF;
    RETURN coalesce(opens, '09:00');
END
$$;

-- intake.date_of(year, month, day) returns date: null if there is no such day.
CREATE OR REPLACE FUNCTION intake.date_of(year integer, month integer, day integer)
RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
RETURN CASE WHEN year > 0 AND month BETWEEN 1 AND 12
                 AND day BETWEEN 1 AND extract(day FROM make_date(year, month, 1) + interval '1 month -1 day')
            THEN make_date(year, month, day) END;

-- intake.typed_day(word, today, OUT day, OUT rest, OUT named) returns one row: the day that word begins with, and what follows.
--   named  by a word, behind which a bare number can only be an hour; false: by figures; null: it begins with no day
-- 27.11 is the next such day, today included; a weekday is never today.
CREATE OR REPLACE FUNCTION intake.typed_day(word text, today date, OUT day date, OUT rest text, OUT named boolean)
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    weekdays CONSTANT text[] := ARRAY['понедельник|пн|monday|mon', 'вторник|вт|tuesday|tues?', 'сред[ау]|ср|wednesday|wed',
                                      'четверг|чт|thursday|thu|thurs?', 'пятниц[ау]|пт|friday|fri', 'суббот[ау]|сб|saturday|sat',
                                      'воскресенье|вс|sunday|sun'];
    days     CONSTANT text[] := ARRAY['сегодня|today', 'завтра|tomorrow', 'послезавтра|(?:the )?day after tomorrow'];
    found text[];
BEGIN
    found := regexp_match(word, '^(\d{4})-(\d\d)-(\d\d)(?:[t ](.+))?$');
    IF found IS NOT NULL THEN
        day := intake.date_of(found[1]::integer, found[2]::integer, found[3]::integer);
        rest := found[4];
        named := false;
        RETURN;
    END IF;
    found := regexp_match(word, '^(\d{1,2})\.(\d{1,2})(?:\.(\d\d|\d{4}))?\.?(?: (.+))?$');
    IF found IS NOT NULL THEN
        SELECT min(d.day) INTO day
          FROM (SELECT CASE length(found[3]) WHEN 4 THEN found[3]::integer ELSE 2000 + found[3]::integer END WHERE found[3] IS NOT NULL
                UNION ALL                        -- the 29th of February comes once in eight years at worst
                SELECT extract(year FROM today)::integer + generate_series(0, 8) WHERE found[3] IS NULL) AS y (year)
         CROSS JOIN LATERAL intake.date_of(y.year, found[2]::integer, found[1]::integer) AS d (day)
         WHERE found[3] IS NOT NULL OR d.day >= today;
        rest := found[4];
        named := false;
        RETURN;
    END IF;
    FOR i IN 1 .. 7 LOOP
        found := regexp_match(word, '^(?:(?:в|во|on) )?(?:' || weekdays[i] || ')\.?(?: (.+))?$');
        IF found IS NOT NULL THEN
            day := today + 1 + (i - 1 - extract(isodow FROM today)::integer + 7) % 7;
            rest := found[1];
            named := true;
            RETURN;
        END IF;
    END LOOP;
    FOR i IN 1 .. 3 LOOP
        found := regexp_match(word, '^(?:' || days[i] || ')(?: (.+))?$');
        IF found IS NOT NULL THEN
            day := today + i - 1;
            rest := found[1];
            named := true;
            RETURN;
        END IF;
    END LOOP;
END
$$;

-- intake.typed_time(word, named) returns time: "10:00", "в 10", "at 3pm"; null if it is none.
--   named  as of typed_day: the day before it. 10.30 is a date without one, 10 only an hour behind a word. 10-15 might be the
--          hours from 10 to 15 as well, or a day: 10-00 and 10-30 are neither.
CREATE OR REPLACE FUNCTION intake.typed_time(word text, named boolean)
RETURNS time
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found  CONSTANT text[] := regexp_match(word, '^(в |во |at )?(\d{1,2})(?:([:.-])(\d\d)(?::(\d\d))?)?(?: ?(ч|час|часа|часов|am|pm))?$');
    led    CONSTANT boolean := found[1] IS NOT NULL;
    half   CONSTANT boolean := found[6] IN ('am', 'pm');
    hour   integer := found[2]::integer;
    minute CONSTANT integer := coalesce(found[4], '0')::integer;
    second CONSTANT integer := coalesce(found[5], '0')::integer;
BEGIN
    IF half AND hour NOT BETWEEN 1 AND 12
       OR NOT half AND NOT led                           -- 15 ч might be from now
       OR found[3] IS NULL AND NOT (led OR coalesce(half, named, false))
       OR found[3] = '.' AND NOT led AND named IS NULL
       OR found[3] = '-' AND minute BETWEEN 1 AND 24
       OR found[5] IS NOT NULL AND found[3] <> ':' THEN
        RETURN NULL;
    END IF;
    IF half THEN
        hour := hour % 12 + CASE found[6] WHEN 'pm' THEN 12 ELSE 0 END;
    END IF;
    RETURN CASE WHEN hour <= 23 AND minute <= 59 AND second <= 59 THEN make_time(hour, minute, second) END;
END
$$;

-- intake.typed_exactly(word) returns timestamptz: an ISO time with its offset; null if it is none.
CREATE OR REPLACE FUNCTION intake.typed_exactly(word text)
RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found  CONSTANT text[] := regexp_match(word,
        '^(\d{4})-(\d\d)-(\d\d)[t ](\d\d:\d\d(?::\d\d)?)(\.\d{1,6})? ?(?:z|utc|([+-])(\d\d)(?::?(\d\d))?)$');
    day    CONSTANT date := intake.date_of(found[1]::integer, found[2]::integer, found[3]::integer);
    clock  CONSTANT time := intake.typed_time(found[4], false);
    away   CONSTANT interval := make_interval(hours => coalesce(found[7], '0')::integer, mins => coalesce(found[8], '0')::integer);
BEGIN
    RETURN CASE WHEN away < interval '16 hours' AND coalesce(found[8], '0')::integer < 60
                THEN (day + clock + coalesce('0' || found[5], '0')::numeric * interval '1 second'
                      - CASE found[6] WHEN '-' THEN -away ELSE away END) AT TIME ZONE 'UTC' END;
END
$$;

-- intake.typed_ahead(word, now, zone, OUT at, OUT day, OUT rest) returns one row: so much from now: "+2ч", "через 2 недели".
-- Hours and minutes are those of a stop watch: at. Days and weeks keep the time of the clock: at, or, if a time follows, day
-- and rest. All null if it is none.
CREATE OR REPLACE FUNCTION intake.typed_ahead(
    word text, now timestamptz, zone text, OUT at timestamptz, OUT day date, OUT rest text)
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    minutes CONSTANT text := '(?:м|мин|минут|минуту|минуты|m|mins?|minutes?)';
    hours   CONSTANT text := '(?:ч|час|часа|часов|h|hrs?|hours?)';
    days    CONSTANT text := '(?:д|дн|день|дня|дней|d|days?)';
    weeks   CONSTANT text := '(?:нед|неделю|недели|недель|w|wk|weeks?)';
    plain   text := regexp_replace(word, '^(?:через полчаса|in half an hour)$', '+30 min');
    found   text[];
BEGIN
    plain := regexp_replace(plain, '^(?:через|in an?) (?=(?:минуту|час|день|неделю|minute|hour|day|week)(?: |$))', '+1 ');
    plain := regexp_replace(plain, '^(?:через|in) (?=\d)', '+');
    found := regexp_match(plain, '^\+ ?(\d{1,5}) ?' || hours || '\.?(?: ?(\d{1,2}) ?' || minutes || ')?$');
    IF found IS NOT NULL THEN
        at := now + make_interval(hours => found[1]::integer, mins => coalesce(found[2], '0')::integer);
        RETURN;
    END IF;
    found := regexp_match(plain, '^\+ ?(\d{1,5}) ?' || minutes || '$');
    IF found IS NOT NULL THEN
        at := now + make_interval(mins => found[1]::integer);
        RETURN;
    END IF;
    found := regexp_match(plain, '^\+ ?(\d{1,5}) ?(?:(' || days || ')|' || weeks || ')\.?(?: (.+))?$');
    IF found IS NULL THEN
        RETURN;
    END IF;
    day := (now AT TIME ZONE zone)::date + found[1]::integer * CASE WHEN found[2] IS NULL THEN 7 ELSE 1 END;
    rest := found[3];
    IF rest IS NULL THEN
        at := (day + (now AT TIME ZONE zone)::time) AT TIME ZONE zone;
    END IF;
END
$$;

-- intake.read_moment(typed, now, zone) returns timestamptz: null if it cannot be read. Reads special_day, working_hours.
CREATE OR REPLACE FUNCTION intake.read_moment(typed text, now timestamptz, zone text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    word  CONSTANT text := intake.folded(replace(typed, ',', ' '));
    today CONSTANT date := (now AT TIME ZONE zone)::date;
    at    timestamptz := intake.typed_exactly(word);
    ahead CONSTANT record := intake.typed_ahead(word, now, zone);
    d     CONSTANT record := intake.typed_day(word, today);
    wall  timestamp;
BEGIN
    at := coalesce(at, ahead.at);
    IF at IS NOT NULL THEN
        RETURN at;
    ELSIF ahead.day IS NOT NULL THEN
        wall := ahead.day + intake.typed_time(ahead.rest, true);
    ELSIF d.rest IS NOT NULL THEN
        wall := d.day + intake.typed_time(d.rest, d.named);
    ELSIF d.named IS NOT NULL THEN
        wall := d.day + intake.opening(d.day);
    ELSE
        wall := today + intake.typed_time(word, NULL);
        IF wall AT TIME ZONE zone <= now THEN
            wall := wall + interval '1 day';
        END IF;
    END IF;
    at := wall AT TIME ZONE zone;
    -- An hour that the clocks leave out in spring is no time.
    RETURN CASE WHEN at AT TIME ZONE zone = wall THEN at END;
END
$$;

-- intake.moment_at(typed, now, zone) returns timestamptz: the time that was typed at that moment in that zone. Raises 22023 if
-- it cannot be read.
CREATE OR REPLACE FUNCTION intake.moment_at(typed text, now timestamptz, zone text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    at CONSTANT timestamptz := intake.read_moment(typed, now, zone);
BEGIN
    IF at IS NULL THEN
        PERFORM intake.refuse('22023', CASE WHEN coalesce(btrim(typed), '') = '' THEN 'moment_wanted' ELSE 'no_moment' END, 'moments',
                              coalesce(left(btrim(typed), 100), ''));
    END IF;
    RETURN at;
END
$$;

-- intake.moment(typed) returns timestamptz: as moment_at, now and in the zone of the office. Reads setting.
CREATE OR REPLACE FUNCTION intake.moment(typed text)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN intake.moment_at(typed, statement_timestamp(), (SELECT s.zone FROM intake.setting AS s));
END
$$;
