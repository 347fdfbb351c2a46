-- The facts: what was received, once and for ever (210 refuses every change).

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('130_lead') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

-- json where the text is kept as it came and read as a whole, in its order (a jsonb forgets the order of its keys);
-- jsonb where single keys are read by reports.
CREATE TABLE intake.lead (
    id           uuid                PRIMARY KEY,
    form         intake.label        NOT NULL,
    language     intake.label        NOT NULL,
    received_at  timestamptz         NOT NULL,
    stored_at    timestamptz         NOT NULL DEFAULT now(),
    client       uuid,
    repeat       boolean             NOT NULL,
    keyed        boolean             NOT NULL,
    fingerprint  intake.payload_hash NOT NULL,
    differs_from uuid,
    contacts     json                NOT NULL,
    answers      intake.json_object  NOT NULL,
    raw          intake.json_list    NOT NULL,
    typed        intake.typed_texts,
    name_fields  text[],
    address      inet,
    user_agent   intake.remark,
    place        jsonb,
    touch        jsonb               NOT NULL,
    category     intake.label        NOT NULL,
    colour       intake.label        NOT NULL,
    rank         integer             NOT NULL,
    rule         intake.remark,
    rule_set     intake.label        NOT NULL,
    evidence     intake.json_list    NOT NULL,
    why          intake.remark,
    marks        text[]              NOT NULL,
    CONSTRAINT lead_repeat CHECK (repeat = (client IS NOT NULL AND client <> id))
);

CREATE INDEX lead_client ON intake.lead (client, received_at) WHERE client IS NOT NULL;
CREATE INDEX lead_same_payload ON intake.lead (fingerprint, received_at) WHERE NOT keyed;
CREATE INDEX lead_differs_from ON intake.lead (differs_from) WHERE differs_from IS NOT NULL;

-- The same submission again, without a key to know it by: no second lead.
CREATE TABLE intake.other_receipt (
    receipt  uuid        PRIMARY KEY,
    lead     uuid        NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX other_receipt_lead ON intake.other_receipt (lead);

COMMENT ON TABLE  intake.other_receipt         IS 'Submissions that repeated a lead within ten minutes: a visitor who was thanked from the spool may hold this receipt.';
COMMENT ON COLUMN intake.other_receipt.receipt IS 'The receipt of the repetition.';
COMMENT ON COLUMN intake.other_receipt.lead    IS 'The lead that it repeated.';

COMMENT ON TABLE  intake.lead              IS 'What was received: inserted once, never changed.';
COMMENT ON COLUMN intake.lead.id           IS 'The receipt the visitor was given.';
COMMENT ON COLUMN intake.lead.stored_at IS
    'When it reached this database: later than received_at if it waited in the spool.';
COMMENT ON COLUMN intake.lead.client       IS 'Whose lead it is; null if it names no contact point.';
COMMENT ON COLUMN intake.lead.repeat       IS 'The client was known before this lead.';
COMMENT ON COLUMN intake.lead.keyed        IS 'The visitor''s form carried the id; otherwise it was made on arrival.';
COMMENT ON COLUMN intake.lead.fingerprint IS
    'SHA-256 over form, contact points and answers: the same payload has the same.';
COMMENT ON COLUMN intake.lead.differs_from IS 'The lead that came before under the same key with another payload.';
COMMENT ON COLUMN intake.lead.contacts     IS 'The contact points it named, normalised, in the order of the form.';
COMMENT ON COLUMN intake.lead.answers      IS 'The checked answers, typed, in the order of the form.';
COMMENT ON COLUMN intake.lead.raw IS
    'Every field as the visitor sent it: [name, value] pairs with order and repeats.';
COMMENT ON COLUMN intake.lead.typed IS
    'What was typed, where it says more than what was read of it, or could not be read at all: '
    '{"phone": {"kind": "phone", "text": "8 912 345-67-89, after six"}}. The keys are fields, a kind is a type of field. '
    'Null: nothing does, which is quicker to see than an empty object.';
COMMENT ON COLUMN intake.lead.name_fields IS
    'The fields that hold the client''s name, in the order of the form; null: the answer "name" does.';
COMMENT ON COLUMN intake.lead.place        IS 'What the geo database said about the address.';
COMMENT ON COLUMN intake.lead.touch        IS 'The visit it came from: landing page, referrer, utm fields, click ids.';
COMMENT ON COLUMN intake.lead.rule IS
    'The rule that gave the category; null: none held, it is the default of the form.';
COMMENT ON COLUMN intake.lead.rule_set     IS 'The version of the rules.';
COMMENT ON COLUMN intake.lead.evidence     IS 'What the rule found: fields, characters, values, places.';
COMMENT ON COLUMN intake.lead.why          IS 'The same in one sentence for people; null: no rule held.';
COMMENT ON COLUMN intake.lead.marks        IS 'Suspicions and troubles on the way in. They never stop a lead.';

\endif
