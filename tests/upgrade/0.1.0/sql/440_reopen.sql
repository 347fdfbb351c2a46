-- desk.reopen(lead uuid, reason text) returns void: a closed lead is open again, and the caller has it.
--   lead    the receipt of a closed lead; not of one whose deal sales still have
--   reason  from the list; own words may follow after a colon
-- Raises 55000 if it is not closed, or has an open deal; 22023 without a reason; 42501 if there is no such lead.
-- Reads deal and setting, changes work, adds to lead_event.

CREATE OR REPLACE FUNCTION desk.reopen(lead uuid, reason text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    why CONSTANT record := intake.choose_reason('reopen', reason);
    was text;
    w   intake.work;
BEGIN
    SELECT k.* INTO w FROM intake.work AS k WHERE k.lead = reopen.lead FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no lead %', reopen.lead USING ERRCODE = 'insufficient_privilege';
    ELSIF w.state <> 'closed' THEN
        RAISE EXCEPTION 'lead % is not closed, it is %', w.lead, w.state
            USING ERRCODE = 'object_not_in_prerequisite_state';
    ELSIF EXISTS (SELECT FROM intake.deal AS d WHERE d.lead = w.lead AND d.outcome IS NULL) THEN
        RAISE EXCEPTION 'lead % is with sales', w.lead
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'It can be reopened when its deal is won or lost.';
    END IF;
    was := w.verdict;
    w.state := 'claimed';
    w.owner := desk.caller();
    w.lease_until := statement_timestamp() + (SELECT s.lease FROM intake.setting AS s);
    w.verdict := NULL;
    w.reason := NULL;
    PERFORM intake.enter(w, 'reopened', why.name, why.note, jsonb_build_object('was', was));
END
$$;

COMMENT ON FUNCTION desk.reopen(uuid, text) IS
    'Opens a closed lead again, for you. Reasons: "reason: reopen" of desk.choices.';
