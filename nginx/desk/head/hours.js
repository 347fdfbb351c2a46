// hours: when the office works: a usual week, and the days that are not as usual.
import { rows } from '../api.js';
import { html, useState } from '../html.js';
import { Button } from '../parts/basic.js';
import { Loaded, use_load } from '../parts/load.js';
import { Table } from '../parts/table.js';
import { say } from '../words.js';
import { Change, Edit, by_pair } from './edit.js';

const hours_field = (help) => ({ name: 'hours', label: say('h_hours'), help: say(help), maxlength: 100, 'data-first': true });
function of_weekday(row) {
    return { title: say('h_hours_of', row.day), was: { hours: row.hours }, all: true, fields: [hours_field('h_hours_help')], calls: by_pair('preview_hours', 'set_hours', { weekday: row.day }) };
}
function of_day(row) {
    const fields = [hours_field('h_day_hours_help'), { name: 'note', label: say('h_note'), maxlength: 200 }];
    return row ? { title: say('h_hours_of', row.day), was: { hours: row.hours, note: row.note }, all: true, fields, calls: by_pair('preview_day', 'set_day', { day: row.day }) }
        : { title: say('h_new_day'), all: true, fields: [{ name: 'day', label: say('h_day'), help: say('h_day_help'), maxlength: 40, 'data-first': true }, ...fields], calls: by_pair('preview_day', 'set_day', {}) };
}
function of_usual(row) {
    return { title: say('h_remove_of', row.day), fields: [], calls: by_pair('preview_day', 'set_day', { day: row.day, hours: say('h_usual') }) };
}

export function Hours() {
    const all = use_load(() => rows('desk', 'office_hours', { limit: 500 }), []);
    const [edit, set_edit] = useState(null);
    const close = (done) => {
        set_edit(null);
        if (done) all.again();
    };
    return html`<${Loaded} of=${all}>${(list) => html`<div class="rows">
        <section><h2>${say('h_week')}</h2><${Table} caption=${say('h_week')} rows=${list.filter((row) => row.weekday)} row_key=${(row) => row.day} columns=${[
            { head: say('h_day'), cell: (row) => row.day },
            { head: say('h_hours'), cell: (row) => html`<span class="number">${row.hours}</span>` },
            { head: say('h_do'), cell: (row) => html`<${Change} of=${row.day} onClick=${() => set_edit(of_weekday(row))} />` },
        ]} /></section>
        <section><h2>${say('h_days')}</h2><${Table} caption=${say('h_days')} rows=${list.filter((row) => row.date)} row_key=${(row) => row.day} empty=${say('h_days_none')} columns=${[
            { head: say('h_day'), cell: (row) => row.day },
            { head: say('h_hours'), cell: (row) => html`<span class="number">${row.hours}</span>` },
            { head: say('h_note'), cell: (row) => row.note || null },
            { head: say('h_do'), cell: (row) => html`<${Change} of=${row.day} onClick=${() => set_edit(of_day(row))} /> <${Change} word="h_remove" of=${row.day} onClick=${() => set_edit(of_usual(row))} />` },
        ]} /><p class="actions"><${Button} onClick=${() => set_edit(of_day(null))}>${say('h_add')}<//></p></section></div>`}<//>
        ${edit && html`<${Edit} ...${edit} close=${close} />`}`;
}
