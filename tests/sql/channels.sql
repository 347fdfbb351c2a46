-- Channels: tests/channels/cases.tsv, a link a line; and what an owner may do to the dictionary.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();

-- The cases
CREATE TABLE test.line (line text);
\copy test.line FROM 'tests/channels/cases.tsv' WITH (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')
CREATE VIEW test.case AS
SELECT c[1]::integer AS n, nullif(c[2], '') AS landing, nullif(c[3], '') AS referrer, c[4:9] AS wanted, c[10:13] AS read, c[14] AS note
  FROM test.line CROSS JOIN LATERAL string_to_array(line, E'\t') AS c
 WHERE line ~ '^[0-9]';
CREATE FUNCTION test.told(VARIADIC answer text[]) RETURNS text LANGUAGE sql RETURN array_to_string(answer, ' | ', '');

SELECT intake.note_hosts('{example.ru,пример.рф}', '{pay.example.com}', '{sso.example.com}');
SELECT cmp_ok((SELECT count(*) FROM test.case), '>=', 500::bigint, 'all cases are read');
SELECT is(test.told(VARIADIC ARRAY(SELECT CASE WHEN g.wanted = '*' THEN '*' ELSE coalesce(g.said, '') END
                                     FROM unnest(c.wanted, ARRAY[r.channel, r.ga4, r.metrica, r.source, r.medium, r.campaign])
                                          WITH ORDINALITY AS g (wanted, said, n) ORDER BY g.n)),
          test.told(VARIADIC c.wanted), format('case %s: %s  [%s] [%s]', c.n, c.note, c.landing, c.referrer))
  FROM test.case AS c CROSS JOIN LATERAL marketing.channel_of(c.landing, c.referrer) AS r ORDER BY c.n;
SELECT is(test.told(t.source, t.medium, t.campaign, t.host), test.told(VARIADIC c.read), format('case %s, as read: [%s] [%s]', c.n, c.landing, c.referrer))
  FROM test.case AS c CROSS JOIN LATERAL intake.read_tags(c.landing, c.referrer) AS t ORDER BY c.n;
SELECT is_empty($$SELECT r.system, r.n, r.alternative FROM intake.channel_rule AS r
                   WHERE r.system <> 'paid' AND NOT EXISTS (SELECT FROM test.case AS c WHERE r.result IN (c.wanted[1], c.wanted[2], c.wanted[3]))$$,
    'every answer of a rule is wanted of a case');

-- Whatever is sent: one row, and nothing is raised
CREATE FUNCTION test.rubbish(seed integer) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg((ARRAY['http://', 'https://', '://', '?', '#', '&', '=', '%', '%0', '%00', '%D0', '%FF', '%98', '&amp;', '%3D', '+', '@', '.', '..', '-',
                             'xn--', 'xn--zz99', 'xn---', 'utm_source', 'utm_medium', 'utm_referrer', '_openstat', 'yclid', 'erid', 'calltouch_tm', 'type',
                             'yandex', 'vk.com', 'context', '{', '}', '\', '[', ')', '*', 'п', 'Ё', U&'\+01F600', U&'\202E', U&'\FF1D', U&'\FFFF', E'\x01', E'\n', ' ', '''',
                             'a', '0', ':', '/', ';', '|'])[1 + (hashint8(seed * 1000::bigint + i) & 2147483647) % 56], '')
      FROM generate_series(1, 2 + seed % 40) AS i
$$;
SELECT is((SELECT count(r.channel) FROM generate_series(1, 1500) AS n CROSS JOIN LATERAL marketing.channel_of(
               CASE n % 3 WHEN 0 THEN test.rubbish(n) WHEN 1 THEN 'https://example.ru/?' || test.rubbish(n) ELSE '?utm_source=' || test.rubbish(n) END,
               CASE n % 2 WHEN 0 THEN test.rubbish(-n) ELSE 'https://' || test.rubbish(n + 5000) END) AS r), 1500::bigint, 'rubbish has a channel');
SELECT is((SELECT count(r.channel) FROM unnest(ARRAY[repeat('a', 100000), repeat('?&=', 33333), repeat('%D0', 33333), repeat('a@', 50000), repeat('a.', 50000),
                                                   'https://' || repeat('a.', 50000), 'https://xn--' || repeat('9', 100000), '?_openstat=' || repeat('A', 99999),
                                                   '?utm_source=' || repeat('x', 100000), '?utm_source=' || repeat('%FF%D0', 20000), repeat('&amp;', 20000)]) AS t
            CROSS JOIN LATERAL marketing.channel_of(t, t) AS r), 11::bigint, 'so has what is long');
SELECT is((intake.read_tags('?utm_source=' || repeat('x', 100000), NULL)).source, repeat('x', 256), 'and it is cut');
SELECT is((intake.read_tags('?utm_source=%F1%98%F2', NULL)).source, 'ст', 'an octet that windows-1251 does not have is dropped');
SELECT is((SELECT count(*) FROM intake.group_of(NULL) AS g WHERE g.channel = 'unknown'), 1::bigint, 'nothing is a touch of which nothing is known');
SELECT is((intake.read_tags('?bb=1&ab=2&yclid=3&c=4&utm_source=x&empty=', NULL)).keys, '{ab,bb,yclid}', 'the names of what has a value, in order');

-- What is kept of an address
SELECT is(intake.page_of(landing), page, 'page of ' || landing)
  FROM (VALUES ('https://example.ru', 'example.ru/'), ('https://example.ru/?a=b', 'example.ru/'), ('http://u:p@Example.ru:80/a/b/?c#d', 'example.ru/a/b'),
               ('https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C', 'пример.рф/путь'), ('/price/?x', '/price'), ('https://example.ru/x/ivan@mail.ru', 'example.ru/x/***'),
               ('https://example.ru/a+b', 'example.ru/a+b'), ('https://example.ru/' || repeat('a', 500), 'example.ru/' || repeat('a', 289))) AS t (landing, page);
SELECT is(intake.page_of(t), NULL, 'no landing, no page') FROM unnest(ARRAY[NULL, '', ' ']) AS t;
SELECT is(intake.shown_address(address), wanted, 'shown: ' || address)
  FROM (VALUES ('https://a.ru/lk/79991234567/x?utm_source=b&utm_term=1234567890&phone=79991234567&name=Ivan#/u=5', 'https://a.ru/lk/.../x?utm_source=b&utm_term=1234567890&phone=...&name=...#/u=...'),
               ('https://a.ru/?utm_source=ivan@mail.ru&x', 'https://a.ru/?utm_source=***&x'), ('https://a.ru/#/79991234567', 'https://a.ru/#...'), (NULL, NULL)) AS t (address, wanted);
SELECT is(intake.page_of('https://a.ru/lk/79991234567/'), 'a.ru/lk/...', 'no long number in a page');
SELECT is(intake.masked(said), wanted, 'masked: ' || said)
  FROM (VALUES ('https://a.ru/?m=ivan.petrov@mail.ru&x=1', 'https://a.ru/?m=***&x=1'), ('?m=ivan%40mail.ru', '?m=***'), ('?m=ivan%2540mail%2eru', '?m=***'),
               ('https://u:p@a.ru/b', 'https://a.ru/b'), ('https://t.me/@name', 'https://t.me/@name'), ('иван@почта.рф, x@y.com', '***, ***'),
               ('?m=ivan%40%D0%BF%D0%BE%D1%87%D1%82%D0%B0.%D1%80%D1%84&x=1', '?m=***&x=1'), ('?m=ivan%40mail%252Eru', '?m=***'),
               ('https://maps.ru/@55.75,37.61', 'https://maps.ru/@55.75,37.61'), ('nothing', 'nothing')) AS t (said, wanted);

-- An owner's row
CREATE FUNCTION test.channel(landing text, referrer text) RETURNS text LANGUAGE sql RETURN (SELECT r.channel || ' ' || r.source FROM marketing.channel_of(landing, referrer) AS r);
CREATE FUNCTION test.version() RETURNS integer LANGUAGE sql RETURN intake.rules_version();
CREATE TABLE test.was AS SELECT intake.rules_version() AS version;
SELECT is(test.channel(NULL, 'https://gruzovik-forum.ru/x'), 'referral gruzovik-forum.ru', 'a site that nobody knows');
INSERT INTO intake.channel_word (key, kind) VALUES ('https://www.Gruzovik-Forum.ru/', 'social'), ('Наш Партнёр', 'classifieds'), ('сайт.рф', 'messenger');
SELECT is(test.channel(NULL, 'https://m.gruzovik-forum.ru/x'), 'organic_social gruzovik-forum.ru', 'is known after one INSERT, however it was written');
SELECT is(test.channel('?utm_source=наш_партнёр', NULL), 'classifieds наш партнёр', 'so is a word');
SELECT is(test.channel(NULL, 'https://xn--80aswg.xn--p1ai/'), 'messenger сайт.рф', 'and a host in Cyrillic');
SELECT cmp_ok(intake.rules_version(), '=', (SELECT version + 1 FROM test.was), 'the version has risen by one');
SELECT is((SELECT what FROM intake.channel_version ORDER BY version DESC LIMIT 1), 'channel_word: insert', 'and says why');
SELECT intake.replace_list('matomo', '[{"match": "host", "key": "a.gruzovik-forum.ru", "kind": "search"}, {"match": "host", "key": "gruzovik-forum.ru", "kind": "search"},
    {"match": "host", "key": "www.facebook.com", "kind": "search"}, {"match": "host", "key": "google.com/maps", "kind": "map_directory"}, {"match": "host", "key": "big-portal.org/ai", "kind": "ai"},
    {"match": "host", "key": "poisk.{}", "kind": "search", "name": "Poisk"}, {"match": "host", "key": "{}.poisk.org", "kind": "search"}, {"match": "alias", "key": "vk", "kind": "ai"},
    {"match": "alias", "key": "Poisk Org", "kind": "search"}]');
SELECT is(test.channel(NULL, 'https://a.gruzovik-forum.ru/'), 'organic_social gruzovik-forum.ru', 'it wins over a list, whose host is longer');
SELECT is(test.channel(NULL, 'https://www.facebook.com/'), 'organic_social facebook', 'so does what comes with firstline');
SELECT is(test.channel(NULL, 'https://big-portal.org/'), 'referral big-portal.org', 'a host with a path is no host');
SELECT is(test.channel('?utm_source=vk', NULL), 'organic_social vk', 'a word of the seed stays');
SELECT is(test.channel(NULL, 'https://www.poisk.co.uk/'), 'organic_search poisk', '{} is each country');
SELECT is(test.channel(NULL, 'https://poisk.evil.org/'), 'referral poisk.evil.org', 'and nothing else');
SELECT is(test.channel(NULL, 'https://de.poisk.org/'), 'organic_search poisk.org', 'in front it is whatever lies below');
SELECT is(test.channel('?utm_source=poisk.org', NULL), 'organic_search poisk org', 'a list may have words');
SELECT is_empty($$SELECT key FROM intake.channel_word WHERE origin = 'matomo' AND key ~ '(facebook|google|x)\.com$|^vk$'$$, 'what seed knows better is not kept');
SELECT is(test.channel(NULL, 'https://swisscows.com/'), 'referral swisscows.com', 'and the list before it is gone');
UPDATE test.was SET version = intake.rules_version();
SELECT intake.replace_list(w.origin, jsonb_agg(to_jsonb(w))) FROM intake.channel_word AS w WHERE w.origin = 'matomo' GROUP BY w.origin;
SELECT intake.note_hosts('{www.пример.рф,https://example.ru/}', '{pay.example.com}', '{sso.example.com}');
SELECT is(intake.rules_version(), (SELECT version FROM test.was), 'a list and hosts that are the same make no version');
SELECT intake.note_hosts('{example.ru}', NULL, '{}');
SELECT cmp_ok(intake.rules_version(), '>', (SELECT version FROM test.was), 'others do');
SELECT results_eq('SELECT host, why FROM intake.site_host', $$VALUES ('example.ru', 'own')$$, 'and take the place of those before');
UPDATE test.was SET version = intake.rules_version();
UPDATE intake.channel_word SET paid = paid WHERE false;
DELETE FROM intake.channel_rule WHERE false;
SELECT is(intake.rules_version(), (SELECT version FROM test.was), 'what changes no row is no change');
UPDATE intake.channel_click SET paid = paid WHERE parameter = 'erid';
DELETE FROM intake.ga4_source WHERE source = 'baidu';
TRUNCATE intake.site_host;
SELECT is(intake.rules_version(), (SELECT version + 3 FROM test.was), 'what does is one, in each table');
INSERT INTO intake.channel_word (key, kind, name) VALUES ('yandex.ru', 'classifieds', 'Board');
SELECT is(test.channel(NULL, 'https://yandex.ru/'), 'classifieds board', 'an owner may know better than the seed');
SELECT is(test.channel(NULL, 'https://mail.yandex.ru/'), 'email mail.yandex.ru', 'which still knows what lies below');
DELETE FROM intake.channel_word WHERE origin = 'ours';
SELECT is(test.channel(NULL, 'https://yandex.ru/'), 'organic_search yandex', 'and comes back');
INSERT INTO intake.channel_click (parameter, kind, name, paid) VALUES ('avclid', 'classifieds', 'avito', true), ('yclid', 'feed', 'mine', false);
SELECT is(test.channel('?avclid=1', NULL), 'paid_classifieds avito', 'a click parameter of the owner''s');
SELECT is(test.channel('?yclid=1', NULL), 'feed mine', 'goes before that of the seed');
INSERT INTO intake.channel_rule (system, n, result, mediums) VALUES ('channel', 2, 'leaflet', '{qr}');
SELECT is(test.channel('?utm_source=x&utm_medium=qr', NULL), 'leaflet x', 'a rule of the owner''s goes before those of its number');
UPDATE intake.channel_rule SET result = 'mine', origin = 'ours' WHERE (system, n, alternative) = ('channel', 2, 1);
\ir ../../sql/223_channel_rules.sql
\ir ../../sql/224_channel_seed.sql
\ir ../../sql/225_click_seed.sql
\ir ../../sql/226_matomo_list.sql
SELECT is(test.channel('?utm_source=x&utm_medium=qrcode', NULL), 'mine x', 'an installation leaves alone what the owner has made his');
SELECT is((SELECT count(*) FROM intake.channel_word WHERE origin = 'matomo' AND key = 'swisscows.com'), 0::bigint, 'and a list that he has loaded');
UPDATE intake.channel_rule SET result = 'x' WHERE (system, n, alternative) = ('channel', 3, 1);
DELETE FROM intake.channel_click WHERE parameter = 'gclid';
\ir ../../sql/223_channel_rules.sql
\ir ../../sql/225_click_seed.sql
SELECT is(test.channel('?gclid=1&utm_campaign=cross-network', NULL), 'cross_network google', 'but puts right what is not his');

-- What is grouped already, and the look ahead
SELECT lives_ok($$SELECT test.submit(test.record(1, '{"touch": {"landing": "https://example.ru/", "referrer": "https://forum.example/a", "referrer_host": "forum.example"}}'),
    test.record(2, '{"touch": {"landing": "https://example.ru/", "referrer": "https://forum.example/b", "referrer_host": "forum.example"}}'),
    test.record(3, '{"touch": {"landing": "https://example.ru/?utm_source=forum.example", "referrer": null}}'),
    test.record(4, '{"touch": {"landing": "https://example.ru/?utm_source=vk", "referrer": null}, "received_at": "2026-01-02T10:00:00Z"}'),
    test.record(5, '{"channel": "phone", "touch": {"line": "+74950000001"}}'), test.record(6, '{"channel": "visit", "touch": {}}'))$$, 'six leads');
INSERT INTO intake.line (number, source, medium) VALUES ('+74950000001', 'billboard', 'outdoor');
SELECT intake.count_leads();
CREATE VIEW test.way AS SELECT string_agg(concat_ws(' ', i.channel, i.source, i.medium), ', ' ORDER BY i.channel, i.source, i.landing) AS ways FROM intake.touch_input AS i;
SELECT is(ways, 'offline billboard outdoor, offline visit, organic_social vk, referral forum.example, unassigned forum.example',
    'five ways; the source of a call is that of the number') FROM test.way;
SELECT is_empty('SELECT * FROM marketing.regroup_preview()', 'nothing would move');
SELECT is(marketing.regroup(), 0::bigint, 'and nothing is left to be grouped');
INSERT INTO intake.channel_word (key, kind, name) VALUES ('forum.example', 'social', 'forum'), ('vk', 'classifieds', 'vk');
SELECT results_eq('SELECT * FROM marketing.regroup_preview()',
    $$VALUES ('referral', 'forum.example', 'organic_social', 'forum', 1::bigint, 2::bigint), ('organic_social', 'vk', 'classifieds', 'vk', 1, 1),
             ('unassigned', 'forum.example', 'organic_social', 'forum.example', 1, 1)$$, 'what would move, with its leads');
SELECT results_eq($$SELECT channel_before, leads FROM marketing.regroup_preview('2026-01-01', '2026-01-03')$$, $$VALUES ('organic_social', 1::bigint)$$, 'in these days');
SELECT is_empty($$SELECT * FROM marketing.regroup_preview('2020-01-01', '2020-01-03')$$, 'in those nothing');
SELECT matches(ways, 'referral forum.example', 'it was a look only') FROM test.way;
SELECT is(marketing.regroup(2), 3::bigint, 'two of five ways, three are left');
SELECT set_eq('SELECT version = intake.rules_version(), count(*) FROM intake.touch_input GROUP BY 1', $$VALUES (true, 2::bigint), (false, 3)$$, 'each says which rules it is grouped by');
SELECT is(test.try('firstline_marketing', 'SELECT marketing.regroup()'), '42501', 'who does not work here may not');
SELECT is(marketing.regroup(NULL), 2::bigint, 'of nothing it is one');
SELECT is(marketing.regroup(100), 0::bigint, 'the rest');
SELECT is(ways, 'classifieds vk, offline billboard outdoor, offline visit, organic_social forum, organic_social forum.example', 'all has moved') FROM test.way;
SELECT is_empty('SELECT * FROM marketing.regroup_preview()', 'nothing more would');
SELECT is(intake.source_name(typed), name, 'a source of costs: ' || typed)
  FROM (VALUES (' Yandex_Direct', 'yandex'), ('FB', 'facebook'), ('Lampost', 'lampost'), ('(none)', NULL), ('', NULL), ('{source}', NULL)) AS t (typed, name);

-- What is refused, and who may
SELECT throws_ok(statement, code, NULL, statement)
  FROM (VALUES ($$INSERT INTO intake.channel_word (key, kind) VALUES (' . ', 'social')$$, '22023'), ($$INSERT INTO intake.channel_word (key, kind) VALUES ('', 'social')$$, '22023'),
               ($$INSERT INTO intake.channel_word (key, kind) VALUES ('a b.ru', 'social')$$, '22023'), ($$INSERT INTO intake.channel_word (key, kind) VALUES ('x', 'socail')$$, '23514'),
               ($$INSERT INTO intake.channel_word (key, kind, paid) VALUES ('x.ru', 'social', true)$$, '23514'),
               ($$INSERT INTO intake.channel_rule (system, n, result, medium_pattern) VALUES ('channel', 1, 'x', '(')$$, '2201B'),
               ($$INSERT INTO intake.site_host VALUES ('/', 'own')$$, '22023'), ($$SELECT intake.note_hosts('{a b}', NULL, NULL)$$, '22023'),
               ($$SELECT intake.replace_list('ours', '[]')$$, '22023'), ($$SELECT intake.replace_list('x', '{}')$$, '22023')) AS t (statement, code);
SELECT desk.add_staff('test_marina', 'Марина', 'marketing') \g /dev/null
SELECT is(test.try(role, $$SELECT * FROM marketing.channel_of('?utm_source=vk', NULL)$$), said, role || ' tries a link')
  FROM (VALUES ('test_marina', 'ok'), ('firstline_marketing', '42501')) AS t (role, said);
SELECT is(test.try(role, $$SELECT intake.group_of(intake.read_tags(NULL, NULL))$$), '42501', role || ' may not look behind') FROM unnest(ARRAY['firstline_marketing', 'firstline_intake']) AS role;

SELECT finish();
ROLLBACK;
