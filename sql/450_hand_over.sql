-- desk.hand_over(receipt, team, note) returns text: the lead is qualified, and a sales team gets the deal.
--   receipt  of a lead the caller has now
--   team     by its name, or as it is called
--   note     for the seller
-- All in one transaction: the client, the contact points the qualifier has learned, the deal, the close of the lead.
-- Raises 55000 if something is missing that the team wants to know, and names all of it; 42501, 22023 as the others.
-- Reads team, required_answer; adds to deal, client, contact_point, merge_proposal, lead_event, second_verdict; changes
-- work.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'team_wants', 'команда %1$s сначала хочет знать: %2$s', 'team %1$s wants to know first: %2$s'),
    ('message', 'team_wants_hint', 'Спросите клиента, затем: SELECT desk.add_answer(''%3$s'', ''%4$s'', ''...'')',
        'Ask the client, then: SELECT desk.add_answer(''%3$s'', ''%4$s'', ''...'')'),
    ('message', 'handed_over', 'Заявка %1$s передана: %2$s. Передумали — в течение десяти минут SELECT desk.undo(''%1$s'').',
        'Lead %1$s is handed over: %2$s. If that was wrong, within ten minutes: SELECT desk.undo(''%1$s'').')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.demand_answers(lead, team) returns void. Raises 55000 if the team wants to know something that is not known.
CREATE OR REPLACE FUNCTION intake.demand_answers(lead uuid, team text)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    russian CONSTANT boolean := intake.language() = 'ru';
    missing record;
BEGIN
    SELECT string_agg(CASE WHEN russian THEN a.ru ELSE a.en END, ', ' ORDER BY a.position) AS list,
           (array_agg(a.name ORDER BY a.position))[1] AS first
      INTO missing FROM intake.asked(lead, team) AS a WHERE NOT a.known;
    IF missing.list IS NOT NULL THEN
        PERFORM intake.refuse('55000', 'team_wants', 'team_wants_hint', intake.word('team', team), missing.list,
                              intake.short_receipt(lead), replace(missing.first, 'contact', 'phone'));
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION desk.hand_over(receipt text, team text, note text DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<hand_over>>
DECLARE
    w       CONSTANT intake.work := intake.hold(receipt);
    to_team CONSTANT text := intake.choose('team', team);
    client  uuid;
    deal    record;
BEGIN
    PERFORM intake.demand_answers(w.lead, to_team);
    client := intake.client_of(w.lead);
    INSERT INTO intake.deal (lead, n, client, team, stage, opened_at, opened_by)
    SELECT w.lead, 1 + count(d.lead), hand_over.client, to_team,
           (SELECT s.name FROM intake.stage AS s WHERE s.process = 'deal' AND s.in_use
             ORDER BY s.position, s.name LIMIT 1),
           clock_timestamp(), w.owner
      FROM intake.deal AS d WHERE d.lead = w.lead
    RETURNING n INTO deal;
    PERFORM intake.close(w, 'qualified', to_team, note,
                         intake.completeness(w.lead, to_team) || jsonb_build_object('deal', deal.n));
    RETURN intake.say('message', 'handed_over', intake.short_receipt(w.lead), intake.word('team', to_team));
END
$$;

COMMENT ON FUNCTION desk.hand_over(text, text, text) IS
    'Hands a qualified lead over to a sales team: makes the deal and closes the lead. If the team still wants to know '
    'something, says what.';
