-- Lists that are replaced as a whole. A list that says what it said before changes nothing, and makes no version.

-- intake.country_domains() returns text[]: under which Google has a domain (google.com/supported_domains): what stands for {} in
-- a list of others. Written out one by one, for google.evil.org is a stranger.
CREATE OR REPLACE FUNCTION intake.country_domains()
RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN string_to_array(
    'com cat ad ae com.af com.ag al am co.ao com.ar as at com.au az ba com.bd be bf bg com.bh bi bj com.bn com.bo com.br bs bt co.bw by '
    'com.bz ca cd cf cg ch ci co.ck cl cm cn com.co co.cr com.cu cv com.cy cz de dj dk dm com.do dz com.ec ee com.eg es com.et fi com.fj '
    'fm fr ga ge gg com.gh com.gi gl gm gr com.gt gy com.hk hn hr ht hu co.id ie co.il im co.in iq is it je com.jm jo co.jp co.ke com.kh '
    'ki kg co.kr com.kw kz la com.lb li lk co.ls lt lu lv com.ly co.ma md me mg mk ml com.mm mn com.mt mu mv mw com.mx com.my co.mz '
    'com.na com.ng com.ni ne nl no com.np nr nu co.nz com.om com.pa com.pe com.pg com.ph com.pk pl pn com.pr ps pt com.py com.qa ro ru '
    'rw com.sa com.sb sc se com.sg sh si sk com.sl sn so sm sr st com.sv td tg co.th com.tj tl tm tn to com.tr tt com.tw co.tz com.ua '
    'co.ug co.uk com.uy co.uz com.vc co.ve co.vi com.vn vu ws rs co.za co.zm co.zw', ' ');

-- intake.list_hosts(written text) returns text[]: the hosts that a list means: name.{} is one in each country, {}.name.com all
-- below name.com; none for one with a path, since a browser tells the host only.
CREATE OR REPLACE FUNCTION intake.list_hosts(written text)
RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN written ~ '[^:/]/+[^/]' THEN '{}'
            WHEN written LIKE '%.{}' THEN ARRAY(SELECT left(written, -2) || d FROM unnest(intake.country_domains()) AS d)
            ELSE ARRAY[replace(written, '{}.', '')] END;

-- intake.replace_list(origin text, rows jsonb) returns integer: the rows of that origin are those of the list from now on;
-- answers how many it has.
--   origin  seed, or a name of the list: matomo. Not ours: those rows are the owner's
--   rows    [{"match": "host", "key": "vk.com", "kind": "social", "name": "vk"}, ...]; paid may be left out;
--           a host may be written as Matomo does: google.{}
-- Of hosts that a list names, those are left out that are seed's or lie under one of seed's, for that knows better: a longer
-- host would win. Of a key that stands there twice the first counts. Raises 22023 for an origin or rows that are none.
CREATE OR REPLACE FUNCTION intake.replace_list(origin text, rows jsonb)
RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    counted integer;
BEGIN
    IF replace_list.origin IS NULL OR replace_list.origin = 'ours' OR jsonb_typeof(replace_list.rows) IS DISTINCT FROM 'array' THEN
        RAISE EXCEPTION 'a list has a name of its own and an array of rows' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    WITH given AS (
        SELECT DISTINCT ON (e.match, e.key) e.match, e.key, r.value ->> 'kind' AS kind, lower(coalesce(r.value ->> 'name', CASE e.match WHEN 'host' THEN e.key ELSE btrim(r.value ->> 'key') END)) AS name,
               coalesce((r.value ->> 'paid')::boolean, false) AS paid
          FROM jsonb_array_elements(replace_list.rows) WITH ORDINALITY AS r (value, n)
         CROSS JOIN LATERAL (SELECT 'host', intake.host_key(h) FROM unnest(intake.list_hosts(r.value ->> 'key')) AS h WHERE r.value ->> 'match' = 'host'
                             UNION ALL
                             SELECT 'alias', intake.alias_key(r.value ->> 'key') WHERE r.value ->> 'match' = 'alias') AS e (match, key)
         WHERE e.key IS NOT NULL
         ORDER BY e.match, e.key, r.n
    ), list AS MATERIALIZED (
        SELECT g.* FROM given AS g
         WHERE replace_list.origin = 'seed' OR NOT EXISTS (
                   SELECT FROM intake.channel_word AS s
                    WHERE s.match = g.match AND s.origin = 'seed'
                      AND s.key = ANY (CASE g.match WHEN 'host' THEN intake.host_suffixes(g.key) ELSE ARRAY[g.key] END))
    ), gone AS (
        DELETE FROM intake.channel_word AS w
         WHERE w.origin = replace_list.origin AND NOT EXISTS (SELECT FROM list AS l WHERE l.match = w.match AND l.key = w.key)
    ), come AS (
        INSERT INTO intake.channel_word AS w (match, key, kind, name, paid, origin)
        SELECT l.match, l.key, l.kind, l.name, l.paid, replace_list.origin FROM list AS l
            ON CONFLICT ON CONSTRAINT channel_word_pkey DO UPDATE SET kind = excluded.kind, name = excluded.name, paid = excluded.paid
         WHERE (w.kind, w.name, w.paid) IS DISTINCT FROM (excluded.kind, excluded.name, excluded.paid)
    )
    SELECT count(*) INTO my.counted FROM list AS l;
    RETURN my.counted;
END
$$;

-- intake.note_hosts(own text[], payment text[], login text[]) returns void: the hosts of these three reasons are those given;
-- null: none. Raises 22023 for what is no host. The intake program calls it with those of hosts.yaml, and tries again later if
-- somebody keeps the version locked.
CREATE OR REPLACE FUNCTION intake.note_hosts(own text[], payment text[], login text[])
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '1s'
AS $$
<<my>>
DECLARE
    wrong CONSTANT text := (SELECT string_agg(coalesce(h, 'null'), ', ') FROM unnest(own || payment || login) AS h WHERE intake.host_key(h) IS NULL);
BEGIN
    IF my.wrong IS NOT NULL THEN
        RAISE EXCEPTION 'no hosts: %', my.wrong USING ERRCODE = 'invalid_parameter_value', HINT = 'They are written as example.ru';
    END IF;
    WITH given AS MATERIALIZED (
        SELECT DISTINCT intake.host_key(h.host) AS host, h.why
          FROM (SELECT unnest(note_hosts.own), 'own' UNION ALL SELECT unnest(note_hosts.payment), 'payment'
                UNION ALL SELECT unnest(note_hosts.login), 'login') AS h (host, why)
    ), gone AS (
        DELETE FROM intake.site_host AS s
         WHERE s.why IN ('own', 'payment', 'login') AND NOT EXISTS (SELECT FROM given AS g WHERE g.host = s.host AND g.why = s.why)
    )
    INSERT INTO intake.site_host (host, why) SELECT g.host, g.why FROM given AS g ON CONFLICT ON CONSTRAINT site_host_pkey DO NOTHING;
END
$$;

-- intake.renew_seed(target regclass, defaults jsonb, rows jsonb) returns void: what comes with firstline in a table of rules becomes
-- these rows. The owner's are let alone, and go before one with the same key.
--   target    channel_rule, channel_click or ga4_source
--   defaults  what a row has that does not say it
CREATE OR REPLACE FUNCTION intake.renew_seed(target regclass, defaults jsonb, rows jsonb)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    list CONSTANT jsonb := (SELECT jsonb_agg('{"origin": "seed"}' || renew_seed.defaults || r) FROM jsonb_array_elements(renew_seed.rows) AS r);
BEGIN
    EXECUTE format('DELETE FROM %1$s AS r WHERE r.origin = ''seed'' AND NOT EXISTS ('
                   'SELECT FROM jsonb_populate_recordset(NULL::%1$s, $1) AS l WHERE ROW(l.*) IS NOT DISTINCT FROM ROW(r.*))', renew_seed.target)
      USING my.list;
    EXECUTE format('INSERT INTO %1$s SELECT l.* FROM jsonb_populate_recordset(NULL::%1$s, $1) AS l ON CONFLICT DO NOTHING', renew_seed.target)
      USING my.list;
END
$$;
