-- Bounds of what a record and a deal may hold, so that no single one can spoil what people read: each wider than what the
-- program makes (include/base/bounds.h) and than any business.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('194_bounds') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE DOMAIN intake.file_rank AS integer
    CONSTRAINT file_rank_bound CHECK (VALUE BETWEEN -1000000 AND 1000000);
-- A name of ours: the characters that 211 makes blanks are not in it. Not for the name of a rule, in which the owner may have
-- written any: a card shows it as a line.
CREATE DOMAIN intake.plain_label AS text
    CONSTRAINT plain_label_length CHECK (octet_length(VALUE) BETWEEN 1 AND 256)
    CONSTRAINT plain_label_plain CHECK (VALUE !~ '[\u0001-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]');
CREATE DOMAIN intake.labels AS intake.label[]
    CONSTRAINT labels_count CHECK (cardinality(VALUE) <= 200);
-- By its text: a jsonb number of a few octets can be a text of a hundred thousand. Two landing pages, two referrers, five utm
-- parameters and sixteen click ids of 2 KiB, with every octet escaped, are 109 KiB.
CREATE DOMAIN intake.small_object AS jsonb
    CONSTRAINT small_object_type CHECK (jsonb_typeof(VALUE) = 'object')
    CONSTRAINT small_object_length CHECK (octet_length(VALUE::text) <= 128 * 1024);

-- What is bound to the columns of the type; 220 and 240 make them anew.
DROP FUNCTION IF EXISTS intake.keys_taken(intake.record);
DROP FUNCTION IF EXISTS intake.with_mark(intake.record[], text);

ALTER TYPE intake.contact
    ALTER ATTRIBUTE field TYPE intake.label,
    ALTER ATTRIBUTE extension TYPE intake.label;
CREATE DOMAIN intake.contacts AS intake.contact[]
    CONSTRAINT contacts_count CHECK (cardinality(VALUE) <= 200);
ALTER TYPE intake.record
    ALTER ATTRIBUTE form TYPE intake.plain_label,
    ALTER ATTRIBUTE language TYPE intake.plain_label,
    ALTER ATTRIBUTE category TYPE intake.plain_label,
    ALTER ATTRIBUTE colour TYPE intake.plain_label,
    ALTER ATTRIBUTE rule_set TYPE intake.plain_label,
    ALTER ATTRIBUTE contacts TYPE intake.contacts,
    ALTER ATTRIBUTE name_fields TYPE intake.labels,
    ALTER ATTRIBUTE place TYPE intake.small_object,
    ALTER ATTRIBUTE touch TYPE intake.small_object,
    ALTER ATTRIBUTE rank TYPE intake.file_rank,
    ALTER ATTRIBUTE marks TYPE intake.labels;

-- NaN is greater than every number. A deal that is there already stops no upgrade: it is worth nothing till its seller puts it
-- right (sales.mend_deal); what was typed stands in its history.
UPDATE intake.deal SET amount = 0, margin = 0 WHERE NOT (amount < 1e12 AND abs(margin) < 1e12);
ALTER TABLE intake.deal
    ADD CONSTRAINT deal_amount_bound CHECK (amount < 1e12),
    ADD CONSTRAINT deal_margin_bound CHECK (abs(margin) < 1e12);

\endif
