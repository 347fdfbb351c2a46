-- Who sells for which team, for the head.

-- desk.edit_member(team, who, member, dry) returns texts: see the head of 497_edits. A person of sales sells for the team, or does
-- no more: then the team's deals are out of sight, also those the person has.
CREATE OR REPLACE FUNCTION desk.edit_member(team text, who text, member boolean, dry boolean DEFAULT false)
RETURNS TABLE (said text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    of_team text;
    s       intake.staff;
    was     boolean;
    sellers bigint;
    deals   bigint;
BEGIN
    PERFORM intake.acting_head();
    of_team := intake.choose('team', team);
    s := intake.colleague(who);
    IF s.works_in <> 'sales' THEN
        PERFORM intake.refuse('22023', 'not_sales', 'no_colleague_hint', s.name);
    END IF;
    SELECT count(*) FILTER (WHERE m.login = s.login) > 0, count(*) FILTER (WHERE m.login <> s.login) INTO was, sellers
      FROM intake.staff_team AS m WHERE m.team = of_team;
    deals := (SELECT count(*) FROM intake.deal AS d WHERE d.team = of_team AND d.outcome IS NULL AND d.owner = s.login);
    IF dry IS FALSE AND member THEN
        INSERT INTO intake.staff_team (login, team) VALUES (s.login, of_team) ON CONFLICT DO NOTHING;
    ELSIF dry IS FALSE THEN
        DELETE FROM intake.staff_team AS m WHERE m.team = of_team AND m.login = s.login;
    END IF;
    RETURN QUERY SELECT * FROM intake.edited('member', of_team || ': ' || s.login, jsonb_build_object('member', was),
        jsonb_build_object('member', coalesce(member, false)), dry,
        ARRAY[intake.say('message', 'member_deals', s.name, deals::text),
              CASE WHEN member IS NOT TRUE THEN intake.say('message', 'member_leaves', s.name, sellers::text)
                   ELSE intake.say('message', 'team_sellers', (sellers + 1)::text) END]);
END
$$;

COMMENT ON FUNCTION desk.edit_member(text, text, boolean, boolean) IS
    'For the head: a person of sales sells for a team (true), or does no more (false): SELECT * FROM desk.edit_member(''services'', ''Вера'', true, dry => true) '
    'only says what that would mean; without dry it is done.';
