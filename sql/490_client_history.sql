-- The whole story of a client, across leads, attempts, verdicts, deals, merges and splits.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('history', 'received', 'форма %1$s: %2$s', 'form %1$s: %2$s')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.client_story(root uuid, alone uuid, leads bigint) returns rows, in no order: the story of a client. form and category are of what
-- was received, details what went with an event (298).
--   root   the client; null: of a lead without one, which is alone
--   leads  of so many of its newest; null: of all
-- Of each lead what intake.history_rows gives: the words of sales, and a verdict to be judged blind, are left out.
-- Reads lead, work, client_merge, client_split.
CREATE OR REPLACE FUNCTION intake.client_story(root uuid, alone uuid, leads bigint)
RETURNS TABLE (at timestamptz, who text, what text, lead uuid, reason text, note text, form text, category text, details jsonb)
LANGUAGE plpgsql STABLE ROWS 20
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    parts CONSTANT uuid[] := intake.client_parts(root);
BEGIN
    RETURN QUERY
    SELECT CASE h.what WHEN 'received' THEN l.received_at ELSE h.at END, h.who, h.what, l.id, h.reason, h.note,
           l.form::text, CASE WHEN h.what = 'received' THEN l.category::text END, h.details
      FROM ((SELECT w.lead FROM intake.work AS w WHERE w.client = root ORDER BY w.received_at DESC LIMIT leads)
            UNION ALL SELECT alone WHERE alone IS NOT NULL) AS its
      JOIN intake.lead AS l ON l.id = its.lead
     CROSS JOIN LATERAL intake.history_rows(l.id) AS h;
    RETURN QUERY
    SELECT m.merged_at, m.merged_by::text, 'merged', m.client, NULL, m.reason::text, NULL, NULL, NULL::jsonb
      FROM intake.client_merge AS m WHERE m.into_one = ANY (parts) OR m.client = root
    UNION ALL
    SELECT m.undone_at, m.undone_by::text, 'unmerged', m.client, NULL, m.undone_why::text, NULL, NULL, NULL
      FROM intake.client_merge AS m WHERE m.undone_at IS NOT NULL AND (m.into_one = ANY (parts) OR m.client = ANY (parts))
    UNION ALL
    SELECT c.at, c.by::text, 'split', CASE WHEN c.to_client = ANY (parts) THEN c.from_client ELSE c.to_client END, NULL,
           concat_ws(': ', c.value, c.reason), NULL, NULL, NULL
      FROM intake.client_split AS c WHERE c.from_client = ANY (parts) OR c.to_client = ANY (parts)
    UNION ALL
    SELECT c.undone_at, c.undone_by::text, 'unsplit', CASE WHEN c.to_client = ANY (parts) THEN c.from_client ELSE c.to_client END,
           NULL, concat_ws(': ', c.value, c.undone_why), NULL, NULL, NULL
      FROM intake.client_split AS c
     WHERE c.undone_at IS NOT NULL AND (c.from_client = ANY (parts) OR c.to_client = ANY (parts));
END
$$;

-- desk.client_history(receipt text) returns rows: the story, oldest first. what and reason are names, event and because the same in words.
--   receipt  of one of its leads, or the id of the client
CREATE OR REPLACE FUNCTION desk.client_history(receipt text)
RETURNS TABLE (at timestamptz, who text, what text, event text, lead text, reason text, because text, note text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    root uuid;
BEGIN
    PERFORM intake.reader();
    root := intake.client_root(intake.client_named(receipt));
    RETURN QUERY
    SELECT h.at, h.who, h.what, intake.word('event', h.what), h.lead::text, h.reason, intake.reason_told(h.what, h.reason),
           intake.plain(nullif(concat_ws('; ', CASE WHEN h.category IS NOT NULL THEN intake.say('history', 'received', h.form, h.category) END, h.note,
                                         intake.details_told(h.details)), ''))
      FROM intake.client_story(root, CASE WHEN root IS NULL THEN intake.lead_named(receipt) END, NULL) AS h
     ORDER BY h.at, h.lead::text, h.what;
END
$$;

COMMENT ON FUNCTION desk.client_history(text) IS
    'The whole story of a client, by the receipt of any of its leads: SELECT * FROM desk.client_history(receipt).';
