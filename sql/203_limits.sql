-- How much of the server a login of the staff may take. A person may lift what is a time for a session; then the keeper
-- (280) ends it.

-- intake.staff_zone(login text) returns text: the TimeZone of that login in this database; null if it has none of its own.
CREATE OR REPLACE FUNCTION intake.staff_zone(login text)
RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT substr(c.setting, length('TimeZone=') + 1)
      FROM pg_db_role_setting AS s
      JOIN pg_database AS d ON d.oid = s.setdatabase
      JOIN pg_roles AS r ON r.oid = s.setrole
     CROSS JOIN LATERAL unnest(s.setconfig) AS c (setting)
     WHERE d.datname = current_database() AND r.rolname = login AND starts_with(c.setting, 'TimeZone=');
END;

-- intake.set_for_staff(login text, setting text, value text) returns void: for sessions of that login in this database.
CREATE OR REPLACE FUNCTION intake.set_for_staff(login text, setting text, value text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    EXECUTE format('ALTER ROLE %I IN DATABASE %I SET %I = %L', login, current_database(), setting, value);
END
$$;

-- intake.limit_staff(login text) returns void: gives a login of staff its limits, and shows it times as the office has them.
-- A zone that it has already stays: that of a person abroad. Only logins of ours are kept from having many sessions.
-- Runs with the rights of the caller, who has to be a superuser. Reads staff, setting; changes the role.
CREATE OR REPLACE FUNCTION intake.limit_staff(login text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    sessions CONSTANT integer := 8;
    place    CONSTANT text := (SELECT s.works_in FROM intake.staff AS s WHERE s.login = limit_staff.login);
    known    pg_roles;
BEGIN
    SELECT r.* INTO known FROM pg_roles AS r WHERE r.rolname = limit_staff.login AND NOT r.rolsuper;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF intake.is_staff_login(login) AND known.rolconnlimit <> sessions THEN
        EXECUTE format('ALTER ROLE %I CONNECTION LIMIT %s', login, sessions);
    END IF;
    PERFORM intake.set_for_staff(login, x.setting, x.value)
       FROM (VALUES ('statement_timeout', CASE place WHEN 'marketing' THEN '2min' ELSE '30s' END),
                    ('lock_timeout', '2s'), ('idle_in_transaction_session_timeout', '2s'), ('temp_file_limit', '256MB'),
                    ('DateStyle', 'German, DMY')) AS x (setting, value);
    IF intake.staff_zone(login) IS NULL THEN
        PERFORM intake.set_for_staff(login, 'TimeZone', s.zone) FROM intake.setting AS s;
    END IF;
END
$$;

-- intake.move_staff(): the office has another zone, and so has whoever had the office's. Changes roles, with the rights of
-- the caller, who has to be a superuser.
CREATE OR REPLACE FUNCTION intake.move_staff()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.set_for_staff(s.login, 'TimeZone', NEW.zone) FROM intake.staff AS s
      WHERE intake.staff_zone(s.login) = OLD.zone;
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER staff_moves AFTER UPDATE OF zone ON intake.setting FOR EACH ROW
    WHEN (OLD.zone <> NEW.zone) EXECUTE FUNCTION intake.move_staff();
