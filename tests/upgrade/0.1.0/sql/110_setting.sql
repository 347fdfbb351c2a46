-- What the owner of the installation sets, and the categories.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('110_setting') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.setting (
    one   boolean  PRIMARY KEY DEFAULT true CONSTRAINT setting_one_row CHECK (one),
    zone  text     NOT NULL DEFAULT 'Europe/Moscow'
                   CONSTRAINT setting_zone CHECK (timestamptz 'epoch' AT TIME ZONE zone IS NOT NULL),
    lease interval NOT NULL DEFAULT '30 minutes' CONSTRAINT setting_lease CHECK (lease > '0'),
    unreachable_after integer NOT NULL DEFAULT 3 CONSTRAINT setting_unreachable_after CHECK (unreachable_after >= 0),
    recheck_share     numeric NOT NULL DEFAULT 0.1 CONSTRAINT setting_recheck_share CHECK (recheck_share BETWEEN 0 AND 1),
    currency          text    NOT NULL DEFAULT 'RUB' CONSTRAINT setting_currency CHECK (currency ~ '^[A-Z]{3}$')
);
INSERT INTO intake.setting DEFAULT VALUES;

COMMENT ON TABLE  intake.setting IS
    'The settings of this installation: one row, edited by a superuser: UPDATE intake.setting SET lease = ''1 hour''.';
COMMENT ON COLUMN intake.setting.zone  IS 'The time zone in which days and working hours are counted.';
COMMENT ON COLUMN intake.setting.unreachable_after IS
    'After how many attempts a lead may be closed as unreachable.';
COMMENT ON COLUMN intake.setting.recheck_share IS
    'The share of verdicts for which a second qualifier is asked, who does not see the first one: 0.1 is one in ten.';
COMMENT ON COLUMN intake.setting.currency IS 'The currency of price floors, amounts and margins.';
COMMENT ON COLUMN intake.setting.lease IS 'How long a qualifier keeps a lead that was taken from the queue.';

CREATE TABLE intake.category (
    name        intake.label PRIMARY KEY,
    colour      intake.label NOT NULL,
    rank        integer      NOT NULL,
    file_colour intake.label NOT NULL,
    file_rank   integer      NOT NULL,
    as_of       timestamptz  NOT NULL
);

COMMENT ON TABLE  intake.category IS
    'The categories: colour and rank are the owner''s to edit, here or in categories.yaml; what was edited last holds.';
COMMENT ON COLUMN intake.category.file_colour IS
    'What categories.yaml said last, as leads brought it: while it says the same, colour and rank stay as they are.';
COMMENT ON COLUMN intake.category.rank  IS 'The smaller, the sooner a lead of the category is called.';
COMMENT ON COLUMN intake.category.as_of IS
    'When the lead that brought colour and rank was received: an older lead, come late from the spool, changes '
    'nothing.';

\endif
