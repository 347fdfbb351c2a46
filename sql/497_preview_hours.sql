-- What other working hours would mean, before they are set. They are set, looked at, and set back: so nothing is counted in a second way.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'hours_late', 'Ждут дольше цели без звонка: %1$s вместо %2$s.', 'Wait longer than the target without a call: %1$s instead of %2$s.'),
    ('message', 'hours_promised', 'Обещанных звонков вне часов работы: %1$s вместо %2$s.', 'Promised calls outside the working hours: %1$s instead of %2$s.'),
    ('message', 'hours_week', 'Рабочих часов в обычной неделе: %1$s вместо %2$s.', 'Working hours of a usual week: %1$s instead of %2$s.'),
    ('message', 'hours_past', 'Показатели первой линии и за прошлые дни посчитаются по новым часам, отчёты маркетинга — нет.',
        'The numbers of the first line will count past days by the new hours, too; the reports of marketing will not.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.hours_now(OUT late, OUT promised, OUT week) returns one row: what depends on the working hours. Reads work, working_hours.
CREATE OR REPLACE FUNCTION intake.hours_now(OUT late bigint, OUT promised bigint, OUT week text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    late := intake.late_now();
    promised := (SELECT count(*) FROM intake.work AS w
                  WHERE w.promised > statement_timestamp() AND w.state <> 'closed'
                    AND intake.working_time(w.promised, w.promised + interval '1 minute') = '0');
    week := (SELECT round(coalesce(sum(extract(epoch FROM h.closes - h.opens)), 0) / 3600, 1) FROM intake.working_hours AS h);
END
$$;

-- intake.hours_if(weekday, day, hours, note) returns texts: what would be other, if the hours of a weekday, or else of a day, were these.
CREATE OR REPLACE FUNCTION intake.hours_if(weekday text, day text, hours text, note text)
RETURNS SETOF text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    was  record;
    now  record;
    edit intake.edit;
BEGIN
    was := intake.hours_now();
    BEGIN      -- what is done in here is not: the end is an error of our own
        PERFORM CASE WHEN weekday IS NULL THEN desk.set_day(day, hours, note) ELSE desk.set_hours(weekday, hours) END;
        now := intake.hours_now();
        SELECT e.* INTO edit FROM intake.edit AS e WHERE e.who = desk.caller() AND e.at >= statement_timestamp() ORDER BY e.n DESC LIMIT 1;
        RAISE SQLSTATE 'FL000';
    EXCEPTION WHEN SQLSTATE 'FL000' THEN
        NULL;
    END;
    RETURN QUERY SELECT * FROM intake.edited(edit.what, edit.subject, edit.was, edit."is", true, ARRAY[
        CASE WHEN was.week <> now.week THEN intake.say('message', 'hours_week', now.week, was.week) END,
        intake.say('message', 'hours_late', now.late::text, was.late::text),
        intake.say('message', 'hours_promised', now.promised::text, was.promised::text),
        intake.say('message', 'hours_past')]);
END
$$;

-- desk.preview_hours(weekday, hours), desk.preview_day(day, hours, note) return texts: what desk.set_hours and desk.set_day would
-- change; nothing is done. Raise what those raise.
CREATE OR REPLACE FUNCTION desk.preview_hours(weekday text, hours text)
RETURNS TABLE (said text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.acting_head();
    RETURN QUERY SELECT * FROM intake.hours_if(coalesce(weekday, ''), NULL, hours, NULL);
END
$$;

COMMENT ON FUNCTION desk.preview_hours(text, text) IS 'For the head: what desk.set_hours(weekday, hours) would mean; nothing is done.';

CREATE OR REPLACE FUNCTION desk.preview_day(day text, hours text, note text DEFAULT '')
RETURNS TABLE (said text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.acting_head();
    RETURN QUERY SELECT * FROM intake.hours_if(NULL, day, hours, note);
END
$$;

COMMENT ON FUNCTION desk.preview_day(text, text, text) IS 'For the head: what desk.set_day(day, hours, note) would mean; nothing is done.';
