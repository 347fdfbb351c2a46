-- intake.lead_named(receipt text) returns uuid: the lead that a person means by a receipt, or by the end of one.
--   receipt  all of it; or its last eight digits or more, with or without dashes; or the last four or more of a lead that
--            the caller has now. A receipt of a repetition is good for the lead that it repeats
-- Raises P0002 if there is none, 22023 if it could be several or is none at all. Reads lead, other_receipt, work.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'no_receipt', '"%1$s" — не номер заявки', '"%1$s" is no receipt'),
    ('message', 'no_receipt_hint', 'Номер — это receipt, целиком или последние восемь знаков: b058-15b6. У своей заявки хватит четырёх.',
        'A receipt, or its last eight digits: b058-15b6. Of a lead you have, four will do.'),
    ('message', 'no_such_lead', 'заявки %1$s нет', 'there is no lead %1$s'),
    ('message', 'no_such_lead_hint', 'Поищите по телефону, имени или почте: SELECT * FROM desk.find(''…'')',
        'Look for it by phone, name or e-mail: SELECT * FROM desk.find(''…'')'),
    ('message', 'several_leads', 'на %1$s кончаются номера нескольких заявок', 'the receipts of several leads end in %1$s'),
    ('message', 'several_leads_hint', 'Одна из: %2$s', 'One of: %2$s')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

CREATE OR REPLACE FUNCTION intake.lead_named(receipt text)
RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    digits CONSTANT text := lower(regexp_replace(btrim(receipt), '[-–\s.…]+', '', 'g'));
    found  uuid[];
BEGIN
    IF digits IS NULL OR digits !~ '^[0-9a-f]{4,32}$' THEN
        PERFORM intake.refuse('22023', 'no_receipt', 'no_receipt_hint', left(coalesce(receipt, ''), 64));
    ELSIF length(digits) = 32 THEN
        found := ARRAY(SELECT l.id FROM intake.lead AS l WHERE l.id = digits::uuid
                       UNION ALL SELECT o.lead FROM intake.other_receipt AS o WHERE o.receipt = digits::uuid);
    ELSE
        found := ARRAY(SELECT w.lead FROM intake.work AS w WHERE w.state = 'claimed' AND w.owner = desk.caller()
                          AND replace(w.lead::text, '-', '') LIKE '%' || digits);
        IF cardinality(found) = 0 AND length(digits) >= 8 THEN
            found := ARRAY(
                SELECT l.id FROM intake.lead AS l
                 WHERE right(l.id::text, 8) = right(digits, 8) AND replace(l.id::text, '-', '') LIKE '%' || digits
                UNION
                SELECT o.lead FROM intake.other_receipt AS o
                 WHERE right(o.receipt::text, 8) = right(digits, 8) AND replace(o.receipt::text, '-', '') LIKE '%' || digits);
        END IF;
    END IF;
    IF cardinality(found) = 0 THEN
        PERFORM intake.refuse('P0002', 'no_such_lead', 'no_such_lead_hint', receipt);
    ELSIF cardinality(found) > 1 THEN
        PERFORM intake.refuse('22023', 'several_leads', 'several_leads_hint', receipt, array_to_string(found[1:5], ', '));
    END IF;
    RETURN found[1];
END
$$;
