-- Why a link is of its channel, in words: what was read of it, whether somebody paid for it, and which rule decided.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('way', 'source_known', 'Источник — %1$s: %2$s.', 'The source is %1$s: %2$s.'),
    ('way', 'source_unknown', 'Источник «%1$s»: что это, справочник не знает.', 'The source is %1$s: the dictionary does not know what that is.'),
    ('way', 'source_none', 'Источник не назван.', 'No source is named.'),
    ('way', 'paid_click', 'Переход оплачен: это доказывает параметр клика в ссылке.', 'It was paid for: a click parameter of the link proves it.'),
    ('way', 'paid_medium', 'Переход оплачен: так называют рекламу (utm_medium «%1$s»).', 'It was paid for: that is what advertising is called (utm_medium %1$s).'),
    ('way', 'paid_weak', 'Переход оплачен: в ссылке есть метка рекламы.', 'It was paid for: the link has the mark of an advertisement.'),
    ('way', 'paid_word', 'Переход оплачен: этот источник — только реклама.', 'It was paid for: this source is nothing but advertising.'),
    ('way', 'rule', 'Решило правило %1$s: %2$s.', 'Rule %1$s has decided: %2$s.'),
    ('way', 'no_rule', 'Ни одно правило не подошло.', 'No rule fits.'),
    ('condition', 'paid', 'переход оплачен', 'it was paid for'),
    ('condition', 'not_paid', 'переход не оплачен', 'it was not paid for'),
    ('condition', 'kinds', 'источник — %1$s', 'the source is %1$s'),
    ('condition', 'not_kinds', 'источник — не %1$s', 'the source is not %1$s'),
    ('condition', 'source', 'так написан utm_source «%1$s»', 'by what utm_source says, %1$s'),
    ('condition', 'medium', 'так написан utm_medium «%1$s»', 'by what utm_medium says, %1$s'),
    ('condition', 'macro', 'в utm_medium осталась незаполненная подстановка', 'utm_medium has a macro that nobody filled in'),
    ('condition', 'campaign', 'так написан utm_campaign «%1$s»', 'by what utm_campaign says, %1$s'),
    ('condition', 'place', 'объявление стояло на сайте партнёра', 'the advertisement stood on a page of a partner'),
    ('condition', 'from_host', 'перешли с другого сайта', 'another site led here'),
    ('condition', 'tagged', 'метки есть, но никто их не знает', 'there are tags, and nobody knows them'),
    ('condition', 'clicked', 'есть параметр клика, а сеть неизвестна', 'there is a click parameter of an unknown network'),
    ('condition', 'landing', 'известна только страница входа', 'the landing page is known, and nothing else'),
    ('condition', 'nothing', 'ничего не известно', 'nothing is known'),
    ('kind', 'search', 'поисковик', 'a search engine'),
    ('kind', 'ad_network', 'рекламная сеть', 'an advertising network'),
    ('kind', 'email', 'почта и рассылки', 'mail'),
    ('kind', 'social', 'соцсеть', 'a social network'),
    ('kind', 'messenger', 'мессенджер', 'a messenger'),
    ('kind', 'video', 'видео', 'video'),
    ('kind', 'map_directory', 'карты и справочники', 'maps and directories'),
    ('kind', 'classifieds', 'доска объявлений', 'classifieds'),
    ('kind', 'feed', 'лента рекомендаций', 'a feed'),
    ('kind', 'ai', 'ИИ-помощник', 'an AI assistant')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.kind_told(kind text) returns text: in words; an own kind of the owner's as it is. Reads caption.
CREATE OR REPLACE FUNCTION intake.kind_told(kind text)
RETURNS text
LANGUAGE sql STABLE
RETURN CASE WHEN EXISTS (SELECT FROM intake.caption AS c WHERE c.list = 'kind' AND c.name = kind) THEN intake.say('kind', kind) ELSE kind END;

-- intake.rule_told(rule intake.channel_rule, facts intake.channel_facts) returns text: its conditions, as they hold. Reads caption.
CREATE OR REPLACE FUNCTION intake.rule_told(rule intake.channel_rule, facts intake.channel_facts)
RETURNS text
LANGUAGE sql STABLE
RETURN coalesce(nullif(concat_ws('; ',
    CASE rule.paid WHEN true THEN intake.say('condition', 'paid') WHEN false THEN intake.say('condition', 'not_paid') END,
    CASE WHEN rule.kinds IS NOT NULL THEN intake.say('condition', 'kinds', intake.kind_told(facts.kind)) END,
    CASE WHEN rule.not_kinds IS NOT NULL AND rule.kinds IS NULL THEN
        intake.say('condition', 'not_kinds', (SELECT string_agg(intake.kind_told(k), ', ') FROM unnest(rule.not_kinds) AS k)) END,
    CASE WHEN rule.sources IS NOT NULL OR rule.source_pattern IS NOT NULL THEN intake.say('condition', 'source', facts.source) END,
    CASE WHEN rule.mediums IS NOT NULL OR rule.medium_pattern IS NOT NULL THEN intake.say('condition', 'medium', facts.medium) END,
    CASE WHEN rule.macro THEN intake.say('condition', 'macro') END,
    CASE WHEN rule.campaign_pattern IS NOT NULL THEN intake.say('condition', 'campaign', facts.campaign) END,
    CASE WHEN rule.place IS NOT NULL THEN intake.say('condition', 'place') END,
    CASE WHEN rule.from_host THEN intake.say('condition', 'from_host') END,
    CASE WHEN rule.tagged THEN intake.say('condition', 'tagged') END,
    CASE WHEN rule.clicked THEN intake.say('condition', 'clicked') END,
    CASE WHEN rule.landing THEN intake.say('condition', 'landing') END), ''), intake.say('condition', 'nothing'));

-- intake.paid_told(tags intake.tags, facts intake.channel_facts) returns text: by what it is known that it was paid for; null if it was not.
-- Reads what clicks_of and first_rule do, and caption.
CREATE OR REPLACE FUNCTION intake.paid_told(tags intake.tags, facts intake.channel_facts)
RETURNS text
LANGUAGE sql STABLE
RETURN CASE WHEN facts.paid IS NOT TRUE THEN NULL
            WHEN (intake.clicks_of(tags.keys)).paid THEN intake.say('way', 'paid_click')
            WHEN intake.first_rule('paid', facts) IS NOT NULL THEN intake.say('way', 'paid_medium', coalesce(facts.medium, tags.written_medium))
            WHEN (intake.clicks_of(tags.keys)).weak THEN intake.say('way', 'paid_weak')
            ELSE intake.say('way', 'paid_word') END;

-- marketing.why_channel(landing text, referrer text) returns lines: why marketing.channel_of says what it does, in the caller's
-- language. 42501 if the caller does not work here. Reads what judge does, and caption.
CREATE OR REPLACE FUNCTION marketing.why_channel(landing text, referrer text DEFAULT NULL)
RETURNS TABLE (says text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    tags CONSTANT intake.tags := intake.read_tags(why_channel.landing, why_channel.referrer);
    it   record;
BEGIN
    PERFORM intake.reader();
    SELECT j.* INTO my.it FROM intake.judge(my.tags) AS j;
    RETURN QUERY
    SELECT v.line FROM (VALUES
        (CASE WHEN (my.it.said).source IS NULL THEN intake.say('way', 'source_none')
              WHEN (my.it.facts).kind IS NULL THEN intake.say('way', 'source_unknown', (my.it.said).source)
              ELSE intake.say('way', 'source_known', (my.it.said).source, intake.kind_told((my.it.facts).kind)) END),
        (intake.paid_told(my.tags, my.it.facts)),
        (CASE WHEN (my.it.rule).n IS NULL THEN intake.say('way', 'no_rule')
              ELSE intake.say('way', 'rule', (my.it.rule).n::text, intake.rule_told(my.it.rule, my.it.facts)) END)) AS v (line)
     WHERE v.line IS NOT NULL;
END
$$;
COMMENT ON FUNCTION marketing.why_channel(text, text) IS 'Why marketing.channel_of says what it does of a link, in words: the source, whether it was paid for, the rule.';
