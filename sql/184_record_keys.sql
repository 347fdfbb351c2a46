-- A record counts its keys, so that one that this schema does not know is noticed without reading it a second time.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('184_record_keys') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

ALTER TYPE intake.record ADD ATTRIBUTE keys integer;

COMMENT ON COLUMN intake.record.keys IS
    'How many keys the record has, this one included; none of them null. Left out by versions before 0.2.0.';

\endif
