-- For the head of the first line: who has what, what is late, who is away, and when the office works.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'for_heads', 'это для руководителя первой линии', 'this is for the head of the first line'),
    ('message', 'for_heads_hint', 'Руководителем делает администратор: firstline staff add %1$s … --head',
        'An administrator makes a head: firstline staff add %1$s … --head'),
    ('message', 'not_held', 'заявку %1$s сейчас никто не ведёт', 'nobody has lead %1$s now'),
    ('message', 'not_held_hint', 'Кто что ведёт: SELECT * FROM desk.board', 'Who has what: SELECT * FROM desk.board'),
    ('message', 'taken_back', 'Заявка %1$s возвращена в очередь, %2$s её больше не ведёт.', 'Lead %1$s is back in the queue, %2$s does not have it any more.'),
    ('message', 'taken_back_all', 'Заявка %1$s возвращена в очередь, и остальные этого клиента: всего %3$s. %2$s их больше не ведёт.',
        'Lead %1$s is back in the queue, with the others of this client: %3$s leads. %2$s does not have them any more.'),
    ('message', 'no_colleague', 'под именем "%1$s" здесь никто не работает', 'nobody works here as "%1$s"'),
    ('message', 'no_colleague_hint', 'Кто работает: SELECT * FROM desk.people', 'Who does: SELECT * FROM desk.people'),
    ('message', 'several_colleagues', 'имя "%1$s" не у одного человека', 'more than one person has the name "%1$s"'),
    ('message', 'several_colleagues_hint', 'Назовите логин: %2$s', 'Say the login: %2$s'),
    ('message', 'absent_past', 'отсутствие длится до времени впереди, а не до %1$s', 'an absence ends some time from now, not on %1$s'),
    ('message', 'colleague_busy', '%1$s как раз что-то делает с заявкой', '%1$s is just doing something with a lead'),
    ('message', 'absent', '%1$s отсутствует до %2$s; заявок вернулось в очередь: %3$s.', '%1$s is absent until %2$s; leads that went back to the queue: %3$s.'),
    ('message', 'present', '%1$s снова здесь.', '%1$s is here again.'),
    ('message', 'no_hours', '"%1$s" — не часы работы', '"%1$s" are no working hours'),
    ('message', 'no_hours_hint', 'Например: ''9:00-18:00'', ''9-13, 14-18'' или ''выходной''.', 'For example: ''9:00-18:00'', ''9-13, 14-18'' or ''closed''.'),
    ('message', 'one_span', 'у одного дня одни часы, без перерыва: "%1$s"', 'a single day has one span of hours, without a pause: "%1$s"'),
    ('message', 'no_weekday', '"%1$s" — не день недели', '"%1$s" is no day of the week'),
    ('message', 'no_weekday_hint', 'Например: ''понедельник'' или ''пн''.', 'For example: ''Monday'' or ''mon''.'),
    ('message', 'no_day', '"%1$s" — не день', '"%1$s" is no day'),
    ('message', 'no_day_hint', 'Например: ''31.12.2026''.', 'For example: ''31.12.2026''.'),
    ('message', 'hours_set', '%1$s: %2$s.', '%1$s: %2$s.'),
    ('hours', 'closed', 'выходной', 'closed'),
    ('hours', 'usual', 'как обычно', 'as usual')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.head() returns text: the caller, who is a head or administers. Raises 42501 if not.
CREATE OR REPLACE FUNCTION intake.head()
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT desk.is_head() THEN
        PERFORM intake.refuse('42501', 'for_heads', 'for_heads_hint', desk.caller());
    END IF;
    RETURN desk.caller();
END
$$;

-- intake.acting_head() returns void. Raises 42501 if the caller is no head who works here: who administers looks, and changes tables.
CREATE OR REPLACE FUNCTION intake.acting_head()
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.person('desk'), intake.head();
END
$$;

-- intake.board_rows() returns rows: every lead that somebody has, and the oldest two hundred that wait longer than the target
-- without a call; in the order of their arrival, so that it costs the same however many wait (by that index, whatever the planner
-- believes about the sizes). What a lease or a second chance has run out for waits, too. Reads work, waiting, staff, setting.
CREATE OR REPLACE FUNCTION intake.board_rows()
RETURNS TABLE (lead uuid, login text, who text, since timestamptz, lease_until timestamptz, waited interval, late boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET enable_sort = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
DECLARE
    target CONSTANT interval := (SELECT s.answer_within FROM intake.setting AS s);
BEGIN
    PERFORM intake.head();
    RETURN QUERY
    WITH open AS (
        SELECT w.lead, w.owner, w.claimed_at, w.lease_until, w.received_at, w.attempts FROM intake.work AS w
         WHERE w.state = 'claimed' AND w.lease_until > statement_timestamp()
        UNION ALL
        SELECT w.lead, NULL, NULL, NULL, w.received_at, w.attempts FROM intake.work AS w
         WHERE w.state IN ('claimed', 'postponed') AND coalesce(w.lease_until, w.not_before) <= statement_timestamp() AND w.attempts = 0
        UNION ALL
        (SELECT q.lead, NULL, NULL, NULL, q.received_at, w.attempts FROM intake.waiting AS q JOIN intake.work AS w ON w.lead = q.lead
          WHERE w.attempts = 0 ORDER BY q.received_at, q.lead LIMIT 200)
    ), timed AS MATERIALIZED (    -- or each mention counts anew
        SELECT o.*, CASE WHEN o.attempts = 0 THEN intake.working_time(o.received_at, statement_timestamp()) END AS waited FROM open AS o
    )
    SELECT t.lead, t.owner::text, intake.person_called(t.owner), t.claimed_at, t.lease_until, t.waited, coalesce(t.waited > target, false)
      FROM timed AS t WHERE t.owner IS NOT NULL OR t.waited > target;
END
$$;

CREATE OR REPLACE VIEW desk.board WITH (security_barrier) AS
SELECT b.who, b.lead::text AS receipt, k.colour, k.name, k.phone, b.since, b.lease_until, k.attempts,
       date_trunc('second', b.waited) AS waited, b.late, k.received_at, k.category, b.login
  FROM intake.board_rows() AS b
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.lead) c.* FROM intake.card(b.lead) AS c) AS k ON k.lead = b.lead
 ORDER BY b.late DESC, b.who NULLS FIRST, b.since, b.lead;

COMMENT ON VIEW   desk.board             IS
    'For the head: who has which lead since when, and which leads nobody has called within the target (intake.setting.answer_within), '
    'the oldest two hundred. What is late comes first.';
COMMENT ON COLUMN desk.board.who         IS 'Who has it; empty: nobody.';
COMMENT ON COLUMN desk.board.receipt     IS 'The number of the lead. SELECT desk.take_back(receipt, ''absent'') puts it back into the queue.';
COMMENT ON COLUMN desk.board.colour      IS 'The colour of the category.';
COMMENT ON COLUMN desk.board.name        IS 'How the visitor signed.';
COMMENT ON COLUMN desk.board.phone       IS 'Ready to dial.';
COMMENT ON COLUMN desk.board.since       IS 'Since when.';
COMMENT ON COLUMN desk.board.lease_until IS 'When it goes back to the queue if nothing is done with it.';
COMMENT ON COLUMN desk.board.attempts    IS 'How often somebody has tried to reach the client.';
COMMENT ON COLUMN desk.board.waited      IS 'How much working time has gone without a call; empty: the client was called.';
COMMENT ON COLUMN desk.board.late        IS 'That is more than the target.';
COMMENT ON COLUMN desk.board.received_at IS 'When the visitor pressed the button.';
COMMENT ON COLUMN desk.board.category    IS 'The category.';
COMMENT ON COLUMN desk.board.login       IS 'The login of who has it.';

-- desk.people: who works here, for the head.
CREATE OR REPLACE VIEW desk.people WITH (security_barrier) AS
SELECT s.login::text, s.name::text, s.works_in::text, s.head,
       (SELECT string_agg(t.team, ', ' ORDER BY t.team) FROM intake.staff_team AS t WHERE t.login = s.login) AS teams,
       CASE WHEN s.absent_until > statement_timestamp() THEN s.absent_until END AS absent_until,
       (SELECT count(DISTINCT coalesce(w.client, w.lead)) FROM intake.work AS w
         WHERE w.state = 'claimed' AND w.owner = s.login AND w.lease_until > statement_timestamp()) AS clients
  FROM intake.staff AS s
 WHERE (SELECT intake.head()) IS NOT NULL
 ORDER BY s.works_in, s.name;

COMMENT ON VIEW   desk.people              IS 'For the head: who works here, and who is away till when.';
COMMENT ON COLUMN desk.people.login        IS 'The login.';
COMMENT ON COLUMN desk.people.name         IS 'How colleagues say.';
COMMENT ON COLUMN desk.people.works_in     IS 'desk, sales or marketing.';
COMMENT ON COLUMN desk.people.head         IS 'Sees everybody''s numbers, and this.';
COMMENT ON COLUMN desk.people.teams        IS 'Of a seller.';
COMMENT ON COLUMN desk.people.absent_until IS 'Away till then; empty: here. SELECT desk.absent(login, ''31.12.2026''), desk.present(login).';
COMMENT ON COLUMN desk.people.clients      IS 'How many clients the person has at the moment.';

-- desk.speed_to_lead: as marketing.speed_to_lead, for the head.
CREATE OR REPLACE VIEW desk.speed_to_lead WITH (security_barrier) AS
SELECT s.day, s.leads, s.called, s.waiting, s.half_within, s.nine_in_ten_within FROM marketing.speed_to_lead AS s
 WHERE (SELECT intake.head()) IS NOT NULL;

COMMENT ON VIEW   desk.speed_to_lead IS 'For the head: how long the leads of a day waited for the first call, in working time.';
COMMENT ON COLUMN desk.speed_to_lead.day                IS 'The day they were received, in the configured zone.';
COMMENT ON COLUMN desk.speed_to_lead.leads              IS 'Leads.';
COMMENT ON COLUMN desk.speed_to_lead.called             IS 'Of these: called by now.';
COMMENT ON COLUMN desk.speed_to_lead.waiting            IS 'Of these: open and not called yet.';
COMMENT ON COLUMN desk.speed_to_lead.half_within        IS 'Half of them waited no longer than this.';
COMMENT ON COLUMN desk.speed_to_lead.nine_in_ten_within IS 'Nine in ten waited no longer than this.';

-- intake.take_from(held uuid[], owner text, why text, note text) returns integer: leads that a colleague has are in the queue again;
-- how many. Waits for nobody. Raises 55000 if the colleague is just doing something with one. Changes work, adds to lead_event.
CREATE OR REPLACE FUNCTION intake.take_from(held uuid[], owner text, why text, note text)
RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    taken integer := 0;
    w     intake.work;
BEGIN
    FOR w IN SELECT k.* FROM intake.work AS k
              WHERE k.lead = ANY (held) AND k.state = 'claimed' AND k.owner = take_from.owner ORDER BY k.lead FOR UPDATE SKIP LOCKED LOOP
        PERFORM intake.put_back(w, 'taken_back', why, note, jsonb_build_object('of', owner));
        taken := taken + 1;
    END LOOP;
    IF EXISTS (SELECT FROM intake.work AS k WHERE k.lead = ANY (held) AND k.state = 'claimed' AND k.owner = take_from.owner) THEN
        PERFORM intake.refuse('55000', 'colleague_busy', 'again_hint', intake.person_called(owner));
    END IF;
    RETURN taken;
END
$$;

-- desk.take_back(receipt, reason) returns text: the head puts a colleague's lead back into the queue, with what else the colleague
-- has of that client; no skip of the colleague's.
-- Raises 42501 if the caller is no head, 55000 if nobody has it or the colleague is just doing something with it, 22023 without a
-- reason of the list "reason: release".
CREATE OR REPLACE FUNCTION desk.take_back(receipt text, reason text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<take_back>>
DECLARE
    why   record;
    lead  uuid;
    w     intake.work;
    taken integer;
BEGIN
    PERFORM intake.acting_head();
    why := intake.choose_reason('release', reason);
    lead := intake.lead_named(receipt);
    SELECT k.* INTO w FROM intake.work AS k WHERE k.lead = take_back.lead AND k.state = 'claimed';
    IF NOT FOUND THEN
        PERFORM intake.refuse('55000', 'not_held', 'not_held_hint', intake.short_receipt(lead));
    END IF;
    taken := intake.take_from(ARRAY(SELECT k.lead FROM intake.work AS k WHERE k.state = 'claimed' AND k.owner = w.owner
                                       AND coalesce(k.client, k.lead) = coalesce(w.client, w.lead)), w.owner, why.name, why.note);
    RETURN intake.say('message', CASE WHEN taken > 1 THEN 'taken_back_all' ELSE 'taken_back' END, intake.short_receipt(lead),
                      intake.person_called(w.owner), taken::text);
END
$$;

COMMENT ON FUNCTION desk.take_back(text, text) IS
    'For the head: a colleague''s lead goes back to the queue, with what else the colleague has of its client. The reason is from the list "reason: release" of desk.choices.';

-- intake.colleague(who text) returns intake.staff: by login or by name. Raises 22023 if there is none, or several of that name.
CREATE OR REPLACE FUNCTION intake.colleague(who text)
RETURNS intake.staff
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    logins CONSTANT name[] := ARRAY(SELECT k.login FROM intake.staff AS k WHERE k.login = who
                                    UNION ALL
                                    SELECT k.login FROM intake.staff AS k WHERE intake.folded(k.name) = intake.folded(who)
                                       AND NOT EXISTS (SELECT FROM intake.staff AS o WHERE o.login = who));
BEGIN
    IF cardinality(logins) = 0 THEN
        PERFORM intake.refuse('22023', 'no_colleague', 'no_colleague_hint', coalesce(who, ''));
    ELSIF cardinality(logins) > 1 THEN
        PERFORM intake.refuse('22023', 'several_colleagues', 'several_colleagues_hint', who, array_to_string(logins, ', '));
    END IF;
    RETURN (SELECT k FROM intake.staff AS k WHERE k.login = logins[1]);
END
$$;

-- desk.absent(who, until) returns text: a colleague is away until then: new deals go to others, and leads that are held go back to
-- the queue at once. desk.present(who) returns text: is here again. Both raise 42501 if the caller is no head; absent 22023 if the
-- time is past, and 55000 if somebody is just at one of the leads.
CREATE OR REPLACE FUNCTION desk.absent(who text, until text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s    intake.staff;
    back timestamptz;
    held integer;
BEGIN
    PERFORM intake.acting_head();
    s := intake.colleague(who);
    back := intake.moment(until);
    IF back <= statement_timestamp() THEN
        PERFORM intake.refuse('22023', 'absent_past', 'moments', intake.clock(back));
    END IF;
    UPDATE intake.staff AS k SET absent_until = back WHERE k.login = s.login;
    PERFORM intake.note_edit('absence', s.login, jsonb_build_object('until', s.absent_until), jsonb_build_object('until', back));
    held := intake.take_from(ARRAY(SELECT k.lead FROM intake.work AS k WHERE k.state = 'claimed' AND k.owner = s.login),
                             s.login, 'absent', NULL);
    RETURN intake.say('message', 'absent', s.name::text, intake.clock(back), held::text);
END
$$;

COMMENT ON FUNCTION desk.absent(text, text) IS
    'For the head: a colleague is away until then. Leads that are held go back to the queue.';

CREATE OR REPLACE FUNCTION desk.present(who text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    s intake.staff;
BEGIN
    PERFORM intake.acting_head();
    s := intake.colleague(who);
    UPDATE intake.staff AS k SET absent_until = NULL WHERE k.login = s.login;
    PERFORM intake.note_edit('absence', s.login, jsonb_build_object('until', s.absent_until), '{"until": null}');
    RETURN intake.say('message', 'present', s.name::text);
END
$$;

COMMENT ON FUNCTION desk.present(text) IS 'For the head: a colleague is here again.';

-- intake.spans(hours text) returns rows (opens, closes): '9:00-18:00', '9-13, 14-18'; none for a day off. Raises 22023 for anything
-- else, and for spans that overlap.
CREATE OR REPLACE FUNCTION intake.spans(hours text)
RETURNS TABLE (opens time, closes time)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    said CONSTANT text := intake.folded(hours);
    one  text;
    last time := NULL;
    m    text[];
BEGIN
    IF said IN (SELECT unnest(ARRAY[c.ru, c.en]) FROM intake.caption AS c WHERE c.list = 'hours' AND c.name = 'closed') THEN
        RETURN;
    END IF;
    FOREACH one IN ARRAY regexp_split_to_array(coalesce(said, ''), '\s*,\s*') LOOP
        m := regexp_match(one, '^([01]?\d|2[0-3])(?:[:.]([0-5]\d))?\s*-\s*([01]?\d|2[0-4])(?:[:.]([0-5]\d))?$');
        IF m IS NULL OR m[3] = '24' AND coalesce(m[4], '00') <> '00' THEN
            PERFORM intake.refuse('22023', 'no_hours', 'no_hours_hint', left(coalesce(hours, ''), 100));
        END IF;
        opens := make_time(m[1]::integer, coalesce(m[2], '0')::integer, 0);
        closes := (m[3] || ':' || coalesce(m[4], '00'))::time;
        IF opens >= closes OR opens < last THEN
            PERFORM intake.refuse('22023', 'no_hours', 'no_hours_hint', left(hours, 100));
        END IF;
        last := closes;
        RETURN NEXT;
    END LOOP;
END
$$;

-- intake.weekday(n) returns text: the day as lists of captions name it, 1 is Monday. intake.weekday_called(word) returns integer: which
-- is meant, in either language, by a beginning of two letters or as calendars shorten it; null: none. Reads caption.
CREATE OR REPLACE FUNCTION intake.weekday(n integer)
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
RETURN (ARRAY['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])[n];

CREATE OR REPLACE FUNCTION intake.weekday_called(word text)
RETURNS integer
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    said CONSTANT text := intake.folded(word);
BEGIN
    RETURN (SELECT min(n) FROM generate_series(1, 7) AS n JOIN intake.caption AS c ON c.list = 'weekday' AND c.name = intake.weekday(n)
             WHERE length(said) >= 2 AND (starts_with(intake.folded(c.en), said) OR starts_with(intake.folded(c.ru), said)
                                          OR said = (ARRAY['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'])[n]));
END
$$;

-- intake.hours_of(weekday integer) returns text: the hours of a day of a usual week; intake.hours_on(day date) returns jsonb: those of one
-- day, and why. What is no hours is a name of the captions "hours". Read working_hours, special_day.
CREATE OR REPLACE FUNCTION intake.hours_of(weekday integer)
RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT coalesce(string_agg(to_char(h.opens, 'HH24:MI') || '-' || to_char(h.closes, 'HH24:MI'), ', ' ORDER BY h.opens), 'closed')
      FROM intake.working_hours AS h WHERE h.weekday = hours_of.weekday;
END;

CREATE OR REPLACE FUNCTION intake.hours_on(day date)
RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT coalesce((SELECT jsonb_build_object('hours', coalesce(to_char(s.opens, 'HH24:MI') || '-' || to_char(s.closes, 'HH24:MI'), 'closed'), 'note', s.note)
                       FROM intake.special_day AS s WHERE s.day = hours_on.day), '{"hours": "usual", "note": ""}');
END;

-- desk.set_hours(weekday, hours) returns text: the working hours of a usual week. desk.set_day(day, hours, note) returns text: of one
-- day, a holiday or a moved working day; 'as usual' forgets it. Both raise 42501 if the caller is no head, 22023 for what cannot
-- be read. Change working_hours, special_day.
CREATE OR REPLACE FUNCTION desk.set_hours(weekday text, hours text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    number CONSTANT integer := intake.weekday_called(weekday);
    was    CONSTANT text := intake.hours_of(number);
BEGIN
    PERFORM intake.acting_head();
    IF number IS NULL THEN
        PERFORM intake.refuse('22023', 'no_weekday', 'no_weekday_hint', coalesce(weekday, ''));
    END IF;
    DELETE FROM intake.working_hours AS h WHERE h.weekday = number;
    INSERT INTO intake.working_hours (weekday, opens, closes) SELECT number, s.opens, s.closes FROM intake.spans(hours) AS s;
    PERFORM intake.note_edit('hours', intake.weekday(number), jsonb_build_object('hours', was), jsonb_build_object('hours', intake.hours_of(number)));
    RETURN intake.say('message', 'hours_set', intake.word('weekday', intake.weekday(number)), btrim(hours));
END
$$;

COMMENT ON FUNCTION desk.set_hours(text, text) IS
    'For the head: the working hours of a day of the week: SELECT desk.set_hours(''fri'', ''9:00-17:00''), or ''closed''.';

CREATE OR REPLACE FUNCTION desk.set_day(day text, hours text, note text DEFAULT '')
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    named CONSTANT record := intake.typed_day(intake.folded(day), (SELECT (statement_timestamp() AT TIME ZONE s.zone)::date FROM intake.setting AS s));
    that  CONSTANT date := named.day;
    was   CONSTANT jsonb := intake.hours_on(that);
    open  record;
BEGIN
    PERFORM intake.acting_head();
    IF that IS NULL OR named.rest IS NOT NULL THEN
        PERFORM intake.refuse('22023', 'no_day', 'no_day_hint', left(coalesce(day, ''), 100));
    END IF;
    DELETE FROM intake.special_day AS d WHERE d.day = that;
    IF NOT EXISTS (SELECT FROM intake.caption AS c WHERE c.list = 'hours' AND c.name = 'usual'
                      AND intake.folded(hours) IN (intake.folded(c.ru), intake.folded(c.en))) THEN
        IF (SELECT count(*) FROM intake.spans(hours)) > 1 THEN
            PERFORM intake.refuse('22023', 'one_span', 'no_hours_hint', hours);
        END IF;
        SELECT s.opens, s.closes INTO open FROM intake.spans(hours) AS s;
        INSERT INTO intake.special_day (day, opens, closes, note) VALUES (that, open.opens, open.closes, coalesce(intake.noted(note), ''));
    END IF;
    PERFORM intake.note_edit('day', to_char(that, 'DD.MM.YYYY'), was, intake.hours_on(that));
    RETURN intake.say('message', 'hours_set', to_char(that, 'DD.MM.YYYY'), btrim(hours));
END
$$;

COMMENT ON FUNCTION desk.set_day(text, text, text) IS
    'For the head: the hours of one day: SELECT desk.set_day(''31.12.2026'', ''closed'', ''New Year''); ''as usual'' forgets it.';

-- desk.office_hours: when the office works, for everybody.
CREATE OR REPLACE VIEW desk.office_hours WITH (security_barrier) AS
SELECT o.day, o.hours, o.note, o.d AS weekday, o.special AS date
  FROM (SELECT intake.word('weekday', intake.weekday(d)) AS day,
               coalesce((SELECT string_agg(to_char(h.opens, 'HH24:MI') || '-' || to_char(h.closes, 'HH24:MI'), ', ' ORDER BY h.opens)
                           FROM intake.working_hours AS h WHERE h.weekday = d), intake.word('hours', 'closed')) AS hours, NULL::text AS note,
               d, NULL::date AS special
          FROM generate_series(1, 7) AS d
        UNION ALL
        SELECT to_char(s.day, 'DD.MM.YYYY') AS day,
               coalesce(to_char(s.opens, 'HH24:MI') || '-' || to_char(s.closes, 'HH24:MI'), intake.word('hours', 'closed')) AS hours,
               intake.plain(s.note) AS note, NULL AS d, s.day AS special
          FROM intake.special_day AS s WHERE s.day >= current_date - 1) AS o
 WHERE (SELECT intake.reader()) IS NOT NULL
 ORDER BY o.d, o.special;

COMMENT ON VIEW   desk.office_hours       IS 'When the office works: a usual week, then the days that are not as usual. A head changes it: desk.set_hours(), desk.set_day().';
COMMENT ON COLUMN desk.office_hours.day   IS 'A day of the week, or one day.';
COMMENT ON COLUMN desk.office_hours.hours IS 'In the zone of the installation.';
COMMENT ON COLUMN desk.office_hours.note  IS 'Why that day is not as usual.';
COMMENT ON COLUMN desk.office_hours.weekday IS 'Of a usual week: 1 is Monday.';
COMMENT ON COLUMN desk.office_hours.date  IS 'Of one day that is not as usual.';
