-- desk.promised: the calls that were promised, the caller's own first, of these what is due first. The order is made first, of
-- what is promised only; a card is made for what is shown.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('promised', 'overdue', 'просрочено: %1$s', 'overdue: %1$s')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.overdue(promised timestamptz) returns text: for how long a call should have been made; null: its time has not come.
CREATE OR REPLACE FUNCTION intake.overdue(promised timestamptz)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN promised <= statement_timestamp()
                THEN intake.say('promised', 'overdue', intake.span(statement_timestamp() - promised)) END;
END
$$;

CREATE OR REPLACE VIEW desk.promised WITH (security_barrier) AS
SELECT w.lead::text AS receipt, w.promised AS call_at, w.promised_by::text, k.name, k.phone, to_char(statement_timestamp() AT TIME ZONE k.zone, 'HH24:MI') AS local_time,
       intake.overdue(w.promised) AS overdue, intake.colleague_called(w.promised_by) AS promised_called
  FROM (SELECT o.lead, o.promised, o.promised_by FROM intake.work AS o
         WHERE (SELECT intake.reader()) IS NOT NULL AND o.promised IS NOT NULL AND o.state <> 'closed'
         ORDER BY (o.promised_by = (SELECT desk.caller())) IS NOT TRUE, o.promised, o.lead) AS w
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.lead) c.* FROM intake.card(w.lead) AS c) AS k ON k.lead = w.lead;

COMMENT ON VIEW   desk.promised             IS 'The calls that were promised to clients: yours first, of these what is due first.';
COMMENT ON COLUMN desk.promised.receipt     IS 'The lead. SELECT * FROM desk.take(receipt) when you call.';
COMMENT ON COLUMN desk.promised.call_at     IS 'When the client expects the call.';
COMMENT ON COLUMN desk.promised.promised_by IS 'The login of who promised it; empty: a colleague of before.';
COMMENT ON COLUMN desk.promised.name        IS 'How the client signed.';
COMMENT ON COLUMN desk.promised.phone       IS 'Ready to dial. In «quotes»: as it was typed.';
COMMENT ON COLUMN desk.promised.local_time  IS 'What time it is now where the client is; empty: not certain.';
COMMENT ON COLUMN desk.promised.promised_called IS 'What that person is called.';
COMMENT ON COLUMN desk.promised.overdue     IS 'For how long the call should have been made; empty: its time has not come.';
