-- The numbers of the first line as lines are drawn from them: by day, and by person with the days of the last four weeks.

CREATE OR REPLACE VIEW desk.kpi_daily WITH (security_barrier) AS
SELECT d.day, coalesce(s.leads, 0) AS received, coalesce(k.taken, 0) AS taken, coalesce(k.attempts, 0) AS attempts, coalesce(k.handed_over, 0) AS handed_over,
       coalesce(k.refused, 0) AS refused, coalesce(k.unreachable, 0) AS unreachable, coalesce(k.spam, 0) AS spam,
       coalesce(k.second_chances, 0) AS second_chances, coalesce(k.skipped, 0) AS skipped, coalesce(k.expired, 0) AS expired,
       coalesce(k.won, 0) AS won, coalesce(k.lost, 0) AS lost, s.half_within AS speed_to_lead, coalesce(s.waiting, 0) AS not_yet_called
  FROM (SELECT (statement_timestamp() AT TIME ZONE z.zone)::date - i AS day FROM intake.setting AS z CROSS JOIN generate_series(0, 90) AS i) AS d
  LEFT JOIN (SELECT r.day, sum(r.taken)::bigint AS taken, sum(r.attempts)::bigint AS attempts, sum(r.handed_over)::bigint AS handed_over,
                    sum(r.refused)::bigint AS refused, sum(r.unreachable)::bigint AS unreachable, sum(r.spam)::bigint AS spam,
                    sum(r.second_chances)::bigint AS second_chances, sum(r.skipped)::bigint AS skipped, sum(r.expired)::bigint AS expired,
                    sum(r.won)::bigint AS won, sum(r.lost)::bigint AS lost
               FROM intake.kpi_rows() AS r GROUP BY r.day) AS k ON k.day = d.day
  LEFT JOIN marketing.speed_to_lead AS s ON s.day = d.day
 WHERE (SELECT intake.head()) IS NOT NULL
 ORDER BY d.day DESC;

COMMENT ON VIEW   desk.kpi_daily                IS 'For the head: the first line by day, of the last thirteen weeks, a row for each day. What the numbers mean: desk.kpi.';
COMMENT ON COLUMN desk.kpi_daily.day            IS 'In the zone of the installation.';
COMMENT ON COLUMN desk.kpi_daily.received       IS 'Leads that came that day.';
COMMENT ON COLUMN desk.kpi_daily.taken          IS 'Leads taken from the queue.';
COMMENT ON COLUMN desk.kpi_daily.attempts       IS 'Tries to reach a client.';
COMMENT ON COLUMN desk.kpi_daily.handed_over    IS 'Leads handed over to sales.';
COMMENT ON COLUMN desk.kpi_daily.refused        IS 'Leads refused.';
COMMENT ON COLUMN desk.kpi_daily.unreachable    IS 'Leads closed because nobody answered.';
COMMENT ON COLUMN desk.kpi_daily.spam           IS 'Leads that were none.';
COMMENT ON COLUMN desk.kpi_daily.second_chances IS 'Leads postponed.';
COMMENT ON COLUMN desk.kpi_daily.skipped        IS 'Leads given back, and what else counts so.';
COMMENT ON COLUMN desk.kpi_daily.expired        IS 'Leads whose lease ran out.';
COMMENT ON COLUMN desk.kpi_daily.won            IS 'Of the leads handed over that day: won by sales so far.';
COMMENT ON COLUMN desk.kpi_daily.lost           IS 'Of these: lost by sales so far.';
COMMENT ON COLUMN desk.kpi_daily.speed_to_lead  IS 'Half of the leads that came that day waited no longer for the first call, in working time.';
COMMENT ON COLUMN desk.kpi_daily.not_yet_called IS 'Of these: open and not called yet.';

CREATE OR REPLACE VIEW desk.kpi_people WITH (security_barrier) AS
SELECT p.login, coalesce((SELECT s.name::text FROM intake.staff AS s WHERE s.login = p.login), p.login) AS name,
       sum(k.taken)::bigint AS taken, sum(k.attempts)::bigint AS attempts, sum(k.handed_over)::bigint AS handed_over, sum(k.skipped)::bigint AS skipped,
       sum(k.expired)::bigint AS expired, sum(k.won)::bigint AS won, sum(k.lost)::bigint AS lost,
       json_agg(json_build_object('day', d.day, 'taken', coalesce(k.taken, 0), 'attempts', coalesce(k.attempts, 0), 'handed_over', coalesce(k.handed_over, 0),
                                  'speed_s', extract(epoch FROM k.speed_to_lead)::bigint) ORDER BY d.day) AS days
  FROM (SELECT (statement_timestamp() AT TIME ZONE z.zone)::date - 27 + i AS day FROM intake.setting AS z CROSS JOIN generate_series(0, 27) AS i) AS d
 CROSS JOIN (SELECT DISTINCT r.qualifier AS login FROM intake.kpi_rows() AS r) AS p
  LEFT JOIN intake.kpi_rows() AS k ON k.qualifier = p.login AND k.day = d.day
 WHERE (SELECT intake.head()) IS NOT NULL
 GROUP BY p.login
HAVING coalesce(sum(k.taken + k.by_receipt + k.attempts + k.handed_over + k.skipped + k.expired), 0) > 0
 ORDER BY 2, 1;

COMMENT ON VIEW   desk.kpi_people             IS 'For the head: the last four weeks of each qualifier. What the numbers mean: desk.kpi.';
COMMENT ON COLUMN desk.kpi_people.login       IS 'The login.';
COMMENT ON COLUMN desk.kpi_people.name        IS 'How colleagues say.';
COMMENT ON COLUMN desk.kpi_people.taken       IS 'Leads taken from the queue.';
COMMENT ON COLUMN desk.kpi_people.attempts    IS 'Tries to reach a client.';
COMMENT ON COLUMN desk.kpi_people.handed_over IS 'Leads handed over to sales.';
COMMENT ON COLUMN desk.kpi_people.skipped     IS 'Leads given back, and what else counts so.';
COMMENT ON COLUMN desk.kpi_people.expired     IS 'Leads whose lease ran out.';
COMMENT ON COLUMN desk.kpi_people.won         IS 'Of the leads handed over then: won by sales so far.';
COMMENT ON COLUMN desk.kpi_people.lost        IS 'Of these: lost by sales so far.';
COMMENT ON COLUMN desk.kpi_people.days        IS 'The same by day, the oldest first: day, taken, attempts, handed_over, speed_s (seconds to the first call, median).';
