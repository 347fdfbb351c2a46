// toasts: what is said in passing: done, with a way back for a while; wrong, until it is read. Screen readers hear it.
import { html } from './html.js';
import { store, use } from './store.js';
import { use_keys } from './keys.js';
import { now } from './time.js';
import { add_words, say } from './words.js';

add_words({
    ru: { undo: 'Отменить', undo_seconds: 'ещё {0} с', undone_here: 'Отменено.', undo_late: 'Уже отправлено: отменить нельзя.', close: 'Закрыть', not_done: 'Не получилось: {0}' },
    en: { undo: 'Undo', undo_seconds: '{0} s left', undone_here: 'Undone.', undo_late: 'Already sent: it cannot be undone.', close: 'Close', not_done: 'Not done: {0}' },
});

const SHORT_MS = 5_000;
export const toasts = store([]);
let last = 0;

export function forget(id) { toasts.set((list) => list.filter((t) => t.id !== id)); }

/** undo: () => whether it could be done; until: till when; act: the key of one that can be undone only until it is sent. What can be
 *  undone takes the place of the one before. */
export function toast(text, { undo, act, until = Date.now() + SHORT_MS } = {}) {
    const id = last += 1;
    toasts.set((list) => [...list.filter((t) => t.kind === 'wrong' || undo === undefined && t.undo), { id, kind: 'done', text, undo, act, until }]);
    setTimeout(() => forget(id), until - Date.now());
    return id;
}

export function retell(id, text) {
    if (text) toasts.set((list) => list.map((t) => (t.id === id ? { ...t, text } : t)));
}

/** That act is sent: its undo is offered no more, and whoever asks for it all the same is told. */
export function late(act) { toasts.set((list) => list.map((t) => (t.act === act ? { ...t, late: true } : t))); }

/** What the server says, without the sentences for those who type SQL, and without ids. */
export const plain = (said) => said?.split(/(?<=[.!?])\s+(?=\p{Lu})/u).filter((sentence) => !/\bSELECT\b|\bdesk\./.test(sentence)).join(' ').replace(/:? [0-9a-f]{8}-[0-9a-f-]{27}/g, '');

/** error: as Refused; label: what was to be done; about: what it is said of, till that is tried again. */
export function wrong(error, label, about) {
    const id = about ?? (last += 1);
    const said = (about ? `${about}: ` : '') + (error.message || error.code || error.status);
    toasts.set((list) => [...list.filter((t) => t.kind !== 'wrong' || t.text !== said),
                          { id, kind: 'wrong', text: label ? say('not_done', said) : said, hint: plain(error.hint) }]);
}

export function undo_last() {
    const it = toasts.get().findLast((t) => t.undo && t.until > Date.now());
    if (!it) return;
    forget(it.id);
    if (!it.undo()) toast(say('undo_late'));
}

function Seconds({ until }) {
    use(now);
    const seconds = Math.ceil((until - Date.now()) / 1000);
    return html`<span class="soft" aria-hidden="true">${say('undo_seconds', Math.max(0, seconds))}</span>`;
}

function Toast({ it }) {
    return html`<div class=${`toast ${it.kind}`} role=${it.kind === 'wrong' ? 'alert' : undefined}>
        <p>${it.text}${it.hint && html`<br /><span class="soft">${it.hint}</span>`}</p>
        ${it.undo && !it.late && html`<button type="button" onClick=${undo_last}>${say('undo')} <kbd>Ctrl+Z</kbd></button><${Seconds} until=${it.until} />`}
        ${it.kind === 'wrong' && html`<button type="button" onClick=${() => forget(it.id)}>${say('close')}</button>`}
    </div>`;
}

export function Toasts() {
    const list = use(toasts);
    use_keys({ 'Ctrl+KeyZ': undo_last });
    return html`<div class="toasts" role="status" aria-live="polite">${list.map((it) => html`<${Toast} key=${it.id} it=${it} />`)}</div>`;
}
