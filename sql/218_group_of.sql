-- From what was read of a touch to where the visitor came from: the dictionary is looked up, and the rules are asked in their order.
-- A plan for a list of unknown length looks dearer than it is, so the server would plan each call anew, which costs more than all the rest.

-- intake.word_of_host(host text) returns intake.channel_word: what is known of the longest host that it lies under; all null if
-- nothing is. By the index always: so small a table would be read as a whole. The owner's rows and seed's go before any list, however long its host is. Reads channel_word.
CREATE OR REPLACE FUNCTION intake.word_of_host(host text)
RETURNS intake.channel_word
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
AS $$
<<my>>
DECLARE
    suffixes CONSTANT text[] := intake.host_suffixes(word_of_host.host);
    word     intake.channel_word;
BEGIN
    SELECT w.* INTO my.word FROM intake.channel_word AS w
     WHERE w.match = 'host' AND w.key = ANY (my.suffixes)
     ORDER BY w.origin IN ('ours', 'seed') DESC, length(w.key) DESC, w.origin = 'ours' DESC, w.origin
     LIMIT 1;
    RETURN my.word;
END
$$;

-- intake.word_of_alias(key text) returns intake.channel_word: what is known of a word; all null if nothing is. Reads channel_word.
CREATE OR REPLACE FUNCTION intake.word_of_alias(key text)
RETURNS intake.channel_word
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
<<my>>
DECLARE
    word intake.channel_word;
BEGIN
    SELECT w.* INTO my.word FROM intake.channel_word AS w
     WHERE w.match = 'alias' AND w.key = word_of_alias.key
     ORDER BY w.origin = 'ours' DESC, w.origin = 'seed' DESC, w.origin
     LIMIT 1;
    RETURN my.word;
END
$$;

-- intake.counts_as_source(host text) returns boolean: false for the company's own hosts and for those where visitors only pay or
-- sign in. Reads site_host.
CREATE OR REPLACE FUNCTION intake.counts_as_source(host text)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
<<my>>
DECLARE
    suffixes CONSTANT text[] := intake.host_suffixes(counts_as_source.host);
BEGIN
    RETURN NOT EXISTS (SELECT FROM intake.site_host AS s
                        WHERE s.host = ANY (my.suffixes)
                          AND (s.why <> 'own' OR s.host = regexp_replace(counts_as_source.host, '^www\.', '')));
END
$$;

-- intake.clicks_of(keys text[]) returns intake.click_facts: what the click parameters among the keys say. Reads channel_click.
CREATE OR REPLACE FUNCTION intake.clicks_of(keys text[])
RETURNS intake.click_facts
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
<<my>>
DECLARE
    click intake.channel_click;
    facts intake.click_facts := (false, false, false, NULL, NULL, NULL, NULL, NULL, NULL, false);
BEGIN
    FOR my.click IN
        SELECT c.* FROM intake.channel_click AS c
         WHERE c.parameter = ANY (clicks_of.keys)
           AND (c.origin = 'ours' OR NOT EXISTS (SELECT FROM intake.channel_click AS o WHERE o.parameter = c.parameter AND o.origin = 'ours'))
         ORDER BY c.position, c.parameter
    LOOP
        my.facts.clicked := true;
        my.facts.paid := my.facts.paid OR my.click.paid AND NOT my.click.weak;
        my.facts.weak := my.facts.weak OR my.click.weak;
        my.facts.metrica := my.facts.metrica OR my.click.metrica;
        my.facts.ga4_source := coalesce(my.facts.ga4_source, my.click.ga4_source);
        my.facts.ga4_medium := coalesce(my.facts.ga4_medium, my.click.ga4_medium);
        IF my.click.paid AND my.facts.paid_kind IS NULL THEN
            my.facts.paid_kind := my.click.kind;
            my.facts.paid_name := my.click.name;
        ELSIF NOT my.click.paid AND my.facts.free_kind IS NULL THEN
            my.facts.free_kind := my.click.kind;
            my.facts.free_name := my.click.name;
        END IF;
    END LOOP;
    RETURN my.facts;
END
$$;

-- intake.rule_for(system text, facts intake.channel_facts, against_weak boolean) returns intake.channel_rule: the first rule that
-- holds; all null if none does.
--   against_weak  only the rules against which a weak proof of payment is none are asked
-- Reads channel_rule.
CREATE OR REPLACE FUNCTION intake.rule_for(system text, facts intake.channel_facts, against_weak boolean DEFAULT false)
RETURNS intake.channel_rule
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
<<my>>
DECLARE
    f CONSTANT intake.channel_facts := rule_for.facts;
    rule intake.channel_rule;
BEGIN
    -- What is unknown is null, and no condition on it holds.
    SELECT r.* INTO my.rule FROM intake.channel_rule AS r
     WHERE r.system = rule_for.system
       AND (r.against_weak OR NOT rule_for.against_weak)
       AND (r.paid IS NULL OR r.paid = my.f.paid)
       AND (r.kinds IS NULL OR my.f.kind = ANY (r.kinds))
       AND (r.not_kinds IS NULL OR my.f.kind IS NULL OR my.f.kind <> ALL (r.not_kinds))
       AND (r.sources IS NULL OR my.f.source = ANY (r.sources))
       AND (r.source_pattern IS NULL OR my.f.source ~ r.source_pattern)
       AND (r.mediums IS NULL OR my.f.medium = ANY (r.mediums))
       AND (r.medium_pattern IS NULL OR my.f.medium ~ r.medium_pattern)
       AND (r.macro IS NULL OR r.macro = my.f.macro)
       AND (r.campaign_pattern IS NULL OR my.f.campaign ~ r.campaign_pattern)
       AND (r.place IS NULL OR r.place = my.f.place)
       AND (r.from_host IS NULL OR r.from_host = my.f.from_host)
       AND (r.tagged IS NULL OR r.tagged = my.f.tagged)
       AND (r.clicked IS NULL OR r.clicked = my.f.clicked)
       AND (r.landing IS NULL OR r.landing = my.f.landing)
     ORDER BY r.n, r.alternative
     LIMIT 1;
    RETURN my.rule;
END
$$;

-- intake.first_rule(system text, facts intake.channel_facts, against_weak boolean) returns text: the result of that rule; null if none holds.
CREATE OR REPLACE FUNCTION intake.first_rule(system text, facts intake.channel_facts, against_weak boolean DEFAULT false)
RETURNS text
LANGUAGE sql STABLE
RETURN (intake.rule_for(system, facts, against_weak)).result;
