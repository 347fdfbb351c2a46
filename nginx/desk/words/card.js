// words/card: of the card and its dialogs. The names of colours are English words already.
import { add_words } from '../words.js';

add_words({
    ru: {
        lead: 'Заявка', no_name: 'Имя не указано', receipt_is: 'Заявка {0}', waited: 'ждёт {0}', local_time: 'У клиента сейчас', from_place: 'Откуда', lease: 'Ваша ещё',
        renew: 'Продлить', repeat: 'Клиент уже обращался', marks: 'Насторожило', category: 'Категория', stage: 'Этап разговора', no_stage: 'не отмечен', contacts: 'Связаться', extension: 'доб.',
        typed: 'Набрано: «{0}»', unreadable: 'номер не читается, спросите', answers: 'Что известно', change: 'Изменить',
        waits_network: 'Проверим, когда вернётся связь', asks_gap: 'Не хватает. Нужно: {0}', was: 'Было: {0}', price_floor: 'Минимальная цена, с которой согласен',
        to_ask: 'Спросите', nothing_more: 'Всё, что нужно продавцам, известно.', wrote_again: 'Клиент написал снова', read_it: 'Прочитано',
        call: 'Чем кончился звонок', attempts: ['{0} попытка', '{0} попытки', '{0} попыток'], decide: 'Что дальше',
        over: 'Передать', refuse: 'Отказать', later: 'Позже', note: 'Заметка', unreachable: 'Недозвон', spam: 'Спам', release: 'Вернуть в очередь', next_one: 'Следующий клиент',
        story: 'История клиента', other_lead: 'заявка {0}', pending: 'отправляется', by_others: ['Ещё {0} заявка', 'Ещё {0} заявки', 'Ещё {0} заявок'],
        attempt_event: 'попытка связаться', call_at: 'Звонок обещан на', night: '— у клиента ночь', leads_before: ['{0} заявка раньше', '{0} заявки раньше', '{0} заявок раньше'],
        deals_before: ['{0} сделка', '{0} сделки', '{0} сделок'], sold_by: 'сделку ведёт {0}', talks_with: 'С клиентом сейчас говорит {0}.',
        not_yours: 'Эта заявка не у вас.', held_by: 'Её ведёт {0}.', take: 'Взять', reopen: 'Открыть снова', more: 'Ещё', suggest_later: 'Не дозвонились? Отложите:',
        colour_red: 'красный', colour_orange: 'оранжевый', colour_yellow: 'жёлтый', colour_green: 'зелёный', colour_blue: 'синий', colour_violet: 'фиолетовый', colour_pink: 'розовый',
        colour_brown: 'коричневый', colour_grey: 'серый', colour_black: 'чёрный', colour_white: 'белый',
    },
    en: {
        lead: 'Lead', no_name: 'No name given', receipt_is: 'Lead {0}', waited: 'waiting {0}', local_time: 'Time there', from_place: 'From', lease: 'Yours for',
        renew: 'Keep', repeat: 'We know this client', marks: 'Odd', category: 'Category', stage: 'How far the talk is', no_stage: 'not marked', contacts: 'Reach them', extension: 'ext.',
        typed: 'Typed: “{0}”', unreadable: 'cannot be read: ask', answers: 'What is known', change: 'Change',
        waits_network: 'Will be checked when the network is back', asks_gap: 'Missing. Wanted by {0}', was: 'Before: {0}', price_floor: 'The price they accept at least',
        to_ask: 'Ask', nothing_more: 'Everything that sales want is known.', wrote_again: 'The client wrote again', read_it: 'Read',
        call: 'What came of the call', attempts: ['{0} attempt', '{0} attempts'], decide: 'What now',
        over: 'Hand over', refuse: 'Refuse', later: 'Later', note: 'Note', unreachable: 'Not reached', spam: 'Spam', release: 'Give back', next_one: 'Next client',
        story: 'The client’s story', other_lead: 'lead {0}', pending: 'being sent', by_others: ['{0} more lead', '{0} more leads'],
        attempt_event: 'attempt', call_at: 'A call is promised for', night: '– it is night there', leads_before: ['{0} lead before', '{0} leads before'],
        deals_before: ['{0} deal', '{0} deals'], sold_by: 'the deal is with {0}', talks_with: '{0} talks with the client now.',
        not_yours: 'You do not have this lead.', held_by: 'It is with {0}.', take: 'Take it', reopen: 'Open again', more: 'More', suggest_later: 'Not reached? Postpone it:',
    },
});
