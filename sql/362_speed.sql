-- How fast leads are answered, and when they come. No personal data, and no way back to a lead.

-- intake.speed_sums: what the speed is a sum of: leads of a day, those called after so many seconds, and those that wait, each
-- with the time so far. Private.
CREATE OR REPLACE VIEW intake.speed_sums AS
WITH uncounted AS MATERIALIZED (
    SELECT p.sign, p.cell FROM intake.uncounted_cells() AS p
), office AS MATERIALIZED (
    SELECT o.* FROM intake.office_so_far() AS o
)
SELECT h.day, NULL::integer AS waited, h.leads, 0 AS called, 0 AS waiting FROM intake.daily_hour AS h
UNION ALL
SELECT s.day, s.waited, 0, s.leads, 0 FROM intake.daily_speed AS s
UNION ALL
SELECT (p.cell).day, (p.cell).waited, p.sign, CASE WHEN (p.cell).waited IS NULL THEN 0 ELSE p.sign END, 0 FROM uncounted AS p
UNION ALL
SELECT n.day, intake.waited(e.worked + greatest(least(e.lasts, u.until - e.opens), interval '0')
                            - b.worked - greatest(least(b.lasts, n.received_at - b.opens), interval '0')), 0, 0, 1
  FROM (SELECT k.day, w.received_at
          FROM (SELECT k.day, k.lead FROM intake.counted AS k
                 WHERE k.waits AND NOT EXISTS (SELECT FROM intake.uncounted AS u WHERE u.lead = k.lead)
                UNION ALL
                SELECT (p.cell).day, (p.cell).lead FROM uncounted AS p WHERE p.sign = 1 AND (p.cell).waits) AS k
          JOIN intake.work AS w ON w.lead = k.lead) AS n
 CROSS JOIN LATERAL (SELECT greatest(n.received_at, statement_timestamp()) AS until) AS u
  JOIN office AS b ON b.day = n.day AND b.since <= n.received_at AND n.received_at < b.until
  JOIN office AS e ON e.day = (u.until AT TIME ZONE (SELECT s.zone FROM intake.setting AS s))::date AND e.since <= u.until AND u.until < e.until;

COMMENT ON VIEW intake.speed_sums IS 'What marketing.speed_to_lead is made of.';

-- A time is told as it is kept (intake.waited): of ten minutes and more, whole minutes. Both times stand between two leads: half of n
-- at (n - 1) / 2, nine in ten at 9 (n - 1) / 10, counted from 0. All in integers: a year has 300,000 of these rows.
CREATE OR REPLACE VIEW marketing.speed_to_lead AS
SELECT w.day, sum(w.leads)::bigint AS leads, sum(w.called)::bigint AS called, sum(w.waiting)::bigint AS waiting,
       make_interval(secs => floor(min(w.waited) FILTER (WHERE w.upto > (w.n - 1) / 2)
           + (w.n - 1) % 2 / 2.0 * (min(w.waited) FILTER (WHERE w.upto > w.n / 2) - min(w.waited) FILTER (WHERE w.upto > (w.n - 1) / 2)))::float8)
           AS half_within,
       make_interval(secs => floor(min(w.waited) FILTER (WHERE w.upto > 9 * (w.n - 1) / 10)
           + 9 * (w.n - 1) % 10 / 10.0 * (min(w.waited) FILTER (WHERE w.upto > (9 * w.n) / 10) - min(w.waited) FILTER (WHERE w.upto > 9 * (w.n - 1) / 10)))::float8)
           AS nine_in_ten_within
  FROM (SELECT t.day, t.waited, t.leads, t.called, t.waiting, sum(t.called + t.waiting) OVER (PARTITION BY t.day ORDER BY t.waited) AS upto,
               sum(t.called + t.waiting) OVER (PARTITION BY t.day) AS n
          FROM (SELECT c.day, c.waited, sum(c.leads)::integer AS leads, sum(c.called)::integer AS called, sum(c.waiting)::integer AS waiting
                  FROM intake.speed_sums AS c GROUP BY c.day, c.waited) AS t) AS w
 WHERE (SELECT intake.reader()) IS NOT NULL
 GROUP BY w.day, w.n
HAVING sum(w.leads) <> 0;

COMMENT ON VIEW   marketing.speed_to_lead             IS
    'How long the leads of a day waited for the first attempt, in working time, by the hours that held when it was made: to the second, '
    'of ten minutes and more to the minute.';
COMMENT ON COLUMN marketing.speed_to_lead.day         IS 'The day they were received, in the zone of the office.';
COMMENT ON COLUMN marketing.speed_to_lead.leads       IS 'Leads.';
COMMENT ON COLUMN marketing.speed_to_lead.called      IS 'Of these: called by now.';
COMMENT ON COLUMN marketing.speed_to_lead.waiting     IS
    'Of these: open and not called yet. They count with the time so far, so what follows is at least that.';
COMMENT ON COLUMN marketing.speed_to_lead.half_within IS 'Half of them waited no longer than this.';
COMMENT ON COLUMN marketing.speed_to_lead.nine_in_ten_within IS 'Nine in ten waited no longer than this.';

CREATE OR REPLACE VIEW marketing.hours AS
SELECT h.day, h.hour::integer AS hour, sum(h.leads) AS leads
  FROM (SELECT d.day, d.hour, d.leads FROM intake.daily_hour AS d
        UNION ALL
        SELECT (p.cell).day, (p.cell).hour, p.sign FROM intake.uncounted_cells() AS p) AS h
 WHERE (SELECT intake.reader()) IS NOT NULL
 GROUP BY h.day, h.hour
HAVING sum(h.leads) <> 0;

COMMENT ON VIEW   marketing.hours       IS 'When leads come: by day and hour.';
COMMENT ON COLUMN marketing.hours.day   IS 'The day, in the zone of the office.';
COMMENT ON COLUMN marketing.hours.hour  IS 'From this hour of the clock to the next, 0 to 23. Where the clock is put back it counts both.';
COMMENT ON COLUMN marketing.hours.leads IS 'Leads.';
