-- The proof that no submission is missing: each that reached the intake is in exactly one column.

-- The whole and its parts are counted in different places of the program (include/store/ledger.h), so the difference can be
-- something else than 0, and must not be. suspect and abandoned are told of from the day on which there are any.
CREATE OR REPLACE VIEW marketing.balance AS
SELECT b.day, coalesce(sum(b.received), 0)::bigint AS received, coalesce(sum(b.stored), 0)::bigint AS stored, coalesce(sum(b.double), 0)::bigint AS double,
       coalesce(sum(b.spooled), 0)::bigint AS spooled, coalesce(sum(b.invalid), 0)::bigint AS invalid, coalesce(sum(b.refused), 0)::bigint AS refused,
       coalesce(sum(b.not_sent), 0)::bigint AS not_sent, coalesce(sum(b.busy), 0)::bigint AS busy, 0::bigint AS suspect, 0::bigint AS abandoned,
       coalesce(sum(b.unanswered), 0)::bigint AS unanswered,
       coalesce(sum(b.received - b.stored - b.double - b.spooled - b.invalid - b.refused - b.not_sent - b.busy - b.unanswered), 0)::bigint AS difference,
       coalesce(sum(b.leads), 0)::bigint AS leads
  FROM (SELECT (p.slot AT TIME ZONE s.zone)::date AS day, p.received, p.stored, p.double, p.spooled, p.invalid, p.refused, p.not_sent, p.busy,
               p.unanswered, NULL::bigint AS leads
          FROM intake.post_count AS p
         CROSS JOIN intake.setting AS s
        UNION ALL
        SELECT h.day, NULL AS received, NULL AS stored, NULL AS double, NULL AS spooled, NULL AS invalid, NULL AS refused, NULL AS not_sent,
               NULL AS busy, NULL AS unanswered, h.leads FROM marketing.hours AS h) AS b
 WHERE (SELECT intake.reader()) IS NOT NULL
 GROUP BY b.day;

COMMENT ON VIEW marketing.balance IS
    'What became of everything that was sent by a form, day by day: received is the sum of the columns behind it. The numbers '
    'of the current day are some seconds old.';
COMMENT ON COLUMN marketing.balance.day        IS 'The day they were received, in the configured zone.';
COMMENT ON COLUMN marketing.balance.received   IS 'Submissions that reached the intake and were read whole, counted when they were read.';
COMMENT ON COLUMN marketing.balance.stored     IS 'Of these: thanked for, and a new lead.';
COMMENT ON COLUMN marketing.balance.double     IS 'Of these: the same submission once more (a second press of the button): thanked for, no second lead.';
COMMENT ON COLUMN marketing.balance.spooled    IS
    'Of these: thanked for while the database was away, and a lead some time later; unless it turned out to be a double. Also '
    'what was stored when the connection broke, so that new or double is unknown.';
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
