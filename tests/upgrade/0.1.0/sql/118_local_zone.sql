-- Where it is what time: so that nobody is called at night. Only what is certain: Russia alone has eleven zones, and a
-- mobile number of hers tells none of them.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('118_local_zone') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE DOMAIN intake.zone_name AS text
    CONSTRAINT zone_name_known CHECK (timestamptz 'epoch' AT TIME ZONE VALUE IS NOT NULL);

CREATE TABLE intake.place_zone (
    country    text             NOT NULL CONSTRAINT place_zone_country CHECK (country ~ '^[A-Z]{2}$'),
    region_has text             NOT NULL DEFAULT '' CONSTRAINT place_zone_lower CHECK (region_has = lower(region_has)),
    zone       intake.zone_name NOT NULL,
    CONSTRAINT place_zone_pkey PRIMARY KEY (country, region_has)
);
CREATE INDEX place_zone_longest ON intake.place_zone (country, length(region_has) DESC, region_has);
INSERT INTO intake.place_zone (country, zone) VALUES
    ('BY', 'Europe/Minsk'), ('KZ', 'Asia/Almaty'), ('KG', 'Asia/Bishkek'), ('UZ', 'Asia/Tashkent'),
    ('TJ', 'Asia/Dushanbe'), ('TM', 'Asia/Ashgabat'), ('AM', 'Asia/Yerevan'), ('AZ', 'Asia/Baku'),
    ('GE', 'Asia/Tbilisi'), ('MD', 'Europe/Chisinau'), ('TR', 'Europe/Istanbul'), ('CN', 'Asia/Shanghai'),
    ('IN', 'Asia/Kolkata'), ('AE', 'Asia/Dubai'), ('IL', 'Asia/Jerusalem'), ('RS', 'Europe/Belgrade'),
    ('DE', 'Europe/Berlin'), ('PL', 'Europe/Warsaw'), ('LT', 'Europe/Vilnius'), ('LV', 'Europe/Riga'),
    ('EE', 'Europe/Tallinn'), ('FI', 'Europe/Helsinki'), ('GB', 'Europe/London'), ('IT', 'Europe/Rome');
INSERT INTO intake.place_zone (country, region_has, zone)
SELECT 'RU', unnest(string_to_array(list, ',')), name FROM (VALUES
    ('Europe/Kaliningrad', 'kaliningrad,калининград'),
    ('Europe/Moscow',      'moscow,москва,москов,petersburg,петербург,leningrad,ленинград,krasnodar,краснодар,rostov,ростов,'
                        || 'tatarstan,татарстан,voronezh,воронеж,ryazan,рязан,tula,тульск,tver,твер,kazan,казан,'
                        || 'nizhny novgorod,nizhniy novgorod,нижегород,yaroslavl,ярослав,vladimir,владимир,penza,пенз'),
    ('Europe/Samara',      'samara,самар,udmurt,удмурт'),
    ('Europe/Saratov',     'saratov,саратов'),
    ('Asia/Yekaterinburg', 'sverdlovsk,свердлов,perm,пермск,chelyabinsk,челябин,tyumen,тюмен,bashkort,башкор,orenburg,'
                        || 'оренбург,kurgan,курган,khanty,ханты,yamal,ямал'),
    ('Asia/Omsk',          'omsk oblast,омск'),
    ('Asia/Novosibirsk',   'novosibirsk,новосибирск'),
    ('Asia/Tomsk',         'tomsk oblast,томская'),
    ('Asia/Barnaul',       'altai krai,алтайский'),
    ('Asia/Novokuznetsk',  'kemerovo,кемеров,кузбасс'),
    ('Asia/Krasnoyarsk',   'krasnoyarsk,красноярск,khakas,хакас'),
    ('Asia/Irkutsk',       'irkutsk,иркутск,buryat,бурят'),
    ('Asia/Chita',         'transbaikal,zabaykal,забайкал'),
    ('Asia/Vladivostok',   'khabarovsk,хабаровск,primor,примор'),
    ('Asia/Yakutsk',       'amur,амурск'),
    ('Asia/Magadan',       'magadan,магадан'),
    ('Asia/Sakhalin',      'sakhalin,сахалин'),
    ('Asia/Kamchatka',     'kamchatka,камчат')) AS z (name, list);

COMMENT ON TABLE  intake.place_zone IS
    'The time zone of a country, or of a part of it. A country with several zones has no row without region_has: '
    'then an unknown region has no local time, which is better than a wrong one.';
COMMENT ON COLUMN intake.place_zone.region_has IS
    'In lower case; what the region''s name has in it. The longest that fits wins.';

CREATE TABLE intake.phone_zone (
    prefix text             PRIMARY KEY CONSTRAINT phone_zone_prefix CHECK (prefix ~ '^\+\d+$'),
    zone   intake.zone_name NOT NULL
);
INSERT INTO intake.phone_zone VALUES
    ('+375', 'Europe/Minsk'), ('+77', 'Asia/Almaty'), ('+996', 'Asia/Bishkek'), ('+998', 'Asia/Tashkent'),
    ('+992', 'Asia/Dushanbe'), ('+993', 'Asia/Ashgabat'), ('+374', 'Asia/Yerevan'), ('+994', 'Asia/Baku'),
    ('+995', 'Asia/Tbilisi'), ('+373', 'Europe/Chisinau'), ('+90', 'Europe/Istanbul'), ('+86', 'Asia/Shanghai'),
    ('+971', 'Asia/Dubai'), ('+972', 'Asia/Jerusalem'), ('+381', 'Europe/Belgrade'), ('+49', 'Europe/Berlin'),
    ('+48', 'Europe/Warsaw'), ('+370', 'Europe/Vilnius'), ('+371', 'Europe/Riga'), ('+372', 'Europe/Tallinn'),
    ('+7495', 'Europe/Moscow'), ('+7499', 'Europe/Moscow'), ('+7812', 'Europe/Moscow'), ('+7846', 'Europe/Samara'),
    ('+7343', 'Asia/Yekaterinburg'), ('+7383', 'Asia/Novosibirsk'), ('+7391', 'Asia/Krasnoyarsk'),
    ('+7395', 'Asia/Irkutsk'), ('+74212', 'Asia/Vladivostok'), ('+74232', 'Asia/Vladivostok');

COMMENT ON TABLE intake.phone_zone IS
    'The time zone a phone number tells by its beginning; the longest that fits wins. Mobile numbers of Russia tell '
    'none.';

\endif
