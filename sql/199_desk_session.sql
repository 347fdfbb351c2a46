-- Who is signed in at the pages of the desk, and which acts have come from there: what makes a request of theirs one of a person
-- who is still let in, and an act that was sent twice one act.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('199_desk_session') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.desk_session (
    login    name        NOT NULL,
    nonce    text        NOT NULL CONSTRAINT desk_session_nonce CHECK (octet_length(nonce) BETWEEN 1 AND 128),
    begun_at timestamptz NOT NULL DEFAULT now(),
    until    timestamptz NOT NULL,
    stamp    text,
    CONSTRAINT desk_session_pkey PRIMARY KEY (login, nonce),
    CONSTRAINT desk_session_until CHECK (until > begun_at AND until <= begun_at + interval '31 days')
);
CREATE INDEX desk_session_over ON intake.desk_session (until);

COMMENT ON TABLE  intake.desk_session       IS 'Sessions of the pages: a row from signing in to signing out. A cookie without its row is worth nothing.';
COMMENT ON COLUMN intake.desk_session.nonce IS 'By which the cookie names its session; who holds it has not the key of the cookie.';
COMMENT ON COLUMN intake.desk_session.stamp IS
    'A hash of what the server kept of the password then: of another one the session is no more. Null: no password was asked for.';

CREATE TABLE intake.act_done (
    login  name        NOT NULL,
    key    uuid        NOT NULL,
    at     timestamptz NOT NULL DEFAULT now(),
    answer text        CONSTRAINT act_done_answer CHECK (octet_length(answer) <= 1048576),
    CONSTRAINT act_done_pkey PRIMARY KEY (login, key)
);
CREATE INDEX act_done_old ON intake.act_done (login, at);

COMMENT ON TABLE  intake.act_done        IS 'Acts that came from the pages with a key, for a day: sent again, the same key is answered the same, and nothing is done.';
COMMENT ON COLUMN intake.act_done.answer IS 'As the page was sent it.';

CREATE INDEX client_merge_into ON intake.client_merge (into_one);     -- undone ones, too: for the story of a client

INSERT INTO intake.event_name (process, tells_verdict, name) VALUES ('lead', false, 'entered');

\endif
