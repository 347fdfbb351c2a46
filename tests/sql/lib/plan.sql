-- What a query does, as its plan tells after it has run: for tests that count instead of looking at a clock.
SET LOCAL max_parallel_workers_per_gather = 0;

-- test.plan(query): the plan after it has run.
CREATE FUNCTION test.plan(query text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    plan jsonb;
BEGIN
    EXECUTE 'EXPLAIN (ANALYZE, BUFFERS, TIMING off, FORMAT json) ' || query INTO plan;
    RETURN plan -> 0 -> 'Plan';
END $$;

-- test.nodes(plan): its steps: of a call the function, how often each was begun, and how many rows it has looked at.
CREATE FUNCTION test.nodes(plan jsonb) RETURNS TABLE (kind text, calls text, loops bigint, rows numeric) LANGUAGE sql
BEGIN ATOMIC
    WITH RECURSIVE node (n) AS (
        SELECT plan
        UNION ALL
        SELECT c.child FROM node CROSS JOIN LATERAL jsonb_array_elements(node.n -> 'Plans') AS c (child)
    )
    SELECT n ->> 'Node Type', n ->> 'Function Name', (n ->> 'Actual Loops')::bigint,
           (n ->> 'Actual Loops')::numeric * ((n ->> 'Actual Rows')::numeric + coalesce((n ->> 'Rows Removed by Filter')::numeric, 0)
                                              + coalesce((n ->> 'Rows Removed by Join Filter')::numeric, 0))
      FROM node;
END;
