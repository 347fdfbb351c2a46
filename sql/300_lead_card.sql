-- intake.lead_card: a lead as a person reads it. Private; the views of desk choose from it whose leads and in which
-- order. Every column is text that stands on one line of a grid.

CREATE OR REPLACE VIEW intake.lead_card AS
SELECT l.id AS receipt,
       c.colour,
       w.category,
       w.repeat,
       l.answers ->> 'name' AS name,
       contact.phone,
       contact.email,
       concat_ws(', ', l.place ->> 'city', l.place ->> 'region', l.place ->> 'country') AS place,
       answer.list AS answers,
       coalesce(nullif(concat_ws(' / ', l.touch ->> 'utm_source', l.touch ->> 'utm_medium'), ''),
                l.touch ->> 'referrer_host') AS source,
       l.rule,
       coalesce(proof.list, 'no rule held: the default of the form') AS why,
       array_to_string(l.marks, ', ') AS marks,
       l.form,
       l.received_at
  FROM intake.lead AS l
  JOIN intake.work AS w ON w.lead = l.id
  JOIN intake.category AS c ON c.name = w.category
 CROSS JOIN LATERAL (
       SELECT string_agg(p.value || coalesce(' ext. ' || p.extension, ''), ', ' ORDER BY p.n)
                  FILTER (WHERE p.kind = 'phone') AS phone,
              string_agg(p.value, ', ' ORDER BY p.n) FILTER (WHERE p.kind = 'email') AS email
         FROM ROWS FROM (json_to_recordset(l.contacts) AS (kind text, value text, extension text)) WITH ORDINALITY
              AS p (kind, value, extension, n)) AS contact
 CROSS JOIN LATERAL (
       SELECT string_agg(a.key || ': ' || a.value, '; ' ORDER BY a.n) AS list
         FROM json_each_text(l.answers) WITH ORDINALITY AS a (key, value, n)
        WHERE a.value <> '') AS answer
 CROSS JOIN LATERAL (
       SELECT string_agg(CASE WHEN e.found ->> 'not' = 'true'
                              THEN format('%s does not match', coalesce(e.found ->> 'field', e.found ->> 'utm', 'place'))
                              WHEN e.found ->> 'matched' IS NOT NULL
                              THEN format('%s has "%s"', e.found ->> 'field', e.found ->> 'matched')
                              WHEN e.found ->> 'field' IS NOT NULL
                              THEN format('%s is %s', e.found ->> 'field', e.found ->> 'value')
                              WHEN e.found ->> 'place' IS NOT NULL
                              THEN format('the visitor is in %s', e.found ->> 'place')
                              ELSE e.found::text END, '; ' ORDER BY e.n) AS list
         FROM json_array_elements(l.evidence) WITH ORDINALITY AS e (found, n)) AS proof;

COMMENT ON VIEW intake.lead_card IS 'A lead as a person reads it: what desk.queue and desk.my_leads are made of.';
