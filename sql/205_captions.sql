-- The words for what the program names itself: colours, events, states, marks.

-- intake.colours() returns jsonb: the colours in Russian; in English they are called as in the files of rules. Becomes a part of the
-- statements that use it: each card has a colour.
CREATE OR REPLACE FUNCTION intake.colours()
RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '{"red": "красный", "orange": "оранжевый", "yellow": "жёлтый", "green": "зелёный", "blue": "синий", "violet": "фиолетовый",
         "pink": "розовый", "brown": "коричневый", "grey": "серый", "black": "чёрный", "white": "белый"}'::jsonb;

INSERT INTO intake.caption (list, name, ru, en)
SELECT 'colour', c.key, c.value, c.key FROM jsonb_each_text(intake.colours()) AS c
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('event', 'received',         'поступила',              'received'),
    ('event', 'claimed',          'взята в работу',          'taken'),
    ('event', 'taken_by_receipt', 'взята по номеру',         'taken by its receipt'),
    ('event', 'renewed',          'срок продлён',           'kept for longer'),
    ('event', 'released',         'возвращена в очередь',    'given back'),
    ('event', 'taken_back',       'забрана в очередь',       'taken back'),
    ('event', 'expired',          'срок истёк',             'time ran out'),
    ('event', 'due',              'снова в очереди',        'back in the queue'),
    ('event', 'attempted',        'попытка связаться',      'attempt'),
    ('event', 'called_again',     'позвонили ещё раз',      'called again'),
    ('event', 'categorised',      'категория изменена',     'category changed'),
    ('event', 'staged',           'этап разговора',         'stage of the talk'),
    ('event', 'answered',         'ответ записан',          'answer added'),
    ('event', 'noted',            'заметка',                'note'),
    ('event', 'postponed',        'отложена',               'postponed'),
    ('event', 'refused',          'отказ',                  'refused'),
    ('event', 'redirected',       'направлена к другим',     'redirected'),
    ('event', 'unreachable',      'недозвон',               'unreachable'),
    ('event', 'spam',             'спам',                   'spam'),
    ('event', 'handed_over',      'передана в продажи',      'handed over'),
    ('event', 'reopened',         'открыта снова',           'reopened'),
    ('event', 'undone',           'отменено',               'undone'),
    ('event', 'merged',           'клиенты объединены',     'clients merged'),
    ('event', 'unmerged',         'объединение отменено',   'merge undone'),
    ('event', 'split',            'клиент разделён',        'client split'),
    ('event', 'deal_taken',       'сделка взята',           'deal taken'),
    ('event', 'deal_staged',      'этап сделки',            'stage of the deal'),
    ('event', 'deal_noted',       'заметка к сделке',       'note on the deal'),
    ('event', 'deal_answered',    'ответ по сделке записан', 'answer added to the deal'),
    ('event', 'deal_next',        'следующий шаг сделки',   'next step of the deal'),
    ('event', 'deal_mended',      'сделка исправлена',      'deal put right'),
    ('event', 'deal_withdrawn',   'сделка отозвана',        'deal withdrawn'),
    ('event', 'won',              'сделка выиграна',        'deal won'),
    ('event', 'lost',             'сделка проиграна',       'deal lost'),

    ('state', 'new',       'новая',           'new'),
    ('state', 'claimed',   'в работе',        'being worked on'),
    ('state', 'postponed', 'отложена',        'postponed'),
    ('state', 'due',       'снова в очереди', 'back in the queue'),
    ('state', 'closed',    'закрыта',         'closed'),

    ('outcome', 'won',       'выиграна',  'won'),
    ('outcome', 'lost',      'проиграна', 'lost'),
    ('outcome', 'withdrawn', 'отозвана',  'withdrawn'),

    ('mark', 'trap_filled',      'заполнено скрытое поле',          'filled a field that people do not see'),
    ('mark', 'too_fast',         'заполнено слишком быстро',        'filled in too fast'),
    ('mark', 'phone_unverified', 'телефон не проверен',             'phone not verified'),
    ('mark', 'email_unverified', 'почта не проверена',              'e-mail not verified'),
    ('mark', 'file_not_kept',    'файл не сохранён',                'file not kept'),
    ('mark', 'place_trouble',    'место не определено из-за ошибки', 'place unknown because of an error'),
    ('mark', 'pattern_limit',    'правило не проверено до конца',   'a rule could not be tried to its end'),
    ('mark', 'evidence_cut',     'объяснение сокращено',            'explanation cut'),
    ('mark', 'text_repaired',    'текст исправлен',                 'text repaired'),
    ('mark', 'contact_unread',   'один из контактов не прочитан',   'one of the contacts could not be read'),
    ('mark', 'field_cut',        'поле сокращено',                  'field cut'),
    ('mark', 'part_not_read',    'часть запроса не прочитана',      'part of the request not read'),
    ('mark', 'charset_guessed',  'кодировка угадана',               'charset guessed'),
    ('mark', 'own_id',           'номер заявки заменён своим',      'given a receipt of our own'),
    ('mark', 'clock_ahead',      'часы отправителя неверны',        'received by a wrong clock'),
    ('mark', 'restored',         'восстановлен после сбоя',         'restored after a failure'),

    ('yes/no', 'yes',   'да',  'yes'),
    ('yes/no', 'no',    'нет', 'no'),
    ('yes/no', 'true',  'да',  'yes'),
    ('yes/no', 'false', 'нет', 'no'),

    ('list', 'team',       'команда',      'team'),
    ('list', 'verdict',    'вердикт',      'verdict'),
    ('list', 'lead stage', 'этап заявки',   'lead stage'),
    ('list', 'deal stage', 'этап сделки',  'deal stage'),
    ('list', 'field',      'поле',         'field'),
    ('list', 'outcome',    'исход',        'outcome'),
    ('list', 'category',   'категория',    'category'),

    ('act', 'attempt',     'попытка',        'attempt'),
    ('act', 'release',     'возврат',        'release'),
    ('act', 'postpone',    'второй шанс',    'postpone'),
    ('act', 'refuse',      'отказ',          'refuse'),
    ('act', 'unreachable', 'недозвон',       'unreachable'),
    ('act', 'spam',        'спам',           'spam'),
    ('act', 'reopen',      'открыть снова',  'reopen'),
    ('act', 'won',         'сделка выиграна', 'won'),
    ('act', 'lost',        'сделка проиграна', 'lost')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.word(list, name) returns text: what a name is called in the caller's language: by its caption, or by the owner's table
-- if it is from a list of desk.choices, also when it is no more in use. The name itself where it is called nothing, as a category.
-- Reads caption, verdict, team, stage, reason.
CREATE OR REPLACE FUNCTION intake.word(list text, name text)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    ru text;
    en text;
BEGIN
    SELECT c.ru, c.en INTO ru, en FROM intake.caption AS c WHERE c.list = word.list AND c.name = word.name;
    IF NOT FOUND THEN
        CASE WHEN list = 'verdict' THEN SELECT v.ru, v.en INTO ru, en FROM intake.verdict AS v WHERE v.name = word.name;
             WHEN list = 'team' THEN SELECT t.ru, t.en INTO ru, en FROM intake.team AS t WHERE t.name = word.name;
             WHEN list LIKE '% stage' THEN
                 SELECT s.ru, s.en INTO ru, en FROM intake.stage AS s
                  WHERE s.process = replace(word.list, ' stage', '') AND s.name = word.name;
             ELSE SELECT r.ru, r.en INTO ru, en FROM intake.reason AS r
                   WHERE r.act = replace(word.list, 'reason: ', '') AND word.list LIKE 'reason: %' AND r.name = word.name;
        END CASE;
    END IF;
    RETURN coalesce(CASE intake.language() WHEN 'ru' THEN ru ELSE en END, name);
END
$$;
