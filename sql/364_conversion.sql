-- What the leads bring, beside what there was before firstline; and what was paid for them. No personal data, and no way back to
-- a lead.

CREATE OR REPLACE VIEW marketing.conversion AS
SELECT s.week, s.leads, s.qualified, s.won, round(s.won::numeric / s.leads, 4) AS conversion, s.amount, round(s.amount / nullif(s.won, 0), 2) AS average_cheque,
       b.conversion AS baseline_conversion, b.average_cheque AS baseline_cheque
  FROM (SELECT date_trunc('week', c.day::timestamp)::date AS week, sum(c.leads) AS leads, sum(c.qualified) AS qualified, sum(c.won) AS won,
               sum(c.amount) AS amount
          FROM intake.channel_sums AS c
         WHERE (SELECT intake.reader()) IS NOT NULL
         GROUP BY date_trunc('week', c.day::timestamp)
        HAVING sum(c.leads) <> 0) AS s
 CROSS JOIN (SELECT round(sum(p.won) / sum(p.leads), 4) AS conversion, round(sum(p.amount) / nullif(sum(p.won), 0), 2) AS average_cheque
               FROM intake.baseline AS p) AS b;

COMMENT ON VIEW   marketing.conversion                IS
    'How many of the leads of a week became deals that were won, up to now, and what these are worth on average; beside the time '
    'before firstline (marketing.set_baseline). Leads of the last weeks may still be with sales.';
COMMENT ON COLUMN marketing.conversion.week           IS 'Its Monday: the week in which the leads were received, in the zone of the office.';
COMMENT ON COLUMN marketing.conversion.leads          IS 'Leads.';
COMMENT ON COLUMN marketing.conversion.qualified      IS 'Of these: accepted by a qualifier, or won.';
COMMENT ON COLUMN marketing.conversion.won            IS 'Of these: won.';
COMMENT ON COLUMN marketing.conversion.conversion     IS 'The won of all leads, between 0 and 1.';
COMMENT ON COLUMN marketing.conversion.amount         IS 'What the deals won are worth.';
COMMENT ON COLUMN marketing.conversion.average_cheque IS 'The same, for each lead won.';
COMMENT ON COLUMN marketing.conversion.baseline_conversion IS 'The share before firstline; empty: nobody has entered it.';
COMMENT ON COLUMN marketing.conversion.baseline_cheque     IS 'What a deal was worth before firstline.';

-- Costs are told as finely as whoever sells the advertising tells them. What is paid for a source and medium, or for a source, is for
-- all leads of it that day which have no row of their own; so every lead stands beside one cost at the most.
CREATE OR REPLACE VIEW marketing.cost_daily AS
WITH paid AS (
    SELECT c.day, n.source, c.medium, c.campaign, sum(c.amount) AS cost, c.currency
      FROM intake.cost AS c
      JOIN (SELECT d.source AS typed, coalesce(intake.source_name(d.source), d.source) AS source
              FROM (SELECT DISTINCT k.source FROM intake.cost AS k) AS d) AS n ON n.typed = c.source
     GROUP BY c.day, n.source, c.medium, c.campaign, c.currency
), named AS (   -- once, whatever the currencies
    SELECT DISTINCT p.day, p.source, p.medium, p.campaign FROM paid AS p
), came AS (
    SELECT s.day, s.source, coalesce(s.medium, '') AS medium, coalesce(s.campaign, '') AS campaign,
           sum(s.leads) AS leads, sum(s.qualified) AS qualified, sum(s.won) AS won, sum(s.amount) AS amount
      FROM intake.channel_sums AS s GROUP BY s.day, s.source, s.medium, s.campaign
), brought AS (
    SELECT m.day, m.source, CASE WHEN exact.day IS NOT NULL OR medium.day IS NOT NULL THEN m.medium ELSE '' END AS medium,
           CASE WHEN exact.day IS NOT NULL THEN m.campaign ELSE '' END AS campaign, m.leads, m.qualified, m.won, m.amount
      FROM came AS m
      LEFT JOIN named AS exact ON (exact.day, exact.source, exact.medium, exact.campaign) = (m.day, m.source, m.medium, m.campaign)
      LEFT JOIN named AS medium ON (medium.day, medium.source, medium.medium, medium.campaign) = (m.day, m.source, m.medium, '')
)
SELECT p.day, p.source, p.medium, p.campaign, p.cost, p.currency, coalesce(b.leads, 0)::bigint AS leads, coalesce(b.qualified, 0)::bigint AS qualified,
       coalesce(b.won, 0)::bigint AS won, coalesce(b.amount, 0) AS amount, round(p.cost / nullif(b.leads, 0), 2) AS cost_per_lead,
       round(p.cost / nullif(b.qualified, 0), 2) AS cost_per_qualified, round(p.cost / nullif(b.won, 0), 2) AS cost_per_won,
       round(b.amount / nullif(p.cost, 0), 2) AS return_on_cost
  FROM paid AS p
  LEFT JOIN (SELECT o.day, o.source, o.medium, o.campaign, sum(o.leads) AS leads, sum(o.qualified) AS qualified, sum(o.won) AS won,
                    sum(o.amount) AS amount
               FROM brought AS o GROUP BY o.day, o.source, o.medium, o.campaign) AS b
         ON (b.day, b.source, b.medium, b.campaign) = (p.day, p.source, p.medium, p.campaign)
 WHERE (SELECT intake.reader()) IS NOT NULL;

COMMENT ON VIEW   marketing.cost_daily                IS
    'What was paid for advertising (firstline import-costs), and the leads that came by it: of its source, medium, campaign and day. What is paid '
    'for a source as a whole stands beside all its leads that have no cost of their own.';
COMMENT ON COLUMN marketing.cost_daily.day            IS 'The day, in the zone of the office.';
COMMENT ON COLUMN marketing.cost_daily.source         IS 'As in marketing.source_daily.';
COMMENT ON COLUMN marketing.cost_daily.medium         IS 'utm_medium; empty: all of the source.';
COMMENT ON COLUMN marketing.cost_daily.campaign       IS 'utm_campaign; empty: all of the medium.';
COMMENT ON COLUMN marketing.cost_daily.cost           IS 'What was paid.';
COMMENT ON COLUMN marketing.cost_daily.currency       IS 'In this currency.';
COMMENT ON COLUMN marketing.cost_daily.leads          IS 'Leads.';
COMMENT ON COLUMN marketing.cost_daily.qualified      IS 'Of these: accepted by a qualifier, or won.';
COMMENT ON COLUMN marketing.cost_daily.won            IS 'Of these: won, up to now.';
COMMENT ON COLUMN marketing.cost_daily.amount         IS 'What the deals won are worth.';
COMMENT ON COLUMN marketing.cost_daily.cost_per_lead  IS 'The cost, for each lead; empty: there is none.';
COMMENT ON COLUMN marketing.cost_daily.cost_per_qualified IS 'The cost, for each that was qualified.';
COMMENT ON COLUMN marketing.cost_daily.cost_per_won   IS 'The cost, for each that was won.';
COMMENT ON COLUMN marketing.cost_daily.return_on_cost IS 'What the deals won are worth, for each unit of cost.';
