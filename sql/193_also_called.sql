-- What people call the things of the lists otherwise than by their names and captions: so that a word they have always
-- written is understood. The owner adds rows; case, quotes, dashes and ё make no difference.

WITH mark AS (INSERT INTO intake.migration (name) VALUES ('193_also_called') ON CONFLICT DO NOTHING RETURNING name)
SELECT EXISTS (SELECT FROM mark) AS first_time \gset
\if :first_time

CREATE TABLE intake.also_called (
    list intake.label NOT NULL,
    word intake.label NOT NULL CONSTRAINT also_called_no_colon CHECK (strpos(word, ':') = 0),
    name intake.label NOT NULL,
    CONSTRAINT also_called_pkey PRIMARY KEY (list, word)
);
INSERT INTO intake.also_called (list, name, word)
SELECT w.list, w.name, unnest(w.words) FROM (VALUES
    ('field', 'name',        '{фио,как зовут}'::text[]),
    ('field', 'phone',       '{тел,номер,номер телефона,мобильный,tel,mobile,phone number}'),
    ('field', 'email',       '{имейл,емейл,мейл,электронная почта,адрес почты,mail}'),
    ('field', 'price_floor', '{цена не ниже,согласие,согласен на цену,минимальная цена,price at least}'),
    ('field', 'cargo',       '{груз,товар}'),
    ('outcome', 'won',  '{выиграли,выиграл,выиграно,win}'),
    ('outcome', 'lost', '{проиграли,проиграл,проиграно,lose,loss}'),
    ('team', 'general',  '{общая,общий,передать - общее,передать-общее,передать общее,hand over - general,hand over general,клиент по товарам,товары}'::text[]),
    ('team', 'services', '{услуга,передать - услуги,передать-услуги,передать услуги,hand over - services,hand over services,клиент на услуги}'),
    ('verdict', 'qualified',     '{квалифицирован,квалифицировано,квалифицированный,квалифицировать,передан,передать,qualify,hand over,handed over}'),
    ('verdict', 'second_chance', '{позже,отложить,отложен,перезвонить,later,postpone,postponed,call later,call back}'),
    ('verdict', 'refused',       '{отказать,отказано,отказан,refuse,refusal}'),
    ('verdict', 'redirected',    '{направлен,направили,направить,перенаправлен,перенаправить,redirect}'),
    ('verdict', 'unreachable',   '{недоступен,не дозвонились,не дозвонился,no answer}'),
    ('reason: attempt', 'talked',       '{поговорил,поговорила,говорили,говорил,говорила,дозвонились,дозвонился,дозвонилась}'),
    ('reason: attempt', 'no_answer',    '{не ответил,не ответила,не ответили,нет ответа,не берёт трубку,не дозвонились,не дозвонился,недозвон}'),
    ('reason: attempt', 'busy',         '{занят,занята}'),
    ('reason: attempt', 'wrong_number', '{чужой номер,чужой,ошибка номером}'),
    ('reason: attempt', 'message_left', '{оставил сообщение,оставила сообщение,оставили сообщение,автоответчик}'),
    ('reason: postpone', 'asked_later', '{просила позже,просили позже,просил перезвонить,перезвонить}'),
    ('reason: postpone', 'no_answer',   '{не дозвонился,не дозвонилась,не отвечает,не ответил,не ответила}'),
    ('reason: postpone', 'thinking',    '{думают,подумает,размышляет}'),
    ('reason: refuse', 'price_floor',   '{не согласна с ценой,не согласны с ценой,дорого}'),
    ('reason: refuse', 'changed_mind',  '{передумала,передумали}'),
    ('reason: refuse', 'too_small',     '{мелкий заказ,мелкий}'),
    ('reason: unreachable', 'no_answer',    '{не ответил,не ответила,не дозвонились,не дозвонился}'),
    ('reason: unreachable', 'wrong_number', '{чужой номер,чужой}'),
    ('category', 'high-margin',  '{высокомаржинальный,высокомаржинальная,high margin}'),
    ('category', 'low-margin',   '{низкомаржинальный,низкомаржинальная,low margin}'),
    ('category', 'other',        '{обычный,обычная}'),
    ('category', 'unfit',        '{непрофильный,непрофильная}'),
    ('colour', 'red',    '{красная,красное}'),
    ('colour', 'orange', '{оранжевая,оранжевое}'),
    ('colour', 'yellow', '{желтая,желтое}'),
    ('colour', 'green',  '{зеленая,зеленое}'),
    ('colour', 'blue',   '{синяя,синее,голубой,голубая}'),
    ('colour', 'violet', '{фиолетовая,фиолетовое,purple}'),
    ('colour', 'pink',   '{розовая,розовое}'),
    ('colour', 'brown',  '{коричневая,коричневое}'),
    ('colour', 'grey',   '{серая,серое,gray}'),
    ('colour', 'black',  '{черная,черное}'),
    ('colour', 'white',  '{белая,белое}')) AS w (list, name, words);

-- A lead is «заявка», feminine: what the owner has not renamed goes with it.
UPDATE intake.verdict AS v SET ru = v.ru || 'а' WHERE v.ru = CASE v.name WHEN 'qualified' THEN 'квалифицирован' WHEN 'redirected' THEN 'направлен' END;

COMMENT ON TABLE  intake.also_called      IS
    'Further words for what stands in the lists: they may be typed as well. Add and delete rows as you like.';
COMMENT ON COLUMN intake.also_called.list IS 'As in desk.choices: "team", "verdict", "field", "reason: refuse"; or "colour".';
COMMENT ON COLUMN intake.also_called.word IS 'What people write.';
COMMENT ON COLUMN intake.also_called.name IS 'The name it stands for.';

\endif
