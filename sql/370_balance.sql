-- The proof that no submission is missing: each that reached the intake is in exactly one column.

-- The whole and its parts are counted in different places of the program (include/store/ledger.h), so the difference can be
-- something else than 0, and must not be. suspect and abandoned are told of from the day on which there are any.
CREATE OR REPLACE VIEW marketing.balance AS
WITH posted AS (
    SELECT (p.slot AT TIME ZONE s.zone)::date AS day, sum(p.received)::bigint AS received, sum(p.stored)::bigint AS stored,
           sum(p.double)::bigint AS double, sum(p.spooled)::bigint AS spooled, sum(p.invalid)::bigint AS invalid,
           sum(p.refused)::bigint AS refused, sum(p.not_sent)::bigint AS not_sent, sum(p.busy)::bigint AS busy,
           0::bigint AS suspect, 0::bigint AS abandoned, sum(p.unanswered)::bigint AS unanswered
      FROM intake.post_count AS p
     CROSS JOIN intake.setting AS s
     WHERE (SELECT intake.reader()) IS NOT NULL
     GROUP BY 1
), came AS (
    SELECT h.day, sum(h.leads)::bigint AS leads FROM marketing.hours AS h GROUP BY h.day
)
SELECT day, coalesce(p.received, 0) AS received, coalesce(p.stored, 0) AS stored, coalesce(p.double, 0) AS double,
       coalesce(p.spooled, 0) AS spooled, coalesce(p.invalid, 0) AS invalid, coalesce(p.refused, 0) AS refused,
       coalesce(p.not_sent, 0) AS not_sent, coalesce(p.busy, 0) AS busy, coalesce(p.suspect, 0) AS suspect,
       coalesce(p.abandoned, 0) AS abandoned, coalesce(p.unanswered, 0) AS unanswered,
       coalesce(p.received - p.stored - p.double - p.spooled - p.invalid - p.refused - p.not_sent - p.busy - p.suspect
                - p.abandoned - p.unanswered, 0) AS difference,
       coalesce(c.leads, 0) AS leads
  FROM posted AS p
  FULL JOIN came AS c USING (day);

COMMENT ON VIEW marketing.balance IS
    'What became of everything that was sent by a form, day by day: received is the sum of the columns behind it. The numbers '
    'of the current day are some seconds old.';
COMMENT ON COLUMN marketing.balance.day        IS 'The day they were received, in the configured zone.';
COMMENT ON COLUMN marketing.balance.received   IS 'Submissions that reached the intake and were read whole, counted when they were read.';
COMMENT ON COLUMN marketing.balance.stored     IS 'Of these: thanked for, and a new lead.';
COMMENT ON COLUMN marketing.balance.double     IS 'Of these: the same submission once more (a second press of the button): thanked for, no second lead.';
COMMENT ON COLUMN marketing.balance.spooled    IS
    'Of these: thanked for while the database was away, and a lead some time later; unless it turned out to be a double.';
COMMENT ON COLUMN marketing.balance.invalid    IS 'Of these: sent back with what is to be corrected.';
COMMENT ON COLUMN marketing.balance.refused    IS 'Of these: to a form that there is not, from a site that may not, too long, or not to be read.';
COMMENT ON COLUMN marketing.balance.not_sent   IS 'Of these: no submission, the visitor changed the language of the page.';
COMMENT ON COLUMN marketing.balance.busy       IS 'Of these: asked to send again later, since neither database nor disk took them.';
COMMENT ON COLUMN marketing.balance.suspect    IS 'Of these: kept apart as possibly not from a person.';
COMMENT ON COLUMN marketing.balance.abandoned  IS 'Of these: given up by the visitor.';
COMMENT ON COLUMN marketing.balance.unanswered IS
    'Of these: the program was killed before it had answered. It may be a lead nevertheless; who got no answer sends again.';
COMMENT ON COLUMN marketing.balance.difference IS 'Received less all of these. It must be 0; if it is not, submissions are missing or counted twice.';
COMMENT ON COLUMN marketing.balance.leads      IS
    'Leads of that day in the database: those of stored and spooled, and what came in another way than by a form.';
