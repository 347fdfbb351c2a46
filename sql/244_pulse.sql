-- The stamp: another one whenever something has changed that can be seen at the desk or in sales.
--
-- Transactions do not become visible in the order of their numbers, so the highest number that is seen is not enough: one with a
-- lower number may end later. All below the lowest that is under way have ended. So, unless the highest is below that one, the stamp
-- has both and how many are seen between them: while these two stay, that number only grows.

-- intake.stamp_of(newest xid8, seen bigint, most bigint) returns text: see above.
--   newest  the number of the newest change that is seen
--   seen    how many are seen from the lowest that is under way; most: there may be more, something has taken long, and then anything
--           that ends on this server changes the stamp. Put in place where it is called, and so without a search_path of its own
CREATE OR REPLACE FUNCTION intake.stamp_of(newest xid8, seen bigint, most bigint)
RETURNS text
LANGUAGE sql STABLE
RETURN newest || CASE WHEN seen = 0 THEN '' WHEN seen = most THEN ' ' || pg_current_snapshot()
                      ELSE ' ' || pg_snapshot_xmin(pg_current_snapshot()) || ' ' || seen END;

-- intake.stamp() returns text: of everything that is in lead_event and changed. A number that this server has not given yet is from
-- where the data came from, and is passed over. After a failover the server is another one, and so is the stamp.
CREATE OR REPLACE FUNCTION intake.stamp()
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    most  CONSTANT bigint := 200;
    shot  CONSTANT pg_snapshot := pg_current_snapshot();
    low   CONSTANT xid8 := pg_snapshot_xmin(shot);
    own   CONSTANT xid8 := pg_current_xact_id_if_assigned();
    high  CONSTANT xid8 := CASE WHEN own > pg_snapshot_xmax(shot) THEN own ELSE pg_snapshot_xmax(shot) END;
    event xid8;
    other xid8;
BEGIN
    SELECT e.xid INTO event FROM intake.lead_event AS e WHERE e.xid <= high ORDER BY e.xid DESC LIMIT 1;
    SELECT c.xid INTO other FROM intake.changed AS c WHERE c.xid <= high ORDER BY c.xid DESC LIMIT 1;
    RETURN md5(concat_ws('/', pg_postmaster_start_time(),
        intake.stamp_of(event, CASE WHEN event < low THEN 0 ELSE
            (SELECT count(*) FROM (SELECT FROM intake.lead_event AS e WHERE e.xid >= low AND e.xid <= event LIMIT most) AS n) END, most),
        intake.stamp_of(other, CASE WHEN other < low THEN 0 ELSE
            (SELECT count(*) FROM (SELECT FROM intake.changed AS c WHERE c.xid >= low AND c.xid <= other LIMIT most) AS n) END, most)));
END
$$;

-- intake.note_change(): trigger. Something has changed that is no event. What nobody can ask about any more goes, two for one that comes.
-- Adds to and removes from changed; waits for nobody.
CREATE OR REPLACE FUNCTION intake.note_change()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    DELETE FROM intake.changed AS c
     WHERE c.ctid = ANY (ARRAY(SELECT o.ctid FROM intake.changed AS o
                                WHERE o.xid < pg_snapshot_xmin(pg_current_snapshot()) AND o.xid < (SELECT n.xid FROM intake.changed AS n
                                                                                                    ORDER BY n.xid DESC OFFSET 1000 LIMIT 1)
                                ORDER BY o.xid LIMIT 2 FOR UPDATE SKIP LOCKED));
    INSERT INTO intake.changed (what) VALUES (TG_TABLE_NAME);
    RETURN NULL;
END
$$;

-- Not of what comes in with leads: that has its event.
DO $triggers$
DECLARE
    t text[];
BEGIN
    FOREACH t SLICE 1 IN ARRAY ARRAY[
        ['merge_proposal', 'UPDATE'], ['import_lead', 'UPDATE'], ['notice', 'UPDATE'], ['second_verdict', 'UPDATE'],
        ['client_merge', 'INSERT OR UPDATE'], ['client_split', 'INSERT OR UPDATE'], ['staff', 'INSERT OR UPDATE OR DELETE'],
        ['staff_team', 'INSERT OR UPDATE OR DELETE'], ['category', 'INSERT OR UPDATE'], ['setting', 'UPDATE'],
        ['verdict', 'INSERT OR UPDATE OR DELETE'], ['reason', 'INSERT OR UPDATE OR DELETE'], ['team', 'INSERT OR UPDATE OR DELETE'],
        ['stage', 'INSERT OR UPDATE OR DELETE'], ['required_answer', 'INSERT OR UPDATE OR DELETE'],
        ['working_hours', 'INSERT OR UPDATE OR DELETE'], ['special_day', 'INSERT OR UPDATE OR DELETE']] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER note_change AFTER %s ON intake.%I FOR EACH STATEMENT EXECUTE FUNCTION intake.note_change()',
                       t[2], t[1]);
    END LOOP;
END
$triggers$;
