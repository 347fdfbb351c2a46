-- Who holds up others, now and again and again: what the keeper (280) looks at and remembers, with the keeper's rights.

-- intake.open_sessions() returns a row for each session in a transaction, of this database, of the program's role, of the
-- desk's and of the staff, never of a superuser:
--   login, pid   whose, and its process
--   counted_as   0: together with the login's other ones. Of the programs' logins, which many share, the process
--   begun        when its transaction began
--   since        when what it does now began: a DO or CALL that commits or rolls back goes on
--   idled        how long its transaction has waited for a next statement, if it does
--   holding      has written, or holds a lock; null: neither
--   waits        for a lock; whoever has that one is to blame
--   rests        waits for its client, or by a clock; the others have something to do, which takes long on a slow machine
-- What waits for a commit to be on the disk or at a standby is not there: all others would wait there, too.
CREATE OR REPLACE FUNCTION intake.open_sessions()
RETURNS TABLE (login name, pid integer, counted_as integer, begun timestamptz, since timestamptz, idled interval, holding text,
    waits boolean, rests boolean)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT a.usename, a.pid, CASE WHEN p.shared THEN a.pid ELSE 0 END, a.xact_start, least(a.xact_start, a.query_start),
           CASE WHEN a.state LIKE 'idle in transaction%' THEN clock_timestamp() - a.state_change END,
           CASE WHEN a.backend_xid IS NOT NULL THEN 'has written'
                WHEN a.pid IN (SELECT l.pid FROM pg_locks AS l
                                WHERE l.granted
                                  AND (l.locktype = 'advisory'
                                       OR l.locktype = 'relation' AND l.mode IN ('ShareUpdateExclusiveLock', 'ShareLock',
                                           'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')))
                THEN 'holds a lock' END,
           coalesce(a.wait_event_type = 'Lock', false), coalesce(a.wait_event_type IN ('Client', 'Timeout'), false)
      FROM pg_stat_activity AS a
      JOIN pg_roles AS r ON r.oid = a.usesysid
     CROSS JOIN LATERAL (SELECT r.rolname IN ('firstline_intake', 'firstline_desk')) AS p (shared)
     WHERE a.datname = current_database() AND a.backend_type = 'client backend' AND a.pid <> pg_backend_pid()
       AND a.xact_start IS NOT NULL AND coalesce(a.wait_event NOT IN ('SyncRep', 'WALSync', 'WALWrite'), true)
       AND NOT r.rolsuper
       AND (p.shared OR pg_has_role(r.oid, 'firstline_qualifier', 'MEMBER') OR pg_has_role(r.oid, 'firstline_sales', 'MEMBER')
            OR pg_has_role(r.oid, 'firstline_marketing', 'MEMBER'));
END
$$;

-- intake.note_lingering() returns void: remembers who holds something in a transaction that is older than a third of a
-- second. An act takes milliseconds, but a machine with too much to do makes all slow: so of those that have something to do
-- only staff count, and only while few linger. The program's own batches may take as long as the server lets them.
-- Several nodes ask each second: what was counted within the last second is not counted again.
-- Reads, adds to and changes lingering.
CREATE OR REPLACE FUNCTION intake.note_lingering()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    lingers CONSTANT interval := interval '300 milliseconds';
    few     CONSTANT integer := 3;
    most    CONSTANT double precision := 7;      -- so many seconds later it is forgotten
    looked    CONSTANT timestamptz := clock_timestamp();
BEGIN
    INSERT INTO intake.lingering AS k (login, pid, since, seen, level)
    SELECT x.login, x.counted_as, looked, looked, 3
      FROM (SELECT g.*, count(*) FILTER (WHERE NOT g.rests) OVER () AS busy
              FROM (SELECT s.login, s.counted_as, bool_or(s.rests) AS rests
                      FROM intake.open_sessions() AS s
                     WHERE s.holding IS NOT NULL AND NOT s.waits AND s.begun < looked - lingers AND (s.rests OR s.counted_as = 0)
                     GROUP BY s.login, s.counted_as) AS g) AS x
     WHERE x.rests OR x.busy <= few
     ORDER BY x.login, x.counted_as
    ON CONFLICT ON CONSTRAINT lingering_pkey DO UPDATE
       SET seen = looked, level = least(greatest(k.level - extract(epoch FROM looked - k.seen), 0) + 3, most),
           since = CASE WHEN k.level > extract(epoch FROM looked - k.seen) THEN k.since ELSE looked END
     WHERE k.seen < looked - interval '900 milliseconds';
    DELETE FROM intake.lingering AS k
     WHERE (k.login, k.pid) IN (SELECT o.login, o.pid FROM intake.lingering AS o WHERE o.seen < looked - make_interval(secs => most)
                                   FOR UPDATE SKIP LOCKED);
END
$$;
