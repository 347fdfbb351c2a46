// settings: what the head changes without an administrator, a tab each; and who has changed what.
import { rows } from '../api.js';
import { html } from '../html.js';
import { Moment } from '../parts/basic.js';
import { Tabs } from '../parts/deed.js';
import { Loaded, use_load } from '../parts/load.js';
import { Table } from '../parts/table.js';
import { link } from '../route.js';
import { say } from '../words.js';
import { Categories } from './categories.js';
import { Hours } from './hours.js';
import { Reasons } from './reasons.js';
import { Teams } from './teams.js';
import './words.js';

function Edits() {
    const all = use_load(() => rows('desk', 'edits', { limit: 200 }), []);
    return html`<${Loaded} of=${all}>${(list) => html`<section><h2>${say('h_edits')}</h2>
        <${Table} caption=${say('h_edits')} rows=${list} row_key=${(row) => row.at + row.subject} empty=${say('h_edits_none')} columns=${[
            { head: say('h_when'), cell: (row) => html`<${Moment} at=${row.at} />` },
            { head: say('h_by'), cell: (row) => row.who },
            { head: say('h_what'), cell: (row) => row.what },
            { head: say('h_which'), cell: (row) => row.subject },
            { head: say('h_change'), cell: (row) => row.change },
        ]} /></section>`}<//>`;
}

const PARTS = [['reasons', 'h_reasons', Reasons], ['teams', 'h_teams', Teams], ['hours', 'h_hours', Hours], ['categories', 'h_categories', Categories], ['edits', 'h_edits', Edits]];

function View({ rest }) {
    const [path, , Part] = PARTS.find(([name]) => name === rest) ?? PARTS[0];
    return html`<h1 tabindex="-1">${say('h_settings')}</h1>
        <${Tabs} label=${say('h_settings')} tabs=${PARTS.map(([name, title]) => ({ href: link('settings', name), label: say(title), here: name === path }))} />
        <${Part} />`;
}

export const settings = { path: 'settings', title: 'h_settings', allowed: (me) => me.head && me.works_in === 'desk', menu: true, View };
