// found: leads that desk.search has found: ten at the most, open ones first.
import { html } from '../html.js';
import { link } from '../route.js';
import { me } from '../session.js';
import { say } from '../words.js';
import { Moment } from './basic.js';
import { Table } from './table.js';
import '../words/lists.js';

export function Found({ rows }) {
    return html`<${Table} caption=${say('search_title')} rows=${rows} row_key=${(row) => row.receipt} empty=${say('search_none')} columns=${[
        { head: say('l_receipt'), cell: (row) => html`<a href=${link('lead', row.receipt)}>${row.short}</a>` },
        { head: say('l_name'), cell: (row) => row.name },
        { head: say('l_phone'), cell: (row) => row.phone ?? row.email },
        { head: say('l_state'), cell: (row) => row.state_word },
        { head: say('l_with'), cell: (row) => (row.mine ? me.get().name : row.held_by) },
        { head: say('l_verdict'), cell: (row) => row.last_verdict },
        { head: say('l_received'), cell: (row) => html`<${Moment} at=${row.received_at} />` },
    ]} />`;
}
