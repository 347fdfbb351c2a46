// words/shell: of the frame around all screens.
import { add_words } from '../words.js';

add_words({
    ru: {
        desk: 'Первая линия', menu: 'Разделы', skip: 'К содержанию', sign_out: 'Выйти', no_screen: 'Такой страницы нет',
        no_screen_text: 'Её нет, или она не для вас. Выберите раздел в меню.',
        held: 'У вас', held_none: 'Заявок на руках нет', lease_of: 'осталось',
        no_network: 'Нет связи с сервером.', no_network_acts: ['Ждёт отправки: {0} действие.', 'Ждут отправки: {0} действия.', 'Ждут отправки: {0} действий.'],
        no_network_kept: 'Ничего не пропадёт: отправим, как только связь вернётся.',
        sound_on: 'Включить звук', sound_off: 'Выключить звук',
        signs_out_held: ['У вас остаётся {0} заявка: она ваша до конца срока.', 'У вас остаются {0} заявки: они ваши до конца срока.', 'У вас остаются {0} заявок: они ваши до конца срока.'],
        acts_left: 'Не всё отправлено. Дождитесь связи: после выхода это пропадёт.',
        unfinished: 'Есть недописанное', unfinished_text: 'То, что набрано и не записано, после выхода пропадёт.',
    },
    en: {
        desk: 'First line', menu: 'Sections', skip: 'To the content', sign_out: 'Sign out', no_screen: 'There is no such page',
        no_screen_text: 'There is none, or it is not for you. Choose a section of the menu.',
        held: 'You have', held_none: 'You have no leads', lease_of: 'left',
        no_network: 'The server cannot be reached.', no_network_acts: ['{0} act waits to be sent.', '{0} acts wait to be sent.'],
        no_network_kept: 'Nothing is lost: it will be sent as soon as the network is back.',
        sound_on: 'Switch sound on', sound_off: 'Switch sound off',
        signs_out_held: ['You still have {0} lead: it is yours until its time ends.', 'You still have {0} leads: they are yours until their time ends.'],
        acts_left: 'Not everything has been sent. Wait for the network: after signing out it is lost.',
        unfinished: 'Something is not finished', unfinished_text: 'What is typed and not written down is lost if you sign out.',
    },
});
