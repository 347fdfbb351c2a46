-- What waits, by colour and age: working time, as the target is measured.

-- intake.waiting_rows() returns rows: each lead that waits, also what a lease or a second chance has run out for (as desk.board), with the
-- working time since the visitor pressed the button. Reads waiting, work, setting.
--   asleep  it is night where the client is
CREATE OR REPLACE FUNCTION intake.waiting_rows()
RETURNS TABLE (category text, attempts bigint, repeat boolean, asleep boolean, waited interval)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1000
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    zone  CONSTANT text := (SELECT s.zone FROM intake.setting AS s);
    today CONSTANT date := (statement_timestamp() AT TIME ZONE zone)::date;
BEGIN
    PERFORM intake.head();
    RETURN QUERY
    WITH open AS (
        SELECT w.category::text, w.attempts, w.repeat, q.asleep_until > statement_timestamp() IS TRUE AS asleep, w.received_at
          FROM intake.waiting AS q JOIN intake.work AS w ON w.lead = q.lead
        UNION ALL
        SELECT w.category, w.attempts, w.repeat, false, w.received_at FROM intake.work AS w
         WHERE w.state IN ('claimed', 'postponed') AND coalesce(w.lease_until, w.not_before) <= statement_timestamp()
    ), office AS MATERIALIZED (
        SELECT h.* FROM intake.office_hours((SELECT least(min(o.received_at AT TIME ZONE zone)::date, today) FROM open AS o), today) AS h
    )
    SELECT o.category, o.attempts, o.repeat, o.asleep,
           e.worked + greatest(least(e.lasts, statement_timestamp() - e.opens), interval '0')
           - b.worked - greatest(least(b.lasts, o.received_at - b.opens), interval '0')
      FROM open AS o
     CROSS JOIN LATERAL (SELECT least(o.received_at, statement_timestamp()) AS since) AS f
      JOIN office AS b ON b.day = (f.since AT TIME ZONE zone)::date AND b.since <= f.since AND f.since < b.until
      JOIN office AS e ON e.day = today AND e.since <= statement_timestamp() AND statement_timestamp() < e.until;
END
$$;

-- intake.late_now() returns bigint: how many leads have waited longer than the target without a call.
CREATE OR REPLACE FUNCTION intake.late_now()
RETURNS bigint
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT count(*) FROM intake.waiting_rows() AS w CROSS JOIN intake.setting AS s WHERE w.attempts = 0 AND w.waited > s.answer_within;
END;

CREATE OR REPLACE VIEW desk.queue_ages WITH (security_barrier) AS
SELECT c.name::text AS category, c.colour::text AS colour_name, intake.word('colour', c.colour) AS colour, c.rank,
       count(w.waited) AS leads,
       count(*) FILTER (WHERE w.waited <= s.answer_within) AS in_time,
       count(*) FILTER (WHERE w.waited > s.answer_within AND w.waited <= '1 hour') AS to_1h,
       count(*) FILTER (WHERE w.waited > s.answer_within AND w.waited > '1 hour' AND w.waited <= '4 hours') AS to_4h,
       count(*) FILTER (WHERE w.waited > s.answer_within AND w.waited > '4 hours') AS over_4h,
       count(*) FILTER (WHERE w.waited > s.answer_within AND w.attempts = 0) AS late,
       count(*) FILTER (WHERE w.repeat) AS repeats,
       count(*) FILTER (WHERE w.asleep) AS asleep,
       date_trunc('second', max(w.waited)) AS oldest
  FROM intake.category AS c
 CROSS JOIN intake.setting AS s
  LEFT JOIN intake.waiting_rows() AS w ON w.category = c.name
 WHERE (SELECT intake.head()) IS NOT NULL
 GROUP BY c.name, c.colour, c.rank
 ORDER BY c.rank, c.name;

COMMENT ON VIEW   desk.queue_ages             IS
    'For the head: how many leads of each category wait, and for how long: in working time since the visitor pressed the button.';
COMMENT ON COLUMN desk.queue_ages.category    IS 'The category.';
COMMENT ON COLUMN desk.queue_ages.colour_name IS 'Its colour by its name.';
COMMENT ON COLUMN desk.queue_ages.colour      IS 'The same in words.';
COMMENT ON COLUMN desk.queue_ages.rank        IS 'The smaller, the sooner a lead is called.';
COMMENT ON COLUMN desk.queue_ages.leads       IS 'Leads that wait.';
COMMENT ON COLUMN desk.queue_ages.in_time     IS 'Of these: no longer than the target (intake.setting.answer_within).';
COMMENT ON COLUMN desk.queue_ages.to_1h       IS 'Longer than that, up to an hour.';
COMMENT ON COLUMN desk.queue_ages.to_4h       IS 'Up to four hours.';
COMMENT ON COLUMN desk.queue_ages.over_4h     IS 'Longer.';
COMMENT ON COLUMN desk.queue_ages.late        IS 'Longer than the target, and nobody has called yet.';
COMMENT ON COLUMN desk.queue_ages.repeats     IS 'From clients who had written before.';
COMMENT ON COLUMN desk.queue_ages.asleep      IS 'It is night where the client is.';
COMMENT ON COLUMN desk.queue_ages.oldest      IS 'The longest.';
