-- The sources that are known as firstline comes. Run each time, like 223: rows with origin seed become these, the owner's stay.
-- Google's country domains are written out one by one, for google.evil.org is a stranger.

WITH google (domains) AS (VALUES (string_to_array(
    'com cat ad ae com.af com.ag al am co.ao com.ar as at com.au az ba com.bd be bf bg com.bh bi bj com.bn com.bo com.br bs bt co.bw by '
    'com.bz ca cd cf cg ch ci co.ck cl cm cn com.co co.cr com.cu cv com.cy cz de dj dk dm com.do dz com.ec ee com.eg es com.et fi com.fj '
    'fm fr ga ge gg com.gh com.gi gl gm gr com.gt gy com.hk hn hr ht hu co.id ie co.il im co.in iq is it je com.jm jo co.jp co.ke com.kh '
    'ki kg co.kr com.kw kz la com.lb li lk co.ls lt lu lv com.ly co.ma md me mg mk ml com.mm mn com.mt mu mv mw com.mx com.my co.mz '
    'com.na com.ng com.ni ne nl no com.np nr nu co.nz com.om com.pa com.pe com.pg com.ph com.pk pl pn com.pr ps pt com.py com.qa ro ru '
    'rw com.sa com.sb sc se com.sg sh si sk com.sl sn so sm sr st com.sv td tg co.th com.tj tl tm tn to com.tr tt com.tw co.tz com.ua '
    'co.ug co.uk com.uy co.uz com.vc co.ve co.vi com.vn vu ws rs co.za co.zm co.zw', ' '))
), words (match, kind, name, paid, keys) AS (VALUES
    ('host', 'search', 'yandex', false, 'yandex.ru yandex.com yandex.by yandex.kz yandex.uz yandex.com.tr yandex.com.am yandex.az yandex.ua yandex.fr '
                                        'ya.ru ru.yandex.searchplugin'),
    ('host', 'search', 'google', false, 'com.google.android.googlequicksearchbox'),
    ('host', 'search', 'bing', false, 'bing.com'),
    ('host', 'search', 'duckduckgo', false, 'duckduckgo.com'),
    ('host', 'search', 'go.mail.ru', false, 'go.mail.ru'),
    ('host', 'search', 'rambler', false, 'rambler.ru nova.rambler.ru'),
    ('alias', 'search', 'yandex', false, 'yandex ya яндекс'),
    ('alias', 'search', 'yandex', true, 'yandex_direct direct ya_direct direct.yandex.ru яндекс.директ'),
    ('alias', 'search', 'google', false, 'google'),
    ('alias', 'search', 'google', true, 'google_ads adwords'),
    ('alias', 'search', 'bing', false, 'bing'),
    ('alias', 'search', 'duckduckgo', false, 'duckduckgo'),

    ('host', 'ad_network', 'yandex', false, 'yabs.yandex.ru an.yandex.ru'),
    ('host', 'ad_network', 'google', false, 'googleadservices.com doubleclick.net googlesyndication.com'),
    ('host', 'ad_network', 'adfox', false, 'adfox.ru'),
    ('host', 'ad_network', 'outbrain', false, 'outbrain.com'),
    ('alias', 'ad_network', 'adfox', false, 'adfox'),
    ('alias', 'ad_network', 'mgid', false, 'mgid'),

    ('host', 'email', 'mail.yandex.ru', false, 'mail.yandex.ru mail.yandex.by mail.yandex.kz mail.yandex.ua mail.yandex.com'),
    ('host', 'email', 'mail.ru', false, 'e.mail.ru touch.mail.ru'),
    ('host', 'email', 'mail.rambler.ru', false, 'mail.rambler.ru'),
    ('host', 'email', 'gmail', false, 'mail.google.com com.google.android.gm'),
    ('host', 'email', 'outlook', false, 'outlook.live.com'),
    ('alias', 'email', 'unisender', false, 'unisender'),
    ('alias', 'email', 'sendpulse', false, 'sendpulse'),
    ('alias', 'email', 'mindbox', false, 'mindbox'),
    ('alias', 'email', 'dashamail', false, 'dashamail'),

    ('host', 'social', 'vk', false, 'vk.com vk.ru m.vk.com away.vk.com vkontakte.ru com.vkontakte.android'),
    ('host', 'social', 'ok', false, 'ok.ru odnoklassniki.ru'),
    ('host', 'social', 'my.mail.ru', false, 'my.mail.ru'),
    ('host', 'social', 'facebook', false, 'facebook.com'),
    ('host', 'social', 'instagram', false, 'instagram.com'),
    ('host', 'social', 'linkedin', false, 'linkedin.com'),
    ('host', 'social', 'twitter', false, 'x.com t.co'),
    ('host', 'social', 'tiktok', false, 'tiktok.com'),
    ('host', 'social', 'tenchat', false, 'tenchat.ru'),
    ('host', 'social', 'pikabu', false, 'pikabu.ru'),
    ('alias', 'social', 'vk', false, 'vk'),
    ('alias', 'social', 'vk', true, 'vkads mytarget'),
    ('alias', 'social', 'ok', false, 'ok'),
    ('alias', 'social', 'facebook', false, 'facebook fb'),
    ('alias', 'social', 'facebook', true, 'fb-ads facebook-ads'),
    ('alias', 'social', 'instagram', false, 'instagram ig'),
    ('alias', 'social', 'twitter', false, 'twitter'),
    ('alias', 'social', 'tiktok', false, 'tiktok'),
    ('alias', 'social', 'threads', false, 'threads'),

    ('host', 'messenger', 'telegram', false, 't.me web.telegram.org telegram.org telegram.me org.telegram.messenger org.telegram.messenger.web org.telegram.plus'),
    ('host', 'messenger', 'whatsapp', false, 'wa.me whatsapp.com com.whatsapp'),
    ('host', 'messenger', 'viber', false, 'viber.com'),
    ('host', 'messenger', 'wechat', false, 'wechat.com weixin.qq.com'),
    ('host', 'messenger', 'skype', false, 'web.skype.com'),
    ('host', 'messenger', 'max', false, 'max.ru'),
    ('alias', 'messenger', 'telegram', false, 'telegram tg'),
    ('alias', 'messenger', 'telegram', true, 'tgads'),
    ('alias', 'messenger', 'whatsapp', false, 'whatsapp'),
    ('alias', 'messenger', 'viber', false, 'viber'),
    ('alias', 'messenger', 'wechat', false, 'wechat'),
    ('alias', 'messenger', 'skype', false, 'skype'),
    ('alias', 'messenger', 'max', false, 'max'),

    ('host', 'video', 'youtube', false, 'youtube.com youtu.be'),
    ('host', 'video', 'vimeo', false, 'vimeo.com'),
    ('host', 'video', 'rutube', false, 'rutube.ru'),
    ('host', 'video', 'vkvideo', false, 'vkvideo.ru'),
    ('alias', 'video', 'youtube', false, 'youtube yt'),
    ('alias', 'video', 'youtube', true, 'yt-ads'),
    ('alias', 'video', 'rutube', false, 'rutube'),
    ('alias', 'video', 'vimeo', false, 'vimeo'),

    ('host', 'map_directory', '2gis', false, '2gis.ru 2gis.kz 2gis.com link.2gis.ru'),
    ('host', 'map_directory', 'yandex_maps', false, 'maps.yandex.ru maps.yandex.by maps.yandex.kz maps.yandex.ua maps.yandex.com'),
    ('host', 'map_directory', 'zoon', false, 'zoon.ru'),
    ('host', 'map_directory', 'yell', false, 'yell.ru'),
    ('host', 'map_directory', 'flamp', false, 'flamp.ru'),
    ('alias', 'map_directory', '2gis', false, '2gis'),
    ('alias', 'map_directory', 'yandex_maps', false, 'yandex_maps yamaps'),
    ('alias', 'map_directory', 'zoon', false, 'zoon'),

    ('host', 'classifieds', 'avito', false, 'avito.ru'),
    ('host', 'classifieds', 'youla', false, 'youla.ru'),
    ('host', 'classifieds', 'cian', false, 'cian.ru'),
    ('host', 'classifieds', 'domclick', false, 'domclick.ru'),
    ('host', 'classifieds', 'auto.ru', false, 'auto.ru'),
    ('host', 'classifieds', 'drom', false, 'drom.ru'),
    ('host', 'classifieds', 'farpost', false, 'farpost.ru'),
    ('host', 'classifieds', 'profi', false, 'profi.ru'),
    ('host', 'classifieds', 'youdo', false, 'youdo.com'),
    ('host', 'classifieds', 'yandex_services', false, 'uslugi.yandex.ru'),
    ('host', 'classifieds', 'yandex_market', false, 'market.yandex.ru'),
    ('host', 'classifieds', 'ati', false, 'ati.su'),
    ('host', 'classifieds', 'ozon', false, 'ozon.ru'),
    ('host', 'classifieds', 'wildberries', false, 'wildberries.ru'),
    ('alias', 'classifieds', 'avito', false, 'avito'),
    ('alias', 'classifieds', 'cian', false, 'cian'),
    ('alias', 'classifieds', 'ati', false, 'ati'),
    ('alias', 'classifieds', 'yandex_market', false, 'market'),

    ('host', 'feed', 'dzen', false, 'dzen.ru zen.yandex.ru'),
    ('host', 'feed', 'pulse', false, 'pulse.mail.ru'),
    ('host', 'feed', 'smi2', false, 'smi2.ru'),
    ('host', 'feed', 'google_news', false, 'news.google.com'),
    ('alias', 'feed', 'dzen', false, 'dzen zen'),

    ('host', 'ai', 'chatgpt', false, 'chatgpt.com chat.openai.com'),
    ('host', 'ai', 'claude', false, 'claude.ai'),
    ('host', 'ai', 'perplexity', false, 'perplexity.ai pplx.ai'),
    ('host', 'ai', 'phind', false, 'phind.com'),
    ('host', 'ai', 'gemini', false, 'gemini.google.com bard.google.com'),
    ('host', 'ai', 'notebooklm', false, 'notebooklm.google.com'),
    ('host', 'ai', 'copilot', false, 'copilot.microsoft.com copilot.com'),
    ('host', 'ai', 'deepseek', false, 'chat.deepseek.com'),
    ('host', 'ai', 'qwen', false, 'chat.qwen.ai'),
    ('host', 'ai', 'mistral', false, 'chat.mistral.ai'),
    ('host', 'ai', 'grok', false, 'grok.com'),
    ('host', 'ai', 'meta_ai', false, 'meta.ai'),
    ('host', 'ai', 'poe', false, 'poe.com'),
    ('host', 'ai', 'character.ai', false, 'character.ai'),
    ('host', 'ai', 'duck.ai', false, 'duck.ai'),
    ('host', 'ai', 'alice', false, 'alice.yandex.ru'),
    ('host', 'ai', 'gigachat', false, 'giga.chat'),
    ('alias', 'ai', 'chatgpt', false, 'chatgpt chatgpt.com'),
    ('alias', 'ai', 'perplexity', false, 'perplexity'),

    -- Referrals; but what they lie under is a search.
    ('host', 'other', NULL, false, 'docs.google.com drive.google.com sites.google.com support.google.com developers.google.com groups.google.com disk.yandex.ru'),
    -- Tools of the company's own people, payment, login.
    ('host', 'drop', NULL, false, 'webmaster.yandex.ru metrika.yandex.ru direct.yandex.ru ads.vk.com '
                                  'yookassa.ru yoomoney.ru securepayments.sberbank.ru sbrf.ru securepay.tinkoff.ru auth.robokassa.ru nspk.ru '
                                  'id.vk.com passport.yandex.ru oauth.yandex.ru id.sber.ru esia.gosuslugi.ru accounts.google.com')
), rows (match, kind, name, paid, key) AS (
    SELECT w.match, w.kind, w.name, w.paid, k.key FROM words AS w CROSS JOIN LATERAL string_to_table(w.keys, ' ') AS k (key)
     UNION ALL
    SELECT 'host', w.kind, w.name, false, w.prefix || d.domain
      FROM google AS g CROSS JOIN LATERAL unnest(g.domains) AS d (domain)
     CROSS JOIN (VALUES ('search', 'google', 'google.'), ('map_directory', 'google_maps', 'maps.google.')) AS w (kind, name, prefix)
)
SELECT intake.replace_list('seed', jsonb_agg(jsonb_strip_nulls(to_jsonb(r)))) FROM rows AS r \g /dev/null
