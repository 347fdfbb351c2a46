// promised: the calls that were promised, one's own first, of these what is due first.
import { act } from '../acts.js';
import { rows } from '../api.js';
import { html } from '../html.js';
import { Button, Moment, short } from '../parts/basic.js';
import { Loaded, use_load } from '../parts/load.js';
import { Table } from '../parts/table.js';
import { pulse } from '../pulse.js';
import { go, link } from '../route.js';
import { store, use } from '../store.js';
import { say } from '../words.js';

function take(receipt) {
    act('desk', 'take', { receipt }).then(() => go('lead', receipt), () => {});
}

function List({ list }) {
    return html`<${Table} caption=${say('promised_title')} rows=${list} row_key=${(row) => row.receipt} marked=${(row) => row.overdue} empty=${say('promised_none')} columns=${[
        { head: say('l_receipt'), cell: (row) => html`<a href=${link('lead', row.receipt)}>${short(row.receipt)}</a>` },
        { head: say('l_call_at'), cell: (row) => html`<${Moment} at=${row.call_at} />` },
        { head: say('l_overdue'), cell: (row) => (row.overdue ? html`<span class="warn">${row.overdue}</span>` : null) },
        { head: say('l_name'), cell: (row) => row.name },
        { head: say('l_phone'), cell: (row) => row.phone },
        { head: say('l_there'), cell: (row) => row.local_time },
        { head: say('l_who'), cell: (row) => row.promised_called ?? say('colleague') },
        { head: say('take'), cell: (row) => html`<${Button} aria-label=${`${say('take')}: ${short(row.receipt)}`} onClick=${() => take(row.receipt)}>${say('take')}<//>` },
    ]} />`;
}

function View() {
    const stamp = use(pulse)?.stamp;
    const list = use_load(() => rows('desk', 'promised', { limit: 200 }), [stamp]);
    return html`<h1 tabindex="-1">${say('promised_title')}</h1><${Loaded} of=${list}>${(all) => html`<${List} list=${all} />`}<//>`;
}

const count = store(0);
pulse.watch((now) => count.set(now?.promised_due ?? 0));
export const promised = { path: 'promised', title: 'promised', allowed: (me) => me.works_in === 'desk', menu: true, count, urgent: true, View };
