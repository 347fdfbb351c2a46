// categories: which colour they show, and which is called sooner. Their rules stand in the files of the intake program.
import { rows } from '../api.js';
import { category_named, load_forms } from '../forms.js';
import { html, useState } from '../html.js';
import { Colour } from '../parts/basic.js';
import { Loaded, use_load } from '../parts/load.js';
import { Table } from '../parts/table.js';
import { say } from '../words.js';
import { Change, Edit, by_dry } from './edit.js';

const COLOURS = ['red', 'orange', 'yellow', 'green', 'blue', 'violet', 'pink', 'brown', 'grey', 'black', 'white'];
const fields = () => [
    { name: 'colour', kind: 'select', label: say('h_colour'), choices: COLOURS.map((value) => ({ value, label: say(`c_${value}`) })), 'data-first': true },
    { name: 'rank', kind: 'number', label: say('h_rank'), help: say('h_rank_help'), inputmode: 'numeric' },
];

export function Categories() {
    const all = use_load(() => load_forms().then(() => rows('desk', 'categories', { limit: 500 })), []);
    const [edit, set_edit] = useState(null);
    const close = (done) => {
        set_edit(null);
        if (done) all.again();
    };
    return html`<${Loaded} of=${all}>${(list) => html`<section><h2>${say('h_categories')}</h2>
        <${Table} caption=${say('h_categories')} rows=${list} row_key=${(row) => row.name} empty=${say('h_categories_none')} columns=${[
            { head: say('h_category'), cell: (row) => category_named(row.name) },
            { head: say('h_colour'), cell: (row) => html`<${Colour} colour=${row.colour_name} word=${row.colour} />` },
            { head: say('h_rank'), number: true, cell: (row) => row.rank },
            { head: say('h_file'), cell: (row) => `${row.file_colour}, ${row.file_rank}` },
            { head: say('h_do'), cell: (row) => html`<${Change} of=${category_named(row.name)} onClick=${() => set_edit(row)} />` },
        ]} /></section>`}<//>
        ${edit && html`<${Edit} title=${say('h_edit_of', category_named(edit.name))} fields=${fields()} was=${{ colour: edit.colour_name, rank: edit.rank }} close=${close} calls=${by_dry('edit_category', { name: edit.name })} />`}`;
}
