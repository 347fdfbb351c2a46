-- What becomes of the leads. No personal data, and no way back to a lead.

-- Each lead is in one of open, spam, unreachable, refused and qualified: by its verdict now, but what sales have won stays
-- qualified, whatever was decided later. The refused, by reason, are put beside the sums of their day and channel.
CREATE OR REPLACE VIEW marketing.funnel AS
SELECT f.day, f.channel, sum(f.leads + f.doubles)::bigint AS received, 0::bigint AS suspect, 0::bigint AS invalid, sum(f.doubles)::bigint AS double,
       sum(f.leads)::bigint AS unique_leads, sum(f.repeats)::bigint AS repeats, sum(f.red)::bigint AS red, sum(f.green)::bigint AS green,
       sum(f.leads - f.red - f.green)::bigint AS other_colours,
       sum(f.leads - f.spam - f.unreachable - f.refused - f.qualified)::bigint AS open, sum(f.spam)::bigint AS spam, sum(f.unreachable)::bigint AS unreachable,
       sum(f.refused)::bigint AS refused,
       coalesce(jsonb_object_agg(f.reason, f.of_reason) FILTER (WHERE f.of_reason <> 0), '{}') AS refused_by,
       sum(f.qualified)::bigint AS qualified, sum(f.handed_over)::bigint AS handed_over, sum(f.won)::bigint AS won, sum(f.lost)::bigint AS lost,
       sum(f.amount) AS amount, sum(f.margin) AS margin
  FROM (SELECT u.day, u.channel, u.reason, sum(u.of_reason) AS of_reason, sum(u.leads) AS leads, sum(u.repeats) AS repeats, sum(u.red) AS red,
               sum(u.green) AS green, sum(u.doubles) AS doubles, sum(u.spam) AS spam, sum(u.unreachable) AS unreachable,
               sum(u.refused) AS refused, sum(u.qualified) AS qualified, sum(u.handed_over) AS handed_over, sum(u.won) AS won,
               sum(u.lost) AS lost, sum(u.amount) AS amount, sum(u.margin) AS margin
          FROM (SELECT s.day, s.channel, s.reason, CASE WHEN s.reason IS NOT NULL THEN s.refused END::bigint AS of_reason, s.leads, s.repeats, s.red,
                       s.green, s.doubles, s.spam, s.unreachable, s.refused, s.qualified, s.handed_over, s.won, s.lost, s.amount, s.margin
                  FROM intake.channel_sums AS s
                UNION ALL
                SELECT d.day, i.channel, d.reason, sum(d.leads), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
                  FROM intake.daily_refusal AS d JOIN intake.touch_input AS i ON i.id = d.input
                 GROUP BY d.day, i.channel, d.reason) AS u
         GROUP BY u.day, u.channel, u.reason) AS f
 WHERE (SELECT intake.reader()) IS NOT NULL
 GROUP BY f.day, f.channel
HAVING sum(f.leads) <> 0;

COMMENT ON VIEW marketing.funnel IS
    'What became of the leads of a day and a channel, up to now. Parts always sum to the whole: received = suspect + invalid + '
    'double + unique_leads; unique_leads = red + green + other_colours = open + spam + unreachable + refused + qualified.';
COMMENT ON COLUMN marketing.funnel.day          IS 'The day they were received, in the zone of the office.';
COMMENT ON COLUMN marketing.funnel.channel      IS 'As in marketing.channel_daily.';
COMMENT ON COLUMN marketing.funnel.received     IS 'What was sent and is known by channel. What every form answered: marketing.balance.';
COMMENT ON COLUMN marketing.funnel.suspect      IS 'Of these: held back as perhaps sent by machines. None are, yet.';
COMMENT ON COLUMN marketing.funnel.invalid      IS 'Of these: attempts that ended in no lead. None are kept, yet.';
COMMENT ON COLUMN marketing.funnel.double       IS 'Of these: the same once more, within ten minutes.';
COMMENT ON COLUMN marketing.funnel.unique_leads IS 'Of these: leads. This is the volume.';
COMMENT ON COLUMN marketing.funnel.repeats      IS 'Of the leads: from clients who had written before.';
COMMENT ON COLUMN marketing.funnel.red          IS 'Of the leads: of a red category on arrival (high margin).';
COMMENT ON COLUMN marketing.funnel.green        IS 'Of the leads: of a green category on arrival (low margin).';
COMMENT ON COLUMN marketing.funnel.other_colours IS 'Of the leads: of any other category.';
COMMENT ON COLUMN marketing.funnel.open         IS 'Of the leads: not decided yet.';
COMMENT ON COLUMN marketing.funnel.spam         IS 'Of the leads: no requests at all.';
COMMENT ON COLUMN marketing.funnel.unreachable  IS 'Of the leads: nobody answered.';
COMMENT ON COLUMN marketing.funnel.refused      IS 'Of the leads: we cannot serve them.';
COMMENT ON COLUMN marketing.funnel.refused_by   IS 'The refused by reason: {"too_small": 3}.';
COMMENT ON COLUMN marketing.funnel.qualified    IS 'Of the leads: accepted by a qualifier, or won once.';
COMMENT ON COLUMN marketing.funnel.handed_over  IS 'Of the qualified: with a deal at sales.';
COMMENT ON COLUMN marketing.funnel.won          IS 'Of the qualified: won.';
COMMENT ON COLUMN marketing.funnel.lost         IS 'Of the qualified: lost.';
COMMENT ON COLUMN marketing.funnel.amount       IS 'What the deals won are worth.';
COMMENT ON COLUMN marketing.funnel.margin       IS 'What of it is left for us.';
