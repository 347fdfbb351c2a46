-- The two halves of everything that is done with a lead: take hold of it, and enter what was done.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'not_yours', 'заявка %1$s сейчас не у вас', 'lead %1$s is not yours now'),
    ('message', 'with_sales', 'Она у продавцов; открыть её снова можно, когда сделка закончится.',
        'It is with sales, and can be reopened when its deal is won or lost.'),
    ('message', 'is_closed', 'Она закрыта. Открыть снова: SELECT desk.reopen(''%1$s'', ''причина'')',
        'It is closed. SELECT desk.reopen(''%1$s'', ''reason'') opens it again.'),
    ('message', 'with_colleague', 'Она у коллеги. Ваши заявки — в desk.my_leads.',
        'A colleague has it. The leads you have are in desk.my_leads.'),
    ('message', 'take_next', 'Ваши заявки — в desk.my_leads. Следующую даёт SELECT * FROM desk.claim_next().',
        'The leads you have are in desk.my_leads. Take the next one with SELECT * FROM desk.claim_next().'),
    ('message', 'lead_busy', 'с заявкой %1$s как раз что-то делают в другом окне', 'something is just being done with lead %1$s in another window'),
    ('message', 'leads_busy', 'с вашими заявками как раз что-то делают в другом окне', 'something is just being done with your leads in another window'),
    ('message', 'long_note', 'в заметке больше %1$s знаков', 'a note has more than %1$s characters'),
    ('message', 'long_note_hint', 'Коротко: что сделано и что дальше. Длинное — в вашу CRM или почту.',
        'In short: what was done and what comes next. What is longer belongs into your CRM or mail.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.lock_lead(lead uuid) returns void: the work on it is locked till the end of the transaction. Raises 55000 if that takes
-- longer than the caller's lock_timeout.
CREATE OR REPLACE FUNCTION intake.lock_lead(lead uuid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM intake.work AS w WHERE w.lead = lock_lead.lead FOR UPDATE;
EXCEPTION WHEN lock_not_available THEN
    PERFORM intake.refuse('55000', 'lead_busy', 'again_hint', intake.short_receipt(lead));
END
$$;

-- intake.is_with_sales(lead uuid) returns boolean: has it a deal that is open, as far as the caller may know? Reads deal, second_verdict.
CREATE OR REPLACE FUNCTION intake.is_with_sales(lead uuid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM intake.deal AS d WHERE d.lead = is_with_sales.lead AND d.outcome IS NULL) AND NOT intake.awaits_second(lead);
END
$$;

-- intake.hold(receipt text) returns intake.work: the work on a lead the caller has now, locked till the end of the
-- transaction. Raises 42501 if the caller does not have it, and says who or what has; never which verdict it has been given,
-- since that may be asked of the caller a second time. What intake.lock_lead and intake.lead_named raise, too.
CREATE OR REPLACE FUNCTION intake.hold(receipt text)
RETURNS intake.work
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
<<hold>>
DECLARE
    me   CONSTANT text := intake.person('desk');
    lead CONSTANT uuid := intake.lead_named(receipt);
    w    intake.work;
BEGIN
    -- Locked only if it is the caller's: whoever works on several leads of his own waits for nobody.
    FOR look IN 1..2 LOOP
        SELECT k.* INTO w FROM intake.work AS k WHERE k.lead = hold.lead;
        EXIT WHEN (w.state = 'claimed' AND w.owner = me AND w.lease_until > statement_timestamp()) IS NOT TRUE;
        IF look = 2 THEN
            RETURN w;
        END IF;
        PERFORM intake.lock_lead(lead);
    END LOOP;
    PERFORM intake.refuse('42501', 'not_yours',
        CASE WHEN intake.is_with_sales(lead) THEN 'with_sales'
             WHEN w.state = 'closed' THEN 'is_closed'
             WHEN w.state = 'claimed' AND w.lease_until > statement_timestamp() THEN 'with_colleague'
             ELSE 'take_next' END, intake.short_receipt(lead));
    RETURN NULL;
END
$$;

-- intake.lock_mine(lead uuid) returns uuid[]: the leads the caller has of its client, locked: by lead, so that two sessions of one
-- person do not wait for each other in a circle. The lead itself is among them, if the caller has it, even if it has no client or has
-- just become another's: what follows then locks nothing more.
CREATE OR REPLACE FUNCTION intake.lock_mine(lead uuid)
RETURNS uuid[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
<<lock_mine>>
DECLARE
    me     CONSTANT text := intake.person();
    client CONSTANT uuid := (SELECT w.client FROM intake.work AS w WHERE w.lead = lock_mine.lead);
BEGIN
    RETURN ARRAY(SELECT w.lead FROM intake.work AS w
                  WHERE w.state = 'claimed' AND w.owner = me AND w.lease_until > statement_timestamp()
                    AND (w.client = lock_mine.client OR w.lead = lock_mine.lead)
                  ORDER BY w.lead FOR UPDATE);
EXCEPTION WHEN lock_not_available THEN
    PERFORM intake.refuse('55000', 'client_busy', 'again_hint');
    RETURN NULL;
END
$$;

-- intake.renew_leases(w intake.work) returns void: whoever does something with a lead keeps it, and what else he has of that
-- client, for another lease. What is locked is passed over: somebody is at it. Changes work.
-- SKIP LOCKED alone would wait now and then: a row that has just been changed leads to its newest version, and for whoever has
-- that one the server waits whatever was asked for. That somebody may be the caller's other session, which wants what this one has.
CREATE OR REPLACE FUNCTION intake.renew_leases(w intake.work)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '1ms'
AS $$
BEGIN
    UPDATE intake.work AS k SET lease_until = statement_timestamp() + s.lease
      FROM intake.setting AS s
     WHERE k.lead IN (SELECT o.lead FROM intake.work AS o
                       WHERE o.state = 'claimed' AND o.owner = w.owner AND o.client = w.client AND o.lead <> w.lead FOR UPDATE SKIP LOCKED);
EXCEPTION WHEN lock_not_available THEN
    NULL;
END
$$;

-- intake.noted(note text) returns text: a note as it is kept, in one plain line. Raises 22023 if it is too long.
CREATE OR REPLACE FUNCTION intake.noted(note text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    longest CONSTANT integer := 4000;
BEGIN
    IF length(note) > longest THEN
        PERFORM intake.refuse('22023', 'long_note', 'long_note_hint', longest::text);
    END IF;
    RETURN nullif(btrim(intake.line(note)), '');
END
$$;

-- intake.enter(w, what, reason, note, details) returns void
--   w      the work on the lead as it shall be from now on; the caller has locked its row
--   what   and the rest: the event that explains it; of intake.event_name, or of a verdict
-- The only way, besides intake.claim and wake_leads, in which work changes: so the history explains every state. Whatever
-- leaves the lead with its owner renews the lease; but not what sales do with a deal of it.
-- Reads event_name, verdict, setting; changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION intake.enter(
    w intake.work, what text, reason text DEFAULT NULL, note text DEFAULT NULL, details jsonb DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    held     CONSTANT boolean := w.state = 'claimed';
    theirs   CONSTANT boolean := EXISTS (SELECT FROM intake.event_name AS n WHERE n.name = enter.what AND n.process = 'deal');
    new_step integer;
BEGIN
    IF NOT EXISTS (SELECT FROM intake.event_name AS n WHERE n.name = enter.what
                   UNION ALL SELECT FROM intake.verdict AS v WHERE v.event = enter.what) THEN
        RAISE EXCEPTION 'there is no event "%"', enter.what USING ERRCODE = 'foreign_key_violation';
    END IF;
    UPDATE intake.work AS k
       SET state = w.state, step = k.step + 1, owner = w.owner,
           lease_until = CASE WHEN held AND theirs THEN k.lease_until WHEN held THEN statement_timestamp() + s.lease END,
           claimed_at = CASE WHEN held THEN coalesce(w.claimed_at, statement_timestamp()) END,
           tried = CASE WHEN held THEN coalesce(w.tried, w.attempts) END,
           not_before = w.not_before, promised = w.promised, promised_by = w.promised_by, skipped_by = w.skipped_by,
           stage = w.stage, attempts = w.attempts, answers = w.answers, price = w.price, category = w.category,
           rank = w.rank, verdict = w.verdict, reason = w.reason,
           was = CASE WHEN k.state = 'claimed' AND NOT held THEN jsonb_build_object(
                     'owner', k.owner, 'claimed_at', k.claimed_at, 'tried', k.tried, 'not_before', NULL, 'promised', k.promised,
                     'promised_by', k.promised_by, 'skipped_by', k.skipped_by, 'verdict', NULL, 'reason', NULL) END
      FROM intake.setting AS s
     WHERE k.lead = w.lead
    RETURNING k.step INTO STRICT new_step;
    INSERT INTO intake.lead_event (lead, step, who, what, reason, note, details)
    VALUES (w.lead, new_step, desk.caller(), enter.what, enter.reason, intake.noted(enter.note), enter.details);
    -- An attempt that counts for several leads of a client is entered for each, and renews them all once: with the first.
    IF held AND NOT theirs AND w.client IS NOT NULL AND (enter.details ? 'along') IS NOT TRUE THEN
        PERFORM intake.renew_leases(w);
    END IF;
END
$$;
