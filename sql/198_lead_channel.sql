-- Leads that did not come through a form of the site: who took the phone call or the visit enters them, or they are brought
-- in from elsewhere. Their channel is "offline"; what they came by is its source.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('198_lead_channel') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE DOMAIN intake.offline_way AS text
    CONSTRAINT offline_way_known CHECK (VALUE IN ('phone', 'visit', 'chat', 'mail', 'import'));

ALTER TABLE intake.lead ADD COLUMN channel text, ADD COLUMN entered_by text;
ALTER TYPE intake.record ADD ATTRIBUTE channel intake.offline_way, ADD ATTRIBUTE entered_by intake.label;

COMMENT ON COLUMN intake.lead.channel    IS
    'How it came, if not by a form: phone, visit, chat, mail or import. Null: by a form, whose channel the touch tells.';
COMMENT ON COLUMN intake.lead.entered_by IS 'Who entered it; null: the visitor.';
COMMENT ON COLUMN intake.record.channel  IS 'See intake.lead; left out by forms, and so is entered_by.';

-- A number of the company that stands in one advertisement only tells where a caller has it from.
CREATE TABLE intake.line (
    number   text PRIMARY KEY CONSTRAINT line_number CHECK (number ~ '^\+[0-9]{5,15}$'),
    source   text NOT NULL    CONSTRAINT line_source CHECK (source = lower(btrim(source)) AND source <> ''),
    medium   text             CONSTRAINT line_medium CHECK (medium = lower(btrim(medium)) AND medium <> ''),
    campaign text             CONSTRAINT line_campaign CHECK (campaign = lower(btrim(campaign)) AND campaign <> '')
);

COMMENT ON TABLE  intake.line          IS
    'Telephone numbers of the company that stand for a source: INSERT INTO intake.line (number, source) VALUES (''+74951234567'', ''billboard''). '
    'The touch of a lead names the number as "line".';
COMMENT ON COLUMN intake.line.number   IS 'As +74951234567.';
COMMENT ON COLUMN intake.line.source   IS 'In lower case, as in utm_source.';

\endif
