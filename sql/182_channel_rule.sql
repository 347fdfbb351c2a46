-- The rules, in their order, as rows; and what goes into them and comes out.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('182_channel_rule') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

-- A condition that is null is none; one that looks at what is unknown does not hold.
CREATE TABLE intake.channel_rule (
    system           text     NOT NULL CONSTRAINT channel_rule_system CHECK (system IN ('channel', 'paid', 'ga4', 'metrica')),
    n                smallint NOT NULL,
    alternative      smallint NOT NULL DEFAULT 0,
    result           text     NOT NULL CONSTRAINT channel_rule_result CHECK (result <> ''),
    paid             boolean,
    kinds            text[],
    not_kinds        text[],
    sources          text[],
    source_pattern   intake.pattern,
    mediums          text[],
    medium_pattern   intake.pattern,
    macro            boolean,
    campaign_pattern intake.pattern,
    place            text,
    from_host        boolean,
    tagged           boolean,
    clicked          boolean,
    landing          boolean,
    against_weak     boolean NOT NULL DEFAULT false,
    origin           text    NOT NULL DEFAULT 'ours',
    CONSTRAINT channel_rule_pkey PRIMARY KEY (system, n, alternative)
);
COMMENT ON TABLE  intake.channel_rule IS
    'How a channel is decided: of each system the first row, by n and alternative, of which all conditions hold.';
COMMENT ON COLUMN intake.channel_rule.system           IS 'channel: ours. paid: was the click paid for. ga4, metrica: as those file the same visit.';
COMMENT ON COLUMN intake.channel_rule.n                IS 'Its place.';
COMMENT ON COLUMN intake.channel_rule.alternative      IS 'Rows of one n are joined by or. Those that come with firstline begin with 1, so 0 goes before them.';
COMMENT ON COLUMN intake.channel_rule.result           IS 'The channel.';
COMMENT ON COLUMN intake.channel_rule.paid             IS 'The click was paid for (or was not).';
COMMENT ON COLUMN intake.channel_rule.kinds            IS 'The source is of one of these kinds; in ga4: of these categories.';
COMMENT ON COLUMN intake.channel_rule.not_kinds        IS 'The source is of none of these kinds.';
COMMENT ON COLUMN intake.channel_rule.sources          IS 'utm_source is one of these.';
COMMENT ON COLUMN intake.channel_rule.source_pattern   IS 'utm_source matches this regular expression.';
COMMENT ON COLUMN intake.channel_rule.mediums          IS 'utm_medium is one of these.';
COMMENT ON COLUMN intake.channel_rule.medium_pattern   IS 'utm_medium matches this regular expression.';
COMMENT ON COLUMN intake.channel_rule.macro            IS 'utm_medium is a macro that the network has not filled in.';
COMMENT ON COLUMN intake.channel_rule.campaign_pattern IS 'utm_campaign matches this regular expression.';
COMMENT ON COLUMN intake.channel_rule.place            IS 'Where the advertisement stood: context, on a page of a partner.';
COMMENT ON COLUMN intake.channel_rule.from_host        IS 'There is a referrer that counts.';
COMMENT ON COLUMN intake.channel_rule.tagged           IS 'The link has utm_ parameters.';
COMMENT ON COLUMN intake.channel_rule.clicked          IS 'The link has a parameter of a network that the system reads.';
COMMENT ON COLUMN intake.channel_rule.landing          IS 'The address of the first page is known.';
COMMENT ON COLUMN intake.channel_rule.against_weak     IS 'Where this holds, a weak proof of payment (intake.channel_click.weak) is none.';
COMMENT ON COLUMN intake.channel_rule.origin           IS 'ours: yours, and left alone. seed: comes with firstline, and is renewed with it.';

-- What is read of one touch, whatever is known of sources: nothing here changes when the dictionary does.
CREATE TYPE intake.tags AS (
    landing          boolean,   -- the address of the first page is known
    tagged           boolean,   -- it has an utm_ key
    source           text,      -- utm_source, utm_medium, utm_campaign: null if they say nothing
    medium           text,
    campaign         text,
    written_source   text,      -- and as they were written
    written_medium   text,
    written_campaign text,
    place            text,      -- context or null
    keys             text[],    -- names of other parameters that have a value: click ids are among them
    host             text       -- of the referrer
);
CREATE TYPE intake.grouping AS (channel text, source text, medium text, campaign text, ga4 text, metrica text);

-- What a rule looks at.
CREATE TYPE intake.channel_facts AS (
    kind text, paid boolean, source text, medium text, campaign text, macro boolean, place text,
    from_host boolean, tagged boolean, clicked boolean, landing boolean);

-- What the click parameters of a link say together.
CREATE TYPE intake.click_facts AS (
    clicked boolean, paid boolean, weak boolean, paid_kind text, paid_name text, free_kind text, free_name text,
    ga4_source text, ga4_medium text, metrica boolean);

COMMENT ON TYPE intake.tags IS 'What is read of one touch; only text, whatever is known of sources.';
COMMENT ON TYPE intake.grouping IS 'Where a visitor came from, as reports show it.';
COMMENT ON TYPE intake.channel_facts IS 'What a rule looks at.';
COMMENT ON TYPE intake.click_facts IS 'What the click parameters of a link say together.';

\endif
