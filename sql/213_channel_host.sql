-- Hosts and words, made even, so that each has one spelling wherever it is kept or looked up.

-- intake.host_shown(host text) returns text: the host in small letters as it is read: xn--e1afmkfd.xn--p1ai is пример.рф.
CREATE OR REPLACE FUNCTION intake.host_shown(host text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    small CONSTANT text := lower(host_shown.host);
BEGIN
    IF strpos(my.small, 'xn--') = 0 THEN
        RETURN my.small;
    END IF;
    RETURN (SELECT string_agg(coalesce(CASE WHEN l.label LIKE 'xn--%' THEN intake.punycode(substr(l.label, 5)) END, l.label), '.' ORDER BY l.n)
              FROM regexp_split_to_table(my.small, '\.') WITH ORDINALITY AS l (label, n));
END
$$;

-- intake.url_host(url text) returns text: what stands after scheme://, without user, port and final full stop; null if
-- there is none, or no host could be called so.
CREATE OR REPLACE FUNCTION intake.url_host(url text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    host text := substring(left(url_host.url, 8192) FROM '^\s*[a-zA-Z][a-zA-Z0-9+.-]*://([^/?#\\]*)');
BEGIN
    my.host := rtrim(regexp_replace(regexp_replace(my.host, '^.*@', ''), ':[0-9]*$', ''), '.');
    RETURN CASE WHEN length(my.host) BETWEEN 1 AND 253 AND my.host !~ '[^[:alnum:]._-]' THEN intake.host_shown(my.host) END;
END
$$;

-- intake.host_key(typed text) returns text: a host as somebody writes it into a list, by itself or as an address, as it is
-- kept: without www.; null if it is none.
CREATE OR REPLACE FUNCTION intake.host_key(typed text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN nullif(regexp_replace(intake.url_host(CASE WHEN strpos(typed, '://') > 0 THEN typed ELSE 'https://' || btrim(typed) END), '^www\.', ''), '');

-- intake.alias_key(typed text) returns text: a word of utm_source as it is compared: without blanks and . _ -
CREATE OR REPLACE FUNCTION intake.alias_key(typed text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN nullif(regexp_replace(lower(typed), '[\s._-]+', '', 'g'), '');

-- intake.host_suffixes(host text) returns text[]: the host and all that it lies under: {a.b.ru,b.ru,ru}.
CREATE OR REPLACE FUNCTION intake.host_suffixes(host text)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    rest     text   := host_suffixes.host;
    suffixes text[] := ARRAY[host_suffixes.host];
BEGIN
    WHILE strpos(my.rest, '.') > 0 LOOP
        my.rest := substr(my.rest, strpos(my.rest, '.') + 1);
        my.suffixes := my.suffixes || my.rest;
    END LOOP;
    RETURN my.suffixes;
END
$$;

-- intake.page_of(landing text) returns text: host and path of the first page, in up to 300 characters: no query, nothing
-- personal. Null if there is no landing.
CREATE OR REPLACE FUNCTION intake.page_of(landing text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
<<my>>
DECLARE
    address CONSTANT text := substring(nullif(btrim(left(page_of.landing, 8192)), '') FROM '^[^?#]*');
    path    CONSTANT text := intake.decoded(replace(regexp_replace(my.address, '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/\\]*', ''), '+', '%2B'));
BEGIN
    RETURN left(intake.masked(intake.line(coalesce(intake.url_host(my.address), '')
        || CASE WHEN my.path IN ('', '/') THEN '/' ELSE regexp_replace(rtrim(my.path, '/'), '[0-9]{10,}', '...', 'g') END)), 300);
END
$$;

-- intake.shown_address(address text) returns text: an address as marketing may see it: of its parameters the tags with what
-- they say, of all others the name only, for a site may have put a visitor's name or phone into them; no long number in the path.
CREATE OR REPLACE FUNCTION intake.shown_address(address text)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE     -- names bound when it is made: marketing calls it, and has no way into this schema
RETURN intake.masked(regexp_replace(substring(address FROM '^[^?#]*'), '[0-9]{10,}', '...', 'g')
                     || coalesce(regexp_replace(regexp_replace(substring(address FROM '[?#].*$'), '#[^=]*$', '#...'),
                                                '([?&;#](?!utm_)[^=&?#;]*)=[^&?#;]*', '\1=...', 'gi'), ''));
