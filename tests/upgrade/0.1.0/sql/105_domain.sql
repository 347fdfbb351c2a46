-- The kinds of values, each with its bound.
-- Domains and not CHECKs on the tables: the server compiles the CHECKs of a table anew for each INSERT, which doubled
-- the cost of a single lead; those of a domain are kept, and are tested where a record is read.
-- The bounds are the intake's own, so no valid lead meets them: 200 fields of 64 octets name and 8 KiB value, which
-- JSON makes at most three times as long; 32 KiB for the headers of a request.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('105_domain') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE DOMAIN intake.label AS text
    CONSTRAINT label_length CHECK (octet_length(VALUE) BETWEEN 1 AND 256);
CREATE DOMAIN intake.remark AS text
    CONSTRAINT remark_length CHECK (octet_length(VALUE) <= 32768);
CREATE DOMAIN intake.payload_hash AS bytea
    CONSTRAINT payload_hash_length CHECK (octet_length(VALUE) = 32);
CREATE DOMAIN intake.json_object AS json
    CONSTRAINT json_object_type CHECK (json_typeof(VALUE) = 'object')
    CONSTRAINT json_object_length CHECK (octet_length(VALUE::text) <= 5 * 1024 * 1024);
CREATE DOMAIN intake.json_list AS json
    CONSTRAINT json_list_type CHECK (json_typeof(VALUE) = 'array')
    CONSTRAINT json_list_length CHECK (octet_length(VALUE::text) <= 5 * 1024 * 1024);
-- Kept as jsonb, since single fields are looked up in it.
CREATE DOMAIN intake.typed_texts AS jsonb
    CONSTRAINT typed_texts_type CHECK (jsonb_typeof(VALUE) = 'object')
    CONSTRAINT typed_texts_length CHECK (octet_length(VALUE::text) <= 5 * 1024 * 1024);
CREATE DOMAIN intake.contact_kind AS text
    CONSTRAINT contact_kind_known CHECK (VALUE IN ('phone', 'email'));
CREATE DOMAIN intake.contact_value AS text
    CONSTRAINT contact_value_length CHECK (octet_length(VALUE) BETWEEN 1 AND 1024);

-- new: nobody had the lead yet. claimed: somebody has it. postponed: waits for its time. due: back in the queue.
-- closed: has a verdict.
CREATE DOMAIN intake.work_state AS text
    CONSTRAINT work_state_known CHECK (VALUE IN ('new', 'claimed', 'postponed', 'due', 'closed'));
-- Of the lead: up to reopened; of the deal made from it: from deal_taken on. One history for both.
CREATE DOMAIN intake.event_kind AS text
    CONSTRAINT event_kind_known CHECK (VALUE IN (
        'received', 'claimed', 'renewed', 'released', 'expired', 'due',
        'attempted', 'categorised', 'staged', 'answered', 'noted',
        'postponed', 'refused', 'redirected', 'unreachable', 'spam', 'handed_over', 'reopened',
        'deal_taken', 'deal_staged', 'deal_noted', 'won', 'lost'));
CREATE DOMAIN intake.verdict_name AS text
    CONSTRAINT verdict_name_known CHECK (VALUE IN ('qualified', 'refused', 'redirected', 'unreachable', 'spam'));

\endif
