-- The three answers: our channel, and what Google Analytics and Yandex Metrica would call the same visit.

-- intake.known_kind(kind text) returns text: null for what is no kind of source.
CREATE OR REPLACE FUNCTION intake.known_kind(kind text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN kind NOT IN ('other', 'drop') THEN kind END;

-- intake.ga4_channel(tags intake.tags, host text, word intake.channel_word, clicks intake.click_facts) returns text: the channel group of
-- Google Analytics 4; null if nothing was captured.
--   host, word  the referrer's, if it counts, and what is known of it
-- Reads ga4_source, channel_rule.
CREATE OR REPLACE FUNCTION intake.ga4_channel(tags intake.tags, host text, word intake.channel_word, clicks intake.click_facts)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    f intake.channel_facts;
BEGIN
    IF ga4_channel.host IS NULL AND ga4_channel.tags.landing IS NOT TRUE THEN
        RETURN NULL;
    END IF;
    my.f.source := ga4_channel.tags.written_source;
    my.f.medium := ga4_channel.tags.written_medium;
    my.f.campaign := ga4_channel.tags.written_campaign;
    my.f.tagged := coalesce(ga4_channel.tags.tagged, false);
    my.f.clicked := ga4_channel.clicks.ga4_medium IS NOT NULL;
    my.f.from_host := ga4_channel.host IS NOT NULL;
    IF my.f.source IS NULL AND ga4_channel.clicks.ga4_source IS NOT NULL THEN
        my.f.source := ga4_channel.clicks.ga4_source;
        my.f.medium := ga4_channel.clicks.ga4_medium;
    ELSIF my.f.clicked AND NOT my.f.tagged THEN
        my.f.medium := ga4_channel.clicks.ga4_medium;
    ELSIF my.f.source IS NULL AND my.f.from_host THEN
        my.f.source := regexp_replace(ga4_channel.host, '^www\.', '');
        IF ga4_channel.word.kind = 'search' AND EXISTS (
               SELECT FROM intake.ga4_source AS s WHERE s.source = ga4_channel.word.name AND s.category = 'search') THEN
            my.f.source := ga4_channel.word.name;
            my.f.medium := CASE WHEN my.f.tagged THEN my.f.medium ELSE 'organic' END;
        ELSIF NOT my.f.tagged THEN
            my.f.medium := CASE WHEN ga4_channel.word.kind = 'ai' THEN 'ai-assistant' ELSE 'referral' END;
        END IF;
    END IF;
    my.f.kind := (SELECT s.category FROM intake.ga4_source AS s WHERE s.source = my.f.source ORDER BY s.origin = 'ours' DESC LIMIT 1);
    RETURN intake.first_rule('ga4', my.f);
END
$$;

-- intake.metrica_channel(tags intake.tags, host text, word intake.channel_word, clicks intake.click_facts) returns text: the traffic
-- source of Yandex Metrica. It reads a referrer only if nothing is tagged, and knows no spellings of a source. Reads channel_word, channel_rule.
CREATE OR REPLACE FUNCTION intake.metrica_channel(tags intake.tags, host text, word intake.channel_word, clicks intake.click_facts)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    t CONSTANT intake.tags := metrica_channel.tags;
    f intake.channel_facts;
BEGIN
    my.f.tagged := coalesce(my.t.tagged, false);
    my.f.source := my.t.source;
    my.f.medium := my.t.medium;
    my.f.landing := coalesce(my.t.landing, false);
    my.f.clicked := metrica_channel.clicks.metrica;
    my.f.from_host := metrica_channel.host IS NOT NULL AND NOT my.f.tagged;
    IF my.f.from_host THEN
        my.f.kind := intake.known_kind(metrica_channel.word.kind);
    ELSIF my.f.source IS NOT NULL THEN
        my.f.kind := intake.known_kind(coalesce((intake.word_of_alias(my.f.source)).kind, (intake.word_of_host(my.f.source)).kind));
    END IF;
    RETURN intake.first_rule('metrica', my.f);
END
$$;

-- intake.judge(tags intake.tags) returns one row:
--   said   intake.grouping: channel, source, medium and campaign, and what Google Analytics 4 and Yandex Metrica would say. Null
--          where nothing was said; the channel never is: what no rule of the owner's takes is unassigned
--   facts  what the rules have looked at
--   rule   which of them has decided on the channel
-- Never raises. Reads channel_word, channel_click, site_host, ga4_source, channel_rule.
CREATE OR REPLACE FUNCTION intake.judge(tags intake.tags)
RETURNS intake.judgement
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    t         CONSTANT intake.tags := judge.tags;
    clicks    CONSTANT intake.click_facts := intake.clicks_of(my.t.keys);
    host      text := my.t.host;
    by_host   intake.channel_word;
    by_source intake.channel_word;
    f         intake.channel_facts;
    it        intake.judgement;
BEGIN
    IF my.host IS NOT NULL THEN
        my.by_host := intake.word_of_host(my.host);
        IF my.by_host.kind = 'drop' OR NOT intake.counts_as_source(my.host) THEN
            my.host := NULL;
            my.by_host := NULL;
        END IF;
    END IF;
    IF my.t.source IS NOT NULL THEN
        my.by_source := intake.word_of_alias(intake.alias_key(my.t.source));
        my.it.said.source := coalesce(my.by_source.name, my.t.source);
        IF intake.known_kind(my.by_source.kind) IS NULL THEN
            my.by_source := intake.word_of_host(my.t.source);
        END IF;
    END IF;
    my.f.kind := coalesce(intake.known_kind(my.by_source.kind), my.clicks.paid_kind,
                          CASE WHEN my.t.source IS NULL THEN intake.known_kind(my.by_host.kind) END, my.clicks.free_kind);
    my.f.source := my.t.source;
    my.f.medium := my.t.medium;
    my.f.campaign := my.t.campaign;
    my.f.macro := coalesce(my.t.written_medium ~ '[{}]', false);
    my.f.place := my.t.place;
    my.f.from_host := my.host IS NOT NULL;
    my.f.tagged := coalesce(my.t.tagged, false);
    my.f.clicked := my.clicks.clicked;
    my.f.landing := coalesce(my.t.landing, false);
    my.f.paid := my.clicks.paid OR coalesce(my.by_source.paid, false) OR intake.first_rule('paid', my.f) IS NOT NULL;
    IF my.clicks.weak AND NOT my.f.paid THEN
        my.f.paid := intake.first_rule('channel', my.f, true) IS NULL;
    END IF;
    my.it.facts := my.f;
    my.it.rule := intake.rule_for('channel', my.f);
    my.it.said.channel := coalesce((my.it.rule).result, 'unassigned');
    my.it.said.source := coalesce((my.it.said).source, my.clicks.paid_name, my.by_host.name, my.host, my.clicks.free_name);
    my.it.said.medium := my.t.medium;
    my.it.said.campaign := my.t.campaign;
    my.it.said.ga4 := intake.ga4_channel(my.t, my.host, my.by_host, my.clicks);
    my.it.said.metrica := intake.metrica_channel(my.t, my.host, my.by_host, my.clicks);
    RETURN my.it;
END
$$;

-- intake.group_of(tags intake.tags) returns intake.grouping: what judge says.
CREATE OR REPLACE FUNCTION intake.group_of(tags intake.tags)
RETURNS intake.grouping
LANGUAGE sql STABLE
RETURN (intake.judge(tags)).said;

-- marketing.channel_of(landing text, referrer text) returns one row: where a visitor comes from who is sent by this link.
--   landing   the address of the first page, with its query; null: unknown
--   referrer  the address of the page before; null: none
-- Whatever the addresses are, it never raises; 42501 if the caller does not work here.
CREATE OR REPLACE FUNCTION marketing.channel_of(landing text, referrer text DEFAULT NULL,
    OUT channel text, OUT source text, OUT medium text, OUT campaign text, OUT ga4 text, OUT metrica text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.reader();
    SELECT g.* INTO channel, source, medium, campaign, ga4, metrica
      FROM intake.group_of(intake.read_tags(channel_of.landing, channel_of.referrer)) AS g;
END
$$;
COMMENT ON FUNCTION marketing.channel_of(text, text) IS 'Where a visitor comes from: try a link, and the page it stands on.';
