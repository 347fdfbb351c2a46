// help: the keys, and what to do when something is not as it should be.
import { html } from '../html.js';
import { letters } from '../keys.js';
import { Field } from '../parts/field.js';
import { me } from '../session.js';
import { use } from '../store.js';
import { add_words, say } from '../words.js';

add_words({
    ru: {
        help: 'Помощь', help_keys: 'Клавиши', help_place: 'Клавиша — это место на клавиатуре: T работает и в русской раскладке (там на ней Е).',
        help_letters: 'Клавиши без Ctrl включены', help_letters_hint: 'Выключите, если управляете голосом или буквы нажимаются сами.',
        key: 'Клавиша', does: 'Что делает', k_outcome: 'чем кончился звонок: первый из списка, второй и так далее', k_answers: 'ответы: к тому, чего не хватает', k_over: 'передать продавцам', k_refuse: 'отказать',
        k_later: 'позже: второй шанс', k_note: 'заметка', k_search: 'поиск', k_next: 'сделать и взять следующего', k_undo: 'отменить последнее (десять секунд)',
        k_unreachable: 'недозвон', k_spam: 'спам', k_back: 'вернуть в очередь', k_help: 'эта страница', k_esc: 'закрыть окно; набранное останется',
        help_kept: 'Набранное не пропадает', help_kept_text: 'Заметки и ответы лежат в этой вкладке, пока их не получит сервер: их не унесёт ни перезагрузка, ни потерянная связь, ни устаревший вход. Закроете вкладку — пропадёт то, что ещё не отправлено.',
        help_lease: 'Сколько заявка ваша', help_lease_text: 'Срок виден вверху. Любое действие с заявкой начинает его заново. Время вышло — заявка вернётся в очередь. Выход из программы заявок не возвращает.',
    },
    en: {
        help: 'Help', help_keys: 'Keys', help_place: 'A key is a place on the keyboard: T works with a Russian layout as well.',
        help_letters: 'Keys without Ctrl are on', help_letters_hint: 'Switch them off if you work by voice, or letters are pressed by mistake.',
        key: 'Key', does: 'What it does', k_outcome: 'what came of the call: the first of the list, the second, and so on', k_answers: 'answers: to what is missing', k_over: 'hand over to sales', k_refuse: 'refuse',
        k_later: 'later: a second chance', k_note: 'note', k_search: 'search', k_next: 'do it, and take the next', k_undo: 'take back the last act (for ten seconds)',
        k_unreachable: 'not reached', k_spam: 'spam', k_back: 'give back to the queue', k_help: 'this page', k_esc: 'close the window; what you typed stays',
        help_kept: 'What you type is not lost', help_kept_text: 'Notes and answers lie in this tab until the server has them: neither a reload nor a lost network nor a session that ended takes them. If you close the tab, what was not sent is gone.',
        help_lease: 'How long a lead is yours', help_lease_text: 'The time that is left stands at the top. Whatever you do with a lead begins it anew. When it is over, the lead goes back to the queue. Signing out gives nothing back.',
    },
});

const KEYS = [['1 … 5', 'k_outcome'], ['A', 'k_answers'], ['T', 'k_over'], ['R', 'k_refuse'], ['Z', 'k_later'], ['N', 'k_note'], ['U', 'k_unreachable'], ['X', 'k_spam'],
              ['B', 'k_back'], ['/', 'k_search'], ['Ctrl+Enter', 'k_next'], ['Ctrl+Z', 'k_undo'], ['Esc', 'k_esc'], ['?', 'k_help']];

/** Who does not phone has only these. */
const OF_ALL = new Set(['k_undo', 'k_esc', 'k_help']);

function View() {
    const on = use(letters);
    const phones = me.get().works_in === 'desk';
    const keys = KEYS.filter(([, does]) => phones || OF_ALL.has(does));
    return html`<h1 tabindex="-1">${say('help')}</h1>
        <div class="columns">
            <section><h2>${say('help_keys')}</h2><p>${say('help_place')}</p>
                <table class="keys"><thead class="unseen"><tr><th>${say('key')}</th><th>${say('does')}</th></tr></thead>
                    <tbody>${keys.map(([key, does]) => html`<tr><th scope="row"><kbd>${key}</kbd></th><td>${say(does)}</td></tr>`)}</tbody></table>
                <${Field} kind="checkbox" label=${say('help_letters')} help=${say('help_letters_hint')} value=${on} onInput=${(v) => letters.set(v)} /></section>
            <section><h2>${say('help_kept')}</h2><p>${say('help_kept_text')}</p>
                ${phones && html`<h2>${say('help_lease')}</h2><p>${say('help_lease_text')}</p>`}</section>
        </div>`;
}
export const help = { path: 'help', title: 'help', allowed: () => true, menu: true, View };
