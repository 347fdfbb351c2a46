-- intake.close(w, verdict, reason, note, details) returns void: closes a lead that the caller has, with a reason.
--   w        the work on it, as intake.hold gave it
--   verdict  one that closes; it says which event this is
--   reason   and the rest: as for intake.enter
-- Picks the configured share of verdicts for a second, blind one: by a hash of the receipt and a secret, so that nobody can
-- choose or foretell it, and only where there is something to judge. Reads verdict; changes work, adds to lead_event and second_verdict.

-- intake.is_picked(lead uuid) returns boolean: is the verdict on it to be given a second time? Reads secret, setting.
CREATE OR REPLACE FUNCTION intake.is_picked(lead uuid)
RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT (hashtextextended(lead::text || k.salt, 0) & 1048575)::numeric / 1048576 < s.recheck_share
      FROM intake.secret AS k CROSS JOIN intake.setting AS s;
END;

CREATE OR REPLACE FUNCTION intake.close(
    w intake.work, verdict text, reason text, note text DEFAULT NULL, details jsonb DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    v record;
BEGIN
    SELECT k.event, k.judged_again INTO v FROM intake.verdict AS k WHERE k.name = close.verdict AND k.closes;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no verdict "%" that closes a lead', verdict USING ERRCODE = 'foreign_key_violation';
    END IF;
    w.state := 'closed';
    w.lease_until := NULL;
    w.promised := NULL;
    w.promised_by := NULL;
    w.skipped_by := NULL;
    w.verdict := close.verdict;
    w.reason := close.reason;
    PERFORM intake.enter(w, v.event, reason, note, details);
    IF close.verdict <> 'spam' THEN
        PERFORM intake.client_earned(w.client);
    END IF;
    IF v.judged_again THEN      -- picked or not, the same is done: see 195
        INSERT INTO intake.second_verdict (lead, first_by, first_verdict, first_reason, picked)
        VALUES (w.lead, w.owner, close.verdict, close.reason, intake.is_picked(w.lead))
        ON CONFLICT ON CONSTRAINT second_verdict_pkey DO NOTHING;     -- judged and reopened: once is enough
    END IF;
END
$$;
