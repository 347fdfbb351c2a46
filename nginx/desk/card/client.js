// client: who it is, how to reach them, what time it is there, and why this lead came when it did.
import { category_named, label_of, title_of } from '../forms.js';
import { html } from '../html.js';
import { Clock, Colour, Copy, Left, Moment, short } from '../parts/basic.js';
import { say } from '../words.js';

/** Read out in groups; of other countries as it is. */
const spaced = (shown) => shown.replace(/^\+7(\d{3})(\d{3})(\d\d)(\d\d)$/, '+7 $1 $2-$3-$4');

function Contact({ it }) {
    const words = [it.extension && `${say('extension')} ${it.extension}`, it.known, it.typed && it.typed !== it.shown && it.value && say('typed', it.typed)].filter(Boolean);
    return html`<li>${it.href
            ? html`<a class=${it.kind} href=${it.href}>${spaced(it.shown)}</a>`
            : html`<bdi>${it.shown}</bdi> <span class="warn">${say('unreadable')}</span>`}
        ${it.value && html`<${Copy} text=${it.value} />`}
        ${words.length > 0 && html`<span class="help"><bdi>${words.join('; ')}</bdi></span>`}</li>`;
}

/** Wanted by whoever is about to phone: is it day there? */
function There({ client }) {
    if (!client.local_time) return client.place ? html`<p>${say('from_place')}: ${client.place}</p>` : null;
    return html`<p class="there"><span class="soft">${say('local_time')}</span> <strong class=${client.night ? 'warn' : ''}><${Clock} zone=${client.zone} offset=${client.utc_offset} /></strong>${client.night && ` ${say('night')}`}${client.place && html` <span class="soft">${client.place}</span>`}</p>`;
}

/** What of the client's past is worth a look before phoning. */
function known_before({ repeat, client }) {
    if (!repeat && !client.leads) return null;
    const words = [client.leads > 0 && say('leads_before', client.leads), client.deals > 0 && say('deals_before', client.deals), client.last_verdict,
                   client.last_owner, client.sold_by && say('sold_by', client.sold_by), client.known].filter(Boolean);
    return words.length ? `: ${words.join(', ')}` : ' ';
}

/** Why it has its category: by what was found in which field. */
function Why({ card: { category, why, form } }) {
    const told = why?.map((part) => (part.field ? label_of(form, part.field, part.label) : '') + part.told).join('; ') ?? category.why;
    return html`<p class="why"><${Colour} colour=${category.colour} word=${category.colour_word} />, ${category_named(category.name)}${told && html`: <bdi>${told}</bdi>`}</p>`;
}

export function Client({ card }) {
    const { client } = card;
    return html`<section class="client" aria-labelledby="client-name">
        <p class="soft receipt">${say('receipt_is', short(card.receipt))}, ${title_of(card.form)}, <${Moment} at=${card.received_at} />${card.waited && html`, <span class=${card.waited.late ? 'warn' : ''}>${say('waited', card.waited.shown)}</span>`}${[card.came_by, card.entered_by].filter(Boolean).map((w) => `, ${w}`)}</p>
        <h1 id="client-name" tabindex="-1"><bdi>${client.name || say('no_name')}</bdi></h1>
        <ul class="contacts" aria-label=${say('contacts')}>${client.contacts.map((it) => html`<${Contact} key=${it.kind + it.shown} it=${it} />`)}</ul>
        <${There} client=${client} />
        ${card.category && html`<${Why} card=${card} />`}
        ${known_before(card) && html`<p><strong>${say('repeat')}</strong>${known_before(card)}</p>`}
        ${card.call_at && html`<p><strong>${say('call_at')}</strong> <${Moment} at=${card.call_at} />${card.promised_by && `, ${card.promised_by}`}</p>`}
        ${card.marks?.length > 0 && html`<p class="soft">${say('marks')}: ${card.marks.map((m) => m.caption).join(', ')}</p>`}
        ${!card.mine && card.client.talks_with && html`<p>${say('talks_with', card.client.talks_with)}</p>`}
        ${card.mine && html`<p class="lease">${say('lease')} <${Left} until=${card.lease_until} /></p>`}
    </section>`;
}
