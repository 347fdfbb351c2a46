// marketing/days: which days the report is of: the address names them, and the links and fields above it change it.
import { html, useState } from '../html.js';
import { Button } from '../parts/basic.js';
import { Field } from '../parts/field.js';
import { go, link } from '../route.js';
import { say } from '../words.js';

const MOST = 366;
const PRESETS = [['week', 7], ['month', 30], ['quarter', 90], ['year', 365]];
const DAY_MS = 86_400_000;
const at = (day) => (/^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN);
const shifted = (day, n) => new Date(at(day) + n * DAY_MS).toISOString().slice(0, 10);
const last = (n, today) => ({ from: shifted(today, 1 - n), to: today });

/** { from, to }, or { wrong }: the word that says why; the last thirty days where the address names none. */
function read(query) {
    if (!query.has('from') && !query.has('to')) return {};
    const from = query.get('from') ?? '', to = query.get('to') ?? '';
    const days = (at(to) - at(from)) / DAY_MS + 1;
    if (Number.isNaN(days)) return { wrong: 'm_days_wrong' };
    return days < 1 ? { wrong: 'm_days_order' } : days > MOST ? { wrong: 'm_days_many' } : { from, to };
}
export function days_of(query, today) {
    const asked = read(query);
    return asked.from ? asked : { ...asked, ...last(30, today) };
}

export function Days({ days, today }) {
    const [typed, type] = useState(days);
    const show = (event) => {
        event.preventDefault();
        go('report', '', { from: typed.from, to: typed.to });
    };
    return html`<div class="days-shown unprinted">
        <nav aria-label=${say('m_of_days')}><ul>${PRESETS.map(([name, n]) => {
            const { from, to } = last(n, today);
            return html`<li key=${name}><a href=${link('report', '', { from, to })} aria-current=${from === days.from && to === days.to ? 'true' : undefined}>${say(`m_${name}`)}</a></li>`;
        })}</ul></nav>
        <form class="from-to" onSubmit=${show}>
            <${Field} kind="date" label=${say('m_from_day')} value=${typed.from} max=${today} required onInput=${(from) => type((t) => ({ ...t, from }))} />
            <${Field} kind="date" label=${say('m_to_day')} value=${typed.to} max=${today} required onInput=${(to) => type((t) => ({ ...t, to }))} />
            <${Button} type="submit">${say('m_show')}<//>
        </form>
        ${days.wrong && html`<p class="error" role="alert">${say(days.wrong)}</p>`}
    </div>`;
}
