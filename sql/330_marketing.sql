-- Numbers for marketing: how many leads each channel brings. No personal data, and no way back to a lead.

-- intake.channel_sums: what the reports of channels are sums of: the sums that are kept, and what is not counted yet, with
-- either sign; of the latter the refused with their reason (those that are counted: daily_refusal). Private.
CREATE OR REPLACE VIEW intake.channel_sums AS
SELECT d.day, i.channel, i.source, i.medium, i.campaign, i.page, i.ga4, i.metrica,
       d.leads, d.repeats, d.red, d.green, d.doubles, d.spam, d.unreachable, d.refused, d.qualified, d.handed_over, d.won, d.lost, d.amount, d.margin,
       NULL::text AS reason
  FROM intake.daily_sum AS d
  JOIN intake.touch_input AS i ON i.id = d.input
UNION ALL
SELECT (p.cell).day, (p.way).channel, (p.way).source, (p.way).medium, (p.way).campaign, (p.way).page, (p.way).ga4, (p.way).metrica,
       p.sign, p.sign * (p.cell).repeat::integer, p.sign * ((p.cell).colour = 'red')::integer, p.sign * ((p.cell).colour = 'green')::integer,
       p.sign * (p.cell).doubles, p.sign * ((p.cell).fate = 'spam')::integer, p.sign * ((p.cell).fate = 'unreachable')::integer,
       p.sign * ((p.cell).fate = 'refused')::integer, p.sign * ((p.cell).fate = 'qualified')::integer, p.sign * (p.cell).handed_over::integer,
       p.sign * (p.cell).won::integer, p.sign * (p.cell).lost::integer, p.sign * (p.cell).amount, p.sign * (p.cell).margin,
       (p.cell).reason
  FROM intake.uncounted_cells() AS p;

COMMENT ON VIEW intake.channel_sums IS 'What the reports of marketing are sums of.';

CREATE OR REPLACE VIEW marketing.channel_daily AS
SELECT s.channel, s.day, sum(s.leads) AS leads, sum(s.repeats) AS repeats, sum(s.red) AS red, sum(s.green) AS green,
       sum(s.leads - s.red - s.green) AS other_colours, sum(s.doubles) AS doubles, sum(s.qualified) AS qualified,
       sum(s.handed_over) AS handed_over, sum(s.won) AS won, sum(s.amount) AS amount
  FROM intake.channel_sums AS s
 WHERE (SELECT intake.reader()) IS NOT NULL
 GROUP BY s.channel, s.day
HAVING sum(s.leads) <> 0;

COMMENT ON VIEW marketing.channel_daily IS
    'Leads by channel and day, and what has become of them up to now. marketing.channel_of(landing, referrer) tells of any link '
    'which channel it is; man firstline-channels tells the rules.';
COMMENT ON COLUMN marketing.channel_daily.channel       IS
    'paid_search, organic_search, email, direct and so on; unknown: it could not be seen where the visitor came from; '
    'unassigned: there are tags, and no rule knows them (marketing.unassigned).';
COMMENT ON COLUMN marketing.channel_daily.day           IS 'The day they were received, in the zone of the office.';
COMMENT ON COLUMN marketing.channel_daily.leads         IS 'Leads, repeat clients included; without those sent twice.';
COMMENT ON COLUMN marketing.channel_daily.repeats       IS 'Of these: from clients who had written before.';
COMMENT ON COLUMN marketing.channel_daily.red           IS 'Of these: of a red category on arrival (high margin).';
COMMENT ON COLUMN marketing.channel_daily.green         IS 'Of these: of a green category on arrival (low margin).';
COMMENT ON COLUMN marketing.channel_daily.other_colours IS 'Of these: of any other category.';
COMMENT ON COLUMN marketing.channel_daily.doubles       IS 'Beside them: the same sent once more.';
COMMENT ON COLUMN marketing.channel_daily.qualified     IS 'Of the leads: accepted by a qualifier, or won.';
COMMENT ON COLUMN marketing.channel_daily.handed_over   IS 'Of these: with a deal at sales.';
COMMENT ON COLUMN marketing.channel_daily.won           IS 'Of these: won.';
COMMENT ON COLUMN marketing.channel_daily.amount        IS 'What the deals won are worth.';

-- For comparison with other counters: the same leads, named as those would.
CREATE OR REPLACE VIEW marketing.ga4_daily AS
SELECT s.day, s.ga4, sum(s.leads) AS leads
  FROM intake.channel_sums AS s
 WHERE (SELECT intake.reader()) IS NOT NULL
 GROUP BY s.day, s.ga4
HAVING sum(s.leads) <> 0;

COMMENT ON VIEW   marketing.ga4_daily       IS 'Leads by day and by the channel group in which Google Analytics 4 would show the visit.';
COMMENT ON COLUMN marketing.ga4_daily.day   IS 'The day they were received, in the zone of the office.';
COMMENT ON COLUMN marketing.ga4_daily.ga4   IS 'Its default channel group; empty: nothing is known of the visit, or it was none.';
COMMENT ON COLUMN marketing.ga4_daily.leads IS 'Leads.';

CREATE OR REPLACE VIEW marketing.metrica_daily AS
SELECT s.day, s.metrica, sum(s.leads) AS leads
  FROM intake.channel_sums AS s
 WHERE (SELECT intake.reader()) IS NOT NULL
 GROUP BY s.day, s.metrica
HAVING sum(s.leads) <> 0;

COMMENT ON VIEW   marketing.metrica_daily         IS 'Leads by day and by the traffic source under which Yandex Metrica would show the visit.';
COMMENT ON COLUMN marketing.metrica_daily.day     IS 'The day they were received, in the zone of the office.';
COMMENT ON COLUMN marketing.metrica_daily.metrica IS 'Its traffic source; empty: it was no visit.';
COMMENT ON COLUMN marketing.metrica_daily.leads   IS 'Leads.';
