-- What is read of a touch: its tags, the names of its other parameters, the host it came from. Only text: what it means is
-- group_of's (218), so what was read once need not be read again when the dictionary changes.

-- intake.query_part(part text) returns text: a query, decoded as a whole if somebody has encoded it as a whole.
CREATE OR REPLACE FUNCTION intake.query_part(part text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN strpos(part, '=') = 0 AND part ~* '%3d' THEN intake.decoded(part) ELSE part END;

-- intake.query_of(landing text) returns text: what stands between the first ? and #, and what of the fragment has a = in it.
CREATE OR REPLACE FUNCTION intake.query_of(landing text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    -- the & of a link that was escaped for HTML and then followed as it stood
    address  CONSTANT text := regexp_replace(left(query_of.landing, 8192), '&(?:amp;|#0*38;|#x26;)+', '&', 'gi');
    query    CONSTANT text := substring(my.address FROM '^[^?#]*\?([^#]*)');
    fragment CONSTANT text := intake.query_part(substring(my.address FROM '#(?:[^?]*\?)?(.*)$'));
BEGIN
    RETURN concat_ws('&', intake.query_part(my.query), CASE WHEN strpos(my.fragment, '=') > 0 THEN my.fragment END);
END
$$;

-- intake.tag_written(value text) returns text: a value of a tag in small letters, one line of up to 256 characters, without
-- e-mail addresses; null if it is empty.
CREATE OR REPLACE FUNCTION intake.tag_written(value text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN nullif(left(intake.masked(lower(btrim(intake.line(intake.decoded(left(value, 4096)))))), 256), '');

-- intake.tag_said(written text) returns text: null if it says nothing, or is a macro that the network has not filled in.
CREATE OR REPLACE FUNCTION intake.tag_said(written text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN written NOT IN ('(none)', '(not set)', 'null', 'undefined') AND written !~ '[{}]' THEN written END;

-- intake.openstat_service(value text) returns text: of service;campaign;ad;place in base64 the first; null if it is none.
CREATE OR REPLACE FUNCTION intake.openstat_service(value text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    code CONSTANT text := translate(rtrim(left(openstat_service.value, 2048), '= '), ' -_', '++/');
BEGIN
    IF my.code !~ '^[A-Za-z0-9+/]+$' OR length(my.code) % 4 = 1 THEN
        RETURN NULL;
    END IF;
    RETURN lower(split_part(encode(decode(rpad(my.code, (length(my.code) + 3) / 4 * 4, '='), 'base64'), 'escape'), ';', 1));
END
$$;

-- intake.tag_place(names text[], said text[]) returns text: context, if the tags say that the advertisement stood on a page of a
-- partner. The two lists are the names of parameters and what they say.
CREATE OR REPLACE FUNCTION intake.tag_place(names text[], said text[])
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN said[array_position(names, 'source_type')] = 'context' OR said[array_position(names, 'type')] = 'context'
              OR said[array_position(names, 'network')] = 'd'
              OR said[array_position(names, 'utm_content')] ~ '(^|[^[:alnum:]])context([^[:alnum:]]|$)'
              OR said[array_position(names, 'calltouch_tm')] ~ '(^|_)st:context(_|$)' THEN 'context' END;

-- intake.read_tags(landing text, referrer text) returns intake.tags: see its columns. Of what was sent only the first 8192
-- characters and 300 parameters are looked at; never raises.
CREATE OR REPLACE FUNCTION intake.read_tags(landing text, referrer text)
RETURNS intake.tags
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
<<my>>
DECLARE
    address CONSTANT text := nullif(btrim(left(read_tags.landing, 8192), E' \t\r\n'), '');
    names   text[] := ARRAY[]::text[];
    written text[] := ARRAY[]::text[];
    came_by text   := read_tags.referrer;
    piece   text;
    name    text;
    tags    intake.tags;
BEGIN
    FOREACH my.piece IN ARRAY (regexp_split_to_array(coalesce(intake.query_of(my.address), ''), '[&?]'))[1:300] LOOP
        my.name := lower(intake.decoded(left(split_part(my.piece, '=', 1), 100)));
        CONTINUE WHEN my.name !~ '^[a-z_][a-z0-9_]{1,39}$' OR my.name = ANY (my.names);
        my.piece := substr(my.piece, strpos(my.piece || '=', '=') + 1);
        my.names := my.names || my.name;
        IF my.name = 'utm_referrer' THEN
            my.came_by := coalesce(nullif(btrim(intake.decoded(my.piece)), ''), my.came_by);
        ELSIF my.name = '_openstat' AND intake.openstat_service(intake.decoded(my.piece)) = 'direct.yandex.ru' THEN
            my.names := my.names || 'yclid'::text;
            my.written := my.written || my.piece;
        END IF;
        my.written := my.written || CASE WHEN my.name ~ '^(utm_|source_type$|type$|network$|calltouch_tm$)' THEN intake.tag_written(my.piece)
                                         ELSE nullif(lower(intake.decoded(left(my.piece, 256))), '') END;
    END LOOP;
    my.tags.landing := my.address IS NOT NULL;
    my.tags.tagged := EXISTS (SELECT FROM unnest(my.names) AS n WHERE n LIKE 'utm\_%' AND n <> 'utm_referrer');
    my.tags.written_source := my.written[array_position(my.names, 'utm_source')];
    my.tags.written_medium := my.written[array_position(my.names, 'utm_medium')];
    my.tags.written_campaign := my.written[array_position(my.names, 'utm_campaign')];
    my.tags.source := intake.tag_said(my.tags.written_source);
    my.tags.medium := intake.tag_said(my.tags.written_medium);
    my.tags.campaign := intake.tag_said(my.tags.written_campaign);
    my.tags.place := intake.tag_place(my.names, my.written);
    my.tags.keys := ARRAY(SELECT DISTINCT n.name COLLATE "C" FROM unnest(my.names, my.written) AS n (name, written)
                           WHERE n.name NOT LIKE 'utm\_%' AND intake.tag_said(n.written) IS NOT NULL ORDER BY 1 LIMIT 40);
    my.tags.host := intake.url_host(my.came_by);
    RETURN my.tags;
END
$$;
