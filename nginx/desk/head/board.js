// board: the shift: who waits too long, who works on what since when, what waits.
import { act } from '../acts.js';
import { rows } from '../api.js';
import { load_forms } from '../forms.js';
import { html, useState } from '../html.js';
import { Button, Colour, Moment, called } from '../parts/basic.js';
import { length_of } from '../parts/deed.js';
import { Loaded, use_load } from '../parts/load.js';
import { Table } from '../parts/table.js';
import { pulse } from '../pulse.js';
import { link } from '../route.js';
import { use } from '../store.js';
import { now, span } from '../time.js';
import { say } from '../words.js';
import { Absent, TakeBack } from './asks.js';
import { Ages } from './ages.js';
import './words.js';

function Late({ data, ask }) {
    const late = data.board.filter((row) => row.late);
    return html`<section><h2>${say('h_late')}</h2>${late.length > 0 && html`<p class="soft">${say('h_late_text')}</p>`}
        <${Table} caption=${say('h_late')} rows=${late} row_key=${(row) => row.receipt} empty=${say('h_late_none')} columns=${[
            { head: say('h_client'), cell: (row) => html`<a href=${link('lead', row.receipt)}><bdi>${called(row)}</bdi></a>` },
            { head: say('h_colour'), cell: (row) => html`<${Colour} colour=${data.colour_of(row.category)} word=${row.colour} />` },
            { head: say('h_waits'), number: true, cell: (row) => html`<span class="warn">${span(length_of(row.waited))}</span>` },
            { head: say('h_who'), cell: (row) => row.who ?? say('h_nobody') },
            { head: say('h_phone'), cell: (row) => row.phone },
            { head: say('h_do'), cell: (row) => (row.login ? html`<${Back} row=${row} ask=${ask} />` : null) },
        ]} /></section>`;
}
function Back({ row, ask }) {
    return html`<${Button} aria-label=${say('h_take_back_of', called(row))} onClick=${() => ask({ take_back: row })}>${say('h_take_back')}<//>`;
}

function People({ data, ask, again }) {
    const here = data.people.filter((person) => person.works_in === 'desk');
    const held_by = (login) => data.board.filter((row) => row.login === login);
    return html`<section><h2>${say('h_people')}</h2>
        <${Table} caption=${say('h_people')} rows=${here} row_key=${(p) => p.login} empty=${say('h_people_none')} columns=${[
            { head: say('h_person'), cell: (p) => p.name },
            { head: say('h_has'), cell: (p) => html`<${Held} list=${held_by(p.login)} ask=${ask} colour_of=${data.colour_of} />` },
            { head: say('h_clients'), number: true, cell: (p) => p.clients },
            { head: say('h_absence'), cell: (p) => (p.absent_until ? html`<${Moment} at=${p.absent_until} />` : null) },
            { head: say('h_do'), cell: (p) => html`<${Presence} person=${p} ask=${ask} again=${again} />` },
        ]} /></section>`;
}
function Held({ list, ask, colour_of }) {
    use(now);
    if (list.length === 0) return html`<span class="soft">${say('h_has_none')}</span>`;
    return html`<ul class="plain">${list.map((row) => html`<li key=${row.receipt}>
        <a href=${link('lead', row.receipt)}><bdi>${called(row)}</bdi></a> <${Colour} colour=${colour_of(row.category)} word=${row.colour} />
        <span class="number">${span(now.get() - Date.parse(row.since))}</span>${row.late && html` <span class="warn">${say('h_late')}</span>`}
        <${Back} row=${row} ask=${ask} /></li>`)}</ul>`;
}
function Presence({ person, ask, again }) {
    if (!person.absent_until) return html`<${Button} aria-label=${say('h_absent_of', person.name)} onClick=${() => ask({ absent: person })}>${say('h_absent')}<//>`;
    const here = () => act('desk', 'present', { who: person.login }, { label: say('h_present'), told: true }).then(again, () => {});
    return html`<${Button} aria-label=${`${say('h_present')}: ${person.name}`} onClick=${here}>${say('h_present')}<//>`;
}

async function load() {
    await load_forms();
    const [board, people, ages, reasons] = await Promise.all([['board'], ['people'], ['queue_ages'], ['choices', { list: 'reason: release' }]]
        .map(([view, filter]) => rows('desk', view, { limit: 500, ...filter })));
    const colours = new Map(ages.map((row) => [row.category, row.colour_name]));
    return { board, people, ages, reasons, colour_of: (category) => colours.get(category) ?? '' };
}

function View() {
    const stamp = use(pulse)?.stamp;
    const all = use_load(load, [stamp]);
    const [asked, ask] = useState({});
    const close = (done) => {
        ask({});
        if (done) all.again();
    };
    return html`<h1 tabindex="-1">${say('h_board')}</h1>
        <${Loaded} of=${all}>${(data) => html`<div class="rows">
            <${Late} data=${data} ask=${ask} />
            <${People} data=${data} ask=${ask} again=${all.again} />
            <${Ages} list=${data.ages} /></div>`}<//>
        ${asked.take_back && html`<${TakeBack} row=${asked.take_back} reasons=${all.data.reasons} close=${close} />`}
        ${asked.absent && html`<${Absent} person=${asked.absent} close=${close} />`}`;
}

export const board = { path: 'board', title: 'h_board', allowed: (me) => me.head && me.works_in === 'desk', menu: true, first: (me) => me.head, View };
