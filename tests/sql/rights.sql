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
    ('desk', 'function', 'add_answer(lead uuid, field text, value text)', 'firstline_qualifier execute'),
    ('desk', 'function', 'add_note(lead uuid, note text)', 'firstline_qualifier execute'),
    ('desk', 'function', 'add_staff(login text, name text, works_in text, teams text[], head boolean)', ''),
    ('desk', 'function', 'caller()', 'firstline_qualifier execute'),
    ('desk', 'function', 'claim_next()', 'firstline_qualifier execute'),
    ('desk', 'function', 'client_history(id uuid)', 'firstline_qualifier execute'),
    ('desk', 'function', 'hand_over(lead uuid, team text, note text)', 'firstline_qualifier execute'),
    ('desk', 'function', 'is_head()', 'firstline_qualifier execute'),
    ('desk', 'function', 'keep_apart(receipt uuid)', 'firstline_qualifier execute'),
    ('desk', 'function', 'mark_spam(lead uuid, reason text)', 'firstline_qualifier execute'),
    ('desk', 'function', 'mark_unreachable(lead uuid, reason text)', 'firstline_qualifier execute'),
    ('desk', 'function', 'merge(client uuid, other uuid, why text)', 'firstline_qualifier execute'),
    ('desk', 'function', 'postpone(lead uuid, not_before timestamp with time zone, reason text)', 'firstline_qualifier execute'),
    ('desk', 'function', 'record_attempt(lead uuid, outcome text, note text)', 'firstline_qualifier execute'),
    ('desk', 'function', 'refuse(lead uuid, reason text, pointed_to text)', 'firstline_qualifier execute'),
    ('desk', 'function', 'release(lead uuid, reason text)', 'firstline_qualifier execute'),
    ('desk', 'function', 'remove_staff(login text)', ''),
    ('desk', 'function', 'renew(lead uuid)', 'firstline_qualifier execute'),
    ('desk', 'function', 'reopen(lead uuid, reason text)', 'firstline_qualifier execute'),
    ('desk', 'function', 'second_verdict(lead uuid, verdict text, reason text)', 'firstline_qualifier execute'),
    ('desk', 'function', 'seen(receipt uuid)', 'firstline_qualifier execute'),
    ('desk', 'function', 'set_category(lead uuid, category text, note text)', 'firstline_qualifier execute'),
    ('desk', 'function', 'set_stage(lead uuid, stage text)', 'firstline_qualifier execute'),
    ('desk', 'function', 'unmerge(client uuid, why text)', 'firstline_qualifier execute'),
    ('desk', 'schema', '', 'firstline_qualifier usage'),
    ('desk', 'view', 'choices', 'firstline_qualifier select'),
    ('desk', 'view', 'kpi', 'firstline_qualifier select'),
    ('desk', 'view', 'lead_history', 'firstline_qualifier select'),
    ('desk', 'view', 'merge_proposals', 'firstline_qualifier select'),
    ('desk', 'view', 'other_receipts', 'firstline_qualifier select'),
    ('desk', 'view', 'my_leads', 'firstline_qualifier delete, firstline_qualifier insert, firstline_qualifier select, firstline_qualifier update'),
    ('desk', 'view', 'notices', 'firstline_qualifier select'),
    ('desk', 'view', 'queue', 'firstline_qualifier select'),
    ('desk', 'view', 'second_look', 'firstline_qualifier select'),
    ('intake', 'function', 'asked(lead uuid, team text)', ''),
    ('intake', 'function', 'awaits_second(lead uuid)', 'firstline_qualifier execute'),
    ('intake', 'function', 'card(lead uuid)', 'firstline_qualifier execute, firstline_sales execute'),
    ('intake', 'function', 'check_reason_act()', ''),
    ('intake', 'function', 'choose(list text, given text)', ''),
    ('intake', 'function', 'choose_reason(act text, given text, OUT name text, OUT note text)', ''),
    ('intake', 'function', 'claim_contacts(new_id uuid, contacts intake.contact[])', ''),
    ('intake', 'function', 'client_before(client uuid, before timestamp with time zone)', ''),
    ('intake', 'function', 'client_members(client uuid)', ''),
    ('intake', 'function', 'client_of(lead uuid)', ''),
    ('intake', 'function', 'client_root(client uuid)', 'firstline_qualifier execute'),
    ('intake', 'function', 'close(w intake.work, verdict text, reason text, note text, details jsonb)', ''),
    ('intake', 'function', 'completeness(lead uuid, team text)', ''),
    ('intake', 'function', 'close_as(lead uuid, verdict text, reason text)', ''),
    ('intake', 'function', 'choose_why(verdict text, given text, OUT name text, OUT note text)', ''),
    ('intake', 'function', 'demand_exact(type text, value text)', ''),
    ('intake', 'function', 'is_exact(type text, value text)', ''),
    ('intake', 'function', 'is_staff_login(login text)', ''),
    ('intake', 'function', 'staff_mark()', ''),
    ('intake', 'function', 'decide(mine uuid, verdict text, reason text, not_before timestamp with time zone, team text, note text)', ''),
    ('intake', 'function', 'edit_my_leads()', ''),
    ('intake', 'function', 'enter(w intake.work, what text, reason text, note text, details jsonb)', ''),
    ('intake', 'function', 'enter_deal(d intake.deal, what text, reason text, note text, details jsonb)', ''),
    ('intake', 'function', 'history()', 'firstline_intake execute'),
    ('intake', 'function', 'look(receipts uuid[], OUT history text, OUT wal bigint, OUT remembered boolean)', 'firstline_intake execute'),
    ('intake', 'function', 'with_mark(batch intake.record[], mark text)', ''),
    ('intake', 'function', 'submit_again(records json)', 'firstline_intake execute'),
    ('intake', 'function', 'hello(program text, needs integer, keys text[])', 'firstline_intake execute'),
    ('intake', 'function', 'hold(lead uuid)', ''),
    ('intake', 'function', 'hold_deal(lead uuid)', ''),
    ('intake', 'function', 'joined(answers json, fields text[])', ''),
    ('intake', 'function', 'keep_queue()', ''),
    ('intake', 'function', 'local_zone(place jsonb, contacts json)', ''),
    ('intake', 'function', 'lock_merges()', ''),
    ('intake', 'function', 'lock_names(batch intake.record[])', ''),
    ('intake', 'function', 'note_categories(batch intake.record[])', ''),
    ('intake', 'function', 'office_hours(first date, last date)', 'firstline_marketing execute, firstline_qualifier execute'),
    ('intake', 'function', 'queue_new()', ''),
    ('intake', 'function', 'keys_taken(r intake.record)', ''),
    ('intake', 'function', 'read_records(records json)', ''),
    ('intake', 'function', 'refuse_change()', ''),
    ('intake', 'function', 'refuse_unknown_keys(records json)', ''),
    ('intake', 'function', 'session_name()', ''),
    ('intake', 'function', 'store_run(run intake.record[], done bigint)', ''),
    ('intake', 'function', 'submit(records json)', 'firstline_intake execute'),
    ('intake', 'function', 'take_spare(n bigint, id uuid, spare_id uuid)', ''),
    ('intake', 'function', 'tell_owners(leads uuid[])', ''),
    ('intake', 'function', 'telling_events()', 'firstline_qualifier execute'),
    ('intake', 'function', 'typed_answers(typed jsonb, sent json, known json)', ''),
    ('intake', 'function', 'typed_contacts(typed jsonb, kind text, found text)', ''),
    ('intake', 'function', 'typed_words(typed jsonb, field text)', ''),
    ('intake', 'function', 'unknown_keys(keys text[])', ''),
    ('intake', 'function', 'wake_leads()', ''),
    ('intake', 'function', 'working_time(since timestamp with time zone, until timestamp with time zone)', 'firstline_qualifier execute'),
    ('intake', 'function', 'with_answer(answers json, field text, value text)', ''),
    ('intake', 'schema', '', 'firstline_intake usage'),
    ('intake', 'table', 'category', ''),
    ('intake', 'table', 'client', ''),
    ('intake', 'table', 'client_merge', ''),
    ('intake', 'table', 'contact_point', ''),
    ('intake', 'table', 'deal', 'firstline_sales select'),
    ('intake', 'table', 'event_name', ''),
    ('intake', 'table', 'lead', ''),
    ('intake', 'table', 'lead_event', 'firstline_qualifier select, firstline_sales select'),
    ('intake', 'table', 'merge_proposal', ''),
    ('intake', 'table', 'migration', ''),
    ('intake', 'table', 'other_receipt', ''),
    ('intake', 'table', 'notice', 'firstline_qualifier select, firstline_sales select'),
    ('intake', 'table', 'phone_zone', ''),
    ('intake', 'table', 'place_zone', ''),
    ('intake', 'table', 'reason', ''),
    ('intake', 'table', 'required_answer', ''),
    ('intake', 'table', 'reserved_field', ''),
    ('intake', 'table', 'second_verdict', ''),
    ('intake', 'table', 'setting', ''),
    ('intake', 'table', 'special_day', ''),
    ('intake', 'table', 'staff', ''),
    ('intake', 'table', 'staff_team', ''),
    ('intake', 'table', 'stage', ''),
    ('intake', 'table', 'team', ''),
    ('intake', 'table', 'verdict', ''),
    ('intake', 'table', 'waiting', 'firstline_qualifier select'),
    ('intake', 'table', 'work', 'firstline_qualifier select, firstline_sales select'),
    ('intake', 'table', 'working_hours', ''),
    ('intake', 'type', 'contact', ''),
    ('intake', 'type', 'contact_kind', ''),
    ('intake', 'type', 'contact_value', ''),
    ('intake', 'type', 'event_kind', ''),
    ('intake', 'type', 'json_list', ''),
    ('intake', 'type', 'json_object', ''),
    ('intake', 'type', 'label', ''),
    ('intake', 'type', 'payload_hash', ''),
    ('intake', 'type', 'record', ''),
    ('intake', 'type', 'remark', ''),
    ('intake', 'type', 'typed_texts', ''),
    ('intake', 'type', 'verdict_name', ''),
    ('intake', 'type', 'work_state', ''),
    ('intake', 'type', 'zone_name', ''),
    ('intake', 'view', 'lead_card', ''),
    ('marketing', 'schema', '', 'firstline_marketing usage'),
    ('marketing', 'view', 'channel_daily', 'firstline_marketing select'),
    ('marketing', 'view', 'funnel', 'firstline_marketing select'),
    ('marketing', 'view', 'speed_to_lead', 'firstline_marketing select'),
    ('sales', 'function', 'add_note(receipt uuid, note text)', 'firstline_sales execute'),
    ('sales', 'function', 'close_deal(receipt uuid, outcome text, reason text, amount numeric, margin numeric)', 'firstline_sales execute'),
    ('sales', 'function', 'my_teams()', 'firstline_sales execute'),
    ('sales', 'function', 'seen(receipt uuid)', 'firstline_sales execute'),
    ('sales', 'function', 'set_stage(receipt uuid, stage text)', 'firstline_sales execute'),
    ('sales', 'function', 'take_deal(receipt uuid)', 'firstline_sales execute'),
    ('sales', 'schema', '', 'firstline_sales usage'),
    ('sales', 'view', 'choices', 'firstline_sales select'),
    ('sales', 'view', 'deal_history', 'firstline_sales select'),
    ('sales', 'view', 'deals', 'firstline_sales select'),
    ('sales', 'view', 'notices', 'firstline_sales select')
    $$, 'every object of the four schemas and every right on it');

-- What the program relies on: the server gives up before it does, and what an owner finds set at first
SELECT set_eq($$SELECT unnest(rolconfig) FROM pg_roles WHERE rolname = 'firstline_intake'$$,
    ARRAY['statement_timeout=1500ms', 'lock_timeout=500ms', 'idle_in_transaction_session_timeout=5s'], 'the intake''s statements end in time');
SELECT is((SELECT rolconnlimit FROM pg_roles WHERE rolname = 'firstline_intake'), 64, 'and it has sixty-four connections at the most');
SELECT row_eq('SELECT zone, lease, unreachable_after, recheck_share, currency FROM intake.setting',
    ROW('Europe/Moscow'::text, '30 minutes'::interval, 3, 0.1::numeric, 'RUB'::text), 'the settings of a new installation');
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
    'VALUES (true, 64), (false, -1)', 'the intake logs in, the owner does not');
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
    ('UPDATE desk.my_leads SET lease_until = ''infinity''',     'qualifier'),   -- none of his: no row, no error
    ('SELECT * FROM desk.kpi',                                  'qualifier'),
    ('SELECT * FROM desk.second_look',                          'qualifier'),
    ('SELECT * FROM desk.merge_proposals',                      'qualifier'),
    ('SELECT * FROM desk.other_receipts',                       'qualifier'),
    ('SELECT * FROM sales.deals',                               'sales'),
    ('SELECT * FROM sales.deal_history',                        'sales'),
    ('SELECT * FROM marketing.funnel',                          'marketing'),
    ('SELECT * FROM marketing.speed_to_lead',                   'marketing'),
    ('SELECT * FROM intake.deal',                               NULL),
    ('SELECT * FROM intake.staff',                              NULL),
    ('UPDATE intake.reason SET in_use = false',                 NULL),
    ('SELECT intake.close(NULL, ''spam'', ''spam'', ''robot'')', NULL),
    ('SELECT desk.add_staff(''me'', ''Me'', ''sales'')',        NULL),
    ('SELECT desk.remove_staff(''firstline_qualifier'')',       NULL),
    ('UPDATE desk.queue SET name = ''x''',                      NULL),
    ('DELETE FROM desk.lead_history',                           NULL),
    ('SELECT intake.wake_leads()',                              NULL),
    ('SELECT intake.store_run(''{}'', 0)',                      NULL),
    ('SELECT * FROM intake.lead_card',                          NULL),
    ('CREATE TEMP TABLE lead (id uuid)',                        NULL),
    ('CREATE TABLE public.lead (id uuid)',                      NULL),
    ('CREATE VIEW desk.mine AS SELECT 1',                       NULL)
    ) AS t (statement, allowed);
SELECT is(test.try('firstline_qualifier', 'SELECT desk.release(gen_random_uuid(), ''other'')'), '42501', 'a qualifier may call release, not for a lead of others');

-- Every function is pinned to its names; every filtering view keeps its rows to itself; every word is explained.
SELECT is_empty($$SELECT oid::regprocedure FROM pg_proc WHERE pronamespace::regnamespace::text IN ('intake', 'desk', 'sales', 'marketing')
                   AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false)
                   AND oid <> 'intake.keys_taken(intake.record)'::regprocedure$$,    -- bound when made, and put in place (220)
    'every function pins its search_path');
SELECT results_eq($$SELECT oid::regclass::text COLLATE "default", coalesce(array_to_string(reloptions, ' '), '') COLLATE "default" FROM pg_class
                     WHERE relkind = 'v' AND relnamespace::regnamespace::text IN ('intake', 'desk', 'sales', 'marketing') ORDER BY 1$$,
    $$VALUES ('desk.choices', ''),
             ('desk.kpi', 'security_barrier=true'),
             ('desk.lead_history', 'security_invoker=true security_barrier=true'),
             ('desk.merge_proposals', 'security_barrier=true'),
             ('desk.my_leads', 'security_invoker=true security_barrier=true'),
             ('desk.notices', 'security_invoker=true security_barrier=true'),
             ('desk.other_receipts', 'security_barrier=true'),
             ('desk.queue', 'security_invoker=true security_barrier=true'),
             ('desk.second_look', 'security_barrier=true'),
             ('intake.lead_card', ''),
             ('marketing.channel_daily', ''), ('marketing.funnel', ''), ('marketing.speed_to_lead', ''),
             ('sales.choices', ''),
             ('sales.deal_history', 'security_invoker=true security_barrier=true'),
             ('sales.deals', 'security_invoker=true security_barrier=true'),
             ('sales.notices', 'security_invoker=true security_barrier=true')$$,
    'whose rights each view runs with, and which are barriers');
SELECT set_eq($$SELECT relname::text FROM pg_class WHERE relnamespace = 'intake'::regnamespace AND relkind = 'r'
                   AND NOT (relrowsecurity AND relforcerowsecurity)$$,
    ARRAY['migration', 'setting', 'category', 'verdict', 'event_name', 'reason', 'stage', 'team', 'required_answer', 'reserved_field', 'working_hours',
          'special_day', 'place_zone', 'phone_zone'], 'row security is forced wherever there is anything about people');
SELECT set_eq($$SELECT tablename::text, policyname::text, array_to_string(roles, ' '), cmd::text FROM pg_policies
                 WHERE schemaname = 'intake' AND policyname <> 'owner_all'$$,
    $$VALUES ('deal', 'own_team', 'firstline_sales', 'SELECT'),
             ('work', 'own_team', 'firstline_sales', 'SELECT'), ('lead_event', 'own_team', 'firstline_sales', 'SELECT'),
             ('notice', 'own_team', 'firstline_sales', 'SELECT'),
             ('work', 'qualifier_work', 'firstline_qualifier', 'SELECT'),
             ('waiting', 'qualifier_queue', 'firstline_qualifier', 'SELECT'),
             ('lead_event', 'qualifier_history', 'firstline_qualifier', 'SELECT'),
             ('notice', 'qualifier_notices', 'firstline_qualifier', 'SELECT')$$, 'every policy but the owner''s');
SELECT is_empty($$SELECT schema, name FROM test.held WHERE schema IN ('desk', 'marketing', 'sales') AND coalesce(CASE kind
           WHEN 'schema' THEN obj_description(schema::regnamespace, 'pg_namespace')
           WHEN 'view' THEN obj_description((schema || '.' || name)::regclass, 'pg_class')
           ELSE (SELECT obj_description(p.oid, 'pg_proc') FROM pg_proc p
                  WHERE p.pronamespace = schema::regnamespace AND p.proname = split_part(name, '(', 1)) END, '') = ''$$,
    'whatever an audience can touch has a comment');
SELECT is_empty($$SELECT attrelid::regclass, attname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = attrelid
                   WHERE relkind = 'v' AND relnamespace::regnamespace::text IN ('desk', 'sales', 'marketing') AND attnum > 0
                     AND col_description(attrelid, attnum) IS NULL$$, 'and so has each column');

SELECT * FROM finish();
ROLLBACK;
