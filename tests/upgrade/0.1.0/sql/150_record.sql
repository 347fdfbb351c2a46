-- The shape of a record: what the intake program hands over for one lead.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('150_record') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TYPE intake.contact AS (kind intake.contact_kind, value intake.contact_value, field text, extension text);

CREATE TYPE intake.record AS (
    id          uuid,
    spare_id    uuid,
    keyed       boolean,
    fingerprint text,
    form        intake.label,
    language    intake.label,
    received_at timestamptz,
    contacts    intake.contact[],
    answers     intake.json_object,
    raw         intake.json_list,
    typed       intake.typed_texts,
    name_fields text[],
    address     inet,
    user_agent  intake.remark,
    place       jsonb,
    touch       jsonb,
    category    intake.label,
    colour      intake.label,
    rank        integer,
    rule        intake.remark,
    rule_set    intake.label,
    evidence    intake.json_list,
    why         intake.remark,
    marks       text[]
);

COMMENT ON TYPE intake.record IS 'One submission as the intake program hands it to intake.submit().';
COMMENT ON COLUMN intake.record.spare_id IS 'Taken for the lead if the id already stands for another payload.';
COMMENT ON COLUMN intake.record.fingerprint IS '64 hexadecimal digits.';
COMMENT ON COLUMN intake.record.typed IS
    'See intake.lead. Left out when there is nothing to say, as in records that an earlier version put into a spool; and '
    'so is name_fields.';

\endif
