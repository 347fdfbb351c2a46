-- marketing.channel_daily: days in the zone of the installation, channels by the rules, and facts that nobody can change.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();

UPDATE intake.setting SET zone = 'Asia/Vladivostok';
SELECT throws_ok($$UPDATE intake.setting SET zone = 'Moon/Crater'$$, '22023', NULL, 'a zone that does not exist is refused');
SELECT throws_ok('INSERT INTO intake.setting (one) VALUES (false)', '23514', NULL, 'there is one row of settings');

-- Vladivostok is ten hours ahead: its 23rd begins at 14:00 UTC on the 22nd.
SELECT lives_ok($$SELECT test.submit(
    test.record(1, '{"received_at": "2026-11-22T13:59:59Z"}'),
    test.record(2, '{"received_at": "2026-11-22T14:00:00Z"}'),
    test.record(3, test.contacts('+79000000002') || '{"received_at": "2026-11-22T15:00:00Z", "colour": "green", "category": "low-margin"}'),
    test.record(4, '{"received_at": "2026-11-22T16:00:00Z", "colour": "grey", "category": "unfit",
                     "touch": {"utm_source": " Yandex ", "utm_medium": "CPC", "referrer_host": "yandex.ru"}}'),
    test.record(5, '{"received_at": "2026-11-22T17:00:00Z", "touch": {"utm_source": "", "utm_medium": null, "seen": true}}'),
    test.record(6, '{"received_at": "2026-11-22T18:00:00Z", "channel": "phone", "entered_by": "olga", "touch": {}}'))$$,
    'six leads');
SELECT results_eq('SELECT channel, day, leads, repeats, red, green, other_colours FROM marketing.channel_daily ORDER BY day, channel',
    $$VALUES ('paid_search', date '2026-11-22', 1::bigint, 0::bigint, 1::bigint, 0::bigint, 0::bigint),
             ('offline', date '2026-11-23', 1, 0, 1, 0, 0), ('paid_search', date '2026-11-23', 3, 1, 1, 1, 1),
             ('unknown', date '2026-11-23', 1, 0, 1, 0, 0)$$,
    'counted by local day and by channel');
SELECT throws_ok($$SELECT test.submit(test.record(7, '{"channel": "pigeon"}'))$$, '23514', NULL, 'it is known by which ways a lead can come');

SELECT throws_ok(statement, '2F002', NULL, 'refused even to a superuser: ' || statement)
  FROM unnest(ARRAY['UPDATE intake.lead SET form = form', 'DELETE FROM intake.lead', 'TRUNCATE intake.lead',
                    'UPDATE intake.lead_event SET reason = NULL', 'DELETE FROM intake.lead_event', 'TRUNCATE intake.lead_event',
                    'UPDATE intake.lead SET form = form WHERE false']) AS statement;

SELECT * FROM finish();
ROLLBACK;
