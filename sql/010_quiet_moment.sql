-- Takes all tables and views for itself, so that whatever follows meets nobody in the middle of something and waits for
-- nobody. It waits in short spells and stands back between them: at most that long does a person or a lead wait for it,
-- and should two wait for each other it is this one that gives way. After 20 seconds in vain the installation stops;
-- PGOPTIONS='-c lock_timeout=5min' has it try for longer.

DO $quiet$
DECLARE
    ours     CONSTANT text := (
        SELECT string_agg(c.oid::regclass::text, ', ' ORDER BY c.oid) FROM pg_class AS c
         WHERE c.relnamespace IN (SELECT n.oid FROM pg_namespace AS n
                                   WHERE n.nspname IN ('intake', 'desk', 'sales', 'marketing'))
           AND (c.relkind IN ('r', 'p') OR c.relkind = 'v' AND pg_get_userbyid(c.relowner) = 'firstline_owner'));
    patience CONSTANT interval := coalesce(nullif(current_setting('lock_timeout'), '0'), '20s')::interval;
    give_up  CONSTANT timestamptz := clock_timestamp() + patience;
BEGIN
    PERFORM set_config('lock_timeout', '400ms', true), set_config('deadlock_timeout', '100ms', true);
    WHILE ours IS NOT NULL LOOP
        BEGIN
            EXECUTE 'LOCK TABLE ' || ours;
            EXIT;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            IF clock_timestamp() > give_up THEN
                RAISE EXCEPTION 'somebody has been at work for % without an end: %', patience,
                    (SELECT string_agg(DISTINCT format('process %s of %s (%s), %s since %s', a.pid, a.usename,
                                                       a.application_name, a.state, a.xact_start), '; ')
                       FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
                      WHERE l.locktype = 'relation' AND l.granted AND a.datname = current_database()
                        AND a.pid <> pg_backend_pid() AND a.backend_type = 'client backend' AND a.xact_start IS NOT NULL)
                    USING ERRCODE = 'lock_not_available',
                          HINT = 'Nothing has been changed. Wait for the end, or SELECT pg_terminate_backend(process), and '
                                 'install again.';
            END IF;
        END;
        PERFORM pg_sleep(0.1);
    END LOOP;
    PERFORM set_config('lock_timeout', '10s', true);    -- of what is not ours; there is no reason to wait for it
END
$quiet$;
