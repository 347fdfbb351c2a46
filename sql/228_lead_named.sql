-- intake.lead_named(receipt text) returns uuid: the lead that a person means by a receipt, or by the end of one.
--   receipt  all of it; or its last eight digits or more, with or without dashes; or the last four or more of one's own: a lead that
--            the caller has now, or else did something with in the last day, or a deal of the caller's teams that is open or was
--            closed in the last day. A receipt of a repetition is good for the lead that it repeats
-- Raises P0002 if there is none, 22023 if it could be several or is none at all. Reads lead, other_receipt, work, lead_event, deal.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'no_receipt', '"%1$s" — не номер заявки', '"%1$s" is no receipt'),
    ('message', 'no_receipt_hint', 'Номер — это receipt, целиком или последние восемь знаков: b058-15b6. У своей заявки хватит четырёх.',
        'A receipt, or its last eight digits: b058-15b6. Of a lead you have, four will do.'),
    ('message', 'no_lead_said', 'не сказано, какая заявка', 'no lead was named'),
    ('message', 'no_lead_said_hint', 'Ваши заявки — в desk.my_leads (:мои); в psql :номер переходит к одной из них.',
        'The leads you have are in desk.my_leads (:mine); in psql, :use goes to one of them.'),
    ('message', 'no_such_lead', 'заявки %1$s нет', 'there is no lead %1$s'),
    ('message', 'no_such_lead_hint', 'Поищите по телефону, имени или почте: SELECT * FROM desk.find(''…'')',
        'Look for it by phone, name or e-mail: SELECT * FROM desk.find(''…'')'),
    ('message', 'eight_digits', 'нужны восемь знаков, если заявка не у вас и была у вас не сегодня',
        'four digits will do for a lead you have, or had today: of another it takes eight'),
    ('message', 'eight_digits_deal', 'нужны восемь знаков, если это не сделка ваших команд',
        'four digits will do for a deal of your teams: of another it takes eight'),
    ('message', 'several_leads', 'на %1$s кончаются номера нескольких заявок', 'the receipts of several leads end in %1$s'),
    ('message', 'several_leads_hint', 'Одна из: %2$s', 'One of: %2$s')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.hex_meant(typed text) returns text: the digits of a receipt as they were meant: in any case and width, without what divides
-- them, and typed in Russian, where some letters look or sound the same.
CREATE OR REPLACE FUNCTION intake.hex_meant(typed text)
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
RETURN translate(lower(regexp_replace(normalize(typed, NFKC), '[-‐–—\s.…]+', '', 'g')), 'авбсдеф', 'abbcdef');

-- intake.own_leads(digits text) returns uuid[]: what is the caller's own now and ends so; if nothing is, what was lately. The first
-- six. Reads work, lead_event, staff_team, deal.
CREATE OR REPLACE FUNCTION intake.own_leads(digits text)
RETURNS uuid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me    CONSTANT name := desk.caller();
    ends  CONSTANT text := '%' || digits;
    since CONSTANT timestamptz := statement_timestamp() - interval '1 day';
    found uuid[] := ARRAY(SELECT w.lead FROM intake.work AS w
                           WHERE w.state = 'claimed' AND w.owner = me AND replace(w.lead::text, '-', '') LIKE ends);
BEGIN
    IF cardinality(found) = 0 THEN
        found := ARRAY(
            SELECT e.lead FROM intake.lead_event AS e
             WHERE e.who = me AND e.at > since AND e.reason IS NOT NULL AND replace(e.lead::text, '-', '') LIKE ends
            UNION
            SELECT d.lead FROM intake.staff_team AS t JOIN intake.deal AS d ON d.team = t.team
             WHERE t.login = me AND d.closed_at IS NULL AND replace(d.lead::text, '-', '') LIKE ends
            UNION
            SELECT d.lead FROM intake.staff_team AS t JOIN intake.deal AS d ON d.team = t.team
             WHERE t.login = me AND d.closed_at > since AND d.outcome <> 'withdrawn' AND replace(d.lead::text, '-', '') LIKE ends
            LIMIT 6);
    END IF;
    RETURN found;
END
$$;

-- intake.leads_ending(digits text) returns uuid[]: the leads whose receipt, or that of a repetition, ends so: eight hexadecimal
-- digits or more. Reads lead, other_receipt, each by its index of ends.
CREATE OR REPLACE FUNCTION intake.leads_ending(digits text)
RETURNS uuid[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(
        SELECT l.id FROM intake.lead AS l
         WHERE right(l.id::text, 8) = right(digits, 8) AND replace(l.id::text, '-', '') LIKE '%' || digits
        UNION
        SELECT o.lead FROM intake.other_receipt AS o
         WHERE right(o.receipt::text, 8) = right(digits, 8) AND replace(o.receipt::text, '-', '') LIKE '%' || digits);
END
$$;

CREATE OR REPLACE FUNCTION intake.lead_named(receipt text)
RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    digits CONSTANT text := intake.hex_meant(receipt);
    sells  CONSTANT boolean := EXISTS (SELECT FROM intake.staff AS s WHERE s.login = desk.caller() AND s.works_in = 'sales');
    found  uuid[];
BEGIN
    IF coalesce(digits, '') = '' THEN
        PERFORM intake.refuse('22023', 'no_lead_said', 'no_lead_said_hint');
    ELSIF digits !~ '^[0-9a-f]{4,32}$' THEN
        PERFORM intake.refuse('22023', 'no_receipt', 'no_receipt_hint', left(receipt, 64));
    ELSIF length(digits) = 32 THEN
        found := ARRAY(SELECT l.id FROM intake.lead AS l WHERE l.id = digits::uuid
                       UNION ALL SELECT o.lead FROM intake.other_receipt AS o WHERE o.receipt = digits::uuid);
    ELSE
        found := intake.own_leads(digits);
        IF cardinality(found) = 0 AND length(digits) >= 8 THEN
            found := intake.leads_ending(digits);
        END IF;
    END IF;
    IF cardinality(found) = 0 THEN
        PERFORM intake.refuse('P0002', CASE WHEN length(digits) >= 8 THEN 'no_such_lead' WHEN sells THEN 'eight_digits_deal' ELSE 'eight_digits' END,
                              CASE WHEN sells THEN 'your_deals' ELSE 'no_such_lead_hint' END, receipt);
    ELSIF cardinality(found) > 1 THEN
        PERFORM intake.refuse('22023', 'several_leads', 'several_leads_hint', receipt, array_to_string(found[1:5], ', '));
    END IF;
    RETURN found[1];
END
$$;
