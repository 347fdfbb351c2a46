-- For lock_walk.t: acts that meet in the same few clients and leads, and hold their locks for a while.
\set QUIET on
SET client_min_messages = warning;
\ir helper.sql
\ir acts.sql

-- Batches of five, of few people: each has two contact points, and so some clients are proposed to be one.
CREATE OR REPLACE FUNCTION test.visit(i int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM intake.submit((SELECT json_agg(test.record(i * 10 + k, test.contacts('+790000000' || 10 + floor(random() * 30), 'm' || floor(random() * 30) || '@example.com')))
                             FROM generate_series(0, 4) AS k));
END $$;
UPDATE test.act SET weight = 30 WHERE role = 'visitor';
-- Several acts in one transaction are the caller's own risk (HACKING.md): two sessions of one person were seen in a circle once.
UPDATE test.act SET weight = 0 WHERE statement LIKE 'SELECT desk.record_attempt%), desk.record_attempt%';
CREATE FUNCTION test.client() RETURNS text LANGUAGE sql AS $$ SELECT c.id::text FROM intake.client AS c ORDER BY random() LIMIT 1 $$;
CREATE FUNCTION test.contact() RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT p.value FROM intake.contact_point AS p ORDER BY random() LIMIT 1 $$;
CREATE SEQUENCE test.n;
-- Through the pages: a lead by hand that is taken at once, and an act with one of few keys.
CREATE FUNCTION test.by_hand() RETURNS text LANGUAGE sql SECURITY DEFINER AS $$
    SELECT receipt::text FROM intake.submit_by_hand(session_user, to_json(test.record(nextval('test.n') * 10,
        test.contacts('+790000000' || 10 + floor(random() * 30), 'm' || floor(random() * 30) || '@example.com') || '{"channel": "phone"}'))) $$;
CREATE FUNCTION test.once() RETURNS text LANGUAGE sql SECURITY DEFINER AS $$
    SELECT intake.act_begin(session_user, test.uuid7('2026-11-22', floor(random() * 20)::bigint)) $$;
INSERT INTO test.act (role, statement, weight) VALUES
    ('desk', 'SELECT test.bring(floor(random() * 12)::int)', 6), ('desk', 'SELECT desk.withdraw_import(test.batch(), ''x'')', 8),
    ('desk', 'SELECT desk.take(test.by_hand())', 10), ('desk', 'SELECT CASE WHEN test.once() IS NULL THEN desk.add_note($1, ''x'') END', 6),
    ('desk', 'SELECT desk.add_answer($1, ''phone'', ''+790000000'' || 10 + floor(random() * 30))', 6),
    ('desk', 'SELECT desk.add_answer($1, ''email'', ''m'' || floor(random() * 30) || ''@example.com'')', 6),
    ('desk', 'UPDATE desk.my_leads SET stage = ''price''', 2),
    ('desk', 'UPDATE desk.my_leads SET verdict = ''spam'', reason = ''robot'' WHERE receipt = $1 OR random() < 0.3', 2),
    ('desk', 'SELECT desk.merge(test.client(), test.client(), ''one'')', 8), ('desk', 'SELECT desk.unmerge(test.client(), ''two'')', 8),
    ('desk', 'SELECT desk.split_client(test.contact(), ''two'')', 8), ('desk', 'SELECT desk.unsplit_client(test.contact(), ''one'')', 8),
    ('desk', 'SELECT desk.keep_apart((SELECT lead::text FROM intake.merge_proposal ORDER BY random() LIMIT 1))', 4),
    ('desk', 'SELECT desk.absent((ARRAY[''walk_a'', ''walk_b''])[1 + floor(random() * 2)], ''+1h'')', 3), ('desk', 'SELECT desk.take_back($2, ''absent'')', 3),
    ('sales', 'SELECT sales.seen(about) FROM (SELECT about::text FROM intake.notice ORDER BY random() LIMIT 1) AS n', 4);
ALTER FUNCTION test.client() SECURITY DEFINER;
UPDATE intake.staff SET head = true WHERE login = 'walk_c';

-- What has been written is held for a few milliseconds before the next is wanted.
CREATE FUNCTION test.linger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(random() * 0.004); RETURN NULL; END $$;
CREATE TRIGGER linger AFTER INSERT OR UPDATE OR DELETE ON intake.lead_event FOR EACH STATEMENT EXECUTE FUNCTION test.linger();
CREATE TRIGGER linger AFTER INSERT OR UPDATE OR DELETE ON intake.waiting FOR EACH STATEMENT EXECUTE FUNCTION test.linger();
CREATE TRIGGER linger AFTER INSERT OR UPDATE OR DELETE ON intake.contact_point FOR EACH STATEMENT EXECUTE FUNCTION test.linger();
CREATE TRIGGER linger AFTER INSERT OR UPDATE OR DELETE ON intake.client_merge FOR EACH STATEMENT EXECUTE FUNCTION test.linger();
CREATE TRIGGER linger AFTER INSERT OR UPDATE OR DELETE ON intake.deal FOR EACH STATEMENT EXECUTE FUNCTION test.linger();
CREATE TRIGGER linger AFTER UPDATE ON intake.notice FOR EACH ROW EXECUTE FUNCTION test.linger();

-- test.concurrent_step(): one act; answers what became of it, or the SQLSTATE.
CREATE FUNCTION test.concurrent_step() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN test.step(nextval('test.n')::int);
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$;
-- There is something to work on from the first step.
DO $$ BEGIN
    FOR i IN 1..40 LOOP
        PERFORM test.visit(nextval('test.n')::int);
    END LOOP;
END $$;
