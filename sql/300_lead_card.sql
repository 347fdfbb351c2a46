-- intake.lead_card: a lead as a person reads and works it. Private; the views of desk and sales choose from it whose leads
-- and in which order. Each column stands on one line of a grid, in the order of desk.my_leads, which is all of it; verdict
-- to note are for writing there (460).

CREATE OR REPLACE VIEW intake.lead_card AS
SELECT l.id AS receipt,
       w.lease_until,
       c.colour,
       w.category,
       w.verdict::text, w.reason::text, w.not_before, NULL::text AS team, w.stage, NULL::text AS note,
       w.repeat,
       coalesce(before.leads, 0) AS earlier_leads,
       coalesce(before.deals, 0) AS earlier_deals,
       before.last_verdict,
       before.last_owner,
       answer.name,
       contact.phone,
       to_char(statement_timestamp() AT TIME ZONE intake.local_zone(l.place, l.contacts), 'HH24:MI') AS local_time,
       contact.email,
       concat_ws(', ', l.place ->> 'city', l.place ->> 'region', l.place ->> 'country') AS place,
       answer.list AS answers,
       coalesce(nullif(concat_ws(' / ', l.touch ->> 'utm_source', l.touch ->> 'utm_medium'), ''),
                l.touch ->> 'referrer_host') AS source,
       l.rule,
       coalesce(l.why, 'no rule held: the default of the form') AS why,
       array_to_string(l.marks, ', ') AS marks,
       w.attempts,
       w.promised AS call_at,
       l.form,
       l.received_at
  FROM intake.lead AS l
  JOIN intake.work AS w ON w.lead = l.id
  LEFT JOIN intake.category AS c ON c.name = w.category     -- a lead shows, whatever becomes of the list
  LEFT JOIN LATERAL intake.client_before(
            CASE WHEN EXISTS (SELECT FROM intake.lead AS e WHERE e.client = l.client AND e.received_at < l.received_at)
                   OR EXISTS (SELECT FROM intake.client_merge AS m WHERE m.client = l.client AND m.undone_at IS NULL)
                   OR EXISTS (SELECT FROM intake.client_merge AS m WHERE m.into_one = l.client AND m.undone_at IS NULL)
                 THEN l.client END, l.received_at) AS before ON true    -- of most clients there is nothing to tell
 CROSS JOIN LATERAL (
       SELECT string_agg(p.value || coalesce(' ext. ' || p.extension, ''), ', ' ORDER BY p.n)
                  FILTER (WHERE p.kind = 'phone') AS phone,
              string_agg(p.value, ', ' ORDER BY p.n) FILTER (WHERE p.kind = 'email') AS email
         FROM ROWS FROM (json_to_recordset(l.contacts) AS (kind text, value text, extension text)) WITH ORDINALITY
              AS p (kind, value, extension, n)) AS contact
 CROSS JOIN LATERAL (
       SELECT string_agg(a.field || ': ' || a.value, '; ') AS list, max(a.value) FILTER (WHERE a.field = 'name') AS name
         FROM json_each_text(coalesce(w.answers, l.answers)) AS a (field, value)
        WHERE a.value <> '') AS answer;

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
