-- For the tests and for pgbench: records as the intake program makes them. Lives in a schema of its own, test.
DROP SCHEMA IF EXISTS test CASCADE;
CREATE SCHEMA test;

-- test.uuid7(at, n): a UUIDv7 that is the same each time.
CREATE FUNCTION test.uuid7(at timestamptz, n bigint) RETURNS uuid
LANGUAGE sql IMMUTABLE
RETURN (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0')
        || '8' || substr(md5(n::text), 1, 15))::uuid;

-- test.record(n, changes): a valid record, the n-th of a series a second apart, each of another person; what changes
-- holds replaces what it names. The fingerprint is made from what was changed in contacts and answers unless given.
CREATE FUNCTION test.record(n bigint, changes jsonb DEFAULT '{}') RETURNS jsonb
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    WITH made AS (
        SELECT jsonb_build_object(
            'id', test.uuid7(timestamptz '2026-11-22 08:00Z' + n * interval '1 second', n),
            'spare_id', test.uuid7(timestamptz '2026-11-22 08:00Z' + n * interval '1 second', n + 1000000007),
            'keyed', true, 'form', 'cargo', 'language', 'ru',
            'received_at', timestamptz '2026-11-22 08:00Z' + n * interval '1 second',
            'contacts', jsonb_build_array(
                jsonb_build_object('kind', 'phone', 'value', '+79' || lpad(n::text, 9, '0'), 'field', 'phone'),
                jsonb_build_object('kind', 'email', 'value', 'ivan' || n || '@example.com', 'field', 'email')),
            'answers', jsonb_build_object('name', 'Иван', 'cargo', 'станки', 'weight_kg', 2000, 'to', 'Хабаровск',
                                          'from', 'Пермь', 'ready_on', '2026-11-24', 'consent', true),
            'raw', jsonb_build_array(
                jsonb_build_array('name', ' Иван '), jsonb_build_array('phone', '8 9' || lpad(n::text, 9, '0')),
                jsonb_build_array('email', 'Ivan' || n || '@Example.com'), jsonb_build_array('cargo', 'станки'),
                jsonb_build_array('weight_kg', '2 000'), jsonb_build_array('to', 'Хабаровск'),
                jsonb_build_array('from', 'Пермь'), jsonb_build_array('ready_on', '24.11.2026'),
                jsonb_build_array('consent', 'on')),
            'address', '203.0.113.7', 'user_agent', 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0',
            'place', jsonb_build_object('country', 'RU', 'region', 'Khabarovsk Krai', 'city', 'Khabarovsk',
                                        'database', 'GeoLite2-City', 'built', '2026-11-01'))
        || jsonb_build_object(
            'touch', jsonb_build_object('landing', 'https://example.ru/?utm_source=yandex&utm_medium=cpc',
                'referrer', 'https://yandex.ru/', 'referrer_host', 'yandex.ru', 'utm_source', 'yandex',
                'utm_medium', 'cpc', 'utm_campaign', 'autumn', 'clicks', jsonb_build_object('yclid', '123'), 'seen', true),
            'category', 'high-margin', 'colour', 'red', 'rank', 10, 'rule', 'far city, heavy, this week',
            'rule_set', '0123456789ab',
            'evidence', jsonb_build_array(
                jsonb_build_object('field', 'to', 'matched', 'Хабаровск', 'start', 0, 'end', 18),
                jsonb_build_object('field', 'weight_kg', 'value', 2000), jsonb_build_object('place', 'RU')),
            'why', 'to has "Хабаровск"; weight_kg is 2000; the visitor''s country is RU',
            'marks', '[]'::jsonb)
        || changes AS r)
    SELECT jsonb_build_object('fingerprint',
               encode(sha256(convert_to(concat(r ->> 'form', r -> 'contacts', r -> 'answers'), 'UTF8')), 'hex')) || r
      FROM made;
END;

-- test.submit(records...): hands them in as one batch.
CREATE FUNCTION test.submit(VARIADIC records jsonb[]) RETURNS TABLE (n integer, receipt uuid, outcome text)
LANGUAGE sql
BEGIN ATOMIC
    SELECT s.n, s.receipt, s.outcome FROM intake.submit(to_json(records)) AS s;
END;

-- test.outcomes(records...): only the outcomes, in order.
CREATE FUNCTION test.outcomes(VARIADIC records jsonb[]) RETURNS text
LANGUAGE sql
BEGIN ATOMIC
    SELECT string_agg(s.outcome, ' ' ORDER BY s.n) FROM intake.submit(to_json(records)) AS s;
END;

-- test.contacts(texts...): contact points from '+79...' and 'a@b'.
CREATE FUNCTION test.contacts(VARIADIC points text[] DEFAULT '{}') RETURNS jsonb
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT jsonb_build_object('contacts', coalesce(jsonb_agg(
               jsonb_build_object('kind', CASE WHEN p LIKE '+%' THEN 'phone' ELSE 'email' END, 'value', p, 'field', 'f')
               ORDER BY i), '[]')) FROM unnest(points) WITH ORDINALITY AS u (p, i);
END;

-- test.try(role, statement): runs it as the role; answers 'ok' or the SQLSTATE.
CREATE FUNCTION test.try(role_name text, statement text) RETURNS text
LANGUAGE plpgsql
AS $$
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', role_name);
    EXECUTE statement;
    RESET SESSION AUTHORIZATION;
    RETURN 'ok';
EXCEPTION WHEN OTHERS THEN
    RESET SESSION AUTHORIZATION;
    RETURN SQLSTATE;
END
$$;

-- test.lead(n): the id of the n-th record.
CREATE FUNCTION test.lead(n bigint) RETURNS uuid
LANGUAGE sql IMMUTABLE
RETURN (test.record(n) ->> 'id')::uuid;

-- test.receipt(n): the same as people write it.
CREATE FUNCTION test.receipt(n bigint) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN test.record(n) ->> 'id';

-- test.short(n): the same as people read it out.
CREATE FUNCTION test.short(n bigint) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN substr(right(test.receipt(n), 8), 1, 4) || '-' || right(test.receipt(n), 4);

-- test.n(id): the other way round, of the first forty.
CREATE FUNCTION test.n(id uuid) RETURNS integer
LANGUAGE sql IMMUTABLE
RETURN (SELECT s.n FROM generate_series(1, 40) AS s (n) WHERE test.lead(s.n) = id);

-- test.take(n): the caller claims leads until the n-th is among them.
CREATE FUNCTION test.take(n integer) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    WHILE NOT EXISTS (SELECT FROM desk.my_leads AS m WHERE m.receipt = test.receipt(n)) LOOP
        PERFORM desk.claim_next();
    END LOOP;
END
$$;
