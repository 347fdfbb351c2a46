-- No login can hold up leads or the desk for long. Limits of time are a matter of each session (PostgreSQL 15 lets anybody
-- lift the own ones), so the program asks each second for those that overdo it to be ended.
-- The keeper's rights are to see what sessions do, and to end them; of firstline's tables it may read only its own. So it
-- knows staff by the audiences that desk.add_staff puts them into.

-- intake.keep_order() returns a row for each session that it has ended: its login, its process, why, and how long it had
-- gone on:
--   what has written or locked something in a transaction, or in a statement of several, that has gone on for more than three
--       seconds. A batch of leads is given up by the server after half of that, and an act of the desk takes milliseconds;
--       whoever waits for them gives up after two
--   again and again: whoever does so at three looks of three, or at more than every third for long, with short transactions.
--       Then all sessions of that login that hold something, or wait to
--   what has been idle in a transaction for half a minute, or in one or a statement for five: it keeps the queue's rows from
--       being cleaned away, and an installation waiting
-- The bounds are no settings: they follow from the program's own deadlines, and larger ones would be the hole again.
-- Reads, adds to and changes lingering.
CREATE OR REPLACE FUNCTION intake.keep_order()
RETURNS TABLE (login text, pid integer, why text, held interval)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    holds CONSTANT interval := interval '3 seconds';
    idles CONSTANT interval := interval '30 seconds';
    lasts CONSTANT interval := interval '5 minutes';
    much  CONSTANT double precision := 6;        -- two looks make no more than 5.1, three no less than 6.6
    found record;
BEGIN
    PERFORM intake.note_lingering();
    FOR found IN
        SELECT s.*, clock_timestamp() - s.since AS lasted, clock_timestamp() - k.since AS repeated
          FROM intake.open_sessions() AS s
          LEFT JOIN intake.lingering AS k ON k.login = s.login AND k.pid = s.counted_as AND k.level > much AND k.since < s.begun
                                         AND k.seen > clock_timestamp() - interval '1 second'
    LOOP
        login := found.login;
        pid := found.pid;
        held := found.lasted;
        why := CASE WHEN found.lasted > holds AND found.holding IS NOT NULL THEN found.holding
                    WHEN found.lasted > lasts THEN 'does not end'
                    WHEN found.idled > idles THEN 'idle in a transaction' END;
        IF why IS NULL AND found.repeated IS NOT NULL AND (found.holding IS NOT NULL OR found.waits) THEN
            why := coalesce(found.holding, 'waits for a lock') || ' again and again';
            held := found.repeated;
        END IF;
        IF why IS NOT NULL AND pg_terminate_backend(pid) THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END
$$;

ALTER FUNCTION intake.keep_order() OWNER TO firstline_keeper;

-- intake.password_stamp(login text) returns text: by which another password is told from this one: a hash of what the server keeps of it,
-- which is salted already. Null if there is none, or the login cannot be used. Only the owner may ask, for sessions of the pages (287).
-- Reads the server's passwords, the one thing of the server's that the keeper may read besides.
CREATE OR REPLACE FUNCTION intake.password_stamp(login text)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT encode(sha256(convert_to(a.rolpassword, 'UTF8')), 'hex')
              FROM pg_authid AS a JOIN pg_roles AS r ON r.rolname = a.rolname
             WHERE a.rolname = password_stamp.login AND r.rolcanlogin AND (r.rolvaliduntil > statement_timestamp()) IS NOT FALSE);
END
$$;

ALTER FUNCTION intake.password_stamp(text) OWNER TO firstline_keeper;
