-- No login can hold up leads or the desk for long. Limits of time are a matter of each session (PostgreSQL 15 lets anybody
-- lift the own ones), so the program asks each second for those that overdo it to be ended.

-- intake.keep_order() returns a row for each session that it has ended: its login, its process, why, and how long it had
-- gone on. Of this database, of the program's role, of the desk's and of the staff, never of a superuser:
--   what has written or locked something in a transaction that has been open for more than three seconds. A batch of leads
--       is given up by the server after half of that, and an act of the desk takes milliseconds; whoever waits for them
--       gives up after two. What waits for a standby at its commit is let alone: all others would wait there, too
--   what has been idle in a transaction for half a minute, or in one for five: it keeps the queue's rows from being cleaned
--       away, and an installation waiting
-- The bounds are no settings: they follow from the program's own deadlines, and larger ones would be the hole again.
-- The keeper's rights are to see what sessions do, and to end them; of firstline's tables it may read none. So it knows
-- staff by the audiences that desk.add_staff puts them into.
CREATE OR REPLACE FUNCTION intake.keep_order()
RETURNS TABLE (login text, pid integer, why text, held interval)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    holds CONSTANT interval := interval '3 seconds';
    idles CONSTANT interval := interval '30 seconds';
    lasts CONSTANT interval := interval '5 minutes';
    found record;
BEGIN
    FOR found IN
        SELECT a.usename, a.pid, a.backend_xid, clock_timestamp() - a.xact_start AS lasted,
               CASE WHEN a.state LIKE 'idle in transaction%' THEN clock_timestamp() - a.state_change END AS idled
          FROM pg_stat_activity AS a
          JOIN pg_roles AS r ON r.oid = a.usesysid
         WHERE a.datname = current_database() AND a.backend_type = 'client backend' AND a.pid <> pg_backend_pid()
           AND a.xact_start < clock_timestamp() - holds AND a.wait_event IS DISTINCT FROM 'SyncRep'
           AND NOT r.rolsuper
           AND (r.rolname IN ('firstline_intake', 'firstline_desk')
                OR pg_has_role(r.oid, 'firstline_qualifier', 'MEMBER') OR pg_has_role(r.oid, 'firstline_sales', 'MEMBER')
                OR pg_has_role(r.oid, 'firstline_marketing', 'MEMBER'))
    LOOP
        login := found.usename;
        pid := found.pid;
        held := found.lasted;
        why := CASE WHEN found.backend_xid IS NOT NULL THEN 'has written'
                    WHEN found.lasted > lasts THEN 'does not end'
                    WHEN found.idled > idles THEN 'idle in a transaction' END;
        IF why IS NULL AND EXISTS (
            SELECT FROM pg_locks AS l
             WHERE l.pid = found.pid AND l.granted
               AND (l.locktype = 'advisory'
                    OR l.locktype = 'relation' AND l.mode IN ('ShareUpdateExclusiveLock', 'ShareLock',
                        'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')))
        THEN
            why := 'holds a lock';
        END IF;
        IF why IS NOT NULL AND pg_terminate_backend(pid) THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END
$$;

ALTER FUNCTION intake.keep_order() OWNER TO firstline_keeper;
