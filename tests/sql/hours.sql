-- Working time and local time: against a count of minutes, lead by lead in the reports, and over changes of the clock.
BEGIN;
\ir lib/begin.sql
\ir lib/history.sql
SELECT no_plan();
SELECT setseed(0.3);
DELETE FROM intake.working_hours;
-- Two times a day, one to midnight, one all day; a Sunday off.
INSERT INTO intake.working_hours VALUES (1, '09:00', '13:00'), (1, '13:30', '18:15'), (2, '09:00', '18:00'), (3, '00:00', '24:00'),
    (4, '06:15', '07:00'), (4, '09:00', '12:00'), (4, '12:00', '24:00'), (5, '10:00', '11:00'), (6, '12:00', '16:00');
INSERT INTO intake.special_day VALUES ('2026-10-26', NULL, NULL), ('2026-10-25', '01:00', '12:00'), ('2026-03-29', '00:30', '20:00'), ('2026-04-02', '14:00', '15:00');

-- test.minutes(since, until): the minutes of which the desk's clocks on the wall say that it is open.
CREATE FUNCTION test.minutes(since timestamptz, until timestamptz) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*)
      FROM intake.setting AS s
     CROSS JOIN generate_series(since, until - interval '1 minute', '1 minute') AS m
     CROSS JOIN LATERAL (SELECT m AT TIME ZONE s.zone AS wall) AS w
      LEFT JOIN intake.special_day AS d ON d.day = w.wall::date
     WHERE CASE WHEN d.day IS NOT NULL THEN d.opens <= w.wall::time AND w.wall::time < d.closes
                ELSE EXISTS (SELECT FROM intake.working_hours AS h WHERE h.weekday = extract(isodow FROM w.wall)
                                AND h.opens <= w.wall::time AND w.wall::time < h.closes) END $$;
-- The clock is put back on October 25 and forward on March 29 in Berlin. New York is behind UTC, the others are ahead.
CREATE TABLE test.pair AS
SELECT z.zone, since, since + floor(random() * 8000) * interval '1 minute' AS until
  FROM unnest('{America/New_York,Europe/Berlin,Asia/Kolkata,Australia/Lord_Howe}'::text[]) AS z (zone)
 CROSS JOIN unnest('{2026-10-22,2026-03-26}'::date[]) AS d (day)
 CROSS JOIN generate_series(1, 8)
 CROSS JOIN LATERAL (SELECT d.day::timestamptz + floor(random() * 8000) * interval '1 minute' AS since) AS s;
CREATE FUNCTION test.differ() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    z text;
BEGIN
    FOR z IN SELECT DISTINCT p.zone FROM test.pair AS p LOOP
        UPDATE intake.setting SET zone = z;
        RETURN QUERY
        SELECT format('%s: %s to %s: %s, not %s minutes', z, p.since, p.until, intake.working_time(p.since, p.until), test.minutes(p.since, p.until))
          FROM test.pair AS p
         WHERE p.zone = z AND intake.working_time(p.since, p.until) <> test.minutes(p.since, p.until) * interval '1 minute';
    END LOOP;
END $$;
SELECT is_empty('SELECT test.differ()', 'working time is the minutes in which the desk is open, in each zone and over each change of the clock');
SELECT cmp_ok((SELECT count(DISTINCT test.minutes(since, until)) FROM test.pair), '>', 30::bigint, 'of many lengths');

UPDATE intake.setting SET zone = 'Europe/Berlin';
SELECT is(intake.working_time(since::timestamptz, until::timestamptz), want::interval, since || ' to ' || until) FROM (VALUES
    ('2026-10-21 00:00+2', '2026-10-22 00:00+2', '24:00'), ('2026-10-21 06:00+2', '2026-10-21 06:00:01.5+2', '00:00:01.5'),
    ('2026-10-25 00:00+2', '2026-10-26 00:00+1', '12:00'), ('2026-03-29 00:00+1', '2026-03-30 00:00+2', '18:30'),
    ('2026-10-26 00:00+1', '2026-10-27 00:00+1', '00:00'), ('2026-10-21 12:00+2', '2026-10-21 11:00+2', '00:00')) AS t (since, until, want);
UPDATE intake.setting SET zone = 'America/New_York';
SELECT is(intake.working_time('2026-10-21 22:00-4', '2026-10-22 06:20-4'), '02:05', 'from late on Wednesday, which is Thursday in UTC');
SELECT is(intake.working_time('2026-10-21 13:00-4', '2026-10-21 22:00-4'), '09:00', 'and to it');
UPDATE intake.setting SET zone = 'Europe/Berlin';
SELECT is(intake.working_time('2026-10-21 00:00+2', '2026-10-22 00:00+2')::text, '24:00:00', 'a day of work is told in hours');
SELECT is(intake.working_time('2026-10-21 13:00+2', '2026-11-04 11:00+1')::text, '126:15:00', 'a fortnight, too');

-- The reports measure all leads at once; lead by lead it is the same. Marketing's counts a time of ten minutes and more in whole minutes.
SELECT test.history(300) \g /dev/null
CREATE FUNCTION test.off() RETURNS TABLE (day date, leads bigint, half interval, most interval) STABLE LANGUAGE sql AS $$
    SELECT s.day, s.leads, s.half_within, s.nine_in_ten_within FROM marketing.speed_to_lead AS s EXCEPT
    SELECT (l.received_at AT TIME ZONE 'Europe/Berlin')::date, count(*),
           make_interval(secs => floor(round((percentile_cont(0.5) WITHIN GROUP (ORDER BY k.seconds))::numeric, 6))::float8),
           make_interval(secs => floor(round((percentile_cont(0.9) WITHIN GROUP (ORDER BY k.seconds))::numeric, 6))::float8)
      FROM intake.lead AS l JOIN intake.work AS w ON w.lead = l.id
     CROSS JOIN LATERAL (SELECT min(e.at) AS at FROM intake.lead_event AS e WHERE e.lead = l.id AND e.what = 'attempted') AS t
     CROSS JOIN LATERAL (SELECT CASE WHEN t.at IS NOT NULL OR w.state <> 'closed'
                                     THEN intake.working_time(l.received_at, coalesce(t.at, statement_timestamp())) END AS took) AS m
     CROSS JOIN LATERAL (SELECT extract(epoch FROM date_trunc(CASE WHEN m.took < '10 minutes' THEN 'second' ELSE 'minute' END, m.took)) AS seconds) AS k
     GROUP BY 1 $$;
SELECT is_empty('SELECT * FROM test.off()', 'marketing.speed_to_lead measures as working_time does');
SELECT isnt_empty('SELECT FROM marketing.speed_to_lead WHERE half_within > ''1 hour''', 'which says something');
SELECT intake.count_leads('1 minute') \g /dev/null
SELECT is((SELECT count(*) FROM intake.counted), 300::bigint, 'all are counted');
SELECT is_empty('SELECT * FROM test.off()', 'and it does so when they are');
SELECT is(intake.waited(took::interval), want, took || ' is counted as so many seconds')
  FROM (VALUES ('0', 0), ('00:00:00.999', 0), ('00:09:59.999', 599), ('00:10:00', 600), ('00:10:59.999', 600), ('27:00:59', 97200), ('1000:01:00', 3600060)) AS t (took, want);
SELECT is_empty($$SELECT day, qualifier, speed_to_lead, not_yet_called FROM desk.kpi WHERE speed_to_lead IS NOT NULL EXCEPT
    SELECT (c.at AT TIME ZONE 'Europe/Berlin')::date AS day, c.who, date_trunc('second', percentile_cont(0.5) WITHIN GROUP (ORDER BY
               intake.working_time(l.received_at, coalesce(t.at, statement_timestamp())))), count(*) FILTER (WHERE t.at IS NULL)
      FROM intake.lead AS l
     CROSS JOIN LATERAL (SELECT e.at, e.who COLLATE "C" AS who FROM intake.lead_event AS e WHERE e.lead = l.id AND e.what = 'claimed' ORDER BY e.step LIMIT 1) AS c
     CROSS JOIN LATERAL (SELECT min(e.at) AS at FROM intake.lead_event AS e WHERE e.lead = l.id AND e.what = 'attempted') AS t
     GROUP BY 1, 2$$, 'and so does desk.kpi');
SELECT cmp_ok((SELECT count(DISTINCT speed_to_lead) FROM desk.kpi), '>', 50::bigint, 'which says many different things');

-- A clock that was ahead: what is in the future has waited for nothing yet, and is not lost.
INSERT INTO intake.lead_event (lead, step, at, who, what)
SELECT w.lead, w.step + 1, now() + interval '10 days', 'early', 'claimed' FROM intake.work AS w ORDER BY w.lead LIMIT 1;
SELECT test.submit(test.record(1)) \g /dev/null
SET LOCAL session_replication_role = replica;      -- as an earlier version took it
UPDATE intake.lead SET received_at = now() + interval '9 days' WHERE id = test.lead(1);
UPDATE intake.work SET received_at = now() + interval '9 days' WHERE lead = test.lead(1);
SET LOCAL session_replication_role = origin;
INSERT INTO intake.lead_event (lead, step, at, who, what)
SELECT test.lead(1), 2, now() + interval '9 days', 'early', 'claimed' UNION ALL SELECT test.lead(1), 3, now() + interval '20 days', 'early', 'attempted';
SELECT results_eq($$SELECT day, taken, speed_to_lead FROM desk.kpi WHERE qualifier = 'early' AND taken > 0 ORDER BY day$$,
    $$SELECT (now() AT TIME ZONE 'Europe/Berlin' + d * interval '1 day')::date, 1::bigint, CASE d WHEN 9 THEN interval '0' END FROM unnest('{9,10}'::int[]) AS d$$, 'in desk.kpi');
SELECT results_eq($$SELECT leads, called, half_within FROM marketing.speed_to_lead WHERE day > (now() AT TIME ZONE 'Europe/Berlin')::date$$,
    $$VALUES (1::bigint, 1::bigint, interval '0')$$, 'in marketing.speed_to_lead');
SELECT cmp_ok(intake.count_leads('1 minute'), '>', 0, 'it is counted');
SELECT results_eq($$SELECT leads, called, half_within FROM marketing.speed_to_lead WHERE day > (now() AT TIME ZONE 'Europe/Berlin')::date$$,
    $$VALUES (1::bigint, 1::bigint, interval '0')$$, 'as the same');

-- Where it is what time: the place before the phone, the longest name and the longest prefix that fit.
INSERT INTO intake.place_zone (country, region_has, zone) VALUES ('ZZ', '', 'Etc/GMT+1'), ('ZZ', 'new', 'Etc/GMT+2'), ('ZZ', 'new york', 'Etc/GMT+3'), ('ZZ', 'york', 'Etc/GMT+4');
INSERT INTO intake.phone_zone (prefix, zone) VALUES ('+9991', 'Etc/GMT+5'), ('+999', 'Etc/GMT+6'), ('+99912', 'Etc/GMT+7');
SELECT is(intake.local_zone(place::jsonb, contacts::json), want, concat_ws(' ', place, contacts)) FROM (VALUES
    ('{"country": "ZZ", "region": "NEW YORK State"}', '[]', 'Etc/GMT+3'), ('{"country": "ZZ", "region": "Newfoundland"}', '[]', 'Etc/GMT+2'), ('{"country": "ZZ", "region": "East York"}', '[]', 'Etc/GMT+4'),
    ('{"country": "ZZ"}', '[]', 'Etc/GMT+1'), ('{"country": "ZZ", "region": "Ohio"}', '[{"kind": "phone", "value": "+99912"}]', 'Etc/GMT+1'),
    ('{"country": "YY"}', '[{"kind": "phone", "value": "+99913"}]', 'Etc/GMT+5'), ('{"country": "YY"}', '[{"kind": "phone", "value": "+99912345"}]', 'Etc/GMT+7'),
    (NULL, '[{"kind": "phone", "value": "+9998"}]', 'Etc/GMT+6'), ('{"country": "YY"}', '[{"kind": "email", "value": "+9991"}]', NULL),
    ('{"country": "YY"}', '[{"kind": "phone", "value": "0+9991"}, {"kind": "phone", "value": "+999"}]', 'Etc/GMT+6'),
    ('{"country": "YY"}', '[{"kind": "phone", "value": "+9998"}, {"kind": "phone", "value": "+99912"}]', 'Etc/GMT+7')) AS t (place, contacts, want);

-- A landline of Russia does not move: it goes before the place. A mobile number tells nothing.
SELECT is(intake.local_zone('{"country": "RU", "region": "Moscow"}', contacts::json), want, contacts) FROM (VALUES
    ('[{"kind": "phone", "value": "+74232123456"}]', 'Asia/Vladivostok'), ('[{"kind": "phone", "value": "+74236123456"}]', 'Asia/Vladivostok'),
    ('[{"kind": "phone", "value": "+79143456789"}]', 'Europe/Moscow'), ('[{"kind": "phone", "value": "+375291234567"}]', 'Europe/Moscow'),
    ('[{"kind": "phone", "value": "+78001234567"}]', 'Europe/Moscow'), ('[{"kind": "phone", "value": "+77012345678"}]', 'Europe/Moscow'),
    ('[{"kind": "phone", "value": "+79143456789"}, {"kind": "phone", "value": "+73432123456"}]', 'Asia/Yekaterinburg'),
    ('[{"kind": "email", "value": "+74232@example.com"}]', 'Europe/Moscow'), ('[]', 'Europe/Moscow')) AS t (contacts, want);

SELECT * FROM finish();
ROLLBACK;
