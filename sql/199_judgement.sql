-- What is decided of a touch, and by what: intake.judge() (219).

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('199_judgement') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TYPE intake.judgement AS (said intake.grouping, facts intake.channel_facts, rule intake.channel_rule);

COMMENT ON TYPE intake.judgement IS 'How a touch is filed, what the rules have looked at, and which of them has decided on the channel.';

\endif
