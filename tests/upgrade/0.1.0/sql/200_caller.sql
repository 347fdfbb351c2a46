-- Who is calling. In a SECURITY DEFINER function current_user is the owner; the role taken on by SET ROLE, or else the
-- login, is the person. A session can only take on a role that it was granted, so the name cannot be made up.

-- intake.session_name() returns text: the role taken on, or the login. Touches no table.
CREATE OR REPLACE FUNCTION intake.session_name()
RETURNS text
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce(nullif(current_setting('role'), 'none'), session_user::text);
END
$$;

-- desk.caller() returns text: under which name the caller works.
-- A login of intake.staff is that person whatever role it takes on: SET ROLE firstline_qualifier would else be a way to
-- work without a name. Reads staff.
CREATE OR REPLACE FUNCTION desk.caller()
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM intake.staff AS s WHERE s.login = session_user) THEN
        RETURN session_user::text;
    END IF;
    RETURN intake.session_name();
END
$$;

COMMENT ON FUNCTION desk.caller() IS 'The name under which you work: it stands in the history of the leads you touch.';
