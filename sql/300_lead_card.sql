-- intake.lead_card: a lead as a person reads it. Private; the views of desk and sales choose from it whose leads and in
-- which order. Every column is text that stands on one line of a grid.

CREATE OR REPLACE VIEW intake.lead_card AS
SELECT l.id AS receipt,
       c.colour,
       w.category,
       w.repeat,
       before.leads AS earlier_leads,
       before.deals AS earlier_deals,
       before.last_verdict,
       before.last_owner,
       answer.name,
       contact.phone,
       to_char(statement_timestamp() AT TIME ZONE there.zone, 'HH24:MI') AS local_time,
       contact.email,
       concat_ws(', ', l.place ->> 'city', l.place ->> 'region', l.place ->> 'country') AS place,
       answer.list AS answers,
       coalesce(nullif(concat_ws(' / ', l.touch ->> 'utm_source', l.touch ->> 'utm_medium'), ''),
                l.touch ->> 'referrer_host') AS source,
       l.rule,
       coalesce(proof.list, 'no rule held: the default of the form') AS why,
       array_to_string(l.marks, ', ') AS marks,
       (SELECT count(*) FROM intake.lead_event AS e WHERE e.lead = l.id AND e.what = 'attempted') AS attempts,
       l.form,
       l.received_at
  FROM intake.lead AS l
  JOIN intake.work AS w ON w.lead = l.id
  LEFT JOIN intake.category AS c ON c.name = w.category     -- a lead shows, whatever becomes of the list
 CROSS JOIN LATERAL intake.client_before(l.client, l.received_at) AS before
 CROSS JOIN LATERAL intake.local_zone(l.place, l.contacts) AS there
 CROSS JOIN LATERAL (
       SELECT string_agg(p.value || coalesce(' ext. ' || p.extension, ''), ', ' ORDER BY p.n)
                  FILTER (WHERE p.kind = 'phone') AS phone,
              string_agg(p.value, ', ' ORDER BY p.n) FILTER (WHERE p.kind = 'email') AS email
         FROM ROWS FROM (json_to_recordset(l.contacts) AS (kind text, value text, extension text)) WITH ORDINALITY
              AS p (kind, value, extension, n)) AS contact
 CROSS JOIN LATERAL (
       SELECT string_agg(a.field || ': ' || a.value, '; ' ORDER BY a.n) AS list,
              max(a.value) FILTER (WHERE a.field = 'name') AS name
         FROM intake.known_answers(l.id) AS a) AS answer
 CROSS JOIN LATERAL (
       SELECT string_agg(CASE WHEN nullif(coalesce(e.matched, e.value, e.place, e.phone_country), '') IS NOT NULL
                              THEN coalesce(e.field, e.utm, CASE WHEN e.place IS NOT NULL THEN 'the visitor''s place'
                                                                 ELSE 'the phone''s country' END)
                                   || CASE WHEN e.matched IS NULL THEN ' is ' || coalesce(e.value, e.place, e.phone_country)
                                           ELSE ' has "' || e.matched || '"' END
                              WHEN e.excluded
                              THEN coalesce(e.field, e.utm, CASE WHEN e.place IS NOT NULL THEN 'the visitor''s place'
                                                                 ELSE 'the phone''s country' END)
                                   || ' is none of the rule''s' END, '; ' ORDER BY e.n) AS list
         FROM (SELECT x.found ->> 'field' AS field, x.found ->> 'utm' AS utm, x.found ->> 'place' AS place,
                      x.found ->> 'phone_country' AS phone_country, x.found ->> 'matched' AS matched,
                      x.found ->> 'value' AS value, (x.found ->> 'not')::boolean AS excluded, x.n
                 FROM json_array_elements(l.evidence) WITH ORDINALITY AS x (found, n)) AS e) AS proof;

COMMENT ON VIEW intake.lead_card IS 'A lead as a person reads it: what the views of desk and sales are made of.';

-- intake.card(lead uuid) returns the row of intake.lead_card of one lead.
-- The views join this function, and not the view: then the planner can only go through the leads in the order of the
-- queue and stop when the grid is full, whatever it believes about the sizes; and a card is planned once in a session.
-- Security definer: who may look at a work, a deal or a notice may see the card of its lead, and has no other way to it.
CREATE OR REPLACE FUNCTION intake.card(lead uuid)
RETURNS SETOF intake.lead_card
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 COST 10000
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    RETURN QUERY SELECT k.* FROM intake.lead_card AS k WHERE k.receipt = card.lead;
END
$$;
