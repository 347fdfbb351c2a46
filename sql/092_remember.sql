-- Remembers what 090 found, for 890, and takes it down. Whatever a view or function is made of is a statement that makes
-- it again, and a question whether it is missing then; for ours the answer is no, since the files have made it.

-- Views and functions themselves. Yours always: should this version have one of that name, the installation stops.
INSERT INTO pg_temp.remembered (name, position, part, what, missing, statement)
SELECT t.name, t.position, 1, 'the view ' || t.name,
       CASE t.owner WHEN 'firstline_owner'::regrole THEN format('to_regclass(%L) IS NULL', t.name) END,
       format('CREATE VIEW %1$s%2$s AS %3$s ALTER VIEW %1$s OWNER TO %4$s', t.name,
              ' WITH (' || array_to_string(c.reloptions, ', ') || ')', pg_get_viewdef(c.oid), t.owner::regrole)
  FROM pg_temp.taken AS t JOIN pg_class AS c ON c.oid = t.view
UNION ALL
SELECT t.name, t.position, 1, 'the function ' || t.name,
       CASE t.owner WHEN 'firstline_owner'::regrole THEN format('to_regprocedure(%L) IS NULL', t.name) END,
       format('%2$s; ALTER ROUTINE %1$s OWNER TO %3$s', t.name,
              regexp_replace(pg_get_functiondef(t.function), '^CREATE OR REPLACE', 'CREATE'), t.owner::regrole)
  FROM pg_temp.taken AS t WHERE t.function IS NOT NULL;

-- Rights, those on single columns too. Of what 900 gives rights on: those of roles that it does not know. Of all else just
-- what was there: first goes what the server gives to a new object, by its rules and by ALTER DEFAULT PRIVILEGES. Whoever
-- had given a right on, now the owner has given it.
CREATE TEMP TABLE entitled ON COMMIT DROP AS
SELECT t.view, t.name, t.position, CASE WHEN t.view IS NULL THEN 'ROUTINE' ELSE 'TABLE' END AS kind, t.owner,
       coalesce(c.relacl, p.proacl, acldefault(k.letter, t.owner)) AS acl, d.acl AS given,
       t.owner = 'firstline_owner'::regrole AND n.nspname IN ('intake', 'desk', 'sales', 'marketing') AS in_900
  FROM pg_temp.taken AS t
  LEFT JOIN pg_class AS c ON c.oid = t.view
  LEFT JOIN pg_proc AS p ON p.oid = t.function
  JOIN pg_namespace AS n ON n.oid = coalesce(c.relnamespace, p.pronamespace)
 CROSS JOIN LATERAL (SELECT CASE WHEN t.view IS NULL THEN 'f' ELSE 'r' END::"char" AS letter) AS k
 CROSS JOIN LATERAL (
    SELECT acldefault(k.letter, t.owner) || coalesce(array_agg(i), '{}') AS acl
      FROM pg_default_acl AS a CROSS JOIN LATERAL unnest(a.defaclacl) AS i
     WHERE a.defaclrole = current_user::regrole AND a.defaclobjtype = k.letter
       AND a.defaclnamespace IN (0, n.oid)) AS d;

INSERT INTO pg_temp.remembered (name, position, part, what, statement)
SELECT e.name, e.position, 2, format('no right of %s on %s', g.who, e.name),
       format('REVOKE ALL ON %s %s FROM %s', e.kind, e.name, g.who)
  FROM pg_temp.entitled AS e
 CROSS JOIN LATERAL (
    SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS who
      FROM aclexplode(e.given) AS a) AS g
 WHERE NOT e.in_900
UNION ALL
SELECT e.name, e.position, 3, format('the right of %s to %s %s', g.who, g.act, e.name),
       format('GRANT %s ON %s %s TO %s%s', g.act, e.kind, e.name, g.who,
              CASE WHEN g.may_grant THEN ' WITH GRANT OPTION' ELSE '' END)
  FROM pg_temp.entitled AS e
 CROSS JOIN LATERAL (
    SELECT a.privilege_type, a.grantee, a.is_grantable FROM aclexplode(e.acl) AS a
     UNION ALL
    SELECT format('%s (%I)', a.privilege_type, c.attname), a.grantee, a.is_grantable
      FROM pg_attribute AS c CROSS JOIN LATERAL aclexplode(c.attacl) AS a
     WHERE c.attrelid = e.view AND NOT c.attisdropped) AS a (act, grantee, may_grant)
 CROSS JOIN LATERAL (
    SELECT a.act, a.may_grant AND a.grantee <> e.owner AS may_grant,
           CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS who) AS g
 WHERE NOT e.in_900
    OR g.who NOT IN ('PUBLIC', 'firstline_owner', 'firstline_intake', 'firstline_qualifier', 'firstline_sales',
                     'firstline_marketing');

-- Defaults of a view's columns, its rules and its triggers.
INSERT INTO pg_temp.remembered (name, position, part, what, missing, statement)
SELECT t.name, t.position, 4, format('the default of %s.%I', t.name, a.attname),
       format('NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = %L::regclass AND attname = %L AND atthasdef)',
              t.name, a.attname),
       format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', t.name, a.attname, pg_get_expr(d.adbin, d.adrelid))
  FROM pg_temp.taken AS t
  JOIN pg_attrdef AS d ON d.adrelid = t.view
  JOIN pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
UNION ALL
SELECT t.name, t.position, 4, format('the rule %I on %s', r.rulename, t.name),
       format('NOT EXISTS (SELECT FROM pg_rewrite WHERE ev_class = %L::regclass AND rulename = %L)', t.name, r.rulename),
       pg_get_ruledef(r.oid)
  FROM pg_temp.taken AS t JOIN pg_rewrite AS r ON r.ev_class = t.view AND r.rulename <> '_RETURN'
UNION ALL
SELECT t.name, t.position, 4, format('the trigger %I on %s', g.tgname, t.name),
       format('NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = %L::regclass AND tgname = %L)', t.name, g.tgname),
       pg_get_triggerdef(g.oid)
  FROM pg_temp.taken AS t JOIN pg_trigger AS g ON g.tgrelid = t.view AND NOT g.tgisinternal;

-- Comments, where there is none now. One on a column that is gone has gone with it.
INSERT INTO pg_temp.remembered (name, position, part, what, missing, statement)
SELECT t.name, t.position, 5, 'the comment on ' || t.name, format('obj_description(%L::%s, %L) IS NULL', t.name,
              CASE WHEN t.view IS NULL THEN 'regprocedure' ELSE 'regclass' END, t.class::regclass),
       format('COMMENT ON %s %s IS %L', CASE WHEN t.view IS NULL THEN 'ROUTINE' ELSE 'VIEW' END, t.name, d.description)
  FROM pg_temp.taken AS t JOIN pg_description AS d ON d.classoid = t.class AND d.objoid = t.id AND d.objsubid = 0
UNION ALL
SELECT t.name, t.position, 5, format('the comment on %s.%I', t.name, a.attname),
       format('EXISTS (SELECT FROM pg_attribute WHERE attrelid = %L::regclass AND attname = %L '
              'AND col_description(attrelid, attnum) IS NULL)', t.name, a.attname),
       format('COMMENT ON COLUMN %s.%I IS %L', t.name, a.attname, d.description)
  FROM pg_temp.taken AS t
  JOIN pg_description AS d ON d.classoid = t.class AND d.objoid = t.view AND d.objsubid > 0
  JOIN pg_attribute AS a ON a.attrelid = d.objoid AND a.attnum = d.objsubid
UNION ALL
SELECT t.name, t.position, 5, format('the comment on the rule %I on %s', r.rulename, t.name),
       format('EXISTS (SELECT FROM pg_rewrite WHERE ev_class = %L::regclass AND rulename = %L '
              'AND obj_description(oid, %L) IS NULL)', t.name, r.rulename, 'pg_rewrite'),
       format('COMMENT ON RULE %I ON %s IS %L', r.rulename, t.name, d.description)
  FROM pg_temp.taken AS t
  JOIN pg_rewrite AS r ON r.ev_class = t.view
  JOIN pg_description AS d ON d.classoid = 'pg_rewrite'::regclass AND d.objoid = r.oid
UNION ALL
SELECT t.name, t.position, 5, format('the comment on the trigger %I on %s', g.tgname, t.name),
       format('EXISTS (SELECT FROM pg_trigger WHERE tgrelid = %L::regclass AND tgname = %L '
              'AND obj_description(oid, %L) IS NULL)', t.name, g.tgname, 'pg_trigger'),
       format('COMMENT ON TRIGGER %I ON %s IS %L', g.tgname, t.name, d.description)
  FROM pg_temp.taken AS t
  JOIN pg_trigger AS g ON g.tgrelid = t.view
  JOIN pg_description AS d ON d.classoid = 'pg_trigger'::regclass AND d.objoid = g.oid;

DO $take_down$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT o.* FROM pg_temp.taken AS o ORDER BY o.position LOOP
        EXECUTE format('DROP %s %s', CASE WHEN t.view IS NULL THEN 'ROUTINE' ELSE 'VIEW' END, t.name);
        IF t.owner = 'firstline_owner'::regrole AND t.name IN (SELECT g.name FROM pg_temp.given_up AS g) THEN
            DELETE FROM pg_temp.remembered AS r WHERE r.name = t.name;
        END IF;
    END LOOP;
END
$take_down$;
