// search: as one types. What is too short to look for is not looked for. Found draws what desk.search has found: ten leads at
// the most, open ones first.
import { ask } from '../api.js';
import { use_draft } from '../drafts.js';
import { html, useEffect, useState } from '../html.js';
import { Moment } from '../parts/basic.js';
import { Field } from '../parts/field.js';
import { Trouble } from '../parts/load.js';
import { Table } from '../parts/table.js';
import { go, link } from '../route.js';
import { me } from '../session.js';
import { say } from '../words.js';

const PAUSE_MS = 250;
const digits = (text) => text.replace(/\D/g, '');
/** A number needs four of its digits, a word two letters. */
const enough = (text) => (/^[\d\s()+.-]+$/.test(text) ? digits(text).length >= 4 : text.replace(/[^\p{L}\p{N}]/gu, '').length >= 2);

/** Rows for what is typed; what comes late and is not wanted any more is left. */
function use_found(text) {
    const [state, set] = useState({ rows: null });
    useEffect(() => {
        if (!enough(text)) return set({ rows: null });
        let wanted = true;
        const timer = setTimeout(() => {
            ask('desk', 'search', { what: text }).then((rows) => wanted && set({ rows }), (error) => wanted && set({ rows: null, error }));
        }, PAUSE_MS);
        return () => {
            wanted = false;
            clearTimeout(timer);
        };
    }, [text]);
    return state;
}

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

function View() {
    const [text, set_text] = use_draft('search');
    const { rows, error } = use_found(text.trim());
    const first = (event) => { if (event.key === 'Enter' && rows?.length) go('lead', rows[0].receipt); };
    return html`<h1 tabindex="-1">${say('search_title')}</h1>
        <${Field} kind="search" label=${say('search_for')} help=${say('search_help')} value=${text} onInput=${set_text} onKeyDown=${first} data-first="" />
        <div aria-live="polite">${rows && html`<p class="soft">${rows.length ? say('found', rows.length) : say('search_none')}</p>`}</div>
        ${error && html`<${Trouble} error=${error} />`}
        ${rows?.length > 0 && html`<${Found} rows=${rows} />`}
        ${rows?.length === 0 && digits(text).length >= 10 && html`<p><a href=${link('newlead', text.trim())}>${say('new_lead_for')}</a></p>`}`;
}
export const search = { path: 'search', title: 'search', allowed: (who) => who.works_in === 'desk', menu: true, View };
