-- What a report says of the office whose days it counts: marketing has no way into the settings themselves.

CREATE OR REPLACE VIEW marketing.office AS
SELECT s.zone, s.currency, intake.language() AS language, (now() AT TIME ZONE s.zone)::date AS today,
       CASE WHEN pg_is_in_recovery() THEN pg_last_xact_replay_timestamp() ELSE now() END AS as_of
  FROM intake.setting AS s
 WHERE (SELECT intake.reader()) IS NOT NULL;

COMMENT ON VIEW marketing.office IS 'The office: one row.';
COMMENT ON COLUMN marketing.office.zone     IS 'The time zone of all days in this schema.';
COMMENT ON COLUMN marketing.office.currency IS 'The currency of amounts; costs have their own.';
COMMENT ON COLUMN marketing.office.language IS 'The language of whoever looks: ru or en.';
COMMENT ON COLUMN marketing.office.today    IS 'Which day it is now in the zone.';
COMMENT ON COLUMN marketing.office.as_of    IS 'Up to when all numbers here count: now; on a standby, up to what has arrived there.';

CREATE OR REPLACE VIEW marketing.reasons AS
SELECT r.name::text AS name, r.ru::text AS ru, r.en::text AS en
  FROM intake.reason AS r
 WHERE r.act = 'refuse' AND (SELECT intake.reader()) IS NOT NULL;

COMMENT ON VIEW marketing.reasons IS 'Why leads are refused, in words: the keys of marketing.funnel.refused_by.';
COMMENT ON COLUMN marketing.reasons.name IS 'The key.';
COMMENT ON COLUMN marketing.reasons.ru   IS 'In Russian.';
COMMENT ON COLUMN marketing.reasons.en   IS 'In English.';
