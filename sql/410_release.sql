-- desk.release(lead uuid, reason text) returns void: the caller gives a lead back to the queue.
--   lead    the receipt of a lead the caller has now
--   reason  why; goes into the history
-- Raises 42501 if the caller does not have the lead, 22023 without a reason.
-- Reads and changes work, adds to lead_event.

CREATE OR REPLACE FUNCTION desk.release(lead uuid, reason text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me       CONSTANT text := desk.caller();
    new_step integer;
BEGIN
    IF coalesce(btrim(release.reason), '') = '' THEN
        RAISE EXCEPTION 'a lead is given back with a reason'
            USING ERRCODE = 'invalid_parameter_value', HINT = 'SELECT desk.release(receipt, ''why'')';
    END IF;

    UPDATE intake.work AS w
       SET state = 'due', step = w.step + 1, owner = NULL, lease_until = NULL
     WHERE w.lead = release.lead AND w.state = 'claimed' AND w.owner = me AND w.lease_until > statement_timestamp()
    RETURNING w.step INTO new_step;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'lead % is not yours now', release.lead
            USING ERRCODE = 'insufficient_privilege', HINT = 'The leads you have are in desk.my_leads.';
    END IF;

    INSERT INTO intake.lead_event (lead, step, who, what, reason)
    VALUES (release.lead, new_step, me, 'released', btrim(release.reason));
END
$$;

COMMENT ON FUNCTION desk.release(uuid, text) IS 'Gives a lead you have back to the queue. The reason is required.';
