-- All that a report of some days shows: what "firstline report --html" and the screen of marketing draw.

-- marketing.report(from_day date, to_day date) returns one row; a column is a part of the report, an array of rows as JSON. Of one
-- moment, so that no two parts disagree. Reads the views of this schema, as the caller; empty parts for days that are none.
-- It becomes a part of the statement that calls it: what is not asked for is not computed.
CREATE OR REPLACE FUNCTION marketing.report(from_day date, to_day date)
RETURNS TABLE (channels json, before json, funnel json, refusals json, conversion json, speed json, hours json, campaigns json,
               costs json, ga4 json, metrica json, unassigned json, balance json)
LANGUAGE sql STABLE ROWS 1
BEGIN ATOMIC
    SELECT (SELECT json_build_object(    -- a row a day and channel: the names once, or a year would be too long an answer
                'columns', '["day", "channel", "leads", "repeats", "red", "green", "other_colours", "qualified", "handed_over", "won", "amount"]'::json,
                'rows', coalesce(json_agg(json_build_array(d.day, d.channel, d.leads, d.repeats, d.red, d.green, d.other_colours, d.qualified,
                                                           d.handed_over, d.won, d.amount) ORDER BY d.day, d.channel), '[]'))
              FROM marketing.channel_daily AS d WHERE d.day >= from_day AND d.day <= to_day AND d.leads > 0),
           (SELECT json_agg(v) FROM (
                SELECT sum(d.leads) AS leads, sum(d.red) AS red, sum(d.qualified) AS qualified, sum(d.won) AS won, sum(d.amount) AS amount
                  FROM marketing.channel_daily AS d WHERE d.day BETWEEN from_day - (to_day - from_day) - 1 AND from_day - 1) AS v),
           (SELECT json_agg(v) FROM (
                SELECT sum(f.received) AS received, sum(f.suspect) AS suspect, sum(f.invalid) AS invalid, sum(f.double) AS double,
                       sum(f.unique_leads) AS unique_leads, sum(f.repeats) AS repeats, sum(f.open) AS open, sum(f.spam) AS spam,
                       sum(f.unreachable) AS unreachable, sum(f.refused) AS refused, sum(f.qualified) AS qualified,
                       sum(f.handed_over) AS handed_over, sum(f.won) AS won, sum(f.lost) AS lost, sum(f.amount) AS amount, sum(f.margin) AS margin
                  FROM marketing.funnel AS f WHERE f.day BETWEEN from_day AND to_day) AS v),
           (SELECT coalesce(json_agg(v), '[]') FROM (
                SELECT e.key AS reason, n.ru, n.en, sum(e.value::bigint) AS leads
                  FROM marketing.funnel AS f
                 CROSS JOIN LATERAL jsonb_each_text(f.refused_by) AS e
                  LEFT JOIN marketing.reasons AS n ON n.name = e.key
                 WHERE f.day BETWEEN from_day AND to_day GROUP BY e.key, n.ru, n.en ORDER BY 4 DESC, 1) AS v),
           (SELECT coalesce(json_agg(v), '[]') FROM (
                SELECT c.week, c.leads, c.qualified, c.won, c.conversion, c.amount, c.average_cheque, c.baseline_conversion, c.baseline_cheque
                  FROM marketing.conversion AS c
                 WHERE c.week BETWEEN date_trunc('week', from_day)::date AND to_day ORDER BY c.week) AS v),
           (SELECT coalesce(json_agg(v), '[]') FROM (
                SELECT s.day, s.leads, s.called, s.waiting, round(extract(epoch FROM s.half_within) / 60, 1) AS half,
                       round(extract(epoch FROM s.nine_in_ten_within) / 60, 1) AS most
                  FROM marketing.speed_to_lead AS s WHERE s.day BETWEEN from_day AND to_day ORDER BY s.day) AS v),
           (SELECT coalesce(json_agg(v), '[]') FROM (
                SELECT extract(isodow FROM h.day)::integer AS weekday, h.hour, sum(h.leads) AS leads
                  FROM marketing.hours AS h WHERE h.day BETWEEN from_day AND to_day GROUP BY 1, 2 ORDER BY 1, 2) AS v),
           (SELECT coalesce(json_agg(v), '[]') FROM (
                SELECT d.source, d.medium, d.campaign, sum(d.leads) AS leads, sum(d.qualified) AS qualified, sum(d.won) AS won, sum(d.amount) AS amount
                  FROM marketing.source_daily AS d WHERE d.day >= from_day AND d.day <= to_day AND d.campaign IS NOT NULL
                 GROUP BY d.source, d.medium, d.campaign ORDER BY 4 DESC, 1, 2, 3 LIMIT 30) AS v),
           (SELECT coalesce(json_agg(v), '[]') FROM (
                SELECT d.source, d.medium, d.campaign, d.currency, sum(d.cost) AS cost, sum(d.leads) AS leads, sum(d.qualified) AS qualified,
                       sum(d.won) AS won, sum(d.amount) AS amount
                  FROM marketing.cost_daily AS d WHERE d.day BETWEEN from_day AND to_day
                 GROUP BY d.source, d.medium, d.campaign, d.currency HAVING sum(d.cost) <> 0 ORDER BY 5 DESC, 1, 2, 3) AS v),
           (SELECT coalesce(json_agg(v), '[]') FROM (
                SELECT d.ga4 AS name, sum(d.leads) AS leads FROM marketing.ga4_daily AS d
                 WHERE d.day BETWEEN from_day AND to_day GROUP BY d.ga4 ORDER BY 2 DESC, 1) AS v),
           (SELECT coalesce(json_agg(v), '[]') FROM (
                SELECT d.metrica AS name, sum(d.leads) AS leads FROM marketing.metrica_daily AS d
                 WHERE d.day BETWEEN from_day AND to_day GROUP BY d.metrica ORDER BY 2 DESC, 1) AS v),
           (SELECT coalesce(json_agg(v), '[]') FROM (
                SELECT u.channel, u.source, u.medium, u.campaign, u.landing, u.referrer, u.leads, u.first_day, u.last_day FROM marketing.unassigned AS u
                 WHERE u.last_day >= from_day AND u.first_day <= to_day ORDER BY u.leads DESC, u.last_day DESC LIMIT 50) AS v),
           (SELECT coalesce(json_agg(v), '[]') FROM (
                SELECT b.* FROM marketing.balance AS b WHERE b.day BETWEEN from_day AND to_day ORDER BY b.day) AS v);
END;

COMMENT ON FUNCTION marketing.report(date, date) IS
    'The report of these days, of one moment: each column is a part of it, JSON. A part is an array of rows, named as the columns of the view that it '
    'sums up; channels has their names once, columns, and rows of values. before: the same number of days before. Of costs, each currency is a row.';
