-- For walk.t. Ten thousand operations at random, by qualifiers, sellers, visitors and the clock; after each thousand, and at the end,
-- what must always hold is looked at (acts.sql).
\ir begin.sql
SET synchronous_commit = off;
SELECT no_plan();
SELECT setseed(0.7);
\ir acts.sql

CREATE TABLE test.done (i int, result text);
CREATE TABLE test.found (i int, what text, lead uuid);
CREATE TABLE test.state_seen (state text PRIMARY KEY);
-- Each is a transaction, as in life; in one alone the index of the queue would keep all that was ever in it.
DO $$ BEGIN
    FOR i IN 1..10000 LOOP
        INSERT INTO test.done VALUES (i, test.step(i));
        COMMIT;
        IF i % 50 = 0 THEN
            INSERT INTO test.state_seen SELECT DISTINCT state FROM intake.work ON CONFLICT DO NOTHING;
        END IF;
        IF i % 2000 = 0 THEN
            INSERT INTO test.found SELECT i, b.what, b.lead FROM test.broken() AS b;
        END IF;
    END LOOP;
END $$;
SELECT is_empty('SELECT * FROM test.found', 'ten thousand operations break nothing');
SELECT ok(count(*) FILTER (WHERE result = 'refused') BETWEEN 1000 AND 7000, format('%s of them were refused', count(*) FILTER (WHERE result = 'refused'))) FROM test.done;
SELECT is_empty('SELECT statement FROM test.act WHERE weight > 0 AND role IN (''desk'', ''sales'') AND statement NOT LIKE ''%name = ''''x''''%'' AND statement NOT IN (SELECT result FROM test.done)',
    'each kind of operation was allowed at least once');
SELECT set_eq('TABLE test.state_seen', ARRAY['new', 'claimed', 'postponed', 'due', 'closed'], 'every state occurs');
SELECT set_eq('SELECT DISTINCT verdict::text FROM intake.work WHERE verdict IS NOT NULL', ARRAY['qualified', 'refused', 'redirected', 'unreachable', 'spam'], 'and every verdict');
SELECT isnt_empty('SELECT lead FROM intake.deal WHERE n > 1', 'some leads became a second deal');
SELECT isnt_empty('SELECT lead FROM intake.second_verdict WHERE verdict IS NOT NULL', 'some were judged twice');
SELECT isnt_empty('SELECT lead FROM intake.notice', 'some clients wrote again while their deal was open');

SELECT * FROM finish();
