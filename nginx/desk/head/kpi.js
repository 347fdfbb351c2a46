// kpi: the numbers of the first line: a week against the week before, four weeks as a line; and each person's.
import { rows } from '../api.js';
import { html } from '../html.js';
import { length_of } from '../parts/deed.js';
import { Loaded, use_load } from '../parts/load.js';
import { Table } from '../parts/table.js';
import { span } from '../time.js';
import { say } from '../words.js';
import { Spark } from './spark.js';
import './words.js';

const DAYS = 28;
const sum = (list) => list.reduce((n, v) => n + (v ?? 0), 0);
function mean(list) {
    const known = list.filter((v) => v !== null);
    return known.length ? sum(known) / known.length : null;
}

/** days: values of the last four weeks, oldest first. of: what a week is of its days. */
function Tile({ name, days, of = sum, told = String, note }) {
    const [week, before] = [of(days.slice(-7)), of(days.slice(-14, -7))];
    return html`<div class="tile"><dt>${say(name)}</dt>
        <dd><strong class="number">${week === null ? '–' : told(week)}</strong> <span class="soft">${say('h_before', before === null ? '–' : told(before))}</span>
            <${Spark} values=${days} label=${say(name)} told=${told} />${note && html`<span class="help">${say(note)}</span>`}</dd></div>`;
}

function Tiles({ list }) {
    const newest = list.slice(0, DAYS).reverse();
    const days = (name) => newest.map((row) => row[name]);
    const TILES = [['h_received', 'received'], ['h_taken', 'taken'], ['h_calls', 'attempts'], ['h_over', 'handed_over'], ['h_refused', 'refused'], ['h_won', 'won'],
                   ['h_skipped', 'skipped'], ['h_expired', 'expired']];
    return html`<dl class="tiles">${TILES.map(([name, column]) => html`<${Tile} key=${name} name=${name} days=${days(column)} />`)}
        <${Tile} name="h_speed" days=${newest.map((row) => length_of(row.speed_to_lead))} of=${mean} told=${span} note="h_speed_text" /></dl>`;
}

function People({ list }) {
    const number = (head, name) => ({ head: say(head), number: true, cell: (row) => row[name] || null });
    return html`<section><h2>${say('h_four_weeks')}</h2>
        <${Table} caption=${say('h_four_weeks')} rows=${list} row_key=${(row) => row.login} empty=${say('h_kpi_none')} columns=${[
            { head: say('h_person'), cell: (row) => row.name },
            { head: say('h_taken_line'), cell: (row) => html`<${Spark} values=${row.days.map((d) => d.taken)} label=${say('h_taken')} />` },
            number('h_taken', 'taken'), number('h_calls', 'attempts'), number('h_over', 'handed_over'), number('h_won', 'won'), number('h_lost', 'lost'),
            number('h_skipped', 'skipped'), number('h_expired', 'expired'),
        ]} /></section>`;
}

function View() {
    const all = use_load(() => Promise.all([rows('desk', 'kpi_daily', { limit: DAYS }), rows('desk', 'kpi_people', { limit: 500 })]), []);
    return html`<h1 tabindex="-1">${say('h_kpi')}</h1>
        <${Loaded} of=${all}>${([days, people]) => html`<div class="rows"><section><p class="soft">${say('h_kpi_text')}</p><${Tiles} list=${days} /></section>
            <${People} list=${people} /></div>`}<//>`;
}

export const kpi = { path: 'kpi', title: 'h_kpi', allowed: (me) => me.head && me.works_in === 'desk', menu: true, View };
