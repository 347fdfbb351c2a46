-- The sums that marketing reads. They are kept beside the leads and follow them: whoever stores a lead or changes what has
-- become of it only adds its name to uncounted, which nobody else changes, so nobody waits. Later intake.count_leads (284)
-- takes some of these names, looks what the leads are now, and moves the sums by the difference to what it had counted them as.
-- A report adds the difference that is not yet counted: so it is exact at every moment, in every snapshot (282).

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('199_sums') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

-- Grows and shrinks at each moment: it is cleaned by its number of dead rows, not by their share.
CREATE TABLE intake.uncounted (lead uuid NOT NULL)
    WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- What a million leads share is kept once: how visitors came, as far as a channel is decided by it.
CREATE TABLE intake.touch_input (
    id       uuid    PRIMARY KEY,
    offline  text,
    line     text,
    landing  text,
    referrer text,
    page     text,
    channel  text    NOT NULL,
    source   text,
    medium   text,
    campaign text,
    ga4      text,
    metrica  text,
    version  integer NOT NULL
);
CREATE INDEX touch_input_version ON intake.touch_input (version);

CREATE TABLE intake.counted (
    lead        uuid     PRIMARY KEY,
    day         date     NOT NULL,
    hour        smallint NOT NULL,
    input       uuid     NOT NULL,
    form        text     NOT NULL,
    rule        text     NOT NULL,
    category    text     NOT NULL,
    colour      text     NOT NULL,
    repeat      boolean  NOT NULL,
    recategorised boolean NOT NULL,
    doubles     integer  NOT NULL,
    fate        text     NOT NULL,
    reason      text,
    handed_over boolean  NOT NULL,
    won         boolean  NOT NULL,
    lost        boolean  NOT NULL,
    amount      numeric  NOT NULL,
    margin      numeric  NOT NULL,
    waited      integer,
    waits       boolean  NOT NULL
);
CREATE INDEX counted_waits ON intake.counted (day) WHERE waits;

CREATE TABLE intake.daily_sum (
    day         date    NOT NULL,
    input       uuid    NOT NULL,
    leads       integer NOT NULL,
    repeats     integer NOT NULL,
    red         integer NOT NULL,
    green       integer NOT NULL,
    doubles     integer NOT NULL,
    spam        integer NOT NULL,
    unreachable integer NOT NULL,
    refused     integer NOT NULL,
    qualified   integer NOT NULL,
    handed_over integer NOT NULL,
    won         integer NOT NULL,
    lost        integer NOT NULL,
    amount      numeric NOT NULL,
    margin      numeric NOT NULL,
    CONSTRAINT daily_sum_pkey PRIMARY KEY (day, input)
) WITH (fillfactor = 70);
CREATE TABLE intake.daily_refusal (
    day    date    NOT NULL,
    input  uuid    NOT NULL,
    reason text    NOT NULL,
    leads  integer NOT NULL,
    CONSTRAINT daily_refusal_pkey PRIMARY KEY (day, input, reason)
) WITH (fillfactor = 70);
CREATE TABLE intake.daily_rule (
    day           date    NOT NULL,
    form          text    NOT NULL,
    rule          text    NOT NULL,
    category      text    NOT NULL,
    colour        text    NOT NULL,
    leads         integer NOT NULL,
    decided       integer NOT NULL,
    qualified     integer NOT NULL,
    won           integer NOT NULL,
    recategorised integer NOT NULL,
    CONSTRAINT daily_rule_pkey PRIMARY KEY (day, form, rule, category, colour)
) WITH (fillfactor = 70);
CREATE TABLE intake.daily_hour (
    day   date     NOT NULL,
    hour  smallint NOT NULL,
    leads integer  NOT NULL,
    CONSTRAINT daily_hour_pkey PRIMARY KEY (day, hour)
) WITH (fillfactor = 70);
CREATE TABLE intake.daily_speed (
    day    date    NOT NULL,
    waited integer NOT NULL,
    leads  integer NOT NULL,
    CONSTRAINT daily_speed_pkey PRIMARY KEY (day, waited)
) WITH (fillfactor = 70);

-- What was won when: for marketing.offline_conversions.
CREATE INDEX deal_won ON intake.deal (closed_at) WHERE outcome = 'won';

COMMENT ON TABLE  intake.uncounted          IS 'Leads of which something has changed since they were counted; one may stand here several times.';
COMMENT ON TABLE  intake.touch_input        IS
    'Each distinct way in which leads have come, with the channel that the rules of a version made of it. Two are the same if the '
    'same tags, click parameters, referring host and page are read of them.';
COMMENT ON COLUMN intake.touch_input.offline  IS 'Of a lead that came by no form: how. See intake.lead.channel.';
COMMENT ON COLUMN intake.touch_input.line     IS 'And by which number of the company.';
COMMENT ON COLUMN intake.touch_input.landing  IS 'The first landing address that was seen of it, as sent; and referrer.';
COMMENT ON COLUMN intake.touch_input.page     IS 'Host and path of the landing page.';
COMMENT ON COLUMN intake.touch_input.version  IS 'Of the rules that decided (intake.rules_version).';
COMMENT ON TABLE  intake.counted            IS 'As what each lead stands in the sums. Behind, while the lead is in uncounted.';
COMMENT ON COLUMN intake.counted.rule       IS 'Empty: no rule held. The first 256 characters: more would not fit into a key.';
COMMENT ON COLUMN intake.counted.fate       IS 'open, spam, unreachable, refused or qualified; what sales have won stays qualified.';
COMMENT ON COLUMN intake.counted.waited     IS
    'Working time from receipt to the first attempt in seconds, from ten minutes on in whole minutes; null: no attempt yet.';
COMMENT ON COLUMN intake.counted.waits      IS 'Open, and nobody has tried to reach the client.';
COMMENT ON TABLE  intake.daily_sum          IS 'Leads by day and way; what is missing to leads is open.';
COMMENT ON TABLE  intake.daily_refusal      IS 'The refused of these, by reason.';
COMMENT ON TABLE  intake.daily_rule         IS 'Leads by the rule that gave the category.';
COMMENT ON TABLE  intake.daily_hour         IS 'Leads by hour of the day.';
COMMENT ON TABLE  intake.daily_speed        IS 'Leads that were called, by how long they had waited.';

-- Those that are here already.
INSERT INTO intake.uncounted (lead) SELECT w.lead FROM intake.work AS w;

\endif
