-- What the keeper (280) remembers from look to look.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('189_lingering') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

-- Unlogged: it is worth nothing after a crash, and nobody waits for a standby to have it.
CREATE UNLOGGED TABLE intake.lingering (
    login name             NOT NULL,
    pid   integer          NOT NULL,
    since timestamptz      NOT NULL,
    seen  timestamptz      NOT NULL,
    level double precision NOT NULL,
    CONSTRAINT lingering_pkey PRIMARY KEY (login, pid)
);
COMMENT ON TABLE  intake.lingering       IS 'Who was seen to hold up others, by intake.keep_order, which is called each second. Only while there is somebody.';
COMMENT ON COLUMN intake.lingering.login IS 'Whose sessions: of a person, all of them are one.';
COMMENT ON COLUMN intake.lingering.pid   IS 'Of a login of the programs, which many share, the process; of a person 0.';
COMMENT ON COLUMN intake.lingering.since IS 'When it began.';
COMMENT ON COLUMN intake.lingering.seen  IS 'When it was seen last.';
COMMENT ON COLUMN intake.lingering.level IS 'How much it was then: three for each look, less one for each second between.';

\endif
