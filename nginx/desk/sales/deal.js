// deal: one deal: whom to call, what to do next, what is known, and its story.
import { act } from '../acts.js';
import { ask } from '../api.js';
import { answer_told, forms, label_of, load_forms } from '../forms.js';
import { html, useEffect, useState } from '../html.js';
import { use_keys } from '../keys.js';
import { Button, Colour, Copy, Moment } from '../parts/basic.js';
import { Field } from '../parts/field.js';
import { Loaded, use_load } from '../parts/load.js';
import { pulse } from '../pulse.js';
import { link } from '../route.js';
import { use } from '../store.js';
import { say } from '../words.js';
import { Close, Mend, Next, Note } from './asks.js';
import { choices, choices_of } from './choices.js';
import { NextStep } from './list.js';
import { sum_told } from './money.js';
import { Story } from './story.js';
import './words.js';

function Contact({ it }) {
    return html`<li>${it.href ? html`<a href=${it.href}><bdi>${it.shown}${it.extension && ` #${it.extension}`}</bdi></a>` : html`<bdi>${it.shown}</bdi>`}
        ${it.value && html` <${Copy} text=${it.value} />`}${it.known && html` <span class="soft">${it.known}</span>`}
        ${it.typed && it.value && html` <span class="soft"><bdi>${say('s_typed', it.typed)}</bdi></span>`}</li>`;
}

function Client({ deal }) {
    const { client } = deal;
    return html`<section><h2>${say('s_contacts')}</h2><ul class="plain">${client.contacts.map((it) => html`<${Contact} key=${it.kind + it.shown} it=${it} />`)}</ul>
        <p class="soft">${[client.place, client.local_time && say('s_there', client.local_time), deal.repeat && say('s_repeat')].filter(Boolean).join(' · ')}</p>
        ${deal.note && html`<p><strong>${say('s_note_of')}:</strong> <bdi>${deal.note}</bdi></p>`}
        <p class="soft">${say('s_handed')}: <${Moment} at=${deal.opened_at} />, ${deal.handed_over_by}${deal.source && ` · ${say('s_from')}: ${deal.source}`}</p></section>`;
}

/** As the form has it. */
function shown(form, { field, value, shown: otherwise }) {
    const told = answer_told(form, field, value);
    return told === value ? otherwise : told;
}
function Known({ deal }) {
    return html`<section><h2>${say('s_known')}</h2><dl class="known">${deal.answers.filter((a) => a.known).map((a) => html`<div key=${a.field}><dt>${label_of(deal.form, a.field, a.label)}</dt>
        <dd><bdi>${shown(deal.form, a)}</bdi>${a.typed && html` <span class="soft"><bdi>${say('s_typed', a.typed)}</bdi></span>`}${a.was && html` <span class="soft"><bdi>${say('s_was', a.was)}</bdi></span>`}</dd></div>`)}</dl></section>`;
}

function Acts({ deal, asks, again }) {
    use(choices);
    const quick = (name, args, label) => act('sales', name, { receipt: deal.receipt, ...args }, { label }).then(again, again);
    const take = () => quick('take_deal', {}, say('s_taken'));
    const open = deal.outcome === null;
    const on = (name) => () => open && asks(name);
    use_keys({ KeyT: () => open && !deal.owner?.mine && take(), KeyN: on('note'), KeyS: on('next'), KeyW: on('won'), KeyL: on('lost') });
    const stages = choices_of('deal stage');
    const known = stages.some((s) => s.value === deal.stage.name) ? stages : [...stages, { value: deal.stage.name, label: deal.stage.caption }];
    if (!open) {
        return html`<section><h2>${deal.outcome_word}: ${deal.because}</h2>
            ${deal.outcome === 'won' && html`<p>${say('s_money_told', sum_told(deal.amount, deal.currency), sum_told(deal.margin, deal.currency))}</p>
                <p class="actions"><${Button} onClick=${() => asks('mend')}>${say('s_mend')}<//></p>`}</section>`;
    }
    return html`<section><h2>${say('s_acts')}</h2>
        <p>${deal.next ? html`<strong>${say('s_next')}:</strong> <${NextStep} at=${deal.next.at} step=${deal.next.step} due=${deal.next.due} />` : html`<span class="soft">${say('s_next_none')}</span>`}</p>
        <${Field} kind="select" label=${say('s_change_stage')} choices=${known} value=${deal.stage.name} onInput=${(stage) => quick('set_stage', { stage }, say('s_staged', say('s_stage'), stages.find((s) => s.value === stage)?.label))} />
        <p class="actions">${!deal.owner?.mine && html`<${Button} hint="T" kind=${deal.owner ? '' : 'main'} onClick=${take}>${say(deal.owner ? 's_take_over' : 's_take')}<//>`}
            <${Button} hint="S" onClick=${on('next')}>${say('s_next_do')}<//><${Button} hint="N" onClick=${on('note')}>${say('s_note')}<//>
            <${Button} hint="W" onClick=${on('won')}>${say('s_won')}<//><${Button} hint="L" onClick=${on('lost')}>${say('s_lost')}<//></p></section>`;
}

function Again({ deal, again }) {
    if (!deal.wrote_again) return null;
    const seen = () => act('sales', 'seen', { receipt: deal.receipt }, { label: say('s_seen') }).then(again, () => {});
    return html`<p class="warning">${say('s_again', deal.wrote_again)} <${Button} kind="quiet" onClick=${seen}>${say('s_seen')}<//></p>`;
}

const ASKS = {
    won: (props) => html`<${Close} outcome="won" ...${props} />`, lost: (props) => html`<${Close} outcome="lost" ...${props} />`,
    mend: (props) => html`<${Mend} ...${props} />`, note: (props) => html`<${Note} ...${props} />`, next: (props) => html`<${Next} ...${props} />`,
};

function Deal({ deal, again }) {
    const [asked, asks] = useState(null);
    const close = (done) => {
        asks(null);
        if (done) again();
    };
    return html`<p class="facts"><span class="number">${deal.short}</span> <${Colour} colour=${deal.category.colour} word=${deal.category.colour_word} /> <span>${deal.team.caption}</span>
            <span>${deal.owner ? say('s_not_mine', deal.owner.name) : say('s_nobody')}</span></p>
        <${Again} deal=${deal} again=${again} />
        <div class="columns"><div class="rows"><${Acts} deal=${deal} asks=${asks} again=${again} /><${Client} deal=${deal} /><${Known} deal=${deal} /></div><${Story} deal=${deal} /></div>
        ${asked && ASKS[asked]({ deal, close })}`;
}

function View({ rest }) {
    const stamp = use(pulse)?.stamp;
    use(forms);
    useEffect(() => { load_forms(); }, []);
    const all = use_load(async () => (await ask('sales', 'deal_card', { receipt: rest }))[0].deal_card, [rest, stamp]);
    return html`<p><a class="back" href=${link('deals')}>${say('s_back')}</a></p><h1 tabindex="-1"><bdi>${all.data ? all.data.client.name ?? all.data.short : say('s_deal')}</bdi></h1>
        <${Loaded} of=${all}>${(deal) => html`<${Deal} deal=${deal} again=${all.again} />`}<//>`;
}

export const deal = { path: 'deal', title: 's_deal', allowed: (who) => who.works_in === 'sales', menu: false, View };
