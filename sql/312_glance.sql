-- The queue at a glance: short enough for a line of a terminal, in the words of whoever looks.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('glance', 'promised',        'обещан на %1$s',            'promised for %1$s'),
    ('glance', 'times',           '%1$s раз, посл. %2$s назад',  '%1$s times, last %2$s ago'),
    ('glance', 'few times',       '%1$s раза, посл. %2$s назад', '%1$s times, last %2$s ago'),
    ('glance', 'again',           'обращался раньше',          'wrote before')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.clipped(words text, columns integer) returns text: what fits into so many columns of a terminal, where ideographs and
-- pictures take two; it ends in … if something is left out.
CREATE OR REPLACE FUNCTION intake.clipped(words text, columns integer)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
RETURN (SELECT CASE WHEN length(w.words) <= w.fit THEN w.words ELSE rtrim(left(w.words, w.fit - 1)) || '…' END
          FROM (SELECT btrim(clipped.words) AS words,
                       CASE WHEN left(btrim(clipped.words), columns) ~ '[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe6f\uff01-\uff60\uffe0-\uffe6\U0001f000-\U0003fffd]'
                            THEN columns / 2 ELSE columns END AS fit) AS w);

-- intake.brief_span(length interval) returns text: as intake.span, but of ten hours and more no minutes, of days no hours, and 0 min.
CREATE OR REPLACE FUNCTION intake.brief_span(length interval)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF length < '1 minute' THEN
        RETURN intake.say('span', 'minutes', '0');
    END IF;
    RETURN intake.span(date_trunc(CASE WHEN date_trunc('day', length) <> '0' THEN 'day' WHEN length >= '10 hours' THEN 'hour' ELSE 'minute' END,
                                  length));
END
$$;

-- intake.wrote_told(wrote bigint, last interval, promised timestamptz, repeat boolean) returns text: what is to be known of a
-- client before others: a call was promised, it wrote several times, it wrote before; null if nothing is. Reads caption.
CREATE OR REPLACE FUNCTION intake.wrote_told(wrote bigint, last interval, promised timestamptz, repeat boolean)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN nullif(concat_ws('; ',
        CASE WHEN promised IS NOT NULL THEN intake.say('glance', 'promised', intake.clock(promised)) END,
        CASE WHEN wrote > 1 THEN intake.say('glance', CASE intake.days_caption(wrote) WHEN 'few days' THEN 'few times' ELSE 'times' END,
                                            wrote::text, intake.brief_span(last))
             WHEN repeat THEN intake.say('glance', 'again') END), '');
END
$$;

-- Together these columns are narrower than 120, lines between them included.
CREATE OR REPLACE VIEW desk.glance WITH (security_barrier) AS
SELECT q.colour, intake.short_receipt(q.receipt::uuid) AS receipt,
       intake.clipped(intake.wrote_told(q.wrote, q.last_wrote, q.call_at, q.repeat), 26) AS wrote,
       intake.brief_span(q.waiting) AS waits, intake.brief_span(q.waiting_hours) AS at_work, q.local_time,
       intake.clipped(q.talks_with, 8) AS talks_with, intake.clipped(q.name, 18) AS name
  FROM desk.queue AS q;

COMMENT ON VIEW   desk.glance            IS 'The queue in short, for a screen: as desk.queue, in words.';
COMMENT ON COLUMN desk.glance.receipt    IS 'The end of the receipt, as it is read out.';
COMMENT ON COLUMN desk.glance.colour     IS 'The colour of the category.';
COMMENT ON COLUMN desk.glance.wrote      IS 'For when a call was promised; how often the client wrote, and when last; or that it wrote before.';
COMMENT ON COLUMN desk.glance.waits      IS 'For how long the client has been waiting, by the clock.';
COMMENT ON COLUMN desk.glance.at_work    IS 'How much of that was in our working hours.';
COMMENT ON COLUMN desk.glance.local_time IS 'What time it is now where the client is; empty: not certain.';
COMMENT ON COLUMN desk.glance.talks_with IS 'Who has this client at the moment; empty: nobody.';
COMMENT ON COLUMN desk.glance.name       IS 'How the client signed, cut short.';

-- desk.language() returns text: ru or en. Raises 42501 for whoever does not work here.
CREATE OR REPLACE FUNCTION desk.language()
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.reader();
    RETURN intake.language();
END
$$;

COMMENT ON FUNCTION desk.language() IS 'The language you are spoken to in: ru or en. An administrator sets it: firstline staff add --language.';
