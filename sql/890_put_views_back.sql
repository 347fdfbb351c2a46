-- Puts back what 090 took down and no file of this version has made: what is the owner's. What leans on others comes
-- after them. What cannot be put back, because a column that it reads is gone, stops the installation.
-- A function whose body is a text is put back as it was, as pg_dump would: the server does not know what such a text reads,
-- which may be among what is not back yet, or in a search_path that is not ours.

SET LOCAL check_function_bodies = off;

DO $put_back$
DECLARE
    r       record;
    missing boolean;
BEGIN
    FOR r IN SELECT m.* FROM pg_temp.remembered AS m ORDER BY m.position DESC, m.part, m.what LOOP
        EXECUTE 'SELECT ' || coalesce(r.missing, 'true') INTO missing;
        CONTINUE WHEN NOT missing;
        EXECUTE r.statement;
    END LOOP;
EXCEPTION WHEN OTHERS THEN
    RAISE EXCEPTION 'this version has no place for what is yours: %: %', r.what, SQLERRM
        USING ERRCODE = 'dependent_objects_still_exist', DETAIL = 'It was made by: ' || r.statement,
              HINT = 'Nothing has been changed. Drop it, install again, and make it again as it fits the new views.';
END
$put_back$;

SET LOCAL check_function_bodies = on;
DROP TABLE pg_temp.given_up, pg_temp.leans, pg_temp.taken, pg_temp.entitled, pg_temp.remembered;
