-- Who is calling, and what the caller is.

-- desk.caller() returns text: under which name the caller works: the login. Only the desk's own login, which speaks for many,
-- is whom it has taken on by SET ROLE, and it can take on nobody it was not granted. For anybody else SET ROLE changes
-- nothing: who takes on a role of many would else work without a name. Touches no table.
CREATE OR REPLACE FUNCTION desk.caller()
RETURNS text
LANGUAGE sql STABLE PARALLEL RESTRICTED
RETURN CASE WHEN session_user = 'firstline_desk' THEN coalesce(nullif(current_setting('role'), 'none'), session_user)
            ELSE session_user END;

COMMENT ON FUNCTION desk.caller() IS 'The name under which you work: it stands in the history of the leads you touch.';

-- intake.is_administrator() returns boolean: the owner's members, superusers among them, may read everything. Not through the
-- desk's own login, which is a member of whatever the people are: there everybody is what the row of staff says.
CREATE OR REPLACE FUNCTION intake.is_administrator()
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
RETURN session_user <> 'firstline_desk' AND pg_has_role(session_user, 'firstline_owner', 'MEMBER');

-- desk.is_head() returns boolean: may the caller see the numbers of everybody? Raises 42501 if nobody works here under that name.
-- Reads staff.
CREATE OR REPLACE FUNCTION desk.is_head()
RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me CONSTANT text := intake.reader();
BEGIN
    RETURN coalesce((SELECT s.head FROM intake.staff AS s WHERE s.login = me), false) OR intake.is_administrator();
END
$$;

COMMENT ON FUNCTION desk.is_head() IS 'May you see the numbers of all qualifiers?';

-- sales.my_teams() returns text[]: the teams whose deals the caller sees and closes; none: empty. Raises 42501 if nobody
-- works here under that name. Reads staff_team.
CREATE OR REPLACE FUNCTION sales.my_teams()
RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me CONSTANT text := intake.reader();
BEGIN
    RETURN ARRAY(SELECT t.team::text FROM intake.staff_team AS t WHERE t.login = me ORDER BY 1);
END
$$;

COMMENT ON FUNCTION sales.my_teams() IS 'Your teams: you see their deals, and no others.';
