// mine: the leads one has: first who has written again or was promised a call that is due.
import { choices, colour_of } from '../choices.js';
import { html } from '../html.js';
import { mine as held_rows, notices, use_mine } from '../mine.js';
import { Clock, Colour, Left, Moment, Slow, short } from '../parts/basic.js';
import { Table } from '../parts/table.js';
import { link } from '../route.js';
import { store, use } from '../store.js';
import { now } from '../time.js';
import { say } from '../words.js';

const due = (row, again) => again.has(row.receipt) || Boolean(row.call_at) && Date.parse(row.call_at) <= now.get();

export function Leads({ rows }) {
    use(choices);
    const again = new Set(use(notices).map((n) => n.receipt));
    const sorted = [...rows].sort((a, b) => due(b, again) - due(a, again));
    return html`<${Table} caption=${say('mine_title')} rows=${sorted} row_key=${(row) => row.receipt} marked=${(row) => due(row, again)} empty=${say('mine_none')} columns=${[
        { head: say('l_receipt'), cell: (row) => html`<a href=${link('lead', row.receipt)}>${short(row.receipt)}</a>` },
        { head: say('l_name'), cell: (row) => row.name },
        { head: say('l_phone'), cell: (row) => row.phone },
        { head: say('l_there'), cell: (row) => (row.zone ? html`<${Clock} zone=${row.zone} />` : row.local_time) },
        { head: say('l_colour'), cell: (row) => html`<${Colour} colour=${colour_of(row.category)} word=${row.colour} />` },
        { head: say('l_call_at'), cell: (row) => (row.call_at ? html`<${Moment} at=${row.call_at} />` : null) },
        { head: say('l_wrote'), cell: (row) => (again.has(row.receipt) ? say('yes') : null) },
        { head: say('l_left'), cell: (row) => html`<${Left} until=${row.lease_until} />`, number: true },
    ]} />`;
}

function View() {
    const rows = use_mine();
    return html`<h1 tabindex="-1">${say('mine_title')}</h1>${rows ? html`<${Leads} rows=${rows} />` : html`<${Slow} />`}`;
}

const count = store(0);
held_rows.watch((rows) => count.set(rows?.length ?? 0));
export const mine = { path: 'mine', title: 'mine', allowed: (me) => me.works_in === 'desk', menu: true, count, View };
