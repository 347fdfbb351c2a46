-- Which channel a visitor came through: the words that are looked up, the rules in their order, and a number that rises
-- with each change, so that what was grouped by older ones is found. Rows of origin "seed" come with firstline (212 to 214
-- keep them), others from lists of others; "ours" are the owner's, and win.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('181_channel_dictionary') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE DOMAIN intake.channel_kind AS text CONSTRAINT channel_kind_known CHECK (VALUE IN (
    'search', 'ad_network', 'email', 'social', 'messenger', 'video', 'map_directory', 'classifieds', 'feed', 'ai', 'other', 'drop'));
COMMENT ON DOMAIN intake.channel_kind IS
    'What a source is. other: none of these, a referral. drop: not a source at all, as a page for payment or login.';

-- A pattern that cannot be read is refused when it is written, and not when a link is looked at.
CREATE DOMAIN intake.pattern AS text CONSTRAINT pattern_readable CHECK (('' ~ VALUE) IS NOT NULL OR VALUE IS NULL);

CREATE TABLE intake.channel_word (
    match  text NOT NULL CONSTRAINT channel_word_match CHECK (match IN ('host', 'alias')),
    key    text NOT NULL CONSTRAINT channel_word_key CHECK (key <> '' AND length(key) <= 253),
    kind   intake.channel_kind NOT NULL,
    name   text NOT NULL CONSTRAINT channel_word_name CHECK (name <> '' AND length(name) <= 253),
    paid   boolean NOT NULL DEFAULT false,
    origin text NOT NULL DEFAULT 'ours' CONSTRAINT channel_word_origin CHECK (origin ~ '^[a-z][a-z0-9_]{0,31}$'),
    CONSTRAINT channel_word_pkey PRIMARY KEY (key, match, origin),
    CONSTRAINT channel_word_paid CHECK (match = 'alias' OR NOT paid)
);
COMMENT ON TABLE  intake.channel_word IS
    'Sources that are known: sites, and words that stand in utm_source. Add a row with key and kind; it wins over all lists.';
COMMENT ON COLUMN intake.channel_word.match  IS 'host: a site with all below it. alias: a word in utm_source. Left out: what has a full stop is a host.';
COMMENT ON COLUMN intake.channel_word.key    IS 'The site or the word, in any spelling: it is made even (small letters; an alias without blanks . _ -).';
COMMENT ON COLUMN intake.channel_word.kind   IS 'What it is: search, social, messenger ... (intake.channel_kind).';
COMMENT ON COLUMN intake.channel_word.name   IS 'The source that reports show. Left out: the key.';
COMMENT ON COLUMN intake.channel_word.paid   IS 'An alias that is used for advertising only.';
COMMENT ON COLUMN intake.channel_word.origin IS 'Whose row: ours (yours), seed (comes with firstline), or the list that it was taken from.';

CREATE TABLE intake.channel_click (
    parameter  text NOT NULL CONSTRAINT channel_click_parameter CHECK (parameter ~ '^[a-z_][a-z0-9_]{1,39}$'),
    position   integer NOT NULL DEFAULT 0,
    kind       intake.channel_kind,
    name       text,
    paid       boolean NOT NULL,
    weak       boolean NOT NULL DEFAULT false,
    ga4_source text,
    ga4_medium text,
    metrica    boolean NOT NULL DEFAULT false,
    origin     text NOT NULL DEFAULT 'ours',
    CONSTRAINT channel_click_pkey PRIMARY KEY (parameter, origin),
    CONSTRAINT channel_click_kind_named CHECK ((kind IS NULL) = (name IS NULL)),
    CONSTRAINT channel_click_weak CHECK (paid OR NOT weak)
);
COMMENT ON TABLE  intake.channel_click IS 'Parameters that networks add to a link when it is clicked.';
COMMENT ON COLUMN intake.channel_click.parameter  IS 'Its name, in small letters.';
COMMENT ON COLUMN intake.channel_click.position   IS 'Of several the first counts.';
COMMENT ON COLUMN intake.channel_click.kind       IS 'What the network is; null: it tells no network.';
COMMENT ON COLUMN intake.channel_click.name       IS 'The source it stands for.';
COMMENT ON COLUMN intake.channel_click.paid       IS 'It proves that the click was paid for.';
COMMENT ON COLUMN intake.channel_click.weak       IS 'But not against e-mail, SMS and push messages, which carry it, too.';
COMMENT ON COLUMN intake.channel_click.ga4_source IS 'The source that Google Analytics makes of it; null: none.';
COMMENT ON COLUMN intake.channel_click.ga4_medium IS 'And the medium; null: it does not read the parameter.';
COMMENT ON COLUMN intake.channel_click.metrica    IS 'Yandex Metrica takes it for advertising.';
COMMENT ON COLUMN intake.channel_click.origin     IS 'ours (yours) or seed (comes with firstline).';

CREATE TABLE intake.ga4_source (
    source   text NOT NULL,
    category text NOT NULL CONSTRAINT ga4_source_category CHECK (category IN ('search', 'social', 'video', 'shopping')),
    origin   text NOT NULL DEFAULT 'ours',
    CONSTRAINT ga4_source_pkey PRIMARY KEY (source, origin)
);
COMMENT ON TABLE  intake.ga4_source IS 'The sources that Google Analytics knows: it compares whole words, not what lies under a host.';
COMMENT ON COLUMN intake.ga4_source.source   IS 'In small letters.';
COMMENT ON COLUMN intake.ga4_source.category IS 'search, social, video or shopping.';
COMMENT ON COLUMN intake.ga4_source.origin   IS 'ours (yours) or seed (comes with firstline).';

CREATE TABLE intake.site_host (
    host text NOT NULL,
    why  text NOT NULL CONSTRAINT site_host_why CHECK (why IN ('own', 'payment', 'login', 'service')),
    CONSTRAINT site_host_pkey PRIMARY KEY (host, why)
);
COMMENT ON TABLE  intake.site_host IS 'Hosts from which nobody comes: a referrer of theirs counts as none.';
COMMENT ON COLUMN intake.site_host.host IS 'The host, without www.';
COMMENT ON COLUMN intake.site_host.why  IS
    'own: the company''s site (this host alone). payment, login, service: where visitors are sent and come back from (and all below it).';

CREATE TABLE intake.channel_version (
    version integer     CONSTRAINT channel_version_pkey PRIMARY KEY,
    made_at timestamptz NOT NULL DEFAULT now(),
    made_by text        NOT NULL DEFAULT session_user,
    what    text        NOT NULL
);
COMMENT ON TABLE  intake.channel_version IS 'Each change of dictionary or rules; the greatest number is what holds now.';
COMMENT ON COLUMN intake.channel_version.version IS 'One more with each change.';
COMMENT ON COLUMN intake.channel_version.made_at IS 'When.';
COMMENT ON COLUMN intake.channel_version.made_by IS 'The login.';
COMMENT ON COLUMN intake.channel_version.what    IS 'The table, and what was done.';

\endif
