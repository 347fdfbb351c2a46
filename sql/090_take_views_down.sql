-- Takes all views of firstline down, and what leans on them, so that what follows may change any column of a table or
-- view. 3nn and 4nn make ours anew; what is yours is remembered here and put back by 890: your own views over ours, your
-- functions that take or return their rows, and on ours your grants, rules, triggers, defaults and comments.
-- Nothing goes by CASCADE: what cannot be remembered (a materialised view, a table with a column of such a row) stops the
-- installation, which names it.
--
-- All of it each time, changed or not: whether a view can be replaced in place is known only by trying, statement by
-- statement, and what runs once a year had better run the same way every time. Nobody is met with (010).

-- What this version has no more, and 890 shall not put back. A view by its name, a function with the types it takes:
-- ('desk.old_view'), ('desk.old_function(uuid,text)').
CREATE TEMP TABLE given_up (name text) ON COMMIT DROP;
INSERT INTO pg_temp.given_up (name) VALUES ('intake.card_of(uuid,text)'), ('intake.screen_row(uuid,text)');
-- INSERT INTO pg_temp.given_up (name) VALUES ...;

-- Which object leans on which. Rules, triggers and defaults of a view are part of it; a row type is its view.
CREATE TEMP TABLE leans ON COMMIT DROP AS
SELECT DISTINCT CASE WHEN p.oid IS NULL THEN d.classid ELSE 'pg_class'::regclass::oid END AS class,
       coalesce(p.oid, d.objid) AS id,
       CASE WHEN t.oid IS NULL THEN d.refclassid ELSE 'pg_class'::regclass::oid END AS on_class,
       coalesce(nullif(t.typrelid, 0), e.typrelid, d.refobjid) AS on_id,
       regexp_replace(pg_describe_object(d.classid, d.objid, 0), '^rule _RETURN on ', '') AS what
  FROM pg_depend AS d
  LEFT JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
  LEFT JOIN pg_trigger AS g ON d.classid = 'pg_trigger'::regclass AND g.oid = d.objid
  LEFT JOIN pg_attrdef AS a ON d.classid = 'pg_attrdef'::regclass AND a.oid = d.objid
  LEFT JOIN pg_class AS p ON p.oid = coalesce(r.ev_class, g.tgrelid, a.adrelid) AND p.relkind = 'v'
  LEFT JOIN pg_type AS t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid
  LEFT JOIN pg_type AS e ON e.oid = t.typelem
 WHERE d.deptype = 'n' AND d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass);

-- What is taken down: position is the place in the order, from those on which nothing leans.
CREATE TEMP TABLE taken ON COMMIT DROP AS
WITH RECURSIVE found (class, id) AS (
    SELECT 'pg_class'::regclass::oid, c.oid FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relkind = 'v' AND n.nspname IN ('intake', 'desk', 'sales', 'marketing')
     UNION
    SELECT l.class, l.id FROM found AS f JOIN pg_temp.leans AS l ON l.on_class = f.class AND l.on_id = f.id
)
SELECT f.class, f.id, NULL::integer AS position, c.oid AS view, p.oid AS function,
       CASE WHEN c.oid IS NOT NULL THEN c.oid::regclass::text ELSE p.oid::regprocedure::text END AS name,
       coalesce(c.relowner, p.proowner) AS owner
  FROM found AS f
  LEFT JOIN pg_class AS c ON f.class = 'pg_class'::regclass AND c.oid = f.id AND c.relkind = 'v' AND c.relpersistence = 'p'
  LEFT JOIN pg_proc AS p ON f.class = 'pg_proc'::regclass AND p.oid = f.id AND p.prokind IN ('f', 'p');

-- How it is put back. missing: an expression that tells whether it has to be.
CREATE TEMP TABLE remembered (
    name text, position integer, part integer, what text, missing text, statement text) ON COMMIT DROP;

DO $order$
DECLARE
    alien text := (SELECT string_agg(DISTINCT coalesce(l.what, pg_describe_object(t.class, t.id, 0)), '; ')
                     FROM pg_temp.taken AS t
                     LEFT JOIN (pg_temp.leans AS l JOIN pg_temp.taken AS o ON o.class = l.on_class AND o.id = l.on_id)
                            ON l.class = t.class AND l.id = t.id
                    WHERE t.view IS NULL AND t.function IS NULL);
    round integer := 0;
BEGIN
    WHILE alien IS NULL AND EXISTS (SELECT FROM pg_temp.taken AS t WHERE t.position IS NULL) LOOP
        round := round + 1;
        UPDATE pg_temp.taken AS t SET position = round
         WHERE t.position IS NULL
           AND NOT EXISTS (SELECT FROM pg_temp.leans AS l
                             JOIN pg_temp.taken AS o ON o.class = l.class AND o.id = l.id AND o.position IS NULL
                            WHERE l.on_class = t.class AND l.on_id = t.id AND (l.class, l.id) <> (t.class, t.id));
        IF NOT FOUND THEN
            alien := (SELECT string_agg(t.name, ', ') || ', which lean on each other'
                        FROM pg_temp.taken AS t WHERE t.position IS NULL);
        END IF;
    END LOOP;
    IF alien IS NOT NULL THEN
        RAISE EXCEPTION 'what leans on the views of firstline cannot be taken down and put back: %', alien
            USING ERRCODE = 'dependent_objects_still_exist',
                  HINT = 'Nothing has been changed. Drop it, install again, and make it again.';
    END IF;
END
$order$;
