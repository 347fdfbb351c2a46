// call: the telephone exchange opens /desk/call?from=+7912…&to=+7495…: who is that? A client we know, or a new lead with the number.
import { ask } from '../api.js';
import { html } from '../html.js';
import { Loaded, use_load } from '../parts/load.js';
import { say } from '../words.js';
import { NewLead } from './newlead.js';
import { Found } from './search.js';

/** In an address + may have become a blank, and an exchange may leave it out; 8 912 … is a number as it is dialled at home. */
const number = (text) => (text ?? '').trim().replace(/^(?!8[3489]\d{9}$)(?=\d{11,15}$)/, '+');

function View({ query }) {
    const from = number(query.get('from'));
    const to = number(query.get('to'));
    const found = use_load(() => (from ? ask('desk', 'search', { what: from }) : Promise.resolve([])), [from]);
    return html`<h1 tabindex="-1">${say('call_title', from)}</h1>
        ${!from && html`<p>${say('call_nobody')}</p>`}
        <${Loaded} of=${found}>${(rows) => html`${rows.length > 0 && html`<h2>${say('call_known')}</h2><${Found} rows=${rows} />`}
            <h2>${say('newlead_title')}</h2><${NewLead} key=${from} start=${{ phone: from || undefined, line: to }} />`}<//>`;
}
export const call = { path: 'call', title: 'newlead', allowed: (me) => me.works_in === 'desk', View };
