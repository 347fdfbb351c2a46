-- What stands in the tables by its name, told to people in words.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('contact', 'extension', 'доб.', 'ext.'),
    ('contact', 'earlier', 'раньше: %1$s', 'earlier: %1$s'),
    ('detail', 'field',      'поле',      'field'),
    ('detail', 'value',      'ответ',     'value'),
    ('detail', 'from',       'было',      'from'),
    ('detail', 'to',         'стало',     'to'),
    ('detail', 'was',        'было',      'was'),
    ('detail', 'of',         'у кого',    'of'),
    ('detail', 'not_before', 'не раньше', 'not before'),
    ('detail', 'skip',       'пропуск',   'skip'),
    ('detail', 'pointed_to', 'куда',      'pointed to'),
    ('detail', 'team',       'команда',   'team'),
    ('detail', 'deal',       'сделка',    'deal'),
    ('detail', 'by_receipt', 'по номеру', 'by receipt')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.reason_told(what, reason) returns text: the reason of an event in words; of a hand-over it is the team. The name itself
-- if there is no word for it. Reads verdict, and what intake.word reads.
CREATE OR REPLACE FUNCTION intake.reason_told(what text, reason text)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE WHEN reason IS NOT NULL THEN intake.word(
        CASE WHEN what = 'attempted' THEN 'reason: attempt'
             WHEN what IN ('released', 'taken_back') THEN 'reason: release'
             WHEN what = 'reopened' THEN 'reason: reopen'
             WHEN what IN ('won', 'lost') THEN 'reason: ' || what
             ELSE (SELECT coalesce('reason: ' || v.reasons, 'team') FROM intake.verdict AS v
                    WHERE v.event = reason_told.what ORDER BY v.position LIMIT 1) END, reason) END;
END
$$;

-- intake.verdict_told(verdict text) returns text: 'refused: too_small' in words. Reads verdict, and what intake.word reads.
CREATE OR REPLACE FUNCTION intake.verdict_told(verdict text)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
<<told>>
DECLARE
    name   CONSTANT text := split_part(verdict, ': ', 1);
    reason CONSTANT text := split_part(verdict, ': ', 2);
BEGIN
    RETURN intake.word('verdict', name) || ': '
           || intake.reason_told((SELECT v.event FROM intake.verdict AS v WHERE v.name = told.name), reason);
END
$$;

-- intake.details_told(details jsonb) returns text: what goes with an event, for a history that people read; null if nothing does.
-- Left out is what counts and measures. Reads caption.
CREATE OR REPLACE FUNCTION intake.details_told(details jsonb)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT string_agg(intake.word('detail', d.key) || ': '
                              || CASE d.key WHEN 'not_before' THEN intake.clock(d.value::timestamptz)
                                            WHEN 'skip' THEN intake.word('yes/no', d.value) ELSE d.value END, ', ')
              FROM jsonb_each_text(details - '{known,asked,claim,same,along}'::text[]) AS d);
END
$$;
