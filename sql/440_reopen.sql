-- desk.reopen(receipt, reason) returns text: a closed lead is open again, and the caller has it. Of a colleague's lead it is a
-- lead taken, and counted so.
--   receipt  of a closed lead; not of one whose deal sales still have
--   reason   from the list; own words may follow after a colon
-- Raises 55000 if it is not closed, has an open deal, or waits for the caller's second verdict, which it would tell; 22023
-- without a reason; what intake.lead_named raises.
-- Reads deal, changes work and second_verdict, adds to lead_event.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'not_closed', 'заявка %1$s не закрыта: %2$s', 'lead %1$s is not closed, it is %2$s'),
    ('message', 'lead_with_sales', 'заявка %1$s у продавцов', 'lead %1$s is with sales'),
    ('message', 'judge_first', 'о заявке %1$s сначала нужно ваше второе мнение', 'your second opinion on lead %1$s is wanted first'),
    ('message', 'judge_first_hint', 'Дайте его, затем открывайте: SELECT desk.second_verdict(''%1$s'', ''вердикт'', ''причина'')',
        'Give it, then reopen the lead: SELECT desk.second_verdict(''%1$s'', ''verdict'', ''reason'')'),
    ('message', 'reopened', 'Заявка %1$s снова открыта, и она у вас.', 'Lead %1$s is open again, and yours.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

CREATE OR REPLACE FUNCTION desk.reopen(receipt text, reason text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<reopen>>
DECLARE
    why     CONSTANT record := intake.choose_reason('reopen', reason);
    me      CONSTANT text := intake.person('desk');
    lead    CONSTANT uuid := intake.lead_named(receipt);
    details jsonb;
    w       intake.work;
BEGIN
    PERFORM intake.lock_lead(lead);
    SELECT k.* INTO STRICT w FROM intake.work AS k WHERE k.lead = reopen.lead;
    IF w.state <> 'closed' THEN
        PERFORM intake.refuse('55000', 'not_closed', NULL, intake.short_receipt(lead), intake.word('state', w.state));
    ELSIF intake.awaits_second(lead) THEN
        PERFORM intake.refuse('55000', 'judge_first', 'judge_first_hint', intake.short_receipt(lead));
    ELSIF intake.is_with_sales(lead) THEN
        PERFORM intake.refuse('55000', 'lead_with_sales', 'with_sales', intake.short_receipt(lead));
    END IF;
    PERFORM intake.demand_client(w, me);
    details := jsonb_build_object('was', w.verdict, 'of', w.owner);
    w.state := 'claimed';
    w.owner := me;
    w.verdict := NULL;
    w.reason := NULL;
    DELETE FROM intake.second_verdict AS s WHERE s.lead = w.lead AND s.verdict IS NULL;    -- what does not stand is not judged
    PERFORM intake.enter(w, 'reopened', why.name, why.note, details);
    RETURN intake.say('message', 'reopened', intake.short_receipt(w.lead));
END
$$;

COMMENT ON FUNCTION desk.reopen(text, text) IS
    'Opens a closed lead again, for you. Reasons: "reason: reopen" of desk.choices.';
