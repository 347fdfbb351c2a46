-- Writes sql/firstline-sql.7 from the COMMENTs of the database psql is connected to:
--
--     tests/stack.sh with-db build/check/sql psql -XAtq -f tests/papers/sql-page.sql >sql/firstline-sql.7
--
-- tests/sql/page.t holds the committed page against it.
\set ON_ERROR_STOP on
\encoding UTF8

CREATE FUNCTION pg_temp.roff(words text) RETURNS text LANGUAGE sql AS $$
    SELECT regexp_replace(replace(replace(words, E'\\', E'\\e'), '-', E'\\-'), E'^([.''])', E'\\\\&\\1')
$$;
-- An entry: what stands in bold, what behind it, and the words below. A quote would end what stands in quotes.
CREATE FUNCTION pg_temp.entry(bold text, behind text, words text) RETURNS text LANGUAGE sql AS $$
    SELECT E'.TP\n.BI "' || pg_temp.roff(bold) || '" " ' || replace(pg_temp.roff(behind), '"', E'\\(dq') || E'"\n' || pg_temp.roff(words)
$$;

\qecho '.TH FIRSTLINE-SQL 7 2026-11-26 "firstline 0.2.0" "Miscellaneous Information Manual"'
\qecho '.nh'
\qecho '.ad l'
\qecho '.\\" Written by tests/papers/sql-page.sql from the COMMENTs of the database: change them there.'
\qecho '.SH NAME'
\qecho 'firstline\\-sql \\- the views and functions of desk, sales and marketing'
\qecho '.SH DESCRIPTION'
\qecho 'People work with leads in SQL, in psql or in any grid: each audience has a schema of its own, and sees nothing else.'
\qecho 'A lead is told by its receipt, the number that the visitor holds, too. A refusal says what to do.'
\qecho '.B \\ed+ desk.queue'
\qecho 'and'
\qecho '.B \\edf+ desk.*'
\qecho 'say in psql what this page says. How a qualifier''s day goes, in Russian and English, is in'
\qecho '.IR /usr/share/firstline/sql/qualifier.md ;'
\qecho 'who signs in from where, in'
\qecho '.BR firstline\\-access (7).'
\qecho '.SH ROLES'

SELECT pg_temp.entry(r.rolname, '', shobj_description(r.oid, 'pg_authid'))
  FROM unnest(ARRAY['firstline_qualifier', 'firstline_sales', 'firstline_marketing', 'firstline_intake', 'firstline_owner'])
       WITH ORDINALITY AS n (name, position)
  JOIN pg_roles AS r ON r.rolname = n.name
 ORDER BY n.position;

WITH audience (position, schema, role) AS (
    VALUES (1, 'desk', 'firstline_qualifier'), (2, 'sales', 'firstline_sales'), (3, 'marketing', 'firstline_marketing')
), line (position, kind, name, step, words) AS (
    SELECT a.position, 0, '', 0, '.SH ' || upper(a.schema) FROM audience AS a
    UNION ALL
    SELECT a.position, 1, c.relname, 0,
           '.SS ' || a.schema || '.' || c.relname || E'\n' || pg_temp.roff(coalesce(obj_description(c.oid, 'pg_class'), '?'))
      FROM audience AS a JOIN pg_class AS c ON c.relnamespace = a.schema::regnamespace AND c.relkind IN ('r', 'v', 'm')
    UNION ALL
    SELECT a.position, 1, c.relname, t.attnum,
           pg_temp.entry(t.attname, format_type(t.atttypid, t.atttypmod), coalesce(col_description(c.oid, t.attnum), '?'))
      FROM audience AS a JOIN pg_class AS c ON c.relnamespace = a.schema::regnamespace AND c.relkind IN ('r', 'v', 'm')
      JOIN pg_attribute AS t ON t.attrelid = c.oid AND t.attnum > 0 AND NOT t.attisdropped
    UNION ALL
    SELECT a.position, 2, '', 0, '.SS Functions of ' || a.schema
      FROM audience AS a WHERE EXISTS (SELECT FROM pg_proc AS p WHERE p.pronamespace = a.schema::regnamespace)
    UNION ALL
    SELECT a.position, 2, p.proname, 1,
           pg_temp.entry(a.schema || '.' || p.proname, '(' || pg_get_function_arguments(p.oid) || ')',
                         coalesce(obj_description(p.oid, 'pg_proc'), '?')
                         || CASE WHEN pg_get_function_result(p.oid) = 'void' THEN ''
                                 ELSE ' Returns ' || pg_get_function_result(p.oid) || '.' END
                         || CASE WHEN has_function_privilege(a.role, p.oid, 'EXECUTE') THEN ''
                                 ELSE ' Not for ' || a.role || '.' END)
      FROM audience AS a JOIN pg_proc AS p ON p.pronamespace = a.schema::regnamespace AND p.prorettype <> 'trigger'::regtype
)
SELECT l.words FROM line AS l ORDER BY l.position, l.kind, l.name COLLATE "C", l.step, l.words COLLATE "C";

\qecho '.SH SEE ALSO'
\qecho '.BR firstline (8),'
\qecho '.BR firstline\\-access (7),'
\qecho '.BR firstline\\-forms (5),'
\qecho '.BR psql (1)'
