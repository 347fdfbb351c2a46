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
-- Costs and leads are laid on one heap and put together by a window, not by a join: so the days that are asked for are the only ones
-- that are looked at, on both sides.
CREATE OR REPLACE VIEW marketing.cost_daily AS
WITH named AS MATERIALIZED (     -- or each cost asks for the name of its source anew
    SELECT d.source AS typed, coalesce(intake.source_name(d.source), d.source) AS source
      FROM (SELECT DISTINCT k.source FROM intake.cost AS k) AS d
), paid AS NOT MATERIALIZED (
    SELECT c.day, n.source, c.medium, c.campaign, c.amount AS cost, c.currency
      FROM intake.cost AS c JOIN named AS n ON n.typed = c.source
), came AS NOT MATERIALIZED (
    SELECT s.day, s.source, coalesce(s.medium, '') AS medium, coalesce(s.campaign, '') AS campaign,
           sum(s.leads) AS leads, sum(s.qualified) AS qualified, sum(s.won) AS won, sum(s.amount) AS amount
      FROM intake.channel_sums AS s GROUP BY s.day, s.source, s.medium, s.campaign
), found AS NOT MATERIALIZED (
    SELECT m.*, exact.day IS NOT NULL AS exact, whole.day IS NOT NULL AS whole
      FROM came AS m
      LEFT JOIN (SELECT DISTINCT p.day, p.source, p.medium, p.campaign FROM paid AS p) AS exact
             ON (exact.day, exact.source, exact.medium, exact.campaign) = (m.day, m.source, m.medium, m.campaign)
      LEFT JOIN (SELECT DISTINCT p.day, p.source, p.medium FROM paid AS p WHERE p.campaign = '') AS whole
             ON (whole.day, whole.source, whole.medium) = (m.day, m.source, m.medium)
)
SELECT t.day, t.source, t.medium, t.campaign, t.cost, t.currency, coalesce(t.leads, 0)::bigint AS leads, coalesce(t.qualified, 0)::bigint AS qualified,
       coalesce(t.won, 0)::bigint AS won, coalesce(t.amount, 0) AS amount, round(t.cost / nullif(t.leads, 0), 2) AS cost_per_lead,
       round(t.cost / nullif(t.qualified, 0), 2) AS cost_per_qualified, round(t.cost / nullif(t.won, 0), 2) AS cost_per_won,
       round(t.amount / nullif(t.cost, 0), 2) AS return_on_cost
  FROM (SELECT u.day, u.source, u.medium, u.campaign, u.cost, u.currency, sum(u.leads) OVER key AS leads, sum(u.qualified) OVER key AS qualified,
               sum(u.won) OVER key AS won, sum(u.amount) OVER key AS amount
          FROM (SELECT p.day, p.source, p.medium, p.campaign, sum(p.cost) AS cost, p.currency, NULL::numeric AS leads, NULL::numeric AS qualified,
                       NULL::numeric AS won, NULL::numeric AS amount
                  FROM paid AS p GROUP BY p.day, p.source, p.medium, p.campaign, p.currency
                UNION ALL
                SELECT f.day, f.source, CASE WHEN f.exact OR f.whole THEN f.medium ELSE '' END,
                       CASE WHEN f.exact THEN f.campaign ELSE '' END, NULL AS cost, NULL AS currency, f.leads, f.qualified, f.won, f.amount
                  FROM found AS f) AS u
        WINDOW key AS (PARTITION BY u.day, u.source, u.medium, u.campaign)) AS t
 WHERE t.currency IS NOT NULL AND (SELECT intake.reader()) IS NOT NULL;

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
