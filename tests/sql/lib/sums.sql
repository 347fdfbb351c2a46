-- For sums.t: people and visitors do at random what they do (acts.sql), around both changes of the clock; leads come late, from a
-- spool, twice, by telephone, and with all kinds of links; rules of channels change; and the sums are counted now and then, in pieces. At no
-- moment may a report say anything but the naive count.
\set ON_ERROR_STOP on
\ir helper.sql
\ir acts.sql
\ir naive.sql
\o /dev/null
UPDATE intake.setting SET zone = 'Europe/Berlin';
INSERT INTO intake.line (number, source, medium) VALUES ('+74950000001', 'billboard', 'outdoor');

CREATE TABLE test.link (landing text, referrer text);
INSERT INTO test.link VALUES
    ('https://example.ru/?utm_source=yandex&utm_medium=cpc&utm_campaign=Autumn&yclid=1', 'https://yandex.ru/'), ('https://example.ru/price?utm_source=vk&utm_medium=target', NULL),
    ('https://example.ru/?utm_source=newsletter&utm_medium=email', NULL), ('https://example.ru/', 'https://www.google.com/'), ('https://example.ru/', 'https://t.me/'),
    ('https://example.ru/', NULL), (NULL, NULL), ('https://example.ru/?utm_source=lampost&utm_medium=poster', NULL), ('https://example.ru/?utm_source=brochure', NULL),
    ('https://example.ru/?erid=2', 'https://forum.example/'), (NULL, 'https://2gis.ru/');

-- Days around the changes of the clock, hours around midnight; a few of today.
CREATE FUNCTION test.moment() RETURNS timestamptz LANGUAGE sql AS $$
    SELECT CASE WHEN random() < 0.3 THEN now() - random() * interval '2 hours'
                ELSE (ARRAY['2026-10-24 21:30Z', '2026-10-25 00:30Z', '2026-10-25 22:30Z', '2026-03-28 22:30Z', '2026-03-29 00:45Z', '2026-03-29 21:30Z'])[1 + floor(random() * 6)]::timestamptz
                     + random() * interval '90 minutes' END $$;
CREATE OR REPLACE FUNCTION test.visit(i int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    l test.link := (SELECT k FROM test.link AS k ORDER BY random() LIMIT 1);    -- apart: ORDER BY would share its random() with what is selected
    r jsonb;
BEGIN
    r := test.record(i, test.contacts('+7' || floor(random() * 60)) || jsonb_build_object('received_at', test.moment(), 'keyed', random() < 0.5,
               'colour', (ARRAY['red', 'green', 'grey'])[1 + floor(random() * 3)],
               'touch', jsonb_strip_nulls(jsonb_build_object('landing', l.landing, 'referrer', l.referrer, 'referrer_host', substring(l.referrer FROM '//([^/]+)'))))
               || CASE WHEN random() < 0.1 THEN jsonb_build_object('channel', (ARRAY['phone', 'import'])[1 + floor(random() * 2)], 'touch', '{"line": "+74950000001"}'::jsonb) ELSE '{}' END);
    IF random() < 0.2 THEN r := r - 'rule'; END IF;
    PERFORM test.submit(r);
    IF random() < 0.2 THEN   -- once more, without a key
        PERFORM test.submit(r || jsonb_build_object('id', test.uuid7(now(), 100000 + i)));
    END IF;
END $$;

-- test.bookkeeping(): what happens to the sums themselves.
CREATE FUNCTION test.bookkeeping() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    CASE floor(random() * 40)
    WHEN 0 THEN PERFORM intake.count_piece(3);
    WHEN 1 THEN PERFORM intake.count_piece(9);
    WHEN 2 THEN PERFORM intake.count_leads();
    WHEN 3 THEN
        IF random() < 0.3 THEN
            UPDATE intake.setting SET zone = (ARRAY['Europe/Berlin', 'Asia/Vladivostok', 'America/New_York'])[1 + floor(random() * 3)];
        END IF;
    ELSE
        NULL;
    END CASE;
    RETURN 'ok';
END $$;
-- Deals that come to an end are rare in a walk, and the sums are to tell of some.
INSERT INTO test.act (role, statement, weight) VALUES
    ('sales', 'SELECT sales.close_deal((SELECT receipt FROM sales.deals WHERE outcome IS NULL ORDER BY random() LIMIT 1), ''won'', ''price'', test.amount(session_user), 1)', 12);
-- One of each, so that each rule has something to decide.
SELECT test.submit(test.record(1000000 + row_number() OVER (), jsonb_build_object('touch', jsonb_strip_nulls(jsonb_build_object('landing', l.landing, 'referrer', l.referrer,
           'referrer_host', substring(l.referrer FROM '//([^/]+)')))))) FROM test.link AS l;
SELECT intake.count_leads();
\o
