-- What the caller may see by intake.staff.

-- desk.is_head() returns boolean: may the caller see the numbers of everybody? The owner's members may anyway.
CREATE OR REPLACE FUNCTION desk.is_head()
RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce((SELECT s.head FROM intake.staff AS s WHERE s.login = desk.caller()), false)
        OR pg_has_role(session_user, 'firstline_owner', 'MEMBER') AND current_setting('role') = 'none';
END
$$;

COMMENT ON FUNCTION desk.is_head() IS 'May you see the numbers of all qualifiers?';

-- sales.my_teams() returns text[]: the teams whose deals the caller sees and closes; none: empty. Reads staff_team.
CREATE OR REPLACE FUNCTION sales.my_teams()
RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT t.team::text FROM intake.staff_team AS t WHERE t.login = desk.caller() ORDER BY 1);
END
$$;

COMMENT ON FUNCTION sales.my_teams() IS 'Your teams: you see their deals, and no others.';

-- desk.add_staff(login, name, works_in, teams, head) returns void: somebody begins to work here, or changes place.
--   login     of the database; made if there is none. It gets no password: set one with \password login
--   name      how colleagues call the person
--   works_in  desk, sales or marketing; the role of that audience is granted, those of the others are taken away
--   teams     for sales: whose deals; replaces what was before
--   head      sees the numbers of all qualifiers
-- Runs with the rights of the caller, who has to be a superuser: making logins is nothing a function should lend.
-- Adds to and changes staff and staff_team; makes and grants roles.
CREATE OR REPLACE FUNCTION desk.add_staff(
    login text, name text, works_in text, teams text[] DEFAULT '{}', head boolean DEFAULT false)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    unknown  text := (SELECT string_agg(u, ', ') FROM unnest(teams) AS u
                       WHERE NOT EXISTS (SELECT FROM intake.team AS t WHERE t.name = u));
    audience text := CASE works_in WHEN 'desk' THEN 'qualifier' ELSE works_in END;
    other    text;
BEGIN
    IF coalesce(works_in, '') NOT IN ('desk', 'sales', 'marketing') THEN
        RAISE EXCEPTION 'works_in is desk, sales or marketing, not "%"', works_in
            USING ERRCODE = 'invalid_parameter_value';
    ELSIF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'there is no team %', unknown
            USING ERRCODE = 'invalid_parameter_value', HINT = 'The teams: SELECT * FROM intake.team.';
    ELSIF cardinality(teams) > 0 AND works_in <> 'sales' THEN
        RAISE EXCEPTION 'teams are for those who work in sales' USING ERRCODE = 'invalid_parameter_value';
    ELSIF login IN ('firstline_owner', 'firstline_intake') THEN
        RAISE EXCEPTION '% is no person', login USING ERRCODE = 'invalid_parameter_value';
    END IF;

    IF NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = add_staff.login) THEN
        EXECUTE format('CREATE ROLE %I LOGIN', login);
    END IF;
    audience := 'firstline_' || audience;
    FOREACH other IN ARRAY ARRAY['firstline_qualifier', 'firstline_sales', 'firstline_marketing'] LOOP
        IF other = login THEN
            CONTINUE;                                  -- the demo's logins are the audiences themselves
        ELSIF other = audience THEN
            EXECUTE format('GRANT %I TO %I', other, login);
        ELSIF EXISTS (SELECT FROM pg_auth_members AS m WHERE m.roleid = other::regrole
                         AND m.member = (SELECT r.oid FROM pg_roles AS r WHERE r.rolname = add_staff.login)) THEN
            EXECUTE format('REVOKE %I FROM %I', other, login);
        END IF;
    END LOOP;

    INSERT INTO intake.staff AS s (login, name, works_in, head)
    VALUES (add_staff.login, add_staff.name, add_staff.works_in, add_staff.head)
    ON CONFLICT ON CONSTRAINT staff_pkey DO UPDATE
       SET name = excluded.name, works_in = excluded.works_in, head = excluded.head;
    DELETE FROM intake.staff_team AS t WHERE t.login = add_staff.login AND t.team <> ALL (teams);
    INSERT INTO intake.staff_team (login, team) SELECT add_staff.login, u FROM unnest(teams) AS u
    ON CONFLICT DO NOTHING;
END
$$;

COMMENT ON FUNCTION desk.add_staff(text, text, text, text[], boolean) IS
    'For the superuser: gives a person a login and a place: SELECT desk.add_staff(''vera'', ''Вера'', ''sales'', '
    '''{services}'').';
