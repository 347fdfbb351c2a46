-- desk.seen(receipt) and sales.seen(receipt) return text: what the caller was told about that lead or deal has been read.
-- Another's is left alone: a click too many does no harm. Change notice; its rows are locked in the order of their leads, since
-- two may read the same ones.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'seen', 'Прочитано: %1$s.', 'Read: %1$s.'),
    ('message', 'nothing_to_read', 'О заявке %1$s у вас нет ничего непрочитанного.', 'There is nothing about lead %1$s that you have not read.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.read_notices(about uuid, of_login text) returns text: those about a lead have been read; of all, or of one person.
CREATE OR REPLACE FUNCTION intake.read_notices(about uuid, of_login text DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE intake.notice AS n SET seen_at = clock_timestamp(), seen_by = desk.caller()
      FROM (SELECT m.lead FROM intake.notice AS m
             WHERE m.about = read_notices.about AND m.seen_at IS NULL AND (of_login IS NULL OR m.login = of_login)
             ORDER BY m.lead FOR UPDATE) AS these
     WHERE n.lead = these.lead AND n.about = read_notices.about;
    RETURN intake.say('message', CASE WHEN FOUND THEN 'seen' ELSE 'nothing_to_read' END, intake.short_receipt(about));
END
$$;

CREATE OR REPLACE FUNCTION desk.seen(receipt text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN intake.read_notices(intake.lead_named(receipt), intake.person('desk'));
END
$$;

COMMENT ON FUNCTION desk.seen(text) IS 'You have read that the client of this lead has written again.';

-- A seller may also read what a colleague of the team was told: the colleague may be ill.
CREATE OR REPLACE FUNCTION sales.seen(receipt text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<seen>>
DECLARE
    lead uuid;
BEGIN
    PERFORM intake.person('sales');
    lead := intake.lead_named(receipt);
    IF EXISTS (SELECT FROM intake.deal AS d WHERE d.lead = seen.lead AND d.outcome IS NULL AND d.team = ANY (sales.my_teams())) THEN
        RETURN intake.read_notices(lead);
    END IF;
    RETURN intake.say('message', 'nothing_to_read', intake.short_receipt(lead));
END
$$;

COMMENT ON FUNCTION sales.seen(text) IS 'You have read what sales.notices says of this deal.';
