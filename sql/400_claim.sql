-- Taking clients: the next of the queue, or the one who calls.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'enough_clients', 'у вас уже %1$s клиента: больше за раз не даётся', 'you have %1$s clients already: no more at a time'),
    ('message', 'enough_clients_hint', 'Сначала решите, что с ними: %2$s', 'Decide on those first: %2$s'),
    ('message', 'taken_by', 'заявку %1$s сейчас ведёт %2$s', 'lead %1$s is with %2$s now'),
    ('message', 'closed_take', 'заявка %1$s закрыта', 'lead %1$s is closed'),
    ('message', 'closed_take_hint', 'Открыть её снова: SELECT desk.reopen(''%1$s'', ''клиент вернулся'')',
        'SELECT desk.reopen(''%1$s'', ''the client came back'') opens it again.'),
    ('message', 'busy', 'заявку %1$s как раз берёт кто-то другой', 'somebody else is just taking lead %1$s'),
    ('message', 'claiming', 'вы как раз берёте или объединяете клиентов в другом окне', 'you are just taking or merging clients in another window'),
    ('message', 'claiming_hint', 'Закончите там транзакцию: COMMIT или ROLLBACK.', 'End the transaction there: COMMIT or ROLLBACK.'),
    ('message', 'stale', 'внутри REPEATABLE READ и SERIALIZABLE заявки не берут: там не видно, что сделали другие',
        'nobody is taken within REPEATABLE READ or SERIALIZABLE: what others did is not seen there'),
    ('message', 'stale_hint', 'Закончите транзакцию и начните простую: BEGIN.', 'End the transaction, and begin a plain one: BEGIN.'),
    ('message', 'nothing_asleep', 'у них сейчас ночь: %1$s, первому можно звонить %2$s', 'it is night where they are: %1$s, the first can be called on %2$s'),
    ('message', 'nothing_promised', 'звонок обещал коллега: %1$s, до %2$s', 'a colleague has promised a call: %1$s, until %2$s'),
    ('message', 'nothing_in_hand', 'уже в работе: %1$s', 'in hand: %1$s'),
    ('message', 'again_hint', 'Попробуйте ещё раз.', 'Try again.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- Two locks by name, till the end of the transaction. Of a person, who claims in one session at a time: else one could keep the
-- first of the queue in an open claim and take what comes behind. Of a client, whom two sessions never take; it is only tried for.
-- A look at who has the client comes after it, in a statement of its own: it has to see what came before.

-- intake.one_at_a_time(me text) returns void: waits for the other claim, merge or undo of the same person. Raises 55000 if it takes too
-- long, or within a transaction that does not see what others did since it began.
CREATE OR REPLACE FUNCTION intake.one_at_a_time(me text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '2s'
AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM intake.refuse('55000', 'stale', 'stale_hint');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('claims of ' || me, 0));
EXCEPTION WHEN lock_not_available THEN
    PERFORM intake.refuse('55000', 'claiming', 'claiming_hint');
END
$$;

-- intake.lock_client(client uuid) returns boolean: may this session take the client?
CREATE OR REPLACE FUNCTION intake.lock_client(client uuid)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN pg_try_advisory_xact_lock(uuid_hash_extended(client, 1));
END
$$;

-- intake.wake_asleep() returns void: for whom it is day again they stand in the queue as before; a thousand at a time. Rows that
-- another session has in hand are passed over. Changes waiting.
CREATE OR REPLACE FUNCTION intake.wake_asleep()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE intake.waiting AS q SET asleep_until = NULL
     WHERE q.lead = ANY (ARRAY(
               SELECT o.lead FROM intake.waiting AS o WHERE o.asleep_until <= statement_timestamp()
                ORDER BY o.asleep_until NULLS FIRST, o.promised, o.repeat DESC, o.rank, o.received_at
                LIMIT 1000 FOR UPDATE SKIP LOCKED));
END
$$;

-- intake.put_to_sleep(client uuid, wakes timestamptz) returns void: what waits of the client stands behind the others till then, but for
-- promised calls.
-- Changes waiting; waits for nobody.
CREATE OR REPLACE FUNCTION intake.put_to_sleep(client uuid, wakes timestamptz)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE intake.waiting AS q SET asleep_until = wakes
     WHERE q.lead = ANY (ARRAY(SELECT o.lead FROM intake.waiting AS o
                                WHERE o.client = put_to_sleep.client AND o.asleep_until IS NULL AND o.promised IS NULL
                                  FOR UPDATE SKIP LOCKED));
END
$$;

-- intake.client_wakes(client uuid, since time, until time) returns timestamptz: when it will be day where the client is, which is from
-- since to until, by the first of its leads that wait; null: it is, or nobody knows. Reads waiting, lead, and what local_zone reads.
CREATE OR REPLACE FUNCTION intake.client_wakes(client uuid, since time, until time)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    zone  CONSTANT text := (SELECT intake.local_zone(l.place, l.contacts) FROM intake.lead AS l
                             WHERE l.id = (SELECT q.lead FROM intake.waiting AS q WHERE q.client = client_wakes.client
                                            ORDER BY q.asleep_until NULLS FIRST, q.promised, q.repeat DESC, q.rank, q.received_at, q.lead LIMIT 1));
    local CONSTANT timestamp := statement_timestamp() AT TIME ZONE zone;
BEGIN
    IF zone IS NULL OR local::time >= since AND local::time < until THEN
        RETURN NULL;
    END IF;
    RETURN (local::date + CASE WHEN local::time < since THEN 0 ELSE 1 END + since) AT TIME ZONE zone;
END
$$;

-- intake.pass_night(since time, until time) returns void: of the first thousand leads that wait, whose clients it is night for
-- stand behind the others till their morning. One session at a time does that. Changes waiting; waits for nobody.
CREATE OR REPLACE FUNCTION intake.pass_night(since time, until time)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('night', 0)) THEN
        RETURN;
    END IF;
    PERFORM intake.put_to_sleep(n.client, n.wakes)
       FROM (SELECT f.client, intake.client_wakes(f.client, since, until) AS wakes
               FROM (SELECT DISTINCT o.client
                       FROM (SELECT q.client FROM intake.waiting AS q WHERE q.asleep_until IS NULL AND q.promised IS NULL
                              ORDER BY q.asleep_until NULLS FIRST, q.promised, q.repeat DESC, q.rank, q.received_at
                              LIMIT 1000) AS o) AS f
             OFFSET 0) AS n
      WHERE n.wakes IS NOT NULL;
END
$$;

-- intake.demand_room(me text, allowed integer) returns void. Raises 55000 if the caller has as many clients as one may have at a
-- time. Reads work.
CREATE OR REPLACE FUNCTION intake.demand_room(me text, allowed integer)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    held CONSTANT uuid[] := ARRAY(SELECT DISTINCT ON (coalesce(w.client, w.lead)) w.lead FROM intake.work AS w
                                   WHERE w.state = 'claimed' AND w.owner = me AND w.lease_until > statement_timestamp()
                                   ORDER BY coalesce(w.client, w.lead), w.lead);
BEGIN
    IF cardinality(held) >= allowed THEN
        PERFORM intake.refuse('55000', 'enough_clients', 'enough_clients_hint', cardinality(held)::text,
                              (SELECT string_agg(right(h::text, 8), ', ') FROM unnest(held) AS h));
    END IF;
END
$$;

-- intake.leads_at_once() returns integer: so many leads of one client a claim takes at most.
CREATE OR REPLACE FUNCTION intake.leads_at_once()
RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 200;

-- intake.claim(client uuid, me text, number integer, lease, details jsonb) returns uuid[]: what waits of the client is the
-- person's for a lease; the first of it first; null: a colleague has the client, or all of it is in hand elsewhere. Of a nuisance
-- two hundred leads at a time: the rest comes with the next claims of the same person, and stands behind all others for a lease,
-- so that nobody has to look at each of twenty thousand. The caller has locked the client.
-- The claim gets the person's next number; it comes from a sequence, which no rollback gives back, so that a claim that was taken
-- back leaves a gap. Changes waiting and work, adds to lead_event. Not pinned to its names, all of which are full: to be pinned
-- costs a twentieth of a claim, and only functions that are call it.
CREATE OR REPLACE FUNCTION intake.claim(client uuid, me text, number integer, lease interval, details jsonb)
RETURNS uuid[]
LANGUAGE plpgsql
AS $$
DECLARE
    leads uuid[];
BEGIN
    WITH taken AS (
        DELETE FROM intake.waiting AS t
         WHERE t.lead = ANY (ARRAY(
                   SELECT q.lead
                     FROM intake.waiting AS q
                     JOIN intake.work AS o ON o.lead = q.lead    -- locked, too: who changes work waits for a claim to end, not both
                    WHERE q.client = claim.client
                      AND NOT EXISTS (SELECT FROM intake.work AS h
                                       WHERE h.client = claim.client AND h.lease_until > statement_timestamp() AND h.owner <> me)
                    ORDER BY q.asleep_until NULLS FIRST, q.promised, q.repeat DESC, q.rank, q.received_at, q.lead
                    LIMIT intake.leads_at_once()
                      FOR UPDATE OF q, o SKIP LOCKED))
        RETURNING t.lead
    ), claimed AS (
        UPDATE intake.work AS w
           SET state = 'claimed', step = w.step + 1, owner = me, claimed_at = statement_timestamp(), tried = w.attempts,
               not_before = NULL, lease_until = statement_timestamp() + lease
          FROM taken AS t
         WHERE w.lead = t.lead
        RETURNING w.lead, w.step
    ), noted AS (
        INSERT INTO intake.lead_event (lead, step, who, what, details)
        SELECT c.lead, c.step, me, 'claimed',
               details || (SELECT jsonb_build_object('claim', nextval(('intake.claims_' || number)::regclass)))    -- one for all
          FROM claimed AS c
    )
    SELECT array_agg(t.lead) INTO leads FROM taken AS t;
    IF cardinality(leads) > 1 THEN
        leads := ARRAY(SELECT w.lead FROM intake.work AS w WHERE w.lead = ANY (leads)
                        ORDER BY w.promised, w.repeat DESC, w.rank, w.received_at, w.lead);
        IF cardinality(leads) = intake.leads_at_once() THEN
            PERFORM intake.put_to_sleep(client, statement_timestamp() + lease);
        END IF;
    END IF;
    RETURN leads;
END
$$;

-- intake.tell_why_nothing(me text) returns void: a notice why those who wait are not for the person now, each once; none if nobody
-- waits. Of a long queue a thousand leads are looked at. Reads waiting, work, setting.
CREATE OR REPLACE FUNCTION intake.tell_why_nothing(me text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    w   record;
    why text;
BEGIN
    SELECT count(*) FILTER (WHERE k.kind = 'asleep') AS asleep, min(k.until) FILTER (WHERE k.kind = 'asleep') AS wakes,
           count(*) FILTER (WHERE k.kind = 'promised') AS promised, min(k.until) FILTER (WHERE k.kind = 'promised') AS free,
           count(*) FILTER (WHERE k.kind = 'in hand') AS in_hand INTO w
      FROM (SELECT CASE WHEN EXISTS (SELECT FROM intake.work AS h WHERE h.client = c.client AND h.lease_until > statement_timestamp()) THEN 'in hand'
                        WHEN c.wakes IS NOT NULL THEN 'asleep' WHEN c.free IS NOT NULL THEN 'promised' ELSE 'in hand' END AS kind,
                   coalesce(c.wakes, c.free) AS until
              FROM (SELECT q.client, coalesce(min(q.asleep_until), intake.client_wakes(q.client, min(s.call_from), min(s.call_until))) AS wakes,
                           min(q.promised + s.promise_hold) FILTER (WHERE q.promised_by <> me AND q.promised + s.promise_hold > statement_timestamp()) AS free
                      FROM (SELECT o.* FROM intake.waiting AS o LIMIT 1000) AS q CROSS JOIN intake.setting AS s GROUP BY q.client) AS c) AS k;
    why := concat_ws('; ', CASE WHEN w.asleep > 0 THEN intake.say('message', 'nothing_asleep', w.asleep::text, intake.clock(w.wakes)) END,
                     CASE WHEN w.promised > 0 THEN intake.say('message', 'nothing_promised', w.promised::text, intake.clock(w.free)) END,
                     CASE WHEN w.in_hand > 0 THEN intake.say('message', 'nothing_in_hand', w.in_hand::text) END);
    IF why <> '' THEN
        RAISE NOTICE '%', why;
    END IF;
END
$$;

-- desk.claim_next() returns the leads the caller has from now on, as rows of desk.screen, the first one first; none: nothing
-- waits for the caller, and a notice says why. A client is taken with everything that waits of it: nobody is called by two people. Nobody waits for
-- anybody, but for another claim of the same person.
-- A client who is with the caller already and has written again comes first, and is no further one; of who may have any number of
-- clients the newest three leads are looked at. Else it is the client of the first row of the queue that is for the caller. Passed
-- over: what another session is just taking, whom a colleague has, whom it is night for (till morning, but for a promised call),
-- what a colleague promised a moment ago; and what the caller gave back, while there is anything else.
-- Raises 55000 if the caller has as many clients as the setting allows. Reads staff, setting; changes work and waiting, adds to
-- lead_event.
--
-- Done hundreds of times a second at worst, so what each claim does stands here, in few statements. Sorting is off: the first row
-- is wanted, from an index, whatever the planner believes about the sizes.
CREATE OR REPLACE FUNCTION desk.claim_next()
RETURNS SETOF desk.screen
LANGUAGE plpgsql SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET enable_sort = off
SET plan_cache_mode = force_generic_plan
AS $$
<<claim_next>>
DECLARE
    me     record;
    it     record;
    lead   uuid;
    taken  uuid[];
    passed uuid[];
    woken  boolean;
    again  boolean;    -- what the caller gave back, too
    dark   boolean;    -- it is asked of each whether it is night there, as it is for the first
BEGIN
    LOOP
        SELECT s.login, s.number, coalesce(s.language, r.language) AS language, r.lease, r.max_clients, r.promise_hold, r.call_from,
               r.call_until, r.call_from > '00:00' OR r.call_until < '24:00' AS nights,
               current_setting('transaction_isolation') = 'read committed'
               AND pg_try_advisory_xact_lock(hashtextextended('claims of ' || s.login, 0)) AS alone,
               EXISTS (SELECT FROM intake.work AS w WHERE w.state IN ('claimed', 'postponed')
                          AND coalesce(w.lease_until, w.not_before) <= statement_timestamp())
               OR EXISTS (SELECT FROM intake.waiting AS q WHERE q.asleep_until <= statement_timestamp()) AS over,
               (SELECT h.client
                  FROM (SELECT w.client FROM intake.work AS w
                         WHERE w.state = 'claimed' AND w.owner = s.login AND w.lease_until > statement_timestamp()
                         ORDER BY w.claimed_at DESC LIMIT CASE WHEN r.max_clients IS NULL THEN 3 END) AS h
                 WHERE EXISTS (SELECT FROM intake.waiting AS q WHERE q.client = h.client) LIMIT 1) AS mine
          INTO me
          FROM intake.staff AS s CROSS JOIN intake.setting AS r WHERE s.login = desk.caller() AND s.works_in = 'desk';
        EXIT WHEN me.alone AND (woken OR NOT me.over);
        IF me.login IS NULL THEN
            PERFORM intake.person('desk');     -- says who does not work here
        ELSIF NOT me.alone THEN
            PERFORM intake.one_at_a_time(me.login);
        ELSE
            PERFORM intake.wake_leads(), intake.wake_asleep();
            woken := true;
        END IF;
    END LOOP;

    IF me.mine IS NOT NULL AND intake.lock_client(me.mine) THEN
        taken := intake.claim(me.mine, me.login, me.number, me.lease, '{}');
    END IF;
    IF me.max_clients IS NOT NULL AND taken IS NULL THEN
        PERFORM intake.demand_room(me.login, me.max_clients);
    END IF;
    WHILE taken IS NULL LOOP
        SELECT q.client, CASE WHEN me.nights AND q.promised IS NULL
                              THEN intake.client_wakes(q.client, me.call_from, me.call_until) END AS wakes INTO it
          FROM (SELECT o.client, o.promised
                  FROM intake.waiting AS o
                 WHERE o.asleep_until IS NULL
                   AND (again OR o.skipped_by IS DISTINCT FROM me.login)
                   AND (o.promised + me.promise_hold > statement_timestamp() AND o.promised_by <> me.login) IS NOT TRUE
                   AND (o.client = ANY (passed)) IS NOT TRUE
                 ORDER BY o.asleep_until NULLS FIRST, o.promised, o.repeat DESC, o.rank, o.received_at
                OFFSET 0) AS q    -- what locks stands outside: a session may set what the planner believes, and have all of them sorted
         WHERE CASE WHEN dark IS TRUE AND q.promised IS NULL AND intake.client_wakes(q.client, me.call_from, me.call_until) IS NOT NULL
                    THEN false    -- and not locked: there may be more of them than locks
                    WHEN NOT pg_try_advisory_xact_lock(uuid_hash_extended(q.client, 0)) THEN false    -- at whom nobody else is just looking
                    ELSE pg_try_advisory_xact_lock(uuid_hash_extended(q.client, 1)) END    -- whom nobody else is just taking: see lock_client
         LIMIT 1;
        IF it.client IS NULL THEN
            EXIT WHEN again;
            again := true;
        ELSIF it.wakes IS NULL THEN
            taken := intake.claim(it.client, me.login, me.number, me.lease, '{}');
            IF taken IS NULL THEN
                passed := passed || it.client;
            END IF;
        ELSE
            PERFORM intake.pass_night(me.call_from, me.call_until);
            dark := true;
        END IF;
    END LOOP;
    IF taken IS NULL THEN
        PERFORM intake.tell_why_nothing(me.login);
        RETURN;
    END IF;
    FOREACH lead IN ARRAY taken LOOP
        -- As desk.screen has it. Of most leads there is nothing special to tell, and they are told sooner.
        RETURN QUERY SELECT k.lead::text, k.lease_until, intake.colour_told(k.colour, me.language), k.category, NULL, k.repeat, 0::bigint,
                            0::bigint, NULL, NULL, k.name, k.phone, to_char(statement_timestamp() AT TIME ZONE k.zone, 'HH24:MI'), k.email,
                            k.place, k.answers, k.source, k.rule, CASE me.language WHEN 'ru' THEN intake.why_in_russian(k.lead) ELSE k.why END,
                            '', k.attempts, k.call_at, k.form, k.received_at, NULL
                       FROM intake.card_facts AS k WHERE k.lead = claim_next.lead AND NOT k.special;
        IF NOT FOUND THEN
            RETURN QUERY SELECT k.lead::text, k.lease_until, k.colour, k.category, k.stage, k.repeat, k.earlier_leads, k.earlier_deals,
                                k.last_verdict, k.last_owner, k.name, k.phone, to_char(statement_timestamp() AT TIME ZONE k.zone, 'HH24:MI'),
                                k.email, k.place, k.answers, k.source, k.rule, k.why, k.marks, k.attempts, k.call_at, k.form, k.received_at,
                                k.known
                           FROM intake.card(lead) AS k;
        END IF;
    END LOOP;
END
$$;

COMMENT ON FUNCTION desk.claim_next() IS
    'Takes the next client of the queue for you, with all leads of it that wait, for the time of a lease, and shows them. No row: '
    'nothing waits that you could take now; a notice says why.';

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
    IF NOT intake.lock_client(coalesce(w.client, w.lead)) THEN
        PERFORM intake.refuse('55000', 'busy', 'again_hint', intake.short_receipt(w.lead));
    END IF;
    SELECT h.owner INTO colleague FROM intake.work AS h
     WHERE (h.lead = w.lead OR h.client = w.client) AND h.state = 'claimed' AND h.owner <> me
       AND h.lease_until > statement_timestamp() LIMIT 1;
    IF FOUND THEN
        PERFORM intake.refuse('55000', 'taken_by', NULL, intake.short_receipt(w.lead), intake.person_called(colleague));
    END IF;
END
$$;

-- desk.take(receipt) returns the leads the caller has from now on, as desk.claim_next: a client calls, and is not to wait for
-- his turn. Of a lead that waits or is postponed, with what else waits of its client. Counted apart from what the queue gave.
-- Waits for nobody, but for another claim of the same person.
-- Raises 55000 if a colleague has it or it is closed, and what intake.lead_named raises. Reads staff, setting; changes work, adds
-- to lead_event.
CREATE OR REPLACE FUNCTION desk.take(receipt text)
RETURNS SETOF desk.screen
LANGUAGE plpgsql SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
<<take>>
DECLARE
    me       CONSTANT text := intake.person('desk');
    lead     CONSTANT uuid := intake.lead_named(receipt);
    w        intake.work;
    taken    uuid[];
BEGIN
    PERFORM intake.one_at_a_time(me), intake.wake_leads();
    SELECT k.* INTO w FROM intake.work AS k WHERE k.lead = take.lead;
    IF w.state = 'closed' THEN
        PERFORM intake.refuse('55000', 'closed_take', CASE WHEN intake.is_with_sales(lead) THEN 'with_sales' ELSE 'closed_take_hint' END, intake.short_receipt(lead));
    END IF;
    PERFORM intake.demand_client(w, me);
    PERFORM FROM intake.work AS k WHERE k.lead = take.lead AND k.state = 'postponed' FOR UPDATE SKIP LOCKED;
    IF FOUND THEN
        SELECT k.* INTO w FROM intake.work AS k WHERE k.lead = take.lead;
        w.state := 'due';
        w.not_before := NULL;
        PERFORM intake.enter(w, 'due');
    END IF;
    -- Asked before anything is claimed: a claim that is refused then has spent its number, and would count as one that was rolled back.
    PERFORM FROM intake.waiting AS q JOIN intake.work AS k ON k.lead = q.lead
      WHERE q.lead = take.lead
        AND q.lead = ANY (ARRAY(SELECT o.lead FROM intake.waiting AS o WHERE o.client = q.client    -- of a nuisance's hundreds
                                 ORDER BY o.asleep_until NULLS FIRST, o.promised, o.repeat DESC, o.rank, o.received_at, o.lead LIMIT intake.leads_at_once()))
        FOR UPDATE OF q, k SKIP LOCKED;
    IF NOT FOUND AND (w.state = 'claimed' AND w.owner = me AND w.lease_until > statement_timestamp()) IS NOT TRUE THEN
        PERFORM intake.refuse('55000', 'busy', 'again_hint', intake.short_receipt(lead));
    END IF;
    taken := (SELECT intake.claim(coalesce(k.client, k.lead), me, s.number, r.lease, '{"by_receipt": true}')
                FROM intake.work AS k CROSS JOIN intake.staff AS s CROSS JOIN intake.setting AS r
               WHERE k.lead = take.lead AND s.login = me);
    IF NOT EXISTS (SELECT FROM intake.work AS k WHERE k.lead = take.lead AND k.state = 'claimed' AND k.owner = me) THEN
        PERFORM intake.refuse('55000', 'busy', 'again_hint', intake.short_receipt(lead));     -- of a nuisance's hundreds not the first
    END IF;
    taken := lead || array_remove(taken, lead);
    RETURN QUERY SELECT s.* FROM unnest(taken) WITH ORDINALITY AS t (lead, n) JOIN desk.screen AS s ON s.receipt = t.lead::text ORDER BY t.n;
END
$$;

COMMENT ON FUNCTION desk.take(text) IS
    'A client calls: takes this lead for you, waiting or postponed, by its receipt or the end of it, with what else waits of the '
    'client. This is counted apart.';
