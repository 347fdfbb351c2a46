-- For reports.sh: the sums over all that reports_piece.sql has counted; and the last leads, by the real way.
SET synchronous_commit = off;
SET work_mem = '512MB';
SET maintenance_work_mem = '1GB';

CREATE TEMP TABLE told AS SELECT s.first AS day FROM bench.size AS s;      -- what was counted before is in the sums
INSERT INTO intake.daily_sum
SELECT c.day, c.input, count(*), count(*) FILTER (WHERE c.repeat), count(*) FILTER (WHERE c.colour = 'red'), count(*) FILTER (WHERE c.colour = 'green'),
       sum(c.doubles), count(*) FILTER (WHERE c.fate = 'spam'), count(*) FILTER (WHERE c.fate = 'unreachable'), count(*) FILTER (WHERE c.fate = 'refused'),
       count(*) FILTER (WHERE c.fate = 'qualified'), count(*) FILTER (WHERE c.handed_over), count(*) FILTER (WHERE c.won), count(*) FILTER (WHERE c.lost),
       sum(c.amount), sum(c.margin)
  FROM intake.counted AS c WHERE c.day >= (SELECT t.day FROM told AS t) GROUP BY c.day, c.input ORDER BY c.day, c.input;
INSERT INTO intake.daily_refusal
SELECT c.day, c.input, c.reason, count(*) FROM intake.counted AS c
 WHERE c.day >= (SELECT t.day FROM told AS t) AND c.reason IS NOT NULL GROUP BY c.day, c.input, c.reason ORDER BY c.day, c.input;
INSERT INTO intake.daily_rule
SELECT c.day, c.form, c.rule, c.category, c.colour, count(*), count(*) FILTER (WHERE c.fate <> 'open'), count(*) FILTER (WHERE c.fate = 'qualified'),
       count(*) FILTER (WHERE c.won), count(*) FILTER (WHERE c.recategorised)
  FROM intake.counted AS c WHERE c.day >= (SELECT t.day FROM told AS t) GROUP BY c.day, c.form, c.rule, c.category, c.colour ORDER BY c.day;
INSERT INTO intake.daily_hour
SELECT c.day, c.hour, count(*) FROM intake.counted AS c WHERE c.day >= (SELECT t.day FROM told AS t) GROUP BY c.day, c.hour ORDER BY c.day;
INSERT INTO intake.daily_speed
SELECT c.day, c.waited, count(*) FROM intake.counted AS c
 WHERE c.day >= (SELECT t.day FROM told AS t) AND c.waited IS NOT NULL GROUP BY c.day, c.waited ORDER BY c.day;
SELECT i.made_by FROM bench.index AS i \gexec
VACUUM ANALYZE;
