// basic: small parts of all screens.
import { html, useEffect, useState } from '../html.js';
import { use } from '../store.js';
import { clock, left, moment, now } from '../time.js';
import { toast } from '../toasts.js';
import { add_words, say } from '../words.js';

add_words({
    ru: { copy: 'Скопировать', copied: 'Скопировано: {0}', loading: 'Загружаем…', time_up: 'время вышло', minutes: '{0} мин', hours_minutes: '{0} ч {1} мин',
          days: ['{0} день', '{0} дня', '{0} дней'], again: 'Повторить' },
    en: { copy: 'Copy', copied: 'Copied: {0}', loading: 'Loading…', time_up: 'time is up', minutes: '{0} min', hours_minutes: '{0} h {1} min',
          days: ['{0} day', '{0} days'], again: 'Try again' },
});

/** hint: the key that does the same. */
export function Button({ children, hint, kind = '', type = 'button', ...more }) {
    return html`<button type=${type} class=${kind} ...${more}>${children}${hint && html` <kbd aria-hidden="true">${hint}</kbd>`}</button>`;
}

/** What takes a while is only said to when it does: nobody sees it come and go. */
export function Slow({ text }) {
    const [shown, show] = useState(false);
    useEffect(() => {
        const timer = setTimeout(() => show(true), 300);
        return () => clearTimeout(timer);
    }, []);
    return shown ? html`<p class="soft" role="status">${text ?? say('loading')}</p>` : null;
}

/** The end of a receipt is what people say to each other. */
export const short = (receipt) => receipt.slice(-9).replace(/^.*?([0-9a-f]{4})([0-9a-f]{4})$/, '$1-$2');
/** Two clients may have one name. */
export const called = (row) => `${row.name ?? ''} ${short(row.receipt)}`.trim();

export function Copy({ text }) {
    const copy = () => navigator.clipboard.writeText(text).then(() => toast(say('copied', text)), () => {});
    return navigator.clipboard ? html`<button type="button" class="quiet" aria-label=${`${say('copy')}: ${text}`} onClick=${copy}>${say('copy')}</button>` : null;
}

/** Ticks: how long something is still mine. */
export function Left({ until }) {
    use(now);
    const told = left(until);
    return html`<span class=${told && Date.parse(until) - now.get() > 300_000 ? 'number' : 'number warn'}>${told ?? say('time_up')}</span>`;
}
/** Ticks: what time it is there. offset: minutes before UTC, where no zone is told. */
export function Clock({ zone, offset = 0 }) {
    use(now);
    return html`<time class="number">${zone ? clock(now.get(), zone) : clock(now.get() + offset * 60_000, 'UTC')}</time>`;
}
export const Moment = ({ at }) => (at ? html`<time class="number" datetime=${at}>${moment(at)}</time>` : null);

/** A colour is a word; the dot is for who sees it. */
export function Colour({ colour, word }) {
    return html`<span class="colour"><span class=${`dot ${colour}`} aria-hidden="true"></span>${word ?? colour}</span>`;
}
