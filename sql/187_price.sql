-- The price that a client has accepted is no answer of the visitor's: a form may have a field of any name, and what is
-- typed into it need not be a number.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('187_price') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

-- No CHECK: see 140. desk.add_answer writes it, and refuses what is no price.
ALTER TABLE intake.work ADD COLUMN price numeric;
COMMENT ON COLUMN intake.work.price IS
    'The price the client accepts at least, in the currency of the setting; null: none accepted yet.';

-- What qualifiers have noted so far moves over: their last word. What the visitor had written into a field of that name
-- stands among the answers again, and means no more than any other answer.
UPDATE intake.work AS w
   SET price = said.price,
       answers = (SELECT json_object_agg(a.key, CASE a.key WHEN 'price_floor' THEN l.answers -> a.key ELSE a.value END ORDER BY a.n)
                    FROM json_each(w.answers) WITH ORDINALITY AS a (key, value, n)
                   WHERE a.key <> 'price_floor' OR l.answers -> a.key IS NOT NULL)
  FROM intake.lead AS l,
       (SELECT DISTINCT ON (e.lead) e.lead, (e.details ->> 'value')::numeric AS price
          FROM intake.lead_event AS e
         WHERE e.what = 'answered' AND e.details ->> 'field' = 'price_floor'
           AND e.details ->> 'value' ~ '^[0-9]{1,12}(\.[0-9]{1,2})?$'
         ORDER BY e.lead, e.step DESC) AS said
 WHERE l.id = w.lead AND said.lead = w.lead;

\endif
