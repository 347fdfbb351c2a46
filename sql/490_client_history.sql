-- desk.client_history(receipt text) returns rows (at, who, what, lead, reason, note): the whole story of a client, across
-- leads, attempts, verdicts, deals, merges and splits, oldest first.
--   receipt  of one of its leads, or the id of the client
-- Of each lead what intake.history_rows gives: the words of sales, and a verdict to be judged blind, are left out.
-- Reads lead, work, client_merge, client_split.

CREATE OR REPLACE FUNCTION desk.client_history(receipt text)
RETURNS TABLE (at timestamptz, who text, what text, lead text, reason text, note text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    root  uuid;
    alone uuid;
    parts uuid[];
BEGIN
    PERFORM intake.reader();
    root := intake.client_root(intake.client_named(receipt));
    parts := intake.client_parts(root);
    alone := CASE WHEN root IS NULL THEN intake.lead_named(receipt) END;
    RETURN QUERY
    SELECT CASE h.what WHEN 'received' THEN l.received_at ELSE h.at END, h.who, h.what, w.lead::text, h.reason,
           nullif(concat_ws('; ', CASE WHEN h.what = 'received' THEN format('form %s: %s', l.form, l.category) END, h.note,
                            (SELECT string_agg(d.key || ': ' || d.value, ', ')
                               FROM jsonb_each_text(h.details - '{known,asked}'::text[]) AS d)), '')
      FROM intake.work AS w
      JOIN intake.lead AS l ON l.id = w.lead
     CROSS JOIN LATERAL intake.history_rows(w.lead) AS h
     WHERE w.client = root OR w.lead = alone
    UNION ALL
    SELECT m.merged_at, m.merged_by::text, 'merged', m.client::text, NULL, m.reason::text
      FROM intake.client_merge AS m WHERE intake.client_root(m.into_one) = root OR m.client = root
    UNION ALL
    SELECT m.undone_at, m.undone_by::text, 'unmerged', m.client::text, NULL, m.undone_why::text
      FROM intake.client_merge AS m
     WHERE m.undone_at IS NOT NULL AND (intake.client_root(m.into_one) = root OR intake.client_root(m.client) = root)
    UNION ALL
    SELECT c.at, c.by::text, 'split', CASE WHEN c.to_client = ANY (parts) THEN c.from_client ELSE c.to_client END::text, NULL,
           concat_ws(': ', c.value, c.reason)
      FROM intake.client_split AS c WHERE c.from_client = ANY (parts) OR c.to_client = ANY (parts)
    UNION ALL
    SELECT c.undone_at, c.undone_by::text, 'unsplit', CASE WHEN c.to_client = ANY (parts) THEN c.from_client ELSE c.to_client END::text,
           NULL, concat_ws(': ', c.value, c.undone_why)
      FROM intake.client_split AS c
     WHERE c.undone_at IS NOT NULL AND (c.from_client = ANY (parts) OR c.to_client = ANY (parts))
     ORDER BY 1, 4, 3;
END
$$;

COMMENT ON FUNCTION desk.client_history(text) IS
    'The whole story of a client, by the receipt of any of its leads: SELECT * FROM desk.client_history(receipt).';
