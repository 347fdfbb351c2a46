-- desk.undo(receipt) returns text: what the caller did last with that lead is taken back, as if it had not been done: a
-- hand-over that sales have not touched, any other verdict, a second chance; or a merge of its client. The caller has the lead
-- again, however many others there are, for a new lease and in the state it was in. What was learned before stays.
-- Raises 55000, with what to do instead, if somebody else has done something since, if it was longer ago than the setting
-- allows (undo_within), if it is nothing that is taken back, if a colleague has judged that verdict or works with the client by
-- now; and what intake.lead_named raises.
-- Reads lead_event, verdict, setting; changes work, waiting, deal, notice, second_verdict, client, adds to lead_event; for a merge
-- changes client_merge, merge_proposal, work, deal, waiting, client.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'undone', 'Отменено: %2$s. Заявка %1$s снова у вас.', 'Undone: %2$s. Lead %1$s is yours again.'),
    ('message', 'merge_undone', 'Объединение отменено: это снова два клиента.', 'The merge is undone: they are two clients again.'),
    ('message', 'merge_undone_why', 'отменено', 'undone'),
    ('message', 'undo_others', 'последнее, что было с заявкой %1$s, сделали не вы', 'what was done last with lead %1$s was not done by you'),
    ('message', 'undo_never', '«%2$s» — это нельзя отменить', '%2$s: that cannot be undone'),
    ('message', 'undo_late', 'с тех пор прошло больше %2$s', 'that was more than %2$s ago'),
    ('message', 'undo_judged', 'коллега уже высказался об этом вердикте', 'a colleague has given a second opinion on that verdict'),
    ('message', 'undo_sales', 'продавцы уже взялись за заявку %1$s', 'sales have begun to work on lead %1$s'),
    ('message', 'undo_reopen', 'Открыть её снова: SELECT desk.reopen(''%1$s'', ''закрыт по ошибке'')',
        'SELECT desk.reopen(''%1$s'', ''closed by mistake'') opens it again.'),
    ('message', 'undo_take', 'Взять её: SELECT * FROM desk.take(''%1$s'')', 'SELECT * FROM desk.take(''%1$s'') takes it.'),
    ('message', 'undo_yours', 'Заявка у вас: решите её заново. Объединение отменяет desk.unmerge.',
        'You have the lead: decide anew. A merge is undone by desk.unmerge.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.refuse_undo(lead, message, what) returns void, but never returns: raises 55000 with what can be done with the lead.
CREATE OR REPLACE FUNCTION intake.refuse_undo(lead uuid, message text, what text)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    hint CONSTANT text := (
        SELECT CASE WHEN intake.is_with_sales(w.lead) THEN 'with_sales'
                    WHEN w.state = 'closed' THEN 'undo_reopen'
                    WHEN w.state <> 'claimed' OR w.lease_until <= statement_timestamp() THEN 'undo_take'
                    WHEN w.owner = desk.caller() THEN 'undo_yours'
                    ELSE 'with_colleague' END
          FROM intake.work AS w WHERE w.lead = refuse_undo.lead);
BEGIN
    PERFORM intake.refuse('55000', message, hint, intake.short_receipt(lead), what);
END
$$;

-- intake.undoable(lead, me) returns intake.lead_event: the event that undo would take back. Raises 55000, as desk.undo. That a
-- second chance has become due nobody has done.
CREATE OR REPLACE FUNCTION intake.undoable(lead uuid, me text)
RETURNS intake.lead_event
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    allowed CONSTANT interval := (SELECT s.undo_within FROM intake.setting AS s);
    last    intake.lead_event;
BEGIN
    SELECT e.* INTO STRICT last FROM intake.lead_event AS e WHERE e.lead = undoable.lead AND e.what <> 'due' ORDER BY e.step DESC LIMIT 1;
    IF last.who <> me THEN
        PERFORM intake.refuse_undo(lead, CASE WHEN EXISTS (SELECT FROM intake.event_name AS n WHERE n.name = last.what AND n.process = 'deal')
                                                   AND NOT intake.awaits_second(lead) THEN 'undo_sales' ELSE 'undo_others' END, NULL);
    ELSIF NOT EXISTS (SELECT FROM intake.verdict AS v WHERE v.event = last.what) THEN
        PERFORM intake.refuse_undo(lead, 'undo_never', intake.word('event', last.what));
    ELSIF last.at <= clock_timestamp() - allowed OR (SELECT w.was IS NULL FROM intake.work AS w WHERE w.lead = undoable.lead) THEN
        PERFORM intake.refuse_undo(lead, 'undo_late', intake.span(allowed));
    ELSIF EXISTS (SELECT FROM intake.second_verdict AS s WHERE s.lead = undoable.lead AND s.given_at > last.at) THEN
        PERFORM intake.refuse_undo(lead, 'undo_judged', NULL);
    END IF;
    RETURN last;
END
$$;

-- intake.earned_still(client uuid) returns void: what was undone has earned the client nothing: see intake.client.earned_at.
-- Reads work, deal; changes client.
CREATE OR REPLACE FUNCTION intake.earned_still(client uuid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE intake.client AS c SET earned_at = NULL
     WHERE c.id = earned_still.client
       AND NOT EXISTS (SELECT FROM intake.work AS w WHERE w.client = c.id AND (w.attempts > 0 OR w.verdict <> 'spam'))
       AND NOT EXISTS (SELECT FROM intake.deal AS d WHERE d.client = c.id AND d.outcome IS DISTINCT FROM 'withdrawn');
END
$$;

-- intake.last_merge(lead, me) returns intake.client_merge: the last of the client of a lead, if the person made it, and not too
-- long ago; and if the lead has not been given a verdict by the person since. None: null.
-- Reads work, client_merge, lead_event, setting.
CREATE OR REPLACE FUNCTION intake.last_merge(lead uuid, me text)
RETURNS intake.client_merge
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    allowed CONSTANT interval := (SELECT s.undo_within FROM intake.setting AS s);
    root    CONSTANT uuid := (SELECT w.client FROM intake.work AS w WHERE w.lead = last_merge.lead);
    last    intake.client_merge;
BEGIN
    SELECT m.* INTO last FROM intake.client_merge AS m WHERE m.into_one = root AND m.undone_at IS NULL ORDER BY m.merged_at DESC LIMIT 1;
    IF last.merged_by = me AND last.merged_at > clock_timestamp() - allowed
       AND NOT EXISTS (SELECT FROM intake.lead_event AS e JOIN intake.verdict AS v ON v.event = e.what
                        WHERE e.lead = last_merge.lead AND e.who = me AND e.at > last.merged_at
                          AND e.step = (SELECT max(o.step) FROM intake.lead_event AS o WHERE o.lead = e.lead)) THEN
        RETURN last;
    END IF;
    RETURN NULL;
END
$$;

-- intake.undo_merge(m) returns void: two clients again, as before; what proposed that they are one waits for an answer again.
CREATE OR REPLACE FUNCTION intake.undo_merge(m intake.client_merge)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM desk.unmerge(m.client::text, intake.say('message', 'merge_undone_why')), intake.earned_still(m.into_one);
    UPDATE intake.merge_proposal AS p SET answer = NULL, answered_at = NULL, answered_by = NULL
     WHERE p.answer = 'merged' AND p.answered_by = m.merged_by AND p.answered_at >= m.merged_at
       AND (SELECT count(DISTINCT intake.client_root(o)) FROM unnest(p.client || p.others) AS o) > 1;
END
$$;

-- intake.withdraw_deal(lead, n, me) returns void: the deal counts nowhere, and nobody of sales is told of it any more; what they
-- were told of the client besides is the person's to know. Changes deal, notice.
CREATE OR REPLACE FUNCTION intake.withdraw_deal(lead uuid, n integer, me text)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE intake.deal AS d SET outcome = 'withdrawn', reason = 'undone', closed_at = clock_timestamp()
     WHERE d.lead = withdraw_deal.lead AND d.n = withdraw_deal.n;
    DELETE FROM intake.notice AS x WHERE x.lead = withdraw_deal.lead AND x.about = withdraw_deal.lead;
    UPDATE intake.notice AS x SET login = me, team = NULL
      FROM (SELECT o.lead FROM intake.notice AS o WHERE o.about = withdraw_deal.lead AND o.seen_at IS NULL
             ORDER BY o.lead FOR UPDATE) AS these
     WHERE x.lead = these.lead AND x.about = withdraw_deal.lead;
END
$$;

-- intake.leave_queue(lead uuid) returns void: it waits no more. Raises 55000 if another session has just put it to sleep or woken it.
-- Changes waiting.
CREATE OR REPLACE FUNCTION intake.leave_queue(lead uuid)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '2s'
AS $$
BEGIN
    DELETE FROM intake.waiting AS q WHERE q.lead = leave_queue.lead;
EXCEPTION WHEN lock_not_available THEN
    PERFORM intake.refuse('55000', 'busy', 'again_hint', intake.short_receipt(lead));
END
$$;

CREATE OR REPLACE FUNCTION desk.undo(receipt text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<undo>>
DECLARE
    me   CONSTANT text := intake.person('desk');
    lead CONSTANT uuid := intake.lead_named(receipt);
    m    intake.client_merge := intake.last_merge(lead, me);
    last intake.lead_event;
    w    intake.work;
BEGIN
    IF m.client IS NOT NULL THEN
        PERFORM intake.lock_merges();
        m := intake.last_merge(lead, me);
        PERFORM intake.undo_merge(m);
        RETURN intake.say('message', 'merge_undone');
    END IF;
    PERFORM intake.one_at_a_time(me);     -- it takes a client
    last := intake.undoable(lead, me);    -- what is not the caller's to undo is not locked
    PERFORM intake.lock_lead(lead);
    SELECT k.* INTO STRICT w FROM intake.work AS k WHERE k.lead = undo.lead;
    DELETE FROM intake.second_verdict AS s WHERE s.lead = w.lead AND s.verdict IS NULL AND s.asked_at >= last.at;
    last := intake.undoable(lead, me);
    PERFORM intake.demand_client(w, me);
    IF last.details ? 'deal' THEN
        PERFORM intake.withdraw_deal(lead, (last.details ->> 'deal')::integer, me);
    END IF;
    w := jsonb_populate_record(w, w.was);
    w.state := 'claimed';
    PERFORM intake.leave_queue(lead);
    PERFORM intake.enter(w, 'undone', NULL, NULL,
                         jsonb_strip_nulls(jsonb_build_object('what', last.what, 'step', last.step, 'deal', last.details -> 'deal'))),
            intake.earned_still(w.client);
    RETURN intake.say('message', 'undone', intake.short_receipt(lead), intake.word('event', last.what));
END
$$;

COMMENT ON FUNCTION desk.undo(text) IS
    'Takes back what you did last with a lead, for ten minutes: a hand-over that sales have not touched, a verdict, a second chance, '
    'a merge of its client. You have the lead again. What leaves you the lead is not for it: a wrong answer, category or stage is put right by '
    'the right one; what you took is given back by desk.release, what you gave back is taken by desk.take; an attempt, a note, a second '
    'opinion and an answer to a proposal stay, so a page sends those after the time in which it offers to take them back.';
