-- The sales teams, and what each wants to know before a lead is handed over to it.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('114_team') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.team (
    name        intake.label PRIMARY KEY CONSTRAINT team_name CHECK (name ~ '^[a-z][a-z0-9_]*$'),
    position    integer      NOT NULL DEFAULT 0,
    ru          intake.label NOT NULL,
    en          intake.label NOT NULL,
    price_floor numeric      CONSTRAINT team_price_floor CHECK (price_floor > 0),
    in_use      boolean      NOT NULL DEFAULT true
);
INSERT INTO intake.team (name, position, ru, en, price_floor) VALUES
    ('general',  1, 'общее',  'general',  5000),
    ('services', 2, 'услуги', 'services', NULL);

COMMENT ON TABLE  intake.team IS 'The sales teams (directions). Each sees its own deals only.';
COMMENT ON COLUMN intake.team.price_floor IS
    'The client has to accept at least this price, in the currency of the setting, before the hand-over: the '
    'qualifier notes the price the client accepted as the answer price_floor. Null: the team does not ask for it.';
COMMENT ON COLUMN intake.team.in_use IS 'Set it to false to take no more leads. A row is not deleted.';

CREATE TABLE intake.required_answer (
    team     intake.label NOT NULL CONSTRAINT required_answer_team REFERENCES intake.team,
    name     intake.label NOT NULL,
    any_of   text[]       NOT NULL CONSTRAINT required_answer_any_of CHECK (cardinality(any_of) > 0),
    position integer      NOT NULL DEFAULT 0,
    ru       intake.label NOT NULL,
    en       intake.label NOT NULL,
    CONSTRAINT required_answer_pkey PRIMARY KEY (team, name)
);
INSERT INTO intake.required_answer (team, position, name, any_of, ru, en) VALUES
    ('general',  1, 'name',      '{name}',         'имя',                    'name'),
    ('general',  2, 'contact',   '{phone,email}',  'телефон или почта',      'phone or e-mail'),
    ('general',  3, 'cargo',     '{cargo}',        'что за груз',            'what is to be carried'),
    ('general',  4, 'weight_kg', '{weight_kg}',    'вес',                    'weight'),
    ('general',  5, 'from',      '{from}',         'откуда',                 'from'),
    ('general',  6, 'to',        '{to}',           'куда',                   'to'),
    ('general',  7, 'ready_on',  '{ready_on}',     'когда груз готов',       'when the cargo is ready'),
    ('services', 1, 'name',      '{name}',         'имя',                    'name'),
    ('services', 2, 'contact',   '{phone,email}',  'телефон или почта',      'phone or e-mail'),
    ('services', 3, 'interest',  '{interest,message,cargo}', 'чем интересуется', 'what they are interested in'),
    ('services', 4, 'acts_for',  '{acts_for}',     'частное лицо или компания', 'for themselves or a company');

COMMENT ON TABLE  intake.required_answer IS
    'What must be known of a lead before it is handed over to the team. Add and delete rows as the team wishes.';
COMMENT ON COLUMN intake.required_answer.any_of IS
    'The fields of the form, or answers added by the qualifier, of which one is enough. phone and email are also '
    'there when the lead has such a contact point, and name when it has a field with the role of the name.';
COMMENT ON COLUMN intake.required_answer.position IS 'The order in which they are named when they are missing.';

\endif
