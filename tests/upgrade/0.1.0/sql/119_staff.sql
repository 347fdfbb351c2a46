-- Who works here: logins of the database, and the teams of those who sell. Rows are made by desk.add_staff().

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('119_staff') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.staff (
    login    name         PRIMARY KEY,
    name     intake.label NOT NULL,
    works_in intake.label NOT NULL CONSTRAINT staff_works_in CHECK (works_in IN ('desk', 'sales', 'marketing')),
    head     boolean      NOT NULL DEFAULT false,
    added_at timestamptz  NOT NULL DEFAULT now(),
    added_by name         NOT NULL DEFAULT session_user
);

COMMENT ON TABLE  intake.staff       IS 'The people, by the login each has in the database.';
COMMENT ON COLUMN intake.staff.login IS
    'The login. Whoever logs in so stands in the history under this name, whatever role was taken on.';
COMMENT ON COLUMN intake.staff.head  IS 'Sees the numbers of all qualifiers in desk.kpi, not only the own ones.';

CREATE TABLE intake.staff_team (
    login name         NOT NULL CONSTRAINT staff_team_login REFERENCES intake.staff,
    team  intake.label NOT NULL CONSTRAINT staff_team_team REFERENCES intake.team,
    CONSTRAINT staff_team_pkey PRIMARY KEY (login, team)
);

COMMENT ON TABLE intake.staff_team IS 'Whose deals a seller sees: those of these teams. Without a row: none.';

\endif
