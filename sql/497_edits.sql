-- How a head changes a list by which everybody works. Each desk.edit_... takes what shall be other (null: as it is) and "dry":
-- then nothing is done, and the same lines say what would change, and what that means for what is open. What was done stands in
-- desk.edits. All raise 42501 if the caller is no head who works here, and 22023 for what cannot be.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('edit', 'reason',   'причина',          'reason'),
    ('edit', 'team',     'команда',          'team'),
    ('edit', 'member',   'продавец команды', 'seller of a team'),
    ('edit', 'answer',   'нужный ответ',     'required answer'),
    ('edit', 'category', 'категория',        'category'),
    ('edit', 'hours',    'часы работы',      'working hours'),
    ('edit', 'day',      'особый день',      'special day'),
    ('edit', 'absence',  'отсутствие',       'absence'),
    ('edited', 'ru',          'по-русски',        'in Russian'),
    ('edited', 'en',          'по-английски',     'in English'),
    ('edited', 'position',    'место в списке',   'place in the list'),
    ('edited', 'in_use',      'в списке',         'in the list'),
    ('edited', 'promises',    'клиент ждёт звонка', 'the client expects the call'),
    ('edited', 'price_floor', 'цена от',          'price at least'),
    ('edited', 'any_of',      'любое из полей',   'one of the fields'),
    ('edited', 'colour',      'цвет',             'colour'),
    ('edited', 'rank',        'очередь',          'rank'),
    ('edited', 'hours',       'часы',             'hours'),
    ('edited', 'note',        'почему',           'why'),
    ('edited', 'until',       'до',               'until'),
    ('edited', 'member',      'в команде',        'in the team'),
    ('message', 'edit_dry',   'Будет: %1$s.',     'Would be: %1$s.'),
    ('message', 'edit_done',  'Сделано: %1$s.',   'Done: %1$s.'),
    ('message', 'edit_same',  'Ничего не меняется: так и есть.', 'Nothing changes: it is so already.'),
    ('message', 'edit_gone',  'убрано: %1$s',     'taken away: %1$s'),
    ('message', 'edit_words', 'нужно название по-русски и по-английски, без двоеточия, не длиннее %1$s байт: «%2$s»',
        'a caption in Russian and in English is wanted, without a colon, of %1$s octets at the most: "%2$s"'),
    ('message', 'edit_taken', '«%1$s» в этом списке уже есть', '"%1$s" is in this list already'),
    ('message', 'edit_name',  'из «%1$s» не получается имени: нужны латинские буквы', 'no name can be made of "%1$s": it needs Latin letters'),
    ('message', 'edit_last',  '«%1$s» — последнее в этом списке', '"%1$s" is the last in this list'),
    ('message', 'edit_last_hint', 'Сначала добавьте другое.', 'Add another one first.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.edited_value(key, value) returns text: a value as people read it.
CREATE OR REPLACE FUNCTION intake.edited_value(key text, value text)
RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
RETURN CASE WHEN coalesce(value, '') = '' THEN '—'
            WHEN key IN ('in_use', 'promises', 'member') THEN intake.word('yes/no', value)
            WHEN key IN ('colour', 'hours') THEN intake.word(key, value)
            WHEN key = 'until' THEN intake.clock(value::timestamptz)
            WHEN key = 'any_of' THEN translate(value, '[]"', '')
            ELSE intake.plain(value) END;

-- intake.change_told(was jsonb, now jsonb) returns text: what is other, in words; empty: nothing is.
CREATE OR REPLACE FUNCTION intake.change_told(was jsonb, now jsonb)
RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
RETURN (SELECT CASE WHEN now IS NULL THEN intake.say('message', 'edit_gone', c.told) ELSE c.told END
          FROM (SELECT string_agg(intake.word('edited', k.key) || ': '
                                  || CASE WHEN was IS NULL OR now IS NULL THEN '' ELSE intake.edited_value(k.key, was ->> k.key) || ' → ' END
                                  || intake.edited_value(k.key, coalesce(now, was) ->> k.key), '; ' ORDER BY k.n) AS told
                  FROM unnest('{ru,en,any_of,price_floor,colour,rank,hours,note,until,member,promises,position,in_use}'::text[]) WITH ORDINALITY AS k (key, n)
                 WHERE coalesce(nullif(was ->> k.key, 'false'), '') <> coalesce(nullif(now ->> k.key, 'false'), '')) AS c);

-- intake.edited_told(what, subject) returns text: what was changed, as people call it.
CREATE OR REPLACE FUNCTION intake.edited_told(what text, subject text)
RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
RETURN CASE what WHEN 'reason' THEN intake.word('act', split_part(subject, ': ', 1)) || ': '
                                    || intake.word('reason: ' || split_part(subject, ': ', 1), split_part(subject, ': ', 2))
                 WHEN 'team' THEN intake.word('team', subject)
                 WHEN 'member' THEN intake.word('team', split_part(subject, ': ', 1)) || ': ' || intake.person_called(split_part(subject, ': ', 2))
                 WHEN 'answer' THEN intake.word('team', split_part(subject, ': ', 1)) || ': ' || split_part(subject, ': ', 2)
                 WHEN 'hours' THEN intake.word('weekday', subject)
                 WHEN 'absence' THEN intake.person_called(subject)
                 ELSE subject END;

-- intake.note_edit(what, subject, was, now) returns void: who has changed what, if anything is other. Adds to edit.
CREATE OR REPLACE FUNCTION intake.note_edit(what text, subject text, was jsonb, now jsonb)
RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    INSERT INTO intake.edit (who, what, subject, was, "is")
    SELECT desk.caller(), note_edit.what, note_edit.subject, note_edit.was, note_edit.now WHERE note_edit.was IS DISTINCT FROM note_edit.now;
END;

-- intake.edited(what, subject, was, now, dry, effects) returns texts: the answer of an edit, and its note if it was done.
CREATE OR REPLACE FUNCTION intake.edited(what text, subject text, was jsonb, now jsonb, dry boolean, effects text[])
RETURNS SETOF text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF was IS NOT DISTINCT FROM now THEN
        RETURN NEXT intake.say('message', 'edit_same');
        RETURN;
    END IF;
    IF dry IS FALSE THEN
        PERFORM intake.note_edit(what, subject, was, now);
    END IF;
    RETURN NEXT intake.say('message', CASE WHEN dry IS FALSE THEN 'edit_done' ELSE 'edit_dry' END,
        intake.word('edit', what) || ' «' || intake.edited_told(what, subject) || '» — ' || intake.change_told(was, now));
    RETURN QUERY SELECT e FROM unnest(effects) AS e WHERE e IS NOT NULL;
END
$$;

-- intake.demand_captions(list, name, ru, en) returns void. Raises 22023 if they are none, or stand for another name of the list:
-- they may be typed.
CREATE OR REPLACE FUNCTION intake.demand_captions(list text, name text, ru text, en text)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    longest CONSTANT integer := 256;
    word text;
BEGIN
    FOREACH word IN ARRAY ARRAY[ru, en] LOOP
        IF coalesce(intake.folded(word), '') = '' OR strpos(word, ':') > 0 OR octet_length(word) > longest OR word <> intake.line(word) THEN
            PERFORM intake.refuse('22023', 'edit_words', NULL, longest::text, left(coalesce(intake.line(word), ''), 100));
        ELSIF EXISTS (SELECT FROM desk.choices AS c WHERE c.list = demand_captions.list AND c.name <> coalesce(demand_captions.name, '')
                         AND intake.folded(word) IN (intake.folded(c.name), intake.folded(c.ru), intake.folded(c.en))) THEN
            PERFORM intake.refuse('22023', 'edit_taken', NULL, word);
        END IF;
    END LOOP;
END
$$;

-- intake.name_made(caption text) returns text: the name of what has this English caption. Raises 22023 if none can be made.
CREATE OR REPLACE FUNCTION intake.name_made(caption text)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    made CONSTANT text := left(regexp_replace(regexp_replace(lower(caption), '[^a-z0-9]+', '_', 'g'), '^[0-9_]+|_+$', '', 'g'), 60);
BEGIN
    IF made !~ '^[a-z][a-z0-9_]*$' THEN
        PERFORM intake.refuse('22023', 'edit_name', NULL, left(coalesce(intake.line(caption), ''), 100));
    END IF;
    RETURN made;
END
$$;

-- intake.edit_rows() returns rows: the latest five hundred, told. Raises 42501 if the caller is no head. Reads edit.
CREATE OR REPLACE FUNCTION intake.edit_rows()
RETURNS TABLE (at timestamptz, login text, who text, what text, subject text, change text)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 500
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.head();
    RETURN QUERY
    SELECT e.at, e.who::text, intake.person_called(e.who), intake.word('edit', e.what), intake.edited_told(e.what, e.subject), intake.change_told(e.was, e."is")
      FROM (SELECT o.* FROM intake.edit AS o ORDER BY o.n DESC LIMIT 500) AS e ORDER BY e.n DESC;
END
$$;

CREATE OR REPLACE VIEW desk.edits WITH (security_barrier) AS
SELECT e.at, e.login, e.who, e.what, e.subject, e.change FROM intake.edit_rows() AS e WHERE (SELECT intake.head()) IS NOT NULL;

COMMENT ON VIEW   desk.edits         IS 'For the head: what heads have changed of reasons, teams, required answers, categories, hours and absences; the latest five hundred, the latest first.';
COMMENT ON COLUMN desk.edits.at      IS 'When.';
COMMENT ON COLUMN desk.edits.login   IS 'The login of who did it.';
COMMENT ON COLUMN desk.edits.who     IS 'How colleagues call this person.';
COMMENT ON COLUMN desk.edits.what    IS 'What kind of thing.';
COMMENT ON COLUMN desk.edits.subject IS 'Which.';
COMMENT ON COLUMN desk.edits.change  IS 'What it was like, and what it is like since.';
