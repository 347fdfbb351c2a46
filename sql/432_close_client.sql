-- desk.close_client(receipt, verdict, reason) returns text: a client who has written several times is decided on once. All leads
-- the caller has of that client are closed with one verdict.
--   receipt  of any lead of the client: of one that was just closed, too
--   verdict  one that closes and hands nothing over
--   reason   as for that verdict; own words may follow after a colon: for redirected, where the client was sent
-- All of them or none. Raises 42501 if the caller has no lead of the client, 22023 for a verdict that is given to one lead at a
-- time, and what the verdict raises.
-- Reads and changes work, adds to lead_event; may add to second_verdict.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'one_by_one', '"%1$s" решается по одной заявке', '"%1$s" is decided for one lead at a time'),
    ('message', 'one_by_one_hint', 'Передайте или отложите одну, остальные закройте: SELECT desk.close_client(''%2$s'', ''refused'', ''double'')',
        'Hand over or postpone one, then close the others: SELECT desk.close_client(''%2$s'', ''refused'', ''double'')'),
    ('message', 'closed_together', 'Закрыто заявок этого клиента: %1$s, %2$s.', 'Leads of this client that were closed: %1$s, %2$s.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

CREATE OR REPLACE FUNCTION desk.close_client(receipt text, verdict text, reason text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    lead CONSTANT uuid := intake.lead_named(receipt);
    kind CONSTANT text := intake.choose('verdict', verdict);
    note CONSTANT text := CASE WHEN strpos(reason, ':') > 0 THEN substr(reason, strpos(reason, ':') + 1) END;
    mine CONSTANT uuid[] := intake.lock_mine(lead);
BEGIN
    IF kind = 'qualified' OR NOT (SELECT v.closes FROM intake.verdict AS v WHERE v.name = kind) THEN
        PERFORM intake.refuse('22023', 'one_by_one', 'one_by_one_hint', intake.word('verdict', kind), intake.short_receipt(lead));
    ELSIF cardinality(mine) = 0 THEN
        PERFORM intake.hold(receipt);      -- says who has it, or what has become of it
    END IF;
    FOR i IN 1..cardinality(mine) LOOP
        PERFORM intake.decide(mine[i]::text, kind, split_part(reason, ':', 1), NULL, NULL, note);
    END LOOP;
    RETURN intake.say('message', 'closed_together', cardinality(mine)::text, intake.word('verdict', kind));
END
$$;

COMMENT ON FUNCTION desk.close_client(text, text, text) IS
    'Closes all leads you have of that client with one verdict: SELECT desk.close_client(receipt, ''refused'', ''double'').';
