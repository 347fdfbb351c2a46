-- The verdicts but the hand-over: later, no, not to be found, not a client at all; and back. Each takes the receipt of a
-- lead the caller has now (reopen: of a closed one), and a reason from the list of the act, after which own words may
-- follow a colon. 42501: not the caller's; 22023: no such reason, or a time that is none; 55000: not in this state.
-- All change work and add to lead_event; closing ones may add to second_verdict.

-- desk.postpone(lead, not_before, reason) returns void: a second chance. The lead is in the queue again at that time.
CREATE OR REPLACE FUNCTION desk.postpone(lead uuid, not_before timestamptz, reason text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    why CONSTANT record := intake.choose_reason('postpone', reason);
    w   intake.work := intake.hold(lead);
BEGIN
    IF not_before IS NULL OR not_before <= statement_timestamp()
       OR not_before > statement_timestamp() + interval '1 year' THEN
        RAISE EXCEPTION 'a second chance is some time within a year from now, not %', coalesce(not_before::text, 'never')
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'SELECT desk.postpone(receipt, now() + interval ''2 days'', ''asked_later'')';
    END IF;
    w.state := 'postponed';
    w.owner := NULL;
    w.lease_until := NULL;
    w.not_before := postpone.not_before;
    w.promised := postpone.not_before;
    PERFORM intake.enter(w, 'postponed', why.name, why.note, jsonb_build_object('not_before', postpone.not_before));
END
$$;

COMMENT ON FUNCTION desk.postpone(uuid, timestamptz, text) IS
    'A second chance: the lead comes back to the queue at that time. For reasons see "reason: postpone" in desk.choices.';

-- desk.refuse(lead, reason, pointed_to) returns void: we do not do it. pointed_to: who may; then it was redirected.
CREATE OR REPLACE FUNCTION desk.refuse(lead uuid, reason text, pointed_to text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    why     CONSTANT record := intake.choose_reason('refuse', reason);
    place   CONSTANT text := nullif(btrim(pointed_to), '');
    verdict CONSTANT text := CASE WHEN place IS NULL THEN 'refused' ELSE 'redirected' END;
BEGIN
    PERFORM intake.close(intake.hold(lead), verdict, why.name, why.note,
                         intake.completeness(lead) || jsonb_strip_nulls(jsonb_build_object('pointed_to', place)));
END
$$;

COMMENT ON FUNCTION desk.refuse(uuid, text, text) IS
    'Closes a lead we cannot serve. Say in pointed_to where you have sent the client. Reasons: "reason: refuse".';

-- desk.mark_unreachable(lead, reason) returns void: after as many attempts as the setting wants; at once if the lead
-- has no contact point at all.
CREATE OR REPLACE FUNCTION desk.mark_unreachable(lead uuid, reason text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    why    CONSTANT record := intake.choose_reason('unreachable', reason);
    w      CONSTANT intake.work := intake.hold(lead);
    wanted CONSTANT integer := (SELECT s.unreachable_after FROM intake.setting AS s);
BEGIN
    IF w.attempts < wanted AND (SELECT json_array_length(l.contacts) > 0 FROM intake.lead AS l
                                 WHERE l.id = mark_unreachable.lead) THEN
        RAISE EXCEPTION 'unreachable after % attempts, and there were %', wanted, w.attempts
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'Write each down with desk.record_attempt, and desk.postpone the lead to try again later.';
    END IF;
    PERFORM intake.close(w, 'unreachable', why.name, why.note);
END
$$;

COMMENT ON FUNCTION desk.mark_unreachable(uuid, text) IS
    'Closes a lead whose client cannot be reached, after enough attempts. Reasons: "reason: unreachable".';

-- intake.close_as(lead, verdict, reason) returns void: a verdict that wants no more than a reason.
CREATE OR REPLACE FUNCTION intake.close_as(lead uuid, verdict text, reason text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    why CONSTANT record := intake.choose_why(verdict, reason);
BEGIN
    PERFORM intake.close(intake.hold(lead), verdict, why.name, why.note);
END
$$;

-- desk.mark_spam(lead, reason) returns void.
CREATE OR REPLACE FUNCTION desk.mark_spam(lead uuid, reason text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.close_as(lead, 'spam', reason);
END
$$;

COMMENT ON FUNCTION desk.mark_spam(uuid, text) IS
    'Closes a lead that is no request at all. It is kept. Reasons: "reason: spam".';

-- intake.decide(mine, verdict, reason, not_before, team, note) returns void: the verdict that was written into a row of
-- desk.my_leads. Those with an act of their own come to it; any other wants a reason, and the event in its row of
-- intake.verdict.
CREATE OR REPLACE FUNCTION intake.decide(
    mine uuid, verdict text, reason text, not_before timestamptz, team text, note text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- A time alone is a second chance, a team alone a hand-over.
    kind CONSTANT text := CASE WHEN verdict IS NOT NULL THEN intake.choose('verdict', verdict)
                               WHEN team IS NOT NULL THEN 'qualified'
                               WHEN not_before IS NOT NULL THEN 'second_chance' END;
    own_words CONSTANT text := coalesce(reason || ': ' || nullif(btrim(note), ''), reason);
BEGIN
    IF kind IS NULL THEN
        RAISE EXCEPTION 'a reason goes with a verdict: write both, then save the row'
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'One of: ' || (SELECT string_agg(v.name || ', ' || v.ru, '; ' ORDER BY v.position)
                                          FROM intake.verdict AS v);
    ELSIF team IS NOT NULL AND kind <> 'qualified' OR not_before IS NOT NULL AND kind <> 'second_chance' THEN
        RAISE EXCEPTION '% does not go with the verdict %',
            CASE WHEN team IS NOT NULL AND kind <> 'qualified' THEN 'a team' ELSE 'a time to call again' END, kind
            USING ERRCODE = 'invalid_parameter_value', HINT = 'A team is for qualified, not_before for second_chance.';
    ELSIF kind = 'redirected' AND nullif(btrim(note), '') IS NULL THEN
        RAISE EXCEPTION 'write into note where you have sent the client' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    CASE kind
        WHEN 'qualified'     THEN PERFORM desk.hand_over(mine, team, note);
        WHEN 'second_chance' THEN PERFORM desk.postpone(mine, not_before, own_words);
        WHEN 'refused'       THEN PERFORM desk.refuse(mine, own_words);
        WHEN 'redirected'    THEN PERFORM desk.refuse(mine, reason, note);
        WHEN 'unreachable'   THEN PERFORM desk.mark_unreachable(mine, own_words);
        ELSE                      PERFORM intake.close_as(mine, kind, own_words);
    END CASE;
END
$$;
