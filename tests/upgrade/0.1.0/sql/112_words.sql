-- The words people choose from: verdicts, reasons, stages. The owner adds, renames and retires rows; nothing is deleted,
-- because the history goes on using them.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('112_words') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.verdict (
    name     intake.label PRIMARY KEY,
    position integer      NOT NULL,
    ru       intake.label NOT NULL,
    en       intake.label NOT NULL
);
INSERT INTO intake.verdict (name, position, ru, en) VALUES
    ('qualified',     1, 'квалифицирован', 'qualified'),
    ('second_chance', 2, 'второй шанс',    'second chance'),
    ('refused',       3, 'отказ',          'refused'),
    ('redirected',    4, 'направлен',      'redirected'),
    ('unreachable',   5, 'недозвон',       'unreachable'),
    ('spam',          6, 'спам',           'spam');

COMMENT ON TABLE intake.verdict IS
    'What can become of a lead. The names are the program''s; ru and en are what may be typed as well, and are yours.';

CREATE TABLE intake.reason (
    act      intake.label NOT NULL CONSTRAINT reason_act CHECK (act IN (
                 'attempt', 'release', 'postpone', 'refuse', 'unreachable', 'spam', 'reopen', 'won', 'lost')),
    name     intake.label NOT NULL CONSTRAINT reason_name CHECK (name ~ '^[a-z][a-z0-9_]*$'),
    position integer      NOT NULL DEFAULT 0,
    ru       intake.label NOT NULL,
    en       intake.label NOT NULL,
    in_use   boolean      NOT NULL DEFAULT true,
    CONSTRAINT reason_pkey PRIMARY KEY (act, name),
    CONSTRAINT reason_no_colon CHECK (strpos(ru || en, ':') = 0)
);
INSERT INTO intake.reason (act, position, name, ru, en) VALUES
    ('attempt', 1, 'talked',          'поговорили',              'talked'),
    ('attempt', 2, 'no_answer',       'не отвечает',             'no answer'),
    ('attempt', 3, 'busy',            'занято',                  'busy'),
    ('attempt', 4, 'wrong_number',    'номер чужой',             'wrong number'),
    ('attempt', 5, 'message_left',    'оставлено сообщение',     'message left'),
    ('release', 1, 'language',        'говорит на другом языке', 'speaks another language'),
    ('release', 2, 'too_early_there', 'у клиента ночь',          'it is night there'),
    ('release', 3, 'not_my_subject',  'не моя тема',             'not my subject'),
    ('release', 4, 'end_of_shift',    'конец смены',             'end of shift'),
    ('release', 5, 'other',           'другое',                  'other'),
    ('postpone', 1, 'asked_later',    'просил позже',            'asked to be called later'),
    ('postpone', 2, 'no_answer',      'не дозвонились',          'no answer yet'),
    ('postpone', 3, 'thinking',       'думает',                  'is thinking it over'),
    ('postpone', 4, 'no_budget_yet',  'пока нет бюджета',        'no budget yet'),
    ('refuse', 1, 'special_equipment', 'нужно спецоборудование', 'needs special equipment'),
    ('refuse', 2, 'too_small',        'слишком мелкий заказ',    'too small'),
    ('refuse', 3, 'price_floor',      'не согласен с ценой',     'did not accept the price floor'),
    ('refuse', 4, 'not_our_region',   'не наш регион',           'not our region'),
    ('refuse', 5, 'not_our_service',  'не наша услуга',          'not our service'),
    ('refuse', 6, 'changed_mind',     'передумал',               'changed their mind'),
    ('refuse', 7, 'double',           'тот же запрос ещё раз',   'the same request again'),
    ('unreachable', 1, 'no_answer',   'не отвечает',             'no answer'),
    ('unreachable', 2, 'wrong_number', 'номер чужой',            'wrong number'),
    ('unreachable', 3, 'no_contact',  'не на что ответить',      'left no contact'),
    ('spam', 1, 'advertising',        'реклама',                 'advertising'),
    ('spam', 2, 'nonsense',           'бессмыслица',             'nonsense'),
    ('spam', 3, 'robot',              'робот',                   'robot'),
    ('reopen', 1, 'came_back',        'клиент вернулся',         'the client came back'),
    ('reopen', 2, 'mistake',          'закрыт по ошибке',        'closed by mistake'),
    ('won', 1, 'price',               'цена',                    'price'),
    ('won', 2, 'speed',               'скорость ответа',         'speed of answer'),
    ('won', 3, 'terms',               'условия',                 'terms'),
    ('won', 4, 'knows_us',            'уже работал с нами',      'has worked with us'),
    ('lost', 1, 'price',              'дорого',                  'too expensive'),
    ('lost', 2, 'competitor',         'ушёл к другому',          'went to a competitor'),
    ('lost', 3, 'no_need',            'больше не нужно',         'no need any more'),
    ('lost', 4, 'not_qualified',      'не должен был дойти до нас', 'should not have reached us'),
    ('lost', 5, 'silent',             'перестал отвечать',       'stopped answering');

COMMENT ON TABLE  intake.reason IS
    'Why something is done with a lead or a deal: one list for each act. Add rows, rename ru and en as you like.';
COMMENT ON COLUMN intake.reason.act    IS 'The act the reason is for.';
COMMENT ON COLUMN intake.reason.name   IS 'Stands in the history. May be typed; so may ru and en.';
COMMENT ON COLUMN intake.reason.in_use IS 'Set it to false to take a reason from the list. A row is not deleted.';

CREATE TABLE intake.stage (
    process  intake.label NOT NULL CONSTRAINT stage_process CHECK (process IN ('lead', 'deal')),
    name     intake.label NOT NULL CONSTRAINT stage_name CHECK (name ~ '^[a-z][a-z0-9_]*$'),
    position integer      NOT NULL,
    ru       intake.label NOT NULL,
    en       intake.label NOT NULL,
    in_use   boolean      NOT NULL DEFAULT true,
    CONSTRAINT stage_pkey PRIMARY KEY (process, name)
);
INSERT INTO intake.stage (process, position, name, ru, en) VALUES
    ('lead', 1, 'first_contact', 'первый контакт', 'first contact'),
    ('lead', 2, 'details',       'детали',         'details'),
    ('lead', 3, 'price',         'цена',           'price'),
    ('deal', 1, 'new',           'новая',          'new'),
    ('deal', 2, 'offer',         'предложение',    'offer'),
    ('deal', 3, 'agreement',     'договор',        'agreement');

COMMENT ON TABLE  intake.stage IS 'The steps of a lead on the desk and of a deal in sales, between beginning and close.';
COMMENT ON COLUMN intake.stage.position IS 'Their order. A deal begins with the first.';

\endif
