-- desk.caller() returns text: under which name the caller works.
-- In a SECURITY DEFINER function current_user is the owner; the role taken on by SET ROLE, or else the login, is the
-- person. A session can only take on a role that it was granted, so the name cannot be made up. Touches no table.

CREATE OR REPLACE FUNCTION desk.caller()
RETURNS text
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN coalesce(nullif(current_setting('role'), 'none'), session_user::text);
END
$$;

COMMENT ON FUNCTION desk.caller() IS 'The name under which you work: it stands in the history of the leads you touch.';
