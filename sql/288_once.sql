-- An act that is sent twice is done once: a page that has lost the network sends again what it has not had an answer to. The program
-- (fcgi/desk) calls both as firstline_desk, in the transaction of the act: one before it takes on the person, the other after.

-- intake.act_begin(login, key) returns text: null: the act is to be done; else it was done, and this is the answer of then. Waits for
-- the same one, if it is under way. What is older than a day is forgotten. Changes act_done.
CREATE OR REPLACE FUNCTION intake.act_begin(login text, key uuid)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO intake.act_done (login, key) VALUES (act_begin.login, act_begin.key)
    ON CONFLICT ON CONSTRAINT act_done_pkey DO NOTHING;
    IF NOT FOUND THEN
        RETURN (SELECT coalesce(d.answer, '') FROM intake.act_done AS d WHERE d.login = act_begin.login AND d.key = act_begin.key);
    END IF;
    DELETE FROM intake.act_done AS d
     WHERE d.login = act_begin.login
       AND d.key IN (SELECT o.key FROM intake.act_done AS o
                      WHERE o.login = act_begin.login AND o.at < now() - interval '1 day' LIMIT 1000 FOR UPDATE SKIP LOCKED);
    RETURN NULL;
END
$$;

-- intake.act_done(login, key, answer) returns void: it is done, and this is what the page is sent. Raises 23514 for more than a page
-- is ever sent. Changes act_done.
CREATE OR REPLACE FUNCTION intake.act_done(login text, key uuid, answer text)
RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    UPDATE intake.act_done AS d SET answer = act_done.answer WHERE d.login = act_done.login AND d.key = act_done.key;
END;
