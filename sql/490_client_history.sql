-- desk.client_history(receipt text) returns rows (at, who, what, lead, reason, note): the whole story of a client, across
-- leads, attempts, verdicts, deals and merges, oldest first.
--   receipt  of one of its leads, or the id of the client
-- Amounts are left to sales. A verdict on which the caller's second is wanted is left out till it is given.
-- Reads lead, work, lead_event, client_merge.

CREATE OR REPLACE FUNCTION desk.client_history(receipt text)
RETURNS TABLE (at timestamptz, who text, what text, lead text, reason text, note text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me      CONSTANT text := intake.reader();
    root    CONSTANT uuid := intake.client_root(intake.client_named(receipt));
    alone   CONSTANT uuid := CASE WHEN root IS NULL THEN intake.lead_named(receipt) END;
    hidden  CONSTANT text[] := intake.telling_events();
BEGIN
    RETURN QUERY
    SELECT CASE e.what WHEN 'received' THEN l.received_at ELSE e.at END, e.who::text, e.what::text, e.lead::text,
           e.reason::text,
           nullif(concat_ws('; ', CASE WHEN e.what = 'received' THEN format('form %s: %s', l.form, l.category) END, e.note,
                            (SELECT string_agg(d.key || ': ' || d.value, ', ')
                               FROM jsonb_each_text(e.details - '{amount,margin,known,asked}'::text[]) AS d)), '')
      FROM intake.lead AS l
      JOIN intake.lead_event AS e ON e.lead = l.id
      JOIN intake.work AS w ON w.lead = l.id
     WHERE (w.client = root OR w.lead = alone)
       AND NOT (e.what = ANY (hidden) AND intake.awaits_second(e.lead))
    UNION ALL
    SELECT m.merged_at, m.merged_by::text, 'merged', m.client::text, NULL, m.reason::text
      FROM intake.client_merge AS m WHERE intake.client_root(m.into_one) = root OR m.client = root
    UNION ALL
    SELECT m.undone_at, m.undone_by::text, 'unmerged', m.client::text, NULL, m.undone_why::text
      FROM intake.client_merge AS m
     WHERE m.undone_at IS NOT NULL AND (intake.client_root(m.into_one) = root OR intake.client_root(m.client) = root)
     ORDER BY 1, 4, 3;
END
$$;

COMMENT ON FUNCTION desk.client_history(text) IS
    'The whole story of a client, by the receipt of any of its leads: SELECT * FROM desk.client_history(receipt).';
