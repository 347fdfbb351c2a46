-- For reports.sh: two years of leads, written straight into the tables, since intake.submit would take hours for ten million. What a
-- lead is follows from its number alone, so pieces can be made side by side. Needs tests/sql/lib/helper.sql; variables: leads,
-- links (how many ways in a month; as many again stay the same all the time).
CREATE SCHEMA bench;

CREATE TABLE bench.size AS
SELECT :leads::bigint AS leads, s.first, s.first::timestamp AT TIME ZONE s.zone AS since, now() AS now, s.zone
  FROM (SELECT (now() AT TIME ZONE z.zone)::date - 730 AS first, z.zone FROM intake.setting AS z) AS s;

-- bench.part(n, what, parts): a number from 0 to parts - 1 that looks like chance.
CREATE FUNCTION bench.part(n bigint, what integer, parts integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ((hashint8extended(n, what) & 2147483647) % parts)::integer;

-- The n-th lead: the day by its number, the hour most likely in the afternoon; and its id.
CREATE FUNCTION bench.at(n bigint, leads bigint, since timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN since + make_interval(hours => (n * 730 / leads)::integer * 24,
                             secs => bench.part(n, 1, 43200) + bench.part(n, 2, 43199) + bench.part(n, 3, 1000)::float8 / 1000);
CREATE FUNCTION bench.id(n bigint, at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '70008'
        || lpad(to_hex(n & 268435455), 7, '0') || lpad(to_hex(hashint8extended(n, 4) & 4294967295), 8, '0'))::uuid;

-- How visitors come. Month -1: all the time. CLICK: each has a number of its own there.
CREATE TABLE bench.link AS
SELECT row_number() OVER () AS link, w.month, w.channel,
       CASE WHEN w.channel IS NOT NULL THEN jsonb_build_object('line', '+7495000000' || w.i % 3)
            ELSE jsonb_strip_nulls(jsonb_build_object('landing', w.landing, 'referrer', w.referrer,
                     'referrer_host', substring(w.referrer FROM '//([^/]+)'), 'seen', true, 'touches', 1 + w.i % 3,
                     'clicks', CASE WHEN w.landing LIKE '%CLICK' THEN jsonb_build_object(substring(w.landing FROM '[&?](\w+)=CLICK'), 'CLICK') END,
                     'first', jsonb_build_object('landing', 'https://www.perevozki.example/', 'at', '2026-01-01T10:00:00Z'))) END AS touch
  FROM (SELECT -1 AS month, i, CASE WHEN i % 10 = 0 THEN (ARRAY['phone', 'visit', 'import'])[1 + i / 10 % 3] END AS channel,
               CASE WHEN i % 10 <> 7 THEN 'https://www.perevozki.example/services/region-' || i % 40 || '/negabarit/' || i
                    || CASE i % 10 WHEN 8 THEN '?utm_source=brochure-' || i ELSE '' END END AS landing,
               (ARRAY['https://yandex.ru/', 'https://www.google.com/', NULL, 'https://t.me/', 'https://dzen.ru/', 'https://vk.com/', NULL,
                      NULL, 'https://forum-' || i || '.example/topic'])[i % 10] AS referrer
          FROM generate_series(1, :links) AS i
        UNION ALL
        SELECT m, i, NULL, 'https://www.perevozki.example/lp/delivery-' || i % 40 || '?utm_source=' || u.source || '&utm_medium=' || u.medium
               || '&utm_campaign=' || u.source || '-' || m || '-' || i / 3 || '&utm_content=banner-240x400'
               || CASE i % 8 WHEN 1 THEN '&yclid=CLICK' WHEN 5 THEN CASE WHEN i % 16 = 5 THEN '&gclid=CLICK' ELSE '' END ELSE '' END,
               (ARRAY['https://yandex.ru/', NULL])[1 + i % 2]
          FROM generate_series(0, 23) AS m, generate_series(1, :links) AS i
         CROSS JOIN LATERAL (SELECT (ARRAY['yandex', 'vk', 'google', 'newsletter', 'tgads', 'avito'])[1 + i % 6] AS source,
                                    (ARRAY['cpc', 'target', 'cpc', 'email', 'cpm', 'shop'])[1 + i % 6] AS medium) AS u) AS w;
INSERT INTO intake.line (number, source, medium) VALUES ('+74950000001', 'billboard', 'outdoor');

-- Leads by the real way, fifty at once, ten a second.
CREATE PROCEDURE bench.come(numbers bigint[], links bigint[], since timestamptz) LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1 .. cardinality(numbers) BY 50 LOOP
        PERFORM intake.submit((
            SELECT json_agg(test.record(n.n, jsonb_build_object('received_at', t.at, 'id', bench.id(n.n, t.at), 'spare_id', bench.id(n.n + 50000000, t.at),
                                'touch', replace(l.touch::text, 'CLICK', (7000000000 + n.n)::text)::jsonb,
                                'colour', (ARRAY['red', 'green', 'grey'])[1 + n.n % 3])
                            || CASE WHEN l.channel IS NOT NULL THEN jsonb_build_object('channel', l.channel) ELSE '{}' END) ORDER BY n.n)
              FROM unnest(numbers[i : i + 49], links[i : i + 49]) AS n (n, link)
              JOIN bench.link AS l ON l.link = n.link
             CROSS JOIN LATERAL (SELECT since + n.n % 100000 * interval '0.1 second' AS at) AS t));
        COMMIT;
    END LOOP;
END $$;
-- Each link once, the day before: so what the product makes of it is known.
SELECT array_agg(l.link ORDER BY l.link) AS numbers, (SELECT s.since - interval '12 hours' FROM bench.size AS s) AS then FROM bench.link AS l \gset
CALL bench.come(:'numbers', :'numbers', :'then');
SELECT intake.count_leads('1 hour');
ALTER TABLE bench.link ADD COLUMN input uuid;
UPDATE bench.link AS l SET input = c.input
  FROM intake.counted AS c WHERE ('x' || substr(c.lead::text, 20, 4) || substr(c.lead::text, 25, 4))::bit(32)::bigint & 268435455 = l.link;

-- Few links bring many leads, and many few.
CREATE TABLE bench.pick AS
SELECT r.month, s.slot, r.link
  FROM (SELECT m.month, l.link, floor(4096 * sum(w.w) OVER upto / sum(w.w) OVER whole - 4096 * w.w / sum(w.w) OVER whole + 1e-6) AS from,
               floor(4096 * sum(w.w) OVER upto / sum(w.w) OVER whole + 1e-6) - 1 AS to
          FROM (SELECT m.month, l.link, 1.0 / (2 + row_number() OVER (PARTITION BY m.month ORDER BY bench.part(l.link, 5, 1000000), l.link)) AS w
                  FROM generate_series(0, 23) AS m (month) JOIN bench.link AS l ON l.month IN (-1, m.month)) AS w
         CROSS JOIN LATERAL (SELECT w.month) AS m CROSS JOIN LATERAL (SELECT w.link) AS l
        WINDOW upto AS (PARTITION BY w.month ORDER BY w.w DESC, w.link), whole AS (PARTITION BY w.month)) AS r
 CROSS JOIN LATERAL generate_series(r.from::integer, r.to::integer) AS s (slot);

-- What people write, and what the rules make of it.
CREATE TABLE bench.variant AS
SELECT v, (ARRAY['cargo', 'callback', 'contact'])[1 + v % 3] AS form, (ARRAY['red', 'green', 'grey', 'grey'])[1 + v % 4] AS colour,
       (ARRAY['high-margin', 'low-margin', 'other', 'other'])[1 + v % 4] AS category,
       CASE WHEN v % 4 < 3 THEN (ARRAY['far city, heavy, this week', 'a parcel', 'asks for a price'])[1 + v % 4] END AS rule,
       r ->> 'answers' AS answers, left(r ->> 'raw', -1) AS raw, r ->> 'user_agent' AS user_agent, r -> 'place' AS place, r ->> 'evidence' AS evidence,
       CASE WHEN v % 4 < 3 THEN r ->> 'why' END AS why
  FROM generate_series(0, 59) AS v
 CROSS JOIN LATERAL (SELECT test.record(v, jsonb_build_object('answers', test.record(v) -> 'answers' || jsonb_build_object('weight_kg', v * 100))) AS r) AS t;

CREATE TABLE bench.office AS
SELECT h.* FROM bench.size AS s CROSS JOIN LATERAL intake.office_hours(s.first - 2, s.first + 732) AS h;

-- What was paid, by day and campaign; and what every form answered.
INSERT INTO intake.cost (source, medium, campaign, day, amount, currency, loaded_by)
SELECT c.source, c.medium, c.campaign, s.first + d, 1000 + bench.part(d, 20 + c.n, 9000), 'RUB', 'marina'
  FROM bench.size AS s CROSS JOIN generate_series(0, 729) AS d
 CROSS JOIN LATERAL (VALUES (1, 'yandex', 'cpc', 'yandex-' || d * 24 / 730 || '-2'), (2, 'yandex', 'cpc', ''), (3, 'vk', 'target', ''),
                            (4, 'google', 'cpc', 'google-' || d * 24 / 730 || '-1'), (5, 'tgads', '', ''), (6, 'avito', '', '')) AS c (n, source, medium, campaign);
INSERT INTO intake.post_count (slot, ledger, received, stored, double, spooled, invalid, refused, not_sent, busy, unanswered)
SELECT s.since + i * interval '15 minutes', '00000000-0000-4000-8000-000000000001', 170, 140, 5, 2, 15, 5, 3, 0, 0
  FROM bench.size AS s, generate_series(0, 730 * 96 - 1) AS i;

-- Keys stay; the other indexes are made when everything is there.
CREATE TABLE bench.index AS
SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made_by
  FROM pg_index AS i
 WHERE i.indrelid IN ('intake.lead'::regclass, 'intake.work'::regclass, 'intake.lead_event'::regclass, 'intake.deal'::regclass,
                      'intake.other_receipt'::regclass, 'intake.counted'::regclass) AND NOT i.indisprimary;
SELECT format('DROP INDEX %s', i.name) FROM bench.index AS i \gexec
