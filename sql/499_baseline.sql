-- What was before firstline, as marketing says it.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'baseline_days', 'период %1$s–%2$s кончается раньше, чем начинается', 'the period %1$s to %2$s ends before it begins'),
    ('message', 'baseline_numbers', 'нужны заявки (больше нуля), из них продажи и сумма не меньше нуля; без продаж нет и суммы',
        'leads above zero are wanted, of them sales, and an amount of zero or more; without sales there is none'),
    ('message', 'baseline_hint', 'Например: SELECT marketing.set_baseline(''01.09.2026'', ''30.09.2026'', 240, 18, 5400000)',
        'For example: SELECT marketing.set_baseline(''01.09.2026'', ''30.09.2026'', 240, 18, 5400000)'),
    ('message', 'baseline_set', 'До firstline, %1$s–%2$s: заявок %3$s, продаж %4$s на %5$s %6$s.', 'Before firstline, %1$s to %2$s: leads %3$s, sales %4$s for %5$s %6$s.'),
    ('message', 'baseline_gone', 'Прежняя база убрана: %1$s.', 'Removed, as it was: %1$s.'),
    ('message', 'baseline_none', 'За %1$s–%2$s ничего и не было.', 'There was nothing for %1$s to %2$s.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.day_named(typed text) returns date: as people type a day. Raises 22023 if it is none. Reads setting.
CREATE OR REPLACE FUNCTION intake.day_named(typed text)
RETURNS date
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    named CONSTANT record := intake.typed_day(intake.folded(typed), (SELECT (statement_timestamp() AT TIME ZONE s.zone)::date FROM intake.setting AS s));
BEGIN
    IF named.day IS NULL OR named.rest IS NOT NULL THEN
        PERFORM intake.refuse('22023', 'no_day', 'no_day_hint', left(coalesce(typed, ''), 100));
    END IF;
    RETURN named.day;
END
$$;

-- marketing.set_baseline(since, until, leads, won, amount) returns text: what was counted before firstline, from the first to the last
-- day of a period. It replaces what was said of any of these days; with leads null it only forgets that.
-- Raises 42501 if the caller neither works in marketing nor administers, 22023 for what will not do. Changes baseline.
CREATE OR REPLACE FUNCTION marketing.set_baseline(since text, until text, leads bigint, won bigint, amount numeric)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<act>>
DECLARE
    me    CONSTANT text := intake.marketer();
    first CONSTANT date := intake.day_named(since);
    last  CONSTANT date := intake.day_named(until);
    shown CONSTANT text[] := ARRAY[to_char(first, 'DD.MM.YYYY'), to_char(last, 'DD.MM.YYYY')];
    gone  text;
    said  text;
BEGIN
    IF first > last THEN
        PERFORM intake.refuse('22023', 'baseline_days', 'baseline_hint', VARIADIC shown);
    ELSIF leads IS NOT NULL AND NOT coalesce(leads > 0 AND won BETWEEN 0 AND leads AND amount >= 0 AND amount < 1e15
                                             AND (won > 0 OR amount = 0), false) THEN
        PERFORM intake.refuse('22023', 'baseline_numbers', 'baseline_hint');
    END IF;
    LOCK TABLE intake.baseline IN SHARE ROW EXCLUSIVE MODE;    -- of two at once the second sees what the first has said
    WITH taken AS (
        DELETE FROM intake.baseline AS b WHERE daterange(b.since, b.until, '[]') && daterange(act.first, act.last, '[]')
        RETURNING b.since, b.until
    )
    SELECT string_agg(to_char(t.since, 'DD.MM.YYYY') || '–' || to_char(t.until, 'DD.MM.YYYY'), ', ' ORDER BY t.since) INTO gone FROM taken AS t;
    IF leads IS NOT NULL THEN
        INSERT INTO intake.baseline (since, until, leads, won, amount, set_by)
        VALUES (act.first, act.last, set_baseline.leads, set_baseline.won, set_baseline.amount, act.me);
        said := intake.say('message', 'baseline_set', shown[1], shown[2], leads::text, won::text, trim_scale(amount)::text, marketing.currency());
    ELSIF gone IS NULL THEN
        said := intake.say('message', 'baseline_none', VARIADIC shown);
    END IF;
    RETURN concat_ws(' ', said, CASE WHEN gone IS NOT NULL THEN intake.say('message', 'baseline_gone', gone) END);
END
$$;

COMMENT ON FUNCTION marketing.set_baseline(text, text, bigint, bigint, numeric) IS
    'What there was before firstline, to compare with: the first and the last day of a period, requests, sales and what these were worth. '
    'It replaces what was said of these days; with NULL for the requests it only forgets that.';
