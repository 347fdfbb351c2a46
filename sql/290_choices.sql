-- The names of fields, and of what can become of a deal, are the program's own words.
INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('field', 'name',        'имя',     'name'),
    ('field', 'phone',       'телефон', 'phone'),
    ('field', 'email',       'почта',   'e-mail'),
    ('field', 'price_floor', 'цена',    'price')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

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
    UNION ALL      -- a field that several teams want, once
    SELECT 'field' AS list, f.position, f.name, f.ru, f.en
      FROM (SELECT DISTINCT ON (a.name) a.position, a.name, a.ru, a.en
              FROM (SELECT coalesce(array_position(ARRAY['name', 'phone', 'email'], c.name::text), 10000) AS position, c.name::text, c.ru, c.en, 1 AS rank
                      FROM intake.caption AS c WHERE c.list = 'field'
                    UNION ALL
                    SELECT 100 * t.position + r.position, r.any_of[1], r.ru, r.en, 2
                      FROM intake.required_answer AS r JOIN intake.team AS t ON t.name = r.team WHERE t.in_use) AS a
             ORDER BY a.name, a.rank, a.position) AS f
    UNION ALL
    SELECT 'outcome' AS list, array_position(ARRAY['won', 'lost'], o.name::text) AS position, o.name, o.ru, o.en
      FROM intake.caption AS o WHERE o.list = 'outcome' AND o.name IN ('won', 'lost')
  ) AS c
 WHERE (SELECT intake.reader()) IS NOT NULL
 ORDER BY c.list, c.position, c.name;

COMMENT ON VIEW   desk.choices          IS 'The words to choose from: reasons, verdicts, teams, stages, categories, fields, outcomes.';
COMMENT ON COLUMN desk.choices.list     IS 'Where it is wanted: "reason: refuse", "verdict", "team" and so on.';
COMMENT ON COLUMN desk.choices.position IS 'The order.';
COMMENT ON COLUMN desk.choices.name     IS 'What stands in the history. What follows may be typed as well.';
COMMENT ON COLUMN desk.choices.ru       IS 'In Russian; of a category, its colour.';
COMMENT ON COLUMN desk.choices.en       IS 'In English; of a category, its colour.';
