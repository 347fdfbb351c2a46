-- marketing.report: each of its parts is what the views say of the same days, and is small enough for the pages; and why a link is of
-- its channel, in words.
BEGIN;
\ir lib/begin.sql
\ir lib/history.sql
\ir lib/plan.sql
SELECT no_plan();
SELECT test.history(400) \g /dev/null
SELECT desk.add_staff('charts', 'Charts', 'marketing', language => 'en') \g /dev/null
INSERT INTO intake.cost (source, medium, campaign, day, amount, currency, loaded_by)
SELECT c.source, '', '', current_date - d, 100 + d, c.currency, 'x' FROM generate_series(0, 40) AS d, (VALUES ('yandex', 'RUB'), ('ya', 'USD')) AS c (source, currency);
INSERT INTO intake.uncounted (lead) SELECT w.lead FROM intake.work AS w;
-- Most are counted, the last are not.
SELECT intake.count_leads('1 minute') \g /dev/null
SELECT test.submit(test.record(n, jsonb_build_object('received_at', now() - interval '1 hour' * n, 'touch', jsonb_build_object('seen', true,
           'landing', 'https://example.ru/?utm_source=leaflet&utm_medium=paper&utm_campaign=c' || n % 4)))) FROM generate_series(1, 100) AS n \g /dev/null

-- Days that are in the middle, so that what lies outside would be noticed.
CREATE VIEW test.days AS SELECT o.today - 40 AS first, o.today - 3 AS last FROM marketing.office AS o;
CREATE TABLE test.report AS SELECT r.* FROM test.days AS d CROSS JOIN LATERAL marketing.report(d.first, d.last) AS r;
-- test.rows(part): its rows as they are.
CREATE FUNCTION test.rows(part text) RETURNS SETOF jsonb LANGUAGE sql AS $$
    SELECT e.value FROM test.report AS r CROSS JOIN LATERAL jsonb_array_elements(to_jsonb(r) -> rows.part) AS e $$;
CREATE FUNCTION test.same(part text, wanted text) RETURNS text LANGUAGE sql AS $$
    SELECT set_eq(format('SELECT test.rows(%L)', part), format('SELECT to_jsonb(v) FROM (%s) AS v', wanted), part || ': what the view says') $$;

SELECT results_eq($$SELECT jsonb_array_elements(to_jsonb(r.channels) -> 'rows') FROM test.report AS r$$,
    $$SELECT jsonb_build_array(c.day, c.channel, c.leads, c.repeats, c.red, c.green, c.other_colours, c.qualified, c.handed_over, c.won, c.amount)
        FROM marketing.channel_daily AS c JOIN test.days AS d ON c.day BETWEEN d.first AND d.last ORDER BY c.day, c.channel$$, 'channels: what the view says, in order');
SELECT is((SELECT r.channels ->> 'columns' FROM test.report AS r),
    '["day", "channel", "leads", "repeats", "red", "green", "other_colours", "qualified", "handed_over", "won", "amount"]', 'with their names once');
SELECT test.same('before', $$SELECT sum(c.leads) AS leads, sum(c.red) AS red, sum(c.qualified) AS qualified, sum(c.won) AS won, sum(c.amount) AS amount
    FROM marketing.channel_daily AS c JOIN test.days AS d ON c.day BETWEEN d.first - 38 AND d.first - 1$$);
SELECT test.same('funnel', $$SELECT sum(f.received) AS received, sum(f.suspect) AS suspect, sum(f.invalid) AS invalid, sum(f.double) AS double, sum(f.unique_leads) AS unique_leads,
    sum(f.repeats) AS repeats, sum(f.open) AS open, sum(f.spam) AS spam, sum(f.unreachable) AS unreachable, sum(f.refused) AS refused, sum(f.qualified) AS qualified,
    sum(f.handed_over) AS handed_over, sum(f.won) AS won, sum(f.lost) AS lost, sum(f.amount) AS amount, sum(f.margin) AS margin
    FROM marketing.funnel AS f JOIN test.days AS d ON f.day BETWEEN d.first AND d.last$$);
SELECT is((SELECT sum((e ->> 'leads')::bigint) FROM test.rows('refusals') AS e), (SELECT sum(f.refused) FROM marketing.funnel AS f JOIN test.days AS d ON f.day BETWEEN d.first AND d.last),
    'refusals: as many as the funnel has');
SELECT test.same('conversion', $$SELECT c.week, c.leads, c.qualified, c.won, c.conversion, c.amount, c.average_cheque, c.baseline_conversion, c.baseline_cheque
    FROM marketing.conversion AS c JOIN test.days AS d ON c.week + 6 >= d.first AND c.week <= d.last$$);
SELECT test.same('speed', $$SELECT s.day, s.leads, s.called, s.waiting, round(extract(epoch FROM s.half_within) / 60, 1) AS half,
    round(extract(epoch FROM s.nine_in_ten_within) / 60, 1) AS most FROM marketing.speed_to_lead AS s JOIN test.days AS d ON s.day BETWEEN d.first AND d.last$$);
SELECT test.same('hours', $$SELECT extract(isodow FROM h.day)::integer AS weekday, h.hour, sum(h.leads) AS leads FROM marketing.hours AS h
    JOIN test.days AS d ON h.day BETWEEN d.first AND d.last GROUP BY 1, 2$$);
SELECT test.same('campaigns', $$SELECT s.source, s.medium, s.campaign, sum(s.leads) AS leads, sum(s.qualified) AS qualified, sum(s.won) AS won, sum(s.amount) AS amount
    FROM marketing.source_daily AS s JOIN test.days AS d ON s.day BETWEEN d.first AND d.last WHERE s.campaign IS NOT NULL GROUP BY 1, 2, 3$$);
SELECT test.same('costs', $$SELECT c.source, c.medium, c.campaign, c.currency, sum(c.cost) AS cost, sum(c.leads) AS leads, sum(c.qualified) AS qualified, sum(c.won) AS won,
    sum(c.amount) AS amount FROM marketing.cost_daily AS c JOIN test.days AS d ON c.day BETWEEN d.first AND d.last GROUP BY 1, 2, 3, 4$$);
SELECT test.same('ga4', $$SELECT g.ga4 AS name, sum(g.leads) AS leads FROM marketing.ga4_daily AS g JOIN test.days AS d ON g.day BETWEEN d.first AND d.last GROUP BY 1$$);
SELECT test.same('metrica', $$SELECT m.metrica AS name, sum(m.leads) AS leads FROM marketing.metrica_daily AS m JOIN test.days AS d ON m.day BETWEEN d.first AND d.last GROUP BY 1$$);
SELECT test.same('unassigned', $$SELECT u.* FROM marketing.unassigned AS u JOIN test.days AS d ON u.last_day >= d.first AND u.first_day <= d.last$$);
SELECT test.same('balance', $$SELECT b.* FROM marketing.balance AS b JOIN test.days AS d ON b.day BETWEEN d.first AND d.last$$);
SELECT isnt_empty(format('SELECT test.rows(%L)', part), part || ' has something in it')
  FROM unnest('{funnel,refusals,conversion,speed,hours,campaigns,costs,ga4,metrica,unassigned,balance}'::text[]) AS part;

-- What is not asked for is not computed: the page of a file asks part by part.
SELECT is_empty($$SELECT n.* FROM test.nodes(test.plan('SELECT r.balance FROM marketing.report(current_date - 9, current_date) AS r')) AS n WHERE n.calls = 'jsonb_each_text'$$,
    'the balance asks for no refusals');
SELECT isnt_empty($$SELECT n.* FROM test.nodes(test.plan('SELECT r.refusals FROM marketing.report(current_date - 9, current_date) AS r')) AS n WHERE n.calls = 'jsonb_each_text'$$,
    'and the refusals do');
-- A year of every channel, every day: what the pages take in one answer.
SELECT cmp_ok((SELECT octet_length(json_build_array(current_date, 'paid_classifieds', 999, 99, 99, 99, 999, 99, 99, 99, 9999999.99)::text) * 366 * count(DISTINCT r.result)
                 FROM intake.channel_rule AS r WHERE r.system = 'channel'), '<', 1024 * 1024::bigint, 'a year of all channels is no mebibyte');

SELECT is(test.try('charts', 'SELECT * FROM marketing.report(current_date - 30, current_date)'), 'ok', 'marketing may');
SELECT is(test.try('firstline_marketing', 'SELECT * FROM marketing.report(current_date - 30, current_date)'), '42501', 'the role without a person may not');
SELECT results_eq($$SELECT r.channels ->> 'rows', r.hours::text, r.balance::text FROM marketing.report(NULL, NULL) AS r$$, $$VALUES ('[]', '[]', '[]')$$, 'days that are none have nothing');
SELECT ok(o.as_of = now(), 'up to when it counts') FROM marketing.office AS o;

-- Why
CREATE FUNCTION test.why(landing text, referrer text DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(w.says, ' ' ORDER BY w.n) FROM marketing.why_channel(why.landing, why.referrer) WITH ORDINALITY AS w (says, n) $$;
UPDATE intake.setting SET language = 'en';
SELECT is(test.why(landing, referrer), wanted, landing) FROM (VALUES
    ('?utm_source=vk&utm_medium=target', NULL, 'The source is vk: a social network. It was paid for: that is what advertising is called (utm_medium target). Rule 10 has decided: it was paid for; the source is a social network.'),
    ('?yclid=1', NULL, 'The source is yandex: a search engine. It was paid for: a click parameter of the link proves it. Rule 6 has decided: it was paid for; the source is a search engine.'),
    ('?erid=1', NULL, 'No source is named. It was paid for: the link has the mark of an advertisement. Rule 14 has decided: it was paid for.'),
    ('?utm_source=vkads', NULL, 'The source is vk: a social network. It was paid for: this source is nothing but advertising. Rule 10 has decided: it was paid for; the source is a social network.'),
    ('?utm_source=leaflet', 'https://yandex.ru/', 'The source is leaflet: the dictionary does not know what that is. Rule 29 has decided: another site led here.'),
    ('?utm_medium=cpm', NULL, 'No source is named. It was paid for: that is what advertising is called (utm_medium cpm). Rule 4 has decided: the source is not a messenger, a social network, video, classifieds, a feed, maps and directories; by what utm_medium says, cpm.'),
    ('https://example.ru/', NULL, 'No source is named. Rule 31 has decided: the landing page is known, and nothing else.'),
    (NULL, NULL, 'No source is named. Rule 32 has decided: nothing is known.')) AS t (landing, referrer, wanted);
INSERT INTO intake.channel_word (key, kind) VALUES ('leaflet', 'map_directory');
SELECT is(test.why('?utm_source=leaflet'), 'The source is leaflet: maps and directories. Rule 20 has decided: the source is maps and directories.', 'what the owner adds is said, too');
DELETE FROM intake.channel_rule WHERE system = 'channel' AND n = 31;
SELECT is(test.why('https://example.ru/'), 'No source is named. Rule 32 has decided: nothing is known.', 'and what he takes away');
-- Every rule has words for each of its conditions.
SELECT is_empty($$SELECT k.kind FROM intake.channel_rule AS r CROSS JOIN LATERAL unnest(r.kinds || r.not_kinds) AS k (kind)
                   WHERE r.system = 'channel' AND NOT EXISTS (SELECT FROM intake.caption AS c WHERE c.list = 'kind' AND c.name = k.kind)$$, 'each kind has a word');
SELECT is(test.try('charts', $$SELECT * FROM marketing.why_channel('https://example.ru/')$$), 'ok', 'marketing may ask');
SELECT * FROM finish();
ROLLBACK;
