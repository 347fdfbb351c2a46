-- desk.client_history(receipt text) returns rows: the whole story of a client, across leads, attempts, verdicts, deals, merges and
-- splits, oldest first. what and reason are names, event and because the same in words.
--   receipt  of one of its leads, or the id of the client
-- Of each lead what intake.history_rows gives: the words of sales, and a verdict to be judged blind, are left out.
-- Reads lead, work, client_merge, client_split.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('history', 'received', 'форма %1$s: %2$s', 'form %1$s: %2$s')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

CREATE OR REPLACE FUNCTION desk.client_history(receipt text)
RETURNS TABLE (at timestamptz, who text, what text, event text, lead text, reason text, because text, note text)
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
    SELECT h.at, h.who, h.what, intake.word('event', h.what), h.lead, h.reason, intake.reason_told(h.what, h.reason), intake.plain(h.note) FROM (
    SELECT CASE h.what WHEN 'received' THEN l.received_at ELSE h.at END AS at, h.who, h.what, w.lead::text AS lead, h.reason,
           nullif(concat_ws('; ', CASE WHEN h.what = 'received' THEN intake.say('history', 'received', l.form, l.category) END, h.note,
                            intake.details_told(h.details)), '') AS note
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
    ) AS h ORDER BY h.at, h.lead, h.what;
END
$$;

COMMENT ON FUNCTION desk.client_history(text) IS
    'The whole story of a client, by the receipt of any of its leads: SELECT * FROM desk.client_history(receipt).';
