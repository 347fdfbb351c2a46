-- Giving a lead back, and keeping it for longer.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'released', 'Заявка %1$s возвращена в очередь. Это считается.', 'Lead %1$s is back in the queue. This is counted.'),
    ('message', 'released_later', 'Заявка %1$s вернётся, когда обещан звонок: %2$s. Это считается.',
        'Lead %1$s will be back when the call was promised: %2$s. This is counted.'),
    ('message', 'renewed', 'Заявка %1$s ваша до %2$s.', 'Lead %1$s is yours until %2$s.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- desk.release(receipt, reason) returns text: the caller gives a lead back to the queue. A call that is promised for later
-- stays promised.
--   receipt  of a lead the caller has now
--   reason   from the list; own words may follow after a colon. It is counted: desk.kpi shows who skips how much
-- Raises 42501 if the caller does not have the lead, 22023 without a reason.
-- Reads and changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION desk.release(receipt text, reason text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    why   CONSTANT record := intake.choose_reason('release', reason);
    w     intake.work := intake.hold(receipt);
    later CONSTANT boolean := coalesce(w.promised > statement_timestamp(), false);
BEGIN
    w.state := CASE WHEN later THEN 'postponed' ELSE 'due' END;
    w.not_before := CASE WHEN later THEN w.promised END;
    w.skipped_by := w.owner;
    w.owner := NULL;
    PERFORM intake.enter(w, 'released', why.name, why.note);
    RETURN intake.say('message', CASE WHEN later THEN 'released_later' ELSE 'released' END,
                      intake.short_receipt(w.lead), intake.clock(w.not_before));
END
$$;

COMMENT ON FUNCTION desk.release(text, text) IS
    'Gives a lead you have back to the queue. The reason is from the list "reason: release" of desk.choices.';

-- desk.renew(receipt) returns text: the lease begins anew, as with everything that is done with the lead.
-- Raises 42501 if the caller does not have the lead. Changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION desk.renew(receipt text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    w CONSTANT intake.work := intake.hold(receipt);
BEGIN
    PERFORM intake.enter(w, 'renewed');
    RETURN intake.say('message', 'renewed', intake.short_receipt(w.lead),
                      intake.clock((SELECT k.lease_until FROM intake.work AS k WHERE k.lead = w.lead)));
END
$$;

COMMENT ON FUNCTION desk.renew(text) IS 'Keeps a lead you have for another lease, and tells until when.';
