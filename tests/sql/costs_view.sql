-- What leads bring beside what was paid for them and what there was before; deals for the networks; and what is shown of small groups.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET zone = 'Asia/Vladivostok', recheck_share = 0;    -- ten hours ahead of UTC

-- test.came(n, at, query): a lead by a link with this query. test.sold(n, amount): it has a deal, won for so much; null: an open one.
CREATE FUNCTION test.came(n int, at timestamptz, query text, more jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
    SELECT test.outcomes(test.record(n, jsonb_build_object('received_at', at, 'touch', jsonb_build_object('landing', 'https://example.ru/p' || query, 'seen', true) || more))) $$;
CREATE FUNCTION test.sold(n int, amount numeric, at timestamptz DEFAULT '2026-11-10 09:00Z') RETURNS void LANGUAGE sql AS $$
    UPDATE intake.work SET state = 'closed', verdict = 'qualified', reason = 'general' WHERE lead = test.lead(n);
    INSERT INTO intake.deal (lead, n, client, team, stage, opened_at, opened_by, outcome, reason, amount, margin, closed_at)
    SELECT test.lead(sold.n), 1, test.lead(sold.n), 'general', 'new', sold.at, 'x', CASE WHEN sold.amount IS NOT NULL THEN 'won' END,
           CASE WHEN sold.amount IS NOT NULL THEN 'price' END, sold.amount, sold.amount / 2, CASE WHEN sold.amount IS NOT NULL THEN sold.at END $$;

-- The third of November begins on the second at 14:00 UTC.
SELECT is(string_agg(test.came(n, at::timestamptz, query), ' '), 'new new new new new new new new new new new new', 'twelve leads')
  FROM (VALUES (1,  '2026-11-02 14:00Z', '?utm_source=yandex&utm_medium=cpc&utm_campaign=autumn'),     -- has a cost of its own
               (2,  '2026-11-03 13:59Z', '?utm_source=Yandex_Direct&utm_medium=CPC&utm_campaign=Autumn'),
               (3,  '2026-11-03 09:00Z', '?utm_source=ya&utm_medium=cpc&utm_campaign=winter'),         -- of its medium
               (4,  '2026-11-03 09:00Z', '?utm_source=yandex&utm_medium=cpc'),
               (5,  '2026-11-03 09:00Z', '?utm_source=yandex&utm_medium=cpm&utm_campaign=autumn'),     -- of its source
               (6,  '2026-11-03 09:00Z', '?utm_source=yandex'),
               (7,  '2026-11-03 14:00Z', '?utm_source=yandex&utm_medium=cpc&utm_campaign=autumn'),     -- the day after
               (8,  '2026-11-03 09:00Z', '?utm_source=vk&utm_medium=target'),                          -- a source with its medium only
               (9,  '2026-11-03 09:00Z', '?utm_source=vk&utm_medium=post'),                            -- for which nothing was paid
               (10, '2026-11-03 09:00Z', '?utm_source=fb&utm_medium=post'),                            -- two rows, which are one
               (11, '2026-11-03 09:00Z', ''),
               (12, '2026-11-03 09:00Z', '?utm_source=2gis')) AS t (n, at, query);
SELECT test.sold(n, amount) FROM (VALUES (1, 1000), (2, NULL), (3, 500), (6, 70), (10, 900)) AS t (n, amount) \g /dev/null
INSERT INTO intake.cost (source, medium, campaign, day, amount, currency, loaded_by) VALUES
    ('yandex_direct', 'cpc', 'autumn', '2026-11-03', 300, 'RUB', 'x'), ('yandex', 'cpc', '', '2026-11-03', 100, 'RUB', 'x'), ('yandex', '', '', '2026-11-03', 90, 'RUB', 'x'),
    ('yandex', 'cpc', 'autumn', '2026-11-05', 40, 'RUB', 'x'), ('vk', 'target', '', '2026-11-03', 10, 'RUB', 'x'), ('fb', '', '', '2026-11-03', 30, 'RUB', 'x'),
    ('facebook', '', '', '2026-11-03', 60, 'RUB', 'x'), ('2gis', '', '', '2026-11-03', 0, 'RUB', 'x'), ('lampost', '', '', '2026-11-03', 5, 'RUB', 'x');
CREATE VIEW test.costs AS
SELECT concat_ws(' ', c.day, c.source, nullif(c.medium, ''), nullif(c.campaign, '')) AS what, c.cost, c.currency, c.leads, c.qualified, c.won, c.amount,
       c.cost_per_lead AS per_lead, c.cost_per_qualified AS per_qualified, c.cost_per_won AS per_won, c.return_on_cost AS back FROM marketing.cost_daily AS c;
CREATE TABLE test.wanted AS
SELECT what, cost::numeric, 'RUB' AS currency, leads::bigint, qualified::bigint, won::bigint, amount::numeric, per_lead::numeric, per_qualified::numeric, per_won::numeric, back::numeric
  FROM (VALUES ('2026-11-03 yandex cpc autumn', 300, 2, 2, 1, 1000, 150.00, 150.00, 300.00, 3.33),
               ('2026-11-03 yandex cpc',        100, 2, 1, 1, 500,  50.00,  100.00, 100.00, 5.00),
               ('2026-11-03 yandex',            90,  2, 1, 1, 70,   45.00,  90.00,  90.00,  0.78),
               ('2026-11-05 yandex cpc autumn', 40,  0, 0, 0, 0,    NULL,   NULL,   NULL,   NULL),
               ('2026-11-03 vk target',         10,  1, 0, 0, 0,    10.00,  NULL,   NULL,   0),
               ('2026-11-03 facebook',          90,  1, 1, 1, 900,  90.00,  90.00,  90.00,  10.00),
               ('2026-11-03 2gis',              0,   1, 0, 0, 0,    0,      NULL,   NULL,   NULL),
               ('2026-11-03 lampost',           5,   0, 0, 0, 0,    NULL,   NULL,   NULL,   NULL))
    AS t (what, cost, leads, qualified, won, amount, per_lead, per_qualified, per_won, back);
SELECT set_eq('SELECT * FROM test.costs', 'SELECT * FROM test.wanted', 'the exact key, else the medium, else the source, whatever its alias; a cost without leads; and each lead once');
SELECT intake.count_leads() \g /dev/null
SELECT set_eq('SELECT * FROM test.costs', 'SELECT * FROM test.wanted', 'counted, it is the same');
INSERT INTO intake.cost (source, medium, campaign, day, amount, currency, loaded_by) VALUES ('ya', 'cpc', 'autumn', '2026-11-03', 2, 'USD', 'x');
SELECT set_eq($$SELECT cost, currency, leads, per_lead FROM test.costs WHERE what = '2026-11-03 yandex cpc autumn'$$,
    $$VALUES (300::numeric, 'RUB', 2::bigint, 150.00), (2, 'USD', 2, 1.00)$$, 'two currencies stand apart, and count no lead twice');

-- Weeks are those of the office, from Monday; one may lie in two years.
SELECT results_eq('SELECT week, leads, qualified, won, conversion, amount, average_cheque, baseline_conversion, baseline_cheque FROM marketing.conversion',
    $$VALUES (date '2026-11-02', 12::bigint, 5::bigint, 4::bigint, 0.3333, 2470::numeric, 617.50, NULL::numeric, NULL::numeric)$$, 'a week, beside nothing');
INSERT INTO intake.baseline (since, until, leads, won, amount, set_by) VALUES ('2025-01-01', '2025-06-30', 900, 18, 27000, 'x'), ('2025-07-01', '2025-12-31', 100, 3, 6000, 'x');
SELECT is(string_agg(test.came(n, at::timestamptz, ''), ' '), 'new new new new', 'around New Year')
  FROM (VALUES (20, '2025-12-28 13:59Z'), (21, '2025-12-28 14:00Z'), (22, '2026-01-04 13:59Z'), (23, '2026-01-04 14:00Z')) AS t (n, at);
SELECT test.sold(21, 100) \g /dev/null
SELECT results_eq($$SELECT week, leads, won, conversion, average_cheque, baseline_conversion, baseline_cheque FROM marketing.conversion WHERE week < '2026-11-01' ORDER BY week$$,
    $$VALUES (date '2025-12-22', 1::bigint, 0::bigint, 0.0000, NULL::numeric, 0.0210, 1571.43), ('2025-12-29', 2, 1, 0.5000, 100.00, 0.0210, 1571.43),
             ('2026-01-05', 1, 0, 0.0000, NULL, 0.0210, 1571.43)$$, 'beside all of what was before');
SELECT is_empty('SELECT FROM marketing.conversion WHERE extract(isodow FROM week) <> 1', 'each begins on a Monday');

-- Deals for the networks: those that were won, by a click that has a number.
SELECT is(string_agg(test.came(n, '2026-11-04 09:00Z', '', jsonb_build_object('clicks', clicks::jsonb)), ' '), 'new new new new new new', 'six clicks')
  FROM (VALUES (30, '{"yclid": "y30", "ym_uid": "u30"}'), (31, '{"ym_uid": "u31"}'), (32, '{"gclid": "g32"}'), (33, '{"yclid": "y33", "gclid": "g33"}'),
               (34, '{"yclid": "y34"}'), (35, '{"fbclid": "f35"}')) AS t (n, clicks);
SELECT test.sold(n, amount, '2026-11-12 10:00Z') FROM (VALUES (30, 300), (31, 310), (32, 320), (33, 330), (34, NULL), (35, 350)) AS t (n, amount) \g /dev/null
SELECT set_eq('SELECT * FROM marketing.offline_conversions',
    $$VALUES ('metrica', 'y30', 'u30', 'deal_won', timestamptz '2026-11-12 10:00Z', 300::numeric, 'RUB'), ('metrica', NULL, 'u31', 'deal_won', '2026-11-12 10:00Z', 310, 'RUB'),
             ('google', 'g32', NULL, 'deal_won', '2026-11-12 10:00Z', 320, 'RUB'), ('metrica', 'y33', NULL, 'deal_won', '2026-11-12 10:00Z', 330, 'RUB'),
             ('google', 'g33', NULL, 'deal_won', '2026-11-12 10:00Z', 330, 'RUB')$$, 'won by a click of which the network knows');
UPDATE intake.deal SET outcome = 'lost', amount = NULL, margin = NULL WHERE lead = test.lead(33);
SELECT is_empty($$SELECT FROM marketing.offline_conversions WHERE click_id LIKE '_33'$$, 'what is won no more goes');

-- What no rule knows, and small groups.
SELECT is(string_agg(test.came(40 + n, '2026-11-06 09:00Z', query), ' '), 'new new new new new new new new', 'eight unknown tags')
  FROM (VALUES (1, '?utm_source=lampost&utm_campaign=a'), (2, '?utm_source=lampost&utm_campaign=a'), (3, '?utm_source=lampost&utm_campaign=a'),
               (4, '?utm_source=lampost&utm_campaign=b'), (5, '?utm_source=tram'), (6, '?utm_source=brochure&to=Ivan.Petrov@example.com'),
               (7, '?utm_source=brochure&to=Ivan.Petrov@example.com'), (8, '?utm_source=fence&utm_campaign=ivan%40example.com')) AS t (n, query);
SELECT results_eq($$SELECT source, campaign, landing, leads, first_day, last_day FROM marketing.unassigned WHERE first_day = '2026-11-06' AND leads > 1 ORDER BY leads DESC$$,
    $$VALUES ('lampost', 'a', 'https://example.ru/p?utm_source=lampost&utm_campaign=a', 3::bigint, date '2026-11-06', date '2026-11-06'),
             ('brochure', NULL, 'https://example.ru/p?utm_source=brochure&to=...', 2, '2026-11-06', '2026-11-06')$$, 'the most leads first; an address is masked');
SELECT is((SELECT sum(leads) FROM marketing.unassigned WHERE first_day = '2026-11-06'), 8::numeric, 'all of them are there');
SELECT is_empty($$SELECT FROM marketing.unassigned AS u WHERE u::text ~* 'ivan'$$, 'of a person nothing');
SELECT is_empty($$SELECT FROM marketing.source_daily AS s WHERE s::text ~* 'ivan'$$, 'nor in the sources');

-- By page; and what was sent twice is received twice, also where it has been counted.
SELECT test.came(60, '2026-11-08 09:00Z', '/1?utm_source=vk'), test.came(61, '2026-11-08 09:00Z', '/2?utm_source=vk') \g /dev/null
SELECT results_eq($$SELECT source, page, leads FROM marketing.source_daily WHERE day = '2026-11-08' ORDER BY page$$,
    $$VALUES ('vk', 'example.ru/p/1', 1::bigint), ('vk', 'example.ru/p/2', 1)$$, 'a page is a page');
SELECT is(test.outcomes(test.record(62, '{"received_at": "2026-11-09T09:00:00Z", "keyed": false}')), 'new', 'a form is sent');
SELECT intake.count_leads() \g /dev/null
SELECT is(test.outcomes(test.record(62, '{"received_at": "2026-11-09T09:00:01Z", "keyed": false, "id": "01900000-0000-7000-8000-000000000001"}')), 'replay', 'and once more');
SELECT results_eq($$SELECT received, double, unique_leads FROM marketing.funnel WHERE day = '2026-11-09'$$, 'VALUES (2::bigint, 1::bigint, 1::bigint)', 'two were received, one is a lead');
SELECT results_eq($$SELECT leads, doubles FROM marketing.channel_daily WHERE day = '2026-11-09'$$, 'VALUES (1::bigint, 1::bigint)', 'in the channels, too');
SELECT intake.count_leads() \g /dev/null
SELECT results_eq($$SELECT received, double, unique_leads FROM marketing.funnel WHERE day = '2026-11-09'$$, 'VALUES (2::bigint, 1::bigint, 1::bigint)', 'counted, it is the same');

CREATE FUNCTION test.whole() RETURNS SETOF text STABLE LANGUAGE sql AS $$
    SELECT s::text FROM (SELECT day, channel, sum(leads)::bigint, sum(repeats)::bigint, sum(red)::bigint, sum(qualified)::bigint, sum(handed_over)::bigint, sum(won)::bigint, sum(amount) FROM marketing.source_daily GROUP BY 1, 2) AS s
    EXCEPT SELECT ROW(day, channel, leads, repeats, red, qualified, handed_over, won, amount)::text FROM marketing.channel_daily $$;
SELECT is_empty('SELECT test.whole()', 'sources are as many as their channels have');
UPDATE intake.setting SET small_group = 3;
SELECT results_eq($$SELECT channel, source, campaign, leads FROM marketing.source_daily WHERE day = '2026-11-06' ORDER BY source$$,
    $$VALUES ('unassigned', '(few)', NULL, 5::bigint), ('unassigned', 'lampost', 'a', 3)$$, 'small groups stand together');
SELECT is_empty('SELECT test.whole()', 'and the sums stay');
SELECT results_eq($$SELECT source, leads FROM marketing.unassigned WHERE first_day = '2026-11-06'$$, $$VALUES ('lampost', 3::bigint)$$, 'their addresses are not shown');
SELECT desk.add_staff('test_marina', 'Марина', 'marketing') \g /dev/null
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
SET SESSION AUTHORIZATION test_marina;
SELECT lives_ok('TABLE marketing.' || viewname, 'who works in marketing reads ' || viewname) FROM pg_views WHERE schemaname = 'marketing';
SELECT lives_ok($$SELECT FROM marketing.unassigned WHERE substr(landing, 32)::integer = 1 AND source <> 'lampost'$$, 'nor told by a condition that fails on them');
RESET SESSION AUTHORIZATION;

-- The balance has what the database has.
SELECT results_eq('SELECT day, leads FROM marketing.balance ORDER BY day', 'SELECT day, sum(leads)::bigint FROM marketing.channel_daily GROUP BY day ORDER BY day', 'the balance tells of the same leads');
SELECT is((SELECT sum(leads) FROM marketing.balance), (SELECT count(*)::numeric FROM intake.lead), 'which is all of them');

SELECT * FROM finish();
ROLLBACK;
