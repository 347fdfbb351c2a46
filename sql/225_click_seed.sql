-- Click parameters, and the sources that Google Analytics knows, as firstline comes. Run each time, like 223.

-- Advertising that is paid for first, then the rest; of those that come together the network's own goes before erid.
WITH seed (position, parameter, kind, name, paid, more) AS (VALUES
    ( 1, 'yclid', 'search', 'yandex', true, '{"metrica": true}'::jsonb),
    ( 2, 'ymclid', 'classifieds', 'yandex_market', true, '{"metrica": true}'),
    ( 3, 'yadclid', 'search', 'yandex', true, '{}'),
    ( 4, 'yadordid', 'search', 'yandex', true, '{}'),
    ( 5, 'gclid', 'search', 'google', true, '{"ga4_source": "google", "ga4_medium": "cpc", "metrica": true}'),
    ( 6, 'gbraid', 'search', 'google', true, '{"ga4_source": "google", "ga4_medium": "cpc"}'),
    ( 7, 'wbraid', 'search', 'google', true, '{"ga4_source": "google", "ga4_medium": "cpc"}'),
    ( 8, 'gad_source', 'search', 'google', true, '{"ga4_source": "google", "ga4_medium": "cpc"}'),
    ( 9, 'gad_campaignid', 'search', 'google', true, '{}'),
    (10, 'msclkid', 'search', 'bing', true, '{}'),
    (11, 'rb_clickid', 'social', 'vk', true, '{}'),
    (12, 'twclid', 'social', 'twitter', true, '{}'),
    (13, 'ttclid', 'social', 'tiktok', true, '{}'),
    (14, 'li_fat_id', 'social', 'linkedin', true, '{}'),
    (15, 'epik', 'social', 'pinterest', true, '{}'),
    (16, 'rdt_cid', 'social', 'reddit', true, '{}'),
    (17, 'sccid', 'social', 'snapchat', true, '{}'),
    (18, 'dclid', 'ad_network', 'dv360', true, '{"ga4_medium": "cpm"}'),
    (19, 'erid', NULL, NULL, true, '{"weak": true}'),
    (20, 'ysclid', 'search', 'yandex', false, '{}'),
    (21, 'etext', 'search', 'yandex', false, '{}'),
    (22, 'srsltid', 'search', 'google', false, '{}'),
    (23, 'fbclid', 'social', 'facebook', false, '{}'),
    (24, 'igshid', 'social', 'instagram', false, '{}')
)
SELECT intake.renew_seed('intake.channel_click', '{"weak": false, "metrica": false}',
                         jsonb_agg(to_jsonb(s) - 'more' || s.more))
  FROM seed AS s \g /dev/null

-- Those names of Google's list that lead to a site here; others may be added.
WITH seed (category, sources) AS (VALUES
    ('search', 'google bing duckduckgo yandex yandex.ru yandex.com yandex.by yandex.kz yandex.uz yandex.com.tr yandex.ua yandex.fr go.mail.ru rambler '
               'rambler.ru mail.yandex.ru mail.rambler.ru zen.yandex.ru webmaster.yandex.ru news.google.com yahoo baidu ecosia.org'),
    ('social', 'vk.com m.vk.com away.vk.com vkontakte.ru odnoklassniki.ru facebook facebook.com m.facebook.com l.facebook.com fb instagram '
               'instagram.com l.instagram.com ig linkedin linkedin.com twitter twitter.com t.co tiktok tiktok.com reddit reddit.com '
               'news.ycombinator.com t.me whatsapp whatsapp.com wechat wechat.com skype web.skype.com sites.google.com groups.google.com'),
    ('video', 'youtube youtube.com m.youtube.com vimeo vimeo.com'),
    ('shopping', 'amazon amazon.com ebay ebay.com walmart walmart.com shopify.com alibaba.com')
)
SELECT intake.renew_seed('intake.ga4_source', '{}', jsonb_agg(jsonb_build_object('source', w.source, 'category', s.category)))
  FROM seed AS s CROSS JOIN LATERAL string_to_table(s.sources, ' ') AS w (source) \g /dev/null
