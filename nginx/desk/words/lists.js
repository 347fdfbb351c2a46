// words/lists: of the screens beside the card.
import { add_words } from '../words.js';

add_words({
    ru: {
        next: 'Следующий', next_title: 'Следующий клиент', next_do: 'Взять следующего', next_asking: 'Берём следующего…', next_none: 'Сейчас некого взять: очередь пуста, у клиентов ночь или их ведут коллеги.',
        count_waiting: ['ждёт', 'ждут', 'ждут'], count_red: ['красная', 'красные', 'красных'], count_repeats: ['написал снова', 'написали снова', 'написали снова'],
        count_promised_due: ['обещанный звонок пора сделать', 'обещанных звонка пора сделать', 'обещанных звонков пора сделать'], go_on: 'Продолжить',
        mine: 'Мои', mine_title: 'Мои заявки', mine_none: 'На руках ничего нет.', l_receipt: 'Заявка', l_name: 'Имя', l_phone: 'Телефон', l_there: 'У клиента', l_colour: 'Цвет', l_left: 'Осталось', l_call_at: 'Обещано на', l_wrote: 'Написал снова', yes: 'да',
        promised: 'Обещанные', promised_title: 'Обещанные звонки', promised_none: 'Никому ничего не обещано.', l_who: 'Кто обещал', l_overdue: 'Просрочено', colleague: 'коллега',
        search: 'Поиск', search_title: 'Поиск клиента', search_for: 'Телефон, имя, почта или номер заявки', search_help: 'Телефон в любом виде, хватит последних четырёх цифр.', search_none: 'Ничего не нашлось.',
        found: ['Нашлась {0} заявка', 'Нашлось {0} заявки', 'Нашлось {0} заявок'], l_state: 'Состояние', l_with: 'У кого', l_received: 'Написал', l_verdict: 'Прошлый итог', new_lead_for: 'Новая заявка с этим номером',
        newlead: 'Новая заявка', newlead_title: 'Новая заявка', form: 'Форма', came_how: 'Как обратился', phone: 'по телефону', visit: 'лично', chat: 'в чате', mail: 'письмом', line: 'На какой номер звонили',
        take_now: 'Взять себе', take_help: 'Без отметки заявка встанет в очередь.', consent_help: 'Отметьте, если клиент согласился устно, сейчас.', enter: 'Записать заявку', form_errors: 'Исправьте отмеченное.', entered: 'Заявка {0} записана', entered_waits: 'Заявка {0} записана и ждёт в очереди', entered_replay: 'Эта заявка уже записана: {0}',
        call_title: 'Звонит {0}', call_known: 'Клиент нам известен:', call_nobody: 'Номера нет в адресе страницы.',
    },
    en: {
        next: 'Next', next_title: 'The next client', next_do: 'Take the next', next_asking: 'Taking the next…', next_none: 'There is nobody to take now: the queue is empty, it is night where they are, or colleagues have them.',
        count_waiting: ['waits', 'wait'], count_red: 'red', count_repeats: 'wrote again', count_promised_due: ['promised call is due', 'promised calls are due'], go_on: 'Go on',
        mine: 'Mine', mine_title: 'My leads', mine_none: 'You have no leads.', l_receipt: 'Lead', l_name: 'Name', l_phone: 'Phone', l_there: 'Their time', l_colour: 'Colour', l_left: 'Left', l_call_at: 'Promised for', l_wrote: 'Wrote again', yes: 'yes',
        promised: 'Promised', promised_title: 'Promised calls', promised_none: 'Nothing is promised to anybody.', l_who: 'Who promised', l_overdue: 'Overdue', colleague: 'a colleague',
        search: 'Search', search_title: 'Find a client', search_for: 'Phone, name, e-mail or receipt', search_help: 'A phone in any spelling; its last four digits will do.', search_none: 'Nothing was found.',
        found: ['{0} lead', '{0} leads'], l_state: 'State', l_with: 'With', l_received: 'Wrote', l_verdict: 'Last verdict', new_lead_for: 'A new lead with this number',
        newlead: 'New lead', newlead_title: 'A new lead', form: 'Form', came_how: 'How they came', phone: 'by phone', visit: 'in person', chat: 'by chat', mail: 'by mail', line: 'The number they called',
        take_now: 'Take it yourself', take_help: 'Otherwise it goes into the queue.', consent_help: 'Tick it if the client has agreed to it orally, now.', enter: 'Enter the lead', form_errors: 'Correct what is marked.', entered: 'Lead {0} is entered', entered_waits: 'Lead {0} is entered and waits in the queue', entered_replay: 'That lead has been entered: {0}',
        call_title: 'A call from {0}', call_known: 'We know this client:', call_nobody: 'The address of this page has no number.',
    },
});
