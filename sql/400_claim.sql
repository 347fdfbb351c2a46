-- Taking clients: the next of the queue, or the one who calls.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'enough_clients', 'у вас уже %1$s клиента: больше за раз не даётся', 'you have %1$s clients already: no more at a time'),
    ('message', 'enough_clients_hint', 'Сначала решите, что с ними: %2$s', 'Decide on those first: %2$s'),
    ('message', 'taken_by', 'заявку %1$s сейчас ведёт %2$s', 'lead %1$s is with %2$s now'),
    ('message', 'closed_take', 'заявка %1$s закрыта', 'lead %1$s is closed'),
    ('message', 'closed_take_hint', 'Открыть её снова: SELECT desk.reopen(''%1$s'', ''клиент вернулся'')',
        'SELECT desk.reopen(''%1$s'', ''the client came back'') opens it again.'),
    ('message', 'busy', 'заявку %1$s как раз берёт кто-то другой', 'somebody else is just taking lead %1$s'),
    ('message', 'again_hint', 'Попробуйте ещё раз.', 'Try again.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.one_at_a_time(me text) returns void: a person claims in one session at a time, till the end of its transaction.
CREATE OR REPLACE FUNCTION intake.one_at_a_time(me text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('claims of ' || me, 0));
END
$$;

-- intake.wakes_at(lead uuid) returns timestamptz: when it will be day where the client is; null: it is, or nobody knows.
-- Reads lead, setting.
CREATE OR REPLACE FUNCTION intake.wakes_at(lead uuid)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    zone  CONSTANT text := (SELECT intake.local_zone(l.place, l.contacts) FROM intake.lead AS l WHERE l.id = wakes_at.lead);
    s     intake.setting;
    local timestamp;
BEGIN
    IF zone IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT t.* INTO s FROM intake.setting AS t;
    local := statement_timestamp() AT TIME ZONE zone;
    IF local::time >= s.call_from AND local::time < s.call_until THEN
        RETURN NULL;
    END IF;
    RETURN (local::date + CASE WHEN local::time < s.call_from THEN 0 ELSE 1 END + s.call_from) AT TIME ZONE zone;
END
$$;

-- intake.demand_room(me text) returns void. Raises 55000 if the caller has as many clients as one may have at a time.
-- Reads setting, work.
CREATE OR REPLACE FUNCTION intake.demand_room(me text)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    allowed CONSTANT integer := (SELECT s.max_clients FROM intake.setting AS s);
    held    uuid[];
BEGIN
    IF allowed IS NULL THEN
        RETURN;
    END IF;
    held := ARRAY(SELECT DISTINCT ON (coalesce(w.client, w.lead)) w.lead FROM intake.work AS w
                   WHERE w.state = 'claimed' AND w.owner = me AND w.lease_until > statement_timestamp()
                   ORDER BY coalesce(w.client, w.lead), w.lead);
    IF cardinality(held) >= allowed THEN
        PERFORM intake.refuse('55000', 'enough_clients', 'enough_clients_hint', cardinality(held)::text,
                              (SELECT string_agg(right(h::text, 8), ', ') FROM unnest(held) AS h));
    END IF;
END
$$;

-- intake.claim(leads uuid[], me text, details jsonb) returns void: the leads, whose rows are locked, are the person's for a
-- lease. The claim gets the person's next number; it comes from a sequence, which no rollback gives back, so that a claim that
-- was taken back leaves a gap. Reads setting; changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION intake.claim(leads uuid[], me text, details jsonb DEFAULT '{}')
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    with_number jsonb;
BEGIN
    IF cardinality(leads) = 0 THEN
        RETURN;
    END IF;
    with_number := details || jsonb_build_object('claim', nextval(intake.claim_counter(me)::regclass));
    WITH claimed AS (
        UPDATE intake.work AS w
           SET state = 'claimed', step = w.step + 1, owner = me, claimed_at = statement_timestamp(), tried = w.attempts,
               not_before = NULL, lease_until = statement_timestamp() + s.lease
          FROM intake.setting AS s
         WHERE w.lead = ANY (leads)
        RETURNING w.lead, w.step
    )
    INSERT INTO intake.lead_event (lead, step, who, what, details)
    SELECT c.lead, c.step, me, 'claimed', with_number FROM claimed AS c;
END
$$;

-- intake.mine_again(me text) returns uuid: a client whom the caller has and who has written since; null: none has.
-- Reads work, waiting.
CREATE OR REPLACE FUNCTION intake.mine_again(me text)
RETURNS uuid
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT q.client FROM intake.work AS w JOIN intake.waiting AS q ON q.client = w.client
             WHERE w.state = 'claimed' AND w.owner = me AND w.lease_until > statement_timestamp() LIMIT 1);
END
$$;

-- intake.first_client(me text) returns uuid: the client of the first row of the queue that is for the caller, locked; null: none.
-- Passed over: what another session is just taking, whom a colleague has, whom it is night for (till morning, but for a
-- promised call), what a colleague promised a moment ago; and what the caller gave back, while there is anything else.
-- Reads waiting, work, setting; changes waiting.
CREATE OR REPLACE FUNCTION intake.first_client(me text)
RETURNS uuid
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    hold   CONSTANT interval := (SELECT s.promise_hold FROM intake.setting AS s);
    passed uuid[] := '{}';
    next   record;
    wakes  timestamptz;
BEGIN
    FOR round IN 1..2 LOOP
        LOOP
            SELECT q.lead, q.client, q.promised INTO next
              FROM intake.waiting AS q
              JOIN intake.work AS o ON o.lead = q.lead    -- locked, too: who changes work waits for a claim to end, not both
             WHERE (round = 2 OR q.skipped_by IS DISTINCT FROM me)
               AND (q.asleep_until <= statement_timestamp()) IS NOT FALSE
               AND (q.promised + hold > statement_timestamp() AND q.promised_by <> me) IS NOT TRUE
               AND NOT EXISTS (SELECT FROM intake.work AS h
                                WHERE h.client = q.client AND h.state = 'claimed' AND h.lease_until > statement_timestamp())
               AND q.client <> ALL (passed)
             ORDER BY q.promised, q.repeat DESC, q.rank, q.received_at, q.lead
             LIMIT 1
               FOR UPDATE SKIP LOCKED;
            EXIT WHEN NOT FOUND;
            wakes := CASE WHEN next.promised IS NULL THEN intake.wakes_at(next.lead) END;
            IF wakes IS NOT NULL THEN
                UPDATE intake.waiting AS q SET asleep_until = wakes WHERE q.client = next.client;
            ELSIF pg_try_advisory_xact_lock(hashtextextended('client ' || next.client, 0))
                  AND NOT EXISTS (SELECT FROM intake.work AS h    -- since the look above
                                   WHERE h.client = next.client AND h.state = 'claimed' AND h.lease_until > statement_timestamp()) THEN
                RETURN next.client;
            END IF;
            passed := passed || next.client;
        END LOOP;
    END LOOP;
    RETURN NULL;
END
$$;

-- desk.claim_next() returns the leads the caller has from now on, as rows of desk.screen, the first one first; none: nothing
-- waits for the caller. A client is taken with everything that waits of it: nobody is called by two people. Nobody waits for
-- anybody, but for another claim of the same person. A client who is with the caller already and has written again comes first,
-- and is no further one.
-- Raises 55000 if the caller has as many clients as the setting allows. Reads setting; changes work and waiting, adds to
-- lead_event.
CREATE OR REPLACE FUNCTION desk.claim_next()
RETURNS SETOF desk.screen
LANGUAGE plpgsql SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
SET lock_timeout = '2s'
AS $$
DECLARE
    me     CONSTANT text := intake.person('desk');
    chosen uuid;
    taken  uuid[];
BEGIN
    PERFORM intake.one_at_a_time(me);
    IF EXISTS (SELECT FROM intake.work AS w WHERE w.state IN ('claimed', 'postponed')
                  AND coalesce(w.lease_until, w.not_before) <= statement_timestamp()) THEN
        PERFORM intake.wake_leads();
    END IF;
    chosen := intake.mine_again(me);
    IF chosen IS NULL THEN
        PERFORM intake.demand_room(me);
        chosen := intake.first_client(me);
    END IF;
    taken := ARRAY(SELECT q.lead FROM intake.waiting AS q JOIN intake.work AS o ON o.lead = q.lead
                    WHERE q.client = chosen
                    ORDER BY q.promised, q.repeat DESC, q.rank, q.received_at, q.lead
                      FOR UPDATE SKIP LOCKED);
    PERFORM intake.claim(taken, me);
    RETURN QUERY SELECT k.* FROM unnest(taken) WITH ORDINALITY AS t (lead, n)
                  CROSS JOIN LATERAL intake.screen_row(t.lead) AS k ORDER BY t.n;
END
$$;

COMMENT ON FUNCTION desk.claim_next() IS
    'Takes the next client of the queue for you, with all leads of it that wait, for the time of a lease, and shows them. No row: '
    'nothing waits.';

-- intake.demand_client(w intake.work, me text) returns void: nobody but this person works with the client of a lead, or begins
-- to till the end of the transaction. Raises 55000 if a colleague does. Reads work.
CREATE OR REPLACE FUNCTION intake.demand_client(w intake.work, me text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    colleague text;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('client ' || coalesce(w.client, w.lead), 0)) THEN
        PERFORM intake.refuse('55000', 'busy', 'again_hint', w.lead::text);
    END IF;
    SELECT h.owner INTO colleague FROM intake.work AS h
     WHERE (h.lead = w.lead OR h.client = w.client) AND h.state = 'claimed' AND h.owner <> me
       AND h.lease_until > statement_timestamp() LIMIT 1;
    IF FOUND THEN
        PERFORM intake.refuse('55000', 'taken_by', NULL, w.lead::text, colleague);
    END IF;
END
$$;

-- desk.take(receipt) returns the leads the caller has from now on, as desk.claim_next: a client calls, and is not to wait for
-- his turn. Of a lead that waits or is postponed, with what else waits of its client. Counted apart from what the queue gave.
-- Raises 55000 if a colleague has it or it is closed, and what intake.lead_named raises.
CREATE OR REPLACE FUNCTION desk.take(receipt text)
RETURNS SETOF desk.screen
LANGUAGE plpgsql SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
SET lock_timeout = '2s'
AS $$
<<take>>
DECLARE
    me     CONSTANT text := intake.person('desk');
    lead   CONSTANT uuid := intake.lead_named(receipt);
    w      intake.work;
    taken  uuid[];
BEGIN
    PERFORM intake.one_at_a_time(me), intake.wake_leads();
    SELECT k.* INTO w FROM intake.work AS k WHERE k.lead = take.lead;
    IF w.state = 'closed' THEN
        PERFORM intake.refuse('55000', 'closed_take', 'closed_take_hint', lead::text);
    END IF;
    PERFORM intake.demand_client(w, me);
    taken := ARRAY(SELECT k.lead FROM intake.work AS k
                    WHERE (k.lead = w.lead OR k.client = w.client) AND (k.state IN ('new', 'due') OR k.lead = w.lead AND k.state = 'postponed')
                    ORDER BY k.lead <> w.lead, k.received_at FOR UPDATE);
    PERFORM intake.claim(taken, me, '{"by_receipt": true}');
    RETURN QUERY SELECT k.* FROM unnest(taken) WITH ORDINALITY AS t (lead, n)
                  CROSS JOIN LATERAL intake.screen_row(t.lead) AS k ORDER BY t.n;
END
$$;

COMMENT ON FUNCTION desk.take(text) IS
    'A client calls: takes this lead for you, waiting or postponed, by its receipt or the end of it, with what else waits of the '
    'client. This is counted apart.';
