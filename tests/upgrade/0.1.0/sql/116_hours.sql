-- When the desk works: speed is measured in working time, and who writes at night does not wait till morning by it.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('116_hours') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.working_hours (
    weekday integer NOT NULL CONSTRAINT working_hours_weekday CHECK (weekday BETWEEN 1 AND 7),
    opens   time    NOT NULL,
    closes  time    NOT NULL,
    CONSTRAINT working_hours_pkey PRIMARY KEY (weekday, opens),
    CONSTRAINT working_hours_order CHECK (opens < closes)
);
INSERT INTO intake.working_hours SELECT d, '09:00', '18:00' FROM generate_series(1, 5) AS d;

COMMENT ON TABLE  intake.working_hours IS
    'The working hours of a usual week, in the zone of the setting. A day without rows is a day off; two rows leave a '
    'pause between them, and must not overlap.';
COMMENT ON COLUMN intake.working_hours.weekday IS '1 is Monday, 7 is Sunday.';

CREATE TABLE intake.special_day (
    day    date NOT NULL PRIMARY KEY,
    opens  time,
    closes time,
    note   text NOT NULL DEFAULT '',
    CONSTRAINT special_day_hours CHECK (opens < closes),
    CONSTRAINT special_day_both CHECK ((opens IS NULL) = (closes IS NULL))
);

COMMENT ON TABLE  intake.special_day       IS 'Days that are not as their weekday: holidays, moved working days.';
COMMENT ON COLUMN intake.special_day.opens IS 'Null: a day off.';

\endif
