-- desk.client_history(id uuid) returns rows (at, who, what, receipt, reason, note): the whole story of a client, across
-- leads, attempts, verdicts, deals and merges, oldest first.
--   id  the receipt of one of its leads, or the id of the client
-- Amounts are left to sales. A verdict on which the caller's second is wanted is left out till it is given.
-- Reads lead, lead_event, client_merge.

CREATE OR REPLACE FUNCTION desk.client_history(id uuid)
RETURNS TABLE (at timestamptz, who text, what text, receipt uuid, reason text, note text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    client  CONSTANT uuid := coalesce((SELECT l.client FROM intake.lead AS l WHERE l.id = client_history.id), id);
    members CONSTANT uuid[] := intake.client_members(client);
    hidden  CONSTANT text[] := intake.telling_events();
BEGIN
    RETURN QUERY
    SELECT CASE e.what WHEN 'received' THEN l.received_at ELSE e.at END, e.who::text, e.what::text, e.lead,
           e.reason::text,
           nullif(concat_ws('; ', CASE WHEN e.what = 'received' THEN format('form %s: %s', l.form, l.category) END, e.note,
                            (SELECT string_agg(d.key || ': ' || d.value, ', ')
                               FROM jsonb_each_text(e.details - '{amount,margin,known,asked}'::text[]) AS d)), '')
      FROM intake.lead AS l
      JOIN intake.lead_event AS e ON e.lead = l.id
     WHERE (l.client = ANY (members) OR l.id = client_history.id)
       AND NOT (e.what = ANY (hidden) AND intake.awaits_second(e.lead))
    UNION ALL
    SELECT m.merged_at, m.merged_by::text, 'merged', m.client, NULL, m.reason::text
      FROM intake.client_merge AS m WHERE m.client = ANY (members) OR m.into_one = ANY (members)
    UNION ALL
    SELECT m.undone_at, m.undone_by::text, 'unmerged', m.client, NULL, m.undone_why::text
      FROM intake.client_merge AS m
     WHERE m.undone_at IS NOT NULL AND (m.client = ANY (members) OR m.into_one = ANY (members))
     ORDER BY 1, 4, 3;
END
$$;

COMMENT ON FUNCTION desk.client_history(uuid) IS
    'The whole story of a client, by the receipt of any of its leads: SELECT * FROM desk.client_history(receipt).';
