-- intake.submit(records json) returns one row for each record: the only thing the intake program may call.
--   records  a JSON array of objects of the form intake.record
--   n        which record is answered, counted from 1
--   receipt  the id of its lead
--   outcome  new      stored under its id
--            replay   was here before, nothing stored; the receipt is that of the first time
--            differs  its id stands for another payload; stored under its spare id, which is the receipt
--            racing   somebody else is storing the same id; nothing known yet, hand it in again
-- As if the records had come one by one, in their order. All of them are stored or, with an error, none. A record that
-- can never be stored raises class 22 or 23, so that the caller can halve the batch until the record is alone.
-- Reads and adds to lead, work, lead_event, client, contact_point, merge_proposal, other_receipt; category is brought up to date.
--
-- Facts wait in `pending` and are written together, which costs half as much. A look-up sees the table only, so a
-- record that has a name in common with one that waits has them written first: a double click inside one batch, rare.
-- Every look-up is by key: the planner may not settle on a table scan because a table was empty when it looked.

CREATE OR REPLACE FUNCTION intake.submit(records json)
RETURNS TABLE (n integer, receipt uuid, outcome text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    batch     CONSTANT intake.record[] := intake.read_records(records);
    r         intake.record;
    payload   bytea;
    holder    bytea;         -- the payload of the lead that has the record's id
    id_taken  boolean;
    earlier   uuid;
    new_id    uuid;
    client    uuid;
    own_names text[];        -- what another record could have in common with it
    names     text[] := '{}';
    pending   intake.lead[] := '{}';
    stored    uuid[] := '{}';
    receipts  uuid[] := '{}';
    outcomes  text[] := '{}';
BEGIN
    PERFORM intake.lock_names(batch);
    PERFORM intake.note_categories(batch);

    FOREACH r IN ARRAY batch LOOP
        own_names := ARRAY[r.id::text, CASE WHEN NOT r.keyed THEN r.fingerprint END];
        IF names && own_names THEN
            stored := stored || intake.store_leads(pending);
            pending := '{}';
            names := '{}';
        END IF;

        payload := decode(r.fingerprint, 'hex');
        SELECT l.fingerprint INTO holder FROM intake.lead AS l WHERE l.id = r.id;
        id_taken := FOUND;
        earlier := CASE WHEN holder = payload THEN r.id
                        WHEN id_taken THEN intake.find_second(r.id, payload)
                        WHEN NOT r.keyed THEN intake.find_recent(payload, r.received_at) END;
        IF earlier IS NOT NULL THEN
            -- A visitor who was thanked from the spool holds a receipt of his own.
            IF NOT r.keyed AND earlier <> r.id THEN
                INSERT INTO intake.other_receipt (receipt, lead) VALUES (r.id, earlier) ON CONFLICT DO NOTHING;
            END IF;
            receipts := receipts || earlier;
            outcomes := outcomes || 'replay'::text;
            CONTINUE;
        END IF;

        new_id := CASE WHEN id_taken THEN r.spare_id ELSE r.id END;
        IF new_id IS NULL THEN
            RAISE EXCEPTION 'record %: "%" is missing', cardinality(receipts) + 1,
                CASE WHEN id_taken THEN 'spare_id' ELSE 'id' END USING ERRCODE = 'not_null_violation';
        ELSIF id_taken AND EXISTS (SELECT FROM intake.lead AS l WHERE l.id = new_id) THEN
            RAISE EXCEPTION 'record %: "spare_id" is taken, too', cardinality(receipts) + 1
                USING ERRCODE = 'unique_violation';
        END IF;
        client := intake.claim_contacts(new_id, r.contacts);
        pending := pending || ROW(
            new_id, r.form, r.language, r.received_at, now(), client, client IS NOT NULL AND client <> new_id, r.keyed,
            payload, CASE WHEN id_taken THEN r.id END, to_json(r.contacts), r.answers, r.raw, r.typed, r.name_fields,
            r.address, r.user_agent, r.place, r.touch, r.category, r.colour, r.rank, r.rule, r.rule_set, r.evidence, r.why,
            r.marks)::intake.lead;
        names := names || own_names;
        receipts := receipts || new_id;
        outcomes := outcomes || CASE WHEN id_taken THEN 'differs' ELSE 'new' END;
    END LOOP;
    stored := stored || intake.store_leads(pending);

    -- A commit that wrote nothing waits for nobody; but what a replay repeats may be here and on no standby yet.
    IF 'replay' = ANY (outcomes) THEN
        PERFORM pg_logical_emit_message(true, 'firstline', 'replay');
    END IF;

    RETURN QUERY
    SELECT a.n::integer, a.receipt,
           CASE WHEN a.outcome = 'replay' OR a.receipt = ANY (stored) THEN a.outcome ELSE 'racing' END
      FROM unnest(receipts, outcomes) WITH ORDINALITY AS a (receipt, outcome, n);
END
$$;
