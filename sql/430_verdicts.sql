-- The verdicts but the hand-over: later, no, not to be found, not a client at all. Each takes the receipt of a lead the caller
-- has now, and a reason from the list of the act, after which own words may follow a colon; and answers with what happened.
-- 42501: not the caller's; 22023: no such reason, or a time that is none; 55000: not in this state.
-- All change work and add to lead_event; closing ones may add to second_verdict.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'not_within_a_year', 'второй шанс — позже, чем сейчас, и в пределах года, а не %1$s', 'a second chance is later than now and within a year, not %1$s'),
    ('message', 'moment_hint', 'Например: ''завтра 10:00'', ''+2ч'', ''27.11.2026 15:30''.', 'For example: ''tomorrow 10:00'', ''+2h'', ''27.11.2026 15:30''.'),
    ('message', 'postponed', 'Заявка %1$s вернётся в очередь %2$s.', 'Lead %1$s will be back in the queue on %2$s.'),
    ('message', 'promised', 'Заявка %1$s: звонок обещан на %2$s, сначала он достанется вам.', 'Lead %1$s: a call is promised for %2$s, and will be yours first.'),
    ('message', 'by_office', '%1$s (по времени офиса)', '%1$s (by the clocks of the office)'),
    ('message', 'by_both', '%1$s (по времени офиса; у клиента %2$s)', '%1$s (by the clocks of the office; %2$s where the client is)'),
    ('message', 'no_work_then', 'В это время мы не работаем: %1$s, %2$s.', 'We do not work then: %1$s, %2$s.'),
    ('message', 'skip_untried', 'Это считается как пропуск: попытка связаться не записана.', 'This is counted as a skip: no attempt was written down.'),
    ('message', 'skip_short', 'Это считается как пропуск: отложено меньше чем на %1$s.', 'This is counted as a skip: it is for less than %1$s.'),
    ('message', 'if_wrong', 'Передумали — в течение десяти минут SELECT desk.undo(''%1$s'').', 'If that was wrong, within ten minutes: SELECT desk.undo(''%1$s'').'),
    ('message', 'closed', 'Заявка %1$s закрыта: %2$s.', 'Lead %1$s is closed: %2$s.'),
    ('message', 'too_few_attempts', 'недозвон — после %1$s попыток, а их было %2$s', 'unreachable after %1$s attempts, and there were %2$s'),
    ('message', 'too_few_attempts_hint', 'Каждую запишите через desk.record_attempt, а заявку отложите через desk.postpone.',
        'Write each down with desk.record_attempt, and desk.postpone the lead to try again later.'),
    ('message', 'stranger_hint', 'Запишите попытку с исходом «%3$s»: тогда хватит и одной.', 'Write down an attempt whose outcome is "%3$s": then one is enough.'),
    ('message', 'long_place', 'куда направлен клиент — не больше %1$s знаков', 'where the client was sent has at most %1$s characters'),
    ('message', 'verdict_wanted', 'причина пишется вместе с вердиктом: впишите оба и сохраните строку', 'a reason goes with a verdict: write both, then save the row'),
    ('message', 'verdict_wanted_hint', 'Один из: %1$s', 'One of: %1$s'),
    ('message', 'team_not_with', 'команда не пишется с вердиктом «%1$s»', 'a team does not go with the verdict %1$s'),
    ('message', 'time_not_with', 'время следующего звонка не пишется с вердиктом «%1$s»', 'a time to call again does not go with the verdict %1$s'),
    ('message', 'not_with_hint', 'Команда — для передачи продавцам, not_before — для второго шанса.', 'A team is for qualified, not_before for second_chance.'),
    ('message', 'where_to', 'напишите в note, куда вы направили клиента', 'write into note where you have sent the client')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.clocks_told(at, zone) returns text: the time by the clocks of the office, and by those of the client where they are known and differ.
-- Reads setting.
CREATE OR REPLACE FUNCTION intake.clocks_told(at timestamptz, zone text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    here  CONSTANT timestamp := at AT TIME ZONE (SELECT s.zone FROM intake.setting AS s);
    there CONSTANT timestamp := at AT TIME ZONE zone;
BEGIN
    RETURN intake.say('message', CASE WHEN there <> here THEN 'by_both' ELSE 'by_office' END, intake.clock(at),
                      to_char(there, CASE WHEN there::date = here::date THEN 'HH24:MI' ELSE 'DD.MM.YYYY HH24:MI' END));
END
$$;

-- intake.closed_then(at timestamptz) returns text: that the office does not work at that time, and when it does that day; null if it
-- works. Reads setting, and what intake.office_hours reads.
CREATE OR REPLACE FUNCTION intake.closed_then(at timestamptz)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    zone CONSTANT text := (SELECT s.zone FROM intake.setting AS s);
    day  CONSTANT date := (at AT TIME ZONE zone)::date;
    open record;
BEGIN
    SELECT coalesce(bool_or(at >= h.opens AND at < h.opens + h.lasts), false) AS now,
           string_agg(to_char(h.opens AT TIME ZONE zone, 'HH24:MI') || '-' || to_char((h.opens + h.lasts) AT TIME ZONE zone, 'HH24:MI'), ', ' ORDER BY h.opens) AS hours
      INTO open FROM intake.office_hours(day, day) AS h WHERE h.lasts > '0';
    RETURN CASE WHEN NOT open.now
                THEN intake.say('message', 'no_work_then', to_char(day, 'DD.MM.YYYY') || ' (' || intake.word('weekday', intake.weekday(extract(isodow FROM day)::integer)) || ')',
                                coalesce(open.hours, intake.word('hours', 'closed'))) END;
END
$$;

-- intake.or_undo(lead uuid, said text) returns text: what was done, and how it is undone.
CREATE OR REPLACE FUNCTION intake.or_undo(lead uuid, said text)
RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
RETURN said || ' ' || intake.say('message', 'if_wrong', intake.short_receipt(lead));

-- intake.postponed(w, until, promises, skip) returns text: what is said of a second chance. skip: as a caption of the list "message" says
-- why it is counted as one; null: it is none.
CREATE OR REPLACE FUNCTION intake.postponed(w intake.work, until timestamptz, promises boolean, skip text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    zone  CONSTANT text := (SELECT intake.local_zone(l.place, l.contacts) FROM intake.lead AS l WHERE l.id = w.lead);
    least CONSTANT interval := (SELECT s.least_postponement FROM intake.setting AS s);
BEGIN
    RETURN intake.or_undo(w.lead, concat_ws(' ',
        intake.say('message', CASE WHEN promises THEN 'promised' ELSE 'postponed' END, intake.short_receipt(w.lead), intake.clocks_told(until, zone)),
        intake.closed_then(until), CASE WHEN skip IS NOT NULL THEN intake.say('message', skip, intake.span(least)) END));
END
$$;

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
    skip     CONSTANT text := CASE WHEN w.attempts = w.tried THEN 'skip_untried'
                                   WHEN until < statement_timestamp() + (SELECT s.least_postponement FROM intake.setting AS s) THEN 'skip_short' END;
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
                         || CASE WHEN skip IS NOT NULL THEN '{"skip": true}' ELSE '{}' END::jsonb);
    RETURN intake.postponed(w, until, promises, skip);
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
RETURN intake.or_undo(w.lead, intake.say('message', 'closed', intake.short_receipt(w.lead), intake.word('verdict', verdict)));

-- desk.refuse(receipt, reason, pointed_to) returns text: we do not do it. pointed_to: who may; then it was redirected.
CREATE OR REPLACE FUNCTION desk.refuse(receipt text, reason text, pointed_to text DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    longest CONSTANT integer := 400;
    why     CONSTANT record := intake.choose_reason('refuse', reason);
    place   CONSTANT text := nullif(btrim(intake.line(pointed_to)), '');
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

-- desk.mark_unreachable(receipt, reason) returns text: after as many attempts as the setting wants; after one if a stranger
-- answered it; at once if the lead has no contact point at all. Reads lead_event.
CREATE OR REPLACE FUNCTION desk.mark_unreachable(receipt text, reason text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    stranger CONSTANT text := 'wrong_number';
    why      CONSTANT record := intake.choose_reason('unreachable', reason);
    w        CONSTANT intake.work := intake.hold(receipt);
    wanted   CONSTANT integer := (SELECT s.unreachable_after FROM intake.setting AS s);
BEGIN
    IF w.attempts < wanted AND (SELECT json_array_length(l.contacts) > 0 FROM intake.lead AS l WHERE l.id = w.lead)
       AND NOT (why.name = stranger AND EXISTS (SELECT FROM intake.lead_event AS e
                                                 WHERE e.lead = w.lead AND e.what = 'attempted' AND e.reason = stranger)) THEN
        PERFORM intake.refuse('55000', 'too_few_attempts', CASE why.name WHEN stranger THEN 'stranger_hint' ELSE 'too_few_attempts_hint' END,
                              wanted::text, w.attempts::text, intake.word('reason: attempt', stranger));
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
            intake.choices_told('verdict'));
    ELSIF team IS NOT NULL AND kind <> 'qualified' THEN
        PERFORM intake.refuse('22023', 'team_not_with', 'not_with_hint', intake.word('verdict', kind));
    ELSIF not_before IS NOT NULL AND kind <> 'second_chance' THEN
        PERFORM intake.refuse('22023', 'time_not_with', 'not_with_hint', intake.word('verdict', kind));
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
