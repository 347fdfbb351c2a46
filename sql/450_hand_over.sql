-- desk.hand_over(receipt, team, note) returns text: the lead is qualified, and a sales team gets the deal.
--   receipt  of a lead the caller has now
--   team     by its name, or as it is called
--   note     for the seller
-- All in one transaction: the client, the contact points the qualifier has learned, the deal and whose it is, the close of the
-- lead, and that sales are told.
-- Raises 55000 if something is missing that the team wants to know, and names all of it; 42501, 22023 as the others.
-- Reads team, required_answer; adds to deal, client, contact_point, merge_proposal, lead_event, second_verdict, notice; changes
-- work, staff_team.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'team_wants', 'команда «%1$s» сначала хочет знать: %2$s', 'team %1$s wants to know first: %2$s'),
    ('message', 'team_wants_hint', 'Спросите клиента, затем: SELECT desk.add_answer(''%3$s'', ''%4$s'', ''...'')',
        'Ask the client, then: SELECT desk.add_answer(''%3$s'', ''%4$s'', ''...'')'),
    ('message', 'handed_over', 'Заявка %1$s передана: %2$s.', 'Lead %1$s is handed over: %2$s.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.demand_answers(lead, team) returns void. Raises 55000 if the team wants to know something that is not known.
CREATE OR REPLACE FUNCTION intake.demand_answers(lead uuid, team text)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    russian CONSTANT boolean := intake.language() = 'ru';
    missing text[];
BEGIN
    SELECT array_agg(CASE WHEN russian THEN a.ru ELSE a.en END ORDER BY a.position) INTO missing FROM intake.asked(lead, team) AS a WHERE NOT a.known;
    IF missing IS NOT NULL THEN
        PERFORM intake.refuse('55000', 'team_wants', 'team_wants_hint', intake.word('team', team), array_to_string(missing, ', '),
                              intake.short_receipt(lead), replace(missing[1], '''', ''''''));
    END IF;
END
$$;

-- intake.next_owner(team text) returns text: whose turn it is: of those who sell for the team and are here the one who got a
-- deal by turn longest ago; null: nobody is, or the setting wants no turns. Two hand-overs at once get two people: who is just
-- getting a deal is passed over. If that is everybody, the turn is not counted: an open hand-over holds up no other.
-- Reads setting, staff; changes staff_team.
CREATE OR REPLACE FUNCTION intake.next_owner(team text)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    here CONSTANT name[] := ARRAY(
        SELECT t.login FROM intake.staff_team AS t
          JOIN intake.staff AS p ON p.login = t.login AND p.works_in = 'sales'
          JOIN intake.setting AS s ON s.assign_deals
         WHERE t.team = next_owner.team AND (p.absent_until > statement_timestamp()) IS NOT TRUE
         ORDER BY t.assigned_at NULLS FIRST, t.login);
    next name;
BEGIN
    SELECT t.login INTO next FROM intake.staff_team AS t
     WHERE t.team = next_owner.team AND t.login = ANY (here)
     ORDER BY t.assigned_at NULLS FIRST, t.login
     LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
    UPDATE intake.staff_team AS t SET assigned_at = clock_timestamp() WHERE t.team = next_owner.team AND t.login = next;
    RETURN coalesce(next, here[1]);
END
$$;

-- intake.tell_of_deal(d) returns void: its owner, or the whole team, is told that there is a new deal. Adds to notice.
CREATE OR REPLACE FUNCTION intake.tell_of_deal(d intake.deal)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO intake.notice (lead, about, login, team)
    VALUES (d.lead, d.lead, d.owner, CASE WHEN d.owner IS NULL THEN d.team END)
    ON CONFLICT ON CONSTRAINT notice_pkey DO UPDATE    -- of an earlier deal of that lead
       SET login = excluded.login, team = excluded.team, made_at = excluded.made_at, seen_at = NULL, seen_by = NULL;
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
    d       intake.deal;
BEGIN
    PERFORM intake.demand_answers(w.lead, to_team);
    client := intake.client_of(w.lead, false);
    INSERT INTO intake.deal (lead, n, client, team, stage, owner, opened_at, opened_by)
    SELECT w.lead, 1 + count(o.lead), hand_over.client, to_team,
           (SELECT s.name FROM intake.stage AS s WHERE s.process = 'deal' AND s.in_use
             ORDER BY s.position, s.name LIMIT 1),
           intake.next_owner(to_team), clock_timestamp(), w.owner
      FROM intake.deal AS o WHERE o.lead = w.lead
    RETURNING * INTO d;
    PERFORM intake.close(w, 'qualified', to_team, note,
                         intake.completeness(w.lead, to_team) || jsonb_strip_nulls(jsonb_build_object('deal', d.n, 'owner', d.owner))),
            intake.tell_of_deal(d);
    RETURN intake.or_undo(w.lead, intake.say('message', 'handed_over', intake.short_receipt(w.lead), concat_ws(', ',
                          intake.word('team', to_team), (SELECT p.name FROM intake.staff AS p WHERE p.login = d.owner))));
END
$$;

COMMENT ON FUNCTION desk.hand_over(text, text, text) IS
    'Hands a qualified lead over to a sales team: makes the deal and closes the lead. If the team still wants to know '
    'something, says what.';
