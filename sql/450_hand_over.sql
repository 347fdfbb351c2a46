-- desk.hand_over(lead uuid, team text, note text) returns void: the lead is qualified, and a sales team gets the deal.
--   lead  the receipt of a lead the caller has now
--   team  by its name, or as it is called
--   note  for the seller
-- All in one transaction: the client, the contact points the qualifier has learned, the deal, the close of the lead.
-- Raises 55000 if something is missing that the team wants to know, and names all of it; 42501, 22023 as the others.
-- Reads team, required_answer; adds to deal, client, contact_point, merge_proposal, lead_event, second_verdict; changes
-- work.

CREATE OR REPLACE FUNCTION desk.hand_over(lead uuid, team text, note text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    w       CONSTANT intake.work := intake.hold(lead);
    to_team CONSTANT text := intake.choose('team', team);
    missing record;
    deal    record;
BEGIN
    SELECT string_agg(format('%s (%s)', a.en, a.ru), ', ' ORDER BY a.position) AS list,
           (array_agg(a.name ORDER BY a.position))[1] AS first
      INTO missing FROM intake.asked(lead, to_team) AS a WHERE NOT a.known;
    IF missing.list IS NOT NULL THEN
        RAISE EXCEPTION 'team % wants to know first: %', to_team, missing.list
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = format('Ask the client, then: SELECT desk.add_answer(''%s'', ''%s'', ''...'')',
                                lead, replace(missing.first, 'contact', 'phone'));
    END IF;

    INSERT INTO intake.deal (lead, n, client, team, stage, opened_at, opened_by)
    SELECT w.lead, 1 + count(d.lead), intake.client_of(w.lead), to_team,
           (SELECT s.name FROM intake.stage AS s WHERE s.process = 'deal' AND s.in_use
             ORDER BY s.position, s.name LIMIT 1),
           clock_timestamp(), w.owner
      FROM intake.deal AS d WHERE d.lead = w.lead
    RETURNING n, client INTO deal;
    PERFORM intake.close(w, 'qualified', to_team, note,
                         intake.completeness(w.lead, to_team) || jsonb_build_object('deal', deal.n));
END
$$;

COMMENT ON FUNCTION desk.hand_over(uuid, text, text) IS
    'Hands a qualified lead over to a sales team: makes the deal and closes the lead. If the team still wants to know '
    'something, says what.';
