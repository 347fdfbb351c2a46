-- The verdicts but the hand-over: later, no, not to be found, not a client at all. Each takes the receipt of a lead the caller
-- has now, and a reason from the list of the act, after which own words may follow a colon; and answers with what happened.
-- 42501: not the caller's; 22023: no such reason, or a time that is none; 55000: not in this state.
-- All change work and add to lead_event; closing ones may add to second_verdict.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'not_within_a_year', 'второй шанс — это время в пределах года, а не %1$s', 'a second chance is some time within a year from now, not %1$s'),
    ('message', 'moment_hint', 'Например: ''завтра 10:00'', ''+2ч'', ''27.11.2026 15:30''.', 'For example: ''tomorrow 10:00'', ''+2h'', ''27.11.2026 15:30''.'),
    ('message', 'postponed', 'Заявка %1$s вернётся в очередь %2$s.', 'Lead %1$s will be back in the queue on %2$s.'),
    ('message', 'promised', 'Заявка %1$s: звонок обещан на %2$s, сначала он достанется вам.', 'Lead %1$s: a call is promised for %2$s, and will be yours first.'),
    ('message', 'skip', 'Это считается как пропуск.', 'This is counted as a skip.'),
    ('message', 'closed', 'Заявка %1$s закрыта: %2$s. Передумали — в течение десяти минут SELECT desk.undo(''%1$s'').',
        'Lead %1$s is closed: %2$s. If that was wrong, within ten minutes: SELECT desk.undo(''%1$s'').'),
    ('message', 'too_few_attempts', 'недозвон — после %1$s попыток, а их было %2$s', 'unreachable after %1$s attempts, and there were %2$s'),
    ('message', 'too_few_attempts_hint', 'Каждую запишите через desk.record_attempt, а заявку отложите через desk.postpone.',
        'Write each down with desk.record_attempt, and desk.postpone the lead to try again later.'),
    ('message', 'long_place', 'куда направлен клиент — не больше %1$s знаков', 'where the client was sent has at most %1$s characters'),
    ('message', 'verdict_wanted', 'причина пишется вместе с вердиктом: впишите оба и сохраните строку', 'a reason goes with a verdict: write both, then save the row'),
    ('message', 'verdict_wanted_hint', 'Один из: %1$s', 'One of: %1$s'),
    ('message', 'team_not_with', 'команда не пишется с вердиктом %1$s', 'a team does not go with the verdict %1$s'),
    ('message', 'time_not_with', 'время следующего звонка не пишется с вердиктом %1$s', 'a time to call again does not go with the verdict %1$s'),
    ('message', 'not_with_hint', 'Команда — для передачи продавцам, not_before — для второго шанса.', 'A team is for qualified, not_before for second_chance.'),
    ('message', 'where_to', 'напишите в note, куда вы направили клиента', 'write into note where you have sent the client')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- desk.postpone(receipt, not_before, reason) returns text: a second chance. The lead is in the queue again at that time. Where
-- the reason says that the client expects the call (intake.reason.promises) it is first then, and for a while it is offered to
-- the caller alone. Without an attempt since it was taken, or for less than the setting wants, it is counted as a skip.
CREATE OR REPLACE FUNCTION desk.postpone(receipt text, not_before text, reason text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    why      CONSTANT record := intake.choose_reason('postpone', reason);
    promises CONSTANT boolean := (SELECT r.promises FROM intake.reason AS r WHERE r.act = 'postpone' AND r.name = why.name);
    until    CONSTANT timestamptz := intake.moment(not_before);
    w        intake.work := intake.hold(receipt);
    skip     CONSTANT boolean := w.attempts = w.tried OR until < statement_timestamp() + (SELECT s.least_postponement FROM intake.setting AS s);
BEGIN
    IF until <= statement_timestamp() OR until > statement_timestamp() + interval '1 year' THEN
        PERFORM intake.refuse('22023', 'not_within_a_year', 'moment_hint', intake.clock(until));
    END IF;
    w.promised := CASE WHEN promises THEN until END;
    w.promised_by := CASE WHEN promises THEN w.owner END;
    w.state := 'postponed';
    w.owner := NULL;
    w.not_before := until;
    PERFORM intake.enter(w, 'postponed', why.name, why.note, jsonb_build_object('not_before', until)
                         || CASE WHEN skip THEN '{"skip": true}' ELSE '{}' END::jsonb);
    RETURN concat_ws(' ', intake.say('message', CASE WHEN promises THEN 'promised' ELSE 'postponed' END,
                                     intake.short_receipt(w.lead), intake.clock(until)),
                     CASE WHEN skip THEN intake.say('message', 'skip') END);
END
$$;

COMMENT ON FUNCTION desk.postpone(text, text, text) IS
    'A second chance: the lead comes back at that time: SELECT desk.postpone(receipt, ''tomorrow 10:00'', ''asked_later''). For '
    'reasons see "reason: postpone" in desk.choices.';

-- intake.closed(w, verdict) returns text: what is said when a lead was closed.
CREATE OR REPLACE FUNCTION intake.closed(w intake.work, verdict text)
RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
RETURN intake.say('message', 'closed', intake.short_receipt(w.lead), intake.word('verdict', verdict));

-- desk.refuse(receipt, reason, pointed_to) returns text: we do not do it. pointed_to: who may; then it was redirected.
CREATE OR REPLACE FUNCTION desk.refuse(receipt text, reason text, pointed_to text DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    longest CONSTANT integer := 400;
    why     CONSTANT record := intake.choose_reason('refuse', reason);
    place   CONSTANT text := nullif(btrim(pointed_to), '');
    verdict CONSTANT text := CASE WHEN place IS NULL THEN 'refused' ELSE 'redirected' END;
    w       CONSTANT intake.work := intake.hold(receipt);
BEGIN
    IF length(place) > longest THEN
        PERFORM intake.refuse('22023', 'long_place', NULL, longest::text);
    END IF;
    PERFORM intake.close(w, verdict, why.name, why.note,
                         intake.completeness(w.lead) || jsonb_strip_nulls(jsonb_build_object('pointed_to', place)));
    RETURN intake.closed(w, verdict);
END
$$;

COMMENT ON FUNCTION desk.refuse(text, text, text) IS
    'Closes a lead we cannot serve. Say in pointed_to where you have sent the client. Reasons: "reason: refuse".';

-- desk.mark_unreachable(receipt, reason) returns text: after as many attempts as the setting wants; at once if the lead
-- has no contact point at all.
CREATE OR REPLACE FUNCTION desk.mark_unreachable(receipt text, reason text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    why    CONSTANT record := intake.choose_reason('unreachable', reason);
    w      CONSTANT intake.work := intake.hold(receipt);
    wanted CONSTANT integer := (SELECT s.unreachable_after FROM intake.setting AS s);
BEGIN
    IF w.attempts < wanted AND (SELECT json_array_length(l.contacts) > 0 FROM intake.lead AS l WHERE l.id = w.lead) THEN
        PERFORM intake.refuse('55000', 'too_few_attempts', 'too_few_attempts_hint', wanted::text, w.attempts::text);
    END IF;
    PERFORM intake.close(w, 'unreachable', why.name, why.note);
    RETURN intake.closed(w, 'unreachable');
END
$$;

COMMENT ON FUNCTION desk.mark_unreachable(text, text) IS
    'Closes a lead whose client cannot be reached, after enough attempts. Reasons: "reason: unreachable".';

-- intake.close_as(receipt, verdict, reason) returns text: a verdict that wants no more than a reason.
CREATE OR REPLACE FUNCTION intake.close_as(receipt text, verdict text, reason text)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    why CONSTANT record := intake.choose_why(verdict, reason);
    w   CONSTANT intake.work := intake.hold(receipt);
BEGIN
    PERFORM intake.close(w, verdict, why.name, why.note);
    RETURN intake.closed(w, verdict);
END
$$;

-- desk.mark_spam(receipt, reason) returns text.
CREATE OR REPLACE FUNCTION desk.mark_spam(receipt text, reason text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN intake.close_as(receipt, 'spam', reason);
END
$$;

COMMENT ON FUNCTION desk.mark_spam(text, text) IS
    'Closes a lead that is no request at all. It is kept. Reasons: "reason: spam".';

-- intake.decide(receipt, verdict, reason, not_before, team, note) returns text: the verdict that was written into a row of
-- desk.my_leads. Those with an act of their own come to it; any other wants a reason, and the event in its row of
-- intake.verdict.
CREATE OR REPLACE FUNCTION intake.decide(
    receipt text, verdict text, reason text, not_before text, team text, note text)
RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- A time alone is a second chance, a team alone a hand-over.
    kind CONSTANT text := CASE WHEN verdict IS NOT NULL THEN intake.choose('verdict', verdict)
                               WHEN team IS NOT NULL THEN 'qualified'
                               WHEN not_before IS NOT NULL THEN 'second_chance' END;
    own_words CONSTANT text := coalesce(reason || ': ' || nullif(btrim(note), ''), reason);
BEGIN
    IF kind IS NULL THEN
        PERFORM intake.refuse('22023', 'verdict_wanted', 'verdict_wanted_hint',
            (SELECT string_agg(v.name || ', ' || v.ru, '; ' ORDER BY v.position) FROM intake.verdict AS v));
    ELSIF team IS NOT NULL AND kind <> 'qualified' THEN
        PERFORM intake.refuse('22023', 'team_not_with', 'not_with_hint', kind);
    ELSIF not_before IS NOT NULL AND kind <> 'second_chance' THEN
        PERFORM intake.refuse('22023', 'time_not_with', 'not_with_hint', kind);
    ELSIF kind = 'redirected' AND nullif(btrim(note), '') IS NULL THEN
        PERFORM intake.refuse('22023', 'where_to', NULL);
    END IF;
    RETURN CASE kind
        WHEN 'qualified'     THEN desk.hand_over(receipt, team, note)
        WHEN 'second_chance' THEN desk.postpone(receipt, not_before, own_words)
        WHEN 'refused'       THEN desk.refuse(receipt, own_words)
        WHEN 'redirected'    THEN desk.refuse(receipt, reason, note)
        WHEN 'unreachable'   THEN desk.mark_unreachable(receipt, own_words)
        ELSE                      intake.close_as(receipt, kind, own_words) END;
END
$$;
