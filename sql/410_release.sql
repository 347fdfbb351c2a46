-- Giving a lead back, and keeping it for longer.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'released', 'Заявка %1$s возвращена в очередь. Это считается.', 'Lead %1$s is back in the queue. This is counted.'),
    ('message', 'released_all', 'Заявка %1$s возвращена в очередь, и остальные этого клиента, которые были у вас: всего %2$s. Это считается.',
        'Lead %1$s is back in the queue, with what else you have of this client: %2$s leads. This is counted.'),
    ('message', 'released_later', 'Заявка %1$s вернётся, когда обещан звонок: %2$s. Это считается.',
        'Lead %1$s will be back when the call was promised: %2$s. This is counted.'),
    ('message', 'renewed', 'Заявка %1$s ваша до %2$s.', 'Lead %1$s is yours until %2$s.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.put_back(w, what, why, note, details) returns void: a lead that somebody has is in the queue again, without its owner. A call
-- that is promised for later stays promised.
CREATE OR REPLACE FUNCTION intake.put_back(w intake.work, what text, why text, note text, details jsonb)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    later CONSTANT boolean := coalesce(w.promised > statement_timestamp(), false);
BEGIN
    w.state := CASE WHEN later THEN 'postponed' ELSE 'due' END;
    w.not_before := CASE WHEN later THEN w.promised END;
    w.owner := NULL;
    PERFORM intake.enter(w, what, why, note, details);
END
$$;

-- desk.release(receipt, reason) returns text: the caller gives a client back to the queue: a lead, and what else the caller has of
-- that client, who otherwise would still be the caller's. A call that is promised for later stays promised.
--   receipt  of a lead the caller has now
--   reason   from the list; own words may follow after a colon. Each lead is counted: desk.kpi shows who skips how much
-- Raises 42501 if the caller does not have the lead, 22023 without a reason.
-- Reads and changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION desk.release(receipt text, reason text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    why  CONSTANT record := intake.choose_reason('release', reason);
    mine CONSTANT uuid[] := intake.lock_mine(intake.lead_named(receipt));
    held CONSTANT intake.work := intake.hold(receipt);
    w    intake.work;
BEGIN
    FOR w IN SELECT k.* FROM intake.work AS k WHERE k.lead = ANY (mine) ORDER BY k.lead LOOP
        w.skipped_by := w.owner;
        PERFORM intake.put_back(w, 'released', why.name, why.note, NULL);
    END LOOP;
    RETURN intake.say('message', CASE WHEN held.promised > statement_timestamp() THEN 'released_later'
                                      WHEN cardinality(mine) > 1 THEN 'released_all' ELSE 'released' END,
                      intake.short_receipt(held.lead),
                      CASE WHEN held.promised > statement_timestamp() THEN intake.clock(held.promised) ELSE cardinality(mine)::text END);
END
$$;

COMMENT ON FUNCTION desk.release(text, text) IS
    'Gives a lead you have back to the queue, with what else you have of its client. The reason is from the list "reason: release" of desk.choices.';

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
