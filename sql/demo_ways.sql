-- For the demo only: how its visitors come, and what that is worth: a firm that carries freight, seen by marketing. Read by
-- demo_week.sql, which has made the schema; goes with it.

-- Of a hundred visitors, so many come this way. Of a hundred that are talked to so many fit, and of a hundred deals so many
-- are won, in the last of the weeks: it was less before. {click} is the network's number of a click.
CREATE TABLE demo.way (way int GENERATED ALWAYS AS IDENTITY, share int, fits int, buys int, landing text, referrer text, offline text, line text);
INSERT INTO demo.way (share, fits, buys, landing, referrer, offline, line) VALUES
    (17, 58, 54, 'https://gruz.example/moskva-perm?utm_source=yandex&utm_medium=cpc&utm_campaign=moskva-perm&utm_term=перевозка+груза&yclid={click}', 'https://yandex.ru/', NULL, NULL),
    (8, 64, 58, 'https://gruz.example/dalnij-vostok?utm_source=yandex&utm_medium=cpc&utm_campaign=dalnij-vostok&yclid={click}', 'https://yandex.ru/', NULL, NULL),
    (4, 50, 40, 'https://gruz.example/?utm_source=google&utm_medium=cpc&utm_campaign=brand&gclid={click}', 'https://www.google.com/', NULL, NULL),
    (5, 36, 30, 'https://gruz.example/?utm_source=yandex&utm_medium=cpc&utm_campaign=rsya-retargeting&utm_content=context&yclid={click}', 'https://yabs.yandex.ru/', NULL, NULL),
    (10, 62, 54, 'https://gruz.example/?ysclid={click}', 'https://yandex.ru/', NULL, NULL),
    (5, 62, 54, 'https://gruz.example/dalnij-vostok', 'https://www.google.com/', NULL, NULL),
    (8, 42, 36, 'https://gruz.example/sbornye?utm_source=vk&utm_medium=target&utm_campaign=malyj-biznes', 'https://away.vk.com/', NULL, NULL),
    (5, 56, 44, 'https://gruz.example/?utm_source=telegram&utm_medium=post&utm_campaign=logisty-urala', NULL, NULL, NULL),
    (8, 90, 90, 'https://gruz.example/moskva-perm?utm_source=unisender&utm_medium=email&utm_campaign=postojannye', NULL, NULL, NULL),
    (6, 64, 58, 'https://gruz.example/?utm_source=2gis&utm_medium=card', 'https://2gis.ru/', NULL, NULL),
    (5, 44, 40, 'https://gruz.example/sbornye?utm_source=avito&utm_medium=listing', 'https://www.avito.ru/', NULL, NULL),
    (5, 62, 48, 'https://gruz.example/', NULL, NULL, NULL),
    (3, 50, 40, NULL, NULL, NULL, NULL),                                               -- nothing is known
    (2, 40, 30, 'https://gruz.example/?utm_source=perm-portal&utm_medium=baner&utm_campaign=nojabr', NULL, NULL, NULL),     -- a medium with a slip
    (3, 66, 46, NULL, NULL, 'phone', '+73422000011'),
    (2, 66, 46, NULL, NULL, 'phone', NULL),
    (2, 50, 40, 'https://gruz.example/?utm_source=sklad&utm_medium=qr&utm_campaign=vorota', NULL, NULL, NULL),
    (1, 60, 50, 'https://gruz.example/dalnij-vostok?utm_source=chatgpt.com', 'https://chatgpt.com/', NULL, NULL),
    (1, 80, 60, 'https://gruz.example/', 'https://zavod-partner.example/perevozchiki', NULL, NULL);
INSERT INTO intake.line (number, source, medium, campaign) VALUES ('+73422000011', 'billboard', 'outdoor', 'komsomolskij');

-- demo.way_of(n): of the n-th visitor.
CREATE FUNCTION demo.way_of(n int) RETURNS demo.way LANGUAGE sql STABLE SECURITY DEFINER AS $$
    SELECT w FROM demo.way AS w WHERE n * 37 % 100 < (SELECT sum(b.share) FROM demo.way AS b WHERE b.way <= w.way) ORDER BY w.way LIMIT 1 $$;
-- demo.chance(what, n): a number from 0 to 99, always the same; of many such series one that looks like a company's.
CREATE FUNCTION demo.chance(what text, n int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT ('x' || substr(md5('2800' || what || n), 1, 6))::bit(24)::int % 100 $$;

-- demo.clicks(landing, n): the numbers that the networks have given.
CREATE FUNCTION demo.clicks(landing text, n int) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT jsonb_object_agg(m[1], m[2]) FROM regexp_matches(landing, '[?&](yclid|gclid|ysclid)=([^&]*)', 'g') AS m), '{}')
           || CASE WHEN n % 2 = 0 THEN jsonb_build_object('ym_uid', '1763' || lpad((n * 7919)::text, 15, '0')) ELSE '{}' END $$;

-- demo.touch(w, n, at): as the program notes it, with what /f/touch.js knows: one in four has been here before.
CREATE FUNCTION demo.touch(w demo.way, n int, at timestamptz) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    click   CONSTANT text := CASE WHEN w.landing LIKE '%gclid%' THEN 'Cj0KCQiA' || md5('g' || n) ELSE '17' || lpad((n * 104729)::text, 17, '3') END;
    landing CONSTANT text := replace(w.landing, '{click}', click);
BEGIN
    IF w.offline IS NOT NULL THEN
        RETURN CASE WHEN w.line IS NULL THEN '{}' ELSE jsonb_build_object('line', w.line) END;
    ELSIF landing IS NULL THEN
        RETURN '{"clicks": {}, "seen": false}';
    END IF;
    RETURN jsonb_build_object('landing', landing, 'referrer', w.referrer, 'referrer_host', substring(w.referrer FROM '^https://([^/]+)'),
                              'clicks', demo.clicks(landing, n), 'touches', CASE WHEN n % 4 = 1 THEN 2 + n % 3 ELSE 1 END, 'at', at, 'seen', true)
           || coalesce((SELECT jsonb_object_agg(m[1], m[2]) FROM regexp_matches(landing, '[?&](utm_[a-z]+)=([^&]*)', 'g') AS m), '{}')
           || CASE WHEN n % 4 = 1 THEN jsonb_build_object('first', jsonb_build_object('landing', 'https://gruz.example/ceny', 'referrer', 'https://yandex.ru/',
                                                                                      'at', at - (1 + n % 6) * interval '1 day')) ELSE '{}' END;
END $$;

-- demo.pay(first): what Marina has paid for since then, and what was before firstline. Less at weekends, and in the first weeks.
CREATE FUNCTION demo.pay(first date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    costs json;
BEGIN
    SELECT json_agg(json_build_object('line', 1, 'source', p.source, 'medium', p.medium, 'campaign', p.campaign, 'day', d.day::date,
                                      'amount', round(p.amount * (0.6 + 0.4 * (d.day::date - pay.first) / 60.0)
                                                      * (CASE WHEN extract(isodow FROM d.day) > 5 THEN 50 ELSE 90 END + demo.chance(p.campaign, extract(doy FROM d.day)::int) / 5.0) / 100)::text,
                                      'currency', marketing.currency()))
      INTO costs
      FROM generate_series(pay.first, (now() AT TIME ZONE (SELECT s.zone FROM intake.setting AS s))::date - 1, '1 day') AS d (day)
     CROSS JOIN (VALUES ('yandex', 'cpc', 'moskva-perm', 2400), ('yandex', 'cpc', 'dalnij-vostok', 1700), ('yandex', 'cpc', 'rsya-retargeting', 900),
                        ('google', 'cpc', 'brand', 500), ('vk', 'target', 'malyj-biznes', 1300), ('2gis', 'card', '', 350), ('avito', 'listing', '', 300),
                        ('billboard', 'outdoor', 'komsomolskij', 700), ('telegram', 'post', 'logisty-urala', 800), ('unisender', 'email', 'postojannye', 150),
                        ('yandex', 'cpm', 'kachestvo', 200)) AS p (source, medium, campaign, amount);
    SET LOCAL SESSION AUTHORIZATION marina;
    PERFORM marketing.load_costs(costs);
    PERFORM marketing.set_baseline(to_char(pay.first - 60, 'YYYY-MM-DD'), to_char(pay.first - 1, 'YYYY-MM-DD'), 300, 9, 441000);    -- 3 of 100
    RESET SESSION AUTHORIZATION;
END $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA demo TO PUBLIC;
