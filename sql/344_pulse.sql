-- What the pages ask every few seconds. The counts are made only if the stamp is not the one that the page has: they hang on its row.

-- intake.desk_counts(me text) returns one row: see desk.pulse. Reads waiting, work, category, notice.
CREATE OR REPLACE FUNCTION intake.desk_counts(me text, OUT waiting bigint, OUT red bigint, OUT repeats bigint, OUT mine bigint,
    OUT mine_until timestamptz, OUT promised_due bigint, OUT notices bigint, OUT next_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    at CONSTANT timestamptz := statement_timestamp();
BEGIN
    SELECT count(DISTINCT q.client), count(DISTINCT q.client) FILTER (WHERE (SELECT c.colour FROM intake.category AS c WHERE c.name = w.category) = 'red'),
           count(DISTINCT q.client) FILTER (WHERE q.repeat) INTO waiting, red, repeats
      FROM ((SELECT o.lead, o.client, o.repeat FROM intake.waiting AS o
              ORDER BY o.asleep_until NULLS FIRST, o.promised, o.repeat DESC, o.rank, o.received_at LIMIT 1000)
            UNION ALL
            (SELECT o.lead, coalesce(o.client, o.lead), o.repeat FROM intake.work AS o
              WHERE o.state IN ('claimed', 'postponed') AND coalesce(o.lease_until, o.not_before) <= at LIMIT 1000)) AS q
      JOIN intake.work AS w ON w.lead = q.lead;
    SELECT count(*), min(w.lease_until) INTO mine, mine_until
      FROM intake.work AS w WHERE w.state = 'claimed' AND w.owner = me AND w.lease_until > at;
    promised_due := (SELECT count(*) FROM intake.work AS w WHERE w.promised <= at AND w.promised_by = me AND w.state <> 'closed');
    notices := (SELECT count(*) FROM intake.notice AS n WHERE n.login = me AND n.seen_at IS NULL);
    next_at := least(mine_until,
        (SELECT coalesce(w.lease_until, w.not_before) FROM intake.work AS w
          WHERE w.state IN ('claimed', 'postponed') AND coalesce(w.lease_until, w.not_before) > at ORDER BY coalesce(w.lease_until, w.not_before) LIMIT 1),
        (SELECT w.promised FROM intake.work AS w WHERE w.promised > at AND w.promised_by = me ORDER BY w.promised LIMIT 1),
        (SELECT q.asleep_until FROM intake.waiting AS q WHERE q.asleep_until > at ORDER BY q.asleep_until NULLS FIRST LIMIT 1));
END
$$;

CREATE OR REPLACE VIEW desk.pulse AS
SELECT s.stamp, c.waiting, c.red, c.repeats, c.mine, c.mine_until, c.promised_due, c.notices, c.next_at
  FROM (SELECT intake.reader() AS me, intake.stamp() AS stamp OFFSET 0) AS s
 CROSS JOIN LATERAL intake.desk_counts(s.me) AS c;

COMMENT ON VIEW   desk.pulse              IS
    'Has anything changed? Ask with WHERE stamp <> the one you have: no row: nothing has. What only the clock changes leaves the stamp; '
    'ask again without one at next_at.';
COMMENT ON COLUMN desk.pulse.stamp        IS 'Another one after each change at the desk or in sales.';
COMMENT ON COLUMN desk.pulse.waiting      IS 'Clients that wait; of a long queue the first thousand leads are counted, of all columns.';
COMMENT ON COLUMN desk.pulse.red          IS 'Of these: of a red category.';
COMMENT ON COLUMN desk.pulse.repeats      IS 'Of these: who has been with us before, and comes first.';
COMMENT ON COLUMN desk.pulse.mine         IS 'Leads that you have.';
COMMENT ON COLUMN desk.pulse.mine_until   IS 'When the first of these goes back to the queue, if nothing is done with it.';
COMMENT ON COLUMN desk.pulse.promised_due IS 'Calls that you have promised, and whose time has come.';
COMMENT ON COLUMN desk.pulse.notices      IS 'Clients of yours who have written again: see desk.notices.';
COMMENT ON COLUMN desk.pulse.next_at      IS 'When something will change by itself: a lease ends, a call is due, a client''s night is over.';

-- intake.deal_counts(me text) returns one row: see sales.pulse. Reads deal, notice.
CREATE OR REPLACE FUNCTION intake.deal_counts(me text, OUT new bigint, OUT mine bigint, OUT due bigint, OUT notices bigint, OUT next_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    at    CONSTANT timestamptz := statement_timestamp();
    teams CONSTANT text[] := CASE WHEN intake.is_administrator() THEN ARRAY(SELECT t.name::text FROM intake.team AS t) ELSE sales.my_teams() END;
BEGIN
    SELECT count(*) FILTER (WHERE d.owner IS NULL), count(*) FILTER (WHERE d.owner = me), count(*) FILTER (WHERE d.owner = me AND d.next_at <= at),
           coalesce(sum((SELECT count(*) FROM intake.notice AS n WHERE n.about = d.lead AND n.seen_at IS NULL)), 0),
           min(d.next_at) FILTER (WHERE d.owner = me AND d.next_at > at)
      INTO new, mine, due, notices, next_at
      FROM intake.deal AS d WHERE d.outcome IS NULL AND d.team = ANY (teams);
END
$$;

CREATE OR REPLACE VIEW sales.pulse AS
SELECT s.stamp, c.new, c.mine, c.due, c.notices, c.next_at
  FROM (SELECT intake.reader() AS me, intake.stamp() AS stamp OFFSET 0) AS s
 CROSS JOIN LATERAL intake.deal_counts(s.me) AS c;

COMMENT ON VIEW   sales.pulse         IS
    'Has anything changed? Ask with WHERE stamp <> the one you have: no row: nothing has. At next_at ask again without one.';
COMMENT ON COLUMN sales.pulse.stamp   IS 'Another one after each change at the desk or in sales.';
COMMENT ON COLUMN sales.pulse.new     IS 'Open deals of your teams that nobody has taken.';
COMMENT ON COLUMN sales.pulse.mine    IS 'Open deals that you have.';
COMMENT ON COLUMN sales.pulse.due     IS 'Of these: the time of the next step has come.';
COMMENT ON COLUMN sales.pulse.notices IS 'What you have not read: see sales.notices.';
COMMENT ON COLUMN sales.pulse.next_at IS 'When the next step of one of your deals is due.';
