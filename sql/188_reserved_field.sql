-- The names of answers that mean something here, and what goes under them. include/form/reserved.h is the same list for
-- the fields of forms.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('188_reserved_field') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.reserved_field (
    name intake.label PRIMARY KEY,
    type intake.label NOT NULL CONSTRAINT reserved_field_type CHECK (type IN ('text', 'phone', 'email', 'price'))
);
INSERT INTO intake.reserved_field (name, type) VALUES
    ('name',        'text'),
    ('phone',       'phone'),
    ('email',       'email'),
    ('price_floor', 'price');

COMMENT ON TABLE  intake.reserved_field      IS
    'Names of answers that mean something here. A qualifier''s answer under such a name is of this type (desk.add_answer); '
    'so is a field of a form, or firstline check refuses it.';
COMMENT ON COLUMN intake.reserved_field.type IS
    'As the types of fields. price: no field of a form may have the name, the qualifier alone can say it.';

-- What other functions have taken the place of: the verdict says its event (186), a contact is taken exact or not at all.
DROP POLICY IF EXISTS qualifier_history ON intake.lead_event;
DROP FUNCTION IF EXISTS intake.tells_verdict(text);
DROP FUNCTION IF EXISTS intake.close(intake.work, text, text, text, text, jsonb);
DROP FUNCTION IF EXISTS intake.contact(text, text);

\endif
