-- What heads change of the lists by which everybody works, and who changed it.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('199_edits') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.edit (
    n       bigint       GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz  NOT NULL DEFAULT clock_timestamp(),
    who     name         NOT NULL,
    what    intake.label NOT NULL,
    subject text         NOT NULL,
    was     jsonb,
    "is"    jsonb
);

COMMENT ON TABLE  intake.edit         IS 'What heads have changed of reasons, teams, required answers, categories, hours and absences. Only added to.';
COMMENT ON COLUMN intake.edit.who     IS 'The login.';
COMMENT ON COLUMN intake.edit.what    IS 'The kind of thing: a name of the captions "edit".';
COMMENT ON COLUMN intake.edit.subject IS 'Which: a name, or two with ": " between.';
COMMENT ON COLUMN intake.edit.was     IS 'What it was like; null: it was not there.';
COMMENT ON COLUMN intake.edit."is"    IS 'What it is like since; null: it is gone.';

-- 497 makes it anew, with a column more.
DROP FUNCTION IF EXISTS intake.board_rows();

\endif
