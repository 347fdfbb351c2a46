// deals: those of the own teams: as a list or a board, or those that are closed; and what there is new to read.
import { act } from '../acts.js';
import { rows } from '../api.js';
import { html, useState } from '../html.js';
import { Button, Moment, called } from '../parts/basic.js';
import { Tabs } from '../parts/deed.js';
import { Field } from '../parts/field.js';
import { Loaded, use_load } from '../parts/load.js';
import { pulse } from '../pulse.js';
import { link } from '../route.js';
import { me } from '../session.js';
import { store, use } from '../store.js';
import { say } from '../words.js';
import { Board } from './board.js';
import { choices } from './choices.js';
import { Closed, List } from './list.js';
import './words.js';

const WHOSE = { all: () => true, mine: (row) => row.owner === me.get().login, free: (row) => row.owner === null };

function Notices({ list, again }) {
    if (list.length === 0) return null;
    const seen = (row) => act('sales', 'seen', { receipt: row.receipt }, { label: say('s_seen') }).then(again, () => {});
    return html`<section class="news"><h2>${say('s_notices')}</h2><ul class="plain">${list.map((row) => html`<li key=${row.wrote_again ?? row.receipt}>
        <span><${Moment} at=${row.made_at} /> <a href=${link('deal', row.receipt)}><bdi>${called(row)}</bdi></a>: ${row.what}</span>
        <${Button} kind="quiet" aria-label=${say('s_seen_of', called(row))} onClick=${() => seen(row)}>${say('s_seen')}<//></li>`)}</ul></section>`;
}

function Open({ as_board }) {
    const stamp = use(pulse)?.stamp;
    use(choices);
    const all = use_load(() => Promise.all([rows('sales', 'board', { limit: 500 }), rows('sales', 'notices', { limit: 100 })]), [stamp]);
    const [whose, set_whose] = useState('all');
    return html`<${Loaded} of=${all}>${([list, notices]) => {
        const shown = list.filter(WHOSE[whose]);
        return html`<${Notices} list=${notices} again=${all.again} />
            <${Field} kind="select" label=${say('s_whose')} value=${whose} onInput=${set_whose} choices=${Object.keys(WHOSE).map((value) => ({ value, label: say(`s_${value}`) }))} />
            <p class="soft" role="status">${say('s_count', shown.length)}</p>
            ${as_board ? html`<${Board} list=${shown} again=${all.again} />` : html`<${List} list=${shown} teams=${new Set(list.map((row) => row.team)).size} />`}`;
    }}<//>`;
}

const VIEWS = [['', 's_list'], ['board', 's_board'], ['closed', 's_closed']];
function View({ rest }) {
    return html`<h1 tabindex="-1">${say('s_deals')}</h1>
        <${Tabs} label=${say('s_views')} tabs=${VIEWS.map(([name, title]) => ({ href: link('deals', name), label: say(title), here: name === rest }))} />
        ${rest === 'closed' ? html`<${Closed} />` : html`<${Open} as_board=${rest === 'board'} />`}`;
}

const count = store(0);
const tell = (now) => count.set((now?.due ?? 0) + (now?.notices ?? 0));
pulse.watch(tell);
tell(pulse.get());
export const deals = { path: 'deals', title: 's_deals', allowed: (who) => who.works_in === 'sales', menu: true, first: () => true, count, urgent: true, View };
