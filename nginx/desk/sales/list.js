// list: the open deals, red first; and those that are closed.
import { rows } from '../api.js';
import { html } from '../html.js';
import { Colour, Moment, called } from '../parts/basic.js';
import { Loaded, use_load } from '../parts/load.js';
import { Table } from '../parts/table.js';
import { link } from '../route.js';
import { say } from '../words.js';
import { choice_word } from './choices.js';
import { sum_told } from './money.js';

export function NextStep({ at, step, due }) {
    if (!at) return null;
    return html`<span class=${due ? 'warn' : ''}><${Moment} at=${at} />${due && ` (${say('s_due')})`}</span> <bdi>${step}</bdi>`;
}

export function List({ list, teams }) {
    return html`<${Table} caption=${say('s_deals')} rows=${list} row_key=${(row) => row.receipt} marked=${(row) => row.due} empty=${say('s_none')} columns=${[
        { head: say('s_client'), cell: (row) => html`<a href=${link('deal', row.receipt)}><bdi>${called(row)}</bdi></a>${row.wrote_again > 0 && html` <span class="warn">${say('s_again', row.wrote_again)}</span>`}` },
        { head: say('s_colour'), cell: (row) => html`<${Colour} colour=${row.colour_name} word=${row.colour} />` },
        { head: say('s_stage'), cell: (row) => row.stage_called },
        { head: say('s_next'), cell: (row) => (row.next_at ? html`<${NextStep} at=${row.next_at} step=${row.next_step} due=${row.due} />` : null) },
        { head: say('s_owner'), cell: (row) => row.owner_called ?? html`<span class="soft">${say('s_nobody')}</span>` },
        ...(teams > 1 ? [{ head: say('s_team'), cell: (row) => row.team_called }] : []),
        { head: say('s_phone'), cell: (row) => row.phone },
    ]} />`;
}

/** outcome: won or lost. */
function Ended({ outcome, list }) {
    return html`<section><h2>${say(`s_${outcome}_all`)}</h2>
        <${Table} caption=${say(`s_${outcome}_all`)} rows=${list} row_key=${(row) => `${row.receipt} ${row.n}`} empty=${say('s_closed_none')} columns=${[
            { head: say('s_client'), cell: (row) => html`<a href=${link('deal', row.receipt)}><bdi>${called(row)}</bdi></a>` },
            { head: say('s_when'), cell: (row) => html`<${Moment} at=${row.closed_at} />` },
            { head: say('s_reason'), cell: (row) => choice_word(`reason: ${outcome}`, row.reason) },
            ...(outcome === 'won' ? [{ head: say('s_amount'), number: true, cell: (row) => sum_told(row.amount) }, { head: say('s_margin'), number: true, cell: (row) => sum_told(row.margin) }] : []),
            { head: say('s_owner'), cell: (row) => row.owner_called },
        ]} /></section>`;
}

export function Closed() {
    const all = use_load(() => Promise.all(['won', 'lost'].map((outcome) => rows('sales', 'deals', { outcome, limit: 200 }))), []);
    return html`<${Loaded} of=${all}>${([won, lost]) => html`<div class="rows"><${Ended} outcome="won" list=${won} /><${Ended} outcome="lost" list=${lost} /></div>`}<//>`;
}
