-- The landlines of Russia, by area: a landline does not move, so it tells the time better than the network address. A number of
-- +7 9 is mobile, +7 800 is free of charge: neither stands here.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('192_landline') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

INSERT INTO intake.phone_zone (prefix, zone)
SELECT '+7' || unnest(string_to_array(areas, ',')), zone FROM (VALUES
    ('Europe/Kaliningrad', '401'),
    ('Europe/Moscow',      '471,472,473,474,475,481,482,483,484,485,486,487,491,492,493,494,495,496,498,499,811,812,813,814,815,816,817,818,'
                        || '820,821,831,833,834,835,836,841,843,844,847,855,861,862,863,865,866,867,871,872,873,877,878,879'),
    ('Europe/Samara',      '341,846,848'),
    ('Europe/Saratov',     '845'),
    ('Europe/Ulyanovsk',   '842'),
    ('Europe/Astrakhan',   '851'),
    ('Asia/Yekaterinburg', '342,343,345,346,347,349,351,352,353'),
    ('Asia/Omsk',          '381'),
    ('Asia/Tomsk',         '382'),
    ('Asia/Novosibirsk',   '383'),
    ('Asia/Novokuznetsk',  '384'),
    ('Asia/Barnaul',       '385,388'),
    ('Asia/Krasnoyarsk',   '390,391,394'),
    ('Asia/Irkutsk',       '301,395'),
    ('Asia/Chita',         '302'),
    ('Asia/Yakutsk',       '4112,416'),
    ('Asia/Vladivostok',   '421,423,426'),
    ('Asia/Magadan',       '413'),
    ('Asia/Sakhalin',      '424'),
    ('Asia/Kamchatka',     '415'),
    ('Asia/Anadyr',        '427')) AS z (zone, areas)
ON CONFLICT DO NOTHING;

\endif
