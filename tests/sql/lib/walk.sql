-- For walk.t. :steps operations at random, by qualifiers, sellers, visitors and the clock, and more until each kind was allowed
-- once, at most three times as many; after each fifth of :steps, and at the end, what must always hold is looked at (acts.sql),
-- and everybody looks for the amounts of others.
\ir begin.sql
SET synchronous_commit = off;
SELECT no_plan();
SELECT setseed(0.7);
\ir acts.sql

CREATE TABLE test.done (i int, result text);
CREATE TABLE test.found (i int, what text, lead uuid);
CREATE TABLE test.state_seen (state text PRIMARY KEY);
CREATE VIEW test.never AS SELECT statement FROM test.act WHERE weight > 0 AND role IN ('desk', 'sales') AND statement NOT LIKE '%name = ''x''%'
    AND statement NOT LIKE '%''?''%' AND statement NOT IN (SELECT result FROM test.done);
CREATE FUNCTION test.look() RETURNS void LANGUAGE sql AS $$
    INSERT INTO test.found SELECT (SELECT max(i) FROM test.done), b.* FROM test.broken() AS b;
    INSERT INTO test.found SELECT (SELECT max(i) FROM test.done), r.* FROM (VALUES ('walk_a', 'walk_g'), ('walk_b', 'walk_s'), ('walk_s', 'walk_g'), ('walk_g', 'walk_s')) AS p (who, whose)
             CROSS JOIN LATERAL test.reads(p.who, test.amount(p.whose)) AS r;
$$;
-- Each is a transaction, as in life; in one alone the index of the queue would keep all that was ever in it.
SELECT set_config('test.steps', :'steps', false) \g /dev/null
DO $$
DECLARE
    steps CONSTANT integer := current_setting('test.steps');
BEGIN
    FOR i IN 1..steps * 3 LOOP
        INSERT INTO test.done VALUES (i, test.step(i));
        COMMIT;
        IF i % 50 = 0 THEN
            INSERT INTO test.state_seen SELECT DISTINCT state FROM intake.work ON CONFLICT DO NOTHING;
            EXIT WHEN i >= steps AND NOT EXISTS (TABLE test.never);
        END IF;
        IF i % (steps / 5) = 0 THEN
            PERFORM test.look();
        END IF;
    END LOOP;
    PERFORM test.look();
END $$;
SELECT is_empty('SELECT * FROM test.found', format('%s operations break nothing', :steps));
SELECT ok(count(*) FILTER (WHERE result = 'refused') BETWEEN count(*) * 0.1 AND count(*) * 0.7, format('%s of them were refused', count(*) FILTER (WHERE result = 'refused'))) FROM test.done;
SELECT is_empty('TABLE test.never', 'each kind of operation was allowed at least once');
SELECT set_eq('TABLE test.state_seen', ARRAY['new', 'claimed', 'postponed', 'due', 'closed'], 'every state occurs');
SELECT set_eq('SELECT DISTINCT verdict::text FROM intake.work WHERE verdict IS NOT NULL', ARRAY['qualified', 'refused', 'redirected', 'unreachable', 'spam'], 'and every verdict');
SELECT isnt_empty('SELECT lead FROM intake.deal WHERE n > 1', 'some leads became a second deal');
SELECT isnt_empty('SELECT lead FROM intake.second_verdict WHERE verdict IS NOT NULL', 'some were judged twice');
SELECT isnt_empty('SELECT lead FROM intake.notice', 'some clients wrote again while their deal was open');

SELECT isnt_empty('SELECT test.reads(''walk_g'', test.amount(''walk_g''))', 'who won a deal finds its amount');
SELECT isnt_empty('TABLE test.rolled_back', 'claims were rolled back');
SELECT cmp_ok((SELECT sum(skipped) FROM desk.kpi), '>', 0::numeric, 'and there are skips');

SELECT * FROM finish();
