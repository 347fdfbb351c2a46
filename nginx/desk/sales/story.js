// story: what happened with a lead and its deal, the newest first.
import { label_of } from '../forms.js';
import { html } from '../html.js';
import { Moment } from '../parts/basic.js';
import { say } from '../words.js';
import { moment } from '../time.js';
import { sum_told } from './money.js';

/** A sum, or one that was corrected. */
function money(event, currency) {
    const { amount, margin } = event;
    if (amount === null || amount === undefined) return null;
    if (typeof amount === 'object') return say('s_money_mended', sum_told(amount.to, currency), sum_told(amount.from), sum_told(margin.to), sum_told(margin.from));
    return say('s_money_told', sum_told(amount, currency), sum_told(margin, currency));
}

/** What the desk has no word for, the form has. */
const told_by = (form, { what, told }) => (what.endsWith('answered') ? told?.replace(/^[a-z]\w*(?=: )/, (field) => label_of(form, field)) : told);

export function Story({ deal }) {
    return html`<section><h2>${say('s_story')}</h2><ol class="tale" reversed>${deal.timeline.toReversed().map((event, i) => html`<li key=${deal.timeline.length - i}>
        <p><${Moment} at=${event.at} /> <strong>${event.caption}</strong>${event.because && `: ${event.because}`} <span class="soft">${event.who}</span></p>
        ${[money(event, deal.currency), event.next_at && say('s_for', moment(event.next_at)), told_by(deal.form, event)].filter(Boolean).map((line) => html`<p key=${line}><bdi>${line}</bdi></p>`)}
        ${event.note && html`<p><bdi>${event.note}</bdi></p>`}</li>`)}</ol></section>`;
}
