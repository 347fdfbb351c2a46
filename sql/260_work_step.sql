-- The two halves of everything that is done with a lead: take hold of it, and enter what was done.

-- intake.hold(lead uuid) returns intake.work: the work on a lead the caller has now, locked till the end of the
-- transaction. Raises 42501 if the caller does not have it, and says who or what has.
CREATE OR REPLACE FUNCTION intake.hold(lead uuid)
RETURNS intake.work
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me CONSTANT text := desk.caller();
    w  intake.work;
BEGIN
    -- Locked only if it is the caller's: whoever works on several leads of his own waits for nobody.
    SELECT k.* INTO w FROM intake.work AS k
     WHERE k.lead = hold.lead AND k.state = 'claimed' AND k.owner = me AND k.lease_until > statement_timestamp()
       FOR UPDATE;
    IF FOUND THEN
        RETURN w;
    END IF;
    SELECT k.* INTO w FROM intake.work AS k WHERE k.lead = hold.lead;
    RAISE EXCEPTION 'lead % is not yours now', hold.lead
        USING ERRCODE = 'insufficient_privilege',
              HINT = CASE WHEN w.lead IS NULL THEN 'There is no such lead.'
                          WHEN w.state = 'closed' AND EXISTS (SELECT FROM intake.deal AS d
                                                               WHERE d.lead = w.lead AND d.outcome IS NULL)
                          THEN 'It is with sales, and can be reopened when its deal is won or lost.'
                          WHEN w.state = 'closed' THEN format(
                              'It is closed: %s. SELECT desk.reopen(''%s'', ''reason'') opens it again.',
                              w.verdict, w.lead)
                          WHEN w.state = 'claimed' AND w.lease_until > statement_timestamp()
                          THEN 'A colleague has it. The leads you have are in desk.my_leads.'
                          ELSE 'The leads you have are in desk.my_leads. Take the next one with '
                               'SELECT * FROM desk.claim_next().' END;
END
$$;

-- intake.enter(w, what, reason, note, details) returns void
--   w      the work on the lead as it shall be from now on; the caller has locked its row
--   what   and the rest: the event that explains it; of intake.event_name, or of a verdict
-- The only way, besides claim_next and wake_leads, in which work changes: so the history explains every state.
-- Reads event_name, verdict; changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION intake.enter(
    w intake.work, what text, reason text DEFAULT NULL, note text DEFAULT NULL, details jsonb DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    new_step integer;
BEGIN
    IF NOT EXISTS (SELECT FROM intake.event_name AS n WHERE n.name = enter.what
                   UNION ALL SELECT FROM intake.verdict AS v WHERE v.event = enter.what) THEN
        RAISE EXCEPTION 'there is no event "%"', enter.what USING ERRCODE = 'foreign_key_violation';
    END IF;
    UPDATE intake.work AS k
       SET state = w.state, step = k.step + 1, lease_until = w.lease_until, owner = w.owner,
           not_before = w.not_before, promised = w.promised, skipped_by = w.skipped_by, stage = w.stage,
           attempts = w.attempts, answers = w.answers, price = w.price, category = w.category, rank = w.rank,
           verdict = w.verdict, reason = w.reason
     WHERE k.lead = w.lead
    RETURNING k.step INTO STRICT new_step;
    INSERT INTO intake.lead_event (lead, step, who, what, reason, note, details)
    VALUES (w.lead, new_step, desk.caller(), enter.what, enter.reason, nullif(btrim(enter.note), '')::intake.remark, enter.details);
END
$$;
