// words: of the screens of sales.
import { add_words } from '../words.js';

add_words({
    ru: {
        s_deals: 'Сделки', s_deal: 'Сделка', s_list: 'Список', s_board: 'Доска', s_closed: 'Закрытые', s_whose: 'Чьи', s_all: 'все', s_mine: 'мои', s_free: 'ничьи', s_views: 'Как показать', s_none: 'Таких сделок нет.',
        s_client: 'Клиент', s_colour: 'Цвет', s_stage: 'Этап', s_next: 'Следующий шаг', s_owner: 'Кто ведёт', s_nobody: 'никто', s_team: 'Команда', s_phone: 'Телефон', s_again: ['писал снова: {0}', 'писал снова: {0}', 'писал снова: {0}'],
        s_to_left: 'В «{1}»: {0}', s_to_right: 'В «{1}»: {0}', s_board_of: 'Доска сделок по этапам', s_count: ['{0} сделка', '{0} сделки', '{0} сделок'], s_staged: '{0}: {1}',
        s_outcome: 'Исход', s_reason: 'Причина', s_amount: 'Сумма', s_margin: 'Маржа', s_when: 'Когда', s_closed_none: 'Ещё ничего не закрыто.', s_won_all: 'Выигранные', s_lost_all: 'Проигранные',
        s_take: 'Взять', s_taken: 'Сделка ваша.', s_take_over: 'Взять у коллеги', s_note: 'Заметка', s_note_text: 'Что записать', s_note_do: 'Записать', s_won: 'Выиграна', s_lost: 'Проиграна', s_mend: 'Исправить суммы',
        s_next_do: 'Следующий шаг', s_next_at: 'Когда', s_next_at_help: 'Например: завтра в 10; пн 15:30; +2ч; 31.12 9:00.', s_next_what: 'Что сделать', s_next_save: 'Запомнить', s_next_clear: 'Снять шаг', s_next_none: 'Следующего шага нет.', s_due: 'пора',
        s_why: 'Почему', s_own_words: 'Своими словами', s_amount_of: 'Сумма, {0}', s_margin_of: 'Маржа, {0}', s_money_help: 'Например: 120 000 или 120000,50.', s_money_wrong: 'Напишите сумму числом: 15 000 или 15 000,50.', s_margin_help: 'Что из суммы остаётся нам.', s_won_do: 'Выиграна', s_lost_do: 'Проиграна', s_why_mend: 'Почему исправляете', s_mend_do: 'Исправить',
        s_note_of: 'Квалификатор пишет', s_contacts: 'Связь', s_there: 'у клиента {0}', s_known: 'Что известно', s_story: 'История', s_from: 'Откуда', s_handed: 'Передали', s_repeat: 'обращался раньше', s_typed: 'написал: {0}', s_was: 'было: {0}',
        s_notices: 'Новое для вас', s_notices_none: 'Нового нет.', s_seen: 'Прочитано', s_seen_of: 'Прочитано: {0}', s_money_told: '{0}, из них нам {1}', s_money_mended: '{0}, было {1}; нам {2}, было {3}', s_for: 'на {0}', s_no_deal: 'Сделки нет',
        s_not_mine: 'Сделку ведёт {0}.', s_back: 'Все сделки', s_change_stage: 'Этап', s_acts: 'Что сделать', s_next_wants: 'Напишите, когда и что сделать.',
    },
    en: {
        s_deals: 'Deals', s_deal: 'Deal', s_list: 'List', s_board: 'Board', s_closed: 'Closed', s_whose: 'Whose', s_all: 'all', s_mine: 'mine', s_free: 'nobody\'s', s_views: 'How to show them', s_none: 'There are no such deals.',
        s_client: 'Client', s_colour: 'Colour', s_stage: 'Stage', s_next: 'Next step', s_owner: 'Who has it', s_nobody: 'nobody', s_team: 'Team', s_phone: 'Phone', s_again: ['wrote again: {0}', 'wrote again: {0}'],
        s_to_left: 'To "{1}": {0}', s_to_right: 'To "{1}": {0}', s_board_of: 'Board of the deals by stage', s_count: ['{0} deal', '{0} deals'], s_staged: '{0}: {1}',
        s_outcome: 'Outcome', s_reason: 'Reason', s_amount: 'Amount', s_margin: 'Margin', s_when: 'When', s_closed_none: 'Nothing has been closed yet.', s_won_all: 'Won', s_lost_all: 'Lost',
        s_take: 'Take it', s_taken: 'The deal is yours.', s_take_over: 'Take it from the colleague', s_note: 'Note', s_note_text: 'What to note', s_note_do: 'Note it', s_won: 'Won', s_lost: 'Lost', s_mend: 'Correct the sums',
        s_next_do: 'Next step', s_next_at: 'When', s_next_at_help: 'For example: tomorrow at 10; mon 15:30; +2h; 31.12 9:00.', s_next_what: 'What to do', s_next_save: 'Keep it', s_next_clear: 'Take the step off', s_next_none: 'There is no next step.', s_due: 'now',
        s_why: 'Why', s_own_words: 'In your own words', s_amount_of: 'Amount, {0}', s_margin_of: 'Margin, {0}', s_money_help: 'For example: 120,000 or 120000.50.', s_money_wrong: 'Write the sum as a number: 15,000 or 15000.50.', s_margin_help: 'What of the amount is left for us.', s_won_do: 'Won', s_lost_do: 'Lost', s_why_mend: 'Why you correct it', s_mend_do: 'Correct it',
        s_note_of: 'The qualifier writes', s_contacts: 'Contacts', s_there: '{0} at the client\'s', s_known: 'What is known', s_story: 'History', s_from: 'From', s_handed: 'Handed over', s_repeat: 'wrote before', s_typed: 'typed: {0}', s_was: 'before: {0}',
        s_notices: 'New for you', s_notices_none: 'There is nothing new.', s_seen: 'Read', s_seen_of: 'Read: {0}', s_money_told: '{0}, of which {1} for us', s_money_mended: '{0}, before {1}; for us {2}, before {3}', s_for: 'for {0}', s_no_deal: 'There is no deal',
        s_not_mine: '{0} has this deal.', s_back: 'All deals', s_change_stage: 'Stage', s_acts: 'What to do', s_next_wants: 'Write when, and what is to be done.',
    },
});
