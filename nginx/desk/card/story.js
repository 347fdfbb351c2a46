// story: everything that has happened with this client, in any of its leads and deals, the newest first.
import { answer_told, category_named, label_of, title_of } from '../forms.js';
import { html } from '../html.js';
import { Moment, short } from '../parts/basic.js';
import { link } from '../route.js';
import { say } from '../words.js';

/** What went with it, in words; and what was received by which form. */
function told(it) {
    const detail = ({ word, value, field, category }) => {
        if (field) return `${label_of(it.form, field, word)}: ${answer_told(it.form, field, value)}`;
        return (word ? `${word}: ` : '') + (category ? category_named(category) : value);
    };
    return [it.category && `«${title_of(it.form)}», ${category_named(it.category)}`, it.note, ...(it.details ?? []).map(detail)].filter(Boolean).join('; ');
}

function Entry({ it, card }) {
    const who = it.kind === 'lead' ? null : it.who;      // the visitor wrote it
    const words = told(it);
    const other = it.kind !== 'client' && it.receipt && it.receipt !== card.receipt;
    return html`<li class=${it.pending ? 'soft' : ''}><${Moment} at=${it.at} /> <strong>${it.caption}</strong>
        ${it.because && html` ${it.because}`}${words && html`<span class="noted"><bdi>${words}</bdi></span>`}
        <span class="help">${[who, it.pending && say('pending')].filter(Boolean).join(', ')}${other && html`${who && ', '}<a href=${link('lead', it.receipt)}>${say('other_lead', short(it.receipt))}</a>`}</span></li>`;
}

export function Story({ card }) {
    const list = [...card.timeline].reverse();
    return html`<section aria-labelledby="story"><h2 id="story">${say('story')}</h2>
        ${card.others?.length > 0 && html`<p>${say('by_others', card.others.length)}:</p><ul class="others">${card.others.map((o) => html`<li key=${o.receipt}>
            <a href=${link('lead', o.receipt)}>${o.short}</a> <${Moment} at=${o.received_at} />, ${o.verdict ?? o.caption}${o.held_by && `, ${o.held_by}`}</li>`)}</ul>`}
        <ol class="story">${list.map((it, i) => html`<${Entry} key=${i} it=${it} card=${card} />`)}</ol></section>`;
}
