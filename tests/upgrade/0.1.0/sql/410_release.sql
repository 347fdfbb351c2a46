-- Giving a lead back, and keeping it for longer.

-- desk.release(lead uuid, reason text) returns void: the caller gives a lead back to the queue.
--   lead    the receipt of a lead the caller has now
--   reason  from the list; own words may follow after a colon. It is counted: desk.kpi shows who skips how much
-- Raises 42501 if the caller does not have the lead, 22023 without a reason.
-- Reads and changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION desk.release(lead uuid, reason text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    why CONSTANT record := intake.choose_reason('release', reason);
    w   intake.work := intake.hold(lead);
BEGIN
    w.state := 'due';
    w.skipped_by := w.owner;
    w.owner := NULL;
    w.lease_until := NULL;
    PERFORM intake.enter(w, 'released', why.name, why.note);
END
$$;

COMMENT ON FUNCTION desk.release(uuid, text) IS
    'Gives a lead you have back to the queue. The reason is from the list "reason: release" of desk.choices.';

-- desk.renew(lead uuid) returns timestamptz: the lease begins anew; until when the lead is the caller's now.
-- Raises 42501 if the caller does not have the lead. Reads setting, changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION desk.renew(lead uuid)
RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    w intake.work := intake.hold(lead);
BEGIN
    w.lease_until := statement_timestamp() + (SELECT s.lease FROM intake.setting AS s);
    PERFORM intake.enter(w, 'renewed');
    RETURN w.lease_until;
END
$$;

COMMENT ON FUNCTION desk.renew(uuid) IS 'Keeps a lead you have for another lease, and tells until when.';
