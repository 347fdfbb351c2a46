-- Who may do what: the whole list. A right, an object or an owner that is not here fails the test.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();

CREATE TABLE test.audience (role oid, name text);
INSERT INTO test.audience
SELECT oid, rolname::text COLLATE "default" FROM pg_roles
 WHERE rolname IN ('firstline_intake', 'firstline_qualifier', 'firstline_sales', 'firstline_marketing')
UNION ALL VALUES (0, 'PUBLIC');

-- Every object of the four schemas with every right of an audience on it.
CREATE VIEW test.object AS
SELECT nspname::text AS schema, ''::text AS name, 'schema' AS kind, nspowner AS owner, coalesce(nspacl, acldefault('n', nspowner)) AS acl
  FROM pg_namespace
UNION ALL
SELECT relnamespace::regnamespace::text, relname, CASE relkind WHEN 'v' THEN 'view' ELSE 'table' END, relowner,
       coalesce(relacl, acldefault('r', relowner))
  FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p', 'f', 'S')
UNION ALL
SELECT pronamespace::regnamespace::text, format('%s(%s)', proname, pg_get_function_identity_arguments(oid)), 'function', proowner,
       coalesce(proacl, acldefault('f', proowner))
  FROM pg_proc
UNION ALL
SELECT t.typnamespace::regnamespace::text, t.typname, 'type', t.typowner, coalesce(t.typacl, acldefault('T', t.typowner))
  FROM pg_type AS t LEFT JOIN pg_class AS c ON c.oid = t.typrelid
 WHERE t.typtype = 'd' OR c.relkind = 'c';

CREATE VIEW test.held AS
SELECT o.schema COLLATE "default" AS schema, o.name COLLATE "default" AS name, o.kind, coalesce((
           SELECT string_agg(a.name || ' ' || lower(x.privilege_type), ', ' ORDER BY a.name, x.privilege_type)
             FROM aclexplode(o.acl) AS x JOIN test.audience AS a ON a.role = x.grantee), '') AS rights
  FROM test.object AS o WHERE o.schema IN ('intake', 'desk', 'sales', 'marketing');

SELECT set_eq('SELECT schema, kind, name, rights FROM test.held', $$VALUES
    ('desk',      'function', 'caller()',                        'firstline_qualifier execute'),
    ('desk',      'function', 'claim_next()',                    'firstline_qualifier execute'),
    ('desk',      'function', 'release(lead uuid, reason text)', 'firstline_qualifier execute'),
    ('desk',      'schema',   '',                                'firstline_qualifier usage'),
    ('desk',      'view',     'lead_history',                    'firstline_qualifier select'),
    ('desk',      'view',     'my_leads',                        'firstline_qualifier select'),
    ('desk',      'view',     'queue',                           'firstline_qualifier select'),
    ('intake',    'function', 'claim_contacts(new_id uuid, contacts intake.contact[])',           ''),
    ('intake',    'function', 'find_recent(payload bytea, received_at timestamp with time zone)', ''),
    ('intake',    'function', 'find_second(taken_id uuid, payload bytea)',                        ''),
    ('intake',    'function', 'lock_names(batch intake.record[])',                                ''),
    ('intake',    'function', 'note_categories(batch intake.record[])',                           ''),
    ('intake',    'function', 'read_records(records json)',      ''),
    ('intake',    'function', 'refuse_change()',                 ''),
    ('intake',    'function', 'store_leads(leads intake.lead[])', ''),
    ('intake',    'function', 'submit(records json)',            'firstline_intake execute'),
    ('intake',    'function', 'wake_leads()',                    ''),
    ('intake',    'schema',   '',                                'firstline_intake usage'),
    ('intake',    'table',    'category',                        ''),
    ('intake',    'table',    'client',                          ''),
    ('intake',    'table',    'contact_point',                   ''),
    ('intake',    'table',    'lead',                            ''),
    ('intake',    'table',    'lead_event',                      ''),
    ('intake',    'table',    'merge_proposal',                  ''),
    ('intake',    'table',    'migration',                       ''),
    ('intake',    'table',    'setting',                         ''),
    ('intake',    'table',    'work',                            ''),
    ('intake',    'type',     'contact',                         ''),
    ('intake',    'type',     'contact_kind',                    ''),
    ('intake',    'type',     'contact_value',                   ''),
    ('intake',    'type',     'event_kind',                      ''),
    ('intake',    'type',     'json_list',                       ''),
    ('intake',    'type',     'json_object',                     ''),
    ('intake',    'type',     'label',                           ''),
    ('intake',    'type',     'payload_hash',                    ''),
    ('intake',    'type',     'record',                          ''),
    ('intake',    'type',     'remark',                          ''),
    ('intake',    'type',     'work_state',                      ''),
    ('intake',    'view',     'lead_card',                       ''),
    ('marketing', 'schema',   '',                                'firstline_marketing usage'),
    ('marketing', 'view',     'channel_daily',                   'firstline_marketing select'),
    ('sales',     'schema',   '',                                'firstline_sales usage')
    $$, 'every object of the four schemas and every right on it');

SELECT is_empty($$SELECT attrelid::regclass, attname FROM pg_attribute WHERE attacl IS NOT NULL
                   AND attrelid::regclass::text ~ '^(intake|desk|sales|marketing)\.'$$, 'no right on single columns');
SELECT is_empty($$SELECT schema, name FROM test.object WHERE schema IN ('intake', 'desk', 'sales', 'marketing')
                   AND owner <> 'firstline_owner'::regrole$$, 'everything belongs to the owner role');
SELECT results_eq($$SELECT a.name, string_agg(x.privilege_type, ',' ORDER BY 1)
                      FROM pg_database, aclexplode(datacl) AS x JOIN test.audience AS a ON a.role = x.grantee
                     WHERE datname = current_database() GROUP BY a.name ORDER BY a.name$$,
    $$VALUES ('firstline_intake', 'CONNECT'), ('firstline_marketing', 'CONNECT'), ('firstline_qualifier', 'CONNECT'),
             ('firstline_sales', 'CONNECT')$$, 'the database lets them in, no more: no TEMP, no CREATE, nothing for PUBLIC');
SELECT results_eq($$SELECT rolname::text COLLATE "default", rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
                      FROM pg_roles WHERE rolname ~ '^firstline_' ORDER BY 1$$,
    $$VALUES ('firstline_intake', false), ('firstline_marketing', false), ('firstline_owner', false),
             ('firstline_qualifier', false), ('firstline_sales', false)$$, 'no role has a right over the server');
SELECT results_eq($$SELECT rolcanlogin, rolconnlimit FROM pg_roles WHERE rolname IN ('firstline_intake', 'firstline_owner') ORDER BY rolname$$,
    'VALUES (true, 16), (false, -1)', 'the intake logs in, the owner does not');
SELECT is_empty($$SELECT * FROM pg_auth_members WHERE member IN (SELECT role FROM test.audience)$$, 'no audience is in another role');
SELECT set_eq($$SELECT unnest(setconfig) FROM pg_db_role_setting WHERE setrole = 'firstline_intake'::regrole$$,
    ARRAY['statement_timeout=1500ms', 'lock_timeout=500ms', 'idle_in_transaction_session_timeout=5s'], 'the intake gives up in time');

-- The same by trying, both ways.
CREATE FUNCTION test.tried(statement text) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(CASE test.try('firstline_' || r, statement) WHEN 'ok' THEN r END, ' ' ORDER BY r)
      FROM unnest(ARRAY['intake', 'marketing', 'qualifier', 'sales']) AS r $$;
SELECT is(test.tried(statement), allowed, coalesce(allowed, 'nobody') || ' may: ' || statement) FROM (VALUES
    ('SELECT * FROM intake.submit(''[]'')',                     'intake'),
    ('SELECT * FROM desk.queue',                                'qualifier'),
    ('SELECT * FROM desk.my_leads',                             'qualifier'),
    ('SELECT * FROM desk.lead_history',                         'qualifier'),
    ('SELECT * FROM desk.claim_next()',                         'qualifier'),
    ('SELECT * FROM marketing.channel_daily',                   'marketing'),
    ('SELECT * FROM intake.lead',                               NULL),
    ('INSERT INTO intake.client (id) VALUES (gen_random_uuid())', NULL),
    ('UPDATE intake.setting SET lease = ''1 day''',             NULL),
    ('UPDATE desk.my_leads SET lease_until = ''infinity''',     NULL),
    ('DELETE FROM desk.lead_history',                           NULL),
    ('SELECT intake.wake_leads()',                              NULL),
    ('SELECT intake.store_leads(''{}'')',                       NULL),
    ('SELECT * FROM intake.lead_card',                          NULL),
    ('CREATE TEMP TABLE lead (id uuid)',                        NULL),
    ('CREATE TABLE public.lead (id uuid)',                      NULL),
    ('CREATE VIEW desk.mine AS SELECT 1',                       NULL)
    ) AS t (statement, allowed);
SELECT is(test.try('firstline_qualifier', 'SELECT desk.release(gen_random_uuid(), ''x'')'), '42501', 'a qualifier may call release, not for a lead of others');

-- Every function is pinned to its names; every filtering view keeps its rows to itself; every word is explained.
SELECT is_empty($$SELECT oid::regprocedure FROM pg_proc WHERE pronamespace::regnamespace::text IN ('intake', 'desk', 'sales', 'marketing')
                   AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false)$$, 'every function pins its search_path');
SELECT is_empty($$SELECT oid::regclass FROM pg_class WHERE relkind = 'v' AND oid::regclass::text IN ('desk.queue', 'desk.my_leads')
                   AND NOT coalesce('security_barrier=true' = ANY (reloptions) OR 'security_barrier' = ANY (reloptions), false)$$,
    'the views that filter are barriers');
SELECT is_empty($$SELECT schema, name FROM test.held WHERE schema IN ('desk', 'marketing', 'sales') AND coalesce(CASE kind
           WHEN 'schema' THEN obj_description(schema::regnamespace, 'pg_namespace')
           WHEN 'view' THEN obj_description((schema || '.' || name)::regclass, 'pg_class')
           ELSE (SELECT obj_description(p.oid, 'pg_proc') FROM pg_proc p
                  WHERE p.pronamespace = schema::regnamespace AND p.proname = split_part(name, '(', 1)) END, '') = ''$$,
    'whatever an audience can touch has a comment');
SELECT is_empty($$SELECT attrelid::regclass, attname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = attrelid
                   WHERE relkind = 'v' AND relnamespace::regnamespace::text IN ('desk', 'marketing') AND attnum > 0
                     AND col_description(attrelid, attnum) IS NULL$$, 'and so has each column');

SELECT * FROM finish();
ROLLBACK;
