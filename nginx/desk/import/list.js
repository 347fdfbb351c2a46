// list: what was brought in, and to take one back.
import { call } from '../api.js';
import { html, useState } from '../html.js';
import { Moment } from '../parts/basic.js';
import { Dialog } from '../parts/dialog.js';
import { Field } from '../parts/field.js';
import { Table } from '../parts/table.js';
import { toast } from '../toasts.js';
import { say } from '../words.js';
import { Change } from '../head/edit.js';
import '../head/words.js';
import './words.js';

const STATES = { open: 'i_open', done: 'i_finished', withdrawing: 'i_withdrawing', withdrawn: 'i_withdrawn' };

/** The server takes back some hundreds at a time. */
function Withdraw({ batch, close }) {
    const [reason, set] = useState('');
    const [state, tell] = useState({});
    const go = async () => {
        let gone = 0;
        tell({ busy: true });
        try {
            for (;;) {
                const [row] = (await call('POST', 'api/desk/withdraw_import', { body: { batch, reason } })).body.rows;
                gone += row.withdrawn;
                if (row.remaining === 0) return close(toast(say('i_gone', gone, row.kept)));
                tell({ busy: true, gone, remaining: row.remaining });
            }
        } catch (error) {
            return tell({ error: error.message ? error : { message: say('no_network') } });
        }
    };
    return html`<${Dialog} title=${say('i_withdraw_of', batch)} close=${() => close()} submit=${state.busy ? () => {} : go} submit_label=${say('i_withdraw')} error=${state.error}>
        <p>${say('i_withdraw_text')}</p>
        <${Field} label=${say('i_why')} value=${reason} onInput=${set} maxlength="200" data-first />
        ${state.remaining > 0 && html`<p role="status">${say('i_going', state.gone, state.remaining)}</p>`}
    <//>`;
}

export function Imports({ list, people, again }) {
    const [batch, withdraw] = useState(null);
    const close = (done) => {
        withdraw(null);
        if (done) again();
    };
    return html`<section><h2>${say('i_all')}</h2>
        <${Table} caption=${say('i_all')} rows=${list} row_key=${(row) => row.batch} empty=${say('i_none')} columns=${[
            { head: say('i_batch'), cell: (row) => `${row.batch}: ${row.file}` },
            { head: say('h_by'), cell: (row) => people.find((p) => p.login === row.begun_by)?.name ?? row.begun_by },
            { head: say('h_when'), cell: (row) => html`<${Moment} at=${row.begun_at} />` },
            { head: say('i_state'), cell: (row) => `${say(STATES[row.state])}${row.why ? ` (${row.why})` : ''}` },
            { head: say('i_rows'), number: true, cell: (row) => String(row.rows) },
            { head: say('i_new'), number: true, cell: (row) => String(row.stored) },
            { head: say('i_refused'), number: true, cell: (row) => String(row.refused) },
            { head: say('i_leads'), number: true, cell: (row) => String(row.leads) },
            { head: say('h_do'), cell: (row) => row.state !== 'withdrawn' && html`<${Change} word="i_withdraw" of=${row.batch} onClick=${() => withdraw(row.batch)} />` },
        ]} />
        ${batch !== null && html`<${Withdraw} batch=${batch} close=${close} />`}</section>`;
}
