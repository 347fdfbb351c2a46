-- For make lint: what plpgsql_check finds in the functions of the schema. Fails with the list.
CREATE EXTENSION plpgsql_check;
DO $$
DECLARE
    found text;
BEGIN
    SELECT string_agg(format(E'%s line %s: %s: %s', f.oid::regprocedure, c.lineno, c.level, concat_ws(E'\n    ', c.message, c.detail, c.hint)), E'\n'
                      ORDER BY f.oid::regprocedure::text, c.lineno) INTO found
      FROM pg_proc AS f
      JOIN pg_language AS l ON l.oid = f.prolang AND l.lanname = 'plpgsql'
      LEFT JOIN pg_trigger AS t ON t.tgfoid = f.oid AND NOT t.tgisinternal
     CROSS JOIN LATERAL plpgsql_check_function_tb(f.oid, coalesce(t.tgrelid, 0), newtable => t.tgnewtable, oldtable => t.tgoldtable,
                                                  extra_warnings => true, performance_warnings => false) AS c
     WHERE f.pronamespace::regnamespace::text IN ('intake', 'desk', 'sales', 'marketing');
    IF found IS NOT NULL THEN
        RAISE EXCEPTION E'plpgsql_check:\n%', found;
    END IF;
END $$;
