-- Sessions of the desk's pages. The program (fcgi/desk) calls these as firstline_desk, before it takes on the person; whether a
-- password was right the server has told it.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'session_over', 'сеанс закончен', 'this session is over'),
    ('message', 'session_password', 'пароль с тех пор изменился', 'the password is another one since then'),
    ('message', 'session_hint', 'Войдите снова.', 'Sign in again.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.turn_away(login, code, message, hint) returns void, but never returns: as intake.refuse, in the language of that login, whom
-- the program has not taken on yet. Reads caption, staff, setting.
CREATE OR REPLACE FUNCTION intake.turn_away(login text, code text, message text, hint text)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    russian CONSTANT boolean := coalesce((SELECT s.language FROM intake.staff AS s WHERE s.login = turn_away.login),
                                         (SELECT r.language FROM intake.setting AS r)) = 'ru';
    said    CONSTANT text[] := ARRAY(
        SELECT format(CASE WHEN russian THEN c.ru ELSE c.en END, login)
          FROM unnest(ARRAY[message, hint]) WITH ORDINALITY AS u (name, n)
          JOIN intake.caption AS c ON c.list = 'message' AND c.name = u.name ORDER BY u.n);
BEGIN
    RAISE EXCEPTION '%', said[1] USING ERRCODE = code, HINT = said[2];
END
$$;

-- intake.begin_session(login, nonce, seconds, by_password) returns void: a person has signed in.
--   nonce        by which the cookie names it
--   seconds      for how long
--   by_password  the session ends with the password
-- Raises 42501 if nobody works here under that login, 28000 if the password is gone already. Sessions that are over go, and what
-- was kept of old acts, whoever's: who has gone on leave acts no more. Reads staff; changes desk_session and act_done.
CREATE OR REPLACE FUNCTION intake.begin_session(login text, nonce text, seconds integer, by_password boolean)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<session>>
DECLARE
    stamp CONSTANT text := CASE WHEN by_password THEN intake.password_stamp(login) END;
BEGIN
    IF NOT EXISTS (SELECT FROM intake.staff AS s WHERE s.login = begin_session.login) THEN
        PERFORM intake.turn_away(login, '42501', 'nobody', 'nobody_hint');
    ELSIF by_password AND stamp IS NULL THEN
        PERFORM intake.turn_away(login, '28000', 'session_password', 'session_hint');
    END IF;
    DELETE FROM intake.desk_session AS d
     WHERE (d.login, d.nonce) IN (SELECT o.login, o.nonce FROM intake.desk_session AS o
                                   WHERE o.until < now() - interval '1 hour' LIMIT 1000 FOR UPDATE SKIP LOCKED);
    DELETE FROM intake.act_done AS d
     WHERE (d.login, d.key) IN (SELECT o.login, o.key FROM intake.act_done AS o
                                 WHERE o.at < now() - interval '1 day' LIMIT 1000 FOR UPDATE SKIP LOCKED);
    INSERT INTO intake.desk_session (login, nonce, until, stamp)
    VALUES (begin_session.login, begin_session.nonce, now() + make_interval(secs => seconds), session.stamp);
END
$$;

-- intake.enter(login, nonce) returns one row: who the person is whose request it is, and in which zone and language it is answered.
--   nonce  of the cookie; null: nginx has signed the person in, and there is no session of ours
-- Raises 28000 if there is no such session or no more, if the password is another one or the login is shut, or if nobody works here
-- under that login. Asked by each request: one look-up by key in few small tables, and nothing is written.
-- Reads staff, setting, desk_session.
CREATE OR REPLACE FUNCTION intake.enter(login text, nonce text)
RETURNS TABLE (name text, works_in text, head boolean, language text, zone text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    it record;
BEGIN
    SELECT s.*, r.zone AS office, r.language AS spoken, d.until > statement_timestamp() AS runs,
           d.stamp IS NULL OR d.stamp = intake.password_stamp(d.login) AS same,
           (SELECT substr(c.setting, length('TimeZone=') + 1)       -- as a session of the login's own would have it
              FROM pg_db_role_setting AS o
             CROSS JOIN unnest(o.setconfig) AS c (setting)
             WHERE o.setrole = (SELECT p.oid FROM pg_roles AS p WHERE p.rolname = s.login)
               AND o.setdatabase IN (0, (SELECT b.oid FROM pg_database AS b WHERE b.datname = current_database()))
               AND starts_with(c.setting, 'TimeZone=')
             ORDER BY o.setdatabase DESC LIMIT 1) AS own_zone
      INTO it
      FROM intake.staff AS s
     CROSS JOIN intake.setting AS r
      LEFT JOIN intake.desk_session AS d ON d.login = s.login AND d.nonce = enter.nonce
     WHERE s.login = enter.login;
    IF NOT FOUND THEN
        PERFORM intake.turn_away(login, '28000', 'nobody', 'nobody_hint');
    ELSIF nonce IS NOT NULL AND it.runs IS NOT TRUE THEN
        PERFORM intake.turn_away(login, '28000', 'session_over', 'session_hint');
    ELSIF nonce IS NOT NULL AND it.same IS NOT TRUE THEN
        PERFORM intake.turn_away(login, '28000', 'session_password', 'session_hint');
    END IF;
    name := it.name;
    works_in := it.works_in;
    head := it.head;
    language := coalesce(it.language, it.spoken);
    zone := coalesce(it.own_zone, it.office);
    RETURN NEXT;
END
$$;

-- intake.end_session(login, nonce) returns void: the person has signed out; nobody else's session, and none that is over, is meant.
-- Changes desk_session.
CREATE OR REPLACE FUNCTION intake.end_session(login text, nonce text)
RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    DELETE FROM intake.desk_session AS d WHERE d.login = end_session.login AND d.nonce = end_session.nonce;
END;
