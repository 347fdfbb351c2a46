-- Who works here: how people come and go.

-- intake.staff_mark() returns text: the comment by which a login is known that add_staff made, so that remove_staff does not
-- take away one that somebody else made for something else. intake.is_staff_login(login) asks for it.
CREATE OR REPLACE FUNCTION intake.staff_mark()
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
RETURN 'A person of firstline. Made by desk.add_staff().';

CREATE OR REPLACE FUNCTION intake.is_staff_login(login text)
RETURNS boolean
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT EXISTS (SELECT FROM pg_roles AS r
                    WHERE r.rolname = login AND shobj_description(r.oid, 'pg_authid') = intake.staff_mark());
END;

-- intake.claim_counter(login) returns text: the sequence that numbers the claims of a person. Reads staff.
CREATE OR REPLACE FUNCTION intake.claim_counter(login text)
RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT 'intake.claims_' || s.number FROM intake.staff AS s WHERE s.login = claim_counter.login;
END;

-- intake.equip_staff(login) returns void: what goes with a staff row, besides the audience: the counter of claims, and the
-- leave of the desk's own login to speak for the person. Runs with the rights of the caller, a superuser.
CREATE OR REPLACE FUNCTION intake.equip_staff(login text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    counter CONSTANT text := intake.claim_counter(login);
BEGIN
    IF to_regclass(counter) IS NULL THEN
        EXECUTE format('CREATE SEQUENCE %s; ALTER SEQUENCE %1$s OWNER TO firstline_owner', counter);
    END IF;
    EXECUTE format('GRANT %I TO firstline_desk', login);
END
$$;

-- desk.add_staff(login, name, works_in, teams, head, language) returns void: somebody begins to work here, or changes place.
-- What is null stays as it was.
--   login     of the database; made if there is none. It gets no password: set one with \password login
--   name      how colleagues call the person
--   works_in  desk, sales or marketing; the role of that audience is granted, those of the others are taken away
--   teams     for sales: whose deals; who comes to sales, or leaves it, has none before
--   head      sees the numbers of all qualifiers; null for somebody new: does not
--   language  ru or en, what the person is spoken to in; null for somebody new: that of the setting
-- Runs with the rights of the caller, who has to be a superuser: making logins is nothing a function should lend.
-- Adds to and changes staff and staff_team; makes and grants roles.
CREATE OR REPLACE FUNCTION desk.add_staff(
    login text, name text, works_in text, teams text[] DEFAULT NULL, head boolean DEFAULT NULL, language text DEFAULT NULL)
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
    ELSIF language NOT IN ('ru', 'en') THEN
        RAISE EXCEPTION 'a language is ru or en, not "%"', language USING ERRCODE = 'invalid_parameter_value';
    ELSIF login LIKE 'firstline\_%' THEN
        RAISE EXCEPTION '% is no person', login USING ERRCODE = 'invalid_parameter_value';
    ELSIF EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = add_staff.login AND r.rolsuper) THEN
        RAISE EXCEPTION '% may do everything here, and no row would be hidden from it', login
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Give the person a login of its own.';
    END IF;

    IF NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = add_staff.login) THEN
        EXECUTE format('CREATE ROLE %I LOGIN', login);
        EXECUTE format('COMMENT ON ROLE %I IS %L', login, intake.staff_mark());
    ELSIF intake.is_staff_login(login) THEN
        EXECUTE format('ALTER ROLE %I LOGIN', login);      -- who was here before, and comes back
    END IF;
    audience := 'firstline_' || audience;
    FOREACH other IN ARRAY ARRAY['firstline_qualifier', 'firstline_sales', 'firstline_marketing'] LOOP
        IF other = audience THEN
            EXECUTE format('GRANT %I TO %I', other, login);
        ELSIF EXISTS (SELECT FROM pg_auth_members AS m WHERE m.roleid = other::regrole
                         AND m.member = (SELECT r.oid FROM pg_roles AS r WHERE r.rolname = add_staff.login)) THEN
            EXECUTE format('REVOKE %I FROM %I', other, login);
        END IF;
    END LOOP;

    INSERT INTO intake.staff AS s (login, name, works_in, head, language)
    VALUES (add_staff.login, add_staff.name, add_staff.works_in, coalesce(add_staff.head, false), add_staff.language)
    ON CONFLICT ON CONSTRAINT staff_pkey DO UPDATE
       SET name = excluded.name, works_in = excluded.works_in, head = coalesce(add_staff.head, s.head),
           language = coalesce(excluded.language, s.language);
    DELETE FROM intake.staff_team AS t
     WHERE t.login = add_staff.login AND (works_in <> 'sales' OR t.team <> ALL (teams));      -- null: none
    INSERT INTO intake.staff_team (login, team) SELECT add_staff.login, u FROM unnest(teams) AS u
    ON CONFLICT DO NOTHING;
    PERFORM intake.equip_staff(add_staff.login);
    PERFORM intake.limit_staff(login);
END
$$;

COMMENT ON FUNCTION desk.add_staff(text, text, text, text[], boolean, text) IS
    'For the superuser: gives a person a login and a place: SELECT desk.add_staff(''vera'', ''Вера'', ''sales'', '
    '''{services}'').';

-- desk.remove_staff(login) returns integer: somebody works here no longer; how many leads went back to the queue.
--   login  as in intake.staff
-- The person's sessions end, and leads that were held are everybody's again, as if the lease had run out. What was done
-- stays in the history under the login; deals stay with their team, where a colleague takes them. A login that add_staff
-- made goes, or, where it owns something, cannot log in any more; any other only loses its place here.
-- Runs with the rights of the caller, who has to be a superuser. Raises 22023 if there is no such person.
-- Changes staff, staff_team, work, desk_session, act_done; adds to lead_event; revokes and drops roles.
CREATE OR REPLACE FUNCTION desk.remove_staff(login text)
RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    made     CONSTANT boolean := intake.is_staff_login(login);
    audience text;
    held     integer;
BEGIN
    EXECUTE 'DROP SEQUENCE IF EXISTS ' || coalesce(intake.claim_counter(login), 'intake.claims_0');
    DELETE FROM intake.desk_session AS d WHERE d.login = remove_staff.login;
    DELETE FROM intake.act_done AS d WHERE d.login = remove_staff.login;
    DELETE FROM intake.staff_team AS t WHERE t.login = remove_staff.login;
    DELETE FROM intake.staff AS s WHERE s.login = remove_staff.login;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody works here as %', login
            USING ERRCODE = 'invalid_parameter_value', HINT = 'Who does: SELECT * FROM intake.staff.';
    END IF;
    FOR audience IN SELECT m.roleid::regrole::text FROM pg_auth_members AS m JOIN pg_roles AS r ON r.oid = m.member
                     WHERE r.rolname = remove_staff.login AND m.roleid IN (
                         'firstline_qualifier'::regrole, 'firstline_sales'::regrole, 'firstline_marketing'::regrole)
    LOOP
        EXECUTE format('REVOKE %s FROM %I', audience, login);
    END LOOP;
    PERFORM pg_terminate_backend(a.pid, 5000) FROM pg_stat_activity AS a
      WHERE a.usename = remove_staff.login AND a.datname = current_database() AND a.pid <> pg_backend_pid();

    UPDATE intake.work AS w SET lease_until = statement_timestamp()
     WHERE w.state = 'claimed' AND w.owner = remove_staff.login;
    GET DIAGNOSTICS held = ROW_COUNT;
    PERFORM intake.wake_leads();

    IF made THEN
        EXECUTE format('ALTER ROLE %I NOLOGIN PASSWORD NULL', login);
        BEGIN
            EXECUTE format('DROP ROLE %I', login);
        EXCEPTION WHEN dependent_objects_still_exist THEN
            NULL;                                          -- something is the person's own: it stays, and nobody logs in
        END;
    END IF;
    RETURN held;
END
$$;

COMMENT ON FUNCTION desk.remove_staff(text) IS
    'For the superuser: somebody works here no longer. What was done stays in the history; leads that were held go back '
    'to the queue, and the login cannot be used any more.';
