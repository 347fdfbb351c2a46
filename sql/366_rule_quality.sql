-- Do the rules find what they are for? No personal data, and no way back to a lead.

CREATE OR REPLACE VIEW marketing.rule_quality AS
SELECT r.day, r.form, nullif(r.rule, '') AS rule, r.category, r.colour, sum(r.leads) AS leads, sum(r.decided) AS decided, sum(r.qualified) AS qualified,
       round(sum(r.qualified)::numeric / nullif(sum(r.decided), 0), 3) AS qualified_share, sum(r.won) AS won,
       sum(r.recategorised) AS category_changed
  FROM (SELECT d.day, d.form, d.rule, d.category, d.colour, d.leads, d.decided, d.qualified, d.won, d.recategorised FROM intake.daily_rule AS d
        UNION ALL
        SELECT (p.cell).day, (p.cell).form, (p.cell).rule, (p.cell).category, (p.cell).colour, p.sign, p.sign * ((p.cell).fate <> 'open')::integer,
               p.sign * ((p.cell).fate = 'qualified')::integer, p.sign * (p.cell).won::integer, p.sign * (p.cell).recategorised::integer
          FROM intake.uncounted_cells() AS p) AS r
 WHERE (SELECT intake.reader()) IS NOT NULL
 GROUP BY r.day, r.form, r.rule, r.category, r.colour
HAVING sum(r.leads) <> 0;

COMMENT ON VIEW   marketing.rule_quality                  IS
    'What became of the leads that each rule has given its category. A rule for high margins whose leads are refused is a wrong one.';
COMMENT ON COLUMN marketing.rule_quality.day              IS 'The day the leads were received, in the zone of the office.';
COMMENT ON COLUMN marketing.rule_quality.form             IS 'The form.';
COMMENT ON COLUMN marketing.rule_quality.rule             IS 'The rule, as its form names it; empty: none held.';
COMMENT ON COLUMN marketing.rule_quality.category         IS 'The category it gave.';
COMMENT ON COLUMN marketing.rule_quality.colour           IS 'Its colour then.';
COMMENT ON COLUMN marketing.rule_quality.leads            IS 'Leads.';
COMMENT ON COLUMN marketing.rule_quality.decided          IS 'Of these: with a verdict.';
COMMENT ON COLUMN marketing.rule_quality.qualified        IS 'Of the decided: accepted by a qualifier, or won.';
COMMENT ON COLUMN marketing.rule_quality.qualified_share  IS 'Their share of the decided, between 0 and 1.';
COMMENT ON COLUMN marketing.rule_quality.won              IS 'Of the qualified: won.';
COMMENT ON COLUMN marketing.rule_quality.category_changed IS 'Of the leads: a qualifier has given another category.';
