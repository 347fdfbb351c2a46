// words/dialogs: of what is asked before an act.
import { add_words } from '../words.js';

add_words({
    ru: {
        reason: 'Причина', own_words: 'Своими словами', optional: 'Можно не заполнять.', do_and_next: 'и взять следующего', choose_reason: 'Выберите причину.',
        over_title: 'Кому передать', team: 'Команда', team_ready: 'всё известно', team_missing: 'не хватает: {0}', note_for_seller: 'Заметка продавцу', over_do: 'Передать', choose_team: 'Выберите команду.',
        fill_gaps: 'Заполнить на карточке', refuse_title: 'Почему отказываем', pointed_to: 'Куда направили клиента', pointed_help: 'Если подсказали, кто поможет.', refuse_do: 'Отказать',
        later_title: 'Когда позвонить снова', when: 'Когда', in_an_hour: 'Через час', tomorrow_10: 'Завтра в 10:00', monday_10: 'В понедельник в 10:00', another_time: 'Выбрать время', time_office: 'Время офиса', time_there: 'у клиента будет {0}',
        later_do: 'Отложить', choose_time: 'Укажите время.', note_title: 'Заметка', note_text: 'Текст заметки', note_do: 'Записать', note_empty: 'Напишите что-нибудь.',
        unreachable_title: 'Не дозвонились', unreachable_do: 'Закрыть: недозвон', spam_title: 'Это не заявка', spam_do: 'Закрыть: спам', release_title: 'Вернуть в очередь', release_do: 'Вернуть',
        release_help: 'Возвраты считаются.', reopen_title: 'Открыть снова', reopen_do: 'Открыть',
    },
    en: {
        reason: 'Reason', own_words: 'In your own words', optional: 'May be left empty.', do_and_next: 'and take the next', choose_reason: 'Choose a reason.',
        over_title: 'Hand over to', team: 'Team', team_ready: 'everything is known', team_missing: 'missing: {0}', note_for_seller: 'A note for the seller', over_do: 'Hand over', choose_team: 'Choose a team.',
        fill_gaps: 'Fill in on the card', refuse_title: 'Why do we refuse', pointed_to: 'Where you have sent the client', pointed_help: 'If you told them who can help.', refuse_do: 'Refuse',
        later_title: 'When to call again', when: 'When', in_an_hour: 'In an hour', tomorrow_10: 'Tomorrow at 10:00', monday_10: 'On Monday at 10:00', another_time: 'Choose a time', time_office: 'By the clocks of the office', time_there: '{0} where the client is',
        later_do: 'Postpone', choose_time: 'Enter a time.', note_title: 'Note', note_text: 'The note', note_do: 'Write down', note_empty: 'Write something.',
        unreachable_title: 'Not reached', unreachable_do: 'Close: not reached', spam_title: 'This is no request', spam_do: 'Close: spam', release_title: 'Give back to the queue', release_do: 'Give back',
        release_help: 'What is given back is counted.', reopen_title: 'Open again', reopen_do: 'Open',
    },
});
