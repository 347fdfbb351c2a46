-- The reports, counted by hand: a week of fifteen leads in a zone ten hours ahead of UTC, whose days begin at 14:00 UTC;
-- and what lies at the edges of the thirteen weeks.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET zone = 'Asia/Vladivostok', recheck_share = 0;
\ir lib/qualifiers.sql
CREATE ROLE test_rita IN ROLE firstline_qualifier;
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

-- Day 0 is the Monday before the last one. A pause at one o'clock; Wednesday is a holiday, Saturday a short day instead;
-- and after Sunday the desk is closed, so that what is still waited for stands still.
CREATE FUNCTION test.day(n integer) RETURNS date STABLE LANGUAGE sql
RETURN date_trunc('week', now() AT TIME ZONE 'Asia/Vladivostok')::date - 14 + n;
CREATE FUNCTION test.at(day integer, hour time) RETURNS timestamptz STABLE LANGUAGE sql
RETURN (test.day(day) + hour) AT TIME ZONE 'Asia/Vladivostok';
DELETE FROM intake.working_hours;
INSERT INTO intake.working_hours SELECT d, unnest('{09:00,14:00}'::time[]), unnest('{13:00,18:00}'::time[]) FROM generate_series(1, 5) AS d;
INSERT INTO intake.special_day VALUES (test.day(2), NULL, NULL), (test.day(5), '10:00', '14:00');
INSERT INTO intake.special_day SELECT test.day(d), NULL, NULL FROM generate_series(7, 30) AS d;

-- What a lead has become stands in its last columns; lead 2 is of the client of lead 1.
CREATE TABLE test.week (n int, day int, hour time, touch jsonb, colour text, state text, verdict text, owner text);
INSERT INTO test.week VALUES
    (1,  0, '23:59', '{"utm_source": "yandex", "utm_medium": "cpc", "referrer_host": "ya.ru"}',   'red',   'closed',  'qualified',   'test_olga'),
    (2,  1, '00:01', '{"utm_source": " Yandex ", "utm_medium": "CPC", "referrer_host": "YA.ru "}', 'green', 'closed',  'refused',     'test_pavel'),
    (3,  1, '12:30', '{"utm_source": "vk", "utm_medium": " "}',                                    'grey',  'closed',  'redirected',  'test_pavel'),
    (4,  2, '12:00', '{"referrer_host": " Google.com"}',                                           'red',   'closed',  'unreachable', 'test_pavel'),
    (5,  3, '16:00', '{"utm_source": "vk"}',                                                       'green', 'closed',  'spam',        'test_pavel'),
    (6,  3, '10:00', '{"utm_source": "yandex", "utm_medium": "cpc", "referrer_host": "ya.ru"}',   'red',   'closed',  'refused',     'test_pavel'),
    (7,  4, '08:00', '{"utm_source": "yandex", "utm_medium": "cpc", "referrer_host": "ya.ru"}',   'red',   'closed',  'qualified',   'test_pavel'),
    (8,  4, '17:00', '{}',                                                                         'green', 'claimed', NULL,          'test_olga'),
    (9,  5, '12:00', '{"utm_source": "Newsletter ", "utm_medium": " E-Mail"}',                     'red',   'new',     NULL,          NULL),
    (10, 4, '11:00', '{"utm_source": "yandex", "utm_medium": "cpc", "referrer_host": "ya.ru"}',   'green', 'claimed', NULL,          'test_olga'),
    (11, 4, '12:00', '{"utm_source": "vk"}',                                                       'grey',  'closed',  'qualified',   'test_pavel'),
    (12, 4, '12:00', '{"utm_source": "yandex", "utm_medium": "cpc", "referrer_host": "ya.ru"}',   'grey',  'closed',  'unreachable', 'test_olga'),
    (13, 0, '12:00', '{"utm_source": "vk"}',                                                       'red',   'closed',  'qualified',   'test_pavel'),
    (14, 0, '12:00', '{"utm_source": "call"}',                                                     'red',   'closed',  'qualified',   'test_rita'),
    (15, 1, '10:00', '{"utm_source": "call"}',                                                     'grey',  'closed',  'qualified',   'test_olga');
SELECT lives_ok($$SELECT intake.submit((SELECT json_agg(test.record(w.n, test.contacts('+7' || greatest(w.n, 2))
        || jsonb_build_object('received_at', test.at(w.day, w.hour), 'touch', w.touch, 'colour', w.colour)) ORDER BY w.n) FROM test.week AS w))$$, 'fifteen leads');
UPDATE intake.work AS k SET state = w.state, verdict = w.verdict, reason = CASE WHEN w.verdict IS NOT NULL THEN 'x' END, owner = w.owner,
       lease_until = CASE WHEN w.state = 'claimed' THEN now() + interval '1 hour' END
  FROM test.week AS w WHERE k.lead = test.lead(w.n);

CREATE FUNCTION test.tell(n int, day int, hour time, who text, what text, details jsonb DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
    INSERT INTO intake.lead_event (lead, step, at, who, what, details)
    SELECT test.lead(n), 1 + max(e.step), test.at(day, hour), tell.who, tell.what, tell.details FROM intake.lead_event AS e WHERE e.lead = test.lead(n) $$;
SELECT test.tell(n, day, hour::time, 'test_' || who, what, details::jsonb) FROM (VALUES
    -- Received a minute before midnight, called half an hour after the desk opens.
    (1, 1, '09:10', 'olga', 'claimed', NULL), (1, 1, '09:30', 'olga', 'attempted', NULL), (1, 1, '09:31', 'olga', 'answered', '{"known": 9, "asked": 9}'),
    (1, 1, '10:00', 'olga', 'handed_over', '{"known": 3, "asked": 4, "deal": 1}'), (1, 1, '12:00', 'gleb', 'won', NULL),
    -- Olga took it first, Pavel called: five hours without the pause.
    (2, 1, '09:15', 'olga', 'claimed', NULL), (2, 1, '09:20', 'olga', 'released', NULL),
    (2, 1, '14:30', 'pavel', 'claimed', NULL), (2, 1, '15:00', 'pavel', 'attempted', NULL), (2, 1, '15:05', 'pavel', 'attempted', NULL),
    (2, 1, '15:10', 'pavel', 'refused', '{"known": 1, "asked": 4}'),
    -- Taken a minute before midnight, called a minute after it.
    (3, 1, '12:40', 'pavel', 'claimed', NULL), (3, 1, '13:10', 'pavel', 'expired', NULL), (3, 1, '23:59', 'pavel', 'claimed', NULL),
    (3, 2, '00:01', 'pavel', 'attempted', NULL), (3, 2, '00:05', 'pavel', 'redirected', '{"known": 2, "asked": 4}'),
    -- Came on a holiday; half a second over the twenty minutes.
    (4, 3, '09:05', 'olga', 'claimed', NULL), (4, 3, '09:20:00.5', 'olga', 'attempted', NULL), (4, 3, '09:25', 'olga', 'postponed', NULL),
    (4, 4, '09:50', 'pavel', 'due', NULL), (4, 4, '10:00', 'pavel', 'claimed', NULL), (4, 4, '10:10', 'pavel', 'attempted', NULL),
    (4, 4, '10:20', 'pavel', 'unreachable', NULL),
    -- Never called.
    (5, 3, '16:05', 'pavel', 'claimed', NULL), (5, 3, '16:06', 'pavel', 'spam', NULL),
    -- Won, reopened and refused: it stays won, and Pavel has refused nobody.
    (6, 3, '10:30', 'olga', 'claimed', NULL), (6, 3, '10:40', 'olga', 'attempted', NULL), (6, 3, '11:00', 'olga', 'handed_over', '{"known": 4, "asked": 4, "deal": 1}'),
    (6, 3, '15:00', 'gleb', 'won', NULL), (6, 4, '09:30', 'pavel', 'reopened', NULL), (6, 4, '09:40', 'pavel', 'refused', '{"known": 0, "asked": 4}'),
    -- Lost, reopened and handed over again, to a deal that is open.
    (7, 4, '09:00', 'pavel', 'claimed', NULL), (7, 4, '09:05', 'pavel', 'attempted', NULL), (7, 4, '09:10', 'pavel', 'handed_over', '{"known": 1, "asked": 2, "deal": 1}'),
    (7, 4, '10:00', 'gleb', 'lost', NULL), (7, 4, '10:05', 'pavel', 'reopened', NULL), (7, 4, '10:30', 'pavel', 'handed_over', '{"known": 5, "asked": 5, "deal": 2}'),
    -- Taken, and not called yet.
    (8, 4, '17:30', 'olga', 'claimed', NULL), (8, 4, '17:40', 'olga', 'renewed', NULL), (8, 5, '11:00', 'olga', 'noted', NULL),
    -- Lost, and reopened.
    (10, 4, '11:10', 'olga', 'claimed', NULL), (10, 4, '11:20', 'olga', 'attempted', NULL), (10, 4, '11:30', 'olga', 'handed_over', '{"known": 2, "asked": 4, "deal": 1}'),
    (10, 4, '16:00', 'gleb', 'lost', NULL), (10, 4, '16:10', 'olga', 'reopened', NULL),
    -- Won twice: one lead, which Olga found.
    (11, 4, '12:05', 'olga', 'claimed', NULL), (11, 4, '12:06', 'olga', 'attempted', NULL), (11, 4, '12:07', 'olga', 'handed_over', '{"known": 3, "asked": 4, "deal": 1}'),
    (11, 4, '12:30', 'gleb', 'won', NULL), (11, 4, '14:10', 'pavel', 'reopened', NULL), (11, 4, '14:20', 'pavel', 'handed_over', '{"known": 4, "asked": 4, "deal": 2}'),
    (11, 4, '15:00', 'gleb', 'won', NULL),
    -- Spam by mistake: both verdicts were given.
    (12, 4, '12:10', 'pavel', 'claimed', NULL), (12, 4, '12:11', 'pavel', 'spam', NULL), (12, 4, '12:20', 'olga', 'reopened', NULL),
    (12, 4, '12:30', 'olga', 'attempted', NULL), (12, 4, '12:40', 'olga', 'unreachable', NULL),
    -- Lost, reopened, and won by another deal.
    (13, 0, '13:30', 'rita', 'claimed', NULL), (13, 0, '14:10', 'rita', 'attempted', NULL), (13, 0, '14:20', 'rita', 'handed_over', '{"known": 1, "asked": 1, "deal": 1}'),
    (13, 0, '17:00', 'gleb', 'lost', NULL), (13, 3, '10:00', 'pavel', 'reopened', NULL), (13, 3, '10:10', 'pavel', 'handed_over', '{"known": 3, "asked": 3, "deal": 2}'),
    (13, 3, '12:00', 'gleb', 'won', NULL),
    -- Lost.
    (14, 0, '13:40', 'rita', 'claimed', NULL), (14, 0, '14:20', 'rita', 'attempted', NULL), (14, 0, '14:30', 'rita', 'handed_over', '{"known": 0, "asked": 1, "deal": 1}'),
    (14, 0, '17:30', 'gleb', 'lost', NULL),
    -- With sales.
    (15, 1, '10:10', 'olga', 'claimed', NULL), (15, 1, '10:20', 'olga', 'attempted', NULL), (15, 1, '10:30', 'olga', 'handed_over', '{"known": 4, "asked": 4, "deal": 1}')) AS t (n, day, hour, who, what, details);
INSERT INTO intake.deal (lead, n, client, team, stage, opened_at, opened_by, outcome, reason, amount, margin, closed_at)
SELECT test.lead(n), d, test.lead(n), 'general', 'new', now(), 'x', outcome, CASE WHEN outcome IS NOT NULL THEN 'price' END, amount, margin, test.at(day, hour::time)
  FROM (VALUES (1, 1, 'won', 100, 30, 1, '12:00'), (6, 1, 'won', 200, 50, 3, '15:00'), (7, 1, 'lost', NULL, NULL, 4, '10:00'),
               (7, 2, NULL, NULL, NULL, NULL, NULL), (10, 1, 'lost', NULL, NULL, 4, '16:00'), (11, 1, 'won', 1000, 100, 4, '12:30'),
               (11, 2, 'won', 500, 50, 4, '15:00'), (13, 1, 'lost', NULL, NULL, 0, '17:00'), (13, 2, 'won', 70, 7, 3, '12:00'),
               (14, 1, 'lost', NULL, NULL, 0, '17:30'), (15, 1, NULL, NULL, NULL, NULL, NULL)) AS t (n, d, outcome, amount, margin, day, hour);
INSERT INTO intake.second_verdict (lead, asked_at, first_by, first_verdict, first_reason, second_by, verdict, reason, given_at)
SELECT test.lead(n), test.at(day, hour::time), 'test_' || who, first, 'x', CASE WHEN second IS NOT NULL THEN 'x' || n END, second, CASE WHEN second IS NOT NULL THEN 'x' END,
       CASE WHEN second IS NOT NULL THEN now() END
  FROM (VALUES (1, 1, '10:00', 'olga', 'qualified', 'qualified'), (2, 1, '15:10', 'pavel', 'refused', 'redirected'), (3, 2, '00:05', 'pavel', 'redirected', 'spam'),
               (5, 3, '16:06', 'pavel', 'spam', NULL), (6, 3, '11:00', 'olga', 'qualified', 'refused'), (10, 4, '11:30', 'olga', 'qualified', 'spam'),
               (11, 4, '12:07', 'olga', 'qualified', 'qualified')) AS t (n, day, hour, who, first, second);

-- Longer ago: lead 20 was taken by Rita an hour before the thirteen weeks begin, so that Pavel, who took it again, is not
-- the first; lead 21 by her in their first hour, so that it counts, though it was received before.
SELECT lives_ok($$SELECT test.submit(test.record(20, jsonb_build_object('received_at', now() - interval '13 weeks 2 hours')),
                                     test.record(21, jsonb_build_object('received_at', now() - interval '13 weeks 1 hour')),
                                     test.record(22, jsonb_build_object('received_at', now() - interval '13 weeks' + interval '1 hour')))$$, 'three old ones');
INSERT INTO intake.lead_event (lead, step, at, who, what)
SELECT test.lead(n), step, now() - interval '13 weeks' + at, 'test_rita', what
  FROM (VALUES (20, 2, interval '-1 hour', 'claimed'), (20, 3, '-30 minutes', 'released'), (21, 2, '1 hour', 'claimed'), (21, 3, '2 hours', 'attempted')) AS t (n, step, at, what);
SELECT test.tell(20, 1, '11:00', 'test_pavel', 'claimed'), test.tell(20, 1, '11:05', 'test_pavel', 'attempted');

SELECT results_eq('SELECT day - test.day(0), * FROM desk.kpi WHERE day >= test.day(0)',
    $$SELECT d, test.day(d), who COLLATE "C", taken::bigint, skipped::bigint, expired::bigint, attempts::bigint, speed::interval, uncalled::bigint, known::numeric,
             over::bigint, refused::bigint, second::bigint, away::bigint, spam::bigint, over_share::numeric, won::bigint, lost::bigint, won_share::numeric,
             again::bigint, agreed::numeric, by_receipt::bigint, untried::bigint
        FROM (VALUES
    --                taken                                  not yet        handed  second        spam              won          judged
    --                   skipped  attempts    speed            called known   over refused  away      share       lost  share      again agreement by receipt, untried
    (4, 'test_olga',  3, 0, 0, 3,             '00:20:00',      1,     0.63,   2,   0,   0,  1,  0,    0.67,    1, 1,   0.50,      2,    0.50, 0, 0),
    (4, 'test_pavel', 3, 0, 0, 2,             '00:17:30',      0,     0.86,   2,   0,   0,  1,  1,    0.50,    0, 1,   0.00,      0,    NULL, 0, 1),
    (3, 'test_olga',  2, 0, 0, 2,             '00:30:00',      0,     1.00,   1,   0,   1,  0,  0,    1.00,    1, 0,   1.00,      1,    0.00, 0, 0),
    (3, 'test_pavel', 1, 0, 0, 0,             '14:00:00',      1,     1.00,   1,   0,   0,  0,  1,    0.50,    1, 0,   1.00,      0,    NULL, 0, 1),
    (2, 'test_pavel', 0, 0, 0, 1,             NULL,            0,     0.50,   0,   1,   0,  0,  0,    0.00,    0, 0,   NULL,      1,    0.00, 0, 0),
    (1, 'test_olga',  3, 1, 0, 2,             '00:30:00',      0,     0.88,   2,   0,   0,  0,  0,    1.00,    1, 0,   1.00,      1,    1.00, 0, 0),
    (1, 'test_pavel', 4, 0, 1, 3,             '04:30:00',      0,     0.25,   0,   1,   0,  0,  0,    0.00,    0, 0,   NULL,      1,    1.00, 0, 0),
    (0, 'test_rita',  2, 0, 0, 2,             '01:15:00',      0,     0.50,   2,   0,   0,  0,  0,    1.00,    0, 2,   0.00,      0,    NULL, 0, 0))
    AS t (d, who, taken, skipped, expired, attempts, speed, uncalled, known, over, refused, second, away, spam, over_share, won, lost, won_share, again, agreed, by_receipt, untried)$$,
    'desk.kpi, by local day, the last day first');
SELECT results_eq($$SELECT sum(taken), sum(skipped), sum(attempts), min(day) FROM desk.kpi WHERE day < test.day(0)$$,
    $$VALUES (1::numeric, 0::numeric, 1::numeric, ((now() - interval '13 weeks' + interval '1 hour') AT TIME ZONE 'Asia/Vladivostok')::date)$$,
    'what was done before the thirteen weeks is not there');
SELECT isnt_empty($$SELECT FROM desk.kpi WHERE day < test.day(0) AND speed_to_lead IS NOT NULL$$, 'what was received before them, but taken in them, has its speed');
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT day, qualifier, taken, speed_to_lead, judged_again FROM desk.kpi',
    $$VALUES (test.day(4), 'test_olga'::name::text, 3::bigint, interval '00:20', 2::bigint), (test.day(3), 'test_olga', 2, '00:30', 1), (test.day(1), 'test_olga', 3, '00:30', 1)$$,
    'a qualifier sees the own rows, and the same numbers');
RESET SESSION AUTHORIZATION;

SELECT results_eq('SELECT day - test.day(0), channel, received, unique_leads, open, spam, unreachable, refused, refused_by, qualified, handed_over, won, lost, amount, margin FROM marketing.funnel
                    WHERE day >= test.day(0) ORDER BY day, channel',
    $$SELECT d, channel, leads::bigint, leads::bigint, open::bigint, spam::bigint, away::bigint, refused::bigint, by::jsonb, over::bigint, over::bigint, won::bigint, lost::bigint, amount::numeric, margin::numeric
        FROM (VALUES (0, 'organic_social', 1, 0, 0, 0, 0, '{}',       1, 1, 0, 70,   7),
                     (0, 'paid_search',    1, 0, 0, 0, 0, '{}',       1, 1, 0, 100,  30),
                     (0, 'unassigned',     1, 0, 0, 0, 0, '{}',       1, 0, 1, 0,    0),
                     (1, 'organic_social', 1, 0, 0, 0, 1, '{"x": 1}', 0, 0, 0, 0,    0),
                     (1, 'paid_search',    1, 0, 0, 0, 1, '{"x": 1}', 0, 0, 0, 0,    0),
                     (1, 'unassigned',     1, 0, 0, 0, 0, '{}',       1, 0, 0, 0,    0),
                     (2, 'organic_search', 1, 0, 0, 1, 0, '{}',       0, 0, 0, 0,    0),
                     (3, 'organic_social', 1, 0, 1, 0, 0, '{}',       0, 0, 0, 0,    0),
                     (3, 'paid_search',    1, 0, 0, 0, 0, '{}',       1, 1, 0, 200,  50),
                     (4, 'organic_social', 1, 0, 0, 0, 0, '{}',       1, 1, 0, 1500, 150),
                     (4, 'paid_search',    3, 1, 0, 1, 0, '{}',       1, 0, 0, 0,    0),
                     (4, 'unknown',        1, 1, 0, 0, 0, '{}',       0, 0, 0, 0,    0),
                     (5, 'email',          1, 1, 0, 0, 0, '{}',       0, 0, 0, 0,    0))
          AS t (d, channel, leads, open, spam, away, refused, by, over, won, lost, amount, margin)$$,
    'marketing.funnel, by local day and channel');
CREATE FUNCTION test.parts() RETURNS SETOF marketing.funnel STABLE LANGUAGE sql AS $$
    SELECT f.* FROM marketing.funnel AS f
     WHERE f.received <> f.suspect + f.invalid + f.double + f.unique_leads OR f.unique_leads <> f.open + f.spam + f.unreachable + f.refused + f.qualified
        OR f.unique_leads <> f.red + f.green + f.other_colours OR f.refused <> (SELECT coalesce(sum(r.value::bigint), 0) FROM jsonb_each_text(f.refused_by) AS r) $$;
SELECT is_empty('SELECT * FROM test.parts()', 'each lead is in one of its columns');
SELECT is((SELECT sum(unique_leads) FROM marketing.funnel WHERE day < test.day(0)), 3::numeric, 'it goes back as far as there are leads');

SELECT results_eq('SELECT day - test.day(0), leads, called, waiting, half_within, nine_in_ten_within FROM marketing.speed_to_lead WHERE day >= test.day(0) ORDER BY day',
    $$SELECT d, leads::bigint, called::bigint, waiting::bigint, half::interval, most::interval
        FROM (VALUES (0, 3, 3, 0, '01:10:00', '01:18:00'), (1, 3, 3, 0, '04:30:00', '04:54:00'), (2, 1, 1, 0, '00:20:00', '00:20:00'),
                     (3, 2, 1, 0, '00:40:00', '00:40:00'), (4, 5, 4, 1, '00:20:00', '03:12:00'), (5, 1, 0, 1, '02:00:00', '02:00:00'))
          AS t (d, leads, called, waiting, half, most)$$,
    'marketing.speed_to_lead, by local day');
SELECT results_eq('SELECT sum(leads), sum(called), sum(waiting) FROM marketing.speed_to_lead WHERE day < test.day(0)', 'VALUES (3::numeric, 2::numeric, 1::numeric)',
    'of the three old ones it has each, called or waiting');

SELECT results_eq('SELECT day - test.day(0), channel, leads, repeats, red, green, other_colours, doubles, qualified, handed_over, won, amount FROM marketing.channel_daily
                    WHERE day >= test.day(0) ORDER BY day, channel',
    $$SELECT d, channel, leads::bigint, repeats::bigint, red::bigint, green::bigint, other::bigint, 0::bigint, over::bigint, over::bigint, won::bigint, amount::numeric
        FROM (VALUES (0, 'organic_social', 1, 0, 1, 0, 0, 1, 1, 70),
                     (0, 'paid_search',    1, 0, 1, 0, 0, 1, 1, 100),
                     (0, 'unassigned',     1, 0, 1, 0, 0, 1, 0, 0),
                     (1, 'organic_social', 1, 0, 0, 0, 1, 0, 0, 0),
                     (1, 'paid_search',    1, 1, 0, 1, 0, 0, 0, 0),
                     (1, 'unassigned',     1, 0, 0, 0, 1, 1, 0, 0),
                     (2, 'organic_search', 1, 0, 1, 0, 0, 0, 0, 0),
                     (3, 'organic_social', 1, 0, 0, 1, 0, 0, 0, 0),
                     (3, 'paid_search',    1, 0, 1, 0, 0, 1, 1, 200),
                     (4, 'organic_social', 1, 0, 0, 0, 1, 1, 1, 1500),
                     (4, 'paid_search',    3, 0, 1, 1, 1, 1, 0, 0),
                     (4, 'unknown',        1, 0, 0, 1, 0, 0, 0, 0),
                     (5, 'email',          1, 0, 1, 0, 0, 0, 0, 0))
          AS t (d, channel, leads, repeats, red, green, other, over, won, amount)$$,
    'marketing.channel_daily, by local day and channel');
SELECT results_eq('SELECT day - test.day(0), channel, source, medium, leads, repeats, red, green, other_colours, qualified, handed_over, won, amount FROM marketing.source_daily
                    WHERE day >= test.day(0) ORDER BY day, source, medium',
    $$SELECT d, channel, source, medium, leads::bigint, repeats::bigint, red::bigint, green::bigint, other::bigint, over::bigint, over::bigint, won::bigint, amount::numeric
        FROM (VALUES (0, 'unassigned',     'call',       NULL,     1, 0, 1, 0, 0, 1, 0, 0),
                     (0, 'organic_social', 'vk',         NULL,     1, 0, 1, 0, 0, 1, 1, 70),
                     (0, 'paid_search',    'yandex',     'cpc',    1, 0, 1, 0, 0, 1, 1, 100),
                     (1, 'unassigned',     'call',       NULL,     1, 0, 0, 0, 1, 1, 0, 0),
                     (1, 'organic_social', 'vk',         NULL,     1, 0, 0, 0, 1, 0, 0, 0),
                     (1, 'paid_search',    'yandex',     'cpc',    1, 1, 0, 1, 0, 0, 0, 0),
                     (2, 'organic_search', 'google',     NULL,     1, 0, 1, 0, 0, 0, 0, 0),
                     (3, 'organic_social', 'vk',         NULL,     1, 0, 0, 1, 0, 0, 0, 0),
                     (3, 'paid_search',    'yandex',     'cpc',    1, 0, 1, 0, 0, 1, 1, 200),
                     (4, 'organic_social', 'vk',         NULL,     1, 0, 0, 0, 1, 1, 1, 1500),
                     (4, 'paid_search',    'yandex',     'cpc',    3, 0, 1, 1, 1, 1, 0, 0),
                     (4, 'unknown',        NULL,         NULL,     1, 0, 0, 1, 0, 0, 0, 0),
                     (5, 'email',          'newsletter', 'e-mail', 1, 0, 1, 0, 0, 0, 0, 0))
          AS t (d, channel, source, medium, leads, repeats, red, green, other, over, won, amount)$$,
    'marketing.source_daily, by source and medium: in small letters, without blanks');
SELECT results_eq('SELECT day - test.day(0), hour, leads FROM marketing.hours WHERE day >= test.day(0) ORDER BY day, hour',
    $$SELECT d, hour, leads::bigint FROM (VALUES (0, 12, 2), (0, 23, 1), (1, 0, 1), (1, 10, 1), (1, 12, 1), (2, 12, 1), (3, 10, 1), (3, 16, 1),
                     (4, 8, 1), (4, 11, 1), (4, 12, 2), (4, 17, 1), (5, 12, 1)) AS t (d, hour, leads)$$,
    'marketing.hours, by the clock of the office');

-- All this was added up as it was asked for; counted, it is the same, and so in between.
CREATE FUNCTION test.reports() RETURNS SETOF text STABLE LANGUAGE plpgsql AS $$
DECLARE
    view regclass;
BEGIN
    FOR view IN SELECT c.oid FROM pg_class AS c WHERE c.relnamespace = 'marketing'::regnamespace AND c.relkind = 'v' LOOP
        RETURN QUERY EXECUTE format('SELECT %L || r::text FROM %s AS r', view::text, view);
    END LOOP;
END $$;
CREATE TABLE test.before AS SELECT r.line FROM test.reports() AS r (line);
SELECT cmp_ok((SELECT count(*) FROM test.before), '>', 100::bigint, 'the reports have many rows');
SELECT is(intake.count_piece(7), 7, 'some are counted');
SELECT bag_eq('SELECT test.reports()', 'SELECT line FROM test.before', 'and nothing is another');
SELECT cmp_ok(intake.count_leads(), '>', 8, 'the rest is');
SELECT is_empty('SELECT FROM intake.uncounted', 'which is all');
SELECT bag_eq('SELECT test.reports()', 'SELECT line FROM test.before', 'and nothing is another');

-- A further verdict needs no report: it counts as what its row says, and as a decision.
INSERT INTO intake.verdict (name, position, ru, en, counts_as, event) VALUES ('not_ours', 9, 'не наше', 'not ours', 'refused', 'not_ours');
SELECT test.tell(9, 5, '13:00', 'test_rita', 'claimed'), test.tell(9, 5, '13:10', 'test_rita', 'not_ours', '{"known": 1, "asked": 2}');
UPDATE intake.work SET state = 'closed', verdict = 'not_ours', reason = 'x' WHERE lead = test.lead(9);
INSERT INTO intake.verdict (name, position, ru, en, counts_as, event) VALUES ('parked', 10, 'ждёт', 'parked', 'parked', 'parked');
SELECT test.tell(8, 5, '13:20', 'test_rita', 'parked');
SELECT results_eq('SELECT taken, refused, handed_over_share, completeness FROM desk.kpi WHERE day = test.day(5)', 'VALUES (1::bigint, 1::bigint, 0.00, 0.50)',
    'a new verdict that counts as refused is refused');
SELECT results_eq('SELECT open, refused, refused_by FROM marketing.funnel WHERE day = test.day(5)', $$VALUES (0::bigint, 1::bigint, '{"x": 1}'::jsonb)$$, 'in the funnel, too');
SELECT is_empty('SELECT * FROM test.parts()', 'whose columns are all of it');
SELECT is((SELECT decided FROM marketing.rule_quality WHERE day = test.day(5)), 1::bigint, 'and for the rule it is decided');
INSERT INTO intake.verdict (name, position, ru, en, counts_as, event) VALUES ('joke', 11, 'шутка', 'joke', 'spam', 'joke');
UPDATE intake.work SET state = 'closed', verdict = 'joke', reason = 'x', owner = NULL, lease_until = NULL WHERE lead = test.lead(10);
SELECT results_eq('SELECT spam, refused, open, lost FROM marketing.funnel WHERE day = test.day(4) AND channel = ''paid_search''', 'VALUES (1::bigint, 0::bigint, 0::bigint, 0::bigint)',
    'one that counts as spam is spam');
UPDATE intake.work SET verdict = 'qualified' WHERE lead = test.lead(12);
SELECT results_eq('SELECT qualified, handed_over FROM marketing.funnel WHERE day = test.day(4) AND channel = ''paid_search''', 'VALUES (2::bigint, 1::bigint)',
    'what is qualified and has no deal was not handed over');
SELECT test.tell(8, 5, '13:30', 'test_rita', 'handed_over', '{"known": 1, "asked": 2, "deal": 1}');
SELECT is((SELECT handed_over_share FROM desk.kpi WHERE day = test.day(5)), 0.33, 'one that counts as itself is among the decided ones');

SELECT * FROM finish();
ROLLBACK;
