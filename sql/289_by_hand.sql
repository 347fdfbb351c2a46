-- Leads that the staff enters: who took the call types what the client says. They come in as all others do, with two things more:
-- who entered it, and on whose word what was ticked.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('event', 'entered', 'записана вручную', 'entered by hand'),
    ('detail', 'channel', 'как обратился', 'came by'),
    ('detail', 'ticked', 'согласился устно', 'agreed orally'),
    ('message', 'by_hand_way', 'как клиент обратился: phone, visit, chat или mail, а не «%1$s»', 'how the client came: phone, visit, chat or mail, not "%1$s"'),
    ('message', 'by_hand_busy', 'заявку этого клиента как раз записывает кто-то ещё', 'somebody else is just entering a lead of this client')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.entered_by(record json, login text) returns json: the record, entered by that login whatever it says of that. All else stays as
-- it was written, and its count of keys is right again. Touches no table.
CREATE OR REPLACE FUNCTION intake.entered_by(record json, login text)
RETURNS json
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT json_object_agg(k.key, CASE k.key WHEN 'keys' THEN to_json((k.value #>> '{}')::integer + k.more) ELSE k.value END ORDER BY k.n)
      FROM (SELECT 'entered_by' AS key, to_json(login) AS value, 0::bigint AS n, 0::bigint AS more
            UNION ALL
            SELECT e.key, e.value, e.n, 1 - count(*) FILTER (WHERE e.key = 'entered_by') OVER () AS more
              FROM json_each(record) WITH ORDINALITY AS e (key, value, n)) AS k
     WHERE k.key <> 'entered_by' OR k.n = 0;
END;

-- intake.note_entered(lead uuid, login text, record json) returns void: the beginning of its history says who has entered it, and what
-- was ticked, consent above all, since the client cannot have done that. Changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION intake.note_entered(lead uuid, login text, record json)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    ticked CONSTANT text := (SELECT string_agg(a.key, ', ' ORDER BY a.n)
                               FROM json_each(record -> 'answers') WITH ORDINALITY AS a (key, value, n) WHERE a.value::text = 'true');
BEGIN
    WITH its AS (UPDATE intake.work AS w SET step = w.step + 1 WHERE w.lead = note_entered.lead RETURNING w.step)
    INSERT INTO intake.lead_event (lead, step, who, what, details)
    SELECT note_entered.lead, its.step, login, 'entered',
           jsonb_strip_nulls(jsonb_build_object('channel', record ->> 'channel', 'ticked', ticked))
      FROM its;
END
$$;

-- intake.submit_by_hand(login, record) returns one row, as intake.submit does: a lead that a person has entered.
--   login   who: works at the desk or in sales
--   record  one, as of the intake program; its channel tells how the client came: phone, visit, chat or mail
--   outcome new, replay or differs
-- First of all the lock by which this person takes leads, since whoever enters one may take it in the same transaction, under the names
-- of its client. Raises 42501 for who does not work there, 22023 for another channel, 55P03 if the client's names are locked: to be
-- handed in again; and what intake.submit raises. Reads staff; changes what intake.submit does, and lead_event.
CREATE OR REPLACE FUNCTION intake.submit_by_hand(login text, record json)
RETURNS TABLE (receipt uuid, outcome text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    way CONSTANT text := CASE json_typeof(record) WHEN 'object' THEN record ->> 'channel' END;
BEGIN
    IF NOT EXISTS (SELECT FROM intake.staff AS s WHERE s.login = submit_by_hand.login AND s.works_in IN ('desk', 'sales')) THEN
        PERFORM intake.turn_away(login, '42501', 'nobody', 'nobody_hint');
    ELSIF (way IN ('phone', 'visit', 'chat', 'mail')) IS NOT TRUE THEN
        PERFORM intake.refuse('22023', 'by_hand_way', NULL, left(coalesce(way, ''), 100));
    END IF;
    PERFORM intake.one_at_a_time(login);
    SELECT s.receipt, s.outcome INTO receipt, outcome FROM intake.submit(json_build_array(intake.entered_by(record, login))) AS s;
    IF outcome IS NULL OR outcome = 'racing' THEN
        PERFORM intake.refuse('55P03', 'by_hand_busy', 'again_hint');
    ELSIF outcome <> 'replay' THEN
        PERFORM intake.note_entered(receipt, login, record);
    END IF;
    RETURN NEXT;
END
$$;
