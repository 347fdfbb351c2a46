-- Leads by source, medium, campaign and landing page; and what there is to tag.

-- A group of a few leads of one day may be told from others by somebody who knows when a person wrote: below the setting
-- small_group all such groups of a day are one.
CREATE OR REPLACE VIEW marketing.source_daily WITH (security_barrier) AS
SELECT f.day, f.channel, g.source, g.medium, g.campaign, g.page, sum(f.leads)::bigint AS leads, sum(f.repeats)::bigint AS repeats, sum(f.red)::bigint AS red,
       sum(f.green)::bigint AS green, sum(f.leads - f.red - f.green)::bigint AS other_colours, sum(f.qualified)::bigint AS qualified,
       sum(f.handed_over)::bigint AS handed_over, sum(f.won)::bigint AS won, sum(f.amount) AS amount
  FROM (SELECT s.day, s.channel, s.source, s.medium, s.campaign, s.page, sum(s.leads) AS leads, sum(s.repeats) AS repeats, sum(s.red) AS red,
               sum(s.green) AS green, sum(s.qualified) AS qualified, sum(s.handed_over) AS handed_over, sum(s.won) AS won,
               sum(s.amount) AS amount
          FROM intake.channel_sums AS s
         WHERE (SELECT intake.reader()) IS NOT NULL
         GROUP BY s.day, s.channel, s.source, s.medium, s.campaign, s.page
        HAVING sum(s.leads) <> 0) AS f
 CROSS JOIN intake.setting AS k
 CROSS JOIN LATERAL (SELECT (f.leads < k.small_group) IS TRUE AS few) AS small
 CROSS JOIN LATERAL (SELECT CASE WHEN small.few THEN '(few)' ELSE f.source END AS source, CASE WHEN NOT small.few THEN f.medium END AS medium,
                            CASE WHEN NOT small.few THEN f.campaign END AS campaign, CASE WHEN NOT small.few THEN f.page END AS page) AS g
 GROUP BY f.day, f.channel, g.source, g.medium, g.campaign, g.page;

COMMENT ON VIEW marketing.source_daily IS
    'Leads by day, source, medium, campaign and landing page. Where the setting small_group is set, groups of fewer leads than that '
    'stand together under the source "(few)".';
COMMENT ON COLUMN marketing.source_daily.day           IS 'The day they were received, in the zone of the office.';
COMMENT ON COLUMN marketing.source_daily.channel       IS 'As in marketing.channel_daily.';
COMMENT ON COLUMN marketing.source_daily.source        IS 'The service or utm_source; else the network of the click, or the site that led here.';
COMMENT ON COLUMN marketing.source_daily.medium        IS 'utm_medium, in lower case.';
COMMENT ON COLUMN marketing.source_daily.campaign      IS 'utm_campaign, in lower case.';
COMMENT ON COLUMN marketing.source_daily.page          IS 'The page on which the visit began, without what follows the question mark.';
COMMENT ON COLUMN marketing.source_daily.leads         IS 'Leads, repeat clients included.';
COMMENT ON COLUMN marketing.source_daily.repeats       IS 'Of these: from clients who had written before.';
COMMENT ON COLUMN marketing.source_daily.red           IS 'Of these: of a red category on arrival (high margin).';
COMMENT ON COLUMN marketing.source_daily.green         IS 'Of these: of a green category on arrival (low margin).';
COMMENT ON COLUMN marketing.source_daily.other_colours IS 'Of these: of any other category.';
COMMENT ON COLUMN marketing.source_daily.qualified     IS 'Of the leads: accepted by a qualifier, or won.';
COMMENT ON COLUMN marketing.source_daily.handed_over   IS 'Of these: with a deal at sales.';
COMMENT ON COLUMN marketing.source_daily.won           IS 'Of these: won.';
COMMENT ON COLUMN marketing.source_daily.amount        IS 'What the deals won are worth.';

-- By way, since the raw addresses are what is asked for.
CREATE OR REPLACE VIEW marketing.unassigned WITH (security_barrier) AS
SELECT u.channel, u.source, u.medium, u.campaign, intake.shown_address(u.landing) AS landing, intake.shown_address(u.referrer) AS referrer,
       sum(u.leads) AS leads, min(u.day) AS first_day, max(u.day) AS last_day
  FROM (SELECT i.channel, i.source, i.medium, i.campaign, i.landing, i.referrer, d.leads, d.day
          FROM intake.daily_sum AS d
          JOIN intake.touch_input AS i ON i.id = d.input AND i.channel = 'unassigned'
        UNION ALL
        SELECT (p.way).channel, (p.way).source, (p.way).medium, (p.way).campaign, (p.way).landing, (p.way).referrer, p.sign, (p.cell).day
          FROM intake.uncounted_cells() AS p WHERE (p.way).channel = 'unassigned') AS u
 WHERE (SELECT intake.reader()) IS NOT NULL
 GROUP BY u.channel, u.source, u.medium, u.campaign, u.landing, u.referrer
HAVING sum(u.leads) >= greatest(1, (SELECT s.small_group FROM intake.setting AS s));

COMMENT ON VIEW marketing.unassigned IS
    'What marketing has to do: links with tags that no rule knows, the most leads first. Tag them anew, or tell the rules: man firstline-channels.';
COMMENT ON COLUMN marketing.unassigned.channel   IS 'unassigned.';
COMMENT ON COLUMN marketing.unassigned.source    IS 'utm_source, or what stands for it.';
COMMENT ON COLUMN marketing.unassigned.medium    IS 'utm_medium, in lower case.';
COMMENT ON COLUMN marketing.unassigned.campaign  IS 'utm_campaign, in lower case.';
COMMENT ON COLUMN marketing.unassigned.landing   IS 'An address as it was used: of its parameters the tags with what they say, of others the name; e-mail addresses and long numbers are masked.';
COMMENT ON COLUMN marketing.unassigned.referrer  IS 'The page that led there, if another site did.';
COMMENT ON COLUMN marketing.unassigned.leads     IS 'So many leads have come by it.';
COMMENT ON COLUMN marketing.unassigned.first_day IS 'The first of them.';
COMMENT ON COLUMN marketing.unassigned.last_day  IS 'The last of them.';
