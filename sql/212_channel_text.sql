-- Addresses and what stands in them, as text: decoded, cut, without personal data. Nothing here raises, whatever is sent.

-- intake.decoded(value text) returns text: a value of a query: + is a blank, %XX are octets of UTF-8, or else of
-- windows-1251. NUL is left out; what is no escape stays.
CREATE OR REPLACE FUNCTION intake.decoded(value text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    octets  bytea;
    one_each text;    -- a character for each octet
BEGIN
    IF strpos(decoded.value, '%') = 0 THEN
        RETURN replace(decoded.value, '+', ' ');
    END IF;
    my.octets := (SELECT string_agg(coalesce(decode(replace(regexp_replace(p.found[1], '%00', '', 'g'), '%', ''), 'hex'),
                                             convert_to(replace(p.found[2], '+', ' '), 'UTF8')), '' ORDER BY p.n)
                    FROM regexp_matches(decoded.value, '((?:%[0-9a-fA-F]{2})+)|([^%]+|%)', 'g') WITH ORDINALITY AS p (found, n));
    my.one_each := convert_from(my.octets, 'LATIN1');
    IF my.one_each ~ ('^(?:[\u0001-\u007f]|[\u00c2-\u00df][\u0080-\u00bf]|\u00e0[\u00a0-\u00bf][\u0080-\u00bf]'
                      '|[\u00e1-\u00ec\u00ee\u00ef][\u0080-\u00bf]{2}|\u00ed[\u0080-\u009f][\u0080-\u00bf]'
                      '|\u00f0[\u0090-\u00bf][\u0080-\u00bf]{2}|[\u00f1-\u00f3][\u0080-\u00bf]{3}|\u00f4[\u0080-\u008f][\u0080-\u00bf]{2})*$') THEN
        RETURN convert_from(my.octets, 'UTF8');
    END IF;
    RETURN convert_from(convert_to(replace(my.one_each, U&'\0098', ''), 'LATIN1'), 'WIN1251');    -- which has no 98
END
$$;

-- intake.masked(said text) returns text: without e-mail addresses and what stands before the host of a URL; its first 8192
-- characters.
CREATE OR REPLACE FUNCTION intake.masked(said text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    start CONSTANT text := left(masked.said, 8192);
BEGIN
    IF my.start !~ '@|%(25)*40' THEN
        RETURN my.start;
    END IF;
    RETURN regexp_replace(regexp_replace(my.start, '^(\s*[a-zA-Z][a-zA-Z0-9+.-]*://)[^/?#\\]*@', '\1'),
                          -- the domain may be in other letters, which stand there as octets from 80 on
                          '[^][\s/?#&=;,:<>"''()|\\@]+(?:@|%(?:25)*40)(?:[^][\s/?#&=;,:<>"''()|\\@%]|%(?:25)*[89a-fA-F][0-9a-fA-F])+'
                          '(?:\.|%(?:25)*2[eE])(?:[^][\s/?#&=;,:<>"''()|\\@%.]|%(?:25)*[89a-fA-F][0-9a-fA-F]){2,}',
                          '***', 'g');
END
$$;

-- intake.punycode(label text) returns text: what stands after xn-- of a host's label, as it is read; null if that is none.
CREATE OR REPLACE FUNCTION intake.punycode(label text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    said  text    := coalesce(substring(punycode.label FROM '^(.*)-'), '');
    code  CONSTANT text := regexp_replace(punycode.label, '^.*-', '');
    n     bigint  := 128;
    i     bigint  := 0;
    old_i bigint  := 0;
    w     bigint  := 1;
    bias  integer := 72;
    k     integer := 36;
    digit integer;
    t     integer;
    delta bigint;
    size  integer;
BEGIN
    FOR at IN 1 .. length(my.code) LOOP
        my.digit := strpos('abcdefghijklmnopqrstuvwxyz0123456789', substr(my.code, at, 1)) - 1;
        my.i := my.i + my.digit * my.w;
        IF my.digit < 0 OR my.i > 1114111 * 64 THEN
            RETURN NULL;
        END IF;
        my.t := least(greatest(my.k - my.bias, 1), 26);
        IF my.digit >= my.t THEN          -- the number goes on
            my.w := least(my.w * (36 - my.t), 1114111 * 64 + 1);
            my.k := my.k + 36;
            CONTINUE;
        END IF;
        my.size := length(my.said) + 1;
        my.delta := (my.i - my.old_i) / CASE WHEN my.old_i = 0 THEN 700 ELSE 2 END;
        my.delta := my.delta + my.delta / my.size;
        my.bias := 0;
        WHILE my.delta > 455 LOOP
            my.delta := my.delta / 35;
            my.bias := my.bias + 36;
        END LOOP;
        my.bias := my.bias + 36 * my.delta / (my.delta + 38);
        my.n := my.n + my.i / my.size;
        my.i := my.i % my.size;
        IF my.n > 1114111 OR my.n BETWEEN 55296 AND 57343 THEN
            RETURN NULL;
        END IF;
        my.said := left(my.said, my.i::integer) || chr(my.n::integer) || substr(my.said, my.i::integer + 1);
        my.i := my.i + 1;
        my.old_i := my.i;
        my.w := 1;
        my.k := 36;
    END LOOP;
    RETURN CASE WHEN my.w = 1 AND my.code <> '' THEN my.said END;
END
$$;
