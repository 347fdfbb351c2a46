-- desk.choices: everything that can be typed where a word from a list is wanted. It runs with the rights of its owner:
-- lists are not secret, but for whoever does not work here. Before the functions that look things up in it.

CREATE OR REPLACE VIEW desk.choices AS
SELECT c.list, c.position, c.name, c.ru, c.en
  FROM (
    SELECT 'reason: ' || r.act AS list, r.position, r.name::text, r.ru::text, r.en::text
      FROM intake.reason AS r WHERE r.in_use
    UNION ALL
    SELECT 'verdict' AS list, v.position, v.name, v.ru, v.en FROM intake.verdict AS v
    UNION ALL
    SELECT 'team' AS list, t.position, t.name, t.ru, t.en FROM intake.team AS t WHERE t.in_use
    UNION ALL
    SELECT s.process || ' stage' AS list, s.position, s.name, s.ru, s.en FROM intake.stage AS s WHERE s.in_use
    UNION ALL
    SELECT 'category' AS list, c.rank AS position, c.name, c.colour AS ru, c.colour AS en FROM intake.category AS c
  ) AS c
 WHERE (SELECT intake.reader()) IS NOT NULL
 ORDER BY c.list, c.position, c.name;

COMMENT ON VIEW   desk.choices          IS 'The words to choose from: reasons, verdicts, teams, stages, categories.';
COMMENT ON COLUMN desk.choices.list     IS 'Where it is wanted: "reason: refuse", "verdict", "team" and so on.';
COMMENT ON COLUMN desk.choices.position IS 'The order.';
COMMENT ON COLUMN desk.choices.name     IS 'What stands in the history. What follows may be typed as well.';
COMMENT ON COLUMN desk.choices.ru       IS 'In Russian; of a category, its colour.';
COMMENT ON COLUMN desk.choices.en       IS 'In English; of a category, its colour.';
